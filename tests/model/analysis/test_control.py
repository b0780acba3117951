"""The control chart against a published example, a slow reference on random series, and its rate of false alarms."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest

from model.analysis.control import LEAST, RUN, Limits, Signal, around, chart, limits_of, signals
from model.editor import Editor
from model.registers import Direction, Metric, Reading
from tests.model.builders import an_editor

# Ten flow rates of NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: mean 50.81, limits 45.8159 and 55.8041.
FLOW = [Decimal(tenths).scaleb(-1) for tenths in (496, 476, 499, 513, 478, 512, 526, 524, 536, 521)]
START = date(2025, 1, 31)


def measured(values: list[Decimal], **metric: object) -> tuple[Editor, Metric]:
    """A metric with a reading a week."""
    editor = an_editor()
    id = editor.add(Metric, name="Flow", **metric)
    for week, value in enumerate(values):
        editor.add(Reading, metric=id, taken=START + timedelta(weeks=week), value=value)
    return editor, editor.document.need(Metric, id)


def test_limits_are_those_of_the_published_example() -> None:
    limits = limits_of(FLOW)

    assert (round(limits.lower, 4), limits.mean, round(limits.upper, 4)) == (
        *(Decimal("45.8159"), Decimal("50.81"), Decimal("55.8041")),
    )


def test_a_reading_beyond_a_limit_is_a_signal_and_one_within_is_noise() -> None:
    until = START + timedelta(weeks=9)
    values = [*FLOW, Decimal("55.8"), Decimal("55.81")]
    editor, metric = measured(values, direction=Direction.DOWN, baseline_until=until)

    found = chart(editor.document, metric)

    assert found is not None
    assert [point.signal for point in found.points] == [*[None] * 11, Signal.BEYOND]
    assert (found.limits.told_by, found.latest.better) == (10, False)


def test_the_eighth_in_a_row_on_one_side_is_a_signal() -> None:
    limits = limits_of([Decimal(9), Decimal(11)] * 3)

    found = signals(limits, [Decimal("10.5")] * 9)

    assert found == [*[None] * 7, Signal.RUN, Signal.RUN]
    assert signals(limits, [*[Decimal("10.5")] * 7, Decimal(10), Decimal("10.5")]) == [None] * 9


def test_too_few_readings_tell_no_limits() -> None:
    editor, metric = measured(FLOW[: LEAST - 1])

    assert chart(editor.document, metric) is None


def test_without_a_baseline_the_first_twelve_readings_are_it() -> None:
    editor, metric = measured([*FLOW, *FLOW])

    found = chart(editor.document, metric)

    assert found is not None
    assert found.limits == limits_of([*FLOW, *FLOW[:2]])


def slow(values: list[Decimal], base: int) -> tuple[tuple[float, float, float], list[str]]:
    """Limits and signals word for word, each reading looked at with all before it."""
    first = [float(value) for value in values[:base]]
    mean = sum(first) / base
    moving = [abs(b - a) for a, b in pairwise(first)]
    sigma = sum(moving) / len(moving) / 1.128
    out = []
    for index, value in enumerate(values):
        last = [float(each) for each in values[max(0, index - RUN + 1) : index + 1]]
        if not mean - 3 * sigma - 1e-9 <= float(value) <= mean + 3 * sigma + 1e-9:
            out.append("beyond")
        elif len(last) == RUN and (all(x > mean + 1e-9 for x in last) or all(x < mean - 1e-9 for x in last)):
            out.append("run")
        else:
            out.append("")
    return (mean - 3 * sigma, mean, mean + 3 * sigma), out


@pytest.mark.parametrize("seed", range(200))
def test_random_series_agree_with_the_slow_way(seed: int) -> None:
    draw = Random(seed)
    drift = draw.choice((0, 0, 1))
    values = [Decimal(draw.randint(0, 40) + drift * week).scaleb(-1) for week in range(draw.randint(LEAST, 60))]
    base = draw.randint(LEAST, len(values))

    limits = limits_of(values[:base])

    wanted, marks = slow(values, base)
    assert [float(each) for each in limits[:3]] == pytest.approx(wanted)
    assert [signal or "" for signal in signals(limits, values)] == marks


def test_noise_alone_begins_a_false_alarm_once_in_153_readings() -> None:
    """Standard normal readings within known limits, each series to its first signal: Champ & Woodall 1987, 152.7."""
    draw, runs = Random(20261126), 400
    limits = Limits(Decimal(-3), Decimal(0), Decimal(3), 0)
    waited = 0
    for _ in range(runs):
        series = [Decimal(repr(draw.gauss(0, 1))) for _ in range(1500)]
        waited += next(place for place, signal in enumerate(signals(limits, series), 1) if signal)

    assert waited / runs == pytest.approx(152.7, rel=0.1)


def test_a_metric_before_a_day_and_since() -> None:
    """Five readings of 10 before the day and five of 7 from it on: three less."""
    editor, metric = measured([Decimal(10)] * 5 + [Decimal(7)] * 5)

    found = around(editor.document, metric.id, START + timedelta(weeks=5))

    assert found == (START + timedelta(weeks=5), 5, Decimal(10), 5, Decimal(7))
    assert found.difference == Decimal(-3)
