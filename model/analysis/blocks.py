"""What sets of improvements are worth, as a sum of small tables (see `model.analysis.best_set`).

Each summand of the outlay depends on few improvements. Those that depend on the same ones make a block: a table with
the present value for each subset of its improvements. What depends on more of them than a table can hold gets a table
over those that matter most, with the most that the others can make of it: the block is then a bound, and not exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from model.analysis import interval
from model.analysis.arithmetic import Number
from model.analysis.cuts import Node
from model.analysis.economy import Economy, Key
from model.analysis.interval import Interval
from model.analysis.study import Study
from model.analysis.timeline import Timeline
from model.analysis.uncertain import Floats

# Blocks that share improvements are joined while they have no more than so many; one alone may have more.
JOINED = 9
MOST = 12


class Block(NamedTuple):
    """A table over subsets of its improvements: bit j of a place stands for item j."""

    items: tuple[str, ...]
    table: Floats


class Worth(NamedTuple):
    """What sets of free improvements bring, with the committed: the sum of the blocks over `reached` summands.

    `bounded`: it is no more than the sum of the blocks, for some block holds only a bound.
    """

    blocks: tuple[Block, ...]
    reached: tuple[Node, ...]
    bounded: bool


class Pair(NamedTuple):
    """Two improvements that depend on one another: the first needs the second, or both exclude each other."""

    first: str
    second: str
    excludes: bool


def worth(study: Study, committed: frozenset[str], free: Sequence[str], pairs: Iterable[Pair]) -> Worth:
    """The blocks of some free improvements. A subset that breaks a pair is worth minus infinity."""
    terms = study.terms(free)
    ties = [(pair, frozenset((pair.first, pair.second))) for pair in pairs]
    wide = {term: items for term, items in terms.items() if len(items) > MOST}
    narrow = [items for term, items in terms.items() if term not in wide]
    cores = {term: _core(study, committed, term, items) for term, items in wide.items()}
    groups = _joined([*narrow, *cores.values(), *(items for _, items in ties), *(frozenset((id,)) for id in free)])
    blocks = []
    for items in groups:
        order = tuple(sorted(items))
        own = [term for term, reached in terms.items() if term not in wide and _home(groups, reached) == items]
        table = _table(study, committed, order, own, ())
        for term, core in cores.items():
            if _home(groups, core) == items:
                table = table + _table(study, committed, order, (term,), sorted(wide[term] - items))
        for pair, both in ties:
            if _home(groups, both) == items:
                table = np.where(_broken(order, pair), -np.inf, table)
        blocks.append(Block(order, table))
    return Worth(tuple(blocks), tuple(terms), bool(wide))


def _joined(found: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Sets that hold all of some sets: those within others go, those that overlap are joined while they are small."""
    groups: list[frozenset[str]] = []
    for items in sorted(set(found), key=lambda items: (-len(items), sorted(items))):
        if not any(items <= group for group in groups):
            groups.append(items)
    while True:
        joins = [
            (-len(one & other), len(one | other), sorted(one), sorted(other), one, other)
            for place, one in enumerate(groups)
            for other in groups[:place]
            if one & other and (len(one | other) <= JOINED or one <= other or other <= one)
        ]
        if not joins:
            return groups
        one, other = min(joins, key=lambda join: join[:4])[4:]
        groups = [one | other, *(group for group in groups if group not in (one, other))]


def _home(groups: Sequence[frozenset[str]], items: frozenset[str]) -> frozenset[str]:
    """The first group that holds some improvements."""
    return next(group for group in groups if items <= group)


def _core(study: Study, committed: frozenset[str], term: Node, items: frozenset[str]) -> frozenset[str]:
    """The improvements that matter most to a summand, each by itself."""
    order = sorted(items)
    masks = {id: np.concatenate(([0.0], np.eye(len(order))[place])) for place, id in enumerate(order)}
    alone = _present(study.timeline(_masked(study, masks)), study, committed | items, (term,), len(order) + 1)
    weight = dict(zip(order, np.abs(alone[1:] - alone[0]).tolist(), strict=True))
    return frozenset(sorted(order, key=lambda id: (-weight[id], id))[:MOST])


def _table(
    study: Study, committed: frozenset[str], items: Sequence[str], terms: Sequence[Node], open_items: Sequence[str]
) -> Floats:
    """What some summands bring for each subset of some improvements: the most, where others are left open."""
    size = 1 << len(items)
    if not terms:
        return np.zeros(size)
    masks: dict[str, Number] = {id: bits(len(items))[:, place] for place, id in enumerate(items)}
    if not open_items:
        return _present(study.timeline(_masked(study, masks)), study, committed | set(items), terms, size)
    masks |= {id: Interval(0.0, 1.0) for id in open_items}
    economy = Economy(study.document, float, interval.least)
    timeline = Timeline(economy, study.plan, _masked(study, masks))
    found = timeline.present(committed | set(items) | set(open_items), study.factors, terms)
    return np.broadcast_to(np.asarray(found.high if isinstance(found, Interval) else found, np.float64), (size,))


def _present(timeline: Timeline, study: Study, chosen: frozenset[str], terms: Sequence[Node], size: int) -> Floats:
    found = timeline.present(chosen, study.factors, terms)
    return np.broadcast_to(np.asarray(found, np.float64), (size,))


def _masked(study: Study, masks: Mapping[str, Number]) -> dict[Key, Number]:
    """The numbers of effects, nothing where their improvement is not in a subset."""
    found: dict[Key, Number] = {}
    for work in study.plan.book.works:
        if work.improvement in masks:
            for name in ("amount", "worth"):
                number = study.economy.value(work.id, name)
                if number is not None:
                    found[work.id, name] = number * masks[work.improvement]
    return found


def bits(count: int) -> Floats:
    """For each subset of so many items, 1 for those that are in it."""
    places = np.arange(1 << count)[:, None] >> np.arange(count)[None, :]
    return (places & 1).astype(np.float64)


def _broken(items: Sequence[str], pair: Pair) -> npt.NDArray[np.bool_]:
    """The subsets that break a pair."""
    chosen = bits(len(items)) > 0
    first, second = chosen[:, items.index(pair.first)], chosen[:, items.index(pair.second)]
    return first & (second if pair.excludes else ~second)
