"""Keys that are no text: walking the map, starting entries, giving up gestures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from model.elements import Card
from widgets.canvas import cursor
from widgets.selection import cell_of

if TYPE_CHECKING:
    from widgets.canvas.canvas import Canvas

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Keys:
    """What the canvas does with a key while nothing is being typed."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key was for the canvas."""
        key = Qt.Key(event.key())
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if key == Qt.Key.Key_Escape:
            if not self._canvas.tools.cancel():
                self._canvas.workspace.selection.clear()
            return True
        if key == Qt.Key.Key_Space:
            self._canvas.view.hold_space(True)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._canvas.capture.begin_here()
            return True
        if key in _ARROWS and plain:
            self._walk(*_ARROWS[key])
            return True
        return False

    def release(self, event: QKeyEvent) -> bool:
        """Whether the release of the key was for the canvas."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._canvas.view.hold_space(False)
            return True
        return False

    def _walk(self, across: int, down: int) -> None:
        workspace = self._canvas.workspace
        document, selection = workspace.document, workspace.selection
        cell = selection.cell or cell_of(document, selection.current)
        if cell is None:
            place = cursor.first(document)
        else:
            card = selection.current if document.get(Card, selection.current) is not None else None
            here = cursor.Place(*cell, card)
            if across:
                place = cursor.along(document, here, -across if self._canvas.mirrored else across)
            else:
                place = cursor.across(document, here, down)
        if place is None:
            return
        selection.set((place.card,) if place.card else (), (place.lane, place.step))
        drawing = workspace.drawing
        box = drawing.box(place.card) if place.card else drawing.cell_box(place.lane, place.step)
        if box is not None:
            self._canvas.reveal(box)
