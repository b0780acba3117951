"""From map to action: what became of the fail points and of the improvements (R01, R11, R61, R69).

What the funnel counts are fail points: an improvement is one of a fail point where one of its effects is on the fail
point, its causes or consequences, or moves occurrences away from its card.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from model.analysis.best_set import DECIDED
from model.analysis.case import chosen_by_default
from model.analysis.economy import Economy
from model.analysis.metrics import readings
from model.analysis.reviews import months_after
from model.analysis.timeline import HEADLINE, Timeline, plan
from model.document import DocumentView
from model.elements import Card
from model.improvements import (
    Cause,
    Condition,
    Effect,
    EffectKind,
    Improvement,
    ImprovementStatus,
    StatusChange,
)
from model.registers import Consequence, Direction, FailPoint, Metric, Reading

ZERO = Decimal(0)
LIVE = frozenset({ImprovementStatus.LIVE, ImprovementStatus.VERIFIED})
VERIFIED = frozenset({ImprovementStatus.VERIFIED})


class Funnel(NamedTuple):
    """Fail points by id: all, those with improvements, with decided ones, live ones, verified ones."""

    fail_points: tuple[str, ...]
    improved: tuple[str, ...]
    decided: tuple[str, ...]
    live: tuple[str, ...]
    verified: tuple[str, ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """How many each."""
        return tuple(map(len, self))


class Outcome(StrEnum):
    """What the metric of a live improvement says; `unmeasured`: nothing, and no money was measured either."""

    REACHED = "reached"
    BETTER = "better"
    NO_BETTER = "no_better"
    MONEY_ONLY = "money_only"
    UNMEASURED = "unmeasured"


class Proof(NamedTuple):
    """The acid test of a live improvement: before, target and after of the metric that must move.

    `since`: the day it went live; without one no reading can be said to come after it. `after`: the latest since.
    """

    improvement: str
    metric: str | None
    before: Decimal | None
    target: Decimal | None
    after: Reading | None
    since: date | None
    outcome: Outcome


class Promise(NamedTuple):
    """A decided improvement: money a year promised, as computed by itself at full strength, and as verified.

    `promised` is None where it cannot be said any more: a failure rate was read when it was live already.
    """

    improvement: str
    promised: Decimal | None
    verified: Decimal | None


class TrackRecord(NamedTuple):
    """The track record: each promise, what all that can be said bring together, and the sum of what was verified."""

    promises: tuple[Promise, ...]
    promised: Decimal
    verified: Decimal


def funnel(document: DocumentView) -> Funnel:
    """How many fail points got how far."""
    statuses = {id: [row.status for row in rows] for id, rows in improvements_by_fail_point(document).items()}

    def some(wanted: frozenset[ImprovementStatus]) -> tuple[str, ...]:
        return tuple(id for id, found in statuses.items() if any(status in wanted for status in found))

    improved = tuple(id for id, found in statuses.items() if found)
    return Funnel(tuple(statuses), improved, some(DECIDED), some(LIVE), some(VERIFIED))


def improvements_by_fail_point(document: DocumentView) -> dict[str, list[Improvement]]:
    """The improvements of each fail point that were not dropped."""
    found: dict[str, list[Improvement]] = {row.id: [] for row in document.where(FailPoint)}
    for id in chosen_by_default(document):
        improvement = document.need(Improvement, id)
        aims = (aim for effect in document.where(Effect, improvement=id) for aim in _aims(document, effect))
        for aim in dict.fromkeys(aims):
            found[aim].append(improvement)
    return found


def acid_test(document: DocumentView) -> tuple[Proof, ...]:
    """The improvements that began here and are live."""
    return tuple(_proof(document, row) for row in document.where(Improvement) if row.status in LIVE)


def track_record(document: DocumentView) -> TrackRecord:
    """Money promised against money verified over what was approved."""
    rows = [row for row in document.where(Improvement) if row.status in DECIDED]
    timeline = Timeline(Economy(document), plan(document))
    applied = {work.id for work in timeline.plan.book.works}
    sayable = [row.id for row in rows if _is_sayable(document, row.id, applied)]
    promises = tuple(
        Promise(row.id, _yearly(timeline, (row.id,)) if row.id in sayable else None, row.measured) for row in rows
    )
    verified = sum((row.measured for row in rows if row.measured is not None), ZERO)
    return TrackRecord(promises, _yearly(timeline, sayable), verified)


def by_condition(document: DocumentView) -> dict[Condition | None, int]:
    """How many improvements change each organisational condition; None: nobody says which."""
    rows = [document.need(Improvement, id) for id in chosen_by_default(document)]
    counts = {condition: sum(row.condition is condition for row in rows) for condition in (*Condition, None)}
    return {condition: count for condition, count in counts.items() if count}


def live_since(document: DocumentView, improvement: Improvement) -> date | None:
    """The day an improvement went live: as recorded, else its month of the plan."""
    changes = document.where(StatusChange, improvement=improvement.id)
    days = [row.dated for row in changes if row.status is ImprovementStatus.LIVE and row.dated is not None]
    if days:
        return min(days)
    begin = document.blueprint.case_date
    return None if begin is None or improvement.go_live is None else months_after(begin, improvement.go_live)


def _aims(document: DocumentView, effect: Effect) -> Iterable[str]:
    target = document.find(effect.target)
    if isinstance(target, FailPoint):
        return (target.id,)
    if isinstance(target, Cause | Consequence):
        return (target.fail_point,)
    if isinstance(target, Card) and effect.kind is EffectKind.SHARE:
        return tuple(row.id for row in document.where(FailPoint, card=target.id))
    return ()


def _proof(document: DocumentView, improvement: Improvement) -> Proof:
    metric, since = document.get(Metric, improvement.metric), live_since(document, improvement)
    if metric is None:
        outcome = Outcome.UNMEASURED if improvement.measured is None else Outcome.MONEY_ONLY
        return Proof(improvement.id, None, None, None, None, since, outcome)
    taken = () if since is None else readings(document, metric.id)
    after = next((row for row in reversed(taken) if since and row.taken and row.taken >= since), None)
    outcome = _outcome(metric, after, improvement.measured)
    return Proof(improvement.id, metric.id, metric.baseline, metric.target, after, since, outcome)


def _outcome(metric: Metric, after: Reading | None, measured: Decimal | None) -> Outcome:
    if after is None:
        return Outcome.UNMEASURED if measured is None else Outcome.MONEY_ONLY
    way = 1 if metric.direction is Direction.UP else -1
    if metric.target is not None and way * (after.value - metric.target) >= 0:
        return Outcome.REACHED
    moved = metric.baseline is not None and way * (after.value - metric.baseline) > 0
    return Outcome.BETTER if moved else Outcome.NO_BETTER


def _is_sayable(document: DocumentView, improvement: str, applied: set[str]) -> bool:
    """Whether no cut is in the failure rate of today already."""
    effects = document.where(Effect, improvement=improvement)
    cuts = (row for row in effects if row.kind is EffectKind.FAILURE_RATE and row.amount is not None and row.target)
    return all(row.id in applied for row in cuts)


def _yearly(timeline: Timeline, chosen: Iterable[str]) -> Decimal:
    """Money a year that a set brings once all of it is there: cash and revenue."""
    ids = tuple(chosen)
    last = max((timeline.plan.go_live[id] + timeline.plan.ramp[id] for id in ids), default=0)
    return sum((Decimal(gain) for benefit, gain in timeline.gains(ids, last).items() if benefit in HEADLINE), ZERO)
