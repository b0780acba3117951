"""Which links run through a part of the map: filed by lanes and by blocks of columns, neither by px nor by slot rows.

Rows that grow, move, come or go within their lanes do not change the index.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator

from model.layout.routing import Track
from model.making_way import Parting
from model.named import NamedTuple

BLOCK = 8


class Span(NamedTuple):
    """The lanes and columns a link stays within."""

    top: int
    bottom: int
    first: int
    last: int


class Wires(Parting):
    """An index of links by where they run, and by the full tracks that they share."""

    __slots__ = ("_spans", "_blocks", "_shared", "_tracks")

    def __init__(self) -> None:
        self._spans: dict[str, Span] = {}
        self._blocks: defaultdict[tuple[int, int], dict[str, None]] = defaultdict(dict)
        self._shared: dict[str, tuple[Track, ...]] = {}
        self._tracks: defaultdict[Track, list[str]] = defaultdict(list)

    def put(self, link: str, where: Span | None, shared: tuple[Track, ...] = ()) -> None:
        """File a link where it now runs, with the tracks that it shares; or take it out."""
        for track in self._shared.pop(link, ()):
            self._tracks[track].remove(link)
        if shared:
            self._shared[link] = shared
            for track in shared:
                insort(self._tracks[track], link)
        before = self._spans.pop(link, None)
        if before is not None and before != where:
            for block in _blocks(before):
                self._blocks[block].pop(link, None)
        if where is not None:
            self._spans[link] = where
            if before != where:
                blocks = self._blocks
                for block in _blocks(where):
                    blocks[block][link] = None

    def shares(self, link: str) -> bool:
        """Whether a link lies on others anywhere."""
        return link in self._shared

    def sharing(self, link: str) -> list[list[str]]:
        """All links on each of the full tracks that a link shares, in the order of their ids."""
        return [self._tracks[track] for track in self._shared.get(link, ())]

    def tracks(self) -> Iterable[tuple[Track, list[str]]]:
        """The full tracks, and the links on each in the order of their ids."""
        return self._tracks.items()

    def beside(self, links: Iterable[str]) -> set[str]:
        """The links that lie on a full track with one of these."""
        tracks = {track for link in links for track in self._shared.get(link, ())}
        return {link for track in tracks for link in self._tracks[track]}

    def every(self) -> list[str]:
        """All links that run anywhere, in the order of their ids."""
        return sorted(self._spans)

    def within(self, top: int, bottom: int, first: int, last: int) -> Iterator[str]:
        """The links that may run within lanes and columns, each once, in the order of their ids."""
        found: set[str] = set()
        seen = Span(top, bottom, first, last)
        for block in _blocks(seen):
            found.update(self._blocks.get(block, ()))
        for link in sorted(found):
            if _meet(self._spans[link], seen):
                yield link


def _meet(one: Span, other: Span) -> bool:
    """Whether two parts of the map overlap."""
    return one[0] <= other[1] and one[1] >= other[0] and one[2] <= other[3] and one[3] >= other[2]


def _blocks(where: Span) -> list[tuple[int, int]]:
    across = range(where.first // BLOCK, where.last // BLOCK + 1)
    return [(row, column) for row in range(where.top, where.bottom + 1) for column in across]
