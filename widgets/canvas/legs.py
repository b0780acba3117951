"""The links of a tile at full detail: what of their legs lies there, so that a paint walks legs and not whole links.

All strokes come before all heads, as those of one colour may cross in any order. Coordinates are the drawing's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen

from model.layout.drawing import Box, Piece, Segment
from model.making_way import dissolving
from model.named import NamedTuple
from widgets.canvas.exposed import Exposed, round_all
from widgets.canvas.painter import ANTIALIASING, QtDevice
from widgets.canvas.strokes import EVERYWHERE, Bounds, Dash, dashes_of, legs_of, meet, solid, whole

# Of links wider or taller than this (px) most legs lie far from where one looks.
_LONG = 1_024.0
_NO_BRUSH = QBrush(Qt.BrushStyle.NoBrush)
# Makes named tuples sooner than their own names do.
_NEW = tuple.__new__


class Parts(NamedTuple):
    """What is drawn of a link, or of all: strokes and heads with their bounds."""

    lines: list[tuple[Bounds, QLineF]]
    curves: list[tuple[Bounds, QPainterPath]]
    dashes: list[Dash]
    heads: list[tuple[Bounds, QPainterPath, QPen, QBrush]]


class Strung:
    """Links turned into what Qt draws, once for all tiles that they run through; long ones as far as one shows them."""

    def __init__(self, device: QtDevice) -> None:
        self._device = device
        # That of all strokes without dashes.
        self.pen = device.pen(None, 0)
        self._made: dict[str, tuple[Piece, Parts]] = {}

    def parts(self, piece: Piece, box: Bounds) -> Parts:
        """The parts of a link, those in a box at least: where it only lies elsewhere, those that it had."""
        if piece.width > _LONG or piece.height > _LONG:
            return self._parts(piece, box)
        kept = self._made.get(piece.id)
        if kept is not None and kept[0] is piece:
            return kept[1]
        if kept is not None and kept[0].primitives is piece.primitives:
            parts = _lying(kept[1], piece.x - kept[0].x, piece.y - kept[0].y)
        else:
            parts = self._parts(piece, EVERYWHERE)
        self._made[piece.id] = piece, parts
        return parts

    def leaving(self) -> Iterator[None]:
        """Take them apart bit by bit; there is no asking any more."""
        yield from dissolving(self._made)

    def forget(self, links: Iterable[str]) -> None:
        """These are not drawn any more."""
        for link in links:
            self._made.pop(link, None)

    def _parts(self, piece: Piece, box: Bounds) -> Parts:
        parts, device = Parts([], [], [], []), self._device
        for _, segments, fill, stroke, width, dash in piece.primitives:
            pen = device.pen(stroke, width, dash)
            legs = legs_of(_moved(segments, piece.x, piece.y)) if dash else []
            if legs:
                parts.dashes.extend(dashes_of(legs, pen, box))
            elif dash or fill is not None:
                bounds, path = whole(segments, width, piece.x, piece.y)
                if meet(bounds, box):
                    parts.heads.append((bounds, path, pen, device.brush(fill)))
            else:
                lines, curves = solid(segments, width, piece.x, piece.y, box)
                parts.lines.extend(lines)
                parts.curves.extend(curves)
                self.pen = pen
        return parts


class Legs:
    """Plays links. Strokes without dashes have one colour and width."""

    def __init__(self, strung: Strung, box: Box) -> None:
        """`box`: where they are played."""
        self._strung = strung
        self._box: Bounds = (box.x, box.y, box.right, box.bottom)
        self.links: dict[str, tuple[Piece, Parts]] = {}
        self._all = Parts([], [], [], [])

    def prepare(self, pieces: Iterable[Piece]) -> Iterator[None]:
        """Make what `take` will need of these, link by link."""
        for piece in pieces:
            if self.links.get(piece.id, (None,))[0] is not piece:
                self.links[piece.id] = piece, self._strung.parts(piece, self._box)
                yield

    def take(self, pieces: Iterable[Piece]) -> None:
        """These are the links now; what was made of those that are as they were stays."""
        before, links = self.links, {}
        for piece in pieces:
            kept = before.get(piece.id)
            links[piece.id] = (
                kept if kept is not None and kept[0] is piece else (piece, self._strung.parts(piece, self._box))
            )
        self.links = links
        made = [parts for _, parts in links.values()]
        self._all = Parts(
            *(list(chain.from_iterable(alike)) for alike in zip(*made, strict=True)) if made else self._all
        )

    def differing(self, before: Mapping[str, tuple[Piece, Parts]], above: float) -> Iterator[Box]:
        """Where links that there were and are look different above a y."""
        for id, (piece, parts) in self.links.items():
            was = before.get(id)
            if was is not None and was[0] is not piece and (piece.y < above or was[0].y < above):
                for left, top, right, bottom, *_ in _down_to(was[1], above) ^ _down_to(parts, above):
                    yield _NEW(Box, (left, top, right - left, bottom - top))

    def leaving(self) -> Iterator[None]:
        """Take them apart bit by bit; they are played no more."""
        yield from dissolving(*self._all, self.links)

    def play(self, painter: QPainter, exposed: Exposed) -> None:
        """Draw what of them lies where it is exposed."""
        lines, curves, dashes, heads = self._all
        painter.setRenderHint(ANTIALIASING)
        painter.setBrush(_NO_BRUSH)
        painter.setPen(self._strung.pen)
        painter.drawLines([line for _, line in exposed.there(lines)])
        for _, curve in exposed.there(curves):
            painter.drawPath(curve)
        for dash in exposed.there(dashes):
            dash.draw(painter, round_all(exposed.near(dash.bounds) or [exposed.bounds]))
        pen = brush = None
        for _, head, own, fill in exposed.there(heads):
            if own is not pen:
                painter.setPen(own)
                pen = own
            if fill is not brush:
                painter.setBrush(fill)
                brush = fill
            painter.drawPath(head)


def _down_to(parts: Parts, above: float) -> set[tuple[float, ...]]:
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


def _lying(parts: Parts, x: float, y: float) -> Parts:
    """Parts that lie so much further right and down."""
    return Parts(
        [(_elsewhere(bounds, x, y), line.translated(x, y)) for bounds, line in parts.lines],
        [(_elsewhere(bounds, x, y), curve.translated(x, y)) for bounds, curve in parts.curves],
        [
            _NEW(
                Dash,
                (
                    _elsewhere(dash.bounds, x, y),
                    dash.pen,
                    (dash.begin[0] + x, dash.begin[1] + y),
                    (dash.end[0] + x, dash.end[1] + y),
                    None if dash.short is None else dash.short.translated(x, y),
                    dash.length,
                    dash.period,
                ),
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
