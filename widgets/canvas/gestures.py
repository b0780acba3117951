"""Gestures in the body: one object each. Until `release` the document is untouched; `cancel` wipes all traces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt

from model import grid
from model.layout.drawing import Box, Layer, Slot
from model.messages import Message, message

if TYPE_CHECKING:
    from widgets.canvas.canvas import Canvas
    from widgets.selection import Cell

_SLOT_HEIGHT = 3.0


class Gesture(Protocol):
    """What a press may become. Points are those of the drawing, `cursor` is px of the canvas."""

    def move(self, point: QPointF, cursor: QPoint, /) -> None: ...
    def release(self, point: QPointF, /) -> None: ...
    def cancel(self) -> None: ...


class Band:
    """A rubber band: selects the cards it meets."""

    def __init__(self, canvas: Canvas, start: QPointF, before: tuple[tuple[str, ...], Cell | None], add: bool) -> None:
        """`before`: the selection to give back when cancelled; `add`: what was selected stays so."""
        self._canvas = canvas
        self._start = start
        self._before = before
        self._kept = before[0] if add else ()
        self._done = False

    def move(self, point: QPointF, _cursor: QPoint) -> None:
        box = self._box(point)
        drawing = self._canvas.workspace.drawing
        self._canvas.overlays.band.show_boxes((box,))
        met = [
            piece.id
            for piece in drawing.pieces(box, (Layer.CARD,))
            if box.meets(Box(piece.x, piece.y, piece.width, piece.height))
        ]
        self._canvas.workspace.selection.set([*self._kept, *met], self._canvas.workspace.selection.cell)

    def release(self, _point: QPointF) -> None:
        """The selection stands as it was shown."""
        self._done = True

    def cancel(self) -> None:
        if not self._done:
            self._canvas.workspace.selection.set(*self._before)
        self._canvas.overlays.clear_gesture()

    def _box(self, point: QPointF) -> Box:
        area = QRectF(self._start, point).normalized()
        return Box(area.x(), area.y(), max(area.width(), 1.0), max(area.height(), 1.0))


class MoveCards:
    """Cards under way: a ghost, where they would land, and why not where they may not."""

    def __init__(self, canvas: Canvas, ids: Sequence[str], start: QPointF) -> None:
        self._canvas = canvas
        self._workspace = canvas.workspace
        self._ids = tuple(ids)
        self._start = start
        moving = set(ids)
        boxes = [box for box in map(self._workspace.drawing.box, ids) if box is not None]
        around = self._around(boxes)
        pieces = self._workspace.drawing.pieces(around, (Layer.CARD,))
        self._ghost = canvas.overlays.ghost([piece for piece in pieces if piece.id in moving])
        self._copying = False

    def copy(self, copying: bool) -> None:
        """Whether copies are dropped and the cards stay."""
        if copying != self._copying:
            self._copying = copying
            shown = self._canvas.view.viewport()
            if copying:
                shown.setCursor(Qt.CursorShape.DragCopyCursor)
            else:
                shown.unsetCursor()

    def move(self, point: QPointF, cursor: QPoint) -> None:
        self._ghost.setPos(point - self._start)
        slot = self._workspace.drawing.slot(point.x(), point.y())
        reason = self._reason(slot)
        overlays = self._canvas.overlays
        cell = self._workspace.drawing.cell_box(slot.lane, slot.step) if slot else None
        overlays.allow(reason is None)
        overlays.target.show_boxes((cell,) if cell else ())
        overlays.slot.show_boxes((self._slot_box(slot, cell),) if slot and cell and reason is None else ())
        self._canvas.show_reason("" if reason is None else self._workspace.texts(reason), cursor)

    def release(self, point: QPointF) -> None:
        slot = self._workspace.drawing.slot(point.x(), point.y())
        reason = self._reason(slot)
        if slot is None or reason is not None:
            if reason is not None:
                self._workspace.said.emit(reason)
            return
        editor = self._workspace.editor
        if self._copying:
            place = self._workspace.place_of(slot.lane, slot.step, slot.place)
            made = self._workspace.attempt(lambda: editor.copy_cards(self._ids, slot.lane, slot.step, place))
            if made:
                self._workspace.selection.set(made, (slot.lane, slot.step))
            return
        place = self._place(slot)
        self._workspace.attempt(lambda: editor.move_cards(self._ids, slot.lane, slot.step, place))

    def cancel(self) -> None:
        self.copy(False)
        self._canvas.overlays.remove(self._ghost)
        self._canvas.overlays.clear_gesture()
        self._canvas.show_reason("", QPoint())

    def _reason(self, slot: Slot | None) -> Message | None:
        if self._workspace.read_only:
            return message("window.said.read_only")
        if slot is None:
            return message("window.said.no_cell")
        from model.rules import may_move_cards

        return may_move_cards(self._workspace.document, self._ids, slot.lane, slot.step).reason

    def _place(self, slot: Slot) -> int:
        """The place among the cards that stay."""
        cards = grid.cell(self._workspace.document, slot.lane, slot.step)
        place = self._workspace.place_of(slot.lane, slot.step, slot.place)
        return sum(1 for card in cards[:place] if card.id not in self._ids)

    def _slot_box(self, slot: Slot, cell: Box) -> Box:
        drawing, theme = self._workspace.drawing, self._workspace.theme
        cards = grid.cell(self._workspace.map, slot.lane, slot.step)
        head = drawing.box(slot.step) or cell
        above = drawing.box(cards[slot.place - 1].id) if 0 < slot.place <= len(cards) else None
        y = above.bottom + theme["slot_gap"] / 2 if above else cell.y + theme["lane_pad"] / 2
        return Box(head.x, y - _SLOT_HEIGHT / 2, head.width, _SLOT_HEIGHT)

    def _around(self, boxes: Sequence[Box]) -> Box:
        left, top = min(box.x for box in boxes), min(box.y for box in boxes)
        right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
        return Box(left, top, right - left, bottom - top)


class DrawLink:
    """A link under way from a card's edge to the card it is dropped on."""

    def __init__(self, canvas: Canvas, source: str) -> None:
        self._canvas = canvas
        self._workspace = canvas.workspace
        self._source = source
        self._target: str | None = None

    def move(self, point: QPointF, cursor: QPoint) -> None:
        drawing, overlays = self._workspace.drawing, self._canvas.overlays
        self._target = self._card_at(point)
        reason = self._reason()
        box = drawing.box(self._target) if self._target else None
        overlays.allow(reason is None)
        overlays.target.show_boxes((box,) if box else ())
        overlays.show_rope(self._edge(point), point)
        self._canvas.show_reason("" if reason is None else self._workspace.texts(reason), cursor)

    def release(self, point: QPointF) -> None:
        target = self._target = self._card_at(point)
        reason = self._reason()
        if reason is not None:
            self._workspace.said.emit(reason)
        elif target is not None:
            editor = self._workspace.editor
            made = self._workspace.attempt(lambda: editor.add_link(self._source, target))
            if made is not None:
                self._workspace.selection.set((made,), self._workspace.selection.cell)

    def cancel(self) -> None:
        self._canvas.overlays.clear_gesture()
        self._canvas.show_reason("", QPoint())

    def _reason(self) -> Message | None:
        if self._workspace.read_only:
            return message("window.said.read_only")
        if self._target is None or self._target == self._source:
            return None
        from model.rules import may_link

        return may_link(self._workspace.document, self._source, self._target).reason

    def _card_at(self, point: QPointF) -> str | None:
        hit = self._workspace.drawing.at(point.x(), point.y())
        return hit.id if hit is not None and hit.kind == "card" and hit.id != self._source else None

    def _edge(self, point: QPointF) -> QPointF:
        """Where the link leaves its source: the middle of the edge that faces the point."""
        box = self._workspace.drawing.box(self._source)
        if box is None:
            return point
        middle, centre = box.y + box.height / 2, box.x + box.width / 2
        if point.x() > box.right or point.x() < box.x:
            return QPointF(box.right if point.x() > box.right else box.x, middle)
        return QPointF(centre, box.bottom if point.y() > middle else box.y)
