"""The readings of a metric as a curve: within the limits of what is usual, against what is wanted, round changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from model.layout.case.kit import Drawn, Kit, blend, shape, text_piece
from model.layout.curves import Dot, Sign, sign_at
from model.layout.drawing import PATH, RECT, Piece, Primitive
from model.layout.icons import line
from model.messages import Value

# In ems: the plot, what is written above and below it, and the air between names of levels.
_PLOT, _LINE, _AIR = 7.5, 1.5, 0.6
_DOT, _SIGN = 0.19, 0.42


class Look(StrEnum):
    """What a level stands for."""

    LATEST = "latest"
    TARGET = "target"
    BOUND = "bound"
    MEAN = "mean"
    BASELINE = "baseline"


class Level(NamedTuple):
    """A value that readings are held against, and what it is called."""

    look: Look
    value: Decimal
    words: Value


class Moment(NamedTuple):
    """A day on which something changed, and what it is called."""

    day: date
    words: Value


class Control(NamedTuple):
    """A metric's readings, oldest first, and what they are held against; `limits`: between them is what is usual."""

    dots: tuple[Dot, ...]
    levels: tuple[Level, ...]
    limits: tuple[Decimal, Decimal] | None = None
    moments: tuple[Moment, ...] = ()


class _Plot(NamedTuple):
    """Where a plot lies, and what its axes run over."""

    x: float
    y: float
    width: float
    height: float
    first: int
    last: int
    low: float
    high: float

    def across(self, day: date) -> float:
        """How far across a day lies."""
        if self.last == self.first:
            return self.width / 2
        return self.width * (day.toordinal() - self.first) / (self.last - self.first)

    def level(self, value: Decimal) -> float:
        """How far down a value lies."""
        return self.height * (self.high - float(value)) / (self.high - self.low)

    def point(self, dot: Dot) -> tuple[float, float]:
        """Where a reading lies."""
        return self.across(dot.day), self.level(dot.value)


_COLOURS = {Look.LATEST: "ink", Look.TARGET: "good", Look.BOUND: "alert", Look.MEAN: "muted", Look.BASELINE: "muted"}
_DASHES: dict[Look, tuple[float, ...]] = {
    Look.TARGET: (5.0, 3.0),
    Look.BOUND: (1.5, 2.5),
    Look.MEAN: (),
    Look.BASELINE: (1.0, 4.0),
}


def control_chart(kit: Kit, found: Control, width: float) -> Drawn:
    """The curve with its levels named beside it; nothing where there is no reading."""
    if not found.dots:
        return Drawn((), 0.0)
    side = max(kit.width(level.words, kit.small(True)) for level in found.levels) + 2 * _AIR * kit.em
    days = [found.dots[0].day, found.dots[-1].day]
    moments = [moment for moment in found.moments if days[0] <= moment.day <= days[1]]
    top = (_LINE * len(moments) if moments else 0.4) * kit.em
    low, high = _range(found)
    plot = _Plot(
        0.0, top, max(width - side, kit.em), _PLOT * kit.em, days[0].toordinal(), days[1].toordinal(), low, high
    )
    pieces = [_ground(kit, plot, found)]
    for place, moment in enumerate(moments):
        pieces += _moment(kit, plot, moment, place * _LINE * kit.em)
    pieces += [_curve(kit, plot, found.dots), *_names(kit, plot, found.levels)]
    y = plot.y + plot.height + 0.3 * kit.em
    small, muted = kit.small(), kit.colour("muted")
    pieces.append(text_piece(kit, days[0], plot.x, y, plot.width / 2, small, muted))
    if days[1] != days[0]:
        half = plot.width / 2
        pieces.append(text_piece(kit, days[1], plot.x + half, y, half, small, muted, at_end=True))
    return Drawn(tuple(pieces), max(piece.y + piece.height for piece in pieces))


