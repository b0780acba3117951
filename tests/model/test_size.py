"""Past 15 steps, or 10 cards of a lane in a stage, a soft word (R48)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from model.elements import Role
from model.size import too_much
from tests.model.builders import Grid, a_grid


@pytest.mark.parametrize(("steps", "warns"), [(15, False), (16, True)])
def test_at_fifteen_steps_it_is_silent_and_at_sixteen_it_warns(steps: int, warns: bool) -> None:
    grid = a_grid(stages=(8, steps - 8))

    assert [each.id for each in too_much(grid.document)] == (["size.steps"] if warns else [])


def in_one_step(grid: Grid) -> None:
    grid.card(1, 1)


def in_another_step_of_the_stage(grid: Grid) -> None:
    grid.card(1, 0)


def in_another_stage(grid: Grid) -> None:
    grid.card(1, 2)


@pytest.mark.parametrize(
    ("eleventh", "warns"), [(in_one_step, True), (in_another_step_of_the_stage, True), (in_another_stage, False)]
)
def test_the_eleventh_card_of_a_lane_in_a_stage_warns(eleventh: Callable[[Grid], None], warns: bool) -> None:
    grid = a_grid()
    for _ in range(10):
        grid.card(1, 1)
    assert not list(too_much(grid.document))

    eleventh(grid)

    assert [dict(each.parameters).get("n") for each in too_much(grid.document)] == ([11] if warns else [])


def test_what_stands_beside_the_lanes_does_not_count() -> None:
    grid = a_grid(roles=(Role.CUSTOMER, Role.NOTES))
    for _ in range(12):
        grid.card(1, 0)
    assert not list(too_much(grid.document))
