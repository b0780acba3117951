"""What-if scenarios: what is supposed holds in an overlay alone, and what cannot be is refused (R39, R40, R58, R62)."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from exporters.json_format import write
from model.analysis.case import case
from model.analysis.impact import impact
from model.analysis.partitions import rounded
from model.analysis.scenarios import compare, overlay, row_of
from model.editor import Refused
from model.elements import Card, Step
from model.errors import KnownError
from model.improvements import (
    Improvement,
    ScenarioEdit,
    Uncertainty,
)
from model.texts import Texts
from tests.model.builders import Grid
from tests.model.supposing import a_service


def why(grid: Grid, scenario: str) -> str:
    """Why a scenario cannot be, in words."""
    with pytest.raises(KnownError) as caught:
        overlay(grid.document, scenario)
    return Texts()(caught.value.message)


def an_edit(grid: Grid, scenario: str, element: str, field: str, value: str) -> None:
    """An edit as a file from elsewhere may hold it."""
    grid.editor.add(ScenarioEdit, scenario=scenario, element=element, field=field, value=value)


def test_what_a_scenario_sets_holds_in_the_overlay_alone() -> None:
    grid, ids = a_service()
    grid.editor.suppose(ids["scenario"], ids["papers"], work_minutes=Decimal(4), title="Registry check")
    before = write(grid.document)

    found = overlay(grid.document, ids["scenario"])

    assert found.need(Card, ids["papers"]).work_minutes == 4
    assert found.need(Card, ids["papers"]).title == "Registry check"
    assert write(grid.document) == before


def test_setting_a_field_again_replaces_what_was_supposed() -> None:
    grid, ids = a_service()
    grid.editor.suppose(ids["scenario"], ids["papers"], work_minutes=Decimal(4))

    grid.editor.suppose(ids["scenario"], ids["papers"], work_minutes=Decimal(3))

    (edit,) = grid.document.where(ScenarioEdit, scenario=ids["scenario"])
    assert json.loads(edit.value) == "3"
    grid.editor.undo()
    assert overlay(grid.document, ids["scenario"]).need(Card, ids["papers"]).work_minutes == 4


def test_a_removed_step_takes_along_what_deleting_it_would() -> None:
    grid, ids = a_service()
    grid.editor.suppose_without(ids["scenario"], grid.steps[1])

    found = overlay(grid.document, ids["scenario"])

    assert grid.steps[1] not in found
    assert not {ids["papers"], ids["link"], ids["use"], ids["fail"], ids["rework"]} & {row.id for row in found.rows()}
    assert row_of(grid.document, ids["scenario"]).elsewhere.cards == ()


def test_a_card_can_be_moved_before_its_step_is_removed() -> None:
    grid, ids = a_service()
    grid.editor.suppose(ids["scenario"], ids["papers"], step=grid.steps[0])
    grid.editor.suppose_without(ids["scenario"], grid.steps[1])

    found = overlay(grid.document, ids["scenario"])

    assert found.need(Card, ids["papers"]).step == grid.steps[0]


def test_a_scenario_is_compared_in_money_work_time_steps_and_hand_offs() -> None:
    grid, ids = a_service()
    grid.editor.edit(ids["scenario"], improvements=(ids["fix"],))
    grid.editor.suppose(ids["scenario"], ids["papers"], work_minutes=Decimal(4), owner=ids["desk"])

    base, row = compare(grid.document)
    assert base.figures is not None and row.figures is not None
    difference = row.figures.less(base.figures)

    # 1,000 calls of 8.00 and 1,000 checks of 10.00; 100 failures at 20.00.
    assert (base.figures.serve, base.figures.failure, base.figures.outlay) == (18000, 2000, 20000)
    # Checks are 4 minutes of the desk, at 40 an hour; half the failures fall away.
    assert difference.serve == rounded(Decimal(1000) * 4 * 40 / 60) - 10000
    assert difference.failure == -1000
    assert (row.figures.once, row.figures.running) == (300, 120)
    earned = case(grid.document, (ids["fix"],))
    assert earned is not None and row.figures.npv == rounded(earned.npv)
    assert (base.figures.npv, base.figures.once, base.figures.running) == (0, 0, 0)
    # 12 and 10 minutes for each of 1,000.
    assert base.figures.each == 22 and difference.each == -6 and difference.hours == -100
    assert base.figures.elapsed == 12 + 5 + 30 + 10 and difference.elapsed == -6
    assert (difference.steps, base.figures.hand_offs, difference.hand_offs) == (0, 1, -1)
    assert set(row.owners) == {ids["desk"], ids["office"]}


def test_effects_elsewhere_are_what_lies_downstream() -> None:
    grid, ids = a_service()
    grid.editor.suppose(ids["scenario"], ids["call"], work_minutes=Decimal(3))

    row = row_of(grid.document, ids["scenario"])

    assert row.elsewhere.cards == (ids["papers"],)
    assert row.owners == (ids["desk"],)


def test_what_stops_fails_every_time_and_no_improvement_helps() -> None:
    grid, ids = a_service()
    grid.editor.edit(ids["scenario"], improvements=(ids["fix"],))
    grid.editor.suppose_stopped(ids["scenario"], ids["registry"])

    row = row_of(grid.document, ids["scenario"])

    assert row.stopped == (ids["papers"],)
    assert row.figures is not None
    assert row.figures.failure == impact(grid.document, [ids["registry"]]).exposure == 20000
    assert row.figures.npv is not None and row.figures.npv < -300


def test_a_change_of_volume_keeps_the_drop_off_of_each_step() -> None:
    grid, ids = a_service()
    grid.editor.edit(grid.steps[0], customers_out=800)
    grid.editor.edit(grid.steps[1], customers_out=600)
    grid.editor.suppose(ids["scenario"], grid.document.blueprint.id, volume=501)

    found = overlay(grid.document, ids["scenario"])

    # 501 x 0.8 = 400.8, and of these three quarters.
    assert found.need(Step, grid.steps[0]).customers_out == 401
    assert found.need(Step, grid.steps[1]).customers_out == 301


def test_a_step_that_goes_loses_nobody() -> None:
    grid, ids = a_service()
    grid.editor.edit(grid.steps[0], customers_out=800)
    grid.editor.edit(grid.steps[1], customers_out=600)
    grid.editor.suppose_without(ids["scenario"], grid.steps[0])

    assert overlay(grid.document, ids["scenario"]).need(Step, grid.steps[1]).customers_out == 750


def test_a_number_that_is_set_is_no_longer_uncertain() -> None:
    grid, ids = a_service()
    for element, field in ((ids["fail"], "rate"), (ids["rework"], "unit_cost")):
        grid.editor.add(Uncertainty, element=element, field=field, low=Decimal("0.05"))
    grid.editor.suppose(ids["scenario"], ids["fail"], rate=Decimal("0.01"))

    (left,) = overlay(grid.document, ids["scenario"]).where(Uncertainty)

    assert left.element == ids["rework"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("colour", '"red"', "colour"),
        ("work_minutes", '"many"', "work_minutes"),
        ("work_minutes", "7", "work_minutes"),
        ("work_minutes", "{", "work_minutes"),
        ("work_minutes", '"-1"', "below zero"),
        ("order", '"a1"', "order"),
        ("step", '"nowhere"', "step"),
        ("kind", '"thing"', "kind"),
        ("title", "null", "title"),
    ],
)
def test_an_edit_that_cannot_be_names_scenario_and_field(field: str, value: str, said: str) -> None:
    grid, ids = a_service()
    an_edit(grid, ids["scenario"], ids["papers"], field, value)

    words = why(grid, ids["scenario"])

    assert "What if" in words and "Papers" in words and field in words and said in words


def test_a_reference_to_another_kind_is_refused() -> None:
    grid, ids = a_service()
    an_edit(grid, ids["scenario"], ids["papers"], "owner", json.dumps(ids["registry"]))

    assert "owner" in why(grid, ids["scenario"])


def test_a_field_set_to_two_values_is_refused() -> None:
    grid, ids = a_service()
    an_edit(grid, ids["scenario"], ids["papers"], "work_minutes", '"4"')
    an_edit(grid, ids["scenario"], ids["papers"], "work_minutes", '"5"')

    assert "two values" in why(grid, ids["scenario"])


def test_setting_what_another_edit_removes_is_refused() -> None:
    grid, ids = a_service()
    grid.editor.suppose(ids["scenario"], ids["papers"], work_minutes=Decimal(4))
    grid.editor.suppose_without(ids["scenario"], grid.steps[1])

    assert "takes that away" in why(grid, ids["scenario"])


def test_setting_what_is_already_removed_is_refused() -> None:
    grid, ids = a_service()
    grid.editor.suppose_without(ids["scenario"], ids["papers"])
    grid.editor.suppose(ids["scenario"], ids["papers"], work_minutes=Decimal(4))

    assert "has removed" in why(grid, ids["scenario"])


def test_stopping_what_another_edit_removes_is_refused() -> None:
    grid, ids = a_service()
    grid.editor.suppose_stopped(ids["scenario"], ids["registry"])
    grid.editor.suppose_without(ids["scenario"], ids["registry"])

    assert "Registry" in why(grid, ids["scenario"])


def test_the_rate_of_what_stops_cannot_be_set() -> None:
    grid, ids = a_service()
    grid.editor.suppose(ids["scenario"], ids["fail"], rate=Decimal("0.2"))
    grid.editor.suppose_stopped(ids["scenario"], ids["registry"])

    assert "rate" in why(grid, ids["scenario"])


def test_an_improvement_that_is_on_cannot_be_removed() -> None:
    grid, ids = a_service()
    grid.editor.edit(ids["scenario"], improvements=(ids["fix"],))
    grid.editor.suppose_without(ids["scenario"], ids["fix"])

    assert "improvements" in why(grid, ids["scenario"])


@pytest.mark.parametrize("tie", ["excludes", "requires"])
def test_improvements_that_cannot_be_together_are_refused(tie: str) -> None:
    grid, ids = a_service()
    other = grid.editor.add(Improvement, name="Other", **{tie: (ids["fix"],)})
    on = (other, ids["fix"]) if tie == "excludes" else (other,)
    grid.editor.edit(ids["scenario"], improvements=on)

    words = why(grid, ids["scenario"])

    assert "Other" in words and "Ask the registry" in words
    row = compare(grid.document)[1]
    assert row.figures is None and row.why is not None


def test_the_editor_refuses_what_no_scenario_can_hold() -> None:
    grid, ids = a_service()
    acts: list[Any] = [
        lambda: grid.editor.suppose(ids["scenario"], ids["papers"], work_minutes=Decimal(-1)),
        lambda: grid.editor.suppose(ids["scenario"], ids["scenario"], name="Me"),
        lambda: grid.editor.suppose(ids["scenario"], "gone", name="Me"),
        lambda: grid.editor.suppose(ids["scenario"], ids["papers"], owner=ids["registry"]),
        lambda: grid.editor.suppose_without(ids["scenario"], grid.document.blueprint.id),
        lambda: grid.editor.suppose_without(ids["scenario"], ids["scenario"]),
        lambda: grid.editor.suppose_stopped(ids["scenario"], grid.steps[0]),
        lambda: grid.editor.suppose_stopped("gone", ids["registry"]),
    ]
    before = write(grid.document)

    for act in acts:
        with pytest.raises(Refused) as caught:
            act()
        assert Texts()(caught.value.message)

    assert write(grid.document) == before
