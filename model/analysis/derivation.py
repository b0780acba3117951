"""How a number came about: a tree from the figure down to what was entered, and what that rests on.

Every figure of the case opens into one of these, so that nobody has to believe a sum. A step whose amount is None says
which input is missing.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from model.analysis.case import Case, discounts
from model.analysis.evaluation import Evaluation, chain_of
from model.analysis.timeline import CLASSES, HEADLINE, MONTHS
from model.document import DocumentView
from model.elements import Card
from model.improvements import Effect, Improvement, Spend
from model.messages import Message, message
from model.owners import accountable
from model.record import Record
from model.registers import Consequence, ConsequenceKind, Cost, CostBasis, FailPoint

ZERO = Decimal(0)
# So many cards that one sets off another a derivation goes down; below that a count stands by itself.
_DEEPEST = 6


class Measure(StrEnum):
    """What a step's amount is."""

    MONEY = "money"
    COUNT = "count"
    SHARE = "share"
    MINUTES = "minutes"
    MONTH = "month"


class Step(NamedTuple):
    """One step: what it is, its amount, how its parts make it, and what else went into it.

    `how`: the parts are multiplied (`x`), or that and divided by 60 (`x / 60`), or added (`+`), or the first is divided
    by the second (`/`), or less the second (`-`); empty: the amount is no plain sum or product of theirs. `element`:
    the record it was entered on or is about; `sources`: that one's sources.
    """

    words: Message
    amount: Decimal | None
    measure: Measure
    how: str = ""
    parts: tuple[Step, ...] = ()
    element: str = ""
    sources: tuple[str, ...] = ()
    given: tuple[Step, ...] = ()


TIMES, PLUS, OVER, LESS = "x", "+", "/", "-"
_MEASURES = {"work_time": Measure.MINUTES, "yearly": Measure.MONEY}


def failure_cost(figures: Evaluation, fail_point: str) -> Step:
    """How the failure cost of a fail point came about: over its consequences, how many x what one costs."""
    document = figures.economy.document
    parts = tuple(_consequence(figures, row) for row in document.where(Consequence, fail_point=fail_point))
    name = document.need(Card, document.need(FailPoint, fail_point).card).title
    amount = figures.failure_cost(fail_point)
    return Step(message("derivation.failure_cost", name=name), amount, Measure.MONEY, PLUS, parts, fail_point)


def cost_to_serve(figures: Evaluation, card: str) -> Step:
    """How the yearly cost of a card came about: how often x what one costs, systems apart."""
    name = figures.economy.document.need(Card, card).title
    parts = (occurrences(figures, card), cost_each(figures, card))
    words = message("derivation.cost_to_serve", name=name)
    return Step(words, figures.running_cost(card), Measure.MONEY, TIMES, parts, card)


def occurrences(figures: Evaluation, id: str, above: tuple[str, ...] = ()) -> Step:
    """How the yearly count of a card came about: as entered, as what it handles, or customers x share x times.

    `above`: the cards that it sets off, which are derived already. One of them sets off itself, and has no count.
    """
    document, amount = figures.economy.document, figures.occurrences(id)
    card = document.need(Card, id)
    if card.occurrences is not None:
        return _entered("occurrences", card, "occurrences", Measure.COUNT, card.sources)
    handled = document.where(Consequence, handled_by=id)
    if handled and (id in above or len(above) == _DEEPEST):
        return Step(message("derivation.handled", name=card.title), amount, Measure.COUNT, element=id)
    if handled:
        parts = tuple(_count(figures, row, (*above, id)) for row in handled)
        return Step(message("derivation.handled", name=card.title), amount, Measure.COUNT, PLUS, parts, id)
    place = figures.economy.card(id).step
    arriving = None if place is None else figures.arriving[place]
    parts = (
        Step(message("derivation.customers_in"), arriving, Measure.COUNT, element=card.step or document.blueprint.id),
        *(_entered("share", card, "share", Measure.SHARE) for _ in (card.share,) if card.share is not None),
        *(_entered("times", card, "times", Measure.COUNT) for _ in (card.times,) if card.times is not None),
    )
    return Step(message("derivation.occurrences"), amount, Measure.COUNT, TIMES, parts, id, card.sources)


def cost_each(figures: Evaluation, id: str) -> Step:
    """What a card costs each time: as entered, or minutes / 60 x the owner's hourly cost."""
    document, amount = figures.economy.document, figures.cost_each(id)
    card = document.need(Card, id)
    entered = [row for row in document.where(Cost, subject=id) if row.basis is CostBasis.PER_OCCURRENCE]
    if entered:
        parts = tuple(_cost(row, card.title) for row in entered)
        return Step(message("derivation.each"), amount, Measure.MONEY, PLUS, parts, id)
    minutes = _entered("minutes", card, "work_minutes", Measure.MINUTES, card.sources)
    owner = accountable(document, card)
    missing = Step(message("derivation.no_owner"), None, Measure.MONEY, element=id)
    hourly = missing if owner is None else _entered("hourly", owner, "hourly_cost", Measure.MONEY)
    return Step(message("derivation.each"), amount, Measure.MONEY, "x / 60", (minutes, hourly), id)


