"""What the field knows of its metrics: which way is better, and whether they tell early (R30)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from model.record import Record
from model.registers import METRIC_LIBRARY, Metric


def as_known(row: Record, said: Collection[str]) -> Record:
    """A metric that has just become one of the field's, with that one's direction, unless it was said otherwise."""
    if not isinstance(row, Metric) or "kind" not in said or row.kind not in METRIC_LIBRARY:
        return row
    direction, leading = METRIC_LIBRARY[row.kind]
    row = row if "direction" in said else replace(row, direction=direction)
    return row if "leading" in said else replace(row, leading=leading)
