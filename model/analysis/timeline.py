"""What a set of improvements brings, month by month: cuts under way, the recomputed gain, outlays (domain section 3).

Month 0 is the case date. A set is always recomputed, never summed: cuts on different causes of a fail point multiply,
of those on one thing only the largest counts. Benefits are told apart by class: each class is what its effects add to
those before it, in the order cash, revenue, capacity, avoided, so that the four add up to the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from model.analysis.economy import Cuts, Economy, Evaluation, Key, Number
from model.analysis.reviews import months_after
from model.document import DocumentView
from model.improvements import BenefitClass, Cause, Effect, EffectKind, Improvement, Spend
from model.registers import Cost, CostBasis, FailPoint

HORIZON = 36
MONTHS = 12
HEADLINE = frozenset({BenefitClass.CASH, BenefitClass.REVENUE})
CLASSES = tuple(BenefitClass)


class Work(NamedTuple):
    """One effect, read off the document: `thing` is what cuts of the same are compared on (a cause, a card ...)."""

    id: str
    improvement: str
    kind: EffectKind
    benefit: BenefitClass
    target: str
    thing: str
    moves_to: str | None


class Plan(NamedTuple):
    """The improvements of a document as the case needs them; `values` hold amounts by (record, field)."""

    works: tuple[Work, ...]
    go_live: Mapping[str, int]
    ramp: Mapping[str, int]
    running: Mapping[str, Number]
    spend: Mapping[str, tuple[tuple[int, Number], ...]]
    values: Mapping[Key, Number]
    horizon: int


def horizon_of(document: DocumentView) -> int:
    """The horizon of the case in months."""
    return HORIZON if document.blueprint.horizon is None else document.blueprint.horizon


def plan(document: DocumentView, number: Callable[[Any], Number] = Decimal) -> Plan:
    """The plan of a document. An effect whose amount is missing is none; a cut older than its rate is in it already."""
    improvements = {row.id: row for row in document.where(Improvement)}
    values: dict[Key, Number] = {}
    works = []
    for id, row in improvements.items():
        for effect in document.where(Effect, improvement=id):
            work = _work(document, row, effect)
            if work is None or effect.amount is None:
                continue
            works.append(work)
            values[effect.id, "amount"] = number(effect.amount)
            if effect.worth is not None:
                values[effect.id, "worth"] = number(effect.worth)
    return Plan(
        tuple(works),
        {id: row.go_live or 0 for id, row in improvements.items()},
        {id: row.ramp or 0 for id, row in improvements.items()},
        {id: _running(document, row, number) for id, row in improvements.items()},
        {id: _spend(document, id, number) for id in improvements},
        values,
        horizon_of(document),
    )


def _work(document: DocumentView, improvement: Improvement, effect: Effect) -> Work | None:
    target = document.find(effect.target)
    if effect.kind is EffectKind.YEARLY:
        return Work(effect.id, improvement.id, effect.kind, effect.benefit, "", effect.id, None)
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


def _running(document: DocumentView, row: Improvement, number: Callable[[Any], Number]) -> Number:
    """Money a year that an improvement costs once it is live."""
    total = number(row.running_cost or 0)
    for cost in document.where(Cost, subject=row.id):
        if cost.basis is CostBasis.PER_YEAR and cost.amount is not None:
            total = total + number(cost.amount)
    return total


def _spend(document: DocumentView, id: str, number: Callable[[Any], Number]) -> tuple[tuple[int, Number], ...]:
    """One-off money by month: as spread, and costs entered without a month in month 0."""
    rows = [(row.month, number(row.amount)) for row in document.where(Spend, improvement=id) if row.amount is not None]
    costs = [cost for cost in document.where(Cost, subject=id) if cost.basis is CostBasis.ONE_OFF]
    return (*rows, *((0, number(cost.amount)) for cost in costs if cost.amount is not None))


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
        self._economy = economy
        self._values = dict(values or {})
        self._amounts = {**plan.values, **self._values}
        self._base = Evaluation(economy, None, self._values).outlay()
        self._known: dict[tuple[Any, ...], dict[BenefitClass, Number]] = {}

    def cash_flow(self, chosen: Collection[str]) -> CashFlow:
        """What a set of improvements brings and costs, month by month."""
        months = range(self.plan.horizon + 1)
        number = self._economy.number
        gains = [self.gains(chosen, month) for month in months]
        benefits = {benefit: [gain[benefit] / MONTHS for gain in gains] for benefit in CLASSES}
        running, spend = [number(0)] * len(months), [number(0)] * len(months)
        for id in sorted(chosen):
            for month in months[self.plan.go_live[id] :]:
                running[month] = running[month] + self.plan.running[id] / MONTHS
            for month, amount in self.plan.spend[id]:
                if month in months:
                    spend[month] = spend[month] + amount
        return CashFlow(benefits, running, spend)

    def gains(self, chosen: Collection[str], month: int) -> dict[BenefitClass, Number]:
        """Money a year that a set gains as it stands in a month, by class."""
        ramps = tuple((id, ramp) for id in sorted(chosen) if (ramp := self._ramp(id, month)))
        if ramps not in self._known:
            self._known[ramps] = self._recomputed(dict(ramps))
        return self._known[ramps]

    def _recomputed(self, ramps: Mapping[str, Number]) -> dict[BenefitClass, Number]:
        works = [work for work in self.plan.works if work.improvement in ramps]
        found: dict[BenefitClass, Number] = {}
        before, counted = self._base, 0
        for place, benefit in enumerate(CLASSES):
            now = [work for work in works if work.benefit in CLASSES[: place + 1]]
            after = before if len(now) == counted else self._outlay(now, ramps)
            found[benefit] = before - after
            before, counted = after, len(now)
        return found

    def _outlay(self, works: Sequence[Work], ramps: Mapping[str, Number]) -> Number:
        return Evaluation(self._economy, self._cuts(works, ramps), self._values).outlay()

    def _ramp(self, id: str, month: int) -> Number:
        """The share of an improvement's benefit that is there in a month: min(1, (month - go-live + 1) / ramp)."""
        since, ramp = month - self.plan.go_live[id] + 1, self.plan.ramp[id]
        if since <= 0:
            return self._economy.number(0)
        return self._economy.number(1) if since >= ramp else self._economy.number(since) / ramp

    def _cuts(self, works: Sequence[Work], ramps: Mapping[str, Number]) -> Cuts:
        cuts, one = Cuts(), self._economy.number(1)
        largest: dict[tuple[EffectKind, str, str], Number] = {}
        for work in works:
            amount = self._amounts[work.id, "amount"] * ramps[work.improvement]
            if work.kind is EffectKind.YEARLY:
                cuts.yearly = cuts.yearly + amount
            elif work.kind is EffectKind.WORK_TIME:
                cuts.minutes[work.target] = cuts.minutes.get(work.target, self._economy.number(0)) + amount
            else:
                key = (work.kind, work.target, work.thing)
                largest[key] = self._most(largest[key], amount) if key in largest else amount
            if work.kind is EffectKind.SHARE and work.moves_to is not None:
                cuts.moves[work.target] = [*cuts.moves.get(work.target, ()), work.moves_to]
            if (work.id, "worth") in self._amounts:
                cuts.worth[work.target] = self._amounts[work.id, "worth"]
        for (kind, target, _), amount in largest.items():
            factors = _factors(cuts, kind)
            factors[target] = factors.get(target, one) * (one - amount)
        return cuts

    def _most(self, left: Number, right: Number) -> Number:
        return -self._economy.least(-left, -right)


def _factors(cuts: Cuts, kind: EffectKind) -> dict[str, Number]:
    """Where the factors of a kind of cut stand."""
    return {
        EffectKind.FAILURE_RATE: cuts.rate,
        EffectKind.NUMBER: cuts.number,
        EffectKind.UNIT_COST: cuts.unit_cost,
        EffectKind.SHARE: cuts.share,
        EffectKind.DROP_OFF: cuts.drop,
    }[kind]
