"""The window's keys while a text is typed: its acts come first, but for what everybody knows from typing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QVBoxLayout, QWidget

from app.window import DocumentWindow
from tests.widgets.window import desktop_at, opened

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Greedy(QLineEdit):
    """A field that means something by every key, as those of some systems do by Ctrl+E."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[DocumentWindow]:
    with desktop_at(tmp_path / "home") as desktop:
        yield opened(desktop)[0]
    qapp.processEvents()


def in_focus(field: QWidget, home: QWidget) -> None:
    """Put a field into a window and the focus into it."""
    field.setParent(home)
    field.show()
    home.activateWindow()
    field.setFocus()
    QTest.qWait(1)
    assert QApplication.focusWidget() is field


def heard(window: DocumentWindow, act: str, field: QWidget, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
    """Whether a key in a field runs an act of the window."""
    runs: list[str] = []
    action = window.menus.actions[act]
    action.triggered.disconnect()
    action.triggered.connect(lambda: runs.append(act))
    action.setEnabled(True)
    QTest.keyClick(field, key, held)
    return runs == [act]


def test_an_act_of_the_window_comes_before_a_key_that_a_field_would_take(window: DocumentWindow) -> None:
    field = Greedy("a title")
    in_focus(field, window.main)

    assert heard(window, "export", field, Qt.Key.Key_E, CTRL)
    assert field.text() == "a title"


@pytest.mark.parametrize(
    ("act", "key", "held"),
    [
        ("undo", Qt.Key.Key_Z, CTRL),
        ("cut", Qt.Key.Key_X, CTRL),
        ("copy", Qt.Key.Key_C, CTRL),
        ("select_all", Qt.Key.Key_A, CTRL),
        ("delete", Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
        ("add_step_after", Qt.Key.Key_Right, CTRL | SHIFT),
    ],
)
def test_what_everybody_knows_from_typing_stays_with_the_text(
    window: DocumentWindow, act: str, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    field = QLineEdit("two words")
    in_focus(field, window.main)
    field.setCursorPosition(0)

    assert not heard(window, act, field, key, held)


def test_an_act_that_is_off_takes_no_key(window: DocumentWindow) -> None:
    field = Greedy()
    in_focus(field, window.main)
    window.menus.actions["export"].setEnabled(False)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_E, CTRL)
    event.ignore()

    QApplication.sendEvent(field, event)

    assert event.isAccepted()


def test_fields_with_a_list_are_fields_and_those_of_dialogs_are_not_the_windows(window: DocumentWindow) -> None:
    combo = QComboBox()
    combo.setEditable(True)
    combo.setLineEdit(Greedy())
    in_focus(combo, window.main)
    assert heard(window, "export", combo, Qt.Key.Key_E, CTRL)

    dialog, field = QDialog(window.main), Greedy()
    QVBoxLayout(dialog).addWidget(field)
    dialog.show()
    in_focus(field, dialog)
    assert not heard(window, "export", field, Qt.Key.Key_E, CTRL)
    dialog.close()
