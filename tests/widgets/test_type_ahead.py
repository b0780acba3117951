"""The list at the caret: what it offers, how it is chosen from, and what becomes of the text."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from model import grid
from model.elements import Card, CardChannel, CardKind, CardSystem, Link, Mark
from model.registers import Channel, Cost, FailPoint, Owner, System
from tests.widgets.support import Small, shown, spot_at
from widgets.canvas.canvas import Canvas

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def small() -> Small:
    made = Small()
    made.editor.add(Owner, name="Clerk")
    made.editor.add(Owner, name="Chief clerk")
    made.editor.add(System, name="Registry")
    return made


@pytest.fixture
def canvas(qtbot: QtBot, small: Small) -> Iterator[Canvas]:
    made = Canvas(small.workspace())
    qtbot.addWidget(made)
    shown(made)
    made.workspace.selection.set((), (small.back, small.first))
    yield made
    made.detach()
    made.workspace.close()


def only_card(small: Small) -> Card:
    (card,) = grid.cell(small.document, small.back, small.first)
    return card


def names(small: Small, kind: type[Owner] | type[System] | type[Channel]) -> list[str]:
    return [row.name for row in small.document.where(kind)]


def test_a_known_owner_and_system_cost_a_sign_and_a_few_keys(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    for keys in ("@cl", "#r"):
        qtbot.keyClicks(canvas.inline, keys)
        qtbot.keyClick(canvas.inline, KEY.Key_Return)
    qtbot.keyClicks(canvas.inline, "Files it")
    qtbot.keyClick(canvas.inline, KEY.Key_Return)

    card = only_card(small)
    assert card.title == "Files it"
    assert small.document.need(Owner, card.owner or "").name == "Clerk"
    (use,) = small.document.where(CardSystem, card=card.id)
    assert small.document.need(System, use.system).name == "Registry"


def test_card_and_what_it_names_are_one_undo_step(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    before = small.document.frozen()
    qtbot.keyClicks(canvas.inline, "Calls @Voice desk")
    qtbot.keyClick(canvas.inline, KEY.Key_Tab)
    qtbot.keyClick(canvas.inline, KEY.Key_Return)
    assert names(small, Owner) == ["Clerk", "Chief clerk", "Voice desk"]

    small.editor.undo()

    assert small.document == before


def test_the_list_offers_the_known_first_and_creating_last(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    small.editor.edit(small.reads, owner=small.document.where(Owner)[1].id)

    qtbot.keyClicks(canvas.inline, "Stamps @c")

    assert canvas.capture.ahead.popup.texts == ["Chief clerk · 1 card", "Clerk", "Create owner “c”"]
    qtbot.keyClicks(canvas.inline, "lerk")
    assert canvas.capture.ahead.popup.texts == ["Clerk", "Chief clerk · 1 card"]
    assert canvas.capture.ahead.popup.currentRow() == 0


def test_up_and_down_walk_the_list_round_its_ends(canvas: Canvas, qtbot: QtBot) -> None:
    qtbot.keyClicks(canvas.inline, "x @c")
    rows = []

    for key in (KEY.Key_Down, KEY.Key_Down, KEY.Key_Down, KEY.Key_Up):
        qtbot.keyClick(canvas.inline, key)
        rows.append(canvas.capture.ahead.popup.currentRow())
    qtbot.keyClick(canvas.inline, KEY.Key_Return)

    assert rows == [1, 2, 0, 2]
    assert canvas.capture.ahead.taken("x").choices[0].text == "c"
    assert canvas.inline.toPlainText() == "x"


def test_escape_keeps_the_characters_as_text_and_a_second_one_drops_the_entry(
    canvas: Canvas, small: Small, qtbot: QtBot
) -> None:
    qtbot.keyClicks(canvas.inline, "Write to @clerk")
    qtbot.keyClick(canvas.inline, KEY.Key_Escape)
    qtbot.keyClicks(canvas.inline, "s")
    assert not canvas.capture.ahead.popup.open
    qtbot.keyClick(canvas.inline, KEY.Key_Return)

    assert only_card(small).title == "Write to @clerks"
    qtbot.keyClick(canvas.inline, KEY.Key_Escape)
    assert not canvas.inline.active


@pytest.mark.parametrize("text", ["Form #3", "Act now!", "Learn C# fast", "a@b.example", "5 $ more"])
def test_signs_within_text_stay_text(canvas: Canvas, small: Small, qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(canvas.inline, text)
    assert not canvas.capture.ahead.popup.open
    qtbot.keyClick(canvas.inline, KEY.Key_Return)

    assert only_card(small).title == text


def test_channels_costs_and_fail_points_are_made_and_linked(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    for keys in ("~Counter", "$12.50 stamp", "!Letter lost"):
        qtbot.keyClicks(canvas.inline, keys)
        qtbot.keyClick(canvas.inline, KEY.Key_Return)
    qtbot.keyClicks(canvas.inline, "Posts it")
    qtbot.keyClick(canvas.inline, KEY.Key_Return)

    card = only_card(small)
    (channel,) = small.document.where(CardChannel, card=card.id)
    (cost,) = small.document.where(Cost, subject=card.id)
    (fail,) = small.document.where(FailPoint, card=card.id)
    assert small.document.need(Channel, channel.channel).name == "Counter"
    assert (cost.amount, cost.name) == (Decimal("12.50"), "stamp")
    assert fail.delivered == "Letter lost"
    assert card.marks == (Mark.FAIL_POINT,) and card.title == "Posts it"


def test_control_enter_takes_the_row_and_keeps_the_card(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    qtbot.keyClicks(canvas.inline, "Stamps @c")
    qtbot.keyClick(canvas.inline, KEY.Key_Return, CONTROL)

    assert only_card(small).title == "Stamps"
    assert only_card(small).owner is not None


def test_a_click_on_a_row_chooses_and_the_keyboard_stays_in_the_text(canvas: Canvas, qtbot: QtBot) -> None:
    qtbot.keyClicks(canvas.inline, "Stamps @c")
    popup = canvas.capture.ahead.popup

    QTest.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=popup.visualItemRect(popup.item(1)).center())

    assert canvas.inline.active and canvas.inline.hasFocus()
    assert canvas.inline.toPlainText() == "Stamps"
    assert not popup.open and canvas.capture.ahead.chips.isVisibleTo(canvas)


def test_backspace_before_the_text_takes_back_what_was_chosen(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    qtbot.keyClicks(canvas.inline, "@c")
    qtbot.keyClick(canvas.inline, KEY.Key_Return)
    qtbot.keyClick(canvas.inline, KEY.Key_Backspace)
    qtbot.keyClicks(canvas.inline, "Files")
    qtbot.keyClick(canvas.inline, KEY.Key_Return)

    assert only_card(small).owner is None
    assert not canvas.capture.ahead.chips.isVisibleTo(canvas)


def test_a_slash_in_an_empty_entry_says_what_the_card_is(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    qtbot.keyClicks(canvas.inline, "/dec")
    qtbot.keyClick(canvas.inline, KEY.Key_Return)
    qtbot.keyClicks(canvas.inline, "/wait")
    qtbot.keyClick(canvas.inline, KEY.Key_Return)
    qtbot.keyClicks(canvas.inline, "Is it /complete?")
    assert not canvas.capture.ahead.popup.open
    qtbot.keyClick(canvas.inline, KEY.Key_Return)

    card = only_card(small)
    assert (card.title, card.kind, card.marks) == ("Is it /complete?", CardKind.DECISION, (Mark.WAIT_POINT,))


def test_slash_link_starts_a_link_from_the_card_above(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    canvas.workspace.selection.show(small.document, small.reads)
    qtbot.keyClicks(canvas.inline, "/li")
    qtbot.keyClick(canvas.inline, KEY.Key_Return)
    qtbot.keyClick(canvas.inline, KEY.Key_Right)
    qtbot.keyClick(canvas.inline, KEY.Key_Return)

    (link,) = small.document.table(Link).values()
    assert (link.source, link.target) == (small.reads, small.fills)
    assert len(small.document.table(Card)) == 3


def test_a_card_that_exists_names_more(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    canvas.capture.edit(small.reads)
    qtbot.keyClick(canvas.inline, KEY.Key_End, CONTROL)
    qtbot.keyClicks(canvas.inline, " #reg")
    qtbot.keyClick(canvas.inline, KEY.Key_Return)
    qtbot.keyClick(canvas.inline, KEY.Key_Return)

    assert small.document.need(Card, small.reads).title == "Reads the letter"
    assert len(small.document.where(CardSystem, card=small.reads)) == 1


def test_signs_mean_nothing_in_the_title_of_a_step(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    canvas.capture.edit(small.first)
    qtbot.keyClicks(canvas.inline, "@clerk")

    assert not canvas.capture.ahead.popup.open


@pytest.mark.parametrize("corner", ["first", "third"])
def test_the_list_lies_within_the_window_and_off_the_line_typed(
    canvas: Canvas, small: Small, qtbot: QtBot, corner: str
) -> None:
    canvas.resize(640, 420)
    canvas.zoom_to(1.0)
    canvas.workspace.selection.set((), (small.back, getattr(small, corner)))

    qtbot.keyClicks(canvas.inline, "Somebody here @c")
    popup = canvas.capture.ahead.popup

    assert canvas.rect().contains(popup.geometry())
    caret = canvas.inline.cursorRect().center()
    assert not popup.geometry().contains(canvas.inline.viewport().mapTo(canvas, caret))


def test_in_a_mirrored_document_the_list_ends_at_the_caret(qtbot: QtBot) -> None:
    small = Small("ar")
    small.editor.add(Owner, name="موظف الاستقبال")
    canvas = Canvas(small.workspace())
    qtbot.addWidget(canvas)
    shown(canvas)
    canvas.workspace.selection.set((), (small.back, small.first))
    committed = QInputMethodEvent("", [])
    committed.setCommitString("يسجل @م")

    QApplication.sendEvent(canvas.inline, committed)
    popup = canvas.capture.ahead.popup
    caret = canvas.inline.viewport().mapTo(canvas, canvas.inline.cursorRect().topRight())
    assert popup.texts[0] == "موظف الاستقبال"
    assert popup.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert popup.geometry().right() <= caret.x() + 2
    qtbot.keyClick(canvas.inline, KEY.Key_Return)
    qtbot.keyClick(canvas.inline, KEY.Key_Return)

    (card,) = grid.cell(small.document, small.back, small.first)
    assert card.title == "يسجل" and card.owner is not None
    canvas.detach()
    canvas.workspace.close()


def test_characters_outside_the_basic_plane_do_not_shift_the_caret(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    committed = QInputMethodEvent("", [])
    committed.setCommitString("🙂 @c")
    QApplication.sendEvent(canvas.inline, committed)
    qtbot.keyClick(canvas.inline, KEY.Key_Return)
    qtbot.keyClicks(canvas.inline, " ok")
    qtbot.keyClick(canvas.inline, KEY.Key_Return)

    assert only_card(small).title == "🙂 ok"


def test_the_list_goes_when_the_entry_ends_by_a_click_elsewhere(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    qtbot.keyClicks(canvas.inline, "Stamps @c")

    QTest.mouseClick(canvas.view.viewport(), Qt.MouseButton.LeftButton, pos=spot_at(canvas, 2, 2))

    assert not canvas.capture.ahead.popup.open and not canvas.inline.active
    assert only_card(small).title == "Stamps @c"
