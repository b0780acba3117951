"""From map to action: the funnel, the track record, the counts by condition and the acid test."""

from __future__ import annotations

from collections.abc import Iterator

from model.analysis.action import Outcome, Proof
from model.case_sheet.finding import Found
from model.case_sheet.words import money, name
from model.layout.case.data import Cell, Head, Panel, Saying, Sign, Stage, Table, Tone
from model.messages import Value, message
from model.registers import Metric

STAGES = ("fail_points", "improved", "decided", "live", "verified")
_SIGNS = {
    Outcome.REACHED: (Sign.CHECK, Tone.PLAIN),
    Outcome.BETTER: (Sign.DOT, Tone.PLAIN),
    Outcome.NO_BETTER: (Sign.WARNING, Tone.PLAIN),
    Outcome.MONEY_ONLY: (Sign.RING, Tone.PLAIN),
    Outcome.UNMEASURED: (Sign.WARNING, Tone.BAD),
}


def action_panels(found: Found) -> list[Panel]:
    """What there is of them: nothing of a blueprint that has neither fail points nor improvements."""
    panels = []
    if found.funnel.fail_points:
        panels.append(_funnel(found))
    if found.conditions or (found.record.promises and not found.moneyless):
        panels.append(_kept(found))
    if found.proofs:
        panels.append(_acid(found))
    return panels


def _funnel(found: Found) -> Panel:
    stages = tuple(
        Stage(message(f"sheet.funnel.{name}"), count, f"funnel {place}")
        for place, (name, count) in enumerate(zip(STAGES, found.funnel.counts, strict=True))
    )
    return Panel("funnel", message("sheet.title.funnel"), 6, 1.2, funnel=stages)


def _kept(found: Found) -> Panel:
    return Panel("kept", message("sheet.title.kept"), 6, 0.8, above=tuple(_kept_sayings(found)))


def _kept_sayings(found: Found) -> Iterator[Saying]:
    if not found.record.promises:
        yield Saying(message("sheet.nothing_approved"), "", Tone.QUIET)
    elif not found.moneyless:
        yield from _promises(found)
    for condition, count in found.conditions.items():
        which = "none" if condition is None else condition.value
        tone = Tone.QUIET if condition is None else Tone.PLAIN
        yield Saying(message(f"sheet.condition.{which}", n=count), f"condition {which}", tone)


def _promises(found: Found) -> Iterator[Saying]:
    """Money promised against money verified."""
    document, record = found.document, found.record
    sayable = sum(row.promised is not None for row in record.promises)
    if sayable:
        promised = message("sheet.promised", amount=money(document, record.promised), n=sayable)
        yield Saying(promised, "promised", Tone.STRONG)
    measured = any(row.verified is not None for row in record.promises)
    words = message("sheet.verified", amount=money(document, record.verified))
    yield Saying(words if measured else message("sheet.nothing_verified"), "verified", Tone.STRONG)
    unsayable = len(record.promises) - sayable
    if unsayable:
        yield Saying(message("sheet.unsayable", n=unsayable), "promised", Tone.QUIET)


def _acid(found: Found) -> Panel:
    heads = ("improvement", "metric", "before", "target", "after", "outcome")
    table = Table(
        tuple(Head(message(f"sheet.head.{each}"), each in ("before", "target", "after")) for each in heads),
        tuple(_proof(found, proof) for proof in found.proofs),
    )
    return Panel("acid", message("sheet.title.acid"), 7, table=table)


def _proof(found: Found, proof: Proof) -> tuple[Cell, ...]:
    document = found.document
    metric = document.get(Metric, proof.metric)
    figure = f"acid {proof.improvement}"
    dash = message("sheet.dash")

    def measured(amount: Value | None) -> Value:
        if amount is None or metric is None:
            return dash
        return message("sheet.measure", amount=amount, unit=metric.unit) if metric.unit else amount

    sign, tone = _SIGNS[proof.outcome]
    return (
        Cell(name(document, proof.improvement)),
        Cell(message("sheet.no_metric") if metric is None else name(document, metric.id)),
        Cell(measured(proof.before)),
        Cell(measured(proof.target)),
        Cell(measured(None if proof.after is None else proof.after.value), figure if proof.after else ""),
        Cell(message(f"sheet.outcome.{proof.outcome.value}"), figure, tone, sign),
    )
