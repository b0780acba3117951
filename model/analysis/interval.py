"""Arithmetic on ranges: what a figure can be at most and at least while some improvements are undecided."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.analysis.arithmetic import Number


class Interval:
    """From `low` to `high`, both floats or arrays of them. Every result holds all that its parts can make."""

    __slots__ = ("high", "low")
    # numpy leaves operations with an Interval to it.
    __array_ufunc__ = None

    def __init__(self, low: Number, high: Number) -> None:
        self.low, self.high = low, high

    def __add__(self, other: Any) -> Interval:
        low, high = _ends(other)
        return Interval(self.low + low, self.high + high)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __sub__(self, other: Any) -> Interval:
        low, high = _ends(other)
        return Interval(self.low - high, self.high - low)

    def __rsub__(self, other: Any) -> Interval:
        low, high = _ends(other)
        return Interval(low - self.high, high - self.low)

    def __mul__(self, other: Any) -> Interval:
        low, high = _ends(other)
        ends = (self.low * low, self.low * high, self.high * low, self.high * high)
        lower = np.minimum(np.minimum(ends[0], ends[1]), np.minimum(ends[2], ends[3]))
        upper = np.maximum(np.maximum(ends[0], ends[1]), np.maximum(ends[2], ends[3]))
        return Interval(lower, upper)

    def __truediv__(self, other: Any) -> Interval:
        """By what is surely not zero."""
        low, high = _ends(other)
        return self * Interval(1.0 / high, 1.0 / low)

    __radd__, __rmul__ = __add__, __mul__

    def __ne__(self, other: object) -> bool:
        return bool(np.any(self.low != other) or np.any(self.high != other))


def least(left: Number, right: Number) -> Number:
    """The smaller of two numbers or ranges."""
    if not isinstance(left, Interval) and not isinstance(right, Interval):
        return np.minimum(left, right)
    (low, high), (other_low, other_high) = _ends(left), _ends(right)
    return Interval(np.minimum(low, other_low), np.minimum(high, other_high))


def _ends(value: Any) -> tuple[Any, Any]:
    return (value.low, value.high) if isinstance(value, Interval) else (value, value)
