"""The document as a tree: stages with steps with cards, then lanes, then the tray. Filled where it is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from model import grid
from model.change import Change
from model.document import DocumentView
from model.elements import Card, Lane, Stage, Step
from model.record import Record
from model.texts import Texts

Index = QModelIndex | QPersistentModelIndex
ROOT, LANES, TRAY = "", "#lanes", "#tray"
_NOWHERE = QModelIndex()


class _Node:
    """A row of the tree; `children` is None until asked for."""

    __slots__ = ("id", "parent", "children")

    def __init__(self, id: str, parent: _Node | None) -> None:
        self.id = id
        self.parent = parent
        self.children: list[_Node] | None = None


class Words(NamedTuple):
    """What a row shows and what a screen reader says of it."""

    text: str
    spoken: str


class OutlineModel(QAbstractItemModel):
    """Follows the document: an edit costs what it touched."""

    def __init__(self, document: DocumentView, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._texts = texts
        self._root = _Node(ROOT, None)
        self._nodes: dict[str, _Node] = {ROOT: self._root}
        self._homes: dict[str, None] = {}
        self._touched: dict[str, None] = {}
        self._children(self._root)

    def id_at(self, index: Index) -> str:
        """The element of a row, or a group's name."""
        return self._node(index).id

    def index_of(self, id: str) -> QModelIndex:
        """The row of an element; opens the way to it."""
        node = self._nodes.get(id)
        if node is None:
            home = self._home(self._document.find(id))
            if home is None:
                return QModelIndex()
            if home not in self._nodes:
                self.index_of(home)
            if home in self._nodes:
                self._children(self._nodes[home])
            node = self._nodes.get(id)
        if node is None or node.parent is None:
            return QModelIndex()
        return self.createIndex(self._children(node.parent).index(node), 0, node)

    def update(self, change: Change) -> None:
        """Take in an edit."""
        self.note(change)
        self.catch_up()

    def note(self, change: Change) -> None:
        """Remember what an edit touched, until `catch_up`."""
        for delta in change.deltas:
            self._touched[delta.id] = None
            for row in (delta.before, delta.after):
                if row is not None and (home := self._home(row)) is not None:
                    self._homes[home] = None

    def catch_up(self) -> None:
        """Be as the document now is."""
        homes, touched = self._homes, self._touched
        self._homes, self._touched = {}, {}
        for home in homes:
            node = self._nodes.get(home)
            if node is not None and node.children is not None:
                self._renew(node)
        for id in touched:
            if id in self._nodes and id in self._document:
                place = self.index_of(id)
                self.dataChanged.emit(place, place)

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        children = self._children(self._node(parent))
        if column == 0 and 0 <= row < len(children):
            return self.createIndex(row, 0, children[row])
        return QModelIndex()

    def parent(self, index: Index | None = None) -> Any:
        if index is None:
            return QObject.parent(self)
        above = self._node(index).parent
        if above is None or above.parent is None:
            return QModelIndex()
        return self.createIndex(self._children(above.parent).index(above), 0, above)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return len(self._children(self._node(parent)))

    def columnCount(self, _parent: Index = _NOWHERE) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(self._node(index).id).text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._words(self._node(index).id).spoken
        return None

    def _node(self, index: Index) -> _Node:
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, _Node) else self._root

    def _children(self, node: _Node) -> list[_Node]:
        if node.children is None:
            node.children = [self._new(id, node) for id in self._ids(node.id)]
        return node.children

    def _new(self, id: str, parent: _Node) -> _Node:
        node = self._nodes[id] = _Node(id, parent)
        return node

    def _renew(self, node: _Node) -> None:
        """Bring a row's children up to date; those that stay keep what is below them."""
        before, wanted = self._children(node), self._ids(node.id)
        if [child.id for child in before] == wanted:
            return
        place = self.index_of(node.id) if node.parent is not None else QModelIndex()
        keep = set(wanted)
        for row in range(len(before) - 1, -1, -1):
            if before[row].id not in keep:
                self.beginRemoveRows(place, row, row)
                self._drop(before.pop(row))
                self.endRemoveRows()
        for row, id in enumerate(wanted):
            if row < len(before) and before[row].id == id:
                continue
            old = next((at for at in range(row + 1, len(before)) if before[at].id == id), None)
            if old is None:
                self.beginInsertRows(place, row, row)
                before.insert(row, self._new(id, node))
                self.endInsertRows()
            else:
                self.beginMoveRows(place, old, old, place, row)
                before.insert(row, before.pop(old))
                self.endMoveRows()

    def _drop(self, node: _Node) -> None:
        for child in node.children or ():
            self._drop(child)
        if self._nodes.get(node.id) is node:
            del self._nodes[node.id]

    def _ids(self, id: str) -> list[str]:
        document = self._document
        if id == ROOT:
            return [*(stage.id for stage in grid.stages(document)), LANES, TRAY]
        if id == LANES:
            return [lane.id for lane in grid.lanes(document)]
        if id == TRAY:
            return [card.id for card in grid.tray(document)]
        if document.get(Stage, id) is not None:
            return [step.id for step in document.where(Step, stage=id)]
        if document.get(Step, id) is not None:
            cards = document.where(Card, step=id)
            lane_of = {lane.id: row for row, lane in enumerate(grid.lanes(document))}
            return [card.id for card in sorted(cards, key=lambda card: lane_of.get(card.lane or "", 0))]
        return []

    def _home(self, row: Record | None) -> str | None:
        """The row under which a record stands."""
        if isinstance(row, Card):
            return row.step if row.step is not None else TRAY
        if isinstance(row, Step):
            return row.stage
        if isinstance(row, Lane):
            return LANES
        return ROOT if isinstance(row, Stage) else None

    def _words(self, id: str) -> Words:
        texts, row = self._texts, self._document.find(id)
        groups: dict[str, Callable[[], str]] = {
            LANES: lambda: texts("window.outline.lanes"),
            TRAY: lambda: texts("window.outline.tray"),
        }
        if id in groups:
            return Words(groups[id](), groups[id]())
        if not isinstance(row, Stage | Step | Lane | Card):
            return Words("", "")
        title = row.title.replace("\n", " ") or texts("window.outline.untitled")
        kind = type(row).__name__
        if isinstance(row, Card):
            lane = self._document.get(Lane, row.lane)
            spoken = texts("window.spoken.Card", title=title, lane=lane.title if lane else texts("window.outline.tray"))
        else:
            spoken = texts(f"window.spoken.{kind}", title=title)
        return Words(title, spoken)
