"""Findings as a tree for Qt: weights, under each its rules, and their lines, as far as they are searched for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
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


@dataclass(slots=True)
class _Node:
    """A heading or a line; `key`: by which a heading is known again."""

    up: int
    row: int
    key: str = ""
    said: str = ""
    rule: str = ""
    why: str = ""
    line: Line | None = None
    down: list[int] = field(default_factory=list)


class FindingsModel(QAbstractItemModel):
    """The internal id of a row is its node's place; a rule that found one thing only has no heading of its own."""

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts
        self._nodes: list[_Node] = []
        self._tops: list[int] = []
        self._bold = QFont()
        self._bold.setBold(True)

    def show(self, groups: tuple[Group, ...], query: str) -> None:
        """Show the lines in which each word of a query occurs."""
        self.beginResetModel()
        words = fold(query).split()
        self._nodes, self._tops = [], []
        for group in groups:
            lines = tuple(line for line in group.lines if all(word in line.plain for word in words))
            if lines:
                self._add_group(group.name, lines)
        self.endResetModel()

    def line(self, index: Place) -> Line | None:
        """The line at an index; None for a heading."""
        return self._nodes[index.internalId()].line if index.isValid() else None

    def rule(self, index: Place) -> str:
        """The rule of a line or a rule's heading; empty elsewhere."""
        return self._nodes[index.internalId()].rule if index.isValid() else ""

    def why(self, index: Place) -> str:
        """Why a rule matters, for its heading."""
        return self._nodes[index.internalId()].why if index.isValid() else ""

    def find(self, key: tuple[str, tuple[str, ...], str]) -> QModelIndex:
        """Where the line with a key is; nowhere if it is gone."""
        return next((self._at(place) for place, line in self._lines() if line.key == key), QModelIndex())

    def beside(self, row: int, rule: str) -> QModelIndex:
        """Where a line of a rule stands nearest to a row; the first line of all where the rule has none left."""
        same = [place for place, line in self._lines() if line.rule == rule]
        return self._at(same[min(row, len(same) - 1)]) if same else self.first()

    def heading(self, index: Place) -> str:
        """By what the heading at an index is known again; empty elsewhere."""
        return self._nodes[index.internalId()].key if index.isValid() else ""

    def headed(self, key: str) -> QModelIndex:
        """Where a heading is; nowhere if it is gone."""
        return next((index for index, known, _ in self.headings() if known == key), QModelIndex())

    def first(self) -> QModelIndex:
        """The first line; nowhere where there are none."""
        return next((self._at(place) for place, _ in self._lines()), QModelIndex())

    def headings(self) -> Iterator[tuple[QModelIndex, str, bool]]:
        """Each heading with by what it is known again, and whether it is of one rule."""
        for place, node in enumerate(self._nodes):
            if node.line is None:
                yield self._at(place), node.key, bool(node.rule)

    def index(self, row: int, column: int, parent: Place = _TOP) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, self._below(parent)[row])

    def parent(self, index: Place | None = None) -> Any:
        if index is None:
            return QObject.parent(self)
        if not index.isValid():
            return QModelIndex()
        up = self._nodes[index.internalId()].up
        return QModelIndex() if up < 0 else self._at(up)

    def rowCount(self, parent: Place = _TOP) -> int:
        return 0 if parent.column() > 0 else len(self._below(parent))

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
        node = self._nodes[index.internalId()]
        if node.line is None:
            return self._heading(node, index.column(), role)
        line = node.line
        if role == Qt.ItemDataRole.DisplayRole:
            return (line.words, line.where, line.rule)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.why
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return self._texts("window.findings.spoken", words=line.words, where=line.where)
        return None

    def _add_group(self, name: str, lines: tuple[Line, ...]) -> None:
        top = self._add(-1, key=name, said=self._texts(f"window.findings.group.{name}", n=len(lines)))
        for rule, found in groupby(lines, key=lambda line: line.rule):
            each = tuple(found)
            up = top if len(each) == 1 else self._add_rule(top, name, rule, each)
            for line in each[:SHOWN]:
                self._add(up, line=line, rule=rule)

    def _add_rule(self, top: int, group: str, rule: str, lines: tuple[Line, ...]) -> int:
        said = self._texts("window.findings.of_rule", n=len(lines), what=lines[0].what)
        if len(lines) > SHOWN:
            said = self._texts("window.findings.first", group=said, n=SHOWN)
        return self._add(top, key=f"{group} {rule}", said=said, rule=rule, why=lines[0].matters)

    def _add(self, up: int, **fields: Any) -> int:
        beside = self._tops if up < 0 else self._nodes[up].down
        self._nodes.append(_Node(up, len(beside), **fields))
        beside.append(len(self._nodes) - 1)
        return beside[-1]

    def _at(self, place: int) -> QModelIndex:
        return self.createIndex(self._nodes[place].row, 0, place)

    def _below(self, parent: Place) -> list[int]:
        return self._nodes[parent.internalId()].down if parent.isValid() else self._tops

    def _lines(self) -> Iterator[tuple[int, Line]]:
        for place, node in enumerate(self._nodes):
            if node.line is not None:
                yield place, node.line

    def _heading(self, node: _Node, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.FontRole and not node.rule:
            return self._bold
        if role == Qt.ItemDataRole.ToolTipRole and node.why:
            return node.why
        if role == Qt.ItemDataRole.DisplayRole and column == 0:
            return node.said
        return None
