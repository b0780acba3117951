"""Whether a metric is where it should be: its readings, and how far one may be from the target."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from model.document import DocumentView
from model.registers import Direction, Metric, Reading

ZERO = Decimal(0)


def readings(document: DocumentView, metric: str) -> tuple[Reading, ...]:
    """The dated readings of a metric, oldest first."""
    dated = [(row.taken, row.order, row.id, row) for row in document.where(Reading, metric=metric) if row.taken]
    return tuple(row for *_, row in sorted(dated, key=lambda each: each[:3]))


def is_out(metric: Metric, value: Decimal) -> bool:
    """Whether a value is worse than the target by more than the tolerance; without a target nothing is."""
    if metric.target is None:
        return False
    short = metric.target - value if metric.direction is Direction.UP else value - metric.target
    return short > (metric.tolerance or ZERO)


def breached(document: DocumentView, metrics: Iterable[str]) -> Metric | None:
    """The first of some metrics whose latest reading is out of tolerance; None where none is."""
    for id in metrics:
        metric, taken = document.get(Metric, id), readings(document, id)
        if metric is not None and taken and is_out(metric, taken[-1].value):
            return metric
    return None
