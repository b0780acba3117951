"""A register as Qt's table: a thin cover over the listing of the model, with an empty row at its end to type in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QPalette

from model.change import Change
from model.elements import Blueprint
from model.entries.columns import Column, Register, required
from model.entries.filling import Filling, Row
from model.entries.listing import Listing
from model.entries.words import Words
from model.layout.curves import Spark
from widgets.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NOWHERE = QModelIndex()
# An edit that touches more entries than these is shown by listing anew.
_ONE_BY_ONE = 60
_SEEN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_TYPED = Qt.ItemFlag.ItemIsEditable
_NUMBERS = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
_WORDS = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter


class EntriesModel(QAbstractTableModel):
    """Entries of one register, or the parts of one entry. `begun`: what is typed of a new one that lacks something."""

    def __init__(
        self, workspace: Workspace, register: Register, master: str | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._texts = workspace.texts
        self.register = register
        self.master = master
        self.words = Words(workspace.document, workspace.texts, register, master)
        self.listing = Listing(self.words)
        self.columns: tuple[Column, ...] = register.columns
        self.begun: dict[str, Any] = {}
        # Whether anything may be typed; there is an empty row only then.
        self.editable = not workspace.read_only
        self._flags = [_SEEN | _TYPED if self.editable and not column.fixed else _SEEN for column in self.columns]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.listing.ids) + self.editable

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def id_at(self, row: int) -> str | None:
        """The entry of a row; None: the empty one."""
        return self.listing.ids[row] if 0 <= row < len(self.listing.ids) else None

    def row_of(self, id: str) -> int:
        """The row of an entry; -1: not listed."""
        return self.listing.ids.index(id) if id in self.listing.ids else -1

    def flags(self, index: Index) -> Qt.ItemFlag:
        return self._flags[index.column()] if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == _ROLE.TextAlignmentRole:
            return _NUMBERS if column.numeric else _WORDS
        if role == _ROLE.DisplayRole:
            return self.text(index)
        if role == _ROLE.ToolTipRole:
            return self._tip(index.row(), column)
        if role == _ROLE.AccessibleTextRole:
            said = self._curve_words(index.row(), column) or self.text(index) or self._texts("register.empty_cell")
            return self._texts("register.spoken", column=self._heading(column), text=said)
        if role == _ROLE.ForegroundRole and self.id_at(index.row()) is None:
            return QGuiApplication.palette().brush(QPalette.ColorRole.PlaceholderText)
        return None

    def text(self, index: Index) -> str:
        """What a cell shows; the empty row says in its first column what it is for."""
        column = self.columns[index.column()]
        row = self.words.document.find(self.id_at(index.row()))
        if row is not None:
            return self.words.shown(row, column)
        if column.name in self.begun:
            return self.words.text(column, self.begun[column.name])
        return self._texts("register.new_row") if index.column() == 0 and not self.begun else ""

    def spark(self, index: Index) -> Spark | None:
        """The curve beside the text of a cell."""
        return self.words.spark(self.words.document.find(self.id_at(index.row())), self.columns[index.column()])

    def value(self, index: Index) -> Any:
        """What a cell holds; of the empty row what has been typed, or nothing."""
        column = self.columns[index.column()]
        row = self.words.document.find(self.id_at(index.row()))
        if row is not None:
            return self.words.value(row, column)
        field = column.field
        empty = () if field is not None and field.many else "" if field is not None and field.default == "" else None
        return self.begun.get(column.name, empty)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            return self._heading(self.columns[section])
        if role == _ROLE.TextAlignmentRole:
            return _NUMBERS if self.columns[section].numeric else _WORDS
        return None

    def filling(self, rows: tuple[Row, ...]) -> Filling:
        """Rows for this register."""
        return Filling(self.register.record, rows, tuple(self.register.made_with(self.master).items()))

    def begin(self, column: Column, value: Any) -> Row | None:
        """Take in what is typed in the empty row; the whole entry once it lacks nothing."""
        self.begun[column.name] = value
        if not self.lacking:
            whole, self.begun = Row(None, self.begun), {}
            return whole
        self._show_last()
        return None

    def forget(self) -> None:
        """Drop what is typed in the empty row."""
        self.begun = {}
        self._show_last()

    def _show_last(self) -> None:
        last = self.rowCount() - 1
        self.dataChanged.emit(self.index(last, 0), self.index(last, self.columnCount() - 1))

    @property
    def lacking(self) -> str:
        """The columns without which the entry in the empty row cannot be."""
        missing = (self._heading(each) for each in required(self.register) if not self.begun.get(each.name))
        return ", ".join(missing)

    def sort_by(self, column: Column | None, down: bool) -> None:
        """List in the order of a column, or of the document."""
        self._anew(lambda: self.listing.sort(column, down))

    def filter(self, text: str, columns: list[Column]) -> None:
        """List what shows some words in the columns that are seen."""
        self._anew(lambda: self.listing.filter(text, columns))

    def update(self, change: Change) -> None:
        """Show what an edit did, and nothing else."""
        touched = self.listing.touched(change)
        if any(isinstance(delta.row, Blueprint) for delta in change.deltas):
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        if len(touched.gone) + len(touched.come) > _ONE_BY_ONE:
            self._anew(self.listing.arrange)
            return
        for id in touched.gone:
            place = self.row_of(id)
            self.beginRemoveRows(QModelIndex(), place, place)
            self.listing.take(place)
            self.endRemoveRows()
        self.reveal(touched.come)
        last = self.columnCount() - 1
        if len(touched.altered) > _ONE_BY_ONE:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, last))
            return
        for id in touched.altered:
            place = self.row_of(id)
            self.dataChanged.emit(self.index(place, 0), self.index(place, last))

    def reveal(self, ids: Iterable[str]) -> None:
        """List entries, whether or not they pass the filter."""
        for id in ids:
            if self.row_of(id) < 0:
                place = self.listing.place(id)
                self.beginInsertRows(QModelIndex(), place, place)
                self.listing.put(place, id)
                self.endInsertRows()

    def _anew(self, act: Any) -> None:
        self.beginResetModel()
        act()
        self.endResetModel()

    def _heading(self, column: Column) -> str:
        return self._texts(column.heading(self.words.document.blueprint.currency))

    def _curve_words(self, place: int, column: Column) -> str:
        """What the curve of a cell shows, in words."""
        spark = self.words.spark(self.words.document.find(self.id_at(place)), column)
        return "" if spark is None else self._texts(spark.words)

    def _tip(self, place: int, column: Column) -> str:
        """The whole of a text that its cell may cut."""
        row = self.words.document.find(self.id_at(place))
        if said := self._curve_words(place, column):
            return said
        return "" if row is None or column.numeric else self.words.typed(row, column)
