"""Typing cards with no mouse, through keys and through an input method."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from model import grid
from model.elements import Card, CardKind, Role
from tests.widgets.support import Small, cell_spot, click, shown, spot
from widgets.canvas.canvas import Canvas
from widgets.canvas.capture import NewCard

KEY = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def canvas(qtbot: QtBot, small: Small) -> Iterator[Canvas]:
    made = Canvas(small.workspace())
    qtbot.addWidget(made)
    yield shown(made)
    made.detach()
    made.workspace.close()


def titles(small: Small, lane: str, step: str) -> list[str]:
    return [card.title for card in grid.cell(small.document, lane, step)]


def test_characters_start_a_card_and_enter_goes_on_below(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    click(canvas, cell_spot(canvas, small.back, small.first))

    qtbot.keyClicks(canvas.inline, "Checks")
    qtbot.keyClick(canvas.inline, KEY.Key_Return)
    qtbot.keyClicks(canvas.inline, "Files")
    qtbot.keyClick(canvas.inline, KEY.Key_Return)
    qtbot.keyClick(canvas.inline, KEY.Key_Escape)

    assert titles(small, small.back, small.first) == ["Checks", "Files"]
    assert not canvas.inline.active


def test_with_a_card_selected_the_new_one_comes_below_it(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    small.editor.add_card(small.customer, small.first, "Last")
    click(canvas, spot(canvas, small.reads))

    qtbot.keyClicks(canvas.inline, "Between")
    qtbot.keyClick(canvas.inline, KEY.Key_Tab)

    assert titles(small, small.customer, small.first) == ["Reads the letter", "Between", "Last"]


def test_tab_and_its_kin_keep_and_go_on(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    click(canvas, cell_spot(canvas, small.front, small.first))

    qtbot.keyClicks(canvas.inline, "one")
    qtbot.keyClick(canvas.inline, KEY.Key_Tab)
    qtbot.keyClicks(canvas.inline, "two")
    qtbot.keyClick(canvas.inline, KEY.Key_Return, CONTROL)
    qtbot.keyClicks(canvas.inline, "three")
    qtbot.keyClick(canvas.inline, KEY.Key_Backtab, SHIFT)
    qtbot.keyClicks(canvas.inline, "four")
    qtbot.keyClick(canvas.inline, KEY.Key_Return)
    qtbot.keyClick(canvas.inline, KEY.Key_Escape)

    assert titles(small, small.front, small.first) == ["one"]
    assert titles(small, small.front, small.second) == ["Explains it", "two"]
    assert titles(small, small.back, small.second) == ["three"]
    assert titles(small, small.back, small.first) == ["four"]


def test_shift_enter_is_a_new_line_and_the_entry_grows(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    click(canvas, cell_spot(canvas, small.back, small.second))
    qtbot.keyClicks(canvas.inline, "a")
    height = canvas.inline.height()

    for line in "bcd":
        qtbot.keyClick(canvas.inline, KEY.Key_Return, SHIFT)
        qtbot.keyClicks(canvas.inline, line)
    grown = canvas.inline.height()
    qtbot.keyClick(canvas.inline, KEY.Key_Return)

    assert titles(small, small.back, small.second) == ["a\nb\nc\nd"]
    assert grown > height


def test_escape_drops_the_entry_and_the_document_is_untouched(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    before = small.document.frozen()
    click(canvas, cell_spot(canvas, small.back, small.second))

    qtbot.keyClicks(canvas.inline, "Nothing")
    qtbot.keyClick(canvas.inline, KEY.Key_Escape)

    assert small.document == before
    assert small.history.can_undo is None
    assert canvas.workspace.selection.cell == (small.back, small.second)


def test_after_escape_the_keyboard_is_at_the_last_card_kept(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    click(canvas, cell_spot(canvas, small.back, small.first))
    qtbot.keyClicks(canvas.inline, "Checks")
    qtbot.keyClick(canvas.inline, KEY.Key_Return)

    qtbot.keyClick(canvas.inline, KEY.Key_Escape)

    (card,) = grid.cell(small.document, small.back, small.first)
    assert canvas.workspace.selection.ids == (card.id,)


def test_a_card_typed_into_a_lane_is_of_the_kind_usual_there(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    shelf = small.editor.add_lane(Role.EVIDENCE, "Things")
    click(canvas, cell_spot(canvas, shelf, small.first))

    qtbot.keyClicks(canvas.inline, "Letter")
    qtbot.keyClick(canvas.inline, KEY.Key_Return)

    (card,) = grid.cell(small.document, shelf, small.first)
    assert card.kind is CardKind.EVIDENCE


def test_an_input_method_begins_in_the_entry(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    click(canvas, cell_spot(canvas, small.back, small.third))

    QApplication.sendEvent(canvas.inline, QInputMethodEvent("けん", []))
    assert canvas.inline.active
    committed = QInputMethodEvent("", [])
    committed.setCommitString("検査")
    QApplication.sendEvent(canvas.inline, committed)
    qtbot.keyClick(canvas.inline, KEY.Key_Return)

    assert titles(small, small.back, small.third) == ["検査"]


def test_an_input_method_finds_its_place_before_the_first_key(canvas: Canvas, small: Small) -> None:
    click(canvas, cell_spot(canvas, small.back, small.third))

    box = canvas.workspace.drawing.cell_box(small.back, small.third)
    assert box is not None
    assert canvas.on_widget(box).contains(canvas.inline.geometry().center())
    assert canvas.inline.hasFocus()


def test_clicking_elsewhere_keeps_what_was_typed(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    click(canvas, cell_spot(canvas, small.back, small.first))
    qtbot.keyClicks(canvas.inline, "Kept")

    click(canvas, spot(canvas, small.reads))

    assert titles(small, small.back, small.first) == ["Kept"]
    assert canvas.workspace.selection.ids == (small.reads,)


def test_the_entry_stays_where_it_belongs_while_the_map_scrolls(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    canvas.resize(520, 420)
    canvas.zoom_to(1.5)
    for id in (small.reads, small.front):
        canvas.capture.edit(id)
        before = canvas.inline.pos()
        canvas.view.pan(QPoint(0, -40))

        assert canvas.inline.active
        assert canvas.inline.pos() - before == QPoint(0, -40)
        qtbot.keyClick(canvas.inline, KEY.Key_Escape)


def test_the_map_comes_back_to_what_is_typed_out_of_sight(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    canvas.resize(420, 300)
    canvas.zoom_to(2.0)
    edit, begin = canvas.capture.edit, canvas.capture.begin
    for act in (lambda: edit(small.reads), lambda: begin(NewCard(small.customer, small.first, 0))):
        act()
        canvas.view.pan(QPoint(-4000, -4000))
        assert not canvas.rect().intersects(canvas.inline.geometry())

        qtbot.keyClicks(canvas.inline, "x")

        assert canvas.inline.active
        assert canvas.view.geometry().contains(canvas.inline.geometry().topLeft())
        qtbot.keyClick(canvas.inline, KEY.Key_Escape)


def test_arrows_walk_cards_and_cells(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    second = small.editor.add_card(small.customer, small.first, "Thinks")
    click(canvas, spot(canvas, small.reads))
    visited = []
    for key in (KEY.Key_Down, KEY.Key_Down, KEY.Key_Right, KEY.Key_Up, KEY.Key_Left):
        qtbot.keyClick(canvas.inline, key)
        visited.append((canvas.workspace.selection.cell, canvas.workspace.selection.ids))

    assert visited == [
        ((small.customer, small.first), (second,)),
        ((small.front, small.first), ()),
        ((small.front, small.second), (small.explains,)),
        ((small.customer, small.second), (small.fills,)),
        ((small.customer, small.first), (small.reads,)),
    ]


def test_arrows_go_the_way_they_point_where_the_document_is_mirrored(qtbot: QtBot) -> None:
    small = Small("he")
    canvas = Canvas(small.workspace())
    qtbot.addWidget(canvas)
    shown(canvas)
    click(canvas, spot(canvas, small.reads))

    qtbot.keyClick(canvas.inline, KEY.Key_Left)

    assert canvas.workspace.selection.ids == (small.fills,)


def test_editing_keeps_the_card_and_an_empty_text_changes_nothing(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    click(canvas, spot(canvas, small.reads))

    canvas.capture.edit(small.reads)
    qtbot.keyClick(canvas.inline, KEY.Key_Delete)
    qtbot.keyClick(canvas.inline, KEY.Key_Return)
    assert small.document.need(Card, small.reads).title == "Reads the letter"
    canvas.capture.edit(small.reads)
    qtbot.keyClicks(canvas.inline, "Opens the letter")
    qtbot.keyClick(canvas.inline, KEY.Key_Return)

    assert small.document.need(Card, small.reads).title == "Opens the letter"
    assert len(small.document.table(Card)) == 3


def test_a_document_to_look_at_takes_no_text(qtbot: QtBot) -> None:
    small = Small()
    canvas = Canvas(small.workspace(read_only=True))
    qtbot.addWidget(canvas)
    shown(canvas)
    said: list[str] = []
    canvas.workspace.said.connect(lambda message: said.append(message.id))
    click(canvas, spot(canvas, small.reads))

    qtbot.keyClicks(canvas.inline, "x")
    canvas.capture.edit(small.reads)

    assert not canvas.inline.active
    assert said == ["window.said.read_only", "window.said.read_only"]
    assert small.history.can_undo is None
