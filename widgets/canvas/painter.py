"""Plays the pieces of a drawing on a QPainter. Measures nothing and wraps nothing: lines come finished.

Pieces are turned once into Qt's own objects and kept for as long as the drawing hands out the same tuples, so that
a repaint is a loop of draw calls. Lengths are px of the drawing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from math import ceil, floor, hypot, inf
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QGlyphRun,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QRegion,
    QTransform,
)

from model.layout.drawing import ICON, IMAGE, PATH, RECT, TEXT, Piece, Primitive, Segment
from model.layout.fonts import FontBook
from model.layout.icons import LINE
from model.layout.text import Line
from model.making_way import dissolving
from widgets.canvas.faces import Faces, icon
from widgets.canvas.strokes import Bounds, Stroke, bounds_of, meet, path_of, rounded_rect

TEXT_FROM_SCALE = 4 / 12
BAR_HEIGHT = 0.5
# From this many device px on Qt draws nothing for the glyphs of a raw font (seen at 66): they are drawn as paths.
LARGE_TEXT = 60.0
# So many draw calls are kept at most where nobody says how many pieces there are, and beside twice those that are.
_PIECES, _SPARE = 60_000, 200
_LINES_A_PIECE = 4
_DRAW_PATH, _DRAW_RECT, _DRAW_GLYPHS, _DRAW_IMAGE, _DRAW_PART, _DRAW_STROKE = range(6)
_NO_PEN = QPen(Qt.PenStyle.NoPen)
_NO_BRUSH = QBrush(Qt.BrushStyle.NoBrush)
Step = tuple[Any, ...]
Pictures = Callable[[str], QImage | None]


def no_pictures(_id: str) -> QImage | None:
    """For drawings without pictures."""
    return None


def drop(_steps: Iterator[None]) -> None:
    """What is needed no longer goes at once."""


class QtDevice:
    """Turns primitives into draw calls. Apart from `ground` it holds caches only: the same pieces, the same pixels."""

    def __init__(
        self,
        fonts: FontBook,
        pictures: Pictures = no_pictures,
        count: Callable[[], int] | None = None,
        faces: Faces | None = None,
        leave: Callable[[Iterator[None]], None] = drop,
    ) -> None:
        """`count`: about how many pieces there are; those that edits replaced are not kept for ever.

        `faces`: those of the fonts that others draw with too; only in the thread they were made in. `leave` takes the
        steps in which what is kept no longer is let go.
        """
        self._leave = leave
        self._faces = faces or Faces(fonts)
        self._count = count
        # What thin strokes mix with, seen from afar: the colour of cards.
        self.ground = QColor("#ffffff")
        self._pictures = pictures
        self._outlines: dict[int, tuple[QGlyphRun, QPainterPath]] = {}
        self._points: list[QPointF] = []
        self._colours: dict[str, QColor] = {}
        self._pens: dict[tuple[Any, ...], QPen] = {}
        self._brushes: dict[str | None, QBrush] = {None: _NO_BRUSH}
        self._lines: dict[int, tuple[Line, tuple[QGlyphRun, ...]]] = {}
        self._pieces: dict[int, tuple[tuple[Primitive, ...], list[Step]]] = {}
        self._shapes: dict[Primitive, list[Step]] = {}

    def _is_full(self, kept: Sized, a_piece: int = 1) -> bool:
        """Whether the draw calls of so many pieces are kept that there is no room for more."""
        if len(kept) < _SPARE:
            return False
        return len(kept) >= a_piece * (_PIECES if self._count is None else _SPARE + 2 * self._count())

    def _anew(self, kept: dict[Any, Any]) -> dict[Any, Any]:
        """An empty table in place of a full one."""
        self._leave(dissolving(kept))
        return {}

    def play(self, painter: QPainter, pieces: Iterable[Piece], parts: QRegion | None = None) -> None:
        """Draw every piece at full detail. The painter's transform is that of the drawing.

        `parts`: what there is to paint, in px of the screen; only what of a piece may lie there is drawn.
        """
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        device = painter.deviceTransform()
        scale = hypot(device.m11(), device.m12())
        left, top, right, bottom = _clip(painter)
        place = painter.worldTransform()
        for piece in pieces:
            if parts is not None:
                found = parts.intersected(on_screen(piece[3:7], place, 1)).boundingRect()
                if found.isEmpty():
                    continue
                left, top, right, bottom = _in_drawing(found, place)
            steps = self.steps(piece)
            if self._faces.largest * scale >= LARGE_TEXT:
                steps = [self._outlined(step, scale) for step in steps]
            x, y = piece.x, piece.y
            painter.translate(x, y)
            _run(painter, steps, (left - x, top - y, right - x, bottom - y), scale)
            painter.translate(-x, -y)

    def steps(self, piece: Piece) -> list[Step]:
        """The draw calls of a piece, in its own coordinates."""
        key = id(piece.primitives)
        found = self._pieces.get(key)
        if found is None or found[0] is not piece.primitives:
            if self._is_full(self._pieces):
                self._pieces = self._anew(self._pieces)
            found = self._pieces[key] = (piece.primitives, self._compile(piece.primitives))
        return found[1]

    def forget(self, pieces: Iterable[Piece]) -> None:
        """These are not drawn any more."""
        for piece in pieces:
            self._pieces.pop(id(piece.primitives), None)

    def colour(self, name: str) -> QColor:
        """A colour by its `#rrggbb`."""
        found = self._colours.get(name)
        if found is None:
            found = self._colours[name] = QColor(name)
        return found

    def pen(self, colour: str | None, width: float, dash: tuple[float, ...] = ()) -> QPen:
        """A stroke; dashes are lengths in px, which Qt counts in widths."""
        if colour is None:
            return _NO_PEN
        key = (colour, width, dash)
        found = self._pens.get(key)
        if found is None:
            found = QPen(self.colour(colour), width)
            found.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            found.setCapStyle(Qt.PenCapStyle.FlatCap)
            if dash:
                found.setDashPattern([length / width for length in dash])
            self._pens[key] = found
        return found

    def brush(self, colour: str | None) -> QBrush:
        """A fill."""
        found = self._brushes.get(colour)
        if found is None:
            found = self._brushes[colour] = QBrush(self.colour(str(colour)))
        return found

    def _compile(self, primitives: Iterable[Primitive]) -> list[Step]:
        steps: list[Step] = []
        for primitive in primitives:
            kind = primitive[0]
            if kind == TEXT:
                self._compile_text(primitive, steps)
            elif kind in (RECT, ICON):
                steps += self._shape(primitive)
            elif kind == PATH:
                _, segments, fill, stroke, width, dash = primitive
                _compile_path(segments, self.pen(stroke, width, dash), self.brush(fill), steps)
            elif kind == IMAGE:
                image = self._pictures(primitive[5])
                if image is not None:
                    steps.append((_DRAW_IMAGE, QRectF(*primitive[1:5]), image, None))
        return steps

    def _shape(self, primitive: Primitive) -> list[Step]:
        """The draw calls of a rectangle or an icon, which many pieces have alike."""
        found = self._shapes.get(primitive)
        if found is None:
            if self._is_full(self._shapes):
                self._shapes = self._anew(self._shapes)
            found = self._shapes[primitive] = []
            (self._compile_rect if primitive[0] == RECT else self._compile_icon)(primitive, found)
        return found

    def _compile_rect(self, primitive: Primitive, steps: list[Step]) -> None:
        _, x, y, width, height, radius, fill, stroke, stroke_width, dash = primitive
        pen, brush = self.pen(stroke, stroke_width, dash), self.brush(fill)
        if radius and dash and stroke is not None:
            _compile_path(rounded_rect(x, y, width, height, radius), pen, brush, steps)
        elif radius:
            path = QPainterPath()
            path.addRoundedRect(x, y, width, height, radius, radius)
            steps.append((_DRAW_PATH, path, pen, brush))
        else:
            steps.append((_DRAW_RECT, QRectF(x, y, width, height), pen, brush))

    def _compile_text(self, primitive: Primitive, steps: list[Step]) -> None:
        _, x, baseline, line, colour = primitive
        found = self._lines.get(id(line))
        runs = self._glyph_runs(line) if found is None or found[0] is not line else found[1]
        place, pen = QPointF(x, baseline), self.pen(colour, 1.0)
        for run in runs:
            steps.append((_DRAW_GLYPHS, place, pen, run))

    def _compile_icon(self, primitive: Primitive, steps: list[Step]) -> None:
        _, name, x, y, size, colour, second = primitive
        for path, paint in icon(name, size):
            ink = second if paint.startswith("second") else colour
            if paint.endswith("line"):
                pen, brush = self.pen(ink, LINE * size), _NO_BRUSH
            else:
                pen, brush = _NO_PEN, self.brush(ink)
            steps.append((_DRAW_PATH, path.translated(x, y), pen, brush))

    def _glyph_runs(self, line: Line) -> tuple[QGlyphRun, ...]:
        """The glyphs of a line not drawn before."""
        if self._is_full(self._lines, _LINES_A_PIECE):
            self._lines = self._anew(self._lines)
        runs = tuple([self._glyph_run(run) for run in line.runs])
        self._lines[id(line)] = (line, runs)
        return runs

    def _glyph_run(self, run: Any) -> QGlyphRun:
        glyphs = QGlyphRun()
        glyphs.setRawFont(self._faces.face(run.font, run.size))
        glyphs.setGlyphIndexes(list(run.glyphs))
        if run.ys:
            glyphs.setPositions([QPointF(x, -y) for x, y in zip(run.xs, run.ys, strict=True)])
        else:
            # Making a point takes four times as long as moving one, and Qt takes down where they are.
            points, xs = self._points, run.xs
            while len(points) < len(xs):
                points.append(QPointF())
            deque(map(QPointF.setX, points, xs), 0)
            glyphs.setPositions(points[: len(xs)])
        return glyphs

    def _outlined(self, step: Step, scale: float) -> Step:
        """A step as a path where it is text too large for glyphs."""
        kind, place, pen, run = step
        if kind != _DRAW_GLYPHS or run.rawFont().pixelSize() * scale < LARGE_TEXT:
            return step
        found = self._outlines.get(id(run))
        if found is None or found[0] is not run:
            if self._is_full(self._outlines, _LINES_A_PIECE):
                self._outlines = self._anew(self._outlines)
            found = self._outlines[id(run)] = (run, _outline(run))
        return (_DRAW_PATH, found[1].translated(place), _NO_PEN, self.brush(pen.color().name()))


def faint(colour: QColor, alpha: int) -> QColor:
    """A see-through colour."""
    result = QColor(colour)
    result.setAlpha(alpha)
    return result


def _outline(run: QGlyphRun) -> QPainterPath:
    """The shapes of a run's glyphs, from its baseline's beginning."""
    font, path = run.rawFont(), QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
        path.addPath(font.pathForGlyph(glyph).translated(place))
    return path


def _compile_path(segments: Sequence[Segment], pen: QPen, brush: QBrush, steps: list[Step]) -> None:
    """A path; its stroke for itself where it is dashed or all there is."""
    if pen is _NO_PEN or (brush is not _NO_BRUSH and pen.style() != Qt.PenStyle.CustomDashLine):
        steps.append((_DRAW_PART, (bounds_of(segments, pen.widthF()), path_of(segments)), pen, brush))
        return
    if brush is not _NO_BRUSH:
        steps.append((_DRAW_PATH, path_of(segments), _NO_PEN, brush))
    steps.append((_DRAW_STROKE, Stroke(segments, pen), pen, _NO_BRUSH))


def on_screen(box: Iterable[float], place: QTransform, ink: int) -> QRect:
    """The px of the screen that a box lies on, and so many round them. `place` scales and moves."""
    x, y, width, height = box
    zoom, across, down = place.m11(), place.dx(), place.dy()
    left, top = floor(x * zoom + across) - ink, floor(y * zoom + down) - ink
    right, bottom = ceil((x + width) * zoom + across) + ink, ceil((y + height) * zoom + down) + ink
    return QRect(left, top, right - left, bottom - top)


def _in_drawing(rect: QRect, place: QTransform) -> Bounds:
    """Where px of the screen lie in the drawing."""
    zoom, across, down = place.m11(), place.dx(), place.dy()
    left, top, right, bottom = rect.left(), rect.top(), rect.right() + 1, rect.bottom() + 1
    return (left - across) / zoom, (top - down) / zoom, (right - across) / zoom, (bottom - down) / zoom


def _clip(painter: QPainter) -> Bounds:
    """What is not clipped away."""
    if not painter.hasClipping():
        return -inf, -inf, inf, inf
    clip = painter.clipBoundingRect()
    return clip.left(), clip.top(), clip.right(), clip.bottom()


def _run(painter: QPainter, steps: list[Step], seen: Bounds, scale: float) -> None:
    """Draw; pens and brushes are set only where they change."""
    pen: QPen | None = None
    brush: QBrush | None = None
    for kind, what, own, extra in steps:
        if kind == _DRAW_GLYPHS:
            if own is not pen:
                painter.setPen(own)
                pen = own
            painter.drawGlyphRun(what, extra)
            continue
        if kind == _DRAW_IMAGE:
            painter.drawImage(what, own)
            continue
        if kind == _DRAW_PART and not meet(what[0], seen):
            continue
        if own is not pen:
            painter.setPen(own)
            pen = own
        if extra is not brush:
            painter.setBrush(extra)
            brush = extra
        if kind == _DRAW_PATH:
            painter.drawPath(what)
        elif kind == _DRAW_PART:
            painter.drawPath(what[1])
        elif kind == _DRAW_STROKE:
            what.draw(painter, seen, scale)
            pen = None
        else:
            painter.drawRect(what)
