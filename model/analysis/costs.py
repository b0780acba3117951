"""What an occurrence costs and what failure costs a year: single answers of `model.analysis.economy`.

An amount is None where an input is missing: the caller then shows nothing, never 0. Amounts are unrounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from model.analysis.economy import Economy
from model.analysis.evaluation import Evaluation
from model.document import DocumentView
from model.elements import Card
from model.registers import FailPoint

ZERO = Decimal(0)
ONE = Decimal(1)


def evaluation(document: DocumentView, rates: Mapping[str, Decimal] | None = None) -> Evaluation:
    """The figures of a document as it is; `rates`: by fail point, a rate to reckon with instead of its own."""
    return Evaluation(Economy(document), None, {(id, "rate"): rate for id, rate in (rates or {}).items()})


def occurrences(document: DocumentView, card: Card) -> Decimal | None:
    """How often a card happens a year.

    As entered; else as often as the consequences that it handles; else customers into its first step x share x times.
    """
    return _decimal(evaluation(document).occurrences(card.id))


def cost_per_occurrence(document: DocumentView, card: Card, figures: Evaluation | None = None) -> Decimal | None:
    """What a card costs each time: the amounts entered, else minutes / 60 x its owner's hourly cost, never both.

    `figures`: those of the document as it is, where they are at hand.
    """
    return _decimal((figures or evaluation(document)).cost_each(card.id))


def failure_cost(document: DocumentView, fail_point: FailPoint) -> Decimal | None:
    """What a fail point costs a year: failures x sum over consequences of number per failure x unit cost.

    Churn counts a customer once: those whom an earlier step has already lost are not lost again.
    """
    return _decimal(evaluation(document).failure_cost(fail_point.id))


def failure_costs(
    document: DocumentView, fail_points: Iterable[FailPoint], rates: Mapping[str, Decimal] | None = None
) -> list[Decimal | None]:
    """What each of some fail points costs a year, at other rates where they are given."""
    figures = evaluation(document, rates)
    return [_decimal(figures.failure_cost(row.id)) for row in fail_points]


def failure_cost_of_card(document: DocumentView, card: Card, figures: Evaluation | None = None) -> Decimal | None:
    """What the fail points of a card cost a year; None where it has none, or one of them cannot be said.

    `figures` as for `cost_per_occurrence`.
    """
    figures = figures or evaluation(document)
    amounts = [figures.failure_cost(row.id) for row in document.where(FailPoint, card=card.id)]
    known = [Decimal(amount) for amount in amounts if amount is not None]
    return sum(known, ZERO) if known and len(known) == len(amounts) else None


def lost_customers(document: DocumentView) -> dict[str, Decimal | None]:
    """Customers whom each churn consequence loses a year, by its id, in step order.

    lost_i = (customers - already lost) x min(1, occurrences x rate x number / customers).
    """
    return {id: _decimal(lost) for id, lost in evaluation(document).lost().items()}


def _decimal(value: Decimal | None) -> Decimal | None:
    """An exact figure: an economy of Decimals yields nothing else."""
    return value
