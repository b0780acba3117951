"""Which inputs a blank figure lacks, so that whoever sees the blank knows what to enter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from model.analysis.arithmetic import is_any
from model.analysis.evaluation import Evaluation, chain_of
from model.document import DocumentView
from model.elements import Card
from model.improvements import Effect, Improvement, Spend
from model.registers import Consequence, ConsequenceKind, Cost, FailPoint


class Missing(NamedTuple):
    """An input that is not there: the record that should hold it, and which one (`missing.*` in words)."""

    element: str
    what: str


def of_fail_point(figures: Evaluation, id: str) -> tuple[Missing, ...]:
    """What the failure cost of a fail point lacks."""
    return tuple(dict.fromkeys(_of_fail_point(figures, id)))


def _of_fail_point(figures: Evaluation, id: str) -> Iterator[Missing]:
    document = figures.economy.document
    card = document.need(FailPoint, id).card
    if figures.value(id, "rate") is None:
        yield Missing(id, "rate")
    if figures.occurrences(card) is None:
        yield Missing(card, "occurrences")
    rows = document.where(Consequence, fail_point=id)
    if not rows:
        yield Missing(id, "consequences")
    for row in rows:
        for each in chain_of(document, row.id):
            if figures.value(each, "number") is None:
                yield Missing(each, "number")
        if figures.unit_cost(row.id) is None:
            yield Missing(row.id, "unit_cost")
        customers = figures.customers()
        if row.kind is ConsequenceKind.CHURN and (customers is None or not is_any(customers)):
            yield Missing(document.blueprint.id, "volume")


def of_cost_to_serve(document: DocumentView, unknown: tuple[str, ...]) -> tuple[Missing, ...]:
    """What the cost of cards that nobody can say lacks: how often they happen."""
    return tuple(Missing(id, "occurrences") for id in unknown if document.get(Card, id) is not None)


def of_case(document: DocumentView) -> tuple[Missing, ...]:
    """What the case of the improvements lacks."""
    return tuple(_of_case(document))


def _of_case(document: DocumentView) -> Iterator[Missing]:
    if document.blueprint.rate is None:
        yield Missing(document.blueprint.id, "discount_rate")
    rows = document.where(Improvement)
    if not rows:
        yield Missing(document.blueprint.id, "improvements")
    for row in rows:
        effects = document.where(Effect, improvement=row.id)
        if not effects:
            yield Missing(row.id, "effects")
        yield from (Missing(effect.id, "amount") for effect in effects if effect.amount is None)
        spent = [spend.amount for spend in document.where(Spend, improvement=row.id)]
        spent += [row.running_cost, *(cost.amount for cost in document.where(Cost, subject=row.id))]
        if all(amount is None for amount in spent):
            yield Missing(row.id, "cost")