def net_present_value(document: DocumentView, case: Case, chosen: Collection[str]) -> Step:
    """How the NPV of a set came about: what it brings by class, less what each improvement costs, all discounted."""
    rate = document.blueprint.rate
    factors = discounts(rate if rate is not None else ZERO, len(case.flow.spend))
    earned = [
        Step(
            message(f"derivation.present.{benefit.value}"),
            case.present[benefit],
            Measure.MONEY,
            given=effects_of(document, chosen, benefit.value),
        )
        for benefit in CLASSES
        if benefit in HEADLINE and case.present[benefit]
    ]
    costs = [_costs(document, document.need(Improvement, id), factors) for id in sorted(chosen)]
    basis = (
        _entered("rate", document.blueprint, "rate", Measure.SHARE),
        Step(message("derivation.horizon"), Decimal(len(factors) - 1), Measure.MONTH, element=document.blueprint.id),
    )
    return Step(message("derivation.npv"), case.npv, Measure.MONEY, PLUS, (*earned, *costs), given=basis)


def effects_of(document: DocumentView, chosen: Collection[str], benefit: str = "") -> tuple[Step, ...]:
    """The effects in a set, all or those of a class, with the cut each was entered with."""
    rows = (row for id in sorted(chosen) for row in document.where(Effect, improvement=id))
    return tuple(
        Step(
            message(f"derivation.effect.{row.kind.value}", name=_name(document, row.target)),
            row.amount,
            _MEASURES.get(row.kind.value, Measure.SHARE),
            element=row.id,
        )
        for row in rows
        if benefit in ("", row.benefit.value)
    )


def _costs(document: DocumentView, row: Improvement, factors: tuple[Decimal, ...]) -> Step:
    """What an improvement costs, discounted: one-off money in its months, running cost from go-live on."""
    costs = {basis: _costs_of(document, row.id, basis) for basis in (CostBasis.ONE_OFF, CostBasis.PER_YEAR)}
    dated = [
        (
            spend.month,
            Step(message("derivation.spend", month=spend.month), spend.amount, Measure.MONEY, "", (), spend.id),
        )
        for spend in document.where(Spend, improvement=row.id)
    ]
    # A cost entered without a month falls in month 0.
    dated += [(0, step) for step in costs[CostBasis.ONE_OFF]]
    running = (_entered("running", row, "running_cost", Measure.MONEY), *costs[CostBasis.PER_YEAR])
    once = sum((_known(step) * factors[month] for month, step in dated if month < len(factors)), ZERO)
    yearly = sum(map(_known, running), ZERO) / MONTHS * sum(factors[row.go_live or 0 :], ZERO)
    parts = (*(step for _, step in dated), *running)
    return Step(message("derivation.costs", name=row.name), -once - yearly, Measure.MONEY, "", parts, row.id)


def _costs_of(document: DocumentView, id: str, basis: CostBasis) -> tuple[Step, ...]:
    """The costs of one basis that are entered on a record."""
    return tuple(
        _entered(f"cost_{basis.value}", cost, "amount", Measure.MONEY, _one(cost.source))
        for cost in document.where(Cost, subject=id)
        if cost.basis is basis
    )


def _known(step: Step) -> Decimal:
    return ZERO if step.amount is None else step.amount


def _consequence(figures: Evaluation, row: Consequence) -> Step:
    count, each = _count(figures, row), _unit_cost(figures, row)
    words = message("derivation.consequence", name=row.name)
    return Step(words, figures.consequence_cost(row.id), Measure.MONEY, TIMES, (count, each), row.id)


def _count(figures: Evaluation, row: Consequence, above: tuple[str, ...] = ()) -> Step:
    """Failures x number, per parent where there is one; churn counts no customer twice, so it is less than that."""
    document = figures.economy.document
    chain = [document.need(Consequence, id) for id in chain_of(document, row.id) or (row.id,)]
    numbers = [_entered("number", one, "number", Measure.COUNT) for one in chain]
    parts = (_failures(figures, row.fail_point, above), *numbers)
    if row.kind is ConsequenceKind.CHURN:
        customers = Step(message("derivation.customers"), figures.customers(), Measure.COUNT)
        return Step(message("derivation.lost"), figures.count(row.id), Measure.COUNT, "", (*parts, customers))
    return Step(message("derivation.count", name=row.name), figures.count(row.id), Measure.COUNT, TIMES, parts)


def _failures(figures: Evaluation, id: str, above: tuple[str, ...]) -> Step:
    row = figures.economy.document.need(FailPoint, id)
    rate = _entered("failure_rate", row, "rate", Measure.SHARE)
    return Step(
        message("derivation.failures"),
        figures.failures(id),
        Measure.COUNT,
        TIMES,
        (occurrences(figures, row.card, above), rate),
    )


def _unit_cost(figures: Evaluation, row: Consequence) -> Step:
    if row.handled_by is not None and figures.is_inside(row.id):
        return cost_each(figures, row.handled_by)
    return _entered("unit_cost", row, "unit_cost", Measure.MONEY)


def _entered(what: str, row: Record, field: str, measure: Measure, sources: tuple[str, ...] = ()) -> Step:
    """A number as it was entered on a record."""
    name = getattr(row, "name", "") or getattr(row, "title", "")
    value = getattr(row, field)
    amount = None if value is None else Decimal(value)
    return Step(message(f"derivation.entered.{what}", name=name), amount, measure, element=row.id, sources=sources)


def _cost(row: Cost, of: str) -> Step:
    """An amount as it was entered; without a name of its own it goes by what it is on."""
    step = _entered("cost", row, "amount", Measure.MONEY, _one(row.source))
    return step if row.name else step._replace(words=message("derivation.entered.cost", name=of))


def _one(id: str | None) -> tuple[str, ...]:
    return () if id is None else (id,)


def _name(document: DocumentView, id: str | None) -> str:
    """What a target of an effect is called: its name, or the card of a fail point."""
    row = document.find(id)
    if isinstance(row, FailPoint):
        row = document.find(row.card)
    return str(getattr(row, "name", "") or getattr(row, "title", ""))
