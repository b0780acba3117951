"""The overview: the whole map small, with what the window sees of it; drag to move there."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QTransform
from PySide6.QtWidgets import QWidget

from model.elements import Card
from widgets.canvas.canvas import Canvas
from widgets.canvas.painter import faint
from widgets.idle import Idle

_SIZE = QSize(270, 150)
_MARGIN = 8
_WAIT_MS = 150
_VEIL = 40
# A map of so few cards is drawn at once, a larger one tile by tile.
_AT_ONCE = 400


class Minimap(QWidget):
    """Plays the drawing of a canvas at the scale that fits."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self._canvas = canvas
        self._picture: QPixmap | None = None
        self._stale = True
        self._idle = Idle(self._drawing, self)
        workspace = canvas.workspace
        self.setAccessibleName(workspace.texts("window.dock.overview"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self.refresh)
        canvas.view.scrolled.connect(self.update)
        canvas.zoomed.connect(lambda _: self.update())
        self._disconnect = workspace.recomposed.connect(lambda _: self._timer.start())

    def detach(self) -> None:
        """Hear nothing of the map any more."""
        self._timer.stop()
        self._idle.stop()
        self._disconnect()

    def refresh(self) -> None:
        """Draw the map anew, where it is in sight; until then it is shown as it was."""
        self._stale = True
        self.update()

    @property
    def seen(self) -> QRectF:
        """What the window sees, in px of this widget."""
        view = self._canvas.view
        part = view.viewportTransform().inverted()[0].mapRect(QRectF(view.viewport().rect()))
        return self._place().mapRect(part.intersected(QRectF(*self._canvas.drawing.areas.body)))

    def point(self, at: QPointF) -> QPointF:
        """The point of the drawing under a point of this widget."""
        return self._place().inverted()[0].map(at)

    def sizeHint(self) -> QSize:
        return _SIZE

    def minimumSizeHint(self) -> QSize:
        return QSize(_SIZE.width() // 2, _SIZE.height() // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refresh()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._stale:
            self._stale = False
            self._idle.restart()
            if len(self._canvas.workspace.document.table(Card)) <= _AT_ONCE:
                self._idle.finish()
        painter = QPainter(self)
        if self._picture is not None:
            painter.drawPixmap(0, 0, self._picture)
        colour = self._colour("selection")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(faint(colour, _VEIL))
        painter.drawRoundedRect(self.seen.adjusted(-1, -1, 1, 1), 3, 3)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._canvas.view.centerOn(self.point(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._canvas.view.centerOn(self.point(event.position()))

    def _drawing(self) -> Iterator[None]:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._colour("paper"))
        place = self._place()
        for tile in list(self._canvas.tiles):
            painter = QPainter(picture)
            painter.setTransform(place, True)
            painter.setClipRect(tile.boundingRect())
            tile.from_afar().play(painter)
            painter.end()
            yield
        self._picture = picture
        self.update()

    def _place(self) -> QTransform:
        """How the body lies on this widget: whole, in the middle."""
        body = self._canvas.drawing.areas.body
        width, height = self.width() - 2 * _MARGIN, self.height() - 2 * _MARGIN
        scale = max(min(width / max(body.width, 1.0), height / max(body.height, 1.0)), 1e-4)
        left = (self.width() - body.width * scale) / 2 - body.x * scale
        top = (self.height() - body.height * scale) / 2 - body.y * scale
        return QTransform(scale, 0, 0, scale, left, top)

    def _colour(self, name: str) -> QColor:
        return self._canvas.device.colour(self._canvas.theme.colour(name))
