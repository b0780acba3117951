"""The curve of cumulated cash, month by month, with the month in which it is paid back; and where the draws lie."""

from __future__ import annotations

from math import ceil, floor, log10
from typing import NamedTuple

from model.layout.case.data import Curve, Spread
from model.layout.case.kit import FIGURE, Drawn, Kit, blend, shape, text_piece
from model.layout.drawing import PATH, RECT, Layer, Piece, Primitive
from model.layout.icons import circle, line, polygon

# Heights in ems: the plot, and the strip above it where the payback is named.
_PLOT, _STRIP = 11.0, 1.9
_TICKS = 4
_YEAR = 12
_SPREAD_BAR, _TINT = 1.1, 0.3


class _Plot(NamedTuple):
    """A plot's place, and what a month and an amount are long."""

    x: float
    y: float
    width: float
    height: float
    months: int
    low: float
    high: float

    def point(self, month: float, amount: float) -> tuple[float, float]:
        """Where an amount of a month lies."""
        across = self.width * month / max(self.months, 1)
        return self.x + across, self.y + self.height * (self.high - amount) / (self.high - self.low)


def cash_curve(kit: Kit, curve: Curve, figure: str, width: float) -> Drawn:
    """The curve with its axes; the curve opens one figure, the payback another."""
    values = [float(value) for value in curve.values]
    ticks = nice_ticks(min(0.0, *values), max(0.0, *values))
    labels = [kit.texts.number(tick) for tick in ticks]
    side = max(kit.width(label, kit.small()) for label in labels) + 0.6 * kit.em
    strip = _STRIP * kit.em if curve.payback is not None else 0.6 * kit.em
    wide = max(width - side - 0.5 * kit.em, kit.em)
    plot = _Plot(side, strip, wide, _PLOT * kit.em, len(values) - 1, float(ticks[0]), float(ticks[-1]))
    pieces = [*_axis(kit, plot, list(map(float, ticks)), labels), *_months(kit, plot, curve)]
    pieces.append(_line(kit, plot, values, figure, kit.words(curve.month)))
    if curve.payback is not None:
        pieces += _payback(kit, plot, values, curve, width)
    return Drawn(tuple(pieces), strip + plot.height + 2.0 * kit.em)


def nice_ticks(low: float, high: float) -> list[int]:
    """A few round whole numbers from at or below the lowest to at or above the highest."""
    span = max(high - low, 1.0)
    raw = span / _TICKS
    power = 10.0 ** floor(log10(raw))
    step = max(1, round(power * next(each for each in (1, 2, 2.5, 5, 10) if raw <= each * power * 1.000001)))
    first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    return [place * step for place in range(first, last + 1)]


def _axis(kit: Kit, plot: _Plot, ticks: list[float], labels: list[str]) -> list[Piece]:
    pieces = []
    small, tall = kit.small(), kit.small().size * kit.small().line_height
    for tick, label in zip(ticks, labels, strict=True):
        _, y = plot.point(0, tick)
        zero = tick == 0
        colour = kit.colour("card_line" if zero else "grid")
        made: Primitive = (PATH, line((0.0, 0.5), (plot.width, 0.5)), None, colour, 1.2 if zero else 0.8, ())
        pieces.append(shape((made,), plot.x, y - 0.5, plot.width, 1.0))
        room = plot.x - 0.5 * kit.em
        pieces.append(text_piece(kit, label, 0.0, y - tall / 2, room, small, kit.colour("muted"), at_end=True))
    return pieces


def _months(kit: Kit, plot: _Plot, curve: Curve) -> list[Piece]:
    """The months under the plot, a year apart, as far as they have room; the last says what they are."""
    pieces, small = [], kit.small()
    y = plot.y + plot.height + 0.4 * kit.em
    caption = text_piece(kit, curve.month, plot.x, y, plot.width, small, kit.colour("muted"), at_end=True)
    last = caption.x - kit.em
    free = plot.x - kit.em
    for month in range(0, plot.months + 1, _YEAR):
        x, _ = plot.point(month, 0.0)
        wide = kit.width(month, small)
        start = x - wide / 2
        if start < free or start + wide > last:
            continue
        pieces.append(text_piece(kit, month, start, y, wide + 1.0, small, kit.colour("muted")))
        free = start + wide + 0.6 * kit.em
    return [*pieces, caption]


