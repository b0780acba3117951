"""Which links run through a part of the grid: filed by blocks of slot rows and columns, not by px.

Rows that grow or move do not change the index.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from model.layout.routing import Cover, Family, Route

BLOCK = 8


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

    __slots__ = ("_reach", "_blocks")

    def __init__(self) -> None:
        self._reach: dict[str, Reach] = {}
        self._blocks: dict[tuple[int, int], dict[str, None]] = {}

    def put(self, link: str, where: Reach | None) -> None:
        """File a link where it now runs, or take it out."""
        before = self._reach.pop(link, None)
        if before is not None:
            for block in _blocks(before):
                self._blocks[block].pop(link, None)
        if where is not None:
            self._reach[link] = where
            for block in _blocks(where):
                self._blocks.setdefault(block, {})[link] = None

    def within(self, top: int, bottom: int, first: int, last: int) -> Iterator[str]:
        """The links that may run within slot rows and columns, each once, in the order of their ids."""
        found: set[str] = set()
        for block in _blocks(Reach(top, bottom, first, last)):
            found.update(self._blocks.get(block, ()))
        for link in sorted(found):
            where = self._reach[link]
            if where.top <= bottom and where.bottom >= top and where.first <= last and where.last >= first:
                yield link


def _blocks(where: Reach) -> Iterator[tuple[int, int]]:
    for row in range(where.top // BLOCK, where.bottom // BLOCK + 1):
        for column in range(where.first // BLOCK, where.last // BLOCK + 1):
            yield row, column
