"""The list at the caret while something is typed that may name a record. The keyboard stays in the text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QWidget

from model.layout.theme import Theme
from model.texts import Texts
from widgets.announce import announce

_MARGIN = 4
_NARROWEST, _WIDEST = 190, 380
_AIR = 26
_MOST_ROWS = 10


class ChoicePopup(QListWidget):
    """Rows to choose from, one of them current. `chosen` tells the row that was clicked."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._home = parent
        self.setObjectName("popup")
        self.setAccessibleName(texts("window.type_ahead"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.itemClicked.connect(lambda item: self.chosen.emit(self.row(item)))
        self.hide()
        self.dress(theme)

    @property
    def open(self) -> bool:
        """Whether there is something to choose."""
        return self.isVisibleTo(self._home)

    @property
    def texts(self) -> list[str]:
        """What the rows say."""
        return [self.item(row).text() for row in range(self.count())]

    def dress(self, theme: Theme) -> None:
        """Take a theme's colours, which a list that nobody sees need not know."""
        colours = {name: theme.colour(name) for name in ("card", "text", "selection", "system", "ink")}
        self._sheet = (
            "#popup {{ background: {card}; color: {text}; border: 1px solid {selection}; border-radius: 6px;"
            " padding: 3px; outline: none; }}"
            " #popup::item {{ padding: 4px 7px; border-radius: 4px; }}"
            " #popup::item:selected {{ background: {system}; color: {ink}; border: 1px solid {selection}; }}".format(
                **colours
            )
        )
        if self.open:
            self.setStyleSheet(self._sheet)

    def offer(self, rows: Sequence[str], current: int, caret: QRect, rtl: bool) -> None:
        """Show rows by a caret (px of the parent), inside the parent: below it, or above where there is no room."""
        if self.styleSheet() != self._sheet:
            self.setStyleSheet(self._sheet)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        if rows != self.texts:
            self.clear()
            self.addItems(list(rows))
        self.setCurrentRow(current)
        self.place(caret, rtl)
        self.show()
        self.raise_()
        self._say()

    def place(self, caret: QRect, rtl: bool) -> None:
        """Go where the caret is."""
        room = self._home.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        width = min(max(_NARROWEST, self.sizeHintForColumn(0) + _AIR), _WIDEST, room.width())
        rows = min(self.count(), _MOST_ROWS)
        height = min(self.sizeHintForRow(0) * rows + 2 * self.frameWidth() + 2, room.height())
        x = caret.right() - width if rtl else caret.left()
        below = caret.bottom() + _MARGIN
        y = below if below + height <= room.bottom() else caret.top() - height - _MARGIN
        x = max(room.left(), min(x, room.right() - width))
        self.setGeometry(x, max(room.top(), min(y, room.bottom() - height)), width, height)

    def step(self, by: int) -> None:
        """Go to another row, round the ends."""
        self.setCurrentRow((self.currentRow() + by) % max(1, self.count()))
        self._say()

    def _say(self) -> None:
        row = self.currentRow()
        if row >= 0:
            said = self._texts("window.choice_of", text=self.texts[row], place=row + 1, n=self.count())
            announce(self._home, said)
