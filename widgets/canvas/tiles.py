"""The body of the drawing as a grid of painting items, filled when first seen."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from math import ceil
from time import thread_time

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from model.layout.drawing import BODY, Box, Drawing, Layer, Piece
from model.layout.link_shapes import WIDTH
from widgets.canvas.far import FarTape
from widgets.canvas.legs import Legs
from widgets.canvas.painter import TEXT_FROM_SCALE, QtDevice
from widgets.canvas.pictured import Album, Pictured
from widgets.canvas.view import CanvasView
from widgets.idle import Idle

TILE_WIDTH = 2048
TILE_HEIGHT = 1024
# With more cards and links than these to be fetched anew, all of a tile is.
_PATCHES = 200
# Of a tile never seen before less than this share is painted by itself; the rest is fetched a moment later.
_PART = 0.7
# What scrolls into sight is not wider at a time (px).
_STRIP = 64.0
_MOMENT_MS = 60
# From afar many tiles come into sight at a time: those that take longer than this (s) come one after another.
_AT_ONCE = 0.02


class TileItem(QGraphicsItem):
    """One tile: fetches its pieces when first painted, and again after damage."""

    def __init__(self, grid: TileGrid, box: Box) -> None:
        super().__init__()
        self._grid = grid
        self.box = box
        self._rect = QRectF(*box)
        # The pieces of as much of it as was wanted so far.
        self._pieces: list[Piece] = []
        self._fetched = QRectF()
        # The links among them, as they are drawn at full detail, and what lies below and above these.
        self._legs: Legs | None = None
        self._beside: tuple[list[Piece], list[Piece]] | None = None
        # As it is seen from afar, and was before all of it changed.
        self._far: FarTape | None = None
        self._former: FarTape | None = None
        # Whether cards or links changed since: that must be seen at once.
        self._edited = False
        self.picture = Pictured(grid.album, self._rect)
        self._stale: set[str] = set()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        return self._rect

    def forget(self) -> None:
        """The drawing has changed here."""
        self.picture.forget()
        self._pieces, self._fetched, self._legs, self._beside = [], QRectF(), None, None
        self._former, self._far = self._far or self._former, None
        self._edited = False
        self._stale.clear()

    def renew(self, ids: frozenset[str]) -> None:
        """Cards and links look different here; how is found out when next painted."""
        self.picture.forget()
        self._edited = self._edited or self._far is not None
        self._far = None
        if not self._fetched.isEmpty():
            self._stale |= ids
            if len(self._stale) > _PATCHES:
                self.forget()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        far = painter.worldTransform().m22() < TEXT_FROM_SCALE
        if far and self._far is None and not self._edited and self._grid.puts_off(self):
            if self._former is not None:
                painter.save()
                painter.setClipRect(self._rect, Qt.ClipOperation.IntersectClip)
                self._former.play(painter)
                painter.restore()
            return
        if self.picture.play(painter, option.exposedRect, lambda inner: self._play(inner, self._rect)):
            return
        exposed = self._rect.intersected(option.exposedRect)
        painter.save()
        painter.setClipRect(exposed, Qt.ClipOperation.IntersectClip)
        self._play(painter, exposed, _parts(widget))
        painter.restore()

    def warm(self) -> None:
        """Fetch what is not fetched yet."""
        self._current(self._rect)

    def warm_from_afar(self) -> None:
        """Make what is shown of it from afar, and show it."""
        self.from_afar()
        self.update()

    def from_afar(self) -> FarTape:
        """What is shown of it from afar, as it is now."""
        if self._far is None:
            self._far = FarTape(self._grid.device, self._current(self._rect), self.box)
            self._former, self._edited = None, False
        return self._far

    def _wanted(self, exposed: QRectF) -> QRectF:
        """What is fetched to paint a part: no more where all costs much more; after a strip more will come."""
        if self._fetched.contains(exposed):
            return exposed
        area = self._rect.width() * self._rect.height()
        if min(exposed.width(), exposed.height()) <= _STRIP or exposed.width() * exposed.height() >= area * _PART:
            return self._rect
        self._grid.warm(self)
        return exposed

    def _play(self, painter: QPainter, seen: QRectF, parts: QRegion | None = None) -> None:
        """Draw what there is in a rectangle, and in parts; from afar all, which is quicker than to choose."""
        scale = painter.worldTransform().m22()
        if scale < TEXT_FROM_SCALE:
            self.from_afar().play(painter)
            return
        device, pieces = self._grid.device, self._current(self._wanted(seen))
        if scale * WIDTH < 1.0:
            device.play(painter, _within(pieces, seen), parts)
            return
        legs, below, above = self._parted(pieces)
        device.play(painter, _within(below, seen), parts)
        legs.play(painter, (seen.left(), seen.top(), seen.right(), seen.bottom()))
        device.play(painter, _within(above, seen), parts)

    def _parted(self, pieces: list[Piece]) -> tuple[Legs, list[Piece], list[Piece]]:
        """The links, what lies below them, and what lies above."""
        if self._legs is None:
            self._legs = Legs(self._grid.device, _box(self._fetched))
        if self._beside is None:
            begin = bisect_left(pieces, (int(Layer.LINK), False, ""), key=_rank)
            end = bisect_left(pieces, (int(Layer.LINK), True, ""), key=_rank)
            self._legs.take(pieces[begin:end])
            self._beside = pieces[:begin], pieces[end:]
        return self._legs, *self._beside

    def _current(self, wanted: QRectF) -> list[Piece]:
        """The pieces there as they are now: of those that were, only what looks different is fetched again."""
        drawing, stale, box = self._grid.drawing, self._stale, _box(self._fetched)
        if not self._fetched.contains(wanted):
            self._fetched = wanted
            self._pieces = list(drawing.pieces(_box(wanted), BODY))
            self._legs = self._beside = None
            stale.clear()
        elif stale:
            gone = [piece for piece in self._pieces if piece.id in stale]
            come = list(_within(drawing.pieces_of(sorted(stale), box), self._fetched))
            self._pieces = [piece for piece in self._pieces if piece.id not in stale]
            for piece in come:
                insort(self._pieces, piece, key=_rank)
            kept = {id(piece.primitives) for piece in come}
            self._grid.device.forget(piece for piece in gone if id(piece.primitives) not in kept)
            self._beside = None
            stale.clear()
        return self._pieces


class TileGrid:
    """Covers the body with tiles. `drawing` may be exchanged; what changed is said by `damage` or `reset`."""

    def __init__(self, scene: QGraphicsScene, device: QtDevice, drawing: Drawing) -> None:
        self._scene = scene
        self.device = device
        self.drawing = drawing
        self.album = Album()
        self._cold: dict[TileItem, None] = {}
        self._later = QTimer(scene)
        self._later.setInterval(_MOMENT_MS)
        self._later.timeout.connect(self._warm_one)
        self._tiles: dict[tuple[int, int], TileItem] = {}
        self._body = Box(0, 0, 0, 0)
        # When, in seconds of this thread, no more new tiles are begun in this turn of the event loop; those that wait.
        self._until: float | None = None
        self._afar: dict[TileItem, None] = {}
        self._idle = Idle(self._warm_from_afar, scene)
        self._rest = QTimer(scene)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._rested)
        self.reset(drawing)

    def __len__(self) -> int:
        return len(self._tiles)

    def __iter__(self) -> Iterator[TileItem]:
        return iter(self._tiles.values())

    def reset(self, drawing: Drawing) -> None:
        """Everything may have changed."""
        self.drawing = drawing
        self._cover()
        for tile in self._tiles.values():
            tile.forget()
        self._scene.update()

    def renew(self, drawing: Drawing, ids: frozenset[str], boxes: Iterable[Box]) -> None:
        """Cards and links look different at these boxes of the drawing; who shows them paints there."""
        self.drawing = drawing
        self._cover()
        spans = {
            (
                int(x // TILE_WIDTH),
                int((x + width) // TILE_WIDTH),
                int(y // TILE_HEIGHT),
                int((y + height) // TILE_HEIGHT),
            )
            for x, y, width, height in boxes
        }
        places = {
            (column, row)
            for first, last, top, bottom in spans
            for column in range(first, last + 1)
            for row in range(top, bottom + 1)
        }
        for place in places & self._tiles.keys():
            self._tiles[place].renew(ids)

    def warm(self, tile: TileItem) -> None:
        """Fetch a tile's pieces when nothing else is to be done."""
        self._cold[tile] = None
        if not self._later.isActive():
            self._later.start()

    def puts_off(self, tile: TileItem) -> bool:
        """Whether a tile that is not fetched yet waits until there is time, as others have taken long in this turn."""
        now = thread_time()
        if self._until is None:
            self._until = now + _AT_ONCE
            self._rest.start(0)
        if now < self._until:
            return False
        self._afar[tile] = None
        self._idle.begin()
        return True

    def _rested(self) -> None:
        self._until = None

    def _warm_from_afar(self) -> Iterator[None]:
        while self._afar:
            tile = next(iter(self._afar))
            del self._afar[tile]
            tile.warm_from_afar()
            yield

    def _warm_one(self) -> None:
        tile = next(iter(self._cold), None)
        if tile is None:
            self._later.stop()
        else:
            del self._cold[tile]
            tile.warm()

    def _cover(self) -> None:
        """Make tiles where the body has grown, drop those it no longer reaches."""
        body = self.drawing.areas.body
        if body == self._body:
            return
        self._body = body
        columns = range(int(body.x // TILE_WIDTH), max(1, ceil(body.right / TILE_WIDTH)))
        rows = range(int(body.y // TILE_HEIGHT), max(1, ceil(body.bottom / TILE_HEIGHT)))
        wanted = {(column, row) for column in columns for row in rows}
        for place in self._tiles.keys() - wanted:
            self._remove(place)
        for place in sorted(wanted):
            left, top = max(place[0] * TILE_WIDTH, body.x), max(place[1] * TILE_HEIGHT, body.y)
            right, bottom = (place[0] + 1) * TILE_WIDTH, (place[1] + 1) * TILE_HEIGHT
            box = Box(left, top, min(right, body.right) - left, min(bottom, body.bottom) - top)
            old = self._tiles.get(place)
            if old is not None and old.box == box:
                continue
            if old is not None:
                self._remove(place)
            self._tiles[place] = TileItem(self, box)
            self._scene.addItem(self._tiles[place])

    def _remove(self, place: tuple[int, int]) -> None:
        tile = self._tiles.pop(place)
        tile.picture.forget()
        self._cold.pop(tile, None)
        self._afar.pop(tile, None)
        self._scene.removeItem(tile)


def _parts(widget: QWidget | None) -> QRegion | None:
    """What is being painted, where that is not one rectangle: a few small parts, after most edits."""
    view = None if widget is None else widget.parentWidget()
    return view.exposed if isinstance(view, CanvasView) and view.exposed.rectCount() > 1 else None


def _box(rect: QRectF) -> Box:
    return Box(rect.x(), rect.y(), rect.width(), rect.height())


def _rank(piece: Piece) -> tuple[int, bool, str]:
    """What is painted first: as a drawing hands it out, links by their ids and what stands on them after all links."""
    loose = piece.layer is Layer.LINK
    return piece.layer, loose and piece.kind != "link", piece.id if loose else ""


def _within(pieces: Iterable[Piece], rect: QRectF) -> Iterator[Piece]:
    """The pieces that meet a rectangle."""
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    return (
        piece
        for piece in pieces
        if piece.x < right and piece.y < bottom and piece.x + piece.width > left and piece.y + piece.height > top
    )
