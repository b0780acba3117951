"""Routes of links: orthogonal, in gutters and through empty cells, never through a card.

The path of a link depends on the cards alone and the tracks of a channel on the paths alone, so that an update ends
as placing everything anew would. An update costs what it touches: the links at the touched cards, those that ran
across cells now covered, those that were kept from a simpler path by cells now free, and the channels these use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from model.layout.channels import Family, Leg, Route, Side, Strand, coloured, side_key
from model.layout.paths import Block, Cover, Finder, Ground, Path
from model.layout.routes_geometry import Axes, CardBox, corners

__all__ = [
    "Axes",
    "Capacities",
    "CardBox",
    "Cover",
    "Ends",
    "Family",
    "Leg",
    "Route",
    "Router",
    "Side",
    "corners",
]

# By whether it runs down, then by whether its position is that of cards: the family of a channel.
_FAMILIES = ((Family.HGUTTER, Family.ROW), (Family.VGUTTER, Family.COLUMN))

_Key = TypeVar("_Key", str, Block)


class Ends(NamedTuple):
    """The cards a link joins."""

    source: str
    target: str


class Capacities(NamedTuple):
    """How many tracks a channel of each family has, at least 1.

    H gutters differ: one number for all, one each from the top, or a function of the gutter's number.
    """

    column: int
    row: int
    vgutter: int
    hgutter: Sequence[int] | Callable[[int], int] | int

    def of_hgutter(self, gutter: int) -> int:
        """The tracks of one H gutter; beyond a sequence its last number holds."""
        if isinstance(self.hgutter, int):
            return self.hgutter
        if callable(self.hgutter):
            return self.hgutter(gutter)
        return self.hgutter[min(gutter, len(self.hgutter) - 1)]


class _Plan:
    """A link's path with its strands, by the channel they lie in, and the legs they became."""

    __slots__ = ("blocks", "channels", "legs", "path", "strands")

    def __init__(self, path: Path, channels: tuple[int, ...], strands: list[Strand], blocks: tuple[Block, ...]):
        self.path = path
        self.channels = channels
        self.strands = strands
        self.blocks = blocks
        self.legs: list[Leg | None] = [None] * len(strands)


