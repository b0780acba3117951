"""Part of the map in the light, and the rest dimmed: one stage, or the cards and links of an answer."""

from __future__ import annotations

from collections.abc import Iterable
from math import copysign
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QStyleOptionGraphicsItem, QWidget

from model.elements import Card, Stage, Step
from model.layout.compose import Damage
from model.layout.drawing import Box, Point
from widgets.canvas.painter import faint

if TYPE_CHECKING:
    from widgets.canvas.canvas import Canvas

DIM = 205
_AIR = 0.94
_TRAIL, _ARROW = 2.0, 7.0
_LARGEST = 2.0


def _add_arrow(path: QPainterPath, before: Point, end: Point) -> None:
    """Two strokes that end where a path of level and upright lines does."""
    (x, y), across = end, end[0] - before[0]
    back = -copysign(_ARROW, across if across else end[1] - before[1])
    for side in (-_ARROW / 2, _ARROW / 2):
        path.moveTo(*((x + back, y + side) if across else (x + side, y + back)))
        path.lineTo(x, y)


class DimItem(QGraphicsItem):
    """Paper laid thinly over the body, but for some boxes that do not overlap; None: over nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._body = QRectF()
        self._spared: tuple[QRectF, ...] = ()
        self._colour = QColor()
        self.setZValue(5)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def cover(self, body: Box, spared: Iterable[Box] | None, colour: QColor) -> None:
        """Cover a body in a colour."""
        self.prepareGeometryChange()
        self._colour, self._body, self._spared = colour, QRectF(), ()
        if spared is not None:
            self._body = QRectF(*body)
            self._spared = tuple(QRectF(*box) for box in spared)
        self.update()

    def boundingRect(self) -> QRectF:
        return self._body

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        seen = option.exposedRect.intersected(self._body)
        path = QPainterPath()
        path.addRect(seen)
        for box in self._spared:
            if box.intersects(seen):
                path.addRect(box.intersected(seen))
        painter.fillPath(path, self._colour)


class Spotlight:
    """`stage`: the one the map is focused on, or None; `lit`: the cards and links of an answer, while it is shown."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self.stage: str | None = None
        self.lit: frozenset[str] = frozenset()
        self._glided: tuple[float, QPointF, float] | None = None
        self._item = DimItem()
        self._trail = QGraphicsPathItem()
        self._trail.setZValue(7)
        self._trail.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        for item in (self._item, self._trail):
            canvas.scene.addItem(item)

    def focus(self, stage: str | None) -> None:
        """Show one stage large and dim the others; None ends that."""
        self.stage, self.lit = stage, frozenset()
        self.follow()
        if (box := self._column(stage)) is not None:
            self.zoom_to(box)

    def light(self, ids: Iterable[str], *, gliding: bool = True) -> None:
        """Dim all but some cards and links. `gliding`: show more of the map if they are not all in sight."""
        self.stage, self.lit = None, frozenset(ids)
        self.follow()
        view, box = self._canvas.view, self._around(self.lit)
        seen = view.viewportTransform().inverted()[0].mapRect(QRectF(view.viewport().rect()))
        if gliding and box is not None and not seen.contains(QRectF(*box)):
            before = self._glided or (view.zoom, seen.center(), 0.0)
            self.zoom_to(box, before[0])
            self._glided = before[0], before[1], view.zoom

    def end(self) -> bool:
        """Show the whole map again after an answer, as it was seen before; whether one was shown."""
        lit, self.lit = self.lit, frozenset()
        glided, self._glided = self._glided, None
        if lit:
            self.follow()
            if glided is not None and self._canvas.view.zoom == glided[2]:
                self._canvas.zoom_to(glided[0])
                self._canvas.view.centerOn(glided[1])
        return bool(lit)

    def follow(self, _damage: Damage | None = None) -> None:
        """Dim what is beside the stage, or beside what is lit, where that lies now."""
        canvas, document = self._canvas, self._canvas.workspace.document
        box = self._column(self.stage)
        if box is None:
            self.stage = None
        self.lit = frozenset(id for id in self.lit if id in document)
        spared = [box] if box is not None else [lit for id in self.lit if (lit := self._lit_box(id)) is not None]
        colour = faint(canvas.device.colour(canvas.theme.colour("paper")), DIM)
        self._item.cover(canvas.drawing.areas.body, spared if box is not None or self.lit else None, colour)
        canvas.top.spare(box)
        pen = QPen(canvas.device.colour(canvas.theme.colour("ink")), _TRAIL)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self._trail.setPen(pen)
        self._trail.setPath(self._routes())

    def zoom_to_ids(self, ids: Iterable[str]) -> None:
        """Show these elements as large as fits."""
        box = self._around(ids)
        if box is not None:
            self.zoom_to(box)

    def zoom_to(self, box: Box, largest: float = _LARGEST) -> None:
        """Show a box of the body as large as fits beside the heads, and in the middle."""
        canvas, areas = self._canvas, self._canvas.drawing.areas
        room = canvas.height() - canvas.title.height() - canvas.legend.height()
        across = canvas.width() / max(areas.side.width + box.width / _AIR, 1.0)
        down = room / max(areas.top.height + box.height / _AIR, 1.0)
        canvas.zoom_to(min(across, down, largest))
        canvas.view.centerOn(QPointF(box.x + box.width / 2, box.y + box.height / 2))

    def _around(self, ids: Iterable[str]) -> Box | None:
        """The box round some elements."""
        boxes = [box for id in ids if (box := self._column(id) or self._canvas.drawing.box(id)) is not None]
        if not boxes:
            return None
        left, top = min(box.x for box in boxes), min(box.y for box in boxes)
        right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
        return Box(left, top, right - left, bottom - top)

    def _lit_box(self, id: str) -> Box | None:
        """Where a card in the light lies; links are drawn over what is dimmed."""
        card = self._canvas.workspace.document.get(Card, id)
        return None if card is None or card.lane is None else self._canvas.drawing.box(id)

    def _routes(self) -> QPainterPath:
        """The links in the light along their routes, each with an arrow at its end."""
        path = QPainterPath()
        for id in sorted(self.lit):
            points = self._canvas.drawing.route(id)
            if len(points) > 1:
                path.moveTo(*points[0])
                for point in points[1:]:
                    path.lineTo(*point)
                _add_arrow(path, points[-2], points[-1])
        return path

    def _column(self, id: str | None) -> Box | None:
        """The whole column of a stage or step."""
        drawing, row = self._canvas.drawing, self._canvas.workspace.document.find(id) if id else None
        head = drawing.box(id) if id and isinstance(row, Stage | Step) else None
        return None if head is None else drawing.areas.body._replace(x=head.x, width=head.width)
