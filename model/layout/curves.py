"""What curves of readings are made of: dots with their signs, and a curve so small that it has no axes.

Signals are told by shape as well as colour: a triangle worse, a diamond better.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from model.layout.drawing import PATH, Box, Primitive, Segment
from model.layout.icons import circle, line, polygon
from model.layout.theme import Theme
from model.messages import Message
from model.named import NamedTuple


class Sign(StrEnum):
    """What a reading is: noise, or a signal."""

    NOISE = "noise"
    BETTER = "better"
    WORSE = "worse"


class Dot(NamedTuple):
    """One reading."""

    day: date
    value: Decimal
    sign: Sign = Sign.NOISE


class Spark(NamedTuple):
    """The readings of a metric as a small curve, the last with its sign, and in words how it stands."""

    dots: tuple[Dot, ...]
    words: Message


def spark_colours(theme: Theme) -> Mapping[str, str]:
    """The colours of small curves in a theme."""
    usual, better, worse = (theme.colour(name) for name in ("muted", "good", "alert"))
    return {"line": usual, Sign.NOISE: usual, Sign.BETTER: better, Sign.WORSE: worse}


def spark(dots: Sequence[Dot], place: Box, colours: Mapping[str, str]) -> list[Primitive]:
    """Readings as a line without axes, the last with its sign. `colours`: of the `line`, and of each sign."""
    x, y, width, height = place
    values = [float(dot.value) for dot in dots]
    low, high = min(values), max(values)
    span = high - low or 1.0
    first, length = dots[0].day.toordinal(), (dots[-1].day - dots[0].day).days or 1
    middle = height / 2 if high == low else 0.0
    points = [
        (x + width * (dot.day.toordinal() - first) / length, y + middle + (high - value) / span * (height - 2 * middle))
        for dot, value in zip(dots, values, strict=True)
    ]
    last = dots[-1]
    made: list[Primitive] = [(PATH, line(*points), None, colours["line"], 1.3, ())] if len(points) > 1 else []
    made.append((PATH, sign_at(last.sign, *points[-1], 2.0, 3.6), colours[last.sign.value], None, 0.0, ()))
    return made


def sign_at(which: Sign, x: float, y: float, radius: float, size: float) -> tuple[Segment, ...]:
    """Noise is a dot, worse a triangle, better a diamond."""
    if which is Sign.NOISE:
        return circle(x, y, radius)
    if which is Sign.BETTER:
        return polygon((x, y - size), (x + size, y), (x, y + size), (x - size, y))
    return polygon((x, y - size), (x + size, y + 0.8 * size), (x - size, y + 0.8 * size))
