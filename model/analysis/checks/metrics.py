"""Whether the metrics tell: enough a stage but not too many, read since the last review, and in tolerance."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal

from model.analysis import metrics
from model.analysis.checks.base import Act, Check, Found, Needs, Severity, fixing, reads
from model.analysis.checks.facts import Facts
from model.analysis.control import RUN, Signal, chart
from model.messages import Message, message
from model.registers import Metric, Objective

# More than three, and nobody looks at any of them (R44).
MOST_A_STAGE = 3
BY_STAGE = frozenset({"Metric.subject", "Step.stage", "Card.step"})
READINGS = frozenset({"Reading.metric", "Reading.taken", "Reading.value", "Reading.order"})
IN_TOLERANCE = READINGS | {"Metric.target", "Metric.tolerance", "Metric.direction", "Metric.guardrail"}


def none(facts: Facts) -> Iterator[Found]:
    """A stage that nothing measures."""
    known = metrics.by_stage(facts.document)
    for stage in facts.staged:
        if stage.id not in known:
            yield Found((stage.id,))


def too_many(facts: Facts) -> Iterator[Found]:
    """A stage with more metrics than anybody watches."""
    for stage, known in metrics.by_stage(facts.document).items():
        if len(known) > MOST_A_STAGE:
            ids = sorted(metric.id for metric in known)
            yield Found((stage, *ids), parameters={"n": len(known), "most": MOST_A_STAGE})


def lagging(facts: Facts) -> Iterator[Found]:
    """A stage whose metrics all tell late."""
    for stage, known in metrics.by_stage(facts.document).items():
        if not any(metric.leading for metric in known):
            yield Found((stage, *sorted(metric.id for metric in known)))


def out(facts: Facts) -> Iterator[Found]:
    """The latest reading of a metric is worse than its target by more than the tolerance."""
    yield from _out(facts, guardrail=False)


def guardrails(facts: Facts) -> Iterator[Found]:
    """The same of a guardrail, which no improvement may push through."""
    yield from _out(facts, guardrail=True)


def signals(facts: Facts) -> Iterator[Found]:
    """The latest reading of a metric is worse by more than noise explains."""
    for metric in facts.document.table(Metric).values():
        found = chart(facts.document, metric)
        if found is not None and found.latest.signal is not None and not found.latest.better:
            words = "found" if found.latest.signal is Signal.BEYOND else "run"
            limits = {"value": found.latest.reading.value, "mean": _short(found.limits.mean)}
            yield Found((metric.id,), words, {**limits, "n": RUN})


def _short(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01"), ROUND_HALF_EVEN)


def _out(facts: Facts, guardrail: bool) -> Iterator[Found]:
    for metric in facts.document.table(Metric).values():
        taken = metrics.readings(facts.document, metric.id)
        target = metric.target
        if metric.guardrail is guardrail and taken and target is not None and metrics.is_out(metric, taken[-1].value):
            yield Found((metric.id,), parameters={"value": taken[-1].value, "target": target})


def unread(facts: Facts) -> Iterator[Found]:
    """A target that nothing was read against since the last review."""
    if facts.reviewed is not None:
        for metric in facts.document.table(Metric).values():
            taken = [row.taken for row in metrics.readings(facts.document, metric.id)]
            if metric.target is not None and not any(day and day >= facts.reviewed for day in taken):
                yield Found((metric.id,), parameters={"day": facts.reviewed})


def no_review(facts: Facts) -> Message | None:
    """There are targets, but no review since which anything could have been read."""
    targets = [metric for metric in facts.document.table(Metric).values() if metric.target is not None]
    return message("checks.metrics.unread.cannot") if targets and facts.reviewed is None else None


def orphans(facts: Facts) -> Iterator[Found]:
    """A metric of nothing and in no objective."""
    wanted = {id for objective in facts.document.table(Objective).values() for id in objective.metrics}
    for metric in facts.document.table(Metric).values():
        if metric.subject is None and metric.id not in wanted:
            yield Found((metric.id,), fix=fixing("whole", Act.EDIT, metric.id, subject=facts.blueprint.id))


_STAGES = reads(BY_STAGE, "Stage", "Metric.leading")
_CHARTED = reads(READINGS, "Metric.direction", "Metric.baseline_until")
CHECKS = (
    Check("metrics.guardrail", Severity.ERROR, Needs.ALWAYS, IN_TOLERANCE, guardrails),
    Check("metrics.out", Severity.WARNING, Needs.ALWAYS, IN_TOLERANCE, out),
    Check(
        "metrics.unread",
        Severity.WARNING,
        Needs.ALWAYS,
        reads("Metric.target", "Reading.metric", "Reading.taken", "Review.held"),
        unread,
        cannot=no_review,
    ),
    Check("metrics.signal", Severity.WARNING, Needs.ALWAYS, _CHARTED, signals),
    Check("metrics.none", Severity.WARNING, Needs.VALIDATED, _STAGES, none),
    Check("metrics.too_many", Severity.WARNING, Needs.ALWAYS, _STAGES, too_many),
    Check("metrics.lagging", Severity.NOTE, Needs.ALWAYS, _STAGES, lagging),
    Check("metrics.orphan", Severity.NOTE, Needs.ALWAYS, reads("Metric.subject", "Objective.metrics"), orphans),
)
