"""A metric with its readings as a small curve: the target dashed, the bound of tolerance dotted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from model.layout.case.kit import blend, shape
from model.layout.drawing import PATH, Piece, Primitive
from model.layout.icons import circle, line
from model.layout.leaves import Tag
from model.layout.pack.data import Pairs, Trend
from model.layout.pack.grids import USUAL, pairs
from model.layout.pack.strips import Bit, Pen, Strip, shifted, stacked
from model.messages import Value

# The share of the width that facts take, and the height of a plot, in ems.
_FACTS, _PLOT = 0.42, 7.5
_DOT = 2.4


class _Plot(NamedTuple):
    """Where a plot lies, and what its axes run over."""

    x: float
    y: float
    width: float
    height: float
    days: tuple[int, int]
    low: float
    high: float

    def point(self, day: int, value: float) -> tuple[float, float]:
        """Where a value of a day lies."""
        first, last = self.days
        across = self.width * (day - first) / (last - first) if last > first else self.width / 2
        return self.x + across, self.level(value)

    def level(self, value: float) -> float:
        """How far down a value lies."""
        return self.y + self.height * (self.high - value) / (self.high - self.low)


def trend(pen: Pen, found: Trend, width: float, name: str, before: float) -> Strip:
    """The metric on one strip: its name, its facts, and its curve beside them where there are readings."""
    title = pen.words(found.title, 0.0, 0.0, width, pen.heading(3), pen.kit.colour("ink"))
    head = Strip(title.height, (Bit((title,), (Tag("H3", name),)),), marks=((found.target, 0.0),))
    facts = stacked(pairs(pen, Pairs(found.rows), width * _FACTS - pen.em, f"{name}.facts", USUAL._replace(before=0.0)))
    bits, leads = list(facts.bits), list(facts.leads)
    height = facts.height
    if found.points:
        x = width * _FACTS + pen.em
        pieces = _curve(pen, found, x, width - x)
        bits.append(Bit(tuple(pieces), (Tag("Figure", name, pen.kit.words(found.alt)),)))
        height = max(height, *(piece.y + piece.height for piece in pieces))
    body = shifted(Strip(height, tuple(bits), leads=tuple(leads)), 0.0, title.height + 2.0)
    return Strip(title.height + 2.0 + height, (*head.bits, *body.bits), before, leads=body.leads, marks=head.marks)


def _curve(pen: Pen, found: Trend, x: float, width: float) -> list[Piece]:
    kit = pen.kit
    small = kit.small()
    values = [float(point.value) for point in found.points]
    levels = [float(level) for level in (found.aim, found.bound) if level is not None]
    low, high = min(*values, *levels, values[0]), max(*values, *levels, values[0])
    air = (high - low) * 0.08 or max(abs(high) * 0.05, 1.0)
    marks = _marks(found)
    side = max(kit.width(value, kit.small(True)) for value, *_ in marks) + pen.em
    days = [point.taken.toordinal() for point in found.points]
    plot = _Plot(x, 0.4 * pen.em, width - side, _PLOT * pen.em, (days[0], days[-1]), low - air, high + air)
    ground = ((PATH, line((0.0, plot.height), (plot.width, plot.height)), None, kit.colour("card_line"), 1.0, ()),)
    pieces = [shape(ground, plot.x, plot.y, plot.width, plot.height)]
    for level, colour, dash in ((found.aim, "good", (5.0, 3.0)), (found.bound, "alert", (1.5, 2.5))):
        if level is not None:
            made = ((PATH, line((0.0, 0.0), (plot.width, 0.0)), None, kit.colour(colour), 1.1, dash),)
            pieces.append(shape(made, plot.x, plot.level(float(level)), plot.width, 1.0))
    pieces.append(_line(pen, plot, [plot.point(day, value) for day, value in zip(days, values, strict=True)]))
    pieces += _beside(pen, plot, marks)
    y = plot.y + plot.height + 0.3 * pen.em
    first, last = found.points[0].taken, found.points[-1].taken
    pieces.append(pen.words(first, plot.x, y, plot.width / 2, small, kit.colour("muted")))
    if last != first:
        half = plot.width / 2
        pieces.append(pen.words(last, plot.x + half, y, half, small, kit.colour("muted"), at_end=True))
    return pieces


def _marks(found: Trend) -> list[tuple[Value, float, str, bool]]:
    """What is written beside the plot: the latest value, the target and the bound, each at its level."""
    latest = found.points[-1].value
    marks: list[tuple[Value, float, str, bool]] = [(latest, float(latest), "ink", True)]
    if found.aim is not None:
        marks.append((found.aim, float(found.aim), "good", False))
    if found.bound is not None and found.bound != found.aim:
        marks.append((found.bound, float(found.bound), "alert", False))
    return marks


def _line(pen: Pen, plot: _Plot, points: Sequence[tuple[float, float]]) -> Piece:
    own = [(x - plot.x, y - plot.y) for x, y in points]
    ink = pen.kit.colour("badge")
    made: list[Primitive] = []
    if len(own) > 1:
        made.append((PATH, line(*own), None, ink, 1.6, ()))
    soft = blend(ink, pen.kit.colour("card"), 0.6)
    made += [(PATH, circle(x, y, _DOT), soft, None, 0.0, ()) for x, y in own[:-1]]
    made.append((PATH, circle(*own[-1], 1.4 * _DOT), ink, None, 0.0, ()))
    return shape(made, plot.x, plot.y, plot.width, plot.height)


def _beside(pen: Pen, plot: _Plot, marks: Sequence[tuple[Value, float, str, bool]]) -> list[Piece]:
    """The names of the levels at the end of the plot, pushed apart where they would lie on one another."""
    pieces: list[Piece] = []
    x = plot.x + plot.width + 0.6 * pen.em
    bottom = -1e9
    for value, level, colour, bold in sorted(marks, key=lambda mark: -mark[1]):
        style = pen.kit.small(bold)
        tall = style.size * style.line_height
        y = max(plot.level(level) - tall / 2, bottom)
        pieces.append(pen.words(value, x, y, 1e4, style, pen.kit.colour(colour)))
        bottom = y + tall
    return pieces
