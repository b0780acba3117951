"""Where a link may run: the ground with the cards on it, and the choice of a path over it.

A path is the side it leaves, the side it enters and the positions of its legs, in turn along the rows and along the
columns (see `channels` for the scale). The choice goes through a short list of shapes, simplest first, and takes the
first that is clear. Each shape that is refused names a cell that stands in its way; the choice can only change when
one of those is freed or when something is put on the path itself, which is what makes small edits cheap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from model.errors import BugError
from model.layout.channels import Side
from model.named import NamedTuple

START, END, TOP, BOTTOM = Side.START, Side.END, Side.TOP, Side.BOTTOM
Path = tuple[Side, Side, tuple[int, ...]]
# A slot row and a position across: what was in the way.
Block = tuple[int, int]


class Cover(NamedTuple):
    """Where a card lies: its slot row, and its first and last column."""

    row: int
    first: int
    last: int


class Ground:
    """Which positions cards cover, as bits: along each row, and down each column and V gutter."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns = columns
        self.rows = rows
        self.along = [0] * rows
        self.down = [0] * (2 * columns + 1)

    def put(self, cover: Cover) -> None:
        row, first, last = cover
        if not (0 <= row < self.rows and 0 <= first <= last < self.columns):
            raise BugError(f"a card outside the grid: {cover}")
        bits = _bits(2 * first + 1, 2 * last + 1)
        if self.along[row] & bits:
            raise BugError(f"two cards in one place: {cover}")
        self.along[row] |= bits
        bit = 1 << row
        for position in range(2 * first + 1, 2 * last + 2):
            self.down[position] |= bit

    def lift(self, cover: Cover) -> None:
        row, first, last = cover
        self.along[row] &= ~_bits(2 * first + 1, 2 * last + 1)
        keep = ~(1 << row)
        for position in range(2 * first + 1, 2 * last + 2):
            self.down[position] &= keep

    def shift(self, at: int, count: int) -> None:
        """Make room for rows, or with a negative count take empty rows away."""
        self.rows += count
        if count > 0:
            self.along[at:at] = [0] * count
        else:
            del self.along[at : at - count]
        below = (1 << at) - 1
        for position, bits in enumerate(self.down):
            high = bits >> at
            self.down[position] = bits & below | (high << count if count > 0 else high >> -count) << at

    def next_along(self, row: int, low: int, high: int) -> int:
        """The first position from low to high that is covered in a row, or -1."""
        return _lowest(self.along[row], low, high)

    def last_along(self, row: int, low: int, high: int) -> int:
        """The last position from low to high that is covered in a row, or -1."""
        return _highest(self.along[row], low, high)

    def next_down(self, position: int, low: int, high: int) -> int:
        """The first row from low to high that is covered at a position across, or -1."""
        return _lowest(self.down[position], low, high)

    def last_down(self, position: int, low: int, high: int) -> int:
        """The last row from low to high that is covered at a position across, or -1."""
        return _highest(self.down[position], low, high)


