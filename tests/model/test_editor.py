"""The façade: what each act does to the grid, and that each is one undo step."""

from __future__ import annotations

import pytest

from model.change import Change
from model.elements import Card, Link, Mark, Role, Step
from model.errors import BugError
from model.grid import lanes, stages, steps
from model.history import Commit
from model.ids import is_id
from model.messages import message
from model.registers import Owner
from tests.model.builders import Grid, a_grid, an_editor, covered

LABEL = message("command.edit.several")


def step_titles(grid: Grid) -> list[str]:
    """The titles of the steps, first to last."""
    return [step.title for step in steps(grid.document)]


def test_a_blueprint_is_built_by_hand() -> None:
    editor = an_editor()

    stage = editor.add_stage("Renewal")
    step = editor.add_step(stage, "Pay")
    lane = editor.add_lane(Role.CUSTOMER, "Resident")
    card = editor.add_card(lane, step, "Pays by card", marks=(Mark.MOMENT_OF_TRUTH,))

    assert editor.document.need(Card, card) == Card(
        card, "a0", lane=lane, step=step, title="Pays by card", marks=(Mark.MOMENT_OF_TRUTH,)
    )
    assert [row.title for row in stages(editor.document)] == ["", "Renewal"]
    assert all(is_id(id) for id in (stage, step, lane, card))
    assert card.startswith("card_")


def test_ids_follow_the_seed() -> None:
    assert an_editor(3).add_stage() == an_editor(3).add_stage() != an_editor(4).add_stage()


def test_stages_steps_and_lanes_come_before_another() -> None:
    grid = a_grid((2, 1), (Role.CUSTOMER, Role.FRONTSTAGE))
    editor = grid.editor

    editor.add_stage("First", before=grid.stages[0])
    editor.add_step(grid.stages[0], "Between", before=grid.steps[1])
    editor.add_lane(Role.FRONTSTAGE_TECH, "Above", before=grid.lanes[1])

    assert stages(grid.document)[0].title == "First"
    assert step_titles(grid) == ["Step 1", "Between", "Step 2", "Step 3"]
    assert [lane.title for lane in lanes(grid.document)] == ["Lane customer", "Above", "Lane frontstage"]


@pytest.mark.parametrize(("place", "expected"), [(None, "ABN"), (0, "NAB"), (1, "ANB"), (9, "ABN"), (-1, "NAB")])
def test_a_card_comes_at_its_place_in_the_cell(place: int | None, expected: str) -> None:
    grid = a_grid()
    grid.card(1, 1, "A"), grid.card(1, 1, "B")

    grid.editor.add_card(grid.lanes[1], grid.steps[1], "N", place=place)

    assert "".join(grid.titles(1, 1)) == expected


@pytest.mark.parametrize(
    ("moved", "place", "expected"),
    [("A", None, "BCDA"), ("D", 0, "DABC"), ("B", 2, "ACBD"), ("CA", 1, "BCAD"), ("B", 1, "ABCD")],
)
def test_cards_move_within_a_cell(moved: str, place: int | None, expected: str) -> None:
    grid = a_grid()
    ids = {title: grid.card(1, 1, title) for title in "ABCD"}

    grid.editor.move_cards([ids[title] for title in moved], grid.lanes[1], grid.steps[1], place)

    assert "".join(grid.titles(1, 1)) == expected


def test_cards_move_to_another_cell_and_to_the_tray_in_one_step() -> None:
    grid = a_grid()
    one, two, there = grid.card(1, 0, "1"), grid.card(2, 1, "2"), grid.card(3, 3, "There")

    grid.editor.move_cards([two, one], grid.lanes[3], grid.steps[3], 0)
    assert grid.titles(3, 3) == ["2", "1", "There"]
    grid.editor.move_cards([one, there], None, None)
    assert [card.title for card in grid.document.where(Card, lane=None, step=None)] == ["1", "There"]
    grid.editor.undo()
    grid.editor.undo()

    assert (grid.titles(1, 0), grid.titles(2, 1), grid.titles(3, 3)) == (["1"], ["2"], ["There"])


def test_many_insertions_in_one_place_keep_their_order() -> None:
    grid = a_grid()
    for number in range(40):
        grid.editor.add_card(grid.lanes[0], grid.steps[0], str(number), place=1)

    assert grid.titles() == ["0", *(str(number) for number in range(39, 0, -1))]


def test_siblings_with_equal_keys_make_room() -> None:
    grid = a_grid()
    ids = sorted(grid.card(0, 0, title) for title in "AB")
    grid.editor.edit(ids, order="a5")
    before = grid.titles()

    grid.editor.add_card(grid.lanes[0], grid.steps[0], "N", place=1)

    assert grid.titles() == [before[0], "N", before[1]]
    grid.editor.undo()
    assert grid.titles() == before


def test_a_span_keeps_its_length_when_it_moves() -> None:
    grid = a_grid((5,))
    card = grid.card(1, 0)
    grid.editor.span_card(card, grid.steps[2])

    for lane, step, expected in ((2, 0, "123"), (2, 1, "234"), (2, 3, "45"), (2, 4, "5"), (2, 0, "1")):
        grid.editor.move_cards([card], grid.lanes[lane], grid.steps[step])

        assert [title[-1] for title in covered(grid, card)] == list(expected)


def test_a_card_put_in_the_tray_has_no_span() -> None:
    grid = a_grid()
    card = grid.card(1, 0)
    grid.editor.span_card(card, grid.steps[2])

    grid.editor.move_cards([card], None, None)

    assert grid.document.need(Card, card).last_step is None


