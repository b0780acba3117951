"""The set of improvements with the highest NPV that its budgets can bear (domain section 3, "Best set").

A set is recomputed, not summed; starts are fixed; what is required is in, what is excluded is not; mandatory and
approved improvements are in, dropped ones out. Ties: less spend, then fewer, then the ids that come first. The answer
is exact, or, where time runs out, the best found with the most that any other set could be worth beyond it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

import numpy as np

from model.analysis.blocks import Pair, worth
from model.analysis.branching import solve
from model.analysis.economy import Economy
from model.analysis.limits import Limit, limits, taken
from model.analysis.relaxation import NEAR, Problem
from model.analysis.study import Study
from model.analysis.timeline import Timeline
from model.document import DocumentView
from model.improvements import Improvement, ImprovementStatus
from model.messages import Message, message

SECONDS = 5.0
DECIDED = frozenset(
    {ImprovementStatus.APPROVED, ImprovementStatus.IN_DELIVERY, ImprovementStatus.LIVE, ImprovementStatus.VERIFIED}
)
ZERO, CENT = Decimal(0), Decimal("0.01")


class Use(NamedTuple):
    """What the set takes of a limit."""

    limit: Limit
    taken: Decimal


class BestSet(NamedTuple):
    """The best set by ids. `gap`: by how much money another may be better; 0 where the answer is proven.

    `why`: where no set fits, what stands in the way; then nothing is chosen.
    """

    chosen: tuple[str, ...]
    gap: Decimal
    uses: tuple[Use, ...]
    why: Message | None = None


class _Ground(NamedTuple):
    """What is settled before any choice: ids that are in and those that may be, and pairs among these."""

    committed: frozenset[str]
    free: tuple[str, ...]
    pairs: tuple[Pair, ...]


def best_set(
    document: DocumentView,
    clock: Callable[[], float],
    overall: Decimal | None = None,
    seconds: float = SECONDS,
) -> BestSet:
    """The best set of a document that has a discount rate. `clock`: seconds that pass; `overall`: one limit for all.

    Without `overall` the document's budgets hold.
    """
    until = clock() + seconds
    ground = _ground(document)
    if isinstance(ground, Message):
        return BestSet((), ZERO, (), ground)
    market = _market(document, ground, overall)
    chosen, gap = set(ground.committed), 0.0
    for items in _apart(market, ground):
        found = solve(_problem(market, ground, items), lambda: clock() >= until)
        if found is None:
            return BestSet((), ZERO, (), _over(market))
        chosen |= {items[place] for place in found.places}
        gap += found.most - found.value
    if any(left < 0 and not any(market.used[id][place] for id in ground.free) for place, left in market.left()):
        return BestSet((), ZERO, (), _over(market))
    uses = [
        Use(limit, sum((market.used[id][place] for id in chosen), ZERO)) for place, limit in enumerate(market.limits)
    ]
    rounded = ZERO if gap <= NEAR else Decimal(gap).quantize(CENT, ROUND_CEILING)
    return BestSet(tuple(sorted(chosen)), rounded, tuple(uses))


class _Market(NamedTuple):
    """What there is to spend, what each improvement takes of each limit, and what the committed took already."""

    study: Study
    limits: tuple[Limit, ...]
    used: dict[str, list[Decimal]]
    spent: list[Decimal]

    def left(self) -> list[tuple[int, Decimal]]:
        """What is left of each limit, by its place."""
        return [(place, limit.most - self.spent[place]) for place, limit in enumerate(self.limits)]


def _market(document: DocumentView, ground: _Ground, overall: Decimal | None) -> _Market:
    study = Study(document)
    exact = Timeline(Economy(document), study.plan)
    bounds = limits(document, overall)
    used = {id: [taken(document, exact, id, limit) for limit in bounds] for id in (*ground.committed, *ground.free)}
    spent = [sum((used[id][place] for id in ground.committed), ZERO) for place in range(len(bounds))]
    return _Market(study, bounds, used, spent)


def _apart(market: _Market, ground: _Ground) -> list[tuple[str, ...]]:
    """The free improvements in parts that have nothing to do with one another: each is a question of its own."""
    ties = [*market.study.terms(ground.free).values(), *({pair.first, pair.second} for pair in ground.pairs)]
    ties += [{id for id in ground.free if market.used[id][place]} for place in range(len(market.limits))]
    groups: list[set[str]] = [{id} for id in ground.free]
    for tied in ties:
        joined = [group for group in groups if group & tied]
        if len(joined) > 1:
            groups = [set().union(*joined), *(group for group in groups if group not in joined)]
    return sorted(tuple(sorted(group)) for group in groups)


def _problem(market: _Market, ground: _Ground, items: tuple[str, ...]) -> Problem:
    study = market.study
    value = worth(study, ground.committed, items, [pair for pair in ground.pairs if pair.first in items])
    timeline = study.timeline()
    rows = [(place, left) for place, left in market.left() if any(market.used[id][place] for id in items)]

    def beyond(places: tuple[int, ...]) -> float:
        """Exactly what a set is worth: no table holds it."""
        chosen = ground.committed | {items[place] for place in places}
        return float(timeline.present(chosen, study.factors, value.reached))

    used = [[float(market.used[id][place]) for id in items] for place, _ in rows]
    return Problem(
        items,
        value.blocks,
        np.array([timeline.cost(id, study.factors) for id in items], np.float64),
        np.array(used, np.float64).reshape(len(rows), len(items)),
        np.array([float(left) for _, left in rows], np.float64),
        beyond if value.bounded else None,
    )


def _ground(document: DocumentView) -> _Ground | Message:
    """What is in, what may be, or why nothing can be: what is required by what is in is in too."""
    rows = {row.id: row for row in document.where(Improvement) if row.status is not ImprovementStatus.DROPPED}
    excluded = {id: {other for other in row.excludes if other in rows} for id, row in rows.items()}
    for id, others in list(excluded.items()):
        for other in others:
            excluded[other].add(id)
    committed = _with_required(rows, [id for id, row in rows.items() if row.mandatory or row.status in DECIDED])
    for id in sorted(committed):
        for other in rows[id].requires:
            if other not in rows:
                return message("best_set.requires_dropped", name=rows[id].name, other=_name(document, other))
        for other in sorted(excluded[id] & committed):
            return message("best_set.exclude", name=rows[id].name, other=rows[other].name)
    out = _without(rows, {other for id in committed for other in excluded[id]})
    free = tuple(sorted(set(rows) - committed - out))
    pairs = [Pair(id, other, False) for id in free for other in rows[id].requires if other in free]
    pairs += [Pair(id, other, True) for id in free for other in sorted(excluded[id]) if other in free and id < other]
    return _Ground(committed, free, tuple(pairs))


def _with_required(rows: dict[str, Improvement], wanted: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    queue = list(wanted)
    while queue:
        id = queue.pop()
        if id in rows and id not in found:
            found.add(id)
            queue += rows[id].requires
    return frozenset(found)


def _without(rows: dict[str, Improvement], out: set[str]) -> set[str]:
    """What cannot be: what is out, and whatever needs something that is."""
    found = set(out)
    while True:
        more = {id for id, row in rows.items() if any(other in found or other not in rows for other in row.requires)}
        if more <= found:
            return found
        found |= more


def _over(market: _Market) -> Message:
    """Which limit the committed improvements alone go over."""
    for limit, gone in zip(market.limits, market.spent, strict=True):
        if gone > limit.most and limit.year is None:
            return message("best_set.over", limit=limit.most, spent=gone)
        if gone > limit.most:
            year = str(limit.year)
            return message("best_set.over_line", line=limit.line or "", year=year, limit=limit.most, spent=gone)
    return message("best_set.nothing_fits")


def _name(document: DocumentView, id: str) -> str:
    row = document.get(Improvement, id)
    return id if row is None else row.name
