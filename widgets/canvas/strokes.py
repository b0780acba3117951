"""Strokes leg by leg: Qt draws straight lines many times faster than paths, dashed ones above all.

A path is taken apart where that looks the same: where straight legs meet in curves only, so that no joint has to be
drawn. Dashes go on from leg to leg. A stroke thinner than a pixel Qt draws fastest as the path it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import dist, floor, inf

from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter, QPainterPath, QPen

from model.layout.drawing import Point, Segment
from model.named import NamedTuple

# Solid lines reach so far (px) into the curves they meet, so that no seam is seen there.
_LAP = 0.5
# Dashed lines shorter than this (px) are drawn whole, as that takes less than to find out how far they are seen.
_SHORT = 400.0
# How far the control points of a quarter of a circle lie from its corner, by its radius.
_PULL = 1 - 0.5523
# What lies further out than the left, top, right and bottom of something is not seen.
Bounds = tuple[float, float, float, float]
EVERYWHERE: Bounds = (-inf, -inf, inf, inf)
# A part of a path from here to there: straight, or a curve.
Leg = tuple[Point, Point, Segment | None]


class Solid(NamedTuple):
    """The strokes of a path without dashes, each with its bounds: straight ones and others."""

    lines: list[tuple[Bounds, QLineF]]
    curves: list[tuple[Bounds, QPainterPath]]

    def draw(self, painter: QPainter, seen: Bounds) -> None:
        """Draw what may be seen of it."""
        left, top, right, bottom = seen
        for (x0, y0, x1, y1), line in self.lines:
            if x0 <= right and x1 >= left and y0 <= bottom and y1 >= top:
                painter.drawLine(line)
        for (x0, y0, x1, y1), curve in self.curves:
            if x0 <= right and x1 >= left and y0 <= bottom and y1 >= top:
                painter.drawPath(curve)


class Dash(NamedTuple):
    """A dashed leg. `period` (px) is that after which its dashes come again; `short`: it is drawn as a whole."""

    bounds: Bounds
    pen: QPen
    begin: Point
    end: Point
    short: QPainterPath | QLineF | None
    length: float
    period: float

    def draw(self, painter: QPainter, seen: Bounds) -> None:
        """Draw what may be seen of it: Qt would walk all dashes of a line, however long it is."""
        bounds, pen, (x0, y0), (x1, y1), short, _, _ = self
        if bounds[0] > seen[2] or bounds[2] < seen[0] or bounds[1] > seen[3] or bounds[3] < seen[1]:
            return
        painter.setPen(pen)
        if short is not None:
            if isinstance(short, QLineF):
                painter.drawLine(short)
            else:
                painter.drawPath(short)
            return
        if y0 == y1:
            begin, end = _within(x0, x1, seen[0], seen[2])
        elif x0 == x1:
            begin, end = _within(y0, y1, seen[1], seen[3])
        else:
            begin, end = 0.0, self.length
        begin = floor(begin / self.period) * self.period
        across, down = (x1 - x0) / self.length, (y1 - y0) / self.length
        painter.drawLine(QLineF(x0 + begin * across, y0 + begin * down, x0 + end * across, y0 + end * down))


class Whole(NamedTuple):
    """The stroke of a path that cannot be taken apart."""

    path: QPainterPath
    bounds: Bounds

    def draw(self, painter: QPainter, seen: Bounds) -> None:
        """Draw it if it may be seen."""
        if meet(self.bounds, seen):
            painter.drawPath(self.path)


class Stroke:
    """The stroke of a path; what Qt needs for it is made when first drawn, near or from afar."""

    __slots__ = ("_far", "_near", "_pen", "_segments", "_width")

    def __init__(self, segments: Sequence[Segment], pen: QPen) -> None:
        self._segments = segments
        self._pen = pen
        self._width = pen.widthF()
        self._far: Whole | None = None
        self._near: Solid | Whole | list[Dash] | None = None

    def draw(self, painter: QPainter, seen: Bounds, scale: float) -> None:
        """Draw it with its pen set, at so many screen px a px; another pen may be set afterwards."""
        if self._width * scale < 1.0:
            self._whole().draw(painter, seen)
            return
        if self._near is None:
            self._near = self._taken_apart()
        if isinstance(self._near, list):
            for dash in self._near:
                dash.draw(painter, seen)
        else:
            self._near.draw(painter, seen)

    def _whole(self) -> Whole:
        if self._far is None:
            self._far = Whole(path_of(self._segments), bounds_of(self._segments, self._width))
        return self._far

    def _taken_apart(self) -> Solid | Whole | list[Dash]:
        if self._pen.dashPattern():
            return dashes_of(legs_of(self._segments), self._pen) or self._whole()
        return solid(self._segments, self._width)


def meet(one: Bounds, other: Bounds) -> bool:
    """Whether bounds overlap."""
    return one[0] <= other[2] and one[2] >= other[0] and one[1] <= other[3] and one[3] >= other[1]


def bounds_of(segments: Sequence[Segment], margin: float) -> Bounds:
    """The bounds of a path and a margin."""
    xs = [x for segment in segments for x in segment[1::2]]
    ys = [y for segment in segments for y in segment[2::2]]
    return min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin


def path_of(segments: Iterable[Segment]) -> QPainterPath:
    """Qt's path of a drawing's segments."""
    path = QPainterPath()
    for segment in segments:
        command = segment[0]
        if command == "M":
            path.moveTo(segment[1], segment[2])
        elif command == "L":
            path.lineTo(segment[1], segment[2])
        elif command == "C":
            path.cubicTo(*segment[1:])
        else:
            path.closeSubpath()
    return path


def legs_of(segments: Iterable[Segment]) -> list[Leg]:
    """The legs of a path; none where two straight ones meet, or where it is closed or empty."""
    legs: list[Leg] = []
    here: Point = (0.0, 0.0)
    for segment in segments:
        command = segment[0]
        if command == "Z" or (command == "M" and legs):
            return []
        there: Point = segment[-2:]
        if command == "C":
            legs.append((here, there, segment))
        elif command == "L" and there != here:
            if legs and legs[-1][2] is None:
                return []
            legs.append((here, there, None))
        here = there
    return legs


def rounded_rect(x: float, y: float, width: float, height: float, radius: float) -> list[Segment]:
    """The outline of a rectangle with round corners, from the beginning of its first corner on, as Qt walks it."""
    radius = min(radius, width / 2, height / 2)
    right, bottom, pull = x + width, y + height, radius * _PULL
    return [
        ("M", x, y + radius),
        ("C", x, y + pull, x + pull, y, x + radius, y),
        ("L", right - radius, y),
        ("C", right - pull, y, right, y + pull, right, y + radius),
        ("L", right, bottom - radius),
        ("C", right, bottom - pull, right - pull, bottom, right - radius, bottom),
        ("L", x + radius, bottom),
        ("C", x + pull, bottom, x, bottom - pull, x, bottom - radius),
        ("L", x, y + radius),
    ]


def solid(
    segments: Sequence[Segment], width: float, across: float = 0.0, down: float = 0.0, seen: Bounds = EVERYWHERE
) -> Solid:
    """The strokes of a path without dashes, so much further right and down, as far as they may be seen; one where it
    cannot be taken apart.
    """
    found = Solid([], [])
    lines, curves, last = found.lines, found.curves, len(segments) - 1
    x0, y0 = 0.0, 0.0
    straight = led = False
    for place, segment in enumerate(segments):
        command = segment[0]
        if command == "Z" or (command == "M" and led):
            return Solid([], [whole(segments, width, across, down)])
        x1, y1 = segment[-2] + across, segment[-1] + down
        bounds = _bounds(x0, y0, x1, y1, width)
        if command == "C":
            if meet(bounds, seen):
                path = QPainterPath()
                path.moveTo(x0, y0)
                path.cubicTo(segment[1] + across, segment[2] + down, segment[3] + across, segment[4] + down, x1, y1)
                curves.append((bounds, path))
            straight, led = False, True
        elif command == "L" and (x1 != x0 or y1 != y0):
            if straight:
                return Solid([], [whole(segments, width, across, down)])
            if meet(bounds, seen):
                lines.append((bounds, _lapped(x0, y0, x1, y1, led, place < last)))
            straight = led = True
        x0, y0 = x1, y1
    return found if led else Solid([], [whole(segments, width, across, down)])


def whole(segments: Iterable[Segment], width: float, across: float, down: float) -> tuple[Bounds, QPainterPath]:
    """Qt's path of segments that lie so much further right and down, and its bounds with a margin."""
    path = QPainterPath()
    xs: list[float] = []
    ys: list[float] = []
    for segment in segments:
        command = segment[0]
        if command == "Z":
            path.closeSubpath()
            continue
        for place in range(1, len(segment), 2):
            xs.append(segment[place] + across)
            ys.append(segment[place + 1] + down)
        if command == "M":
            path.moveTo(xs[-1], ys[-1])
        elif command == "L":
            path.lineTo(xs[-1], ys[-1])
        else:
            path.cubicTo(xs[-3], ys[-3], xs[-2], ys[-2], xs[-1], ys[-1])
    return (min(xs) - width, min(ys) - width, max(xs) + width, max(ys) + width), path


