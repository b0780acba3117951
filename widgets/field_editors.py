"""One small editor for each type of field. Each shows a value and says when a person set another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QIcon, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from model.entries.numbers import BETWEEN, number_text
from model.kinds import Field, FieldType
from model.late import Late
from model.ranges import Ranged, may_vary
from model.record import Record
from model.texts import Texts
from resources import path

MIXED = object()
_HALF, _TICKED = Qt.CheckState.PartiallyChecked, Qt.CheckState.Checked
_LINES = 3
Names = Sequence[tuple[str, str]]
_PARTS = Late("[,;\n\u060c\u3001]")


class FieldEditor(QWidget):
    """`committed` carries the new value, `unread` why a text is none. `show_value(MIXED)`: several records differ."""

    committed = Signal(object)
    unread = Signal(object)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.texts = texts
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(4)

    def show_value(self, value: Any) -> None:
        """Show a value without saying that it was set."""
        raise NotImplementedError

    def finish(self) -> None:
        """Set what has been typed so far; editors without typing have nothing to do."""

    def take(self, inner: QWidget, name: str) -> None:
        """Adopt the widget that has the focus."""
        self.setFocusProxy(inner)
        inner.setAccessibleName(name)
        self.box.addWidget(inner)

    def several(self, value: Any) -> str:
        """What stands in an empty editor of records that differ."""
        return self.texts("window.several") if value is MIXED else ""


class LineField(FieldEditor):
    """Text, numbers and dates on one line; what cannot be read is put back.

    A number that may vary holds its low and high as well; `range_sign` shows a person how they are typed.
    """

    def __init__(
        self, texts: Texts, name: str, holds: FieldType, optional: bool, *, share: bool = False, varies: bool = False
    ) -> None:
        """`share`: what is held is a part of 1, shown as per cents; `varies`: it may have a low and a high."""
        super().__init__(texts)
        self.share = share
        self._varies = varies
        self._holds = holds
        self._optional = optional
        self._value: Any = None
        self.line = QLineEdit()
        self.take(self.line, name)
        self.line.editingFinished.connect(self.finish)
        self.range_sign = QAction(QIcon(path("icons", "range.svg").as_posix()), self._how(), self)
        self.range_sign.triggered.connect(self._spread)
        if varies:
            self.line.addAction(self.range_sign, QLineEdit.ActionPosition.TrailingPosition)
            self.line.setAccessibleDescription(self._how())

    def show_value(self, value: Any) -> None:
        self._value = value
        self.range_sign.setVisible(self._varies and isinstance(value, int | Decimal))
        self.line.setPlaceholderText(self.several(value) or self._hint())
        self.line.setText(self._words(value))
        self.line.setToolTip("\n".join(filter(None, (self.line.text(), self._how()))))
        self.line.setCursorPosition(0)

    def _spread(self) -> None:
        """Let a sure number be typed over as a range, from its low on."""
        wide = number_text(Ranged(self._value, self._value, self._value), self.texts, share=self.share)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.setText(wide)
        self.line.setSelection(0, wide.index(BETWEEN))

    def _how(self) -> str:
        """How a number that is not sure is typed."""
        return self.texts("window.hint.range") if self._varies else ""

    def _hint(self) -> str:
        return self.texts("window.hint.day") if self._holds is FieldType.DAY else ""

    def _words(self, value: Any) -> str:
        if value is None or value is MIXED:
            return ""
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, int | Decimal | Ranged):
            return number_text(value, self.texts, share=self.share)
        return str(value)

    def finish(self) -> None:
        text = self.line.text().strip()
        if text == self._words(self._value):
            return
        from model.entries.reading import Unread

        try:
            value = self._read(text)
        except Unread as error:
            self.show_value(self._value)
            self.unread.emit(error.message)
            return
        if value != self._value:
            self._value = value
            self.committed.emit(value)

    def _read(self, text: str) -> Any:
        from model.entries.reading import read_line, read_number

        read = read_number if self._varies else read_line
        return read(text, self._holds, self.texts, optional=self._optional, share=self.share)


class _Area(QPlainTextEdit):
    """A text of a few lines; Tab leaves it."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class TextField(FieldEditor):
    """Text of several lines, set when it is left."""

    def __init__(self, texts: Texts, name: str, lines: int = _LINES) -> None:
        super().__init__(texts)
        self._value: Any = ""
        self.area = _Area()
        self.area.setFixedHeight(22 + 17 * (lines - 1) + 8)
        self.take(self.area, name)
        self.area.left.connect(self.finish)

    def show_value(self, value: Any) -> None:
        self._value = value
        self.area.setPlaceholderText(self.several(value))
        said = "" if value is MIXED else str(value)
        if said != self.area.toPlainText():
            self.area.setPlainText(said)

    def finish(self) -> None:
        text = self.area.toPlainText().strip()
        if text != ("" if self._value is MIXED else self._value):
            self._value = text
            self.committed.emit(text)


class PatientCombo(QComboBox):
    """Turned by the wheel only while it is open: a scrolled page must not change what it shows."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class PatientSpin(QSpinBox):
    """Turned by the wheel never: a scrolled page must not change what it shows."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceField(FieldEditor):
    """One of a few values."""

    def __init__(self, texts: Texts, name: str, values: Iterable[StrEnum | None]) -> None:
        super().__init__(texts)
        self.combo = PatientCombo()
        self.combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.values: list[StrEnum | None] = []
        self.offer(values)
        self.take(self.combo, name)
        self.combo.activated.connect(lambda index: self.committed.emit(self.values[index]))

    def offer(self, values: Iterable[StrEnum | None]) -> None:
        """The values to choose from, kept here: Qt would hand a StrEnum back as a plain text."""
        wanted = list(values)
        if wanted == self.values:
            return
        self.values = wanted
        self.combo.clear()
        for value in wanted:
            self.combo.addItem(choice_text(self.texts, value))
            self.combo.setItemData(self.combo.count() - 1, choice_tip(self.texts, value), Qt.ItemDataRole.ToolTipRole)

    def show_value(self, value: Any) -> None:
        self.combo.setPlaceholderText(self.several(value))
        self.combo.setCurrentIndex(self.values.index(value) if value in self.values else -1)


