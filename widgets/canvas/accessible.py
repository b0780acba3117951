"""The map as screen readers see it: a table whose heads, cells, cards and links have names, roles and places.

Interfaces are made when they are asked for and kept, for Qt does not keep them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from model import grid
from model.change import Change
from model.document import DocumentView
from model.elements import Card, Lane, Link, Stage, Step
from model.record import Record
from widgets.announce import announce
from widgets.canvas.spoken import Key, Spoken

if TYPE_CHECKING:
    from widgets.canvas.canvas import Canvas

_ANY = QAccessible.RelationFlag(-1)
# So many moves are told one by one.
_TOLD = 3
_ROLES = {
    Stage: QAccessible.Role.Grouping,
    Step: QAccessible.Role.ColumnHeader,
    Lane: QAccessible.Role.RowHeader,
    Card: QAccessible.Role.ListItem,
    Link: QAccessible.Role.Link,
}


class MapInterface(QAccessibleWidget):
    """A canvas as a table: the entry being typed, then stages, steps, lanes and the cells, lane by lane."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, QAccessible.Role.Table, canvas.workspace.texts("window.canvas"))
        self.canvas = canvas
        self._items: dict[Key, MapItem] = {}

    @property
    def document(self) -> DocumentView:
        """What is on the map."""
        return self.canvas.workspace.map

    @property
    def spoken(self) -> Spoken:
        """The words for its parts."""
        return Spoken(self.document, self.canvas.workspace.texts)

    def item(self, key: Key) -> MapItem:
        """The interface of a part of the map."""
        found = self._items.get(key)
        if found is None:
            found = self._items[key] = MapItem(self, key)
        return found

    def items(self) -> tuple[MapItem, ...]:
        """The interfaces that were asked for."""
        return tuple(self._items.values())

    def keys(self, key: Key | None) -> Sequence[Key]:
        """The parts within a part, in order; None: within the map."""
        document = self.document
        if key is None:
            steps, lanes = grid.steps(document), grid.lanes(document)
            heads = [row.id for row in (*grid.stages(document), *steps, *lanes)]
            return [*heads, *((lane.id, step.id) for lane in lanes for step in steps)]
        if isinstance(key, tuple):
            return [card.id for card in grid.cell(document, *key)]
        return [link.id for link in document.where(Link, source=key)] if document.get(Card, key) is not None else []

    def above(self, key: Key) -> Any:
        """The interface that a part lies within."""
        row = None if isinstance(key, tuple) else self.document.find(key)
        if isinstance(row, Card) and row.lane is not None and row.step is not None:
            return self.item((row.lane, row.step))
        return self.item(row.source) if isinstance(row, Link) else self

    def current(self) -> Key | None:
        """Where the keyboard is: an element or a cell."""
        selection = self.canvas.workspace.selection
        if selection.current in self.document:
            return selection.current
        return selection.cell

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Table

    def childCount(self) -> int:
        return 1 + len(self.keys(None))

    def child(self, index: int) -> Any:
        keys = self.keys(None)
        if index == 0:
            return QAccessible.queryAccessibleInterface(self.canvas.inline)
        return self.item(keys[index - 1]) if 0 < index <= len(keys) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        keys = self.keys(None)
        if isinstance(child, MapItem):
            return keys.index(child.key) + 1 if child.key in keys else -1
        return 0 if child.object() is self.canvas.inline else -1

    def childAt(self, x: int, y: int) -> Any:
        canvas = self.canvas
        at = canvas.view.mapFromGlobal(QPoint(x, y))
        point = canvas.view.viewportTransform().inverted()[0].map(at.toPointF())
        hit = canvas.drawing.at(point.x(), point.y())
        if hit is None:
            return None
        if hit.kind == "cell" and hit.lane is not None and hit.step is not None:
            return self.item((hit.lane, hit.step))
        return self.item(hit.id) if hit.id in self.document else None

    def focusChild(self) -> Any:
        current = self.current()
        if self.canvas.inline.active or current is None:
            return QAccessible.queryAccessibleInterface(self.canvas.inline)
        return self.item(current)


