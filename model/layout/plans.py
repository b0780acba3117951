"""What the router keeps for each link, and the slot rows it keeps by name so that new ones move nothing.

A slot row and an H gutter have a code for life and a position that changes when rows come and go. Plans hold codes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from model.layout.channels import Family, Leg, Route, Side, Tracks
from model.layout.paths import Block, Cover, Path
from model.layout.strands import Strand, side_key

# By whether it runs down, then by whether its position is that of cards: the family of a channel.
_FAMILIES = ((Family.HGUTTER, Family.ROW), (Family.VGUTTER, Family.COLUMN))
# More positions across than any map has.
_WIDEST = 1 << 20
# Before a leg has its track.
UNKNOWN: Tracks = (-1, 0, 0)


class Plan:
    """The path of one link: where it lies in which channels, and what it got there.

    A channel that runs down is 2 * its position + 1, one that runs across 2 * its code. `blocks` are the spots that
    kept the link from a simpler path. Strands hold positions and go stale when rows come or go: `age` is the age of
    the rows they were made for.
    """

    __slots__ = ("age", "blocks", "channels", "enter", "leave", "link", "strands", "tracks")

    def __init__(self, link: str, leave: Side, enter: Side, channels: tuple[int, ...], blocks: tuple[int, ...]) -> None:
        self.link = link
        self.leave = leave
        self.enter = enter
        self.channels = channels
        self.blocks = blocks
        self.strands: list[Strand] = []
        self.tracks = [UNKNOWN] * len(channels)
        self.age = -1

    def same_path(self, other: Plan) -> bool:
        return self.leave is other.leave and self.enter is other.enter and self.channels == other.channels

    def lay(self, legs: Sequence[int], source: Cover, target: Cover, age: int) -> None:
        """Make the strands, with the legs, the rows and the covers as they are at an age."""
        self.age = age
        leave, enter, link = self.leave, self.enter, self.link
        begin, end = _edge(source, leave), _edge(target, enter)
        if len(legs) == 1:
            self.strands = [(begin, end, 0, link, 0) if begin < end else (end, begin, 0, link, 0)]
            return
        last = len(legs) - 1
        # Seen from inside the cards, so that a leg to a card always leads towards it.
        stops = (_inside(source, leave), *legs, _inside(target, enter))
        forward = source <= target
        down = self.channels[0] & 1
        strands: list[Strand] = []
        for place in range(last + 1):
            one = stops[place] if place else begin
            other = stops[place + 2] if place < last else end
            key = side_key(stops, place + 1, down, forward)
            strands.append((one, other, key, link, place) if one < other else (other, one, key, link, place))
            down = 1 - down
        self.strands = strands

    def restrung(self, old: Plan, expected: Sequence[tuple[int, int]] | None) -> Iterator[int]:
        """The channels of a path where its strand is not what it was, nor reaches as was expected once rows came."""
        fresh = old.age == self.age
        for place, (channel, strand) in enumerate(zip(self.channels, self.strands, strict=True)):
            same = fresh and old.strands[place] == strand if expected is None else expected[place] == strand[:2]
            if not same:
                yield channel


class Rows:
    """The slot rows and H gutters from the top, by position (gutter h is 2h, slot row r is 2r + 1) and by code."""

    def __init__(self, rows: int) -> None:
        self.age = 0
        self.codes = list(range(2 * rows + 1))
        self.position = dict(enumerate(range(2 * rows + 1)))
        self._legs: dict[tuple[int, Tracks], Leg] = {}
        self._fresh = count(2 * rows + 1)

    def insert(self, at: int, rows: int) -> None:
        """New rows before row `at`; the gutter that was there is now above them."""
        self.codes[2 * at + 1 : 2 * at + 1] = [next(self._fresh) for _ in range(2 * rows)]
        self._number()

    def remove(self, at: int) -> None:
        """Take a row away with the gutter below it."""
        del self.codes[2 * at + 1 : 2 * at + 3]
        self._number()

    def _number(self) -> None:
        self.age += 1
        self._legs.clear()
        self.position = {code: position for position, code in enumerate(self.codes)}

    def code(self, row: int) -> int:
        """The code of a slot row."""
        return self.codes[2 * row + 1]

    def plan(self, link: str, path: Path, blocks: list[Block]) -> Plan:
        """A path by codes."""
        leave, enter, legs = path
        codes = self.codes
        down = leave >= Side.TOP
        channels = []
        for leg in legs:
            channels.append(2 * leg + 1 if down else 2 * codes[leg])
            down = not down
        watched = tuple([spot(codes[2 * row + 1], across) for row, across in blocks]) if blocks else ()
        return Plan(link, leave, enter, tuple(channels), watched)

    def legs(self, plan: Plan) -> list[int]:
        """The positions of a plan's legs."""
        return [channel >> 1 if channel & 1 else self.position[channel >> 1] for channel in plan.channels]

    def family(self, channel: int) -> tuple[Family, int]:
        """The family of a channel and its number there."""
        down = channel & 1
        position = channel >> 1 if down else self.position[channel >> 1]
        return _FAMILIES[down][position & 1], position >> 1

    def route(self, plan: Plan) -> Route:
        """The route of a plan whose tracks are known."""
        legs = [self.leg(channel, tracks) for channel, tracks in zip(plan.channels, plan.tracks, strict=True)]
        return Route(tuple(legs), plan.leave, plan.enter)

    def leg(self, channel: int, tracks: Tracks) -> Leg:
        """The leg in a channel on a track, one for all links that lie there."""
        key = (channel, tracks)
        found = self._legs.get(key)
        if found is None:
            track, bundle, count = tracks
            found = self._legs[key] = Leg(*self.family(channel), track, bundle, count)
        return found


def spot(code: int, position: int) -> int:
    """A place in a slot row, by the row's code and the position across."""
    return code * _WIDEST + position


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
