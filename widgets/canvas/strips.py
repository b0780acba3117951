"""The heads that stay in sight: title, stages and steps, lanes, legend. They play the same drawing as the body."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import floor
from typing import Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QWidget

from model.layout.drawing import RECT, TEXT, Box, Drawing, Layer, Piece
from model.layout.theme import Theme
from model.named import NamedTuple
from widgets.canvas.painter import QtDevice, faint

_DIM = 205
# So much more of a picture there is to the left and above: Qt draws glyphs that begin there, at less than 0, otherwise.
_MORE = 64


class Played(Protocol):
    """Where a strip finds what it shows."""

    @property
    def drawing(self) -> Drawing: ...
    @property
    def device(self) -> QtDevice: ...
    @property
    def theme(self) -> Theme: ...


class _Look(NamedTuple):
    """All that a strip shows hangs on."""

    pieces: tuple[Piece, ...]
    area: Box
    place: QTransform
    ruled: bool
    spared: Box | None
    outlined: tuple[Box, ...]
    colours: tuple[str, ...]
    size: QSize
    ratio: float


class Strip(QWidget):
    """Plays some layers of one area. `place` is how the drawing lies on the widget.

    Painted again as it was, it shows the picture it then was.
    """

    pressed = Signal(QPointF, QMouseEvent)
    moved = Signal(QPointF, QMouseEvent)
    released = Signal(QPointF, QMouseEvent)
    double_clicked = Signal(QPointF, QMouseEvent)
    menu_wanted = Signal(QPointF, QContextMenuEvent)

    def __init__(self, played: Played, layers: tuple[Layer, ...], edge: Qt.Edge, parent: QWidget) -> None:
        """`edge`: the side of the strip that the body slides under."""
        super().__init__(parent)
        self._played = played
        self._layers = layers
        self.edge = edge
        self._place = QTransform()
        self._area = Box(0, 0, 0, 0)
        self._ruled = False
        self._spared: Box | None = None
        self._outlined: tuple[Box, ...] = ()
        self._painted: _Look | None = None
        self._picture: QPixmap | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)

    @property
    def scale(self) -> float:
        """Screen px a px of the drawing."""
        return self._place.m11()

    def show_part(self, area: Box, place: QTransform, ruled: bool) -> None:
        """Show this area; `ruled`: a line says that something lies underneath.

        What lies elsewhere in the drawing and in the same place of the strip is not painted again.
        """
        before, lay, was_ruled = self._area, self._place, self._ruled
        if (area, place, ruled) == (before, lay, was_ruled):
            return
        alike = (area, place.m11(), ruled) == (before, lay.m11(), was_ruled)
        across, down = place.dx() - lay.dx(), place.dy() - lay.dy()
        self._area, self._place, self._ruled = area, place, ruled
        if place.m11() == lay.m11() and self._update_end(lay.mapRect(QRectF(*before))):
            if ruled != was_ruled:
                self.update(self._rule().toAlignedRect())
            return
        self._picture = None
        if alike and all(map(float.is_integer, (across, down, self.devicePixelRatioF()))):
            self.scroll(int(across), int(down))
        else:
            self.update()

    def _update_end(self, before: QRectF) -> bool:
        """Paint what an area now shows or no longer shows at its foot, where that is all that differs."""
        now = self.to_widget(self._area)
        if (now.x(), now.y(), now.width()) != (before.x(), before.y(), before.width()):
            return False
        if now.height() != before.height():
            self.update_from(min(now.bottom(), before.bottom()) - 1)
        return True

    def update_from(self, y: float) -> None:
        """Paint what lies further down."""
        top = max(floor(y), 0)
        self.update(0, top, self.width(), max(self.height() - top, 0))

    def renew(self) -> None:
        """Paint it where it shows something else than it last did as a whole; its line is painted where it comes."""
        look, painted = self._look(), self._painted
        if painted is None or _laid(look) != _laid(painted)._replace(ruled=look.ruled):
            self.update()

    def spare(self, box: Box | None) -> None:
        """Dim what is beside a box; None: nothing."""
        if box != self._spared:
            self._spared = box
            self.update()

    def outline(self, boxes: Sequence[Box]) -> None:
        """Outline the selected heads and nothing else."""
        wanted = tuple(boxes)
        if wanted != self._outlined:
            self._outlined = wanted
            self.update()

    def to_widget(self, box: Box) -> QRectF:
        """Where a box of the drawing lies on the strip."""
        return self._place.mapRect(QRectF(*box))

    def to_drawing(self, point: QPointF) -> QPointF:
        """The point of the drawing under a point of the strip."""
        return self._place.inverted()[0].map(point)

    def paintEvent(self, event: QPaintEvent) -> None:
        pieces = None
        if event.rect() == self.rect():
            look = self._look()
            pieces = look.pieces
            again, self._painted = look == self._painted, look
            self._picture = (self._picture or self._take(look)) if again else None
        elif self._picture is not None and self._look() != self._painted:
            self._picture = None
        painter = QPainter(self)
        if self._picture is None:
            self._paint(painter, event.rect(), pieces)
        else:
            painter.drawPixmap(-_MORE, -_MORE, self._picture)
        painter.end()

    def _look(self) -> _Look:
        """What it shows now."""
        theme = self._played.theme
        return _Look(
            tuple(self._pieces(self._seen(self.rect()))),
            self._area,
            self._place,
            self._ruled,
            self._spared,
            self._outlined,
            tuple(theme.colour(name) for name in ("paper", "selection", "grid")),
            self.size(),
            self.devicePixelRatioF(),
        )

    def _take(self, look: _Look) -> QPixmap:
        picture = QPixmap((self.size() + QSize(_MORE, _MORE)) * look.ratio)
        picture.setDevicePixelRatio(look.ratio)
        painter = QPainter(picture)
        painter.translate(_MORE, _MORE)
        self._paint(painter, self.rect(), look.pieces)
        painter.end()
        return picture

    def _seen(self, rect: QRect) -> QRectF:
        """What of the drawing is shown in a part of the strip."""
        return self._place.inverted()[0].mapRect(QRectF(rect)).intersected(QRectF(*self._area))

    def _pieces(self, seen: QRectF) -> Iterable[Piece]:
        if seen.isEmpty():
            return ()
        return self._played.drawing.pieces(Box(seen.x(), seen.y(), seen.width(), seen.height()), self._layers)

    def _paint(self, painter: QPainter, rect: QRect, pieces: Iterable[Piece] | None) -> None:
        """Paint a part; `pieces`: those there, where they are known."""
        if self._ruled and self._rule().toAlignedRect().contains(rect):
            painter.fillRect(self._rule(), self._colour("grid"))
            return
        painter.fillRect(rect, self._colour("paper"))
        painter.save()
        painter.setTransform(self._place, True)
        seen = self._seen(rect)
        painter.setClipRect(QRectF(*self._area), Qt.ClipOperation.IntersectClip)
        if not seen.isEmpty():
            self._played.device.play(painter, self._pieces(seen) if pieces is None else pieces)
            self._dim(painter, seen)
            self._outline_selected(painter, Box(seen.x(), seen.y(), seen.width(), seen.height()))
        painter.restore()
        if self._ruled:
            painter.fillRect(self._rule(), self._colour("grid"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(self.to_drawing(event.position()), event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.moved.emit(self.to_drawing(event.position()), event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.released.emit(self.to_drawing(event.position()), event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.double_clicked.emit(self.to_drawing(event.position()), event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(self.to_drawing(QPointF(event.pos())), event)

    def _colour(self, name: str) -> QColor:
        return self._played.device.colour(self._played.theme.colour(name))

    def _dim(self, painter: QPainter, seen: QRectF) -> None:
        box = self._spared
        if box is not None:
            paper = faint(self._colour("paper"), _DIM)
            painter.fillRect(QRectF(seen.x(), seen.y(), box.x - seen.x(), seen.height()), paper)
            painter.fillRect(QRectF(box.right, seen.y(), seen.right() - box.right, seen.height()), paper)

    def _outline_selected(self, painter: QPainter, clip: Box) -> None:
        """What is outlined as far as it lies on this strip: heads are not part of the scene."""
        painter.setPen(QPen(self._colour("selection"), 2.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in self._outlined:
            if box.meets(clip):
                painter.drawRoundedRect(QRectF(*box).adjusted(-3, -2, 3, 2), 7, 7)

    def _rule(self) -> QRectF:
        width, height = self.width(), self.height()
        if self.edge == Qt.Edge.BottomEdge:
            return QRectF(0, height - 1, width, 1)
        if self.edge == Qt.Edge.TopEdge:
            return QRectF(0, 0, width, 1)
        return QRectF(width - 1 if self.edge == Qt.Edge.RightEdge else 0, 0, 1, height)


def _laid(look: _Look) -> _Look:
    """A look as it lies on the strip, wherever in the drawing that is."""
    area, place = look.area, look.place
    pieces = tuple(piece._replace(x=piece.x - area.x, y=piece.y - area.y) for piece in look.pieces)
    lies = QTransform(place).translate(area.x, area.y)
    return look._replace(pieces=pieces, area=area._replace(x=0.0, y=0.0), place=lies)


def reach(pieces: Iterable[Piece], mirror: float | None = None) -> float:
    """How far from the start side pieces draw; `mirror` is the drawing's width where that side is the right."""
    furthest = 0.0
    for piece in pieces:
        for primitive in piece.primitives:
            if primitive[0] == TEXT:
                left, width = primitive[1], primitive[3].width
            elif primitive[0] == RECT:
                left, width = primitive[1], primitive[3]
            else:
                continue
            start = piece.x + left
            furthest = max(furthest, start + width if mirror is None else mirror - start)
    return furthest
