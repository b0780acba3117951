"""The body of the map: scrolls, zooms and pans; what is done with the mouse is left to the tools."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QPainter, QPaintEvent, QRegion, QTransform, QWheelEvent
from PySide6.QtWidgets import QFrame, QGestureEvent, QGraphicsScene, QGraphicsView, QPinchGesture, QWidget

from model.layout.drawing import Box
from widgets.canvas.painter import on_screen

SMALLEST, LARGEST = 0.02, 4.0
STEP = 1.25
_WHEEL = 1.0015
_EDGE = 18
_EDGE_MS = 30
_CREEP = 14
# How far ink reaches beyond a box (screen px), and from how many parts on one box round them is painted instead.
_INK, _MOST_PARTS = 2, 80


class CanvasView(QGraphicsView):
    """Shows the scene. Points are those of the drawing; `zoom_wanted` carries a factor and where, in view px.

    `scrolling` comes before anything is moved, and carries by how much that will be, in px of the drawing.
    """

    pressed = Signal(QPointF, QMouseEvent)
    moved = Signal(QPointF, QMouseEvent)
    released = Signal(QPointF, QMouseEvent)
    double_clicked = Signal(QPointF, QMouseEvent)
    zoom_wanted = Signal(float, QPointF)
    scrolling = Signal(QPointF)
    scrolled = Signal()
    painted = Signal()

    def __init__(self, scene: QGraphicsScene, parent: QWidget) -> None:
        super().__init__(scene, parent)
        # Asked for one that Qt made itself, PySide6 looks among all kinds of widgets, which it has to make for that.
        self.setViewport(QWidget())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setMouseTracking(True)
        # The drawing is mirrored already; scroll bars that mirror once more would run backwards.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAcceptDrops(False)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        # What is being painted, in px of the viewport.
        self.exposed = QRegion()
        self._pan: QPoint | None = None
        self._space = False
        self._last: QMouseEvent | None = None
        self._edge = QTimer(self)
        self._edge.setInterval(_EDGE_MS)
        self._edge.timeout.connect(self._creep)

    @property
    def zoom(self) -> float:
        """Screen px a px of the drawing."""
        return self.transform().m11()

    def set_zoom(self, zoom: float) -> None:
        """Zoom without keeping any point in place."""
        self.setTransform(QTransform.fromScale(zoom, zoom))

    def hold_space(self, held: bool) -> None:
        """While space is held the left button pans."""
        self._space = held
        if self._pan is None:
            self._point(Qt.CursorShape.OpenHandCursor if held else None)

    def pan(self, by: QPoint) -> None:
        """Move what is seen by screen px."""
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - by.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() - by.y())

    def reveal(self, box: QRectF, air: int) -> None:
        """Scroll a box into sight, with air (px) round it as far as there is room; of one too large the beginning."""
        seen = self.mapToScene(self.viewport().rect()).boundingRect()
        wide, tall = min(box.width(), seen.width()), min(box.height(), seen.height())
        across, down = (seen.width() - wide) * self.zoom / 2, (seen.height() - tall) * self.zoom / 2
        self.ensureVisible(QRectF(box.x(), box.y(), wide, tall), int(min(air, across)), int(min(air, down)))

    def go_to_start(self, mirrored: bool) -> None:
        """Show the beginning, which is at the right where the map is mirrored."""
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.maximum() if mirrored else across.minimum())
        down.setValue(down.minimum())

    def at_start(self, mirrored: bool) -> bool:
        """Whether the beginning is shown."""
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        start = across.maximum() if mirrored else across.minimum()
        return (across.value(), down.value()) == (start, down.minimum())

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_wanted.emit(_WHEEL ** delta.y(), event.position())
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan(QPoint(delta.y() or delta.x(), 0))
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_wanted.emit(1.0 + event.value(), event.position())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                centre = QPointF(self.viewport().mapFromGlobal(pinch.centerPoint().toPoint()))
                self.zoom_wanted.emit(pinch.scaleFactor(), centre)
                return True
        return super().viewportEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.scrolling.emit(QPointF(dx, dy) / self.zoom)
        super().scrollContentsBy(dx, dy)
        self.scrolled.emit()

    def repaint_boxes(self, boxes: Iterable[Box]) -> None:
        """Paint these boxes of the drawing anew, and nothing between them unless they are many."""
        place = self.viewportTransform()
        seen = place.inverted()[0].mapRect(QRectF(self.viewport().rect()))
        shown = Box(seen.x(), seen.y(), seen.width(), seen.height())
        parts = QRegion()
        for box in boxes:
            if box.meets(shown):
                parts += on_screen(box, place, _INK)
        if parts.rectCount() > _MOST_PARTS:
            parts = QRegion(parts.boundingRect())
        self.viewport().update(parts)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.exposed = event.region()
        super().paintEvent(event)
        self.painted.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton or (left and self._space):
            self._pan = event.position().toPoint()
            self._point(Qt.CursorShape.ClosedHandCursor)
        else:
            self.pressed.emit(self.point(event), event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pan is not None:
            here = event.position().toPoint()
            self.pan(here - self._pan)
            self._pan = here
        else:
            self.moved.emit(self.point(event), event)
            self._watch_edge(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._edge.stop()
        if self._pan is not None:
            self._pan = None
            self._point(Qt.CursorShape.OpenHandCursor if self._space else None)
        else:
            self.released.emit(self.point(event), event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.double_clicked.emit(self.point(event), event)

    def point(self, event: QMouseEvent) -> QPointF:
        """The point of the drawing under the mouse."""
        return self.viewportTransform().inverted()[0].map(event.position())

    def _watch_edge(self, event: QMouseEvent) -> None:
        """While something is dragged near an edge, the map creeps along."""
        near = self._creep_by(event.position().toPoint())
        if event.buttons() & Qt.MouseButton.LeftButton and not near.isNull():
            self._last = event.clone()
            self._edge.start()
        else:
            self._edge.stop()

    def _creep(self) -> None:
        if self._last is not None:
            self.pan(self._creep_by(self._last.position().toPoint()))
            self.moved.emit(self.point(self._last), self._last)

    def _creep_by(self, at: QPoint) -> QPoint:
        width, height = self.viewport().width(), self.viewport().height()
        across = _CREEP if at.x() < _EDGE else -_CREEP if at.x() > width - _EDGE else 0
        down = _CREEP if at.y() < _EDGE else -_CREEP if at.y() > height - _EDGE else 0
        return QPoint(across, down)

    def _point(self, shape: Qt.CursorShape | None) -> None:
        if shape is None:
            self.viewport().unsetCursor()
        else:
            self.viewport().setCursor(shape)