class MapItem(QAccessibleInterface):
    """A head, cell, card or link of the map."""

    def __init__(self, map: MapInterface, key: Key) -> None:
        super().__init__()
        self._map = map
        self.key = key

    def isValid(self) -> bool:
        if isinstance(self.key, tuple):
            return all(id in self._map.document for id in self.key)
        return self.key in self._map.document

    def object(self) -> Any:
        return None

    def window(self) -> QWindow:
        return self._map.window()

    def parent(self) -> Any:
        return self._map.above(self.key)

    def childCount(self) -> int:
        return len(self._map.keys(self.key))

    def child(self, index: int) -> Any:
        keys = self._map.keys(self.key)
        return self._map.item(keys[index]) if 0 <= index < len(keys) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        keys = self._map.keys(self.key)
        return keys.index(child.key) if isinstance(child, MapItem) and child.key in keys else -1

    def childAt(self, x: int, y: int) -> Any:
        inside = (self._map.item(key) for key in self._map.keys(self.key))
        return next((item for item in inside if item.rect().contains(x, y)), None)

    def role(self) -> QAccessible.Role:
        row = None if isinstance(self.key, tuple) else self._map.document.find(self.key)
        return QAccessible.Role.Cell if row is None else _ROLES.get(type(row), QAccessible.Role.StaticText)

    def text(self, what: QAccessible.Text) -> str:
        if not self.isValid():
            return ""
        if what == QAccessible.Text.Name:
            return self._map.spoken.name(self.key)
        return self._map.spoken.description(self.key) if what == QAccessible.Text.Description else ""

    def setText(self, what: QAccessible.Text, text: str) -> None:
        """Words are changed by the acts of the window alone."""

    def rect(self) -> QRect:
        canvas, key = self._map.canvas, self.key
        box = canvas.drawing.cell_box(*key) if isinstance(key, tuple) else canvas.drawing.box(key)
        if box is None:
            return QRect()
        row = None if isinstance(key, tuple) else self._map.document.find(key)
        strip = canvas.top if isinstance(row, Stage | Step) else canvas.side if isinstance(row, Lane) else None
        if strip is canvas.side:
            area = canvas.drawing.areas.side
            box = box._replace(x=area.x, width=area.width)
        return canvas.on_widget(box, strip).translated(canvas.mapToGlobal(QPoint()))

    def state(self) -> QAccessible.State:
        state, selection = QAccessible.State(), self._map.canvas.workspace.selection
        current = self._map.current() == self.key
        state.focusable = state.selectable = state.multiSelectable = True
        state.selected = self.key in selection.ids or (current and not selection.ids)
        state.focused = current and self._map.canvas.inline.hasFocus()
        state.readOnly = self._map.canvas.workspace.read_only
        state.invalid = not self.isValid()
        return state

    def relations(self, match: QAccessible.RelationFlag = _ANY) -> Any:
        """A card flows to those its links lead to, and from those that lead to it."""
        flows_to, flows_from = QAccessible.RelationFlag.FlowsTo, QAccessible.RelationFlag.FlowsFrom
        if isinstance(self.key, tuple):
            return []
        links = [(link.target, flows_to) for link in self._map.document.where(Link, source=self.key)]
        links += [(link.source, flows_from) for link in self._map.document.where(Link, target=self.key)]
        return [(self._map.item(id), flag) for id, flag in links if flag & match]

    def interface_cast(self, _type: QAccessible.InterfaceType) -> Any:
        return None


class Voice:
    """Tells screen readers where the keyboard went, and where cards were moved to."""

    def __init__(self, canvas: Canvas) -> None:
        """Make the map known; nothing is said while nobody listens."""
        _install()
        self._canvas = canvas
        self.map = MapInterface(canvas)
        self.listening = True
        workspace = canvas.workspace
        self._disconnect = (
            workspace.selection.changed.connect(lambda _: self._tell_focus()),
            workspace.document.changed.connect(self._tell_moves),
        )

    def detach(self) -> None:
        """Hear nothing of the workspace any more, and let Qt forget what would otherwise go before Qt does."""
        for disconnect in self._disconnect:
            disconnect()
        self.listening = False
        for interface in (*self.map.items(), self.map):
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(interface))

    def _tell_focus(self) -> None:
        current = self.map.current()
        if QAccessible.isActive() and current is not None and self._canvas.inline.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self.map.item(current), QAccessible.Event.Focus))

    def _tell_moves(self, change: Change) -> None:
        if not QAccessible.isActive():
            return
        moved = [
            after
            for before, after in ((delta.before, delta.after) for delta in change.deltas)
            if after is not None and before is not None and _place(before) != _place(after)
        ]
        said = self.map.spoken.pause.join(map(self.map.spoken.moved, moved[:_TOLD]))
        announce(self._canvas.inline, said if len(moved) <= _TOLD else self.map.spoken.moved_many(len(moved)))


def _place(row: Record) -> tuple[str | None, ...]:
    """What a row is moved by; nothing for a row that has no place on the map."""
    if isinstance(row, Card):
        return row.lane, row.step, row.order
    if isinstance(row, Step):
        return row.stage, row.order
    return (row.order,) if isinstance(row, Lane | Stage) else ()


@cache
def _install() -> None:
    """Let Qt ask here for what a canvas looks like to a screen reader; once a process."""
    QAccessible.installFactory(_interface)


def _interface(_key: str, object: QObject) -> MapInterface | None:
    voice = getattr(object, "voice", None)
    return voice.map if isinstance(voice, Voice) and voice.listening else None
