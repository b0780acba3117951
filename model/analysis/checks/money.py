"""Whether what is said of money can be used: fail points with rate and cost, costs with a basis, fresh rates,
and improvements that can be decided on.
"""

from __future__ import annotations

from collections.abc import Iterator

from model.analysis.checks.base import Act, Check, Fix, Found, Needs, Severity, fixing, reads
from model.analysis.checks.facts import Facts
from model.analysis.checks.operation import FAIL_POINTS, failing_cards
from model.analysis.reviews import months_after
from model.elements import Card
from model.improvements import Improvement, ImprovementStatus, Spend
from model.messages import Message, message
from model.registers import Consequence, Cost, CostBasis, FailPoint


def rates(facts: Facts) -> Iterator[Found]:
    """A fail point of which nobody has said how often it fails."""
    for card, rows in failing_cards(facts).items():
        if not rows:
            yield Found((card,), "none")
        for row in rows:
            if row.rate is None:
                yield Found((card, row.id))


def any_rate(facts: Facts) -> bool:
    """Whether some fail point has a rate."""
    return any(row.rate is not None for row in facts.document.table(FailPoint).values())


def prices(facts: Facts) -> Iterator[Found]:
    """A fail point of which nobody has said what it costs: no consequence, or one without number or unit cost."""
    for row in facts.document.table(FailPoint).values():
        consequences = facts.document.where(Consequence, fail_point=row.id)
        lacking = [each.id for each in consequences if _lacks(each)]
        if not consequences:
            yield Found((row.card, row.id))
        elif lacking:
            yield Found((row.card, row.id, *sorted(lacking)), "lacking", {"n": len(lacking)})


def _lacks(row: Consequence) -> bool:
    """Whether a number or a cost is missing; a card that handles it brings its own cost."""
    return row.number is None or (row.unit_cost is None and row.handled_by is None)


def no_volumes(facts: Facts) -> Message | None:
    """How often anything fails a year cannot be said without knowing how often it happens."""
    if facts.blueprint.volume is not None:
        return None
    cards = {row.card for row in facts.document.table(FailPoint).values()}
    unknown = [id for id in cards if facts.document.need(Card, id).occurrences is None]
    return message("checks.money.fail_point_cost.cannot", n=len(unknown)) if unknown else None


def any_consequence(facts: Facts) -> bool:
    """Whether some failure has a consequence."""
    return bool(facts.document.table(Consequence))


def bases(facts: Facts) -> Iterator[Found]:
    """A cost of which nobody has said what it is for."""
    for cost in facts.document.table(Cost).values():
        if cost.basis is None:
            yield Found((cost.subject, cost.id), fix=_basis(facts, cost))


def _basis(facts: Facts, cost: Cost) -> Fix:
    """What is usual: a card costs each time, a system by the year."""
    each = facts.document.get(Card, cost.subject) is not None
    basis = CostBasis.PER_OCCURRENCE if each else CostBasis.PER_YEAR
    return fixing(f"basis.{basis.value}", Act.EDIT, cost.id, basis=basis)


def old_rates(facts: Facts) -> Iterator[Found]:
    """A rate that was read more than a year before the case, or before today where there is no case."""
    begin = facts.blueprint.case_date
    oldest = facts.year_ago if begin is None else months_after(begin, -12)
    for row in facts.document.table(FailPoint).values():
        if row.rate is not None and row.rate_date is not None and row.rate_date < oldest:
            yield Found((row.card, row.id), "found" if begin is None else "case", {"day": row.rate_date})


def undated_rates(facts: Facts) -> Message | None:
    """Of a rate without a date nobody can say how old it is."""
    unsaid = [row for row in facts.document.table(FailPoint).values() if row.rate is not None and row.rate_date is None]
    return message("checks.money.rate_age.cannot", n=len(unsaid)) if unsaid else None


# What a person who decides asks of an improvement, beside its cost.
_ASKED = ("owner", "benefit_owner", "forum", "metric", "guardrails")


def improvements(facts: Facts) -> Iterator[Found]:
    """An improvement without cost, owner, benefit owner, forum, metric or guardrail, unless it was dropped."""
    for row in facts.document.table(Improvement).values():
        lacks = [] if _costed(facts, row) else ["cost"]
        lacks += [name for name in _ASKED if not getattr(row, name)]
        if lacks and row.status is not ImprovementStatus.DROPPED:
            yield Found((row.id,), parameters={"what": _listed(lacks)})


def _costed(facts: Facts, row: Improvement) -> bool:
    """Whether somebody has said what it costs, be it nothing."""
    spends = facts.document.where(Spend, improvement=row.id)
    costs = facts.document.where(Cost, subject=row.id)
    entered = (row.running_cost, *(spend.amount for spend in spends), *(cost.amount for cost in costs))
    return any(amount is not None for amount in entered)


def _listed(lacks: list[str]) -> Message:
    first, *rest = (message(f"checks.money.improvement.lacks.{name}") for name in lacks)
    for each in rest:
        first = message("checks.money.improvement.and", first=first, second=each)
    return first


_COSTS = reads(
    *("FailPoint.card", "Consequence.fail_point", "Consequence.number", "Consequence.unit_cost"),
    *("Consequence.handled_by", "Blueprint.volume", "Card.occurrences"),
)
_IMPROVED = reads(
    *("Improvement.status", "Improvement.running_cost", "Spend.improvement", "Spend.amount"),
    *("Cost.subject", "Cost.amount", *(f"Improvement.{name}" for name in _ASKED)),
)
CHECKS = (
    Check(
        "money.fail_point_rate", Severity.WARNING, Needs.EITHER, reads(FAIL_POINTS, "FailPoint.rate"), rates, any_rate
    ),
    Check("money.fail_point_cost", Severity.WARNING, Needs.EITHER, _COSTS, prices, any_consequence, no_volumes),
    Check("money.cost_basis", Severity.WARNING, Needs.ALWAYS, reads("Cost.subject", "Cost.basis"), bases),
    Check(
        "money.rate_age",
        Severity.NOTE,
        Needs.ALWAYS,
        reads("FailPoint.card", "FailPoint.rate", "FailPoint.rate_date", "Blueprint.case_date"),
        old_rates,
        cannot=undated_rates,
    ),
    Check("money.improvement", Severity.WARNING, Needs.VALIDATED, _IMPROVED, improvements),
)