def _line(kit: Kit, plot: _Plot, values: list[float], figure: str, text: str) -> Piece:
    points = [plot.point(month, value) for month, value in enumerate(values)]
    points = [(x - plot.x, y - plot.y) for x, y in points]
    zero = plot.point(0, 0.0)[1] - plot.y
    area = polygon((points[0][0], zero), *points, (points[-1][0], zero))
    ink = kit.colour("badge")
    made = (
        (PATH, area, blend(ink, kit.colour("card"), 0.12), None, 0.0, ()),
        (PATH, line(*points), None, ink, 2.0, ()),
    )
    return Piece(Layer.CARD, FIGURE if figure else "shape", figure, plot.x, plot.y, plot.width, plot.height, made, text)


def _payback(kit: Kit, plot: _Plot, values: list[float], curve: Curve, width: float) -> list[Piece]:
    """A ring on the curve, and a dashed line up to its words in the strip above."""
    assert curve.payback is not None
    month, words = curve.payback
    x, y = plot.point(month, values[month])
    good, radius = kit.colour("good"), 0.42 * kit.em
    wide = kit.width(words, kit.style(True))
    start = min(max(x - wide / 2, plot.x), max(width - wide, 0.0))
    label = text_piece(kit, words, start, 0.0, width, kit.style(True), good, figure="payback")
    top = label.height
    made = (
        (PATH, line((radius, 0.0), (radius, y - top - radius)), None, good, 1.2, (3.0, 3.0)),
        (PATH, circle(radius, y - top, radius), kit.colour("card"), good, 2.0, ()),
    )
    mark = Piece(Layer.CARD, "shape", "", x - radius, top, 2 * radius, y - top + radius, made)
    return [label, mark]


def spread(kit: Kit, found: Spread, width: float) -> Drawn:
    """A bar from the tenth that is lowest to the tenth that is highest, with the middle, on a line that shows zero."""
    low, high = float(found.low), float(found.high)
    left, right = min(low, 0.0), max(high, 0.0)
    scale = width / (right - left) if right > left else 0.0
    edges = [(float(amount) - left) * scale for amount in (found.low, found.middle, found.high)]
    tall, zero = _SPREAD_BAR * kit.em, -left * scale
    ink = kit.colour("badge")
    wide = max(edges[2] - edges[0], 2.0)
    made = (
        (PATH, line((0.0, tall / 2), (width, tall / 2)), None, kit.colour("card_line"), 1.0, ()),
        (RECT, edges[0], 0.15 * tall, wide, 0.7 * tall, 3.0, blend(ink, kit.colour("card"), _TINT), ink, 1.0, ()),
        (PATH, line((edges[1], 0.0), (edges[1], tall)), None, ink, 2.4, ()),
        (PATH, line((zero, 0.0), (zero, tall)), None, kit.colour("muted"), 1.2, (2.0, 2.0)),
    )
    pieces = [shape(made, 0.0, 0.0, width, tall)]
    y = tall + 0.3 * kit.em
    caption = text_piece(kit, found.zero, 0.0, y, width, kit.small(), kit.colour("muted"))
    caption = caption._replace(x=min(max(zero - caption.width / 2, 0.0), width - caption.width))
    pieces.append(caption)
    y += caption.height + 0.3 * kit.em
    for name in found.names:
        piece = text_piece(kit, name.words, 0.0, y, width, kit.style(), kit.colour("text"), figure=name.figure, lines=2)
        pieces.append(piece)
        y += piece.height + 0.2 * kit.em
    return Drawn(tuple(pieces), y - 0.2 * kit.em)