class ChecksField(FieldEditor):
    """Any of a few values. `flipped` names the one a person clicked: the others stay as they are."""

    flipped = Signal(object)

    def __init__(self, texts: Texts, name: str, values: Iterable[StrEnum]) -> None:
        super().__init__(texts)
        self.setAccessibleName(name)
        self._columns = 0
        inner = QWidget()
        inner.setMinimumWidth(1)
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(2)
        self.boxes: dict[StrEnum, QCheckBox] = {}
        for value in values:
            check = QCheckBox(choice_text(texts, value))
            check.setToolTip(choice_tip(texts, value))
            check.clicked.connect(lambda _, value=value: self.flipped.emit(value))
            self.boxes[value] = check
        self._arrange(2)
        self.box.addWidget(inner)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where the words leave room for them, else one."""
        super().resizeEvent(event)
        wide = [max((check.sizeHint().width() for check in self._side(side)), default=0) for side in (0, 1)]
        self._arrange(2 if sum(wide) + self._grid.horizontalSpacing() <= self.width() else 1)

    def _side(self, side: int) -> list[QCheckBox]:
        return list(self.boxes.values())[side::2]

    def _arrange(self, columns: int) -> None:
        if columns != self._columns:
            self._columns = columns
            for index, check in enumerate(self.boxes.values()):
                self._grid.addWidget(check, index // columns, index % columns)

    def show_value(self, value: Any) -> None:
        self.show_values([value])

    def show_values(self, values: Sequence[Sequence[StrEnum]]) -> None:
        """Show what each of several records has: what only some have is half ticked."""
        for choice, check in self.boxes.items():
            have = sum(1 for value in values if choice in value)
            some = 0 < have < len(values)
            check.setTristate(some)
            check.setCheckState(_HALF if some else _TICKED if have else Qt.CheckState.Unchecked)


class FlagField(FieldEditor):
    """Yes or no, in words of the field's own where it has some."""

    def __init__(self, texts: Texts, name: str, field: str) -> None:
        super().__init__(texts)
        self.combo = PatientCombo()
        self.combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for value in (True, False):
            own = f"inspector.flag.{field}.{'yes' if value else 'no'}"
            self.combo.addItem(texts(own if own in texts else f"inspector.flag.{'yes' if value else 'no'}"))
        self.take(self.combo, name)
        self.combo.activated.connect(lambda index: self.committed.emit(index == 0))

    def show_value(self, value: Any) -> None:
        self.combo.setPlaceholderText(self.several(value))
        self.combo.setCurrentIndex(-1 if value is MIXED else 0 if value else 1)


class WordsField(TextField):
    """Any number of short texts, parted by commas or lines."""

    def __init__(self, texts: Texts, name: str) -> None:
        super().__init__(texts, name, lines=2)
        self.area.setToolTip(texts("inspector.words"))

    def show_value(self, value: Any) -> None:
        self._words = value
        super().show_value(value if value is MIXED else self.texts("inspector.words_gap").join(value))

    def finish(self) -> None:
        words = tuple(dict.fromkeys(word for part in _PARTS.split(self.area.toPlainText()) if (word := part.strip())))
        if words != (() if self._words is MIXED else self._words):
            self._words = words
            self.committed.emit(words)


def named_combo() -> QComboBox:
    """An editable list of names that completes what is typed."""
    combo = PatientCombo()
    combo.setEditable(True)
    combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    completer = combo.completer()
    if completer is not None:
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
    line = combo.lineEdit()
    assert line is not None
    line.returnPressed.connect(lambda: _take_offered(combo))
    return combo


def _take_offered(combo: QComboBox) -> None:
    """Enter on the beginning of a known name means that name, as the list shows it."""
    typed = combo.currentText().strip().casefold()
    if not typed or combo.findText(typed, Qt.MatchFlag.MatchFixedString) >= 0:
        return
    names = (combo.itemText(index) for index in range(combo.count()))
    found = next((name for name in names if name.casefold().startswith(typed)), None)
    if found is not None:
        combo.setEditText(found)


def choice_text(texts: Texts, value: StrEnum | None) -> str:
    """What a person reads for a value."""
    return texts("window.nobody") if value is None else texts(f"window.choice.{type(value).__name__}.{value.value}")


def choice_tip(texts: Texts, value: StrEnum | None) -> str:
    """What a value means, where the glossary says."""
    id = "" if value is None else f"glossary.{type(value).__name__}.{value.value}"
    return texts(id) if id in texts else ""


def editor_for(
    texts: Texts, kind: type[Record], field: Field, label: str, choices: Iterable[StrEnum | None], long: bool
) -> FieldEditor:
    """The editor of a field that is no reference, by what it holds; `choices` bound those of a choice."""
    if field.holds is FieldType.FLAG:
        return FlagField(texts, label, field.name)
    if field.holds is FieldType.TEXTS:
        return WordsField(texts, label)
    if field.holds is FieldType.CHOICE:
        return ChoiceField(texts, label, choices)
    if field.holds is FieldType.CHOICES:
        return ChecksField(texts, label, [value for value in choices if value is not None])
    if field.holds is FieldType.TEXT and long:
        return TextField(texts, label)
    return LineField(texts, label, field.holds, field.optional, varies=may_vary(kind, field.name))