class Finder:
    """Chooses paths; `blocks` holds what stood in the way of simpler ones since it was last emptied."""

    def __init__(self, ground: Ground, room: Callable[[int], int], beside: int) -> None:
        """`room` is how many tracks an H gutter has, `beside` a V gutter: where two would do, the wider is taken."""
        self._ground = ground
        self.room = room
        self.beside = beside
        self.blocks: list[Block] = []

    def path(self, source: Cover, target: Cover) -> Path:
        """The simplest clear path between two cards."""
        if source == target:
            row, column = source.row, source.last
            return END, TOP, (2 * row + 1, 2 * column + 2, 2 * row, 2 * column + 1)
        if source.row == target.row:
            return self._along_one_row(source, target)
        found = self._in_one_column if source.first <= target.last and target.first <= source.last else self._apart
        return found(source, target) or self._round_a_corner(source, target) or self._round(source, target)

    def _along_one_row(self, source: Cover, target: Cover) -> Path:
        row = source.row
        forward = source.last < target.first
        low, high = (source.last, target.first) if forward else (target.last, source.first)
        block = self._ground.next_along(row, 2 * low + 2, 2 * high)
        if block < 0:
            return (END, START, (2 * row + 1,)) if forward else (START, END, (2 * row + 1,))
        self.blocks.append((row, block))
        begin, end = (2 * low + 1, 2 * high + 1) if forward else (2 * high + 1, 2 * low + 1)
        above, below = self.room(row), self.room(row + 1)
        if below > above or (below == above and forward):
            return BOTTOM, BOTTOM, (begin, 2 * row + 2, end)
        return TOP, TOP, (begin, 2 * row, end)

    def _in_one_column(self, source: Cover, target: Cover) -> Path | None:
        down = source.row < target.row
        top, bottom = (source.row + 1, target.row - 1) if down else (target.row + 1, source.row - 1)
        sides = (BOTTOM, TOP) if down else (TOP, BOTTOM)
        first, last = max(source.first, target.first), min(source.last, target.last)
        for column in _from_the_middle(first, last):
            if self._clear_down(2 * column + 1, top, bottom):
                return *sides, (2 * column + 1,)
        alike = source[1:] == target[1:]
        found = None if alike else self._bent_in(source, target, down, top, bottom)
        return found or self._beside_both(source, target)

    def _bent_in(self, source: Cover, target: Cover, down: bool, top: int, bottom: int) -> Path | None:
        """One bend, where one card reaches further to a side than the other."""
        for wide, narrow in ((target, source), (source, target)):
            for side, columns in (
                (START, range(narrow.first - 1, wide.first - 1, -1)),
                (END, range(narrow.last + 1, wide.last + 1)),
            ):
                for column in columns:
                    if not self._clear_beside(narrow, side, 2 * column + 1):
                        break
                    if self._clear_down(2 * column + 1, top, bottom):
                        if wide is target:
                            return side, TOP if down else BOTTOM, (2 * source.row + 1, 2 * column + 1)
                        return BOTTOM if down else TOP, side, (2 * column + 1, 2 * target.row + 1)
        return None

    def _beside_both(self, source: Cover, target: Cover) -> Path | None:
        """Along the V gutter beyond both cards: down at the end side, up at the start side."""
        top, bottom = min(source.row, target.row) + 1, max(source.row, target.row) - 1
        for side in (END, START) if source.row < target.row else (START, END):
            gutter = 2 * min(source.first, target.first) if side is START else 2 * max(source.last, target.last) + 2
            if (
                self._clear_down(gutter, top, bottom)
                and self._clear_beside(source, side, gutter)
                and self._clear_beside(target, side, gutter)
            ):
                return side, side, (2 * source.row + 1, gutter, 2 * target.row + 1)
        return None

    def _apart(self, source: Cover, target: Cover) -> Path | None:
        """Cards that share neither a row nor a column: one bend, then two."""
        forward = source.last < target.first
        begin, end = (source.last, target.first) if forward else (source.first, target.last)
        found = self._one_bend(source, target, 2 * begin + 1, 2 * end + 1)
        if found is not None:
            return found
        if abs(begin - end) == 1 and self.room(source.row + (source.row < target.row)) < self.beside:
            found = self._across(source, target, begin, end) or self._over(source, target, begin, end)
        else:
            found = self._over(source, target, begin, end) or self._across(source, target, begin, end)
        return found or self._beside_both(source, target)

    def _one_bend(self, source: Cover, target: Cover, begin: int, end: int) -> Path | None:
        forward, down = begin < end, source.row < target.row
        top, bottom = min(source.row, target.row) + 1, max(source.row, target.row) - 1
        if self._clear_along(source.row, begin, end) and self._clear_down(end, top, bottom):
            return END if forward else START, TOP if down else BOTTOM, (2 * source.row + 1, end)
        if self._clear_along(target.row, end, begin) and self._clear_down(begin, top, bottom):
            return BOTTOM if down else TOP, START if forward else END, (begin, 2 * target.row + 1)
        return None

    def _across(self, source: Cover, target: Cover, begin: int, end: int) -> Path | None:
        """A Z: along the source's row, down a V gutter between the cards, along the target's row."""
        ground = self._ground
        forward = begin < end
        low, high = (2 * begin + 2, 2 * end) if forward else (2 * end + 2, 2 * begin)
        leave, enter = (source.row, target.row) if forward else (target.row, source.row)
        stop = ground.next_along(leave, low, high)
        start = ground.last_along(enter, low, high)
        if stop >= 0 and start >= stop:
            self.blocks += ((leave, stop), (enter, start))
            return None
        if stop >= 0:
            self.blocks.append((leave, stop))
            high = stop - 1
        if start >= 0:
            self.blocks.append((enter, start))
            low = start + 1
        for gutter in range(low, high + 1, 2) if forward else range(high, low - 1, -2):
            if self._clear_between(source, target, gutter):
                sides = (END, START) if forward else (START, END)
                return *sides, (2 * source.row + 1, gutter, 2 * target.row + 1)
        return None

    def _over(self, source: Cover, target: Cover, begin: int, end: int) -> Path | None:
        """Down the source's column, along an H gutter, down the target's column: the first gutter that serves."""
        ground = self._ground
        down = source.row < target.row
        begin, end = 2 * begin + 1, 2 * end + 1
        upper, lower = (begin, end) if down else (end, begin)
        top, bottom = min(source.row, target.row) + 1, max(source.row, target.row) - 1
        stop = ground.next_down(upper, top, bottom)
        start = ground.last_down(lower, top, bottom)
        if start >= stop >= 0:
            self.blocks += ((stop, upper), (start, lower))
            return None
        if down:
            if start >= 0:
                self.blocks.append((start, lower))
            return BOTTOM, TOP, (begin, 2 * (start + 1 if start >= 0 else top), end)
        if stop >= 0:
            self.blocks.append((stop, upper))
        return TOP, BOTTOM, (begin, 2 * (stop if stop >= 0 else bottom + 1), end)

    def _round_a_corner(self, source: Cover, target: Cover) -> Path | None:
        """Out of the bottom and in at a side, or out of a side and in at the top, by the V gutter beside that side."""
        down = source.row < target.row
        leave, enter = (BOTTOM, TOP) if down else (TOP, BOTTOM)
        for side in (START, END) if source.last < target.first else (END, START):
            gutter = _beside(target, side)
            if self._clear_between(source, target, gutter):
                column = 2 * _nearest(source, gutter) + 1
                return leave, side, (column, 2 * source.row + 2 * down, gutter, 2 * target.row + 1)
        for side in (START, END) if target.last < source.first else (END, START):
            gutter = _beside(source, side)
            if self._clear_between(source, target, gutter):
                column = 2 * _nearest(target, gutter) + 1
                return side, enter, (2 * source.row + 1, gutter, 2 * target.row + 2 * (not down), column)
        return None

    def _round(self, source: Cover, target: Cover) -> Path:
        """By the nearest V gutter that no card covers on the way; the outermost are always free."""
        down = source.row < target.row
        for gutter in self._gutters(source, target):
            if self._clear_between(source, target, gutter):
                begin, end = 2 * _nearest(source, gutter) + 1, 2 * _nearest(target, gutter) + 1
                legs = (begin, 2 * source.row + 2 * down, gutter, 2 * target.row + 2 * (not down), end)
                return (BOTTOM, TOP, legs) if down else (TOP, BOTTOM, legs)
        raise BugError("an outer gutter is covered")

    def _gutters(self, source: Cover, target: Cover) -> Iterator[int]:
        """The V gutters, those between the cards first, then outwards."""
        low = 2 * min(source.last, target.last) + 2
        high = 2 * max(source.first, target.first)
        yield from range(low, high + 1, 2)
        low, high = min(low, high + 2) - 2, max(high, low - 2) + 2
        while low >= 0 or high <= 2 * self._ground.columns:
            if low >= 0:
                yield low
            if high <= 2 * self._ground.columns:
                yield high
            low, high = low - 2, high + 2

    def _clear_beside(self, card: Cover, side: Side, gutter: int) -> bool:
        """Whether a row is clear from a card's side to a V gutter on that side."""
        return self._clear_along(card.row, 2 * (card.last if side is END else card.first) + 1, gutter)

    def _clear_along(self, row: int, begin: int, end: int) -> bool:
        """Whether a row is clear beyond `begin` as far as `end`."""
        low, high = (begin + 1, end) if begin < end else (end, begin - 1)
        found = self._ground.along[row] >> low & (1 << high - low + 1) - 1
        if found:
            self.blocks.append((row, low + (found & -found).bit_length() - 1))
            return False
        return True

    def _clear_between(self, source: Cover, target: Cover, position: int) -> bool:
        """Whether the rows between two cards are clear at a position across."""
        return self._clear_down(position, min(source.row, target.row) + 1, max(source.row, target.row) - 1)

    def _clear_down(self, position: int, top: int, bottom: int) -> bool:
        found = self._ground.down[position] >> top & (1 << bottom - top + 1) - 1
        if found:
            self.blocks.append((top + (found & -found).bit_length() - 1, position))
            return False
        return True


def _beside(card: Cover, side: Side) -> int:
    """The position of the V gutter at a card's side."""
    return 2 * card.first if side is START else 2 * card.last + 2


def _nearest(card: Cover, position: int) -> int:
    """The column of a card that lies nearest to a position."""
    return min(max(position // 2, card.first), card.last)


def _from_the_middle(first: int, last: int) -> Iterator[int]:
    middle = (first + last) // 2
    yield middle
    for distance in range(1, last - first + 1):
        if middle + distance <= last:
            yield middle + distance
        if middle - distance >= first:
            yield middle - distance


def _bits(low: int, high: int) -> int:
    return (1 << high + 1) - (1 << low)


def _lowest(bits: int, low: int, high: int) -> int:
    if high < low:
        return -1
    found = bits >> low & (1 << high - low + 1) - 1
    return low + (found & -found).bit_length() - 1 if found else -1


def _highest(bits: int, low: int, high: int) -> int:
    if high < low:
        return -1
    found = bits >> low & (1 << high - low + 1) - 1
    return low + found.bit_length() - 1 if found else -1
