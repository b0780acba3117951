"""What lies over the tiles: selection, hover, cell cursor, ghost, slot and link in progress. Colours from the theme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from model.layout.drawing import PATH, Box, Piece
from model.layout.theme import Theme
from widgets.canvas.painter import QtDevice, faint
from widgets.canvas.strokes import path_of

HANDLE = 5.0
_MARGIN = 4.0
_RADIUS = 10.0
_FAINT = 46
_GHOST_OPACITY = 0.72


def rect(box: Box, margin: float = 0.0) -> QRectF:
    """Qt's rectangle of a box, grown by a margin."""
    return QRectF(box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin)


def handles(box: Box) -> tuple[QPointF, ...]:
    """Where a link may be drawn from: the middle of each edge."""
    middle, centre = box.y + box.height / 2, box.x + box.width / 2
    return (
        QPointF(box.right, middle),
        QPointF(box.x, middle),
        QPointF(centre, box.bottom),
        QPointF(centre, box.y),
    )


class OutlineItem(QGraphicsItem):
    """Rounded outlines round any number of boxes."""

    def __init__(self, margin: float = _MARGIN) -> None:
        super().__init__()
        self._pen = QPen()
        self._fill = QBrush(Qt.BrushStyle.NoBrush)
        self._margin = margin
        self._dots: QBrush | None = None
        self._boxes: tuple[Box, ...] = ()
        self._bounds = QRectF()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def show_boxes(self, boxes: Iterable[Box]) -> None:
        """Outline these and nothing else."""
        wanted = tuple(boxes)
        if wanted == self._boxes:
            return
        self.prepareGeometryChange()
        self._boxes = wanted
        bounds = QRectF()
        for box in wanted:
            bounds = bounds.united(rect(box, self._margin + HANDLE + 3))
        self._bounds = bounds

    @property
    def boxes(self) -> tuple[Box, ...]:
        """What is outlined now."""
        return self._boxes

    def set_pen(self, pen: QPen) -> None:
        """Outline with another pen."""
        self._pen = pen
        self.update()

    def set_look(self, pen: QPen, fill: QBrush | None = None, dots: QBrush | None = None) -> None:
        """Take other colours. `dots`: also draw the handles of each box."""
        self._fill = fill or QBrush(Qt.BrushStyle.NoBrush)
        self._dots = dots
        self.set_pen(pen)

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        exposed = option.exposedRect
        for box in self._boxes:
            shape = rect(box, self._margin)
            if not shape.adjusted(-9, -9, 9, 9).intersects(exposed):
                continue
            painter.setPen(self._pen)
            painter.setBrush(self._fill)
            corner = min(_RADIUS, self._margin + 6.0, shape.height() / 2) if self._margin else 1.5
            painter.drawRoundedRect(shape, corner, corner)
            if self._dots is not None:
                painter.setBrush(self._dots)
                for point in handles(box):
                    painter.drawEllipse(point, HANDLE, HANDLE)


class GhostItem(QGraphicsItem):
    """A see-through copy of what is being moved; `setPos` moves it."""

    def __init__(self, device: QtDevice, pieces: Sequence[Piece]) -> None:
        super().__init__()
        self._device = device
        self._pieces = tuple(pieces)
        self._bounds = QRectF()
        for piece in pieces:
            self._bounds = self._bounds.united(QRectF(piece.x, piece.y, piece.width, piece.height))
        self.setOpacity(_GHOST_OPACITY)
        self.setZValue(20)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        return self._bounds.adjusted(-2, -2, 2, 2)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        self._device.play(painter, self._pieces)


class Overlays:
    """The items of one canvas that are not tiles."""

    def __init__(self, scene: QGraphicsScene, theme: Theme, device: QtDevice) -> None:
        self._scene = scene
        self._device = device
        self._focused = True
        self.hover = self._outline(8, margin=1.5)
        self.selected = self._outline(10)
        self.cell = self._outline(6, margin=-2.0)
        self.band = self._outline(24, margin=0.0)
        self.target = self._outline(12)
        self.slot = self._outline(22, margin=0.0)
        self.links = self._path(9)
        self.ends = self._outline(10)
        self.rope = self._path(21)
        self.dress(theme)

    def dress(self, theme: Theme) -> None:
        """Take a theme's colours."""
        colour = self._device.colour
        selection, drop = colour(theme.colour("selection")), colour(theme.colour("drop"))
        self._strong, self._weak = QPen(selection, 2.4), QPen(faint(selection, 120), 1.6)
        self.refuse, self.drop = colour(theme.colour("refuse")), drop
        self.hover.set_look(QPen(colour(theme.colour("hover")), 1.6), dots=QBrush(colour(theme.colour("card"))))
        self.selected.set_look(self._strong)
        self.cell.set_look(self._strong if self._focused else self._weak, QBrush(faint(selection, 16)))
        self.band.set_look(QPen(selection, 1), QBrush(faint(selection, _FAINT)))
        self.target.set_look(QPen(drop, 2.4))
        self.slot.set_look(QPen(drop, 3), QBrush(drop))
        self.ends.set_look(QPen(selection, 1.8, Qt.PenStyle.DotLine))
        for item, pen in ((self.links, QPen(selection, 3.0)), (self.rope, QPen(selection, 2.0, Qt.PenStyle.DashLine))):
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            item.setPen(pen)

    def focus(self, there: bool) -> None:
        """The ring is strong while the keyboard is here."""
        self._focused = there
        self.cell.set_pen(self._strong if there else self._weak)

    def ghost(self, pieces: Sequence[Piece]) -> GhostItem:
        """Add a ghost; its maker removes it with `remove`."""
        item = GhostItem(self._device, pieces)
        self._scene.addItem(item)
        return item

    def remove(self, item: QGraphicsItem) -> None:
        """Take an item away."""
        self._scene.removeItem(item)

    def allow(self, allowed: bool) -> None:
        """Colour the target by whether it may be dropped on."""
        self.target.set_pen(QPen(self.drop if allowed else self.refuse, 2.4))

    def show_links(self, pieces: Iterable[Piece]) -> None:
        """Highlight these links along the very paths they are drawn with."""
        path = QPainterPath()
        for piece in pieces:
            for primitive in piece.primitives:
                if primitive[0] == PATH:
                    path.addPath(path_of(primitive[1]).translated(piece.x, piece.y))
        self.links.setPath(path)

    def show_rope(self, start: QPointF | None, end: QPointF | None = None) -> None:
        """The link being drawn; None: none is."""
        path = QPainterPath()
        if start is not None and end is not None:
            path.moveTo(start)
            path.lineTo(end)
        self.rope.setPath(path)

    def show_route(self, points: Sequence[QPointF]) -> None:
        """The link being drawn, corner by corner, with a point where it arrives."""
        path = QPainterPath(points[0])
        for point in points[1:]:
            path.lineTo(point)
        path.addEllipse(points[-1], HANDLE, HANDLE)
        self.rope.setPath(path)

    def clear_gesture(self) -> None:
        """Leave nothing of a gesture behind."""
        self.show_rope(None)
        for item in (self.band, self.target, self.slot):
            item.show_boxes(())

    def _outline(self, z: float, margin: float = _MARGIN) -> OutlineItem:
        item = OutlineItem(margin)
        item.setZValue(z)
        self._scene.addItem(item)
        return item

    def _path(self, z: float) -> QGraphicsPathItem:
        item = QGraphicsPathItem()
        item.setZValue(z)
        item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._scene.addItem(item)
        return item
