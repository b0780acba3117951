"""How the metrics stand: their latest readings, whether these are in tolerance, and which stage they belong to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from model.analysis.reviews import cadence_of, is_within
from model.document import DocumentView
from model.elements import Card, Stage, Step
from model.named import NamedTuple
from model.registers import Direction, Metric, Reading
from model.tolerance import is_out, readings

__all__ = ["Standing", "Status", "Trend", "by_stage", "is_out", "readings", "stage_of", "status"]


class Standing(StrEnum):
    """How a metric stands. `unread`: no reading; `stale`: none within the review cadence; `out`: beyond tolerance."""

    GOOD = "good"
    OUT = "out"
    STALE = "stale"
    UNREAD = "unread"


class Trend(StrEnum):
    """Which way the last two readings went, by the metric's direction."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"


class Status(NamedTuple):
    """A metric's latest reading (None: unread), how it stands, and the trend (None: fewer than two readings)."""

    latest: Reading | None
    standing: Standing
    trend: Trend | None


def status(document: DocumentView, metric: Metric, today: date) -> Status:
    """How a metric stands on a day."""
    taken = readings(document, metric.id)
    if not taken:
        return Status(None, Standing.UNREAD, None)
    latest = taken[-1]
    trend = _trend(metric, taken[-2].value, latest.value) if len(taken) > 1 else None
    if is_out(metric, latest.value):
        return Status(latest, Standing.OUT, trend)
    fresh = is_within(latest.taken, today, cadence_of(document))
    return Status(latest, Standing.GOOD if fresh else Standing.STALE, trend)


def _trend(metric: Metric, before: Decimal, now: Decimal) -> Trend:
    if before == now:
        return Trend.SAME
    return Trend.BETTER if (now > before) == (metric.direction is Direction.UP) else Trend.WORSE


def stage_of(document: DocumentView, metric: Metric) -> str | None:
    """The stage whose metric it is: its subject, or the stage of the step or card that is; None: of the whole."""
    subject = document.find(metric.subject)
    if isinstance(subject, Card):
        subject = document.get(Step, subject.step)
    if isinstance(subject, Step):
        return subject.stage
    return subject.id if isinstance(subject, Stage) else None


def by_stage(document: DocumentView) -> dict[str, tuple[Metric, ...]]:
    """The metrics of each stage that has some, in their order."""
    found: dict[str, list[Metric]] = {}
    for metric in document.where(Metric):
        stage = stage_of(document, metric)
        if stage is not None:
            found.setdefault(stage, []).append(metric)
    return {stage: tuple(metrics) for stage, metrics in found.items()}
