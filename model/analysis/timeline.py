"""What a set of improvements brings, month by month: cuts under way, the recomputed gain, outlays (domain section 3).

Month 0 is the case date. A set is always recomputed, never summed. Benefits are told apart by class: each class is
what its effects add to those before it, in the order cash, revenue, capacity, avoided, so that the four add up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from model.analysis.arithmetic import Number
from model.analysis.cuts import Book, Cuts, Node, Work
from model.analysis.economy import Economy, Key, amounts
from model.analysis.evaluation import Evaluation
from model.analysis.reviews import months_after
from model.analysis.tracing import Tracks, tracks
from model.document import DocumentView
from model.improvements import BenefitClass, Cause, Effect, EffectKind, Improvement, Spend
from model.registers import CostBasis, FailPoint

HORIZON = 36
MONTHS = 12
HEADLINE = frozenset({BenefitClass.CASH, BenefitClass.REVENUE})
CLASSES = tuple(BenefitClass)
_UP_TO = {benefit: frozenset(CLASSES[: place + 1]) for place, benefit in enumerate(CLASSES)}
Strengths = tuple[Number, ...]


class Plan(NamedTuple):
    """The improvements of a document as the case needs them; numbers are named by (record, field)."""

    book: Book
    tracks: Tracks
    go_live: Mapping[str, int]
    ramp: Mapping[str, int]
    running: Mapping[str, tuple[Key, ...]]
    spend: Mapping[str, tuple[tuple[int, Key], ...]]
    horizon: int

    def inputs(self, chosen: Collection[str]) -> Iterable[Key]:
        """The numbers that the improvements of a set bring along."""
        for work in self.book.works:
            if work.improvement in chosen:
                yield from ((work.id, "amount"), (work.id, "worth"))
        for id in chosen:
            yield from self.running[id]
            yield from (key for _, key in self.spend[id])


def horizon_of(document: DocumentView) -> int:
    """The horizon of the case in months."""
    return HORIZON if document.blueprint.horizon is None else document.blueprint.horizon


def plan(document: DocumentView) -> Plan:
    """The plan of a document. An effect whose amount is missing is none; a cut older than its rate is in it already."""
    improvements = {row.id: row for row in document.where(Improvement)}
    found = []
    for id, row in improvements.items():
        for effect in document.where(Effect, improvement=id):
            work = None if effect.amount is None else _work(document, row, effect)
            if work is not None:
                found.append((effect.amount or 0, work))
    found.sort(key=lambda each: -each[0] if each[1].kind in (EffectKind.SHARE, EffectKind.DROP_OFF) else 0)
    book = Book(work for _, work in found)
    return Plan(
        book,
        tracks(document, book),
        {id: row.go_live or 0 for id, row in improvements.items()},
        {id: row.ramp or 0 for id, row in improvements.items()},
        {id: _running(document, row) for id, row in improvements.items()},
        {id: _spend(document, id) for id in improvements},
        horizon_of(document),
    )


def _work(document: DocumentView, improvement: Improvement, effect: Effect) -> Work | None:
    target = document.find(effect.target)
    if effect.kind is EffectKind.YEARLY:
        return Work(effect.id, improvement.id, effect.kind, effect.benefit, effect.id, effect.id, None)
    if target is None:
        return None
    thing = target.id
    if isinstance(target, Cause):
        target = document.need(FailPoint, target.fail_point)
    if (
        effect.kind is EffectKind.FAILURE_RATE
        and isinstance(target, FailPoint)
        and _in_the_rate(document, improvement, target)
    ):
        return None
    return Work(effect.id, improvement.id, effect.kind, effect.benefit, target.id, thing, effect.moves_to)


def _in_the_rate(document: DocumentView, improvement: Improvement, fail_point: FailPoint) -> bool:
    """Whether an improvement was live before the rate of a fail point was read."""
    begin = document.blueprint.case_date
    if begin is None or fail_point.rate_date is None or improvement.go_live is None:
        return False
    return months_after(begin, improvement.go_live) < fail_point.rate_date


def _running(document: DocumentView, row: Improvement) -> tuple[Key, ...]:
    """Money a year that an improvement costs once it is live."""
    own = ((row.id, "running_cost"),) if row.running_cost is not None else ()
    return (*own, *amounts(document, row.id, CostBasis.PER_YEAR))


def _spend(document: DocumentView, id: str) -> tuple[tuple[int, Key], ...]:
    """One-off money by month: as spread, and costs entered without a month in month 0."""
    rows = (row for row in document.where(Spend, improvement=id) if row.amount is not None)
    costs = amounts(document, id, CostBasis.ONE_OFF)
    return (*((row.month, (row.id, "amount")) for row in rows), *((0, key) for key in costs))


class CashFlow(NamedTuple):
    """Month by month from month 0 to the horizon: benefits by class, running cost and one-off spend."""

    benefits: Mapping[BenefitClass, Sequence[Number]]
    running: Sequence[Number]
    spend: Sequence[Number]

    def net(self) -> list[Number]:
        """What the headline counts each month: cash and revenue, less all costs."""
        earned = [self.benefits[benefit] for benefit in CLASSES if benefit in HEADLINE]
        return [sum(parts[2:], -parts[0] - parts[1]) for parts in zip(self.running, self.spend, *earned, strict=True)]


class Timeline:
    """Recomputes the gain of any set of improvements; the same moment of the same set is computed once."""

    def __init__(self, economy: Economy, plan: Plan, values: Mapping[Key, Number] | None = None) -> None:
        """`values` take the place of likely ones, such as draws."""
        self.plan = plan
        self.months = range(plan.horizon + 1)
        self._economy = economy
        self._number = economy.number
        self._values = dict(values or {})
        self._answers: dict[Any, Number] = {}
        self._base = self._at((economy.zero,) * len(plan.book.works))
        self._gained: dict[Strengths, Number] = {}

    def cash_flow(self, chosen: Collection[str]) -> CashFlow:
        """What a set of improvements brings and costs, month by month."""
        gains = [self.gains(chosen, month) for month in self.months]
        benefits = {benefit: [gain[benefit] / MONTHS for gain in gains] for benefit in CLASSES}
        running, spend = [self._number(0)] * len(self.months), [self._number(0)] * len(self.months)
        for id in sorted(chosen):
            for month in self.months[self.plan.go_live[id] :]:
                running[month] = running[month] + self.running(id) / MONTHS
            for month, amount in self.spent(id):
                spend[month] = spend[month] + amount
        return CashFlow(benefits, running, spend)

    def running(self, id: str) -> Number:
        """Money a year that an improvement costs once it is live."""
        return sum((self._base.value(*key) for key in self.plan.running[id]), self._number(0))

    def spent(self, id: str) -> list[tuple[int, Number]]:
        """One-off money of an improvement by month, within the horizon."""
        return [(month, self._base.value(*key)) for month, key in self.plan.spend[id] if month in self.months]

    def gains(self, chosen: Collection[str], month: int) -> dict[BenefitClass, Number]:
        """Money a year that a set gains as it stands in a month, by class."""
        found: dict[BenefitClass, Number] = {}
        before = self._number(0)
        for benefit in CLASSES:
            now = self._gain(self._strengths(chosen, month, _UP_TO[benefit]))
            found[benefit] = now - before
            before = now
        return found

    def present(
        self, chosen: Collection[str], factors: Sequence[Number], terms: Iterable[Node] | None = None
    ) -> Number:
        """What the headline of a set is worth in month 0; of some summands of the outlay, or of all.

        `factors`: what money of each month is worth. The same as by way of the cash flow, but each summand is looked
        at only once for each state that it can be in.
        """
        weights: dict[Strengths, Number] = {}
        for month, factor in zip(self.months, factors, strict=True):
            strengths = self._strengths(chosen, month, HEADLINE)
            if any(strengths):
                weights[strengths] = weights.get(strengths, self._number(0)) + factor / MONTHS
        at = {strengths: self._at(strengths) for strengths in weights}
        total = self._number(0)
        for term in self.plan.tracks.terms if terms is None else terms:
            states = self._states(self.plan.tracks.touches[term], weights)
            if states:
                whole = sum((weight for weight, _ in states), self._number(0))
                total = total + whole * self._base.term(term)
            for weight, strengths in states:
                total = total - weight * at[strengths].term(term)
        return total

    def _states(self, touched: tuple[int, ...], weights: Mapping[Strengths, Number]) -> list[tuple[Number, Strengths]]:
        """The different states that some effects go through, each with its weight and one moment when it is there."""
        states: dict[Strengths, tuple[Number, Strengths]] = {}
        for strengths, weight in weights.items():
            state = tuple([strengths[place] for place in touched])
            if any(state):
                states[state] = (states[state][0] + weight if state in states else weight, strengths)
        return list(states.values())

    def cost(self, id: str, factors: Sequence[Number]) -> Number:
        """What an improvement costs, one-off and running, in money of month 0."""
        live = sum(factors[self.plan.go_live[id] :], self._number(0))
        once = sum((amount * factors[month] for month, amount in self.spent(id)), self._number(0))
        return once + self.running(id) / MONTHS * live

    def _gain(self, strengths: Strengths) -> Number:
        """Money a year that effects gain, all of their kind together."""
        if strengths not in self._gained:
            now = self._at(strengths)
            terms = self.plan.tracks.terms if any(strengths) else ()
            self._gained[strengths] = sum((self._base.term(term) - now.term(term) for term in terms), self._number(0))
        return self._gained[strengths]

    def _at(self, strengths: Strengths) -> Evaluation:
        cuts = Cuts(self.plan.book, strengths, self.plan.tracks.touches)
        return Evaluation(self._economy, cuts, self._values, self._answers)

    def _strengths(self, chosen: Collection[str], month: int, counted: Collection[BenefitClass]) -> Strengths:
        """How much of each effect is there in a month."""
        ramps = {id: self._ramp(id, month) for id in chosen}
        nothing = self._economy.zero
        return tuple(
            ramps.get(work.improvement, nothing) if work.benefit in counted else nothing
            for work in self.plan.book.works
        )

    def _ramp(self, id: str, month: int) -> Number:
        """The share of an improvement's benefit that is there in a month: min(1, (month - go-live + 1) / ramp)."""
        since, ramp = month - self.plan.go_live[id] + 1, self.plan.ramp[id]
        if since <= 0:
            return self._economy.zero
        return self._economy.one if since >= ramp else self._number(since) / ramp
