"""Type-ahead in a card: signs name records, a slash says what the card is; what is chosen leaves the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel

from model.capture import Choice, SlashAct, SlashChoice, Taken, Token, choices, slash, slash_typed, tokens, without
from model.elements import CardKind, Mark
from model.folding import same_name
from model.layout.theme import Theme
from widgets.announce import announce
from widgets.canvas.popup import ChoicePopup

if TYPE_CHECKING:
    from widgets.canvas.canvas import Canvas

_NOT_COMMAND = ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ControlModifier)
_GAP = 3


class TypeAhead:
    """What was chosen so far in the open entry, and the list of what may be. `link_wanted` is called for `/link`."""

    def __init__(self, canvas: Canvas, link_wanted: Callable[[], None]) -> None:
        self._canvas = canvas
        self._workspace = canvas.workspace
        self._inline = canvas.inline
        self._link_wanted = link_wanted
        self.dress(canvas.theme)
        self._for_card = False
        self._dismissed: tuple[int, str] | None = None
        self._token: Token | None = None
        self._rows: Sequence[Choice | SlashChoice] = ()
        self._choices: list[Choice] = []
        self._kind: CardKind | None = None
        self._marks: list[Mark] = []
        self._inline.textChanged.connect(self._look)
        self._inline.cursorPositionChanged.connect(self._look)
        self._inline.before_key = self.press

    def dress(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._sheet = (
            f"#chips {{ background: {theme.colour('system')}; color: {theme.colour('system_text')};"
            f" border: 1px solid {theme.colour('selection')}; border-radius: 5px; padding: 2px 7px; }}"
        )
        if "popup" in vars(self):
            self.popup.dress(theme)
        if "chips" in vars(self) and self.chips.isVisibleTo(self._canvas):
            self.chips.setStyleSheet(self._sheet)

    @cached_property
    def popup(self) -> ChoicePopup:
        """The list, made with the first entry."""
        found = ChoicePopup(self._canvas.theme, self._workspace.texts, self._canvas)
        found.chosen.connect(self._choose)
        return found

    @cached_property
    def chips(self) -> QLabel:
        """What was chosen so far, in words; made with the first entry."""
        found = QLabel(self._canvas)
        found.setObjectName("chips")
        found.setTextFormat(Qt.TextFormat.PlainText)
        found.hide()
        return found

    def begin(self, for_card: bool) -> None:
        """An entry has opened; signs mean something in cards only."""
        self.end()
        self._for_card = for_card

    def end(self) -> None:
        """The entry has closed: forget what was chosen."""
        self._for_card = False
        self._dismissed = None
        self._choices, self._kind, self._marks = [], None, []
        self._close()
        self._show_chips()

    def taken(self, text: str) -> Taken:
        """All that was said of the card."""
        return Taken(text, tuple(self._choices), self._kind, tuple(self._marks))

    @property
    def chosen(self) -> bool:
        """Whether anything but words was said of the card."""
        return bool(self._choices or self._kind or self._marks)

    def place(self) -> None:
        """Go where the entry went."""
        if self.popup.open:
            self.popup.place(self._caret(), self._rtl)
        self._place_chips()

    def press(self, event: QKeyEvent) -> bool:
        """Whether a key was for the list: Up and Down walk it, Enter and Tab choose, Esc keeps the characters."""
        key = event.key()
        if key == Qt.Key.Key_Backspace and not self.popup.open:
            return self._take_back()
        if not self.popup.open or event.modifiers() & _NOT_COMMAND:
            return False
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.popup.step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            self._dismiss()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._choose(self.popup.currentRow())
            return not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        else:
            return False
        return True

    @property
    def _rtl(self) -> bool:
        if self._inline.toPlainText():
            return bool(self._inline.textCursor().block().textDirection() == Qt.LayoutDirection.RightToLeft)
        return self._canvas.mirrored

    def _look(self) -> None:
        """See whether what stands before the caret names something."""
        if not self._for_card or not self._inline.active:
            return
        text, caret = self._text()
        command = slash_typed(text, caret)
        self._token = None if command is not None else tokens(text, caret)
        start = 0 if self._token is None else self._token.start
        if self._dismissed is not None and text[self._dismissed[0] : self._dismissed[0] + 1] != self._dismissed[1]:
            self._dismissed = None
        if self._dismissed is not None and self._dismissed[0] == start:
            self._rows = ()
        elif command is not None:
            self._rows = slash(command, self._workspace.texts)
        elif self._token is not None:
            self._rows = choices(self._workspace.document, self._token.sign, self._token.typed)
        else:
            self._rows = ()
        if self._rows:
            self.popup.offer([self._words(row) for row in self._rows], self._likeliest(), self._caret(), self._rtl)
        else:
            self.popup.hide()
        self._place_chips()

    def _likeliest(self) -> int:
        """The row by the very name that was typed, else the first."""
        typed = "" if self._token is None else self._token.typed
        same = (
            i for i, row in enumerate(self._rows) if isinstance(row, Choice) and row.id and same_name(row.text, typed)
        )
        return next(same, 0)

    def _words(self, row: Choice | SlashChoice) -> str:
        texts = self._workspace.texts
        if isinstance(row, SlashChoice):
            return texts(row.name)
        if row.creates:
            return texts(row.name(self._workspace.document.blueprint.currency, texts))
        if not row.uses:
            return row.text
        return texts("window.choice_used", name=row.text, uses=texts("capture.uses", n=row.uses))

    def _choose(self, place: int) -> None:
        row = self._rows[place]
        text, caret = self._text()
        if isinstance(row, SlashChoice):
            text, caret = text[caret:].lstrip(), 0
        elif self._token is not None:
            text, caret = without(text, self._token)
        self._close()
        if isinstance(row, Choice):
            self._choices.append(row)
        elif isinstance(row.what, CardKind):
            self._kind = row.what
        elif isinstance(row.what, Mark):
            self._marks = list(dict.fromkeys((*self._marks, row.what)))
        self._put(text, caret)
        self._show_chips()
        if isinstance(row, SlashChoice) and row.what is SlashAct.LINK:
            self._link_wanted()

    def _dismiss(self) -> None:
        start = 0 if self._token is None else self._token.start
        self._dismissed = (start, self._text()[0][start])
        self._close()

    def _take_back(self) -> bool:
        """Backspace before all text takes back what was chosen last."""
        cursor = self._inline.textCursor()
        if not self.chosen or cursor.position() or cursor.hasSelection():
            return False
        if self._choices:
            self._choices.pop()
        elif self._marks:
            self._marks.pop()
        else:
            self._kind = None
        self._show_chips()
        return True

    def _close(self) -> None:
        self._rows, self._token = (), None
        self.popup.hide()

    def _text(self) -> tuple[str, int]:
        """The text and the caret in it, counted as Python counts; Qt counts UTF-16."""
        text = self._inline.toPlainText()
        units = text.encode("utf-16-le")[: 2 * self._inline.textCursor().position()]
        return text, len(units.decode("utf-16-le", "ignore"))

    def _put(self, text: str, caret: int) -> None:
        self._inline.setPlainText(text)
        cursor = self._inline.textCursor()
        cursor.setPosition(len(text[:caret].encode("utf-16-le")) // 2)
        self._inline.setTextCursor(cursor)

    def _caret(self) -> QRect:
        rect = self._inline.cursorRect()
        rect.moveTopLeft(self._inline.viewport().mapTo(self._canvas, rect.topLeft()))
        if self._one_line:
            entry = self._inline.geometry()
            rect.setTop(entry.top())
            rect.setBottom(entry.bottom())
        return rect

    @property
    def _one_line(self) -> bool:
        return self._inline.document().size().height() <= 1

    def _show_chips(self) -> None:
        texts = self._workspace.texts
        said = [texts(f"map.kind.{self._kind.value}")] if self._kind else []
        said += [texts(f"map.mark.{mark.value}") for mark in self._marks]
        said += [f"{choice.sign.value} {self._chip(choice)}" for choice in self._choices]
        self.chips.setText(texts("window.chips_gap").join(said))
        if said and self.chips.styleSheet() != self._sheet:
            self.chips.setStyleSheet(self._sheet)
        self.chips.setVisible(bool(said))
        if said:
            self.chips.adjustSize()
            self._place_chips()
            self.chips.raise_()
            announce(self._inline, self.chips.text())

    def _chip(self, choice: Choice) -> str:
        if choice.amount is None:
            return choice.text
        texts = self._workspace.texts
        money = texts.money(choice.amount, self._workspace.document.blueprint.currency)
        return f"{money} {choice.text}".strip()

    def _place_chips(self) -> None:
        if not self.chips.isVisibleTo(self._canvas):
            return
        entry = self._inline.geometry()
        below, above = entry.bottom() + _GAP, entry.top() - self.chips.height() - _GAP
        x = entry.right() - self.chips.width() if self._rtl else entry.left()
        x = max(_GAP, min(x, self._canvas.width() - self.chips.width() - _GAP))
        self.chips.move(x, below if below + self.chips.height() <= self._canvas.height() else above)
