"""The investment case of a set of improvements: NPV, ROI, payback and the like (domain section 3).

Discounting is monthly, (1 + r) ^ (-m / 12); amounts are unrounded, for whoever shows them to round once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal, localcontext
from typing import NamedTuple

from model.analysis.economy import Economy
from model.analysis.timeline import CLASSES, HEADLINE, MONTHS, CashFlow, Timeline, plan
from model.document import DocumentView
from model.errors import BugError
from model.improvements import BenefitClass, Improvement, ImprovementStatus

ZERO = Decimal(0)
ONE = Decimal(1)
_DIGITS = 40


class Case(NamedTuple):
    """The case of a set. `roi`, `per_money`: None where nothing is spent; `payback`: None: not within the horizon.

    `present`: present value of the benefits by class; `npv` counts cash and revenue; `peak`: most money out at once.
    """

    flow: CashFlow
    present: dict[BenefitClass, Decimal]
    benefits: Decimal
    costs: Decimal
    npv: Decimal
    roi: Decimal | None
    per_money: Decimal | None
    payback: int | None
    peak: Decimal
    delay: Decimal


def chosen_by_default(document: DocumentView) -> tuple[str, ...]:
    """The improvements the case is about: all that were not dropped."""
    return tuple(row.id for row in document.where(Improvement) if row.status is not ImprovementStatus.DROPPED)


def case(document: DocumentView, chosen: Collection[str]) -> Case | None:
    """The case of some improvements of a document; None while it has no discount rate."""
    return None if document.blueprint.rate is None else cases(document, [chosen])[0]


def cases(document: DocumentView, sets: Iterable[Collection[str]]) -> list[Case]:
    """The cases of several sets of improvements of a document that has a discount rate."""
    rate = document.blueprint.rate
    if rate is None:
        raise BugError("a case without a discount rate")
    timeline = Timeline(Economy(document), plan(document))
    return [case_of(timeline.cash_flow(chosen), rate) for chosen in sets]


def case_of(flow: CashFlow, rate: Decimal) -> Case:
    """The case of a cash flow."""
    factors = discounts(rate, len(flow.spend))
    present = {benefit: _present(flow.benefits[benefit], factors) for benefit in CLASSES}
    benefits = sum((present[benefit] for benefit in CLASSES if benefit in HEADLINE), ZERO)
    costs = _present(flow.spend, factors) + _present(flow.running, factors)
    npv = benefits - costs
    net = flow.net()
    return Case(
        flow,
        present,
        benefits,
        costs,
        npv,
        npv / costs if costs else None,
        benefits / costs if costs else None,
        payback(net),
        -min(ZERO, *_cumulated(net)),
        npv - _delayed(net, factors),
    )


def discounts(rate: Decimal, months: int) -> tuple[Decimal, ...]:
    """What money of each month is worth in month 0."""
    with localcontext(prec=_DIGITS):
        monthly = (ONE + rate) ** (-ONE / MONTHS)
        return tuple(monthly**month for month in range(months))


def payback(net: Sequence[Decimal]) -> int | None:
    """The first month after the first outlay from which cumulated cash stays at or above zero; None: not in sight."""
    first = next((month for month, amount in enumerate(net) if amount < 0), None)
    if first is None:
        return None
    cumulated = _cumulated(net)
    last_below = max((month for month, amount in enumerate(cumulated) if amount < 0), default=first)
    return last_below + 1 if last_below + 1 < len(net) else None


def _delayed(net: Sequence[Decimal], factors: Sequence[Decimal]) -> Decimal:
    """The value in month 0 of the same flow begun a month later, within the same horizon."""
    return sum((amount * factor for amount, factor in zip(net[:-1], factors[1:], strict=True)), ZERO)


def _present(amounts: Sequence[Decimal], factors: Sequence[Decimal]) -> Decimal:
    return sum((amount * factor for amount, factor in zip(amounts, factors, strict=True)), ZERO)


def _cumulated(net: Sequence[Decimal]) -> list[Decimal]:
    total, found = ZERO, []
    for amount in net:
        total += amount
        found.append(total)
    return found
