"""One page of a preview, as the paper will show it: played by the painter of the canvas."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from model.layout.fonts import FontBook
from model.layout.leaves import Leaf, Part
from widgets.canvas.painter import QtDevice
from widgets.export.offer import Preview
from widgets.images import decoded

_AIR = 14
_SHADOW = QColor(0, 0, 0, 60)
_SMALLEST = QSize(360, 320)
_MANY = 1_000_000
_KEYS = {
    Qt.Key.Key_PageDown: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Home: -_MANY,
    Qt.Key.Key_End: _MANY,
}


class PageView(QWidget):
    """Shows a page; `turned`: another one is wanted, by how many pages on."""

    turned = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_SMALLEST)
        self._fonts: FontBook | None = None
        self._device: QtDevice | None = None
        self._leaf: Leaf | None = None
        self._drawn: tuple[Leaf, QSize, QPixmap] | None = None

    @property
    def leaf(self) -> Leaf | None:
        """The page that is shown."""
        return self._leaf

    def show_page(self, preview: Preview, place: int) -> None:
        """Show a page of a preview; a device is kept as long as the fonts are the same, for it knows their glyphs."""
        if self._device is None or self._fonts is not preview.fonts:
            self._fonts, self._device = preview.fonts, QtDevice(preview.fonts, lambda id: decoded(preview.picture(id)))
        self._leaf = preview.leaves[place]
        self.update()

    def picture(self, leaf: Leaf, size: QSize) -> QPixmap:
        """A page at a size in px of the screen."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        scale = size.width() / leaf.width
        painter.scale(scale, scale)
        for part in leaf.parts:
            self._play(painter, part)
        painter.end()
        return picture

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.AlternateBase))
        if self._leaf is not None:
            page = self._page(self._leaf)
            painter.fillRect(page.adjusted(-1, -1, 1, 1), self.palette().color(QPalette.ColorRole.Mid))
            painter.fillRect(page.translated(3, 3), _SHADOW)
            painter.drawPixmap(page.topLeft(), self._kept(self._leaf, page.size().toSize()))
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _KEYS.get(Qt.Key(event.key()))
        if step is not None:
            self.turned.emit(step)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self.turned.emit(-1 if event.angleDelta().y() > 0 else 1)
        event.accept()

    def _kept(self, leaf: Leaf, size: QSize) -> QPixmap:
        if self._drawn is None or self._drawn[0] is not leaf or self._drawn[1] != size:
            self._drawn = leaf, size, self.picture(leaf, size)
        return self._drawn[2]

    def _page(self, leaf: Leaf) -> QRectF:
        """Where a page lies on the widget."""
        room = self.rect().adjusted(_AIR, _AIR, -_AIR, -_AIR)
        scale = min(room.width() / leaf.width, room.height() / leaf.height)
        width, height = round(leaf.width * scale), round(leaf.height * scale)
        return QRectF(room.x() + (room.width() - width) // 2, room.y() + (room.height() - height) // 2, width, height)

    def _play(self, painter: QPainter, part: Part) -> None:
        device = self._device
        if device is None:
            return
        painter.save()
        if part.clip is not None:
            painter.setClipRect(QRectF(*part.clip))
        painter.setOpacity(part.opacity)
        painter.translate(QPointF(part.left, part.top))
        painter.rotate(part.turn)
        painter.scale(part.scale, part.scale)
        device.play(painter, part.pieces())
        painter.restore()
