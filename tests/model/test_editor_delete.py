"""Deleting: what goes along, what is cleared, what shrinks; undo restores it exactly."""

from __future__ import annotations

import pytest

from model.elements import Card, Lane, LinkKind, Stage, Translation
from model.registers import Consequence, Cost, FailPoint, Owner, Source, System
from tests.model.builders import a_grid, covered


def test_deleting_a_card_takes_along_all_that_is_its_own() -> None:
    grid = a_grid()
    editor = grid.editor
    card, other = grid.card(1, 0, "A"), grid.card(2, 0, "B")
    system = editor.add(System, name="PermitDB")
    use = editor.use_system(card, system)
    link = editor.add_link(other, card, LinkKind.NEEDS)
    fail_point = editor.add(FailPoint, card=card)
    consequence = editor.add(Consequence, fail_point=fail_point)
    cost = editor.add(Cost, subject=card)
    words = editor.add(Translation, element=card, field="title", language="de", text="Zahlt")
    elsewhere = editor.add(FailPoint, card=other)
    handled = editor.add(Consequence, fail_point=elsewhere, handled_by=card)
    before = list(grid.document.rows())

    goes = {row.id for row in editor.goes_with([card])}
    editor.delete([card])

    assert goes == {use, link, fail_point, consequence, cost, words}
    assert not any(id in grid.document for id in {card, *goes})
    assert system in grid.document
    assert grid.document.need(Consequence, handled).handled_by is None
    editor.undo()
    assert list(grid.document.rows()) == before


def test_deleting_an_owner_or_source_clears_what_named_it() -> None:
    grid = a_grid()
    owner = grid.editor.add(Owner, name="Digital")
    one, two = (grid.editor.add(Source, name=name) for name in ("Log", "Survey"))
    card = grid.editor.add_card(grid.lanes[0], grid.steps[0], "A", owner=owner, sources=(one, two))
    grid.editor.edit(grid.lanes[0], owner=owner)

    assert grid.editor.goes_with([owner, one]) == ()
    grid.editor.delete([owner, one])

    assert grid.document.need(Card, card).owner is None
    assert grid.document.need(Card, card).sources == (two,)
    assert grid.document.need(Lane, grid.lanes[0]).owner is None
    grid.editor.undo()
    assert grid.document.need(Card, card).sources == (one, two)


def test_deleting_a_lane_or_a_stage_takes_its_cards() -> None:
    grid = a_grid((2, 2))
    in_lane, in_stage, stays = grid.card(0, 3), grid.card(1, 0), grid.card(1, 3)

    grid.editor.delete([grid.lanes[0]])
    assert in_lane not in grid.document
    goes = {row.id for row in grid.editor.goes_with([grid.stages[0]])}
    grid.editor.delete([grid.stages[0]])

    assert goes == {*grid.steps[:2], in_stage}
    assert stays in grid.document


@pytest.mark.parametrize(
    ("gone", "expected"), [({1}, "34"), ({3}, "23"), ({2}, "24"), ({1, 2}, "4"), ({1, 3}, "3"), ({0, 4}, "234")]
)
def test_a_span_shrinks_when_steps_are_deleted(gone: set[int], expected: str) -> None:
    grid = a_grid((5,))
    card = grid.card(1, 1)
    grid.editor.span_card(card, grid.steps[3])
    before = list(grid.document.rows())
    ids = [grid.steps[place] for place in gone]

    assert grid.editor.goes_with(ids) == ()
    grid.editor.delete(ids)

    assert "".join(title[-1] for title in covered(grid, card)) == expected
    grid.editor.undo()
    assert list(grid.document.rows()) == before


def test_a_span_goes_with_the_last_of_its_steps() -> None:
    grid = a_grid((5,))
    card, other = grid.card(1, 1), grid.card(2, 4)
    grid.editor.span_card(card, grid.steps[3])
    link = grid.editor.add_link(other, card)

    goes = {row.id for row in grid.editor.goes_with(grid.steps[1:4])}
    grid.editor.delete(grid.steps[1:4])

    assert goes == {card, link}
    assert card not in grid.document
    assert other in grid.document


def test_a_stage_stays_when_another_is_deleted() -> None:
    grid = a_grid((1, 1))
    grid.editor.edit(grid.stages[1], loops_to=grid.stages[0])

    grid.editor.delete([grid.stages[0]])

    assert grid.document.need(Stage, grid.stages[1]).loops_to is None
