"""What stands in a light, seen from afar: the boxes of its cards and the lines of its links, kept between paintings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem

from model.elements import Card, Link
from model.layout.compose import FEW
from model.layout.damage import Damage
from model.layout.drawing import Box, Layer
from widgets.canvas.far import FarTape
from widgets.canvas.painter import TEXT_FROM_SCALE
from widgets.canvas.tiles import TILE_HEIGHT, TILE_WIDTH
from widgets.idle import Idle

if TYPE_CHECKING:
    from widgets.canvas.canvas import Canvas

# With more holes than these a path is slower to fill than a picture to draw.
_HOLES = 200
_Place = tuple[int, int]


class Afar:
    """The cards and links in the light of an item of the scene.

    The lines of many links are made tile by tile when there is time, and come a moment after the boxes.
    """

    def __init__(self, canvas: Canvas, item: QGraphicsItem) -> None:
        self._canvas, self._item = canvas, item
        self._lit: Collection[str] = frozenset()
        self._boxes: dict[str, QRectF] | None = None
        self._tapes: dict[_Place, FarTape] = {}
        self._missing: dict[_Place, None] = {}
        self._idle = Idle(self._make, canvas)

    def turn(self, lit: Collection[str]) -> None:
        """Others are in the light from now on."""
        self._lit = lit
        self._forget()

    def follow(self, damage: Damage) -> None:
        """The map has changed."""
        if damage.everything or damage.shifted is not None:
            self._forget()
            return
        for box in damage.boxes if self._tapes else ():
            for place in _places(box):
                self._tapes.pop(place, None)
        for id in damage.ids if self._boxes is not None else ():
            self._take(id)

    def boxes(self, seen: QRectF) -> list[QRectF]:
        """Where the cards lie that are seen."""
        if self._boxes is None:
            drawing, cards = self._canvas.drawing, self._canvas.workspace.document.table(Card)
            pairs = ((id, drawing.box(id)) for id in self._lit if id in cards)
            self._boxes = {id: QRectF(*box) for id, box in pairs if box is not None}
        return [box for box in self._boxes.values() if box.intersects(seen)]

    def play(self, painter: QPainter, seen: QRectF) -> None:
        """Draw the links that are seen, as far as they are made."""
        few = len(self._canvas.workspace.document.table(Link)) <= FEW
        for place in _places(Box(seen.x(), seen.y(), seen.width(), seen.height())):
            if few and place not in self._tapes:
                self._tapes[place] = self._tape(place)
            if place in self._tapes:
                painter.save()
                painter.setClipRect(QRectF(*_tile(place)), Qt.ClipOperation.IntersectClip)
                self._tapes[place].play(painter)
                painter.restore()
            else:
                self._missing[place] = None
                self._idle.begin()

    def _forget(self) -> None:
        self._boxes = None
        self._tapes.clear()
        self._missing.clear()

    def _take(self, id: str) -> None:
        """Keep where a card lies now."""
        assert self._boxes is not None
        there = id in self._lit and id in self._canvas.workspace.document.table(Card)
        box = self._canvas.drawing.box(id) if there else None
        if box is None:
            self._boxes.pop(id, None)
        else:
            self._boxes[id] = QRectF(*box)

    def _make(self) -> Iterator[None]:
        while self._missing:
            place = next(iter(self._missing))
            del self._missing[place]
            self._tapes[place] = self._tape(place)
            self._item.update(QRectF(*_tile(place)))
            yield

    def _tape(self, place: _Place) -> FarTape:
        box, drawing = _tile(place), self._canvas.drawing
        return FarTape(
            self._canvas.device, [each for each in drawing.pieces(box, (Layer.LINK,)) if each.id in self._lit], box
        )


def is_far(painter: QPainter) -> bool:
    """Whether a map is painted too small to be read."""
    return painter.worldTransform().m22() < TEXT_FROM_SCALE


def dim(painter: QPainter, seen: QRectF, spared: Iterable[QRectF], colour: QColor) -> None:
    """Lay a see-through colour over what is seen, but for some boxes, which do not overlap."""
    boxes = list(spared)
    if len(boxes) > _HOLES:
        _lay(painter, seen, boxes, colour)
        return
    path = QPainterPath()
    path.addRect(seen)
    for box in boxes:
        path.addRect(box.intersected(seen))
    painter.fillPath(path, colour)


def _lay(painter: QPainter, seen: QRectF, boxes: list[QRectF], colour: QColor) -> None:
    """The same by a picture of the colour out of which the boxes are cut."""
    ratio = painter.device().devicePixelRatioF()
    on_screen = painter.worldTransform().mapRect(seen).toAlignedRect().intersected(painter.window())
    picture = QImage(on_screen.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(colour)
    inner = QPainter(picture)
    inner.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    inner.translate(-on_screen.x(), -on_screen.y())
    inner.setTransform(painter.worldTransform(), True)
    inner.setPen(Qt.PenStyle.NoPen)
    inner.setBrush(Qt.GlobalColor.transparent)
    inner.drawRects(boxes)
    inner.end()
    painter.save()
    painter.resetTransform()
    painter.drawImage(on_screen.topLeft(), picture)
    painter.restore()


def _places(box: Box) -> Iterable[_Place]:
    """The tiles that a box of the drawing lies on."""
    columns = range(int(box.x // TILE_WIDTH), int(box.right // TILE_WIDTH) + 1)
    rows = range(int(box.y // TILE_HEIGHT), int(box.bottom // TILE_HEIGHT) + 1)
    return [(column, row) for column in columns for row in rows]


def _tile(place: _Place) -> Box:
    return Box(place[0] * TILE_WIDTH, place[1] * TILE_HEIGHT, TILE_WIDTH, TILE_HEIGHT)
