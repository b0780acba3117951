"""Which links run through a part of the grid: filed by blocks of slot rows and columns, not by px.

Rows that grow or move do not change the index.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from model.layout.routing import Cover, Family, Leg, Route

BLOCK = 8
Track = tuple[Family, int, int]


class Reach(NamedTuple):
    """The slot rows and columns a route stays within."""

    top: int
    bottom: int
    first: int
    last: int


def reach(route: Route, source: Cover, target: Cover) -> Reach:
    """The slot rows and columns of a route with its two cards."""
    top, bottom = min(source.row, target.row), max(source.row, target.row)
    first, last = min(source.first, target.first), max(source.last, target.last)
    for leg in route.legs:
        if leg.family is Family.ROW:
            top, bottom = min(top, leg.channel), max(bottom, leg.channel)
        elif leg.family is Family.HGUTTER:
            top, bottom = min(top, leg.channel - 1), max(bottom, leg.channel)
        elif leg.family is Family.COLUMN:
            first, last = min(first, leg.channel), max(last, leg.channel)
        else:
            first, last = min(first, leg.channel - 1), max(last, leg.channel)
    return Reach(max(top, 0), bottom, max(first, 0), last)


class Wires:
    """An index of links by the blocks of the grid they reach."""

    __slots__ = ("_reach", "_blocks", "_bundled", "_tracks")

    def __init__(self) -> None:
        self._reach: dict[str, Reach] = {}
        self._blocks: dict[tuple[int, int], dict[str, None]] = {}
        self._bundled: dict[str, tuple[Leg, ...]] = {}
        self._tracks: dict[Track, set[str]] = {}

    def put(self, link: str, where: Reach | None, bundled: tuple[Leg, ...] = ()) -> None:
        """File a link where it now runs, with the legs on tracks that it shares; or take it out."""
        before = self._reach.pop(link, None)
        for leg in self._bundled.pop(link, ()):
            self._tracks[leg[:3]].discard(link)
        if bundled:
            self._bundled[link] = bundled
            for leg in bundled:
                self._tracks.setdefault(leg[:3], set()).add(link)
        if before is not None:
            for block in _blocks(before):
                self._blocks[block].pop(link, None)
        if where is not None:
            self._reach[link] = where
            for block in _blocks(where):
                self._blocks.setdefault(block, {})[link] = None

    def led(self, link: str) -> Iterator[Leg]:
        """The shared legs of a link that no other link it meets there comes before: one link tells the count."""
        own = self._reach.get(link)
        for leg in self._bundled.get(link, ()):
            others = (self._reach[other] for other in self._tracks[leg[:3]] if other < link)
            if own is not None and not any(_meet(own, other) for other in others):
                yield leg

    def within(self, top: int, bottom: int, first: int, last: int) -> Iterator[str]:
        """The links that may run within slot rows and columns, each once, in the order of their ids."""
        found: set[str] = set()
        seen = Reach(top, bottom, first, last)
        for block in _blocks(seen):
            found.update(self._blocks.get(block, ()))
        for link in sorted(found):
            where = self._reach[link]
            if _meet(where, seen):
                yield link


def _meet(one: Reach, other: Reach) -> bool:
    return one.top <= other.bottom and one.bottom >= other.top and one.first <= other.last and one.last >= other.first


def _blocks(where: Reach) -> Iterator[tuple[int, int]]:
    for row in range(where.top // BLOCK, where.bottom // BLOCK + 1):
        for column in range(where.first // BLOCK, where.last // BLOCK + 1):
            yield row, column
