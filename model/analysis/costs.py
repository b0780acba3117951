"""What an occurrence costs and what failure costs a year (domain section 3). Amounts are unrounded.

An amount is None where an input is missing: the caller then shows nothing, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

from model.analysis.volumes import customers_in
from model.document import DocumentView
from model.elements import Card
from model.grid import steps
from model.owners import accountable
from model.registers import Consequence, ConsequenceKind, Cost, CostBasis, FailPoint

ZERO = Decimal(0)
ONE = Decimal(1)
HOUR = Decimal(60)
# By fail point, a rate to reckon with instead of its own.
Rates = Mapping[str, Decimal]
AS_READ: Rates = MappingProxyType({})


def occurrences(document: DocumentView, card: Card) -> Decimal | None:
    """How often a card happens a year.

    As entered; else as often as the consequences that it handles; else customers into its first step x share x times.
    """
    return _occurrences(document, card, frozenset(), AS_READ)


def cost_per_occurrence(document: DocumentView, card: Card) -> Decimal | None:
    """What a card costs each time: the amounts entered, else minutes / 60 x its owner's hourly cost, never both."""
    entered = [
        cost.amount
        for cost in document.where(Cost, subject=card.id)
        if cost.basis is CostBasis.PER_OCCURRENCE and cost.amount is not None
    ]
    if entered:
        return sum(entered, ZERO)
    owner = accountable(document, card)
    if card.work_minutes is None or owner is None or owner.hourly_cost is None:
        return None
    return card.work_minutes * owner.hourly_cost / HOUR


def failure_cost(document: DocumentView, fail_point: FailPoint) -> Decimal | None:
    """What a fail point costs a year: failures x sum over consequences of number per failure x unit cost.

    Churn counts a customer once: those whom an earlier step has already lost are not lost again.
    """
    return failure_costs(document, (fail_point,))[0]


def failure_costs(
    document: DocumentView, fail_points: Iterable[FailPoint], rates: Rates = AS_READ
) -> list[Decimal | None]:
    """What each of some fail points costs a year, at other rates where they are given."""
    lost: Mapping[str, Decimal | None] | None = None
    found: list[Decimal | None] = []
    for fail_point in fail_points:
        consequences = document.where(Consequence, fail_point=fail_point.id)
        if lost is None and any(row.kind is ConsequenceKind.CHURN for row in consequences):
            lost = lost_customers(document, rates)
        failures = _failures(document, fail_point, frozenset(), rates)
        amounts = [_amount(document, row, failures, lost or {}) for row in consequences]
        known = [amount for amount in amounts if amount is not None]
        complete = failures is not None and known and len(known) == len(amounts)
        found.append(sum(known, ZERO) if complete else None)
    return found


def _amount(
    document: DocumentView, row: Consequence, failures: Decimal | None, lost: Mapping[str, Decimal | None]
) -> Decimal | None:
    """What one consequence costs a year."""
    count = lost.get(row.id) if row.kind is ConsequenceKind.CHURN else _times(failures, _per_failure(document, row))
    return _times(count, _unit_cost(document, row))


def failure_cost_of_card(document: DocumentView, card: Card) -> Decimal | None:
    """What the fail points of a card cost a year; None where it has none, or one of them cannot be said."""
    amounts = failure_costs(document, document.where(FailPoint, card=card.id))
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if known and len(known) == len(amounts) else None


def lost_customers(document: DocumentView, rates: Rates = AS_READ) -> dict[str, Decimal | None]:
    """Customers whom each churn consequence loses a year, by its id, in step order.

    lost_i = (customers - already lost) x min(1, occurrences x rate x number / customers).
    """
    found: dict[str, Decimal | None] = {}
    customers = document.blueprint.volume
    already: Decimal | None = ZERO
    for row in _in_step_order(document):
        share: Decimal | None = None
        fail_point = document.need(FailPoint, row.fail_point)
        if customers:
            hit = _times(_failures(document, fail_point, frozenset(), rates), _per_failure(document, row))
            share = None if hit is None else min(ONE, hit / customers)
        lost = None if share is None or already is None or customers is None else (customers - already) * share
        found[row.id] = lost
        already = None if lost is None or already is None else already + lost
    return found


def _in_step_order(document: DocumentView) -> Iterable[Consequence]:
    places = {step.id: place for place, step in enumerate(steps(document))}

    def place(row: Consequence) -> tuple[int | str, ...]:
        fail_point = document.need(FailPoint, row.fail_point)
        card = document.need(Card, fail_point.card)
        return places.get(card.step or "", len(places)), card.order, card.id, fail_point.order, row.order, row.id

    return sorted((row for row in document.where(Consequence) if row.kind is ConsequenceKind.CHURN), key=place)


def _occurrences(document: DocumentView, card: Card, asked: frozenset[str], rates: Rates) -> Decimal | None:
    """`asked`: cards on the way here; one that would set off itself has no count."""
    if card.occurrences is not None:
        return card.occurrences
    if card.id in asked:
        return None
    handled = document.where(Consequence, handled_by=card.id)
    if handled:
        total: Decimal | None = ZERO
        for row in handled:
            fail_point = document.need(FailPoint, row.fail_point)
            count = _times(_failures(document, fail_point, asked | {card.id}, rates), _per_failure(document, row))
            total = None if total is None or count is None else total + count
        return total
    arriving = None if card.step is None else customers_in(document, card.step)
    if arriving is None:
        return None
    return arriving * (ONE if card.share is None else card.share) * (ONE if card.times is None else card.times)


def _failures(document: DocumentView, fail_point: FailPoint, asked: frozenset[str], rates: Rates) -> Decimal | None:
    """How often a fail point fails a year."""
    rate = rates.get(fail_point.id, fail_point.rate)
    return _times(_occurrences(document, document.need(Card, fail_point.card), asked, rates), rate)


def _per_failure(document: DocumentView, row: Consequence) -> Decimal | None:
    """How many of a consequence one failure brings; one that names a parent counts per parent."""
    number = row.number
    above = document.get(Consequence, row.parent)
    while above is not None:
        number = _times(number, above.number)
        above = document.get(Consequence, above.parent)
    return number


def _unit_cost(document: DocumentView, row: Consequence) -> Decimal | None:
    """What one consequence costs: as the card that handles it, else as entered."""
    handler = document.get(Card, row.handled_by)
    cost = None if handler is None else cost_per_occurrence(document, handler)
    return row.unit_cost if cost is None else cost


def _times(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    return None if left is None or right is None else left * right
