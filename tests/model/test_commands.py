"""Commands are pure: the same document gives the same Change, and is left as it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from model.change import Change
from model.commands.add import add, add_card, siblings_of
from model.commands.delete import delete, goes_with
from model.commands.draft import Draft
from model.commands.fields import reverse_link, set_fields
from model.commands.move import move_cards, move_lane, move_stage, move_step, span_card
from model.commands.ordering import keys_at, position_before
from model.document import DocumentView
from model.elements import Card, CardSystem, Lane, Link, Role, Stage, Step
from model.errors import BugError
from model.messages import message
from model.registers import Owner, System
from tests.model.builders import Grid, a_grid

LABEL = message("command.edit.several")
Command = Callable[[Grid, str, str, str], Change]
COMMANDS: dict[str, Command] = {
    "add": lambda grid, *_: add(grid.document, Owner("owner_1", name="Digital")),
    "add_card": lambda grid, *_: add_card(grid.document, Card("c", lane=grid.lanes[0], step=grid.steps[0]), 0),
    "set_fields": lambda grid, one, two, _: set_fields(grid.document, [one, two], {"notes": "n"}),
    "reverse_link": lambda grid, _, __, link: reverse_link(grid.document, link),
    "move_cards": lambda grid, one, two, _: move_cards(grid.document, [two, one], grid.lanes[1], grid.steps[2], None),
    "move_step": lambda grid, *_: move_step(grid.document, grid.steps[0], grid.stages[1], None),
    "move_stage": lambda grid, *_: move_stage(grid.document, grid.stages[0], None),
    "move_lane": lambda grid, *_: move_lane(grid.document, grid.lanes[0], None),
    "span_card": lambda grid, one, *_: span_card(grid.document, one, grid.steps[2]),
    "delete": lambda grid, one, *_: delete(grid.document, [one, grid.steps[1]]),
}


def a_busy_grid() -> tuple[Grid, str, str, str]:
    """A grid with two linked cards, one over two steps."""
    grid = a_grid((2, 2), (Role.BACKSTAGE, Role.BACKSTAGE))
    one, two = grid.card(0, 0, "A"), grid.card(0, 1, "B")
    grid.editor.span_card(two, grid.steps[2])
    return grid, one, two, grid.editor.add_link(one, two)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_only_says_what_would_change(name: str) -> None:
    grid, *ids = a_busy_grid()
    before, revision = list(grid.document.rows()), grid.document.revision

    first, second = (COMMANDS[name](grid, *ids) for _ in range(2))

    assert first == second
    assert first
    assert (list(grid.document.rows()), grid.document.revision) == (before, revision)
    assert len({delta.id for delta in first.deltas}) == len(first.deltas)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_inverse_of_a_command_restores_every_row(name: str) -> None:
    grid, *ids = a_busy_grid()
    before = list(grid.document.rows())
    change = COMMANDS[name](grid, *ids)

    grid.document.apply(change)
    assert list(grid.document.rows()) != before
    grid.document.apply(change.inverse())

    assert list(grid.document.rows()) == before


def test_a_draft_has_one_delta_a_row() -> None:
    document = DocumentView((Card("one", title="A"), Card("two")))
    draft = Draft(document)

    draft.put(Card("one", title="B"))
    draft.put(Card("one", title="C"))
    draft.drop("two")
    draft.put(Card("new"))
    draft.drop("new")

    change = draft.change(LABEL)
    assert [(delta.before, delta.after) for delta in change.deltas] == [
        (Card("one", title="A"), Card("one", title="C")),
        (Card("two"), None),
    ]


def test_a_draft_leaves_out_rows_that_end_as_they_are() -> None:
    draft = Draft(DocumentView((Card("one", title="A"),)))

    draft.put(Card("one", title="B"))
    draft.put(Card("one", title="A"))

    assert not draft.change(LABEL)


def test_a_draft_reads_rows_as_they_will_be() -> None:
    draft = Draft(DocumentView((Card("one"), Card("two"))))
    draft.put(Card("one", title="B"))
    draft.drop("two")

    assert draft.get(Card, "one").title == "B"
    assert draft.gone("two")
    assert not draft.gone("one")
    with pytest.raises(BugError):
        draft.get(Card, "two")


def test_keys_go_between_siblings_without_touching_them() -> None:
    siblings = (Card("one", "a0"), Card("two", "a1"))
    draft = Draft(DocumentView(siblings))

    keys = keys_at(draft, siblings, 1, 3)

    assert ["a0", *keys, "a1"] == sorted({"a0", *keys, "a1"})
    assert not draft.change(LABEL)


@pytest.mark.parametrize("orders", [("a0", "a0"), ("", ""), ("a1", "not a key")])
def test_siblings_without_room_between_them_get_new_keys(orders: tuple[str, str]) -> None:
    siblings = tuple(Card(f"card_{place}", order) for place, order in enumerate(orders))
    draft = Draft(DocumentView(siblings))

    (key,) = keys_at(draft, siblings, 1)

    first, second = (draft.get(Card, card.id).order for card in siblings)
    assert first < key < second


def test_a_row_goes_before_another_or_last() -> None:
    siblings = (Card("one"), Card("two"))

    assert [position_before(siblings, before) for before in ("one", "two", None, "stranger")] == [0, 1, 2, 2]


def test_rows_have_their_order_among_their_own() -> None:
    grid = a_grid((2, 1), (Role.BACKSTAGE, Role.BACKSTAGE_TECH, Role.SUPPORT))
    card = grid.card(0, 0)
    owner, system = grid.editor.add(Owner), grid.editor.add(System)
    use = grid.editor.use_system(card, system)
    document = grid.document

    def ids(row: Card | Step | Stage | Lane | CardSystem | Owner) -> list[str]:
        return [sibling.id for sibling in siblings_of(document, row)]

    assert ids(Card("x", lane=grid.lanes[0], step=grid.steps[0])) == [card]
    assert ids(Card("x")) == []
    assert ids(Step("x", stage=grid.stages[0])) == list(grid.steps[:2])
    assert ids(Stage("x")) == list(grid.stages)
    assert ids(Lane("x", role=Role.BACKSTAGE_TECH)) == list(grid.lanes[:2])
    assert ids(CardSystem("x", card=card)) == [use]
    assert ids(Owner("x")) == [owner]


def test_typing_merges_only_the_same_fields_of_the_same_rows() -> None:
    grid, one, two, _ = a_busy_grid()
    document = grid.document

    def key(*ids: str, typing: bool = True, **fields: str) -> str:
        return set_fields(document, ids, dict(fields), typing).merge_key

    assert key(one, title="x") == key(one, title="y") != ""
    assert len({key(one, title="x"), key(two, title="x"), key(one, two, title="x"), key(one, notes="x")}) == 4
    assert key(one, title="x", typing=False) == ""


def test_what_goes_along_names_each_row_once_and_none_that_was_asked() -> None:
    grid, one, two, link = a_busy_grid()

    together = goes_with(grid.document, [one, two, grid.lanes[0]])

    assert [row.id for row in together] == [link]
    assert goes_with(grid.document, ["nobody"]) == ()
    assert isinstance(together[0], Link)


def test_a_span_whose_end_is_missing_is_not_lost_with_another_step() -> None:
    rows = (Stage("g"), Step("s1", "a0", stage="g"), Step("s2", "a1", stage="g"), Lane("l"))
    document = DocumentView((*rows, Card("c", lane="l", step="s2", last_step="s1")))

    change = delete(document, ["s1"])

    (card,) = (delta.after for delta in change.deltas if delta.id == "c")
    assert isinstance(card, Card)
    assert card.step == "s2"