class Router:
    """The routes of all links over one grid of cards."""

    def __init__(self, columns: int, rows: int, capacities: Capacities) -> None:
        self.columns = columns
        self.rows = rows
        self.routes: dict[str, Route] = {}
        self._capacities = capacities
        self._clear()

    def _clear(self) -> None:
        self.routes.clear()
        self._ground = Ground(self.columns, self.rows)
        self._finder = Finder(self._ground, self._capacities.of_hgutter)
        self._covers: dict[str, Cover] = {}
        self._links: dict[str, Ends] = {}
        self._at_card: defaultdict[str, list[str]] = defaultdict(list)
        self._watchers: defaultdict[Block, list[str]] = defaultdict(list)
        self._plans: dict[str, _Plan] = {}
        # A channel's number is 2 * its position, + 1 where it runs down.
        self._channels: defaultdict[int, list[Strand]] = defaultdict(list)

    def place(self, covers: Mapping[str, Cover], links: Mapping[str, Ends]) -> None:
        """Route everything anew. A link to a card that is not placed has no route."""
        self._clear()
        self._covers.update(covers)
        self._links.update(links)
        for cover in covers.values():
            self._ground.put(cover)
        for link, ends in links.items():
            self._attach(link, ends)
            self._plan(link)
        changed = self._colour(self._channels)
        self._make(changed)

    def update(self, covers: Mapping[str, Cover | None], links: Mapping[str, Ends | None]) -> set[str]:
        """Move, add and take away (None) cards and links; the links whose route changed, came or went."""
        touched = self._move(covers)
        for link, ends in links.items():
            before = self._links.pop(link, None)
            if before is not None:
                self._detach(link, before)
            if ends is not None:
                self._links[link] = ends
                self._attach(link, ends)
            touched.add(link)
        dirty: set[int] = set()
        changed: set[str] = set()
        for link in touched:
            self._replan(link, dirty, changed)
        changed |= self._colour(dirty)
        gone = {link for link in changed if link not in self._plans}
        self._make(changed - gone)
        for link in gone:
            del self.routes[link]
        return changed

    def _move(self, covers: Mapping[str, Cover | None]) -> set[str]:
        """Lift and put cards; the links this may concern."""
        moves = {card: cover for card, cover in covers.items() if self._covers.get(card) != cover}
        touched: set[str] = set()
        for card in moves:
            touched.update(self._at_card.get(card, ()))
            before = self._covers.pop(card, None)
            if before is not None:
                self._ground.lift(before)
                for position in range(2 * before.first + 1, 2 * before.last + 2):
                    touched.update(self._watchers.get((before.row, position), ()))
        for card, cover in moves.items():
            if cover is not None:
                self._ground.put(cover)
                self._covers[card] = cover
                touched |= self._across(cover)
        return touched

    def _across(self, cover: Cover) -> set[str]:
        """The links that ran across the place of a card."""
        here = 2 * cover.row + 1
        low, high = 2 * cover.first + 1, 2 * cover.last + 1
        found = {strand[3] for strand in self._channels.get(2 * here, ()) if strand[0] <= high and strand[1] >= low}
        for position in range(low, high + 1):
            strands = self._channels.get(2 * position + 1, ())
            found |= {strand[3] for strand in strands if strand[0] <= here <= strand[1]}
        return found

    def _attach(self, link: str, ends: Ends) -> None:
        self._at_card[ends.source].append(link)
        self._at_card[ends.target].append(link)

    def _detach(self, link: str, ends: Ends) -> None:
        for card in ends:
            _take(self._at_card, card, link)

    def _replan(self, link: str, dirty: set[int], changed: set[str]) -> None:
        """Drop a link's plan and make another where both its cards are there."""
        before = self._plans.pop(link, None)
        if before is not None:
            for channel, strand in zip(before.channels, before.strands, strict=True):
                self._channels[channel].remove(strand)
                dirty.add(channel)
            for block in before.blocks:
                _take(self._watchers, block, link)
        if link in self._links:
            self._plan(link)
        after = self._plans.get(link)
        if after is not None:
            dirty.update(after.channels)
        if before is not None and (after is None or after.path != before.path):
            changed.add(link)
        elif before is not None and after is not None:
            after.legs = before.legs

    def _plan(self, link: str) -> None:
        """Choose a link's path and lay its strands into their channels."""
        ends = self._links[link]
        source, target = self._covers.get(ends.source), self._covers.get(ends.target)
        if source is None or target is None:
            return
        path = self._finder.path(source, target)
        channels, strands = _strands(link, path, source, target)
        blocks = tuple(self._finder.blocks)
        self._finder.blocks.clear()
        for block in blocks:
            self._watchers[block].append(link)
        for channel, strand in zip(channels, strands, strict=True):
            self._channels[channel].append(strand)
        self._plans[link] = _Plan(path, channels, strands, blocks)

    def _colour(self, channels: Iterable[int]) -> set[str]:
        """Give the strands of channels their tracks; the links with a leg that differs."""
        changed: set[str] = set()
        plans = self._plans
        for channel in channels:
            position, down = channel >> 1, channel & 1
            family = _FAMILIES[down][position & 1]
            number = position >> 1
            for strand, track, tracks, bundle in coloured(self._channels[channel], self._capacity(family, number)):
                leg = Leg(family, number, track, bundle, tracks)
                legs = plans[strand[3]].legs
                if legs[strand[4]] != leg:
                    legs[strand[4]] = leg
                    changed.add(strand[3])
        return changed

    def _capacity(self, family: Family, number: int) -> int:
        if family is Family.HGUTTER:
            return self._capacities.of_hgutter(number)
        if family is Family.COLUMN:
            return self._capacities.column
        return self._capacities.row if family is Family.ROW else self._capacities.vgutter

    def _make(self, links: Iterable[str]) -> None:
        """The routes of links whose legs are known."""
        for link in links:
            plan = self._plans[link]
            legs = tuple(leg for leg in plan.legs if leg is not None)
            self.routes[link] = Route(legs, plan.path[0], plan.path[1])


def _strands(link: str, path: Path, source: Cover, target: Cover) -> tuple[tuple[int, ...], list[Strand]]:
    """The channels of a path's legs, and the legs as strands."""
    leave, enter, legs = path
    down = int(leave >= Side.TOP)
    begin, end = _edge(source, leave), _edge(target, enter)
    if len(legs) == 1:
        low, high = (begin, end) if begin < end else (end, begin)
        return (2 * legs[0] + down,), [(low, high, 0, link, 0)]
    count = len(legs)
    # Seen from inside the cards, so that a leg to a card always leads towards it.
    stops = (_inside(source, leave), *legs, _inside(target, enter))
    forward = source <= target
    channels = []
    strands = []
    for index, here in enumerate(legs):
        channels.append(2 * here + down)
        one = begin if index == 0 else stops[index]
        other = end if index == count - 1 else stops[index + 2]
        low, high = (one, other) if one < other else (other, one)
        strands.append((low, high, side_key(stops, index + 1, down, forward), link, index))
        down = 1 - down
    return tuple(channels), strands


def _take(lists: dict[_Key, list[str]], key: _Key, value: str) -> None:
    """Take a value out of one of several lists, and the list with its last."""
    values = lists[key]
    values.remove(value)
    if not values:
        del lists[key]


def _edge(card: Cover, side: Side) -> int:
    """The position of the gutter at a side of a card."""
    if side is Side.START:
        return 2 * card.first
    if side is Side.END:
        return 2 * card.last + 2
    return 2 * card.row if side is Side.TOP else 2 * card.row + 2


def _inside(card: Cover, side: Side) -> int:
    """The position of the part of a card next to a side."""
    if side is Side.START:
        return 2 * card.first + 1
    return 2 * card.last + 1 if side is Side.END else 2 * card.row + 1
