"""The one place where text is typed on the map. It holds the keyboard all the time, so that input methods begin in it.

Idle it is a point where the text would begin, and keys go to the canvas; the first character, or the first
composition of an input method, wakes it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtCore import QEvent, QMimeData, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from model.layout.theme import Theme

_PAD = 6
_SHORTCUT = Qt.FocusReason.ShortcutFocusReason
_UNSEEN = "#inline { background: transparent; border: none; }"
_SMALLEST_TEXT = 11
Keys = Callable[[QKeyEvent], bool]


class How(Enum):
    """How an entry ended, and so where to go next."""

    STAY = auto()
    BELOW = auto()
    NEXT_STEP = auto()
    STEP_BEFORE = auto()
    NEXT_LANE = auto()


class InlineEditor(QPlainTextEdit):
    """`begun` asks for an entry to be opened, `kept` tells text and How, `dropped` that there is none.

    `block_pasted` says that cells were pasted into an empty entry, which is no text of a card.
    """

    begun = Signal()
    kept = Signal(str, How)
    dropped = Signal()
    focused = Signal(bool)
    walked_in = Signal()
    block_pasted = Signal()

    def __init__(self, theme: Theme, keys: Keys, releases: Keys, parent: QWidget) -> None:
        """`keys` and `releases` get what is typed while idle and say whether they took it; `before_key` the rest."""
        super().__init__(parent)
        self._keys = keys
        self._releases = releases
        self.before_key: Keys = lambda _event: False
        self.active = False
        self._width = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("inline")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._look = ""
        self.dress(theme)
        self.setAcceptDrops(False)
        self.textChanged.connect(self._grow)
        self.park(QRect(0, 0, 1, 1))

    def dress(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._look = (
            f"#inline {{ background: {theme.colour('card')}; color: {theme.colour('text')};"
            f" border: 2px solid {theme.colour('selection')}; border-radius: 6px; padding: 2px; }}"
        )
        wanted = self._look if self.active else _UNSEEN
        if self.styleSheet() != wanted:
            self.setStyleSheet(wanted)

    def park(self, place: QRect) -> None:
        """Wait, nearly unseen, where the next text would begin."""
        if not self.active:
            if self.cursorWidth():
                self.setCursorWidth(0)
            self.setGeometry(place.x(), place.y(), 1, 1)

    def open(self, place: QRect, text: str, size: float, bold: bool = False) -> None:
        """Edit a text at a place; it grows downwards as needed. `size` in px."""
        font = QFont(self.font())
        font.setPixelSize(max(_SMALLEST_TEXT, round(size)))
        font.setBold(bold)
        self.setFont(font)
        self.active = True
        self.setStyleSheet(self._look)
        self.setCursorWidth(1)
        self._width = place.width()
        self.setGeometry(place)
        self.setPlainText(text)
        self.selectAll()
        self._grow()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_entry(self) -> None:
        """Go back to waiting."""
        self.active = False
        self.clear()
        self.setStyleSheet(_UNSEEN)
        self.park(self.geometry())

    def keep(self, how: How = How.STAY) -> None:
        """End the entry as if a key had ended it; nothing while idle."""
        if self.active:
            self.kept.emit(self.toPlainText().strip(), how)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.active:
            self._wake(event)
            return
        if self.before_key(event):
            return
        how = ending(event)
        if event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        elif how is not None:
            self.keep(how)
        else:
            super().keyPressEvent(event)

    def _wake(self, event: QKeyEvent) -> None:
        """A key while idle: for the canvas, or the first of an entry."""
        if self._keys(event):
            return
        if not is_text(event):
            event.ignore()
            return
        self.begun.emit()
        self._forward(event)

    def _forward(self, event: QKeyEvent) -> None:
        if self.active:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if self.active or not self._releases(event):
            super().keyReleaseEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if not self.active and (event.preeditString() or event.commitString()):
            self.begun.emit()
        if self.active:
            super().inputMethodEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if self.active and not self.toPlainText() and "\t" in source.text():
            self.block_pasted.emit()
        else:
            super().insertFromMimeData(source)

    def event(self, event: QEvent) -> bool:
        """While idle, shortcuts of the window come first."""
        if event.type() == QEvent.Type.ShortcutOverride and not self.active:
            event.ignore()
            return False
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        return False if self.active else super().focusNextPrevChild(next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, _SHORTCUT):
            self.walked_in.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)
        passing = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
        if event.reason() not in passing:
            self.keep()

    def _grow(self) -> None:
        if not self.active:
            return
        lines = max(1, int(self.document().size().height()))
        height = lines * self.fontMetrics().lineSpacing() + 2 * (_PAD + int(self.document().documentMargin()))
        self.resize(self._width, max(self.height(), height))


def is_text(event: QKeyEvent) -> bool:
    """Whether a key writes: Ctrl or Alt alone are commands, both together are AltGr."""
    command = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    held = [bool(event.modifiers() & modifier) for modifier in command]
    if held[0] != held[1] or event.modifiers() & Qt.KeyboardModifier.MetaModifier:
        return False
    return bool(event.text()) and event.text().isprintable()


def ending(event: QKeyEvent) -> How | None:
    """How a key ends an entry; None: it does not."""
    key, modifiers = event.key(), event.modifiers()
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            return None
        return How.NEXT_LANE if modifiers & Qt.KeyboardModifier.ControlModifier else How.BELOW
    if key == Qt.Key.Key_Backtab:
        return How.STEP_BEFORE
    return How.NEXT_STEP if key == Qt.Key.Key_Tab else None
