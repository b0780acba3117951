"""Dialogs: a new document, a report."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QShowEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSpinBox,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from model.messages import Message
from model.texts import Texts

_WIDTH = 460
# Of headings and lines, in px.
_ABOVE, _INDENT = 8, 12


class Dialog(QDialog):
    """A dialog with a body and buttons in the session's words."""

    def __init__(self, texts: Texts, title: str, parent: QWidget | None, accept: str, *, cancel: bool = True) -> None:
        super().__init__(parent)
        self.texts = texts
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 16, 18, 14)
        outer.setSpacing(12)
        self.body = QVBoxLayout()
        outer.addLayout(self.body, 1)
        self.buttons = buttons = QDialogButtonBox()
        outer.addWidget(buttons)
        self.yes = yes = buttons.addButton(texts(f"window.button.{accept}"), QDialogButtonBox.ButtonRole.AcceptRole)
        if cancel:
            no = buttons.addButton(texts("window.button.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
            no.setAutoDefault(False)
        # Once it is in the dialog, so that Enter means it wherever the focus is.
        yes.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the first field."""
        super().showEvent(event)
        fields = self._order()
        if fields:
            fields[0].setFocus()

    def _order(self) -> list[QWidget]:
        """Tab goes through the fields as they are read, then to the buttons; the fields."""
        inside = (QListWidget, QLineEdit, QComboBox, QCheckBox, QSpinBox, QTextEdit, QPlainTextEdit)
        fields: list[QWidget] = [widget for widget in self.findChildren(QWidget) if isinstance(widget, inside)]
        for one, other in pairwise([*fields, *self.buttons.buttons()]):
            self.setTabOrder(one, other)
        return fields


class NewDialog(Dialog):
    """A new document: from a template, a sample, or blank."""

    def __init__(self, texts: Texts, templates: Sequence[str], samples: Sequence[str], parent: QWidget | None) -> None:
        super().__init__(texts, texts("window.new.title"), parent, "create")
        self._list = QListWidget()
        self._list.setAccessibleName(texts("window.new.title"))
        for source, names in (("template", templates), ("sample", samples), ("blank", ("",))):
            for name in names:
                item = QListWidgetItem(texts(f"window.new.{source}.{name}" if name else "window.new.blank"))
                item.setData(Qt.ItemDataRole.UserRole, (source, name))
                self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.itemDoubleClicked.connect(self.accept)
        self._title = QLineEdit()
        self._title.setAccessibleName(texts("window.field.title"))
        self._title.setPlaceholderText(texts("window.new.hint"))
        self.body.addWidget(self._list, 1)
        self.body.addWidget(self._title)

    @property
    def choice(self) -> tuple[str, str, str]:
        """Source, name and title."""
        source, name = self._list.currentItem().data(Qt.ItemDataRole.UserRole)
        return str(source), str(name), self._title.text().strip()


class Sections(QTextEdit):
    """Headings with lines below them, to read and to copy; a line that is too long goes on below its own beginning."""

    def __init__(self, name: str, sections: Sequence[tuple[str, Sequence[str]]]) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        cursor = self.textCursor()
        heading, line = QTextCharFormat(), QTextCharFormat()
        heading.setFontWeight(QFont.Weight.Bold)
        above, below = QTextBlockFormat(), QTextBlockFormat()
        above.setTopMargin(_ABOVE)
        below.setLeftMargin(2 * _INDENT)
        below.setTextIndent(-_INDENT)
        texts = [
            (text, shape, chars)
            for head, lines in sections
            for text, shape, chars in ((head, above, heading), *((each, below, line) for each in lines))
        ]
        for number, (text, shape, chars) in enumerate(texts):
            if number:
                cursor.insertBlock(shape, chars)
            cursor.setCharFormat(chars)
            cursor.insertText(text, chars)
        self.moveCursor(QTextCursor.MoveOperation.Start)


class ReportDialog(Dialog):
    """Headings with lines, to read and to copy."""

    def __init__(
        self, texts: Texts, title: Message, lines: Sequence[tuple[str, Sequence[str]]], parent: QWidget | None
    ) -> None:
        super().__init__(texts, texts(title), parent, "ok", cancel=False)
        self.resize(_WIDTH + 160, 380)
        self.body.addWidget(Sections(texts(title), lines))
