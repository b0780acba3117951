"""The readings of a metric as charts show them: within their limits, against target and tolerance, round changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from model.analysis.metrics import by_stage
from model.document import DocumentView
from model.improvements import Improvement, ImprovementStatus, StatusChange
from model.layout.curves import Dot, Sign, Spark
from model.messages import Message, Value, message
from model.named import NamedTuple
from model.registers import Direction, Metric
from model.tolerance import is_out, readings

if TYPE_CHECKING:
    from model.analysis.control import Chart, Point
    from model.layout.case.control import Control

# So many of the latest readings a spark shows, and so many sparks a head: more metrics nobody watches (R44).
LATEST, SPARKS = 24, 3


class Turn(NamedTuple):
    """A day on which an improvement was to move a metric, and what it is called."""

    day: date
    words: Message


def turns(document: DocumentView, metric: str) -> tuple[Turn, ...]:
    """When the improvements of a metric went live and were measured, as far as their days are kept, by day."""
    found = []
    for row in document.where(Improvement, metric=metric):
        found += [
            Turn(change.dated, message("trend.live", name=row.name))
            for change in document.where(StatusChange, improvement=row.id)
            if change.status is ImprovementStatus.LIVE and change.dated is not None
        ]
        if row.measured_on is not None:
            found.append(Turn(row.measured_on, message("trend.measured", name=row.name)))
    return tuple(sorted(found, key=lambda each: each.day))


def control_of(document: DocumentView, metric: Metric) -> Control:
    """A metric's readings with all that they are held against."""
    from model.analysis.control import chart
    from model.layout.case.control import Control, Level, Look, Moment

    found = chart(document, metric)
    taken = readings(document, metric.id)
    dots = _dots(found) if found is not None else tuple(Dot(_day(row.taken), row.value) for row in taken)
    levels: list[Level] = []
    if taken:
        levels.append(Level(Look.LATEST, taken[-1].value, taken[-1].value))
    for look, value in (
        (Look.TARGET, metric.target),
        (Look.BOUND, _bound(metric)),
        (Look.MEAN, None if found is None else _rounded(found.limits.mean, metric, taken[-1].value)),
        (Look.BASELINE, metric.baseline),
    ):
        if value is not None:
            levels.append(Level(look, value, message(f"trend.level.{look.value}", value=value)))
    limits = None if found is None else (found.limits.lower, found.limits.upper)
    return Control(dots, tuple(levels), limits, tuple(Moment(*turn) for turn in turns(document, metric.id)))


def said_of(document: DocumentView, metric: Metric) -> tuple[Message, ...]:
    """What the chart shows in words: signals, what tells the limits, and before and after each change."""
    from model.analysis.control import LEAST, around, chart

    found = chart(document, metric)
    lines = []
    if found is None:
        lines.append(message("trend.no_limits", least=LEAST))
    else:
        limits = found.limits
        lower, upper = (_rounded(value, metric, found.latest.reading.value) for value in (limits.lower, limits.upper))
        lines.append(message("trend.limits", n=limits.told_by, lower=lower, upper=upper))
        signals = [point for point in found.points if point.signal is not None]
        lines.append(message("trend.signals", n=len(signals)) if signals else message("trend.noise"))
    for turn in turns(document, metric.id):
        told = around(document, metric.id, turn.day)
        if told.mean_before is not None and told.mean_after is not None:
            latest = readings(document, metric.id)[-1].value
            before, after = (_rounded(value, metric, latest) for value in (told.mean_before, told.mean_after))
            lines.append(message("trend.around", what=turn.words, day=turn.day, before=before, after=after))
    return tuple(lines)


def sparks(document: DocumentView) -> Mapping[str, tuple[Spark, ...]]:
    """By stage, the readings of its first metrics that have two or more."""
    found = {}
    for stage, metrics in by_stage(document).items():
        made = [made for metric in metrics if (made := spark_of(document, metric)) is not None]
        if made:
            found[stage] = tuple(made[:SPARKS])
    return found


def spark_of(document: DocumentView, metric: Metric) -> Spark | None:
    """The latest readings of a metric as a small curve; None where there are fewer than two."""
    taken = readings(document, metric.id)[-LATEST:]
    if len(taken) < 2:
        return None
    latest = taken[-1]
    sign = Sign.WORSE if is_out(metric, latest.value) else Sign.NOISE
    if sign is Sign.NOISE and metric.target is not None and _reached(metric, latest.value):
        sign = Sign.BETTER
    dots = [Dot(_day(row.taken), row.value) for row in taken]
    dots[-1] = dots[-1]._replace(sign=sign)
    value: Value = message("sheet.measure", amount=latest.value, unit=metric.unit) if metric.unit else latest.value
    return Spark(tuple(dots), message(f"trend.spark.{sign.value}", name=metric.name, value=value))


def _reached(metric: Metric, value: Decimal) -> bool:
    assert metric.target is not None
    return value >= metric.target if metric.direction is Direction.UP else value <= metric.target


def _dots(found: Chart) -> tuple[Dot, ...]:
    return tuple(Dot(_day(point.reading.taken), point.reading.value, _sign(point)) for point in found.points)


def _sign(point: Point) -> Sign:
    if point.signal is None:
        return Sign.NOISE
    return Sign.BETTER if point.better else Sign.WORSE


def _day(taken: date | None) -> date:
    assert taken is not None
    return taken


def _bound(metric: Metric) -> Decimal | None:
    if metric.target is None or not metric.tolerance:
        return None
    return metric.target + (metric.tolerance if metric.direction is Direction.DOWN else -metric.tolerance)


def _rounded(value: Decimal, metric: Metric, latest: Decimal) -> Decimal:
    """What was worked out, to one place more than readings and target have, and no zeros behind."""
    exponents = (each.as_tuple().exponent for each in (latest, metric.target or latest))
    places = 1 + max(0, *(-each for each in exponents if isinstance(each, int)))
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded.normalize()
