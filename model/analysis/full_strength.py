"""Improvements taken as done: what their effects leave of rates, numbers, costs, minutes, shares and drop-off.

A copy of the document gets the numbers that its figures have under the cuts at full strength, and loses these effects,
so that nothing is cut twice. Amounts a year, and what customers kept are worth, are no number of any record: they are
told beside (`brings`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from decimal import Decimal
from typing import Any

from model.analysis.cuts import Cuts
from model.analysis.economy import Economy
from model.analysis.evaluation import HOUR, Evaluation
from model.analysis.timeline import Plan, plan
from model.document import Document, DocumentView
from model.elements import Card
from model.grid import steps
from model.improvements import Effect, EffectKind
from model.registers import Consequence, Cost, CostBasis, FailPoint
from model.what_if import Key, put, take_as_given, whole, without

ZERO, ONE = Decimal(0), Decimal(1)
Write = tuple[str, str, Any]


def done(copy: Document, improvements: Collection[str]) -> None:
    """Let improvements of a copy be done. Drop-off comes first: all else is counted in whole customers."""
    written = [
        *_write(copy, improvements, lambda kind: kind is EffectKind.DROP_OFF, _drop_off),
        *_write(copy, improvements, lambda kind: kind is not EffectKind.DROP_OFF, _numbers),
    ]
    take_as_given(copy, written)
    rows = (row for id in improvements for row in copy.where(Effect, improvement=id))
    without(copy, [row.id for row in rows if row.kind is not EffectKind.YEARLY])


def brings(document: DocumentView, improvements: Collection[str]) -> Decimal:
    """Money a year that improvements bring by themselves, or by customers who stay."""
    figures = Evaluation(Economy(document), _cuts(plan(document), improvements, lambda _kind: True))
    total = sum((Decimal(figures.kept_worth(step.id)) for step in steps(document)), ZERO)
    effects = (row for id in improvements for row in document.where(Effect, improvement=id))
    return sum((-Decimal(figures.term(("yearly", row.id))) for row in effects), total)


def _cuts(found: Plan, improvements: Collection[str], counts: Callable[[EffectKind], bool]) -> Cuts:
    """Some effects of improvements at their full strength."""
    works = found.book.works
    strengths = tuple(ONE if work.improvement in improvements and counts(work.kind) else ZERO for work in works)
    return Cuts(found.book, strengths, found.tracks.touches)


def _write(
    copy: Document,
    improvements: Collection[str],
    counts: Callable[[EffectKind], bool],
    numbers: Callable[[Document, Plan, Evaluation, Cuts], Iterator[Write]],
) -> list[Key]:
    found = plan(copy)
    cuts = _cuts(found, improvements, counts)
    writes = list(numbers(copy, found, Evaluation(Economy(copy), cuts), cuts))
    for id, name, value in writes:
        put(copy, id, **{name: value})
    return [(id, name) for id, name, _ in writes]


def _drop_off(copy: Document, _found: Plan, figures: Evaluation, _cuts: Cuts) -> Iterator[Write]:
    """Customers out of each step that counts them."""
    for step in steps(copy):
        leaving = figures.leaving(step.id)
        left = step.customers_out if leaving is None else whole(Decimal(leaving))
        if left != step.customers_out and step.customers_out is not None:
            yield step.id, "customers_out", left


def _numbers(copy: Document, found: Plan, figures: Evaluation, cuts: Cuts) -> Iterator[Write]:
    """All numbers that effects change, each as the figures have it."""
    for kind, target in found.book.on:
        row = copy.find(target)
        if kind is EffectKind.FAILURE_RATE and isinstance(row, FailPoint):
            yield from _relative(kind, row.id, "rate", row.rate, figures, cuts)
        elif kind is EffectKind.NUMBER and isinstance(row, Consequence):
            yield from _relative(kind, row.id, "number", row.number, figures, cuts)
        elif kind is EffectKind.UNIT_COST and isinstance(row, Consequence):
            yield from _relative(kind, row.id, "unit_cost", row.unit_cost, figures, cuts)
        elif kind is EffectKind.WORK_TIME and isinstance(row, Card):
            yield from _work(copy, row, figures, cuts)
    moved = [target for kind, target in found.book.on if kind is EffectKind.SHARE]
    for id in dict.fromkeys((*moved, *found.book.sources)):
        count = figures.occurrences(id) if copy.get(Card, id) is not None and _moves(id, found, figures, cuts) else None
        if count is not None:
            yield id, "occurrences", count


def _relative(
    kind: EffectKind, id: str, name: str, value: Decimal | None, figures: Evaluation, cuts: Cuts
) -> Iterator[Write]:
    left = cuts.factor(kind, id, figures)
    if left is not None and value is not None:
        yield id, name, value * left


def _moves(card: str, found: Plan, figures: Evaluation, cuts: Cuts) -> bool:
    """Whether occurrences move from a card or to it."""
    if cuts.factor(EffectKind.SHARE, card, figures) is not None:
        return True
    return any(cuts.moved(source, card, figures) for source in found.book.sources.get(card, ()))


def _work(copy: Document, card: Card, figures: Evaluation, cuts: Cuts) -> Iterator[Write]:
    """Minutes saved come off the minutes, and at the owner's cost off what is entered for each time."""
    saved = cuts.minutes(card.id, figures)
    if saved is None:
        return
    if card.work_minutes is not None:
        saved = min(saved, card.work_minutes)
        yield card.id, "work_minutes", card.work_minutes - saved
    entered = [row for row in copy.where(Cost, subject=card.id) if row.basis is CostBasis.PER_OCCURRENCE]
    counted = [row for row in entered if row.amount is not None]
    each, hourly = figures.entered(card.id), figures.economy.card(card.id).hourly
    price = None if hourly is None else figures.value(*hourly)
    if counted and each is not None and price is not None and counted[0].amount is not None:
        yield counted[0].id, "amount", counted[0].amount - min(saved * price / HOUR, each)
