"""What the counts and promises open: the fail points and improvements they count, and how these stand."""

from __future__ import annotations

from decimal import Decimal

from model.analysis import derivation
from model.analysis.action import improvements_by_fail_point
from model.analysis.case import chosen_by_default
from model.analysis.derivation import Measure, Step
from model.analysis.evaluation import Evaluation
from model.case_sheet.action import STAGES
from model.case_sheet.finding import Found
from model.case_sheet.words import name
from model.improvements import Condition, Improvement
from model.messages import Message, Value, message
from model.registers import Metric


def funnel(found: Found, _figures: Evaluation, about: str) -> Step | None:
    """The fail points that got so far, each with its improvements and their statuses."""
    if not about.isdigit() or int(about) >= len(STAGES):
        return None
    ids, improving = found.funnel[int(about)], improvements_by_fail_point(found.document)
    parts = tuple(_fail_point(found, id, improving[id]) for id in ids)
    return Step(message(f"opened.funnel.{STAGES[int(about)]}"), Decimal(len(ids)), Measure.COUNT, parts=parts)


def promised(found: Found, _figures: Evaluation, _about: str) -> Step:
    """Each promise by itself; together they are computed anew, as overlaps count once."""
    parts = tuple(
        Step(
            message(
                "opened.promise" if row.promised is not None else "opened.unsayable",
                name=_called(found, row.improvement),
            ),
            row.promised,
            Measure.MONEY,
            element=row.improvement,
            given=derivation.effects_of(found.document, (row.improvement,)),
        )
        for row in found.record.promises
    )
    return Step(message("opened.promised"), found.record.promised, Measure.MONEY, parts=parts)


def verified(found: Found, _figures: Evaluation, _about: str) -> Step:
    """What was measured of each promise."""
    rows = [row for row in found.record.promises if row.verified is not None]
    parts = tuple(
        Step(_measured(found, row.improvement), row.verified, Measure.MONEY, element=row.improvement) for row in rows
    )
    return Step(message("opened.verified"), found.record.verified, Measure.MONEY, derivation.PLUS, parts)


def condition(found: Found, _figures: Evaluation, about: str) -> Step | None:
    """The improvements that change a condition, or name none."""
    wanted = None if about == "none" else about
    if wanted is not None and wanted not in list(Condition):
        return None
    rows = [found.document.need(Improvement, id) for id in chosen_by_default(found.document)]
    rows = [row for row in rows if row.condition == wanted]
    parts = tuple(_improvement(found, row) for row in rows)
    return Step(message(f"sheet.condition.{about}", n=len(rows)), Decimal(len(rows)), Measure.COUNT, parts=parts)


def acid(found: Found, _figures: Evaluation, about: str) -> Step | None:
    """Before, target and after of the metric of a live improvement, and since when it is live."""
    proof = next((each for each in found.proofs if each.improvement == about), None)
    if proof is None:
        return None
    metric = found.document.get(Metric, proof.metric)
    id = "" if metric is None else metric.id
    sources = () if metric is None or metric.source is None else (metric.source,)
    after = None if proof.after is None else proof.after.value
    since = message("opened.since", day=proof.since) if proof.since is not None else message("opened.since_when")
    parts = [
        Step(message("opened.before"), proof.before, Measure.COUNT, element=id, sources=sources),
        Step(message("opened.target"), proof.target, Measure.COUNT, element=id),
        Step(since, None, Measure.COUNT, element=about),
    ]
    if proof.after is not None:
        read = () if proof.after.source is None else (proof.after.source,)
        words = message("opened.reading", day=proof.after.taken or "")
        parts.append(Step(words, after, Measure.COUNT, element=id, sources=read or sources))
    words = message("opened.acid", name=_called(found, about), result=message(f"sheet.outcome.{proof.outcome.value}"))
    return Step(words, after, Measure.COUNT, parts=tuple(parts), element=about)


def _called(found: Found, id: str) -> Value:
    return name(found.document, id)


def _measured(found: Found, id: str) -> Message:
    day = found.document.need(Improvement, id).measured_on
    called = _called(found, id)
    return (
        message("opened.measured", name=called) if day is None else message("opened.measured_on", name=called, day=day)
    )


def _fail_point(found: Found, id: str, improving: list[Improvement]) -> Step:
    parts = tuple(_improvement(found, row) for row in improving)
    return Step(message("opened.named", name=_called(found, id)), None, Measure.COUNT, parts=parts, element=id)


def _improvement(found: Found, row: Improvement) -> Step:
    status = message(f"sheet.status.{row.status.value}")
    words = message("opened.improvement", name=_called(found, row.id), status=status)
    return Step(words, None, Measure.COUNT, element=row.id)
