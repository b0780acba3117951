"""Far out nothing can be read: rectangles by colour in one call each, and bars where lines of text are."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen

from model.layout.drawing import ICON, PATH, RECT, TEXT, Piece
from widgets.canvas.painter import BAR_HEIGHT, QtDevice, faint, path_of

_BAR_OPACITY = 90
_BAR_LIFT = 0.62
Fill = tuple[str | None, str | None, float]


class FarTape:
    """A tile as seen from afar: filled rectangles, then thin paths, then bars, in absolute coordinates."""

    def __init__(self, device: QtDevice, pieces: Iterable[Piece]) -> None:
        self._device = device
        self._layers: dict[int, dict[Fill, list[QRectF]]] = {}
        self._paths: dict[int, dict[str, QPainterPath]] = {}
        self._bars: dict[str, list[QRectF]] = {}
        for piece in pieces:
            self._add(piece)

    def play(self, painter: QPainter) -> None:
        """Draw it all, layer by layer."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for layer in sorted({*self._layers, *self._paths}):
            for (fill, stroke, width), rectangles in self._layers.get(layer, {}).items():
                painter.setPen(self._device.pen(stroke, width))
                painter.setBrush(self._device.brush(fill))
                painter.drawRects(rectangles)
            painter.setBrush(self._device.brush(None))
            for colour, path in self._paths.get(layer, {}).items():
                painter.setPen(QPen(faint(self._device.colour(colour), _BAR_OPACITY), 0))
                painter.drawPath(path)
        painter.setPen(self._device.pen(None, 0))
        for colour, rectangles in self._bars.items():
            painter.setBrush(QBrush(faint(self._device.colour(colour), _BAR_OPACITY)))
            painter.drawRects(rectangles)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _add(self, piece: Piece) -> None:
        x, y = piece.x, piece.y
        layer = self._layers.setdefault(int(piece.layer), {})
        for primitive in piece.primitives:
            kind = primitive[0]
            if kind == RECT:
                fill, stroke, width = primitive[6], primitive[7], primitive[8]
                box = QRectF(x + primitive[1], y + primitive[2], primitive[3], primitive[4])
                layer.setdefault((fill, stroke, width), []).append(box)
            elif kind == TEXT:
                _, left, baseline, line, colour = primitive
                size = line.runs[0].size if line.runs else 0.0
                bar = QRectF(x + left, y + baseline - size * _BAR_LIFT, line.width, size * BAR_HEIGHT)
                self._bars.setdefault(colour, []).append(bar)
            elif kind == ICON:
                _, _, left, top, size, colour, _ = primitive
                layer.setdefault((colour, None, 0.0), []).append(QRectF(x + left, y + top, size, size))
            elif kind == PATH:
                colour = primitive[3] or primitive[2]
                if colour is not None:
                    paths = self._paths.setdefault(int(piece.layer), {})
                    paths.setdefault(colour, QPainterPath()).addPath(path_of(primitive[1]).translated(x, y))
