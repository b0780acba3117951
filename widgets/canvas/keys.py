"""Keys that are no text: walking the map, starting entries, giving up gestures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from model.elements import Card
from widgets.canvas import cursor
from widgets.canvas.inline import is_text
from widgets.selection import cell_of

if TYPE_CHECKING:
    from widgets.canvas.canvas import Canvas

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}

_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Keys:
    """What the canvas does with a key while nothing is being typed."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key was for the canvas."""
        key = Qt.Key(event.key())
        if self._pick(key, event):
            return True
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if key == Qt.Key.Key_Escape:
            workspace = self._canvas.workspace
            if not (self._canvas.tools.cancel() or self._canvas.spotlight.end() or workspace.see(None)):
                workspace.selection.clear()
            return True
        if key == Qt.Key.Key_Space:
            self._canvas.view.hold_space(True)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._canvas.capture.begin_here()
            return True
        if key in _ARROWS and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == _CONTROL:
            self._follow(*_ARROWS[key])
            return True
        if key in _ARROWS and (plain or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == _SHIFT):
            self._walk(*_ARROWS[key], extending=not plain)
            return True
        return False

    def release(self, event: QKeyEvent) -> bool:
        """Whether the release of the key was for the canvas."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._canvas.view.hold_space(False)
            return True
        return False

    def _pick(self, key: Qt.Key, event: QKeyEvent) -> bool:
        """While a link is drawn by keyboard, arrows pick its end, Enter makes it; typing drops it."""
        picking = self._canvas.tools.picking
        if picking is None:
            return False
        if key in _ARROWS:
            picking.walk(*_ARROWS[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._canvas.tools.accept()
            return True
        if is_text(event):
            self._canvas.tools.cancel()
        return False

    def _follow(self, across: int, down: int) -> None:
        follow = self._canvas.follow
        if down:
            follow.aside(down)
        else:
            follow.along((across > 0) is not self._canvas.mirrored)

    def _walk(self, across: int, down: int, extending: bool = False) -> None:
        workspace = self._canvas.workspace
        document, selection = workspace.map, workspace.selection
        here = self._canvas.range.end if extending else self._here()
        onwards = -across if self._canvas.mirrored else across
        place = cursor.first(document) if here is None else self._next(here, onwards, down)
        while place is not None and workspace.hidden(place.lane, place.step):
            place = self._next(place, onwards, down)
        if place is None:
            return
        if extending:
            self._canvas.range.reach(place)
        else:
            selection.set((place.card,) if place.card else (), (place.lane, place.step))
        drawing = workspace.drawing
        box = drawing.box(place.card) if place.card else drawing.cell_box(place.lane, place.step)
        if box is not None:
            self._canvas.reveal(box)

    def _next(self, here: cursor.Place, across: int, down: int) -> cursor.Place | None:
        document = self._canvas.workspace.map
        return cursor.along(document, here, across) if across else cursor.across(document, here, down)

    def _here(self) -> cursor.Place | None:
        """The cell the keyboard is in, and the card of it that is selected."""
        document, selection = self._canvas.workspace.map, self._canvas.workspace.selection
        cell = cell_of(document, selection.current) or selection.cell
        card = selection.current if document.get(Card, selection.current) is not None else None
        there = cell is not None and cell[0] in document and cell[1] in document
        return cursor.Place(*cell, card) if cell is not None and there else None
