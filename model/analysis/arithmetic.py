"""Arithmetic on figures of one kind: `Decimal` where they are exact, arrays of floats where they are draws.

None is what has not been said, and whatever needs it is None too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

# A Decimal, or a float or array of floats where `number` is float.
Number = Any


def product(*values: Number) -> Number:
    """All multiplied."""
    found = values[0]
    for value in values[1:]:
        if found is None or value is None:
            return None
        found = found * value
    return found


def divided(left: Number, right: Number) -> Number:
    """A quotient; None where there is nothing to divide by, and where only some draws have nothing, those are left."""
    return None if left is None or right is None or not is_any(right) else left / (right + (right == 0))


def added(values: Iterable[Number], zero: Number) -> Number:
    """All added; None where one is."""
    total = zero
    for value in values:
        if value is None:
            return None
        total = total + value
    return total


def known(value: Number, other: Number) -> Number:
    """A figure, or another where it has not been said."""
    return other if value is None else value


def is_any(value: Number) -> bool:
    """Whether a number, or any of an array, is not zero."""
    found = value != 0
    return bool(found if isinstance(found, bool) else found.any())
