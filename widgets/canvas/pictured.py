"""Tiles that are painted again and again as they are: from the second time on as the picture they then were."""

from __future__ import annotations

from collections.abc import Callable
from math import floor

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from model.named import NamedTuple

# Nearer than this a tile is larger than most windows, and one of its size is never seen whole.
NEAREST = 0.75
# Pictures of so many px in all are kept: four windows full.
_MOST = 8_000_000
Paint = Callable[[QPainter], None]


class _Place(NamedTuple):
    """How a tile lies on the screen, but for whole px, and how many px of the screen one is."""

    scale: float
    across: float
    down: float
    ratio: int


class Pictured:
    """The picture of one tile, once there is one."""

    def __init__(self, album: Album, rect: QRectF) -> None:
        self._album = album
        self._rect = rect
        self._painted: _Place | None = None
        self._place: _Place | None = None
        self.pixmap: QPixmap | None = None

    def forget(self) -> None:
        """The tile looks different."""
        self._painted = self._place = self.pixmap = None
        self._album.drop(self)

    def play(self, painter: QPainter, exposed: QRectF, paint: Paint) -> bool:
        """Draw the picture, which is taken when the tile is painted whole where it was before; whether there is one."""
        place = _place_of(painter)
        if place is None:
            return False
        on_screen = painter.worldTransform().mapRect(self._rect).toAlignedRect()
        pixmap = self.pixmap if place == self._place else None
        if pixmap is None:
            whole = exposed.contains(self._rect.intersected(_seen(painter)))
            again, self._painted = place == self._painted, place if whole else self._painted
            if not (whole and again):
                return False
            pixmap = self._take(painter, place, on_screen, paint)
        painter.save()
        painter.setClipRect(self._rect, Qt.ClipOperation.IntersectClip)
        painter.resetTransform()
        painter.drawPixmap(on_screen.topLeft(), pixmap)
        painter.restore()
        return True

    def _take(self, painter: QPainter, place: _Place, on_screen: QRect, paint: Paint) -> QPixmap:
        """Paint the tile on paper, as text may look another way on nothing."""
        pixmap = QPixmap(on_screen.size() * place.ratio)
        pixmap.setDevicePixelRatio(place.ratio)
        pixmap.fill(self._album.paper)
        inner = QPainter(pixmap)
        inner.setRenderHints(painter.renderHints())
        inner.translate(-on_screen.x(), -on_screen.y())
        inner.setTransform(painter.worldTransform(), True)
        inner.setClipRect(self._rect)
        paint(inner)
        inner.end()
        self.pixmap, self._place = pixmap, place
        self._album.keep(self)
        return pixmap


class Album:
    """The pictures of a canvas, on paper of a colour; those that were taken first go when there are too many."""

    def __init__(self) -> None:
        self.paper = QColor(Qt.GlobalColor.white)
        self._kept: dict[Pictured, int] = {}

    def keep(self, tile: Pictured) -> None:
        """A picture was taken."""
        self.drop(tile)
        if tile.pixmap is not None:
            self._kept[tile] = tile.pixmap.width() * tile.pixmap.height()
        while sum(self._kept.values()) > _MOST:
            next(iter(self._kept)).forget()

    def drop(self, tile: Pictured) -> None:
        """A picture is there no more."""
        self._kept.pop(tile, None)


def _place_of(painter: QPainter) -> _Place | None:
    """How what is painted lies; None where a picture would not show the same, or nobody would see it twice."""
    lies, ratio = painter.worldTransform(), painter.device().devicePixelRatioF()
    if lies.m22() >= NEAREST or lies.isRotating() or ratio != int(ratio) or painter.opacity() < 1.0:
        return None
    return _Place(lies.m22(), _part(lies.dx()), _part(lies.dy()), int(ratio))


def _part(length: float) -> float:
    """What is left of a length beyond whole px; rounded, as sums of such lengths differ by a hair."""
    return round(length - floor(length), 6) % 1.0


def _seen(painter: QPainter) -> QRectF:
    """The whole of what is painted on, in its px."""
    return painter.worldTransform().inverted()[0].mapRect(QRectF(painter.window()))
