"""Splitting, merging and inserting from the menus; many cards selected by keyboard and mouse; copies by drag."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.window import DocumentWindow
from model import grid
from model.elements import Card, Link, Role
from model.messages import Message
from tests.widgets.support import Small, cell_spot, click, drag_to, press, release, spot
from tests.widgets.window import trigger

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
KEY = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def titles(small: Small, lane: str, step: str) -> list[str]:
    return [card.title for card in grid.cell(small.document, lane, step)]


def test_a_card_is_split_into_its_lines_and_merged_again(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    small.editor.rename(small.reads, "Opens\nReads\nFiles")
    small.editor.add_link(small.reads, small.fills)
    window.workspace.selection.show(small.document, small.reads)

    trigger(window, "split_card")
    assert titles(small, small.customer, small.first) == ["Opens", "Reads", "Files"]
    assert len(window.workspace.selection.ids) == 3
    trigger(window, "merge_cards")

    assert titles(small, small.customer, small.first) == ["Opens\nReads\nFiles"]
    assert window.workspace.selection.ids == (small.reads,)
    assert [link.source for link in small.document.table(Link).values()] == [small.reads]


def test_splitting_and_merging_say_why_not(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    said: list[Message] = []
    window.workspace.said.connect(said.append)

    trigger(window, "split_card")
    window.workspace.selection.show(small.document, small.reads)
    trigger(window, "split_card")
    trigger(window, "merge_cards")

    assert [each.id for each in said] == ["window.said.select_card", "rule.one_line", "rule.merge_two"]


def test_lanes_and_stages_are_inserted_on_either_side(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    inline = window.main.canvas.inline
    window.workspace.selection.set((), (small.front, small.third))

    for act, title in (("lane_above", "Phone"), ("lane_below", "Chat"), ("insert_stage", "Between")):
        trigger(window, act)
        qtbot.keyClicks(inline, title)
        qtbot.keyClick(inline, KEY.Key_Return)
        window.workspace.selection.set((), (small.front, small.third))

    lanes = grid.lanes(small.document)
    assert [lane.title for lane in lanes] == ["Resident", "Phone", "Desk", "Chat", "Office"]
    assert lanes[1].role is lanes[3].role is Role.FRONTSTAGE
    assert [stage.title for stage in grid.stages(small.document)] == ["Before", "Between", "After"]
    assert len(grid.steps(small.document)) == 4


def test_a_stage_begins_at_a_step_and_is_joined_again(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    before = small.document.frozen()
    window.workspace.selection.set((small.second,))

    trigger(window, "split_stage")
    window.main.finish()
    assert [stage.title for stage in grid.stages(small.document)] == ["Before", "", "After"]
    trigger(window, "join_stage")

    assert small.document == before


def test_shift_with_arrows_selects_a_block_and_narrows_again(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    canvas, selection = window.main.canvas, window.workspace.selection
    selection.show(small.document, small.reads)
    seen = []

    for key in (KEY.Key_Right, KEY.Key_Down, KEY.Key_Up, KEY.Key_Left):
        qtbot.keyClick(canvas.inline, key, SHIFT)
        seen.append(set(selection.ids))

    assert seen == [
        {small.reads, small.fills},
        {small.reads, small.fills, small.explains},
        {small.reads, small.fills},
        {small.reads},
    ]


def test_after_a_range_plain_arrows_go_on_from_its_end(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    canvas, selection = window.main.canvas, window.workspace.selection
    selection.show(small.document, small.reads)

    qtbot.keyClick(canvas.inline, KEY.Key_Right, SHIFT)
    qtbot.keyClick(canvas.inline, KEY.Key_Down)

    assert selection.ids == (small.explains,)


def test_cards_of_one_cell_are_selected_from_one_to_the_other(
    there: tuple[DocumentWindow, Small], qtbot: QtBot
) -> None:
    window, small = there
    one = small.editor.add_card(small.customer, small.first, "One")
    other = small.editor.add_card(small.customer, small.first, "Other")
    window.workspace.selection.show(small.document, one)

    qtbot.keyClick(window.main.canvas.inline, KEY.Key_Down, SHIFT)

    assert window.workspace.selection.ids == (one, other)


def test_a_range_whose_beginning_is_deleted_begins_anew(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    canvas, selection = window.main.canvas, window.workspace.selection
    selection.set((), (small.back, small.third))
    qtbot.keyClick(canvas.inline, KEY.Key_Left, SHIFT)
    assert selection.cell == (small.back, small.second)

    small.editor.delete([small.third])
    qtbot.keyClick(canvas.inline, KEY.Key_Up, SHIFT)

    assert selection.ids == (small.explains,)


def test_shift_click_selects_to_there_and_control_click_adds_one(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    canvas, selection = window.main.canvas, window.workspace.selection
    click(canvas, spot(canvas, small.reads))

    click(canvas, spot(canvas, small.explains), modifiers=SHIFT)
    assert set(selection.ids) == {small.reads, small.fills, small.explains}
    click(canvas, spot(canvas, small.fills), modifiers=CONTROL)
    assert set(selection.ids) == {small.reads, small.explains}
    click(canvas, spot(canvas, small.fills), modifiers=CONTROL)

    assert set(selection.ids) == {small.reads, small.fills, small.explains}


def test_select_all_takes_what_stands_under_a_head_and_then_everything(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    selection = window.workspace.selection
    found = []

    for head in (small.customer, small.second, small.stage):
        selection.set((head,))
        trigger(window, "select_all")
        found.append(set(selection.ids))
    trigger(window, "select_all")

    assert found == [
        {small.reads, small.fills},
        {small.fills, small.explains},
        {small.reads, small.fills, small.explains},
    ]
    assert set(selection.ids) == set(small.document.table(Card))


def test_dragging_with_control_copies(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    canvas = window.main.canvas
    start, end = spot(canvas, small.reads), cell_spot(canvas, small.back, small.first)

    press(canvas, start, modifiers=CONTROL)
    drag_to(canvas, (start + end) / 2, end)
    release(canvas, end, modifiers=CONTROL)

    assert titles(small, small.customer, small.first) == ["Reads the letter"]
    assert titles(small, small.back, small.first) == ["Reads the letter"]
    (made,) = window.workspace.selection.ids
    assert made != small.reads


def test_dragging_without_control_still_moves(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    canvas = window.main.canvas
    start, end = spot(canvas, small.reads), cell_spot(canvas, small.back, small.first)

    press(canvas, start)
    drag_to(canvas, (start + end) / 2, end)
    release(canvas, end)

    assert titles(small, small.customer, small.first) == []
    assert titles(small, small.back, small.first) == ["Reads the letter"]
