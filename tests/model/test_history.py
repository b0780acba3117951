"""Undo, redo, merging while typing, the clean mark."""

from __future__ import annotations

import pytest

from model.change import Change
from model.document import Document
from model.elements import Blueprint, Card
from model.history import Act, Commit, History
from model.record import Record
from tests.model.builders import a_grid


def a_history() -> History:
    """A history over a document with a card, seen through an editor's history."""
    grid = a_grid()
    grid.card(1, 0, "A")
    history = grid.editor.history
    history.mark_clean()
    return history


def titles(row: Record | None) -> str:
    """The title of a card."""
    assert isinstance(row, Card)
    return row.title


def test_undo_and_redo_restore_exactly() -> None:
    grid = a_grid()
    empty = list(grid.document.rows())
    card = grid.card(1, 0, "A")
    added = list(grid.document.rows())
    grid.editor.rename(card, "B")
    renamed = list(grid.document.rows())

    grid.editor.undo()
    assert list(grid.document.rows()) == added
    grid.editor.undo()
    assert list(grid.document.rows()) == empty
    assert grid.editor.undo() is None
    grid.editor.redo()
    grid.editor.redo()
    assert list(grid.document.rows()) == renamed
    assert grid.editor.redo() is None


def test_typing_in_one_field_is_one_step() -> None:
    grid = a_grid()
    card = grid.card(1, 0, "")

    for text in ("P", "Pa", "Pay"):
        grid.editor.rename(card, text, typing=True)
    grid.editor.undo()

    assert grid.document.need(Card, card).title == ""


@pytest.mark.parametrize("break_off", ["pause", "other field", "save", "undo"])
def test_typing_after_a_break_is_a_new_step(break_off: str) -> None:
    grid = a_grid()
    card = grid.card(1, 0, "")
    grid.editor.rename(card, "P", typing=True)
    if break_off == "pause":
        grid.editor.history.break_merge()
    elif break_off == "other field":
        grid.editor.edit(card, typing=True, notes="n")
    elif break_off == "save":
        grid.editor.history.mark_clean()
    else:
        grid.editor.undo()
        grid.editor.redo()

    grid.editor.rename(card, "Pa", typing=True)
    grid.editor.undo()

    assert grid.document.need(Card, card).title == "P"


def test_the_document_is_clean_only_as_it_was_saved() -> None:
    history = a_history()
    change = history.can_undo
    assert isinstance(change, Change)

    seen = [history.clean]
    for act in (history.undo, history.redo):
        act()
        seen.append(history.clean)
    assert seen == [True, False, True]


def test_an_edit_after_undoing_past_the_save_is_never_clean_again() -> None:
    grid = a_grid()
    card = grid.card(1, 0, "A")
    grid.editor.history.mark_clean()
    grid.editor.undo()

    grid.card(1, 0, "B")

    assert not grid.editor.history.clean
    grid.editor.undo()
    assert not grid.editor.history.clean
    assert card not in grid.document


def test_a_recovered_document_is_unsaved() -> None:
    history = a_history()

    history.mark_unsaved()

    assert not history.clean


def test_a_new_edit_forgets_what_was_undone() -> None:
    grid = a_grid()
    grid.card(1, 0, "A")
    grid.editor.undo()

    grid.card(1, 0, "B")

    assert grid.editor.history.can_redo is None
    assert grid.titles(1, 0) == ["B"]


def test_every_act_is_told_with_what_was_applied_and_the_whole_entry() -> None:
    grid = a_grid()
    card = grid.card(1, 0, "")
    told: list[Commit] = []
    grid.editor.history.committed.connect(told.append)

    grid.editor.rename(card, "P", typing=True)
    grid.editor.rename(card, "Pa", typing=True)
    grid.editor.undo()
    grid.editor.redo()

    assert [commit.act for commit in told] == [Act.PUSH, Act.MERGE, Act.UNDO, Act.REDO]
    merged = told[1].entry
    assert [(titles(delta.before), titles(delta.after)) for delta in merged.deltas] == [("", "Pa")]
    assert told[1].applied != merged
    assert told[2].applied == merged.inverse()
    assert told[3].applied == told[3].entry == merged


def test_an_edit_without_rows_is_nothing() -> None:
    grid = a_grid()
    card = grid.card(1, 0, "A")
    before = grid.editor.history.can_undo

    grid.editor.rename(card, "A")

    assert grid.editor.history.can_undo is before


def test_a_listener_that_fails_leaves_document_and_history_agreeing() -> None:
    grid = a_grid()
    told: list[Commit] = []

    def fail(_: Change) -> None:
        raise RuntimeError("paint")

    disconnect = grid.document.changed.connect(fail)
    grid.editor.history.committed.connect(told.append)

    with pytest.raises(RuntimeError, match="paint"):
        grid.card(1, 0, "A")

    disconnect()
    assert [commit.act for commit in told] == [Act.PUSH]
    grid.editor.undo()
    assert grid.titles(1, 0) == []


def test_a_history_given_its_stacks_goes_on_from_there() -> None:
    grid = a_grid()
    grid.card(1, 0, "A")
    done = grid.editor.history.can_undo
    assert done is not None
    document = Document(grid.document.rows())

    history = History(document, done=(done,))
    history.undo()

    assert history.can_redo == done
    assert [card.title for card in document.where(Card)] == []
    assert len(document.table(Blueprint)) == 1
