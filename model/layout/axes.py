"""The axes of the grid in px: columns grow with their widest word, rows with their tallest card."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from model.layout.theme import Theme
from model.named import NamedTuple


class Column(NamedTuple):
    """A step's column: where its cards begin, how wide they are, and from where to where the column reaches."""

    step: str
    stage: str
    x: float
    width: float
    start: float
    end: float


class Row(NamedTuple):
    """A lane's row: its band of colour, and top and height of each of its slots in px of the map.

    `curve`: the height of the curve below its slots, 0 where it has none.
    """

    lane: str
    y: float
    height: float
    slots: tuple[tuple[float, float], ...]
    first: int
    curve: float = 0.0

    @property
    def bottom(self) -> float:
        return self.y + self.height


def columns(
    steps: Sequence[tuple[str, str]], widths: Sequence[float], start: float, theme: Theme
) -> tuple[Column, ...]:
    """The columns of (step, stage) pairs with card widths, from a start."""
    gutter, outer = theme["gutter"], theme["outer_gutter"]
    made: list[Column] = []
    x = start + outer
    for index, ((step, stage), width) in enumerate(zip(steps, widths, strict=True)):
        begin = start if index == 0 else x - gutter / 2
        end = x + width + (outer if index == len(steps) - 1 else gutter / 2)
        made.append(Column(step, stage, x, width, begin, end))
        x += width + gutter
    return tuple(made)


def span(columns: Sequence[Column], first: int, last: int) -> tuple[float, float]:
    """Where what covers columns begins, and how wide it is: in one column to the last bit the same everywhere."""
    begin = columns[first]
    if first == last:
        return begin.x, begin.width
    return begin.x, columns[last].x + columns[last].width - begin.x


def slot_tops(heights: Sequence[float], theme: Theme) -> tuple[tuple[tuple[float, float], ...], float]:
    """Tops and heights of slots from a lane's top, and the lane's height."""
    pad, gap = theme.measures["lane_pad"], theme.measures["slot_gap"]
    y = pad
    slots = []
    for height in heights:
        slots.append((y, height))
        y += height + gap
    return tuple(slots), y - gap + pad


class Starts:
    """Finds the interval a coordinate falls in, given where each begins."""

    __slots__ = ("_starts",)

    def __init__(self, starts: Sequence[float]) -> None:
        self._starts = list(starts)

    def index(self, value: float) -> int:
        """The last interval that begins at or before a value; 0 before the first."""
        return max(0, bisect_right(self._starts, value) - 1)
