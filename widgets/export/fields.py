"""Options as fields: what is chosen is ticked or picked, what is typed is proposed; each value is text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QWidget,
)

from model.texts import Texts
from widgets.export.offer import OptionLike

_YES, _NO = "yes", "no"
_ALL = "all"
_BETWEEN = ","
_MOST = 999_999_999
_ROWS = 8


def words_of(texts: Texts, option: str, choice: str) -> str:
    """What a person reads for a choice of an option; what nobody has put into words is shown as it is."""
    id = f"window.option.{option}.{choice}"
    if choice and id in texts:
        return texts(id)
    return choice or texts("window.export.usual")


def _pick(box: QComboBox, value: str) -> None:
    """Show a value: one that is offered in its words, another as it is."""
    place = box.findData(value)
    if place >= 0 or not box.isEditable():
        box.setCurrentIndex(max(0, place))
    else:
        box.setEditText(value)


def _value(field: QWidget) -> str:
    if isinstance(field, QCheckBox):
        return _YES if field.isChecked() else _NO
    if isinstance(field, QComboBox):
        place = field.findText(field.currentText())
        return field.currentText().strip() if place < 0 else str(field.itemData(place))
    if isinstance(field, QSpinBox):
        return str(field.value())
    if isinstance(field, PartsList):
        return field.value
    return field.text().strip() if isinstance(field, QLineEdit) else ""


class OptionFields(QWidget):
    """A row an option. `changed`: a value is another."""

    changed = Signal()

    def __init__(self, texts: Texts, options: Sequence[OptionLike]) -> None:
        super().__init__()
        self._texts = texts
        self._options = tuple(options)
        self._fields: dict[str, QWidget] = {}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 6, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for option in self._options:
            field = self._fields[option.name] = self._field(option)
            name = texts(option.label)
            field.setAccessibleName(name)
            if isinstance(field, QCheckBox):
                field.setText(name)
                form.addRow(field)
            else:
                label = QLabel(name)
                label.setBuddy(field)
                label.setWordWrap(True)
                form.addRow(label, field)

    @property
    def values(self) -> dict[str, str]:
        """Every option's value as text."""
        return {name: _value(field) for name, field in self._fields.items()}

    def fill(self, values: Mapping[str, str]) -> None:
        """Show other values; options not named are as usual."""
        self.blockSignals(True)
        for option in self._options:
            self._put(option, values.get(option.name, option.default))
        self.blockSignals(False)
        self.changed.emit()

    @property
    def inputs(self) -> list[QWidget]:
        """The fields in the order of the options."""
        return list(self._fields.values())

    def field(self, name: str) -> QWidget:
        """The field of an option."""
        return self._fields[name]

    def _field(self, option: OptionLike) -> QWidget:
        if option.kind == "flag":
            check = QCheckBox()
            check.setChecked(option.default == _YES)
            check.toggled.connect(self.changed)
            return check
        if option.kind == "number":
            number = QSpinBox()
            number.setRange(0, _MOST)
            number.setValue(int(option.default))
            number.valueChanged.connect(self.changed)
            return number
        if option.kind == "list":
            return self._parts(option)
        return self._choice(option) if option.choices else self._line(option)

    def _choice(self, option: OptionLike) -> QComboBox:
        """One of some; where others may be typed, these are proposals."""
        box = QComboBox()
        for choice in option.choices:
            box.addItem(words_of(self._texts, option.name, choice), choice)
        box.setMinimumContentsLength(10)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setEditable(option.kind != "choice")
        _pick(box, option.default)
        box.currentTextChanged.connect(self.changed)
        return box

    def _line(self, option: OptionLike) -> QLineEdit:
        line = QLineEdit(option.default)
        line.textChanged.connect(self.changed)
        return line

    def _parts(self, option: OptionLike) -> PartsList:
        parts = PartsList()
        for choice in option.choices:
            parts.offer(choice, words_of(self._texts, option.name, choice))
        parts.value = option.default
        parts.setToolTip(self._texts("window.export.parts"))
        parts.itemChanged.connect(self.changed)
        parts.moved.connect(self.changed)
        return parts

    def _put(self, option: OptionLike, value: str) -> None:
        field = self._fields[option.name]
        if isinstance(field, QCheckBox):
            field.setChecked(value == _YES)
        elif isinstance(field, QSpinBox):
            field.setValue(int(value if value.isascii() and value.isdigit() else option.default))
        elif isinstance(field, QComboBox):
            _pick(field, value)
        elif isinstance(field, PartsList):
            field.value = value
        elif isinstance(field, QLineEdit):
            field.setText(value)


class PartsList(QListWidget):
    """Parts to tick, in an order to choose: Space ticks, Alt with Up or Down moves, or the mouse does."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.model().rowsMoved.connect(self.moved)

    def offer(self, name: str, words: str) -> None:
        """Another part."""
        item = QListWidgetItem(words)
        item.setData(Qt.ItemDataRole.UserRole, name)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)
        self.addItem(item)
        self.setMinimumHeight(self.sizeHintForRow(0) * min(self.count(), _ROWS) + 12)

    @property
    def value(self) -> str:
        """The parts that are ticked, in their order."""
        items = [self.item(row) for row in range(self.count())]
        ticked = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        return _BETWEEN.join(str(item.data(Qt.ItemDataRole.UserRole)) for item in ticked)

    @value.setter
    def value(self, text: str) -> None:
        items = {str(item.data(Qt.ItemDataRole.UserRole)): item for item in map(self.item, range(self.count()))}
        names = list(items) if text == _ALL else [name for name in text.split(_BETWEEN) if name in items]
        for name, item in items.items():
            item.setCheckState(Qt.CheckState.Checked if name in names else Qt.CheckState.Unchecked)
        for place, name in enumerate(names):
            self.insertItem(place, self.takeItem(self.row(items[name])))
        self.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or event.modifiers() != Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
            return
        row = self.currentRow()
        if 0 <= row + step < self.count():
            self.insertItem(row + step, self.takeItem(row))
            self.setCurrentRow(row + step)
            self.moved.emit()
