"""Find and replace: in cards and registers, from place to place, in one undo step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.window import DocumentWindow
from model.elements import Card
from model.kinds import kinds
from model.registers import FailPoint, Owner, System
from model.search import _fields
from model.texts import Texts
from tests.widgets.support import Small
from tests.widgets.window import trigger
from widgets.find import shown_by
from widgets.panes import bring_forward

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
KEY = Qt.Key


def listed(window: DocumentWindow) -> list[str]:
    found = window.main.find_panel.list
    return [found.item(row).text() for row in range(found.count())]


def looked(window: DocumentWindow, qtbot: QtBot, query: str) -> list[str]:
    trigger(window, "find")
    panel = window.main.find_panel
    panel.line.clear()
    qtbot.keyClicks(panel.line, query)
    panel.look()
    return listed(window)


def test_words_are_found_in_cards_and_registers_and_shown_on_the_map(
    there: tuple[DocumentWindow, Small], qtbot: QtBot
) -> None:
    window, small = there
    owner = small.editor.add(Owner, name="Letter office")
    small.editor.edit(small.explains, owner=owner)
    panel, selection = window.main.find_panel, window.workspace.selection

    assert looked(window, qtbot, "LETTER") == ["Reads the letter\nCard", "Letter office\nOwner"]
    assert panel.said.text() == "2 places" and window.main.find_dock.isVisible()
    qtbot.keyClick(panel.line, KEY.Key_Return)
    assert selection.ids == (small.reads,) and selection.cell == (small.customer, small.first)
    trigger(window, "find_next")
    assert selection.ids == (small.explains,)
    trigger(window, "find_next")
    assert selection.ids == (small.reads,)
    trigger(window, "find_previous")

    assert selection.ids == (small.explains,)


def test_capitals_and_whole_words(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, _ = there
    panel = window.main.find_panel
    everywhere = looked(window, qtbot, "RE")
    assert "Reads the letter\nCard" in everywhere and "Before\nStage" in everywhere

    panel.words.setChecked(True)
    assert listed(window) == []
    panel.words.setChecked(False)
    panel.case.setChecked(True)
    assert listed(window) == []

    assert looked(window, qtbot, "Re")[-1] == "Reads the letter\nCard"


def test_replace_all_is_one_undo_step(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    titles = {id: card.title for id, card in small.document.table(Card).items()}
    assert len(looked(window, qtbot, "the ")) == 2
    panel = window.main.find_panel
    trigger(window, "replace")
    assert panel.by.hasFocus() or not panel.isActiveWindow()

    qtbot.keyClicks(panel.by, "a ")
    panel.replace_all()
    changed = {card.title for card in small.document.table(Card).values()}
    trigger(window, "undo")

    assert changed == {"Reads a letter", "Fills in a form", "Explains it"}
    assert {id: card.title for id, card in small.document.table(Card).items()} == titles
    assert small.history.can_undo is None


def test_replacing_one_by_one_goes_on_to_the_next(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    looked(window, qtbot, "the")
    panel = window.main.find_panel
    qtbot.keyClicks(panel.by, "a")

    panel.next()
    qtbot.keyClick(panel.by, KEY.Key_Return)
    assert small.document.need(Card, small.reads).title == "Reads a letter"
    qtbot.keyClick(panel.by, KEY.Key_Return)

    assert small.document.need(Card, small.fills).title == "Fills in a form"
    assert listed(window) == []


def test_an_edit_elsewhere_is_found_too_and_a_read_only_document_is_left_alone(
    there: tuple[DocumentWindow, Small], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, small = there
    looked(window, qtbot, "new words")
    small.editor.rename(small.reads, "New words")
    qtbot.waitUntil(lambda: len(listed(window)) == 1, timeout=2000)

    monkeypatch.setattr(window.workspace, "_read_only", lambda: True)
    window.main.find_panel.replace_all()

    assert small.document.need(Card, small.reads).title == "New words"


def test_what_lies_in_a_register_is_shown_by_the_card_that_has_it() -> None:
    small = Small()
    fail = small.editor.add(FailPoint, card=small.fills)
    system, idle = small.editor.add(System, name="Ledger"), small.editor.add(System, name="Idle")
    small.editor.use_system(small.reads, system)

    assert shown_by(small.document, fail) == small.fills
    assert shown_by(small.document, system) == small.reads
    assert shown_by(small.document, idle) is None
    assert shown_by(small.document, small.first) == small.first
    assert shown_by(small.document, "gone") is None


def test_every_kind_that_can_be_found_has_a_name() -> None:
    texts = Texts()

    assert all(f"window.find.kind.{kind.name}" in texts for kind in kinds() if _fields(kind))


def test_among_many_records_what_is_found_comes_a_moment_later(
    there: tuple[DocumentWindow, Small], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, small = there
    panel = window.main.find_panel
    monkeypatch.setattr("widgets.find._AT_ONCE", -1)
    trigger(window, "find")
    qtbot.keyClicks(panel.line, "the")

    # when the next one is asked for before any was found, it is shown as soon as it is
    panel.next()
    assert listed(window) == []
    qtbot.waitUntil(lambda: window.workspace.selection.ids == (small.reads,), timeout=5000)
    assert panel.list.count() == 2

    # and when what was found is replaced after an edit, the edit counts
    small.editor.rename(small.explains, "Explains the form")
    panel.by.setText("a")
    panel.replace_all()
    qtbot.waitUntil(lambda: small.document.need(Card, small.explains).title == "Explains a form", timeout=5000)
    assert small.document.need(Card, small.fills).title == "Fills in a form"


@pytest.mark.parametrize("gone_on", ["chosen", "edited"])
def test_nothing_found_comes_over_who_has_gone_on(
    there: tuple[DocumentWindow, Small], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, gone_on: str
) -> None:
    window, small = there
    panel, selection = window.main.find_panel, window.workspace.selection
    monkeypatch.setattr("widgets.find._AT_ONCE", -1)
    trigger(window, "find")
    qtbot.keyClicks(panel.line, "the")
    panel.next()

    if gone_on == "chosen":
        selection.set((small.explains,))
    else:
        small.editor.rename(small.explains, "Explains the form")
    before = selection.ids

    qtbot.waitUntil(lambda: panel.list.count() > 0, timeout=5000)
    assert selection.ids == before


def test_nobody_looks_where_nobody_sees_it(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    looked(window, qtbot, "letter")
    assert window.main.find_panel.list.count() == 1

    bring_forward(window.main.inspector_dock)
    QApplication.processEvents()
    small.editor.rename(small.explains, "Explains the letter")
    qtbot.wait(200)
    assert window.main.find_panel.list.count() == 1

    bring_forward(window.main.find_dock)
    qtbot.waitUntil(lambda: window.main.find_panel.list.count() == 2, timeout=5000)
