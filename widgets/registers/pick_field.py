"""A cell that is set by choosing: typing narrows a list of records or values, and may create a record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from model.entries.filling import New
from model.entries.offers import Offer
from model.entries.reading import Unread
from model.entries.words import BETWEEN
from model.layout.theme import Theme
from model.texts import Texts
from widgets.canvas.popup import ChoicePopup
from widgets.field_editors import FieldEditor

_SIGN = BETWEEN.strip()


class PickField(FieldEditor):
    """One line with a list below it. `many`: names with semicolons between them.

    `offers`: what typed words may mean. `words`: the text of a value. `read`: the value of a text.
    """

    def __init__(
        self,
        texts: Texts,
        name: str,
        theme: Theme,
        home: QWidget,
        *,
        many: bool,
        offers: Callable[[str], Sequence[Offer]],
        words: Callable[[Any], str],
        read: Callable[[str], Any],
    ) -> None:
        super().__init__(texts)
        self._many = many
        self._offers = offers
        self._words = words
        self._read_text = read
        self._rows: Sequence[Offer] = ()
        self._chosen: dict[str, Any] = {}
        self._was = ""
        self._home = home
        self.line = QLineEdit()
        self.take(self.line, name)
        self.popup = ChoicePopup(theme, texts, home)
        self.popup.chosen.connect(self._clicked)
        self.line.textEdited.connect(lambda _: self.look())

    def show_value(self, value: Any) -> None:
        self._was = self._words(value)
        self.line.setText(self._was)

    def look(self) -> None:
        """List what may be meant by what is typed; nothing typed: all there is, and none of it chosen."""
        typed = self._piece()
        self._rows = self._offers("" if self._unchanged else typed)
        if self._rows and self.isVisible():
            self.popup.offer([row.text for row in self._rows], self._likeliest(typed), self._place(), self._rtl)
        else:
            self.popup.hide()

    def press(self, event: QKeyEvent) -> bool:
        """Whether a key was for the list alone. Enter and Tab take its row and go on to end the entry.

        Of many names, Enter takes one and asks for the next; with nothing typed it ends.
        """
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if self.popup.open:
                self.popup.step(1 if key == Qt.Key.Key_Down else -1)
            else:
                self.look()
            return True
        if not self.popup.open:
            return False
        if key == Qt.Key.Key_Escape:
            self.popup.hide()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            row = self.popup.currentRow()
            if 0 <= row < len(self._rows) and not (self._many and self._unchanged):
                self._choose(row)
                return self._many and key != Qt.Key.Key_Tab
        return False

    def finish(self) -> None:
        """Set what is typed."""
        self.popup.hide()
        text = self.line.text().strip().removesuffix(_SIGN).strip()
        if text == self._was:
            return
        try:
            value = self._value(text)
        except Unread as error:
            self.unread.emit(error.message)
            return
        self._was = text
        self.committed.emit(value)

    def showEvent(self, event: QShowEvent) -> None:
        """The list comes with the cell."""
        super().showEvent(event)
        self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        """The list goes when the cell does."""
        self.popup.hide()
        super().hideEvent(event)

    def release(self) -> None:
        """Let go of the list, which is not a part of this."""
        self.popup.hide()
        self.popup.deleteLater()

    @property
    def _unchanged(self) -> bool:
        return self.line.text() == self._was

    @property
    def _rtl(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _value(self, text: str) -> Any:
        if not self._many:
            return self._chosen[text] if text in self._chosen else self._read_text(text)
        found: dict[Any, None] = {}
        for name in (part.strip() for part in text.split(_SIGN)):
            if name:
                values = (self._chosen[name],) if name in self._chosen else self._read_text(name)
                found.update((value, None) for value in values)
        return tuple(found)

    def _piece(self) -> str:
        """The words the list is about: the last name of many."""
        text = self.line.text()
        return text.rpartition(_SIGN)[2].strip() if self._many else text.strip()

    def _likeliest(self, typed: str) -> int:
        """The row that Enter takes: that of the value there was, else the first; none where nothing is typed."""
        if self._unchanged:
            return next((place for place, row in enumerate(self._rows) if row.text == self._was), -1)
        same = (place for place, row in enumerate(self._rows) if row.text.casefold() == typed.casefold())
        return next(same, 0) if typed else -1

    def _clicked(self, place: int) -> None:
        self._choose(place)
        if not self._many:
            self.finish()
        self.line.setFocus()

    def _choose(self, place: int) -> None:
        offer = self._rows[place]
        name = offer.value.name if isinstance(offer.value, New) else offer.text
        self._chosen[name] = offer.value
        before = self.line.text().rpartition(_SIGN)[0].strip() if self._many else ""
        text = f"{before}{BETWEEN}{name}" if before else name
        self.line.setText(f"{text}{BETWEEN}" if self._many else text)
        self.popup.hide()

    def _place(self) -> QRect:
        return QRect(self.line.mapTo(self._home, QPoint(0, 0)), self.line.size())
