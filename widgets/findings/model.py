"""Findings as a tree of two levels for Qt: headings, and under each its lines, as far as they are searched for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from model.folding import fold
from model.texts import Texts

if TYPE_CHECKING:
    from widgets.findings.listing import Group, Line

COLUMNS = ("words", "where", "rule")
Place = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
# More under one heading nobody reads through, and Qt lays out each of them.
SHOWN = 500


class FindingsModel(QAbstractItemModel):
    """The internal id of a line is its group's place plus one, that of a heading 0."""

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts
        self._shown: list[tuple[Group, int, tuple[Line, ...]]] = []
        self._bold = QFont()
        self._bold.setBold(True)

    def show(self, groups: tuple[Group, ...], query: str) -> None:
        """Show the lines in which each word of a query occurs."""
        self.beginResetModel()
        words = fold(query).split()
        self._shown = []
        for group in groups:
            lines = tuple(line for line in group.lines if all(word in line.plain for word in words))
            if lines:
                self._shown.append((group, len(lines), lines[:SHOWN]))
        self.endResetModel()

    def line(self, index: Place) -> Line | None:
        """The line at an index; None for a heading."""
        if not index.isValid() or not index.internalId():
            return None
        return self._shown[index.internalId() - 1][2][index.row()]

    def find(self, key: tuple[str, tuple[str, ...], str]) -> QModelIndex:
        """Where the line with a key is; nowhere if it is gone."""
        for place, (*_, lines) in enumerate(self._shown):
            for row, line in enumerate(lines):
                if line.key == key:
                    return self.createIndex(row, 0, place + 1)
        return QModelIndex()

    def heading(self, place: int) -> str:
        """The name of a group that is shown."""
        return self._shown[place][0].name

    def index(self, row: int, column: int, parent: Place = _TOP) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Place | None = None) -> Any:
        if index is None:
            return QObject.parent(self)
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: Place = _TOP) -> int:
        if not parent.isValid():
            return len(self._shown)
        if parent.internalId() or parent.column():
            return 0
        return len(self._shown[parent.row()][2])

    def columnCount(self, _parent: Place = _TOP) -> int:
        return len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._texts(f"window.findings.column.{COLUMNS[section]}")
        return None

    def data(self, index: Place, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.line(index)
        if line is None:
            return self._heading(index, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return (line.words, line.where, line.rule)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.why
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return self._texts("window.findings.spoken", words=line.words, where=line.where)
        return None

    def _heading(self, index: Place, role: int) -> object:
        if role == Qt.ItemDataRole.FontRole:
            return self._bold
        if role == Qt.ItemDataRole.DisplayRole and index.column() == 0:
            group, count, lines = self._shown[index.row()]
            said = self._texts(f"window.findings.group.{group.name}", n=count)
            return said if count == len(lines) else self._texts("window.findings.first", group=said, n=len(lines))
        return None
