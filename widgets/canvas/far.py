"""Far out nothing can be read: rectangles by colour in one call each, and bars where lines of text are."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from model.layout.drawing import ICON, PATH, RECT, TEXT, Box, Piece, Segment
from widgets.canvas.painter import BAR_HEIGHT, QtDevice

_INK = 0.4
_BAR_LIFT = 0.62
Fill = tuple[str | None, str | None, float]


class FarTape:
    """A tile as seen from afar: filled rectangles, thin lines, then bars, in absolute coordinates."""

    def __init__(self, device: QtDevice, pieces: Iterable[Piece], seen: Box) -> None:
        """`seen`: the tile; what lies outside it is left out."""
        self._device = device
        self._seen = seen
        self._layers: dict[int, dict[Fill, list[QRectF]]] = {}
        self._lines: dict[int, dict[str, QPainterPath]] = {}
        self._bars: dict[str, list[QRectF]] = {}
        for piece in pieces:
            self._add(piece)

    def play(self, painter: QPainter) -> None:
        """Draw it all, layer by layer."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for layer in sorted({*self._layers, *self._lines}):
            for (fill, stroke, width), rectangles in self._layers.get(layer, {}).items():
                painter.setPen(self._device.pen(stroke, width))
                painter.setBrush(self._device.brush(fill))
                painter.drawRects(rectangles)
            painter.setBrush(self._device.brush(None))
            for colour, path in self._lines.get(layer, {}).items():
                painter.setPen(QPen(self._pale(colour), 0))
                painter.drawPath(path)
        painter.setPen(self._device.pen(None, 0))
        for colour, rectangles in self._bars.items():
            painter.setBrush(QBrush(self._pale(colour)))
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
            elif kind == PATH and primitive[3] is not None:
                lines = self._lines.setdefault(int(piece.layer), {})
                _add_chords(lines.setdefault(primitive[3], QPainterPath()), primitive[1], x, y, self._seen)

    def _pale(self, colour: str) -> QColor:
        """An ink as thin strokes of it look from afar; opaque, which paints several times faster."""
        ink, ground = self._device.colour(colour), self._device.ground
        parts = ((ink.red(), ground.red()), (ink.green(), ground.green()), (ink.blue(), ground.blue()))
        return QColor(*(round(_INK * part + (1 - _INK) * below) for part, below in parts))


def _add_chords(path: QPainterPath, segments: Iterable[Segment], x: float, y: float, seen: Box) -> None:
    """Add a path as straight lines, as far as they meet a box: at this size nobody sees a bend."""
    left, top = x, y
    for segment in segments:
        if segment[0] == "Z":
            continue
        here_x, here_y = x + segment[-2], y + segment[-1]
        if segment[0] != "M":
            meets = min(left, here_x) < seen.right and max(left, here_x) >= seen.x
            if meets and min(top, here_y) < seen.bottom and max(top, here_y) >= seen.y:
                path.moveTo(left, top)
                path.lineTo(here_x, here_y)
        left, top = here_x, here_y
