"""The control chart of a metric's readings: individuals and moving range, which tells a signal from noise.

Limits are the mean of the baseline and three standard deviations to either side, the deviation being the mean moving
range of two readings / 1.128. A signal is a reading beyond a limit, or the eighth in a row on one side of the mean. Of
readings that are noise alone (normal, limits known) one in 153 on average begins a false alarm (Champ & Woodall 1987,
rules 1 and 4). Source: NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2; Wheeler 1993.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from model.document import DocumentView
from model.registers import Direction, Metric, Reading
from model.tolerance import readings

D2 = Decimal("1.128")
# Fewer readings tell no limits; more than a year of months tell them well enough.
LEAST, MOST = 5, 12
RUN = 8


class Signal(StrEnum):
    """Why a reading is more than noise."""

    BEYOND = "beyond"
    RUN = "run"


class Limits(NamedTuple):
    """Mean and natural limits of a process, told by so many readings."""

    lower: Decimal
    mean: Decimal
    upper: Decimal
    told_by: int


class Point(NamedTuple):
    """A reading on the chart; `better`: it lies on the side of the mean that is wanted."""

    reading: Reading
    signal: Signal | None
    better: bool


class Chart(NamedTuple):
    """The readings of a metric, oldest first, within the limits of its baseline."""

    limits: Limits
    points: tuple[Point, ...]

    @property
    def latest(self) -> Point:
        """The last reading."""
        return self.points[-1]


class Around(NamedTuple):
    """The readings before a day and from it on: how many, and their means (None: none)."""

    day: date
    before: int
    mean_before: Decimal | None
    after: int
    mean_after: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """How much more it is since."""
        if self.mean_before is None or self.mean_after is None:
            return None
        return self.mean_after - self.mean_before


def chart(document: DocumentView, metric: Metric) -> Chart | None:
    """The control chart of a metric; None where its baseline has too few readings to tell limits."""
    taken = readings(document, metric.id)
    until = metric.baseline_until
    base = taken[:MOST] if until is None else [row for row in taken if row.taken is not None and row.taken <= until]
    if len(base) < LEAST:
        return None
    limits = limits_of([row.value for row in base])
    found = signals(limits, [row.value for row in taken])
    up = metric.direction is Direction.UP
    points = (Point(row, signal, (row.value > limits.mean) is up) for row, signal in zip(taken, found, strict=True))
    return Chart(limits, tuple(points))


def limits_of(values: Sequence[Decimal]) -> Limits:
    """The limits that at least two values tell."""
    mean = sum(values, Decimal(0)) / len(values)
    ranges = [abs(later - earlier) for earlier, later in zip(values, values[1:], strict=False)]
    reach = 3 * (sum(ranges, Decimal(0)) / len(ranges)) / D2
    return Limits(mean - reach, mean, mean + reach, len(values))


def signals(limits: Limits, values: Sequence[Decimal]) -> list[Signal | None]:
    """Which of some values are more than noise, and why."""
    found: list[Signal | None] = []
    side, length = 0, 0
    for value in values:
        now = (value > limits.mean) - (value < limits.mean)
        length = length + 1 if now == side and now else abs(now)
        side = now
        if not limits.lower <= value <= limits.upper:
            found.append(Signal.BEYOND)
        else:
            found.append(Signal.RUN if length >= RUN else None)
    return found


def around(document: DocumentView, metric: str, day: date) -> Around:
    """A metric before a day on which something changed, and since (R29)."""
    taken = readings(document, metric)
    before = [row.value for row in taken if row.taken is not None and row.taken < day]
    after = [row.value for row in taken if row.taken is not None and row.taken >= day]
    return Around(day, len(before), _mean(before), len(after), _mean(after))


def _mean(values: Sequence[Decimal]) -> Decimal | None:
    return sum(values, Decimal(0)) / len(values) if values else None
