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
from model.analysis.branching import Solution, solve
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
    study = Study(document)
    exact = Timeline(Economy(document), study.plan)
    bounds = limits(document, overall)
    used = {id: [taken(document, exact, id, limit) for limit in bounds] for id in (*ground.committed, *ground.free)}
    spent = [sum((used[id][place] for id in ground.committed), ZERO) for place in range(len(bounds))]
    found = solve(_problem(study, ground, bounds, used, spent), lambda: clock() >= until)
    if found is None:
        return BestSet((), ZERO, (), _over(bounds, spent))
    chosen = tuple(sorted((*ground.committed, *(ground.free[place] for place in found.places))))
    uses = [Use(limit, sum((used[id][place] for id in chosen), ZERO)) for place, limit in enumerate(bounds)]
    return BestSet(chosen, _gap(found), tuple(uses))


def _gap(found: Solution) -> Decimal:
    """To the cent, rounded up; less than counts as a difference is none."""
    gap = found.most - found.value
    return ZERO if gap <= NEAR else Decimal(gap).quantize(CENT, ROUND_CEILING)


def _problem(
    study: Study,
    ground: _Ground,
    bounds: tuple[Limit, ...],
    used: dict[str, list[Decimal]],
    spent: list[Decimal],
) -> Problem:
    free = ground.free
    value = worth(study, ground.committed, free, ground.pairs)
    timeline = study.timeline()

    def beyond(places: tuple[int, ...]) -> float:
        """Exactly what a set is worth: no table holds it."""
        chosen = ground.committed | {free[place] for place in places}
        return float(timeline.present(chosen, study.factors, value.reached))

    return Problem(
        free,
        value.blocks,
        np.array([timeline.cost(id, study.factors) for id in free], np.float64),
        np.array([[float(used[id][place]) for id in free] for place in range(len(bounds))], np.float64).reshape(
            len(bounds), len(free)
        ),
        np.array([float(limit.most - gone) for limit, gone in zip(bounds, spent, strict=True)], np.float64),
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


def _over(bounds: tuple[Limit, ...], spent: list[Decimal]) -> Message:
    """Which limit the committed improvements alone go over."""
    for limit, gone in zip(bounds, spent, strict=True):
        if gone > limit.most:
            if limit.year is None:
                return message("best_set.over", limit=limit.most, spent=gone)
            return message(
                "best_set.over_line", line=limit.line or "", year=str(limit.year), limit=limit.most, spent=gone
            )
    return message("best_set.nothing_fits")


def _name(document: DocumentView, id: str) -> str:
    row = document.get(Improvement, id)
    return id if row is None else row.name
