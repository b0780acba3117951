"""Routes in px: from channels and tracks to the corners of a polyline. All lengths are px, start side first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import eq

from model.layout.channels import Family

# Between the outermost tracks and what bounds the channel.
COLUMN_MARGIN = 12.0
ARROW_ROOM = 11.0
NARROW_MARGIN = 0.3
NARROW = 30.0
# Tracks are no further apart than this, so that links that run together are seen to.
COLUMN_STEP = 24.0
GUTTER_STEP = 6.0
ROW_STEP = 8.0
# The middle track of a slot row and how far from it the outermost may be.
ROW_MIDDLE = 34.0
ROW_REACH = 20.0

Point = tuple[float, float]
# The middle of a channel, how far apart its tracks are at most, and how far the outermost may be.
Band = tuple[float, float, float]


class Axes:
    """Where the columns and slot rows lie: the areas for cards, and the outer edges of the body."""

    __slots__ = ("columns", "rows", "edges")

    def __init__(
        self,
        columns: Sequence[tuple[float, float]],
        rows: Sequence[tuple[float, float]],
        edges: tuple[float, float, float, float],
    ) -> None:
        self.columns = columns
        self.rows = rows
        self.edges = edges

    def band(self, family: Family, channel: int) -> Band:
        """Where the tracks of a channel lie."""
        if family is Family.COLUMN:
            begin, end = self.columns[channel]
            return (begin + end) / 2, COLUMN_STEP, end - begin - 2 * COLUMN_MARGIN
        if family is Family.ROW:
            return self.rows[channel][0] + ROW_MIDDLE, ROW_STEP, 2 * ROW_REACH
        if family is Family.VGUTTER:
            areas, low, high = self.columns, self.edges[0], self.edges[1]
        else:
            areas, low, high = self.rows, self.edges[2], self.edges[3]
        begin = areas[channel - 1][1] if channel > 0 else low
        end = areas[channel][0] if channel < len(areas) else high
        return (begin + end) / 2, GUTTER_STEP, end - begin - 2 * gutter_margin(end - begin)


def on_track(band: Band, track: int, tracks: int) -> float:
    """Where one of the tracks of a band lies."""
    middle, step, room = band
    gaps = tracks - 1
    return middle + (track - gaps / 2) * min(step, room / gaps) if gaps else middle


def corners(stops: Sequence[float], across: bool) -> tuple[Point, ...]:
    """The corners of a polyline from an edge of a card to one of another.

    `stops` are where these edges and the legs between them lie, x and y in turn, x first if it begins `across`. There
    are no segments without length and no points in the middle of a straight line.
    """
    points = []
    for one, other in pairwise(stops):
        points.append((one, other) if across else (other, one))
        across = not across
    # Only a segment without length brings three points in line.
    return _merged(points) if True in map(eq, stops, stops[2:]) else tuple(points)


def gutter_margin(width: float) -> float:
    """How far the outermost tracks keep from the cards: room for an arrowhead, less where a gutter is narrow."""
    return ARROW_ROOM if width >= NARROW else width * NARROW_MARGIN


def _merged(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points without repetitions and without those in the middle of a straight line."""
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and _in_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _in_line(one: Point, middle: Point, other: Point) -> bool:
    return one[0] == middle[0] == other[0] or one[1] == middle[1] == other[1]
