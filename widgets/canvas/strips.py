"""The heads that stay in sight: title, stages and steps, lanes, legend. They play the same drawing as the body."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QWidget

from model.layout.drawing import RECT, TEXT, Box, Drawing, Layer, Piece
from model.layout.theme import Theme
from widgets.canvas.painter import QtDevice, faint

_DIM = 205


class Played(Protocol):
    """Where a strip finds what it shows."""

    @property
    def drawing(self) -> Drawing: ...
    @property
    def device(self) -> QtDevice: ...
    @property
    def theme(self) -> Theme: ...


class Strip(QWidget):
    """Plays some layers of one area. `place` is how the drawing lies on the widget."""

    pressed = Signal(QPointF, QMouseEvent)
    moved = Signal(QPointF, QMouseEvent)
    released = Signal(QPointF, QMouseEvent)
    double_clicked = Signal(QPointF, QMouseEvent)
    menu_wanted = Signal(QPointF, QContextMenuEvent)

    def __init__(self, played: Played, layers: tuple[Layer, ...], edge: Qt.Edge, parent: QWidget) -> None:
        """`edge`: the side of the strip that the body slides under."""
        super().__init__(parent)
        self._played = played
        self._layers = layers
        self.edge = edge
        self._place = QTransform()
        self._area = Box(0, 0, 0, 0)
        self._ruled = False
        self._spared: Box | None = None
        self._outlined: tuple[Box, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)

    @property
    def scale(self) -> float:
        """Screen px a px of the drawing."""
        return self._place.m11()

    def show_part(self, area: Box, place: QTransform, ruled: bool) -> None:
        """Show this area; `ruled`: a line says that something lies underneath."""
        if (area, place, ruled) != (self._area, self._place, self._ruled):
            self._area, self._place, self._ruled = area, place, ruled
            self.update()

    def spare(self, box: Box | None) -> None:
        """Dim what is beside a box; None: nothing."""
        if box != self._spared:
            self._spared = box
            self.update()

    def outline(self, boxes: Sequence[Box]) -> None:
        """Outline the selected heads and nothing else."""
        wanted = tuple(boxes)
        if wanted != self._outlined:
            self._outlined = wanted
            self.update()

    def to_widget(self, box: Box) -> QRectF:
        """Where a box of the drawing lies on the strip."""
        return self._place.mapRect(QRectF(*box))

    def to_drawing(self, point: QPointF) -> QPointF:
        """The point of the drawing under a point of the strip."""
        return self._place.inverted()[0].map(point)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._colour("paper"))
        painter.setTransform(self._place)
        seen = self._place.inverted()[0].mapRect(QRectF(event.rect()))
        area = QRectF(*self._area)
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        seen = seen.intersected(area)
        clip = Box(seen.x(), seen.y(), seen.width(), seen.height())
        if not seen.isEmpty():
            self._played.device.play(painter, self._played.drawing.pieces(clip, self._layers))
            self._dim(painter, seen)
            self._outline_selected(painter, clip)
        painter.resetTransform()
        painter.setClipping(False)
        if self._ruled:
            painter.fillRect(self._rule(), self._colour("grid"))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(self.to_drawing(event.position()), event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.moved.emit(self.to_drawing(event.position()), event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.released.emit(self.to_drawing(event.position()), event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.double_clicked.emit(self.to_drawing(event.position()), event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(self.to_drawing(QPointF(event.pos())), event)

    def event(self, event: QEvent) -> bool:
        """Wheel and pinch go on to the canvas."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return False
        return super().event(event)

    def _colour(self, name: str) -> QColor:
        return self._played.device.colour(self._played.theme.colour(name))

    def _dim(self, painter: QPainter, seen: QRectF) -> None:
        box = self._spared
        if box is not None:
            paper = faint(self._colour("paper"), _DIM)
            painter.fillRect(QRectF(seen.x(), seen.y(), box.x - seen.x(), seen.height()), paper)
            painter.fillRect(QRectF(box.right, seen.y(), seen.right() - box.right, seen.height()), paper)

    def _outline_selected(self, painter: QPainter, clip: Box) -> None:
        """What is outlined as far as it lies on this strip: heads are not part of the scene."""
        painter.setPen(QPen(self._colour("selection"), 2.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in self._outlined:
            if box.meets(clip):
                painter.drawRoundedRect(QRectF(*box).adjusted(-3, -2, 3, 2), 7, 7)

    def _rule(self) -> QRectF:
        width, height = self.width(), self.height()
        if self.edge == Qt.Edge.BottomEdge:
            return QRectF(0, height - 1, width, 1)
        if self.edge == Qt.Edge.TopEdge:
            return QRectF(0, 0, width, 1)
        return QRectF(width - 1 if self.edge == Qt.Edge.RightEdge else 0, 0, 1, height)


def reach(pieces: Iterable[Piece], mirror: float | None = None) -> float:
    """How far from the start side pieces draw; `mirror` is the drawing's width where that side is the right."""
    furthest = 0.0
    for piece in pieces:
        for primitive in piece.primitives:
            if primitive[0] == TEXT:
                left, width = primitive[1], primitive[3].width
            elif primitive[0] == RECT:
                left, width = primitive[1], primitive[3]
            else:
                continue
            start = piece.x + left
            furthest = max(furthest, start + width if mirror is None else mirror - start)
    return furthest
