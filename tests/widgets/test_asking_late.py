"""Answers that come when the person has gone on: they are told, but take neither keyboard nor map from anybody."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QLineEdit
from pytestqt.qtbot import QtBot

from app.gui import Desktop
from model.elements import Card
from tests.widgets.test_asking import Asked
from tests.widgets.window import trigger

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def there(desktop: Desktop, qtbot: QtBot) -> Asked:
    asked = Asked(desktop, qtbot)
    asked.window.workspace.selection.set([asked.small.reads])
    return asked


def test_an_answer_takes_the_keyboard_of_who_waits_for_it(there: Asked) -> None:
    there.canvas.setFocus()

    there.ask("impact")

    assert QApplication.focusWidget() is there.window.main.answers.table


def test_an_answer_leaves_the_keyboard_to_who_types_meanwhile(there: Asked) -> None:
    canvas, small = there.canvas, there.small
    there.canvas.setFocus()
    trigger(there.window, "ask.impact")
    trigger(there.window, "edit_text")
    there.settle()

    assert canvas.spotlight.lit == {small.reads, small.fills, there.flow}
    assert QApplication.focusWidget() is canvas.inline and canvas.inline.active
    QTest.keyClicks(canvas.inline, "Waits")
    there.press(Qt.Key.Key_Return)
    assert small.document.need(Card, small.reads).title == "Waits"


@pytest.mark.parametrize("gone_on", ["chosen", "edited"])
def test_nor_does_it_come_over_who_chose_or_edited_something_else(there: Asked, gone_on: str) -> None:
    canvas, small = there.canvas, there.small
    canvas.setFocus()
    trigger(there.window, "ask.impact")
    if gone_on == "chosen":
        there.window.workspace.selection.set([small.explains])
    else:
        small.editor.rename(small.explains, "Tells")
    there.settle()

    assert canvas.spotlight.lit and QApplication.focusWidget() is canvas.inline


def test_nor_over_who_went_to_a_panel_in_a_window_of_its_own(there: Asked) -> None:
    canvas, main = there.canvas, there.window.main
    canvas.setFocus()
    panel = next(dock for dock in main.findChildren(QDockWidget) if dock.isAncestorOf(main.inspector))
    panel.setFloating(True)
    trigger(there.window, "ask.impact")
    panel.activateWindow()
    there.qtbot.waitUntil(panel.isActiveWindow)
    next(each for each in panel.findChildren(QLineEdit) if each.isVisible()).setFocus()
    keyboard = QApplication.focusWidget()
    there.settle()

    assert canvas.spotlight.lit
    assert keyboard is not None and keyboard.window() is panel
    assert QApplication.focusWidget() is keyboard and main.focusWidget() is canvas.inline


def test_what_was_ended_before_it_was_answered_lights_nothing(there: Asked) -> None:
    trigger(there.window, "ask.impact")
    there.window.main.asking.end()

    there.settle()

    assert not there.canvas.spotlight.lit and len(there.table) == 2
    assert QApplication.focusWidget() is there.canvas.inline


def test_a_letter_goes_to_the_next_row_that_begins_with_it(there: Asked) -> None:
    there.window.workspace.selection.set([there.small.explains])
    there.ask("trace")
    table, model = there.window.main.answers.table, there.window.main.answers.model
    assert [row[1] for row in there.table] == ["Plan", "Ann", "Bob", "Files it"]

    table.setCurrentIndex(model.index(0, 1))
    QTest.keyClicks(table, "b")

    assert table.currentIndex().row() == 2
    QTest.keyClick(table, Qt.Key.Key_Home)
    assert model.match(model.index(3, 1), Qt.ItemDataRole.DisplayRole, "an")[0].row() == 1
    assert model.match(model.index(0, 1), Qt.ItemDataRole.DisplayRole, "zz") == []
