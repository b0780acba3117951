"""A drawing as a picture on the clipboard: vectors for programs that take them, pixels for the rest."""

from __future__ import annotations

from math import sqrt

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from model.layout.drawing import Drawing
from model.layout.fonts import FontBook
from widgets.canvas.painter import Pictures, QtDevice

SVG = "image/svg+xml"
# A picture is twice as fine as the screen, unless it would have more pixels than programs take.
_FINE = 2.0
_MOST_PIXELS = 40_000_000


def picture_of(drawing: Drawing, fonts: FontBook, pictures: Pictures) -> QImage:
    """A drawing in pixels, on white."""
    width, height = max(drawing.width, 1.0), max(drawing.height, 1.0)
    scale = min(_FINE, sqrt(_MOST_PIXELS / (width * height)))
    image = QImage(max(1, int(width * scale)), max(1, int(height * scale)), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.scale(scale, scale)
    QtDevice(fonts, pictures).play(painter, drawing.pieces(keep=False))
    painter.end()
    return image


def put_picture(drawing: Drawing, fonts: FontBook, pictures: Pictures, svg: bytes) -> tuple[int, int]:
    """Put a drawing on the clipboard as pixels and as the SVG that was made of it; its size in pixels."""
    image = picture_of(drawing, fonts, pictures)
    data = QMimeData()
    data.setData(SVG, svg)
    data.setImageData(image)
    QGuiApplication.clipboard().setMimeData(data)
    return image.width(), image.height()
