"""Qt's own fonts of a book of fonts, and its paths of our icons: read and drawn once, however many maps are shown."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QPainterPath, QRawFont, QTransform

from model.layout.fonts import FontBook
from model.layout.icons import ICONS
from widgets.canvas.strokes import path_of

_FACE_SIZE = 12.0


class Faces:
    """The faces of a book in the sizes asked for. Qt keeps with each what it has drawn of its glyphs."""

    def __init__(self, fonts: FontBook) -> None:
        self._fonts = fonts
        self._faces: dict[str, QRawFont] = {}
        self._sized: dict[tuple[str, float], QRawFont] = {}
        self.largest = 1.0

    def face(self, key: str, size: float) -> QRawFont:
        """A face in a size, in px."""
        found = self._sized.get((key, size))
        if found is None:
            self.largest = max(self.largest, size)
            # Another size of a face costs a fiftieth of reading its file again.
            found = self._sized[key, size] = QRawFont(self._face(key))
            found.setPixelSize(size)
        return found

    def _face(self, key: str) -> QRawFont:
        found = self._faces.get(key)
        if found is None:
            hinting = QFont.HintingPreference.PreferNoHinting
            if self._fonts.index(key):
                found = QRawFont(QByteArray(self._fonts.data(key)), _FACE_SIZE, hinting)
            else:
                found = QRawFont(str(self._fonts.path(key)), _FACE_SIZE, hinting)
            self._faces[key] = found
        return found


@lru_cache(maxsize=2)
def window_faces(fonts: FontBook) -> Faces:
    """Those that all maps in windows share; not for another thread, as Qt's fonts belong to one."""
    return Faces(fonts)


@lru_cache(maxsize=500)
def icon(name: str, size: float) -> tuple[tuple[QPainterPath, str], ...]:
    """The paths of an icon, and how each is painted."""
    scale = QTransform.fromScale(size, size)
    return tuple((scale.map(path_of(segments)), paint) for segments, paint in ICONS[name])
