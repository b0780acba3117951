"""Keys of the window where a text is typed: its own acts come first, but for what everybody knows from typing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_TYPED = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)
_KEY = QKeySequence.StandardKey
# Systems give texts more keys than these, such as Ctrl+E for the end of a line, which few know and nobody needs.
_OF_TEXTS = (
    *(_KEY.Undo, _KEY.Redo, _KEY.Cut, _KEY.Copy, _KEY.Paste, _KEY.SelectAll),
    *(_KEY.Delete, _KEY.Backspace, _KEY.DeleteStartOfWord, _KEY.DeleteEndOfWord),
    *(_KEY.MoveToNextWord, _KEY.MoveToPreviousWord, _KEY.SelectNextWord, _KEY.SelectPreviousWord),
    *(_KEY.MoveToStartOfDocument, _KEY.MoveToEndOfDocument, _KEY.SelectStartOfDocument, _KEY.SelectEndOfDocument),
)
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_ABOVE = (Qt.WindowType.Tool, Qt.WindowType.Popup)


class WindowKeys(QObject):
    """Watches the field of a window that has the focus, and no other, for each watched event costs time."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        running = QApplication.instance()
        assert isinstance(running, QApplication)
        running.focusChanged.connect(self._moved)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key that the window has an act for is not offered to the field as one of its own."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if not self._is_ours(event):
            return super().eventFilter(watched, event)
        event.ignore()
        return True

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        if isinstance(now, _TYPED) and _home(now) is self._window:
            now.installEventFilter(self)

    def _is_ours(self, event: QKeyEvent) -> bool:
        if not event.modifiers() & _HELD or any(map(event.matches, _OF_TEXTS)):
            return False
        pressed = QKeySequence(event.keyCombination())
        return any(pressed in action.shortcuts() for action in self._window.actions() if action.isEnabled())


def _home(widget: QWidget) -> QWidget:
    """The window whose keys a widget hears; what floats over a window hears those of the window."""
    window = widget.window()
    above = window.parentWidget()
    while window.windowType() in _ABOVE and above is not None:
        window = above.window()
        above = window.parentWidget()
    return window
