"""Boxes that many cards have alike, as pictures: most cards of a map are as large as others, and those of one row lie
at the same fraction of a pixel. To fill and to stroke such a box takes ten times as long as to show the picture of it.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

from model.named import NamedTuple
from widgets.canvas.strokes import Bounds

# Larger boxes (px of the screen) are few; pictures of so many px are kept in all, two windows full.
_LARGEST, _MOST = 100_000, 4_000_000
# Fractions of a pixel that differ by less than one by ten to this look the same.
_DIGITS = 3
# Round a picture (px).
_AIR = 1


class Shape:
    """What is drawn within bounds from (0, 0) on, the same wherever it lies."""

    __slots__ = ("bounds", "draw")

    def __init__(self, bounds: Bounds, draw: Callable[[QPainter, float], None]) -> None:
        """`draw` takes a painter and how many px of the screen a px is."""
        self.bounds = bounds
        self.draw = draw


class Lies(NamedTuple):
    """How a drawing lies on the screen: so many px a px, moved by so many px, of which `ratio` are one of Qt's."""

    place: QTransform
    scale: float
    across: float
    down: float
    ratio: float


def lies_of(painter: QPainter) -> Lies | None:
    """How what is painted lies; None where a picture would not show the same."""
    place, ratio = painter.worldTransform(), painter.device().devicePixelRatioF()
    if place.isRotating() or place.m11() != place.m22() or ratio != int(ratio) or painter.opacity() < 1.0:
        return None
    return Lies(place, place.m11() * ratio, place.dx() * ratio, place.dy() * ratio, ratio)


class Stamps:
    """The pictures of shapes, each at one scale and one fraction of a pixel."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], tuple[QPixmap, int]] = {}
        self._pixels = 0

    def __len__(self) -> int:
        return len(self._kept)

    def play(self, painter: QPainter, shape: Shape, x: float, y: float, lies: Lies) -> bool:
        """Show a shape that lies there; False where it is too large for a picture."""
        place, scale, across, down, ratio = lies
        across += x * scale
        down += y * scale
        left, top = floor(across), floor(down)
        part, rest = round(across - left, _DIGITS), round(down - top, _DIGITS)
        key = (shape, part, rest, scale, ratio)
        found = self._kept.get(key)
        if found is None:
            found = self._take(shape, part, rest, scale, ratio)
            if found is None:
                return False
            self._kept[key] = found
        pixmap, margin = found
        painter.resetTransform()
        painter.drawPixmap(QPointF((left - margin) / ratio, (top - margin) / ratio), pixmap)
        painter.setWorldTransform(place)
        return True

    def _take(self, shape: Shape, part: float, rest: float, scale: float, ratio: float) -> tuple[QPixmap, int] | None:
        """The picture of a shape, and how far it reaches to the left and above."""
        x0, y0, x1, y1 = shape.bounds
        margin = max(ceil(-min(x0, y0) * scale), 0) + _AIR
        width, height = ceil(x1 * scale + part) + margin + _AIR, ceil(y1 * scale + rest) + margin + _AIR
        if width * height > _LARGEST:
            return None
        if self._pixels > _MOST:
            self._kept.clear()
            self._pixels = 0
        self._pixels += width * height
        pixmap = QPixmap(width, height)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.translate(margin + part, margin + rest)
        painter.scale(scale, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape.draw(painter, scale)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap, margin
