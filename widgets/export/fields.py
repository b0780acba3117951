"""Options as fields: what is chosen is ticked or picked, what is typed is proposed; each value is text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QWidget,
)

from model.texts import Texts
from widgets.export.offer import OptionLike
from widgets.field_editors import PatientCombo, PatientSpin

_YES, _NO = "yes", "no"
_ALL = "all"
_BETWEEN = ","
_MOST = 999_999_999
_ROWS = 8
# The least room (px) for a text; a label that leaves less stands above it.
_LINE = 170


def words_of(texts: Texts, option: str, choice: str) -> str:
    """What a person reads for a choice of an option; what nobody has put into words is shown as it is."""
    id = f"window.option.{option}.{choice or 'none'}"
    return texts(id) if id in texts else choice


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
    if isinstance(field, FileField):
        return field.line.text().strip()
    return field.text().strip() if isinstance(field, QLineEdit) else ""


class OptionFields(QWidget):
    """A row an option. `changed`: a value is another."""

    changed = Signal()

    def __init__(
        self, texts: Texts, options: Sequence[OptionLike], words: Mapping[tuple[str, str], str] | None = None
    ) -> None:
        """`words`: by option and choice, what some choices are called."""
        super().__init__()
        self._texts = texts
        self._words = words or {}
        self._options = tuple(options)
        self._fields: dict[str, QWidget] = {}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 6, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for option in self._options:
            field = self._fields[option.name] = self._field(option)
            name = texts(option.label)
            (field.line if isinstance(field, FileField) else field).setAccessibleName(name)
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
        """What can be typed in or pressed, in the order of the options."""
        found: list[QWidget] = []
        for field in self._fields.values():
            found += (field.line, field.button) if isinstance(field, FileField) else (field,)
        return found

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
            number = PatientSpin()
            number.setRange(0, _MOST)
            number.setValue(int(option.default))
            number.valueChanged.connect(self.changed)
            return number
        if option.kind == "list":
            return self._parts(option)
        if option.kind == "file":
            return FileField(self._texts, self.changed)
        return self._choice(option) if option.choices else self._line(option)

    def _said(self, option: OptionLike, choice: str) -> str:
        return self._words.get((option.name, choice)) or words_of(self._texts, option.name, choice)

    def _choice(self, option: OptionLike) -> QComboBox:
        """One of some; where others may be typed, these are proposals."""
        box = PatientCombo()
        first = () if option.default in option.choices else (option.default,)
        for choice in (*first, *option.choices):
            box.addItem(self._said(option, choice), choice)
        box.setMinimumContentsLength(10)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setEditable(option.kind != "choice")
        _pick(box, option.default)
        box.currentTextChanged.connect(self.changed)
        return box

    def _line(self, option: OptionLike) -> QLineEdit:
        line = QLineEdit(option.default)
        line.setMinimumWidth(_LINE)
        line.textChanged.connect(self.changed)
        return line

    def _parts(self, option: OptionLike) -> PartsList:
        parts = PartsList()
        for choice in option.choices:
            parts.offer(choice, self._said(option, choice))
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
        elif isinstance(field, FileField):
            field.line.setText(value)
        elif isinstance(field, QLineEdit):
            field.setText(value)


class FileField(QWidget):
    """A file by name, typed or chosen."""

    def __init__(self, texts: Texts, changed: SignalInstance) -> None:
        super().__init__()
        self._texts = texts
        self.line = QLineEdit()
        self.button = QPushButton(texts("window.export.choose"))
        self.button.setObjectName("add")
        self.button.clicked.connect(self._choose)
        self.line.textChanged.connect(changed)
        self.setFocusProxy(self.line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.button)

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self._texts("window.export.choose_title"))
        if name:
            self.line.setText(name)


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
