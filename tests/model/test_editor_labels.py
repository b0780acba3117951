"""What the Edit menu calls each act."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from model.elements import Role
from model.kinds import kinds
from model.registers import Owner
from model.texts import Texts
from tests.model.builders import Grid, a_grid

ACTS: dict[str, Callable[[Grid, str, str, str], object]] = {
    "Add stage": lambda grid, *_: grid.editor.add_stage(),
    "Add card": lambda grid, *_: grid.card(),
    "Add owner": lambda grid, *_: grid.editor.add(Owner),
    "Add link": lambda grid, one, two, _: grid.editor.add_link(two, one),
    "Reverse link": lambda grid, _, __, link: grid.editor.reverse_link(link),
    "Rename card": lambda grid, one, *_: grid.editor.rename(one, "x"),
    "Change owner of 2 cards": lambda grid, one, two, _: grid.editor.edit(
        [one, two], owner=grid.editor.add(Owner, name="x")
    ),
    "Change notes of card": lambda grid, one, *_: grid.editor.edit(one, notes="x"),
    "Change card": lambda grid, one, *_: grid.editor.edit(one, answered=True, promise="x"),
    "Change link": lambda grid, _, __, link: grid.editor.edit(link, label="x"),
    "Change elements": lambda grid, one, *_: grid.editor.edit([one, grid.steps[0]], notes="x"),
    "Rename step": lambda grid, *_: grid.editor.rename(grid.steps[0], "x"),
    "Move card": lambda grid, one, *_: grid.editor.move_cards([one], None, None),
    "Move 2 cards": lambda grid, one, two, _: grid.editor.move_cards([one, two], None, None),
    "Move step": lambda grid, *_: grid.editor.move_step(grid.steps[0], grid.stages[1]),
    "Move stage": lambda grid, *_: grid.editor.move_stage(grid.stages[0]),
    "Move lane": lambda grid, *_: grid.editor.move_lane(grid.lanes[0]),
    "Change the steps of a card": lambda grid, one, *_: grid.editor.span_card(one, grid.steps[1]),
    "Delete card": lambda grid, one, *_: grid.editor.delete([one]),
    "Delete 2 cards": lambda grid, one, two, _: grid.editor.delete([one, two]),
    "Delete 2 elements": lambda grid, one, _, link: grid.editor.delete([one, link]),
}


@pytest.mark.parametrize("label", ACTS)
def test_every_act_is_called_by_its_name_in_the_menu(label: str) -> None:
    grid = a_grid(roles=(Role.BACKSTAGE, Role.BACKSTAGE))
    one, two = grid.card(), grid.card()
    link = grid.editor.add_link(one, two)

    ACTS[label](grid, one, two, link)

    done = grid.editor.history.can_undo
    assert done is not None
    assert Texts()(done.label) == label


def test_every_kind_of_record_has_its_labels() -> None:
    words = Texts()
    for kind in kinds():
        assert f"command.edit.{kind.table}" in words
        if kind.name != "Blueprint":
            assert f"command.add.{kind.table}" in words
            assert f"command.delete.{kind.table}" in words
        if any(field.name in ("title", "name") for field in kind.fields):
            assert f"command.rename.{kind.table}" in words