def _range(found: Control) -> tuple[float, float]:
    """From below the lowest to above the highest of all that is drawn."""
    values = [*(dot.value for dot in found.dots), *(level.value for level in found.levels), *(found.limits or ())]
    low, high = float(min(values)), float(max(values))
    air = (high - low) * 0.08 or max(abs(high) * 0.05, 1.0)
    return low - air, high + air


def _ground(kit: Kit, plot: _Plot, found: Control) -> Piece:
    """What is usual as a band, the levels as lines, and the foot."""
    made: list[Primitive] = []
    if found.limits is not None:
        upper, lower = plot.level(found.limits[1]), plot.level(found.limits[0])
        tint = blend(kit.colour("badge"), kit.colour("card"), 0.09)
        edge = blend(kit.colour("badge"), kit.colour("card"), 0.35)
        made.append((RECT, 0.0, upper, plot.width, max(lower - upper, 0.5), 0.0, tint, None, 0.0, ()))
        made += [(PATH, line((0.0, y), (plot.width, y)), None, edge, 0.8, ()) for y in (upper, lower)]
    made.append((PATH, line((0.0, plot.height), (plot.width, plot.height)), None, kit.colour("card_line"), 1.0, ()))
    for level in found.levels:
        if level.look is not Look.LATEST:
            y, wide = plot.level(level.value), 0.8 if level.look is Look.MEAN else 1.1
            colour = kit.colour(_COLOURS[level.look])
            made.append((PATH, line((0.0, y), (plot.width, y)), None, colour, wide, _DASHES[level.look]))
    return shape(made, plot.x, plot.y, plot.width, plot.height)


def _moment(kit: Kit, plot: _Plot, moment: Moment, y: float) -> list[Piece]:
    """A day as a line down through the plot, its words above it."""
    x = plot.x + plot.across(moment.day)
    ink = kit.colour("ink")
    wide = min(kit.width(moment.words, kit.small()) + 1.0, plot.width)
    start = min(max(x - wide / 2, plot.x), plot.x + plot.width - wide)
    words = text_piece(kit, moment.words, start, y, wide, kit.small(), ink)
    top = y + words.height
    down = plot.y + plot.height - top
    return [words, shape(((PATH, line((0.5, 0.0), (0.5, down)), None, ink, 1.0, (3.0, 3.0)),), x - 0.5, top, 1.0, down)]


def _curve(kit: Kit, plot: _Plot, dots: Sequence[Dot]) -> Piece:
    points = [plot.point(dot) for dot in dots]
    ink = kit.colour("badge")
    made: list[Primitive] = [(PATH, line(*points), None, ink, 1.6, ())] if len(points) > 1 else []
    colours = {Sign.NOISE: blend(ink, kit.colour("card"), 0.6), Sign.BETTER: kit.colour("good")}
    colours[Sign.WORSE] = kit.colour("alert")
    last = len(dots) - 1
    for place, (dot, (x, y)) in enumerate(zip(dots, points, strict=True)):
        colour = ink if place == last and dot.sign is Sign.NOISE else colours[dot.sign]
        radius = (1.4 if place == last else 1.0) * _DOT * kit.em
        made.append((PATH, sign_at(dot.sign, x, y, radius, _SIGN * kit.em), colour, None, 0.0, ()))
    return shape(made, plot.x, plot.y, plot.width, plot.height)


def _names(kit: Kit, plot: _Plot, levels: Sequence[Level]) -> list[Piece]:
    """The names of the levels at the end of the plot, pushed apart where they would lie on one another."""
    pieces: list[Piece] = []
    x = plot.x + plot.width + _AIR * kit.em
    bottom = -1e9
    for level in sorted(levels, key=lambda each: -each.value):
        style = kit.small(level.look is Look.LATEST)
        tall = style.size * style.line_height
        y = max(plot.y + plot.level(level.value) - tall / 2, bottom)
        pieces.append(text_piece(kit, level.words, x, y, 1e4, style, kit.colour(_COLOURS[level.look])))
        bottom = y + tall
    return pieces
