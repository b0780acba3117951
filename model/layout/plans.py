"""What the router keeps for each link, and the slot rows it keeps by name so that new ones move nothing.

A slot row and an H gutter have a code for life and a position that changes when rows come and go. Plans hold codes.
Strands hold marks, which ascend from the top and leave room between them: a new row takes one that was left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count

from model.layout.channels import Family, Leg, Route, Side, Tracks
from model.layout.paths import Block, Cover, Path
from model.layout.strands import Strand, side_key
from model.making_way import Parting

# By whether it runs down, then by whether its position is that of cards: the family of a channel.
_FAMILIES = ((Family.HGUTTER, Family.ROW), (Family.VGUTTER, Family.COLUMN))
# More positions across than any map has.
_WIDEST = 1 << 20
# Between marks at first, and of how many shares of what is left new rows take one each.
_ROOM, _SHARES = 1 << 10, 16
# So many marks on either side are spread anew where there is no room, or twice as many, and so on.
_NEAR = 16
# Makes named tuples sooner than their own names do.
_NEW = tuple.__new__
# Before a leg has its track.
UNKNOWN: Tracks = (-1, 0, 0)


class Plan:
    """The path of one link: where it lies in which channels, and what it got there.

    A channel that runs down is 2 * its position + 1, one that runs across 2 * its code. `blocks` are the spots that
    kept the link from a simpler path.
    """

    __slots__ = ("blocks", "channels", "enter", "leave", "link", "strands", "tracks")

    def __init__(self, link: str, leave: Side, enter: Side, channels: tuple[int, ...], blocks: tuple[int, ...]) -> None:
        self.link = link
        self.leave = leave
        self.enter = enter
        self.channels = channels
        self.blocks = blocks
        self.strands: list[Strand] = []
        self.tracks = [UNKNOWN] * len(channels)

    def same_path(self, other: Plan) -> bool:
        return self.leave is other.leave and self.enter is other.enter and self.channels == other.channels

    def lay(self, stops: Sequence[int], begin: int, end: int, forward: bool) -> None:
        """Make the strands: where the legs lie, with the insides of the cards at both ends, and where these begin.

        `forward`: whether the route is told from the end that all links between these cards are told from.
        """
        link, last = self.link, len(self.channels) - 1
        if not last:
            self.strands = [(begin, end, 0, link, 0) if begin < end else (end, begin, 0, link, 0)]
            return
        down = self.channels[0] & 1
        strands: list[Strand] = []
        for place in range(last + 1):
            one = stops[place] if place else begin
            other = stops[place + 2] if place < last else end
            key = side_key(stops, place + 1, down, forward)
            strands.append((one, other, key, link, place) if one < other else (other, one, key, link, place))
            down = 1 - down
        self.strands = strands

    def runs_in(self, down: tuple[int, int], across: tuple[int, int], marks: Mapping[int, int]) -> bool:
        """Whether a leg lies between two marks and two positions across, these included."""
        top, bottom = down
        left, right = across
        for channel, strand in zip(self.channels, self.strands, strict=True):
            place = channel >> 1
            if channel & 1:
                if left <= place <= right and strand[0] <= bottom and strand[1] >= top:
                    return True
            elif strand[0] <= right and strand[1] >= left and top <= marks[place] <= bottom:
                return True
        return False

    def restrung(self, old: Plan) -> Iterator[int]:
        """The channels of a path where its strand is not what it was."""
        for channel, strand, before in zip(self.channels, self.strands, old.strands, strict=True):
            if strand != before:
                yield channel


class Rows:
    """The slot rows and H gutters from the top, by position (gutter h is 2h, slot row r is 2r + 1) and by code."""

    def __init__(self, rows: int) -> None:
        self.codes = list(range(2 * rows + 1))
        self.position = dict(enumerate(range(2 * rows + 1)))
        self.marks = {code: code * _ROOM for code in self.codes}
        self._order()
        self._fresh = count(2 * rows + 1)

    def insert(self, at: int, rows: int) -> range:
        """New rows before row `at`; the gutter that was there is now above them.

        The positions whose marks are others now: none where there was room for the new ones. Rows are mostly added
        below others, one by one: they take the upper end of what was left.
        """
        place, fresh = 2 * at + 1, [next(self._fresh) for _ in range(2 * rows)]
        above, below = self.ordered[place - 1 : place + 1]
        apart = (below - above) // max(_SHARES, 2 * len(fresh))
        near = range(place, place) if apart else self._near(place, len(fresh))
        marked = [*self.codes[near.start : place], *fresh, *self.codes[place : near.stop]]
        if len(near) == len(self.codes):
            first, apart = 0, _ROOM
        elif near:
            first = self.ordered[near.start]
            apart = (self.ordered[near.stop] - first) // len(marked)
        else:
            first = above + apart
        self.marks.update((code, first + apart * count) for count, code in enumerate(marked))
        self.codes[place:place] = fresh
        self._number()
        return range(near.start, near.start + len(marked)) if near else near

    def _near(self, place: int, more: int) -> range:
        """The positions round one, as few as leave enough between them where there are more."""
        count, reach = len(self.codes), _NEAR
        while True:
            low, high = max(place - reach, 0), min(place + reach, count)
            enough = (high - low + more) * _ROOM // 4
            if self.ordered[high] - self.ordered[low] >= enough or high - low == count:
                return range(low, high)
            reach *= 2

    def remove(self, at: int) -> None:
        """Take a row away with the gutter below it."""
        for code in self.codes[2 * at + 1 : 2 * at + 3]:
            del self.marks[code]
        del self.codes[2 * at + 1 : 2 * at + 3]
        self._number()

    def _order(self) -> None:
        """The marks by position; below the last there is always room."""
        self.ordered = [self.marks[code] for code in self.codes]
        self.ordered.append(self.ordered[-1] + _SHARES * _ROOM)

    def _number(self) -> None:
        self._order()
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

    def lay(self, plan: Plan, source: Cover, target: Cover) -> None:
        """Make the strands of a plan between cards as they lie now."""
        marks = self.marks
        legs = [channel >> 1 if channel & 1 else marks[channel >> 1] for channel in plan.channels]
        begin, first = self._ends(source, plan.leave)
        end, last = self._ends(target, plan.enter)
        # Seen from inside the cards, so that a leg to a card always leads towards it.
        plan.lay((first, *legs, last), begin, end, source <= target)

    def _ends(self, card: Cover, side: Side) -> tuple[int, int]:
        """Where the gutter at a side of a card lies, and where the part of the card next to it."""
        row, first, last = card
        if side is Side.START:
            return 2 * first, 2 * first + 1
        if side is Side.END:
            return 2 * last + 2, 2 * last + 1
        return self.ordered[2 * row if side is Side.TOP else 2 * row + 2], self.ordered[2 * row + 1]

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
        """The leg in a channel on a track."""
        return Leg(*self.family(channel), *tracks)


class Covers(Parting):
    """Where cards lie, kept by the codes of their rows: rows that come or go renumber none of them."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._places: dict[str, tuple[int, int, int]] = {}
        self._in_row: defaultdict[int, dict[str, None]] = defaultdict(dict)

    def get(self, card: str) -> Cover | None:
        """Where a card lies now; None where it does not."""
        place = self._places.get(card)
        return None if place is None else _NEW(Cover, (self._rows.position[place[0]] >> 1, place[1], place[2]))

    def __getitem__(self, card: str) -> Cover:
        code, first, last = self._places[card]
        return _NEW(Cover, (self._rows.position[code] >> 1, first, last))

    def put(self, card: str, cover: Cover) -> None:
        """A card lies there."""
        code = self._rows.code(cover[0])
        self._places[card] = code, cover[1], cover[2]
        self._in_row[code][card] = None

    def pop(self, card: str) -> Cover | None:
        """Take a card away: where it lay, if it did."""
        cover = self.get(card)
        if cover is not None:
            code = self._places.pop(card)[0]
            del self._in_row[code][card]
            if not self._in_row[code]:
                del self._in_row[code]
        return cover

    def in_rows(self, rows: Iterable[int]) -> Iterator[str]:
        """The cards of some slot rows, as far as there are such rows."""
        codes = self._rows.codes
        for row in rows:
            if 0 <= row < len(codes) // 2:
                yield from self._in_row.get(codes[2 * row + 1], ())


def spot(code: int, position: int) -> int:
    """A place in a slot row, by the row's code and the position across."""
    return code * _WIDEST + position