@pytest.mark.parametrize(
    ("moved", "before", "expected"),
    [
        (2, None, "24"),  # a step from the middle leaves: the rest stays together
        (3, None, "23"),  # the last step leaves: the span ends before it
        (1, None, "34"),  # the first step leaves: the span begins after it
        (4, 2, "2534"),  # a step comes into the middle
        (3, 1, "423"),  # the last comes first, all still side by side
        (0, None, "234"),  # a step beside the span leaves
    ],
)
def test_a_span_holds_on_to_steps_that_stay_side_by_side(moved: int, before: int | None, expected: str) -> None:
    grid = a_grid((5,))
    card = grid.card(1, 1)
    grid.editor.span_card(card, grid.steps[3])

    grid.editor.move_step(grid.steps[moved], grid.stages[0], None if before is None else grid.steps[before])

    assert "".join(title[-1] for title in covered(grid, card)) == expected
    grid.editor.undo()
    assert "".join(title[-1] for title in covered(grid, card)) == "234"


def test_a_stage_moves_with_its_steps() -> None:
    grid = a_grid((2, 1, 1))
    card = grid.card(1, 1)
    grid.editor.span_card(card, grid.steps[2])

    grid.editor.move_stage(grid.stages[1], grid.stages[0])

    assert step_titles(grid) == ["Step 3", "Step 1", "Step 2", "Step 4"]
    assert covered(grid, card) == ["Step 2"]


def test_a_step_moves_to_another_stage() -> None:
    grid = a_grid((2, 2))

    grid.editor.move_step(grid.steps[0], grid.stages[1], grid.steps[3])

    assert step_titles(grid) == ["Step 2", "Step 3", "Step 1", "Step 4"]
    assert grid.document.need(Step, grid.steps[0]).stage == grid.stages[1]


def test_a_lane_moves_within_its_band() -> None:
    grid = a_grid(roles=(Role.BACKSTAGE, Role.BACKSTAGE_TECH, Role.BACKSTAGE, Role.SUPPORT))

    grid.editor.move_lane(grid.lanes[2], grid.lanes[0])
    grid.editor.move_lane(grid.lanes[0])

    assert [lane.id for lane in lanes(grid.document)] == [grid.lanes[n] for n in (2, 1, 0, 3)]


def test_moving_before_itself_is_nothing() -> None:
    grid = a_grid()
    before = grid.document.revision

    grid.editor.move_step(grid.steps[0], grid.stages[0], grid.steps[0])
    grid.editor.move_stage(grid.stages[0], grid.stages[0])
    grid.editor.move_lane(grid.lanes[0], grid.lanes[0])

    assert grid.document.revision == before


def test_one_edit_sets_fields_of_many_in_one_step() -> None:
    grid = a_grid()
    owner = grid.editor.add(Owner, name="Digital")
    ids = [grid.card(0, n) for n in range(3)]

    grid.editor.edit(ids, owner=owner, notes="n")
    assert {grid.document.need(Card, id).owner for id in ids} == {owner}
    grid.editor.undo()

    assert {grid.document.need(Card, id).owner for id in ids} == {None}


def test_rename_takes_the_title_or_the_name() -> None:
    grid = a_grid()
    owner = grid.editor.add(Owner, name="Comms")

    grid.editor.rename(owner, "Digital")
    grid.editor.rename(grid.steps[0], "Pay")

    assert grid.document.need(Owner, owner).name == "Digital"
    assert grid.document.need(Step, grid.steps[0]).title == "Pay"


def test_text_loses_what_no_file_can_hold() -> None:
    grid = a_grid()

    card = grid.card(0, 0, "a\x00b\ud800\r\nc\td\u200f")

    assert grid.document.need(Card, card).title == "ab\nc\td\u200f"


def test_a_link_is_reversed() -> None:
    grid = a_grid()
    one, two = grid.card(), grid.card()
    link = grid.editor.add_link(one, two, label="sends")

    grid.editor.reverse_link(link)

    assert grid.document.need(Link, link) == Link(link, "a0", source=two, target=one, label="sends")


def test_a_group_is_one_step_told_once() -> None:
    grid = a_grid()
    changes: list[Change] = []
    commits: list[Commit] = []
    grid.document.changed.connect(changes.append)
    grid.editor.history.committed.connect(commits.append)
    before = list(grid.document.rows())

    with grid.editor.group(LABEL):
        owner = grid.editor.add(Owner, name="Digital")
        with grid.editor.group(message("command.add.card")):
            card = grid.card(0, 0, "A")
        grid.editor.edit(card, owner=owner)
        grid.editor.delete([grid.card(0, 0, "B")])

    assert len(changes) == len(commits) == 1
    assert changes[0].label == LABEL
    assert {delta.id for delta in changes[0].deltas} == {owner, card}
    after = list(grid.document.rows())
    grid.editor.undo()
    assert list(grid.document.rows()) == before
    grid.editor.redo()
    assert list(grid.document.rows()) == after


def test_a_group_that_fails_leaves_nothing() -> None:
    grid = a_grid()
    changes: list[Change] = []
    grid.document.changed.connect(changes.append)
    before = list(grid.document.rows())

    with pytest.raises(ZeroDivisionError), grid.editor.group(LABEL):
        grid.card(0, 0, "A")
        grid.editor.delete([grid.steps[0]])
        raise ZeroDivisionError

    assert list(grid.document.rows()) == before
    assert changes == []
    assert grid.editor.history.can_undo is None
    grid.card(0, 0, "B")
    assert len(changes) == 1


def test_a_group_without_acts_is_nothing() -> None:
    grid = a_grid()

    with grid.editor.group(LABEL):
        grid.editor.rename(grid.steps[0], "Step 1")

    assert grid.editor.history.can_undo is None


def test_undo_within_a_group_is_a_bug() -> None:
    grid = a_grid()

    with pytest.raises(BugError), grid.editor.group(LABEL):
        grid.editor.undo()
