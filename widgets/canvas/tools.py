"""The mouse on the map: a press begins a gesture, which moves, ends or is cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from model.elements import Card
from model.layout.drawing import Hit
from widgets.canvas.cursor import Place
from widgets.canvas.gestures import Band, DrawLink, Gesture, MoveCards
from widgets.canvas.link_keys import PickEnd
from widgets.canvas.overlays import HANDLE, handles

if TYPE_CHECKING:
    from widgets.canvas.canvas import Canvas
    from widgets.selection import Cell

_REACH = 3.0
_HEADS = ("stage", "step", "lane")
_ADDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Tools:
    """Chooses the gesture. At most one runs; `cancel` always leaves the document as it was."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._workspace = canvas.workspace
        self._gesture: Gesture | None = None
        self._pressed: tuple[QPoint, QPointF, Hit | None, str | None] | None = None
        self._hovered: str | None = None
        self._before: tuple[tuple[str, ...], Cell | None] = ((), None)
        self._adding = False

    @property
    def gesture(self) -> Gesture | None:
        """The gesture that runs."""
        return self._gesture

    def press(self, point: QPointF, event: QMouseEvent) -> None:
        """A button went down at a point of the drawing: what was there counts, also if what was typed moves it."""
        handle = self._handle_at(point)
        hit = self._workspace.drawing.at(point.x(), point.y())
        self._canvas.finish()
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        selection = self._workspace.selection
        self._before = (selection.ids, selection.cell)
        self._adding = bool(event.modifiers() & _ADDING)
        self._pressed = (event.globalPosition().toPoint(), point, hit, handle)
        if handle is None:
            self._select(hit, event.modifiers(), down=True)

    def move(self, point: QPointF, event: QMouseEvent) -> None:
        """The mouse moved, with or without a button."""
        if self._gesture is None and self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            far = (event.globalPosition().toPoint() - self._pressed[0]).manhattanLength()
            if far >= QApplication.startDragDistance():
                self._gesture = self._begin(*self._pressed[1:])
                self.hover(None)
        if self._gesture is not None:
            self._heed(self._gesture, event)
            self._gesture.move(point, self._canvas.mapFromGlobal(event.globalPosition().toPoint()))
        elif not event.buttons():
            self._hover_at(point)

    def release(self, point: QPointF, event: QMouseEvent) -> None:
        """The button went up."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        gesture, self._gesture = self._gesture, None
        pressed, self._pressed = self._pressed, None
        if gesture is not None:
            self._heed(gesture, event)
            gesture.release(point)
            gesture.cancel()
        elif pressed is not None and pressed[3] is None:
            self._select(pressed[2], event.modifiers(), down=False)

    def cancel(self) -> bool:
        """Give up what runs; whether anything did."""
        gesture, self._gesture, self._pressed = self._gesture, None, None
        if gesture is not None:
            gesture.cancel()
        return gesture is not None

    def start_link(self, source: str) -> None:
        """Draw a link from a card; arrow keys pick its end and `accept` makes it, or the mouse does."""
        self.cancel()
        self._gesture = PickEnd(self._canvas, source)

    @property
    def picking(self) -> PickEnd | None:
        """The link whose end the keyboard picks."""
        return self._gesture if isinstance(self._gesture, PickEnd) else None

    def accept(self) -> None:
        """Make the link whose end the keyboard has picked; without an end, or where it may not be, go on picking."""
        picking = self.picking
        if picking is not None and picking.accept():
            self.cancel()

    def hover(self, id: str | None) -> None:
        """Show that a card can be taken, and its handles."""
        self._hovered = id
        box = None if id is None else self._workspace.drawing.box(id)
        self._canvas.overlays.hover.show_boxes((box,) if box else ())

    def select_for_menu(self, point: QPointF) -> str | None:
        """Select what a context menu is asked for; its kind."""
        hit = self._workspace.drawing.at(point.x(), point.y())
        if hit is None:
            return None
        if hit.id not in self._workspace.selection.ids or hit.kind == "cell":
            self._select(hit, Qt.KeyboardModifier.NoModifier, down=True)
        return hit.kind

    def _begin(self, start: QPointF, hit: Hit | None, handle: str | None) -> Gesture:
        document = self._workspace.document
        if handle is not None:
            return DrawLink(self._canvas, handle)
        if hit is not None and hit.kind == "card":
            ids = [id for id in self._workspace.selection.ids if document.get(Card, id) is not None]
            return MoveCards(self._canvas, ids if hit.id in ids else [hit.id], start)
        if hit is not None and hit.kind in _HEADS:
            from widgets.canvas.head_gestures import MoveHead

            return MoveHead(self._canvas, hit.kind, hit.id)
        return Band(self._canvas, start, self._before, self._adding)

    def _heed(self, gesture: Gesture, event: QMouseEvent) -> None:
        """Cards dragged with Ctrl held are copied."""
        if isinstance(gesture, MoveCards):
            gesture.copy(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def _select(self, hit: Hit | None, modifiers: Qt.KeyboardModifier, *, down: bool) -> None:
        """On the way down take what is not yet selected, so that it can be dragged; on the way up narrow down."""
        selection = self._workspace.selection
        adding = bool(modifiers & _ADDING)
        cell = None if hit is None or hit.lane is None or hit.step is None else (hit.lane, hit.step)
        if hit is None:
            if not adding and down:
                selection.clear()
        elif hit.kind == "cell":
            if not adding and down:
                selection.set((), cell)
        elif modifiers & Qt.KeyboardModifier.ShiftModifier and hit.kind == "card" and cell is not None:
            if down:
                self._canvas.range.reach(Place(*cell, hit.id))
        elif adding:
            if down != (hit.id in self._before[0]):
                selection.toggle(hit.id, cell)
        elif down != (hit.id in selection.ids):
            selection.set((hit.id,), cell)

    def _hover_at(self, point: QPointF) -> None:
        if self._handle_at(point) is not None:
            return
        hit = self._workspace.drawing.at(point.x(), point.y())
        self.hover(hit.id if hit is not None and hit.kind == "card" else None)

    def _handle_at(self, point: QPointF) -> str | None:
        """The card whose handle is at a point: only the one under the mouse shows handles."""
        box = None if self._hovered is None else self._workspace.drawing.box(self._hovered)
        if box is None:
            return None
        reach = HANDLE + _REACH
        near = any((handle - point).manhattanLength() <= reach for handle in handles(box))
        return self._hovered if near else None
