"""What tests of the registers share: a register shown, keys pressed, cells read, edits undone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.window import DocumentWindow
from tests.widgets.window import trigger
from widgets.registers.view import EntriesView

KEY, SHIFT, CTRL = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def shown(window: DocumentWindow, register: str) -> EntriesView:
    """A register with the keyboard in its first cell."""
    trigger(window, f"registers_of.{register}")
    QApplication.processEvents()
    view = window.main.registers.table
    view.setCurrentIndex(view.entries.index(0, 0))
    view.setFocus()
    return view


def column(view: EntriesView, name: str) -> int:
    return [each.name for each in view.entries.columns].index(name)


def at(view: EntriesView, row: int, name: str) -> None:
    view.setCurrentIndex(view.entries.index(row, column(view, name)))


def press(qtbot: QtBot, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """A key where the keyboard is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    held = Qt.KeyboardModifier.NoModifier
    for each in modifiers:
        held |= each
    qtbot.keyClick(focus, key, held)


def type_in(qtbot: QtBot, text: str) -> None:
    """Characters, each to where the keyboard then is."""
    for character in text:
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClicks(focus, character)


def line(view: EntriesView, row: int) -> list[str]:
    """What a row shows in its shown columns."""
    return [view.entries.text(view.entries.index(row, place)) for place in view._places()]


def names(view: EntriesView) -> list[str]:
    return [line(view, row)[0] for row in range(view.entries.rowCount())]


def mark(window: DocumentWindow) -> list[object]:
    return list(window.session.document.rows())


def undone(window: DocumentWindow, before: list[object], steps: int = 1) -> None:
    """So many undos bring every row back."""
    for _ in range(steps):
        assert mark(window) != before
        trigger(window, "undo")
    assert mark(window) == before
