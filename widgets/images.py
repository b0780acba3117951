"""Pictures of the document as Qt's images, within bounds."""

from __future__ import annotations

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QImage, QImageReader

from model.elements import Picture
from model.pictures import MOST_PIXELS


def decoded(picture: Picture | None) -> QImage | None:
    """A picture, or None where there is none, or it is too large or cannot be read."""
    held = QBuffer()
    held.setData(b"" if picture is None else picture.data)
    reader = QImageReader(held)
    size = reader.size()
    if not 0 < size.width() * size.height() <= MOST_PIXELS:
        return None
    image = reader.read()
    return None if image.isNull() else image
