"""Structure: each rule is silent on what is right, and fires once it is not."""

from __future__ import annotations

import pytest

from model.elements import AskedBy, CardKind, LinkKind, Role
from model.registers import Owner
from tests.model.builders import a_grid
from tests.model.checks.support import BACK, CUSTOMER, FRONT, findings, named, said


def test_structure_empty_stage() -> None:
    grid = a_grid((2, 0))
    assert named(grid, "structure.empty_stage") == [(grid.stages[1],)]

    grid.editor.add_step(grid.stages[1], "Last")

    assert named(grid, "structure.empty_stage") == []


def test_structure_empty_stage_that_is_the_only_one_cannot_be_deleted() -> None:
    (found,) = findings(a_grid((0,)), "structure.empty_stage")

    assert found.fix is None


def test_structure_empty_step() -> None:
    # Four steps: a card spans the first three, so that only the last is empty.
    grid = a_grid()
    grid.editor.span_card(grid.card(BACK), grid.steps[2])

    assert named(grid, "structure.empty_step") == [(grid.steps[3],)]

    grid.card(CUSTOMER, 3)
    assert named(grid, "structure.empty_step") == []


def test_structure_empty_lane() -> None:
    grid = a_grid(roles=(Role.CUSTOMER, Role.BACKSTAGE, Role.EMOTION))
    grid.card(0)

    assert named(grid, "structure.empty_lane") == [(grid.lanes[1],)]

    grid.card(1)
    assert named(grid, "structure.empty_lane") == []


def test_structure_gap() -> None:
    # Six steps, the customer acts in the first and the fifth: three empty in a row; then also in the third.
    grid = a_grid((3, 3))
    first, _ = grid.card(CUSTOMER, 0), grid.card(CUSTOMER, 4)
    assert named(grid, "structure.gap") == [(grid.lanes[CUSTOMER], *grid.steps[1:4])]

    third = grid.card(CUSTOMER, 2)
    assert named(grid, "structure.gap") == []

    grid.editor.delete([third])
    grid.editor.span_card(first, grid.steps[1])
    assert named(grid, "structure.gap") == []


@pytest.mark.parametrize("kind", [LinkKind.FLOW, LinkKind.ESCALATION])
def test_structure_backwards(kind: LinkKind) -> None:
    # Steps 1 and 2 are one stage, step 3 the next: back within the stage is no matter, back from step 3 is.
    grid = a_grid()
    first, second, third = (grid.card(BACK, step) for step in range(3))
    grid.editor.add_link(second, first, kind)
    grid.editor.add_link(first, third, kind)
    assert named(grid, "structure.backwards") == []

    back = grid.editor.add_link(third, second, kind)
    assert named(grid, "structure.backwards") == [(back,)]

    grid.editor.edit(back, label="Papers missing")
    assert named(grid, "structure.backwards") == []


def test_structure_double() -> None:
    # Cards of one cell, steps and owners; the same card in another cell is no double.
    grid = a_grid()
    one, _, other = grid.card(BACK, 0, "Checks"), grid.card(BACK, 1, "Checks"), grid.card(BACK, 0, "checks ")
    assert named(grid, "structure.double") == [(one, other)]
    grid.editor.delete([other])
    assert named(grid, "structure.double") == []

    grid.editor.rename(grid.steps[1], "Step 1")
    owners = [grid.editor.add(Owner, name=name) for name in ("Desk", "DESK")]
    assert sorted(named(grid, "structure.double")) == sorted([tuple(sorted(grid.steps[:2])), tuple(sorted(owners))])
    assert {words for words, _ in said(grid, "structure.double")} == {"heads", "entries"}


def test_structure_long_text() -> None:
    # A card may have 140 characters, a head 60.
    grid = a_grid()
    card = grid.card(BACK, 0, "x" * 140)
    grid.editor.rename(grid.steps[0], "x" * 60)
    assert named(grid, "structure.long_text") == []

    grid.editor.rename(card, "x" * 141)
    grid.editor.rename(grid.steps[0], "x" * 61)

    assert sorted(named(grid, "structure.long_text")) == sorted([(card,), (grid.steps[0],)])


def test_structure_tray() -> None:
    grid = a_grid()
    assert named(grid, "structure.tray") == []

    waiting = [grid.editor.add_card(None, None, title) for title in "ab"]

    assert named(grid, "structure.tray") == [tuple(sorted(waiting))]
    assert said(grid, "structure.tray") == [("found", {"n": 2})]


def test_structure_customer_and_team_questions() -> None:
    # R55: in the first stage one open question of the customers and two of the team, in the second an answered one.
    grid = a_grid()

    def ask(step: int, asked_by: AskedBy, answered: bool = False) -> str:
        question = {"kind": CardKind.QUESTION, "asked_by": asked_by, "answered": answered}
        return grid.editor.add_card(grid.lanes[FRONT], grid.steps[step], "Why?", **question)

    theirs = ask(0, AskedBy.CUSTOMER)
    ours = [ask(0, AskedBy.TEAM), ask(1, AskedBy.TEAM)]
    ask(2, AskedBy.TEAM, answered=True)

    assert named(grid, "structure.customer_question") == [(theirs, grid.stages[0])]
    assert named(grid, "structure.team_question") == [(*ours, grid.stages[0])]

    grid.editor.edit([theirs, *ours], answered=True)
    assert named(grid, "structure.customer_question") == named(grid, "structure.team_question") == []


def test_structure_steps() -> None:
    # R48: at 15 silent, at 16 it warns.
    grid = a_grid((15,))
    assert named(grid, "structure.steps") == []

    grid.editor.add_step(grid.stages[0], "16")

    assert said(grid, "structure.steps") == [("found", {"n": 16, "most": 15})]


def test_structure_cards() -> None:
    # R48: at 10 cards of a lane in a stage silent, at 11 it warns; other stages and lanes do not count.
    grid = a_grid()
    for number in range(10):
        grid.card(BACK, number % 2, str(number))
    for lane, step in ((BACK, 2), (FRONT, 0)):
        grid.card(lane, step)
    assert named(grid, "structure.cards") == []

    grid.card(BACK, 1, "11")

    assert named(grid, "structure.cards") == [(grid.lanes[BACK], grid.stages[0])]
