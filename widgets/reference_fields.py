"""Editors of references: one record by name, or rows of records, with type-ahead and "create" as its last choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from model.folding import fold, same_name
from model.messages import message
from model.named import NamedTuple
from model.texts import Texts
from widgets.field_editors import FieldEditor, Names, PatientCombo

_ROOM = 1.9
_NARROW = 40
_IN_THE_LINE = Qt.ItemDataRole.UserRole


class NameLine(PatientCombo):
    """A line for the name of a record: what is typed is completed from the names, the last choice makes a new one.

    The names are asked for only when somebody comes to choose. `entered` carries ("id", id), ("name", new name) or
    ("none", "").
    """

    entered = Signal(str, str)

    def __init__(self, texts: Texts, offers: Callable[[], Names], creates: bool) -> None:
        super().__init__()
        self._texts = texts
        self._offers = offers
        self._creates = creates
        self._names: Names = ()
        self._rows: list[tuple[str, str, str]] = []
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(_NARROW)
        self._words = QStandardItemModel(self)
        completer = QCompleter(self._words, self)
        completer.setCompletionRole(_IN_THE_LINE)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setCompleter(completer)
        completer.activated.connect(self._take)
        self.line.textEdited.connect(self._complete)
        self.line.returnPressed.connect(self._first)
        self.activated.connect(self._picked)

    @property
    def line(self) -> QLineEdit:
        """Where the name is typed."""
        line = self.lineEdit()
        assert line is not None
        return line

    def name(self, words: str) -> None:
        """What a screen reader calls it."""
        self.setAccessibleName(words)
        self.line.setAccessibleName(words)

    def showPopup(self) -> None:
        """All names, as they are now."""
        typed = self.line.text()
        self._names = self._offers()
        self.clear()
        self.addItems([name for _, name in self._names])
        self.setCurrentIndex(-1)
        self.line.setText(typed)
        super().showPopup()

    def choices(self, typed: str) -> list[tuple[str, str, str]]:
        """What may be meant by what is typed: what it is ("id" or "name"), its value, its words."""
        self._names = self._offers()
        wanted = fold(" ".join(typed.split()))
        found = [("id", id, name) for id, name in self._names if wanted in fold(name)]
        found.sort(key=lambda row: not fold(row[2]).startswith(wanted))
        if self._creates and wanted and not any(same_name(name, typed) for _, name in self._names):
            name = " ".join(typed.split())
            found.append(("name", name, self._texts("inspector.create", name=name)))
        return found

    def read(self) -> tuple[str, str] | None:
        """What the line says: see `entered`; None where it names nothing that is there and none may be made."""
        text = " ".join(self.line.text().split())
        if not text:
            return ("none", "")
        rows = (*self._rows, *self.choices(text))
        found = next((value for what, value, words in rows if what == "id" and same_name(words, text)), None)
        if found is not None:
            return ("id", found)
        return ("name", text) if self._creates else None

    def forget(self) -> None:
        """What was typed is settled."""
        self._rows = []

    def _complete(self, typed: str) -> None:
        self._rows = self.choices(typed) if typed.strip() else []
        self._words.clear()
        for what, value, words in self._rows:
            item = QStandardItem(words)
            item.setData(value if what == "name" else words, _IN_THE_LINE)
            self._words.appendRow(item)

    def _take(self, text: str) -> None:
        """One of the offered rows was chosen; the line already says its name."""
        row = next((row for row in self._rows if text == (row[1] if row[0] == "name" else row[2])), None)
        if row is not None:
            self._say(*row)

    def _first(self) -> None:
        """Enter on the beginning of a known name means that name, as the list shows it; on a row of the list, that."""
        offered, found = self._chosen(), self.read()
        if offered is None and (found is None or found[0] == "name"):
            begins = fold(" ".join(self.line.text().split()))
            offered = next((row for row in self._rows if row[0] == "id" and fold(row[2]).startswith(begins)), None)
        if offered is not None:
            self._say(*offered)
        elif found is not None:
            self.forget()
            self.entered.emit(*found)

    def _chosen(self) -> tuple[str, str, str] | None:
        """The row of the open list that Enter means."""
        completer = self.completer()
        popup = None if completer is None else completer.popup()
        place = -1 if popup is None or not popup.isVisible() else popup.currentIndex().row()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _picked(self, place: int) -> None:
        if 0 <= place < len(self._names):
            self._say("id", *self._names[place])

    def _say(self, what: str, value: str, words: str) -> None:
        self.line.setText(value if what == "name" else words)
        self.forget()
        self.entered.emit(what, value)


class NameButton(QAbstractButton):
    """A name on one line, cut short with dots where it does not fit; clicking opens what it names."""

    def __init__(self, name: str, tip: str) -> None:
        super().__init__()
        self.setText(name)
        self.setToolTip(tip)
        self.setAccessibleName(name)
        self.setAccessibleDescription(tip)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_NARROW, round(self.font().pixelSize() * _ROOM))

    def paintEvent(self, _event: QPaintEvent) -> None:
        # Its many enumerations take 6 ms to make: not before a name is drawn.
        from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

        painter = QPainter(self)
        option = QStyleOptionViewItem()
        option.initFrom(self)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDisplay
        option.text = self.text()
        option.textElideMode = Qt.TextElideMode.ElideRight
        option.displayAlignment = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        self.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, self)
        if self.hasFocus() or self.underMouse():
            painter.setPen(self.palette().highlight().color())
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def enterEvent(self, event: Any) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()


class RecordField(FieldEditor):
    """One record by name. `committed` carries ("id", id), ("name", new name) or ("id", None); `opened` an id."""

    opened = Signal(str)

    def __init__(
        self, texts: Texts, name: str, offers: Callable[[], Names], named: Callable[[str], str], creates: bool = True
    ) -> None:
        super().__init__(texts)
        self._named = named
        self._value: Any = None
        self.nobody = texts("window.nobody")
        self.combo = NameLine(texts, offers, creates)
        self.combo.name(name)
        self.setFocusProxy(self.combo)
        self._open = QToolButton()
        self._open.setArrowType(Qt.ArrowType.RightArrow)
        self._open.setAutoRaise(True)
        self._open.clicked.connect(lambda: self.opened.emit(self._value))
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.combo, 1)
        row.addWidget(self._open)
        self.box.addLayout(row)
        self.combo.entered.connect(self._settle)
        self.combo.line.editingFinished.connect(self.finish)

    def show_value(self, value: Any) -> None:
        self._value = value
        held = isinstance(value, str)
        said = self._named(value) if held else ""
        self.combo.forget()
        self.combo.line.setPlaceholderText(self.several(value) or self.nobody)
        self.combo.line.setText(said)
        self.combo.line.setCursorPosition(0)
        self.combo.setToolTip(said)
        self._open.setVisible(held)
        tip = self.texts("inspector.open", name=said)
        self._open.setToolTip(tip)
        self._open.setAccessibleName(tip)

    def finish(self) -> None:
        held = isinstance(self._value, str)
        if self.combo.line.text() == (self._named(self._value) if held else ""):
            return
        found = self.combo.read()
        if found is None:
            self.unread.emit(message("inspector.unknown", name=self.combo.line.text().strip()))
            self.show_value(self._value)
        else:
            self._settle(*found)

    def _settle(self, what: str, value: str) -> None:
        wanted = ("name", value) if what == "name" else ("id", value or None)
        if wanted != ("id", self._value):
            self._value = value or None
            self.committed.emit(wanted)


class Row(NamedTuple):
    """One row of a `RowsField`: the ids that go when it is taken away, what it is called, what it opens, its lines.

    A row that opens something but has no name of its own gets a button for it.
    """

    ids: tuple[str, ...]
    name: str
    opens: str
    lines: tuple[tuple[QWidget, ...], ...] = ()


class RowsField(FieldEditor):
    """Records in rows, each to take away and some to open, and a way to add one: by its name, or by a button.

    `added` carries what `NameLine.entered` does, or ("new", ""); `removed` the ids of a row; `opened` an id.
    """

    added = Signal(str, str)
    removed = Signal(tuple)
    opened = Signal(str)

    def __init__(self, texts: Texts, name: str, adder: NameLine | str) -> None:
        """`adder`: a line that asks for names, or the words of a button that adds a row; empty: none is added."""
        super().__init__(texts)
        self.setAccessibleName(name)
        self._rows = QWidget()
        self._layout = QVBoxLayout(self._rows)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(3)
        self.box.addWidget(self._rows)
        self._more = QLabel()
        self._more.setObjectName("readout")
        self._more.setTextFormat(Qt.TextFormat.PlainText)
        self.box.addWidget(self._more)
        self._more.hide()
        if isinstance(adder, NameLine):
            adder.line.setPlaceholderText(texts("window.add_by_name"))
            adder.name(name)
            adder.entered.connect(lambda what, value: self._add(adder, what, value))
            self.setFocusProxy(adder)
            self.box.addWidget(adder)
        elif adder:
            button = QPushButton(adder)
            button.setObjectName("add")
            button.clicked.connect(lambda: self.added.emit("new", ""))
            self.take(button, adder)

    def show_value(self, value: Sequence[Row]) -> None:
        self.show_rows(value)

    def show_rows(self, rows: Sequence[Row], hidden: int = 0) -> None:
        """Show rows in the place of those before; `hidden`: so many more there are."""
        while (item := self._layout.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for row in rows:
            self._layout.addWidget(self._row(row))
        self._rows.setVisible(bool(rows))
        self._more.setVisible(hidden > 0)
        if hidden:
            self._more.setText(self.texts("inspector.hidden", n=hidden))

    def _add(self, adder: NameLine, what: str, value: str) -> None:
        if what != "none":
            adder.line.clear()
            self.added.emit(what, value)

    def _row(self, row: Row) -> QWidget:
        made = QWidget()
        outer = QVBoxLayout(made)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(3)
        lines = list(row.lines)
        first: list[QWidget] = []
        if row.name:
            first.append(self._name(row))
        if lines:
            first += lines.pop(0)
        if row.opens and not row.name:
            first.append(self._opener(row))
        outer.addLayout(self._line((*first, self._drop(row))))
        for line in lines:
            outer.addLayout(self._line(line))
        return made

    def _line(self, parts: Sequence[QWidget]) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(4)
        for part in parts:
            line.addWidget(part, 0 if isinstance(part, QToolButton) else 1, Qt.AlignmentFlag.AlignBottom)
        return line

    def _name(self, row: Row) -> QWidget:
        button = NameButton(row.name, self.texts("inspector.open", name=row.name))
        button.clicked.connect(lambda: self.opened.emit(row.opens))
        return button

    def _opener(self, row: Row) -> QToolButton:
        button = QToolButton()
        button.setArrowType(Qt.ArrowType.RightArrow)
        button.setAutoRaise(True)
        button.setToolTip(self.texts("inspector.open_row"))
        button.setAccessibleName(self.texts("inspector.open_row"))
        button.clicked.connect(lambda: self.opened.emit(row.opens))
        return button

    def _drop(self, row: Row) -> QToolButton:
        words = self.texts("window.take_away", name=row.name) if row.name else self.texts("inspector.take_row")
        drop = QToolButton()
        drop.setText("×")
        drop.setAutoRaise(True)
        drop.setToolTip(words)
        drop.setAccessibleName(words)
        drop.clicked.connect(lambda: self.removed.emit(row.ids))
        return drop