def dashes_of(legs: Sequence[Leg], pen: QPen, seen: Bounds = EVERYWHERE) -> list[Dash]:
    """Legs as far as they may be seen, with pens whose dashes begin where those before end."""
    made = []
    walked, width = 0.0, pen.widthF()
    period = sum(pen.dashPattern()) * width
    for leg in legs:
        begin, end, curve = leg
        bounds, length = _bounds(*begin, *end, width), _length(leg)
        if meet(bounds, seen):
            own = QPen(pen)
            own.setDashOffset(walked % period / width)
            short = _path(begin, curve) if curve is not None else QLineF(*begin, *end) if length < _SHORT else None
            made.append(tuple.__new__(Dash, (bounds, own, begin, end, short, length, period)))
        walked += length
    return made


def _length(leg: Leg) -> float:
    """As a pen walks; a curve's is between that of its chord and that of its control points."""
    begin, end, curve = leg
    if curve is None:
        return dist(begin, end)
    one, other = curve[1:3], curve[3:5]
    round_about = dist(begin, one) + dist(one, other) + dist(other, end)
    return (dist(begin, end) + round_about) / 2


def _bounds(x0: float, y0: float, x1: float, y1: float, margin: float) -> Bounds:
    """The bounds of a leg and a margin."""
    left, right = (x0, x1) if x0 < x1 else (x1, x0)
    top, bottom = (y0, y1) if y0 < y1 else (y1, y0)
    return left - margin, top - margin, right + margin, bottom + margin


def _path(begin: Point, curve: Segment) -> QPainterPath:
    path = QPainterPath()
    path.moveTo(*begin)
    path.cubicTo(*curve[1:])
    return path


def _lapped(x0: float, y0: float, x1: float, y1: float, at_begin: bool, at_end: bool) -> QLineF:
    """A straight leg that reaches into the curves at its ends."""
    if y0 == y1:
        across, down = (_LAP if x1 > x0 else -_LAP), 0.0
    elif x0 == x1:
        across, down = 0.0, (_LAP if y1 > y0 else -_LAP)
    else:
        lap = _LAP / dist((x0, y0), (x1, y1))
        across, down = (x1 - x0) * lap, (y1 - y0) * lap
    if at_begin:
        x0, y0 = x0 - across, y0 - down
    if at_end:
        x1, y1 = x1 + across, y1 + down
    return QLineF(x0, y0, x1, y1)


def _within(begin: float, end: float, low: float, high: float) -> tuple[float, float]:
    """From where to where a way lies within bounds, counted from its beginning."""
    if end < begin:
        begin, end, low, high = -begin, -end, -high, -low
    return max(low - begin, 0.0), min(high, end) - begin
