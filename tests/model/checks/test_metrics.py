"""Metrics: each rule is silent on what is right, and fires once it is not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from model.elements import Review
from model.registers import Direction, Metric, Objective, Reading
from tests.model.builders import Grid, a_grid
from tests.model.checks.support import BACK, cannot, named, said, validate


def a_metric(grid: Grid, name: str, **fields: Any) -> str:
    return grid.editor.add(Metric, name=name, **fields)


def test_metrics_none() -> None:
    # Three stages: one has a metric of its own, one through a step of it, one has none; one has no steps to measure.
    grid = a_grid((1, 1, 1, 0))
    a_metric(grid, "CES", subject=grid.stages[0])
    a_metric(grid, "NPS", subject=grid.steps[1])
    assert named(grid, "metrics.none") == []

    validate(grid)

    assert named(grid, "metrics.none") == [(grid.stages[2],)]


def test_metrics_too_many() -> None:
    # R44: at three silent, at four it warns; a metric of a card counts for its stage.
    grid = a_grid()
    ids = [a_metric(grid, str(number), subject=grid.stages[0]) for number in range(2)]
    ids.append(a_metric(grid, "2", subject=grid.card(BACK, 1)))
    assert named(grid, "metrics.too_many") == []

    ids.append(a_metric(grid, "3", subject=grid.steps[0]))

    assert named(grid, "metrics.too_many") == [(grid.stages[0], *sorted(ids))]
    assert said(grid, "metrics.too_many") == [("found", {"n": 4, "most": 3})]


def test_metrics_lagging() -> None:
    # R44: a stage whose two metrics both tell late, until one of them tells early.
    grid = a_grid()
    ids = [a_metric(grid, name, subject=grid.stages[0]) for name in ("NPS", "Churn")]
    assert named(grid, "metrics.lagging") == [(grid.stages[0], *sorted(ids))]

    grid.editor.edit(ids[0], leading=True)

    assert named(grid, "metrics.lagging") == []


@pytest.mark.parametrize(("check", "guardrail"), [("metrics.out", False), ("metrics.guardrail", True)])
def test_metrics_out_and_guardrail(check: str, guardrail: bool) -> None:
    # Target 80, tolerance 5, more is better: 75 is within, 74.9 is out. The other way round, 85 is and 85.1 is not.
    grid = a_grid()
    metric = a_metric(grid, "m", target=Decimal(80), tolerance=Decimal(5), guardrail=guardrail)
    grid.editor.add(Reading, metric=metric, taken=date(2026, 9, 1), value=Decimal(10))
    reading = grid.editor.add(Reading, metric=metric, taken=date(2026, 10, 1), value=Decimal(75))
    assert named(grid, check) == []

    grid.editor.edit(reading, value=Decimal("74.9"))
    assert named(grid, check) == [(metric,)]
    assert said(grid, check) == [("found", {"value": Decimal("74.9"), "target": Decimal(80)})]

    grid.editor.edit(metric, direction=Direction.DOWN)
    assert named(grid, check) == []
    grid.editor.edit(reading, value=Decimal("85.1"))
    assert named(grid, check) == [(metric,)]


def test_metrics_signal() -> None:
    # Usual: 10 and 12 in turn, mean 11, moving range 2: limits 11 -+ 3 x 2 / 1.128 = 5.68 and 16.32. More is worse.
    grid = a_grid()
    metric = a_metric(grid, "Waits", direction=Direction.DOWN, baseline_until=date(2025, 6, 30))
    for month in range(1, 7):
        grid.editor.add(Reading, metric=metric, taken=date(2025, month, 1), value=Decimal(10 + month % 2 * 2))
    latest = grid.editor.add(Reading, metric=metric, taken=date(2026, 1, 1), value=Decimal("16.3"))
    assert named(grid, "metrics.signal") == []

    grid.editor.edit(latest, value=Decimal("16.4"))
    assert named(grid, "metrics.signal") == [(metric,)]
    assert said(grid, "metrics.signal") == [("found", {"value": Decimal("16.4"), "mean": Decimal("11.00"), "n": 8})]

    grid.editor.edit(metric, direction=Direction.UP)
    assert named(grid, "metrics.signal") == []
    grid.editor.edit(metric, direction=Direction.DOWN)
    grid.editor.edit(latest, value=Decimal("11.5"))
    for day in range(2, 9):
        grid.editor.add(Reading, metric=metric, taken=date(2026, 1, day), value=Decimal("11.5"))
    assert said(grid, "metrics.signal") == [("run", {"value": Decimal("11.5"), "mean": Decimal("11.00"), "n": 8})]


def test_metrics_unread() -> None:
    # Reviewed on 1 October: a reading of that day counts, one of 30 September does not.
    grid = a_grid()
    metric = a_metric(grid, "CES", target=Decimal(80))
    a_metric(grid, "No target")
    assert cannot(grid, "metrics.unread") == [{}]

    grid.editor.add(Review, blueprint="blueprint_1", held=date(2026, 10, 1))
    reading = grid.editor.add(Reading, metric=metric, taken=date(2026, 9, 30))
    assert cannot(grid, "metrics.unread") == []
    assert named(grid, "metrics.unread") == [(metric,)]

    grid.editor.edit(reading, taken=date(2026, 10, 1))
    assert named(grid, "metrics.unread") == []


def test_metrics_orphan() -> None:
    # R21: of three metrics one has a subject, one an objective, one neither.
    grid = a_grid()
    a_metric(grid, "CES", subject=grid.stages[0])
    wanted, orphan = a_metric(grid, "NPS"), a_metric(grid, "Churn")
    objective = grid.editor.add(Objective, name="Loyalty", metrics=(wanted,))

    assert named(grid, "metrics.orphan") == [(orphan,)]

    grid.editor.edit(objective, metrics=(wanted, orphan))
    assert named(grid, "metrics.orphan") == []
