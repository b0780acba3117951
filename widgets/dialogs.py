"""Dialogs built from descriptors: a new document, an export, a report."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from model.messages import Message
from model.texts import Texts

if TYPE_CHECKING:
    from widgets.ask import FormatLike, OptionLike

_WIDTH = 460
_YES, _NO = "yes", "no"


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
        inside = (QListWidget, QLineEdit, QComboBox, QCheckBox, QPlainTextEdit)
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


class ExportDialog(Dialog):
    """A format and its options, one row each, as the exporter describes them."""

    def __init__(self, texts: Texts, formats: Sequence[FormatLike], parent: QWidget | None, view: str = "") -> None:
        super().__init__(texts, texts("window.export.title"), parent, "export")
        self._part = QCheckBox(texts("views.export", name=view))
        self._part.setChecked(bool(view))
        self._formats = tuple(formats)
        self._combo = QComboBox()
        self._combo.setAccessibleName(texts("window.export.format"))
        for each in formats:
            self._combo.addItem(texts(each.title), each.name)
        self._inputs: dict[str, QWidget] = {}
        self._holder = QWidget()
        label = QLabel(texts("window.export.format"))
        label.setBuddy(self._combo)
        self.body.addWidget(label)
        self.body.addWidget(self._combo)
        self.body.addWidget(self._holder)
        self.body.addWidget(self._part)
        self._part.setVisible(bool(view))
        self.body.addStretch(1)
        self._combo.currentIndexChanged.connect(lambda _: self._show_options())
        self._show_options()

    @property
    def format(self) -> FormatLike:
        """The format chosen."""
        return self._formats[self._combo.currentIndex()]

    def choose(self, name: str) -> None:
        """Choose a format by name."""
        self._combo.setCurrentIndex(self._combo.findData(name))

    @property
    def part(self) -> bool:
        """Whether only what the view shows is wanted."""
        return self._part.isChecked()

    @property
    def options(self) -> dict[str, str]:
        """Every option's value as text."""
        return {name: _value(widget) for name, widget in self._inputs.items()}

    def _show_options(self) -> None:
        old = self._holder
        self._holder = QWidget()
        form = QFormLayout(self._holder)
        form.setContentsMargins(0, 4, 0, 0)
        self._inputs = {}
        for option in self.format.options:
            widget = self._input(option)
            self._inputs[option.name] = widget
            form.addRow(QLabel(self.texts(option.label)), widget)
        self.body.replaceWidget(old, self._holder)
        old.hide()
        old.setParent(None)
        old.deleteLater()
        self._order()

    def _input(self, option: OptionLike) -> QWidget:
        name = self.texts(option.label)
        if option.kind == "flag":
            check = QCheckBox()
            check.setChecked(option.default == _YES)
            check.setAccessibleName(name)
            return check
        if option.choices:
            combo = QComboBox()
            combo.setEditable(option.kind != "choice")
            proposed = option.choices if option.default in option.choices else (option.default, *option.choices)
            for choice in proposed:
                id = f"window.option.{option.name}.{choice}"
                combo.addItem(self.texts(id) if id in self.texts else choice, choice)
            combo.setCurrentIndex(max(0, combo.findData(option.default)))
            combo.setAccessibleName(name)
            return combo
        line = QLineEdit(option.default)
        line.setAccessibleName(name)
        return line


class ReportDialog(Dialog):
    """Headings with lines, to read and to copy."""

    def __init__(
        self, texts: Texts, title: Message, lines: Sequence[tuple[str, Sequence[str]]], parent: QWidget | None
    ) -> None:
        super().__init__(texts, texts(title), parent, "ok", cancel=False)
        self.resize(_WIDTH + 160, 380)
        text = QPlainTextEdit()
        text.setReadOnly(True)
        text.setAccessibleName(texts(title))
        blocks = ("\n".join((heading, *(f"    {line}" for line in below))) for heading, below in lines)
        text.setPlainText("\n\n".join(blocks))
        self.body.addWidget(text)


def _value(widget: QWidget) -> str:
    if isinstance(widget, QCheckBox):
        return _YES if widget.isChecked() else _NO
    if isinstance(widget, QComboBox):
        data = widget.currentData()
        chosen = widget.itemText(widget.currentIndex()) == widget.currentText()
        return str(data) if chosen and data is not None else widget.currentText().strip()
    return widget.text() if isinstance(widget, QLineEdit) else ""
