"""The links of a tile at full detail: what of their legs lies there, so that a paint walks legs and not whole links.

All strokes come before all heads, as those of one colour may cross in any order. Coordinates are the drawing's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from PySide6.QtCore import QLineF
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen

from model.layout.drawing import Box, Piece, Segment
from model.layout.link_shapes import HEAD_LENGTH, HEAD_WIDTH
from model.making_way import dissolving
from model.named import NamedTuple
from widgets.canvas.painter import QtDevice
from widgets.canvas.strokes import Bounds, Dash, bounds_of, dashes_of, legs_of, meet, path_of, solid_parts

# A head reaches no further from its tip.
_HEAD = HEAD_LENGTH + HEAD_WIDTH


class _Parts(NamedTuple):
    """What is drawn of a link, or of all: strokes and heads with their bounds."""

    lines: list[tuple[Bounds, QLineF]]
    curves: list[tuple[Bounds, QPainterPath]]
    dashes: list[Dash]
    heads: list[tuple[Bounds, QPainterPath, QPen, QBrush]]


class Legs:
    """Plays links as far as they lie in a box. Strokes without dashes have one colour and width."""

    def __init__(self, device: QtDevice, box: Box) -> None:
        self._device = device
        self._box: Bounds = (box.x, box.y, box.right, box.bottom)
        self.links: dict[str, tuple[Piece, _Parts]] = {}
        self._all = _Parts([], [], [], [])
        self._pen = device.pen(None, 0)

    def prepare(self, pieces: Iterable[Piece]) -> Iterator[None]:
        """Make what `take` will need of these, link by link."""
        for piece in pieces:
            kept = self.links.get(piece.id)
            if kept is None or kept[0] is not piece:
                self.links[piece.id] = piece, self._made(piece, kept)
                yield

    def take(self, pieces: Iterable[Piece]) -> None:
        """These are the links now; what was made of those that are as they were stays."""
        before, links = self.links, {}
        for piece in pieces:
            kept = before.get(piece.id)
            links[piece.id] = kept if kept is not None and kept[0] is piece else (piece, self._made(piece, kept))
        self.links = links
        made = [parts for _, parts in links.values()]
        self._all = _Parts(
            *(list(chain.from_iterable(alike)) for alike in zip(*made, strict=True)) if made else self._all
        )

    def differing(self, before: Mapping[str, tuple[Piece, _Parts]], above: float) -> Iterator[Box]:
        """Where links that there were and are look different above a y."""
        for id, (piece, parts) in self.links.items():
            was = before.get(id)
            if was is not None and was[0] is not piece:
                for left, top, right, bottom, *_ in _down_to(was[1], above) ^ _down_to(parts, above):
                    yield Box(left, top, right - left, bottom - top)

    def leaving(self) -> Iterator[None]:
        """Take them apart bit by bit; they are played no more."""
        yield from dissolving(*self._all, self.links)

    def play(self, painter: QPainter, seen: Bounds) -> None:
        """Draw what of them lies within bounds."""
        left, top, right, bottom = seen
        lines, curves, dashes, heads = self._all
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._pen)
        painter.setBrush(self._device.brush(None))
        for (x0, y0, x1, y1), line in lines:
            if x0 <= right and x1 >= left and y0 <= bottom and y1 >= top:
                painter.drawLine(line)
        for (x0, y0, x1, y1), curve in curves:
            if x0 <= right and x1 >= left and y0 <= bottom and y1 >= top:
                painter.drawPath(curve)
        for dash in dashes:
            dash.draw(painter, seen)
        pen = brush = None
        for (x0, y0, x1, y1), head, own, fill in heads:
            if x0 <= right and x1 >= left and y0 <= bottom and y1 >= top:
                if own is not pen:
                    painter.setPen(own)
                    pen = own
                if fill is not brush:
                    painter.setBrush(fill)
                    brush = fill
                painter.drawPath(head)

    def _made(self, piece: Piece, before: tuple[Piece, _Parts] | None) -> _Parts:
        """The parts of a link: where it only lies elsewhere, those that it had, if these were all."""
        if before is not None and before[0].primitives is piece.primitives and self._holds(before[0]):
            return _lying(before[1], piece.x - before[0].x, piece.y - before[0].y)
        return self._parts(piece)

    def _holds(self, piece: Piece) -> bool:
        left, top, right, bottom = self._box
        x, y = piece.x, piece.y
        return left <= x and top <= y and x + piece.width <= right and y + piece.height <= bottom

    def _parts(self, piece: Piece) -> _Parts:
        """What lies in the box of a link."""
        parts, box, device = _Parts([], [], [], []), self._box, self._device
        for _, segments, fill, stroke, width, dash in piece.primitives:
            x, y = segments[0][1] + piece.x, segments[0][2] + piece.y
            if fill is not None and not meet((x - _HEAD, y - _HEAD, x + _HEAD, y + _HEAD), box):
                continue
            there = _moved(segments, piece.x, piece.y)
            pen, legs = device.pen(stroke, width, dash), legs_of(there) if dash else []
            if legs:
                parts.dashes.extend(dashes_of(legs, pen, box))
            elif dash or fill is not None:
                parts.heads.append((bounds_of(there, width), path_of(there), pen, device.brush(fill)))
            else:
                self._pen = pen
                for bounds, part in solid_parts(there, width, box):
                    if isinstance(part, QLineF):
                        parts.lines.append((bounds, part))
                    else:
                        parts.curves.append((bounds, part))
        return parts


def _down_to(parts: _Parts, above: float) -> set[tuple[float, ...]]:
    """The bounds of what of a link lies above a y, as far as it does; of dashes also how they come to lie there."""
    found: set[tuple[float, ...]] = set()
    for kind in (parts.lines, parts.curves, parts.heads):
        found.update((x0, y0, x1, min(y1, above)) for (x0, y0, x1, y1), *_ in kind if y0 < above)
    for dash in parts.dashes:
        x0, y0, x1, y1 = dash.bounds
        if y0 < above:
            begin = dash.pen.dashOffset()
            found.add((x0, y0, x1, min(y1, above), begin if dash.begin[1] <= above else begin + dash.length))
    return found


def _lying(parts: _Parts, x: float, y: float) -> _Parts:
    """Parts that lie so much further right and down."""
    return _Parts(
        [(_elsewhere(bounds, x, y), line.translated(x, y)) for bounds, line in parts.lines],
        [(_elsewhere(bounds, x, y), curve.translated(x, y)) for bounds, curve in parts.curves],
        [
            dash._replace(
                begin=(dash.begin[0] + x, dash.begin[1] + y),
                end=(dash.end[0] + x, dash.end[1] + y),
                short=None if dash.short is None else dash.short.translated(x, y),
                bounds=_elsewhere(dash.bounds, x, y),
            )
            for dash in parts.dashes
        ],
        [(_elsewhere(bounds, x, y), head.translated(x, y), pen, brush) for bounds, head, pen, brush in parts.heads],
    )


def _elsewhere(bounds: Bounds, x: float, y: float) -> Bounds:
    left, top, right, bottom = bounds
    return left + x, top + y, right + x, bottom + y


def _moved(segments: Iterable[Segment], x: float, y: float) -> list[Segment]:
    """Segments that lie so much further right and down."""
    moved: list[Segment] = []
    for segment in segments:
        if len(segment) == 3:
            moved.append((segment[0], segment[1] + x, segment[2] + y))
        elif len(segment) == 7:
            command, x1, y1, x2, y2, x3, y3 = segment
            moved.append((command, x1 + x, y1 + y, x2 + x, y2 + y, x3 + x, y3 + y))
        else:
            moved.append(segment)
    return moved
