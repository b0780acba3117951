"""One part of the map shown large, and the rest dimmed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from model.elements import Stage, Step
from model.layout.compose import Damage
from model.layout.drawing import Box
from widgets.canvas.painter import faint

if TYPE_CHECKING:
    from widgets.canvas.canvas import Canvas

DIM = 205
_AIR = 0.94
_LARGEST = 2.0


class DimItem(QGraphicsItem):
    """Paper laid thinly over the body, but for one box; None: over nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._body = QRectF()
        self._path = QPainterPath()
        self._colour = QColor()
        self.setZValue(5)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def cover(self, body: Box, spared: Box | None, colour: QColor) -> None:
        """Cover a body in a colour."""
        self.prepareGeometryChange()
        self._path, self._colour, self._body = QPainterPath(), colour, QRectF()
        if spared is not None:
            self._body = QRectF(*body)
            self._path.addRect(self._body)
            self._path.addRect(QRectF(*spared))
        self.update()

    def boundingRect(self) -> QRectF:
        return self._body

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        painter.fillPath(self._path, self._colour)


class Spotlight:
    """`stage`: the one the map is focused on, or None."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self.stage: str | None = None
        self._item = DimItem()
        canvas.scene.addItem(self._item)

    def focus(self, stage: str | None) -> None:
        """Show one stage large and dim the others; None ends that."""
        self.stage = stage
        self.follow()
        if (box := self._column(stage)) is not None:
            self.zoom_to(box)

    def follow(self, _damage: Damage | None = None) -> None:
        """Dim what is beside the stage where it lies now."""
        canvas = self._canvas
        box = self._column(self.stage)
        if box is None:
            self.stage = None
        colour = faint(canvas.device.colour(canvas.theme.colour("paper")), DIM)
        self._item.cover(canvas.drawing.areas.body, box, colour)
        canvas.top.spare(box)

    def zoom_to_ids(self, ids: Iterable[str]) -> None:
        """Show these elements as large as fits."""
        boxes = [box for id in ids if (box := self._column(id) or self._canvas.drawing.box(id)) is not None]
        if boxes:
            left, top = min(box.x for box in boxes), min(box.y for box in boxes)
            right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
            self.zoom_to(Box(left, top, right - left, bottom - top))

    def zoom_to(self, box: Box) -> None:
        """Show a box of the body as large as fits beside the heads, and in the middle."""
        canvas, areas = self._canvas, self._canvas.drawing.areas
        room = canvas.height() - canvas.title.height() - canvas.legend.height()
        across = canvas.width() / max(areas.side.width + box.width / _AIR, 1.0)
        down = room / max(areas.top.height + box.height / _AIR, 1.0)
        canvas.zoom_to(min(across, down, _LARGEST))
        canvas.view.centerOn(QPointF(box.x + box.width / 2, box.y + box.height / 2))

    def _column(self, id: str | None) -> Box | None:
        """The whole column of a stage or step."""
        drawing, row = self._canvas.drawing, self._canvas.workspace.document.find(id) if id else None
        head = drawing.box(id) if id and isinstance(row, Stage | Step) else None
        return None if head is None else drawing.areas.body._replace(x=head.x, width=head.width)
