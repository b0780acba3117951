"""The body of the drawing as a grid of painting items, filled when first seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from math import ceil
from time import thread_time

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtWidgets import QGraphicsScene

from model.layout.drawing import Box, Drawing
from widgets.canvas.legs import Strung
from widgets.canvas.painter import QtDevice
from widgets.canvas.pictured import Album
from widgets.canvas.tile import TileItem
from widgets.idle import Idle
from widgets.leaving import Leaving

TILE_WIDTH = 2048
TILE_HEIGHT = 1024
_MOMENT_MS = 60
# Zoomed out many tiles come into sight at a time: those that take longer than this (s) come one after another.
_AT_ONCE = 0.02
# So many cards and links are drawn at a time where that is done bit by bit.
_SOME = 8


class TileGrid:
    """Covers the body with tiles. `drawing` may be exchanged; what changed is said by `damage` or `reset`."""

    def __init__(
        self,
        scene: QGraphicsScene,
        device: QtDevice,
        drawing: Drawing,
        leaving: Leaving,
        is_dense: Callable[[], bool],
    ) -> None:
        """`leaving`: where what a tile was made of goes; `is_dense`: whether tiles take long to fetch."""
        self._scene = scene
        self.leaving = leaving
        self.is_dense = is_dense
        self.device = device
        self.drawing = drawing
        self.album = Album()
        self.strung = Strung(device)
        self._held: dict[TileItem, None] = {}
        self._cold: dict[TileItem, None] = {}
        self._warming = Idle(self._warm_cold, scene, _MOMENT_MS)
        self._tiles: dict[tuple[int, int], TileItem] = {}
        self._body = Box(0, 0, 0, 0)
        # How often it was told that something looks different.
        self._changes = 0
        # When, in seconds of this thread, no more new tiles are begun in this turn of the event loop; those that wait.
        self._until: float | None = None
        self._put_off: dict[TileItem, None] = {}
        self._idle = Idle(self._make_put_off, scene)
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
        self._take(drawing)
        self.leaving.take(self.strung.leaving())
        self.strung = Strung(self.device)
        for tile in list(self._held):
            tile.forget()
        self._cover()
        self._scene.update()

    def renew(self, drawing: Drawing, ids: frozenset[str], boxes: Iterable[Box]) -> None:
        """Cards and links look different at these boxes of the drawing; who shows them paints there."""
        self._take(drawing)
        self._put_off_warming()
        self._cover()
        for place in _places(boxes) & self._tiles.keys():
            self._tiles[place].renew(ids)

    def shift(self, drawing: Drawing, below: float, seen: Box) -> list[Box]:
        """From this y on rows lie elsewhere: where links look different above it, of what is seen near by.

        What else is different there is told before by `renew`.
        """
        self._take(drawing)
        found, near, there = list[Box](), QRectF(*seen), self._meeting(seen)
        for tile in [tile for tile in self._held if tile not in there]:
            tile.forget()
        for tile in there:
            found += tile.shift(below, near)
        return found

    def hold(self, tile: TileItem, held: bool) -> None:
        """A tile has fetched what lies on it, or has let it go."""
        if held:
            self._held[tile] = None
        else:
            self._held.pop(tile, None)

    def _take(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self._changes += 1

    def are_ready(self, seen: QRectF) -> bool:
        """Whether all is made that painting what is seen at full detail needs."""
        return not self._waiting(seen)

    def readying(self, seen: Callable[[], QRectF]) -> Iterator[None]:
        """Make what painting what is then seen at full detail needs, bit by bit, until all of it is there."""
        drawn, changes = QRectF(), self._changes
        while waiting := self._waiting(part := seen()):
            wanted = QRectF()
            for tile in waiting:
                wanted = wanted.united(tile.wanted(part))
            if drawn.contains(wanted) and changes == self._changes:
                yield from waiting[0].readying(part)
            else:
                # Once for all tiles: most links run through several.
                drawn, changes = wanted, self._changes
                yield from self.drawn(wanted)

    def drawn(self, part: QRectF) -> Iterator[None]:
        """Have drawn what there is in a part, bit by bit."""
        box = Box(part.x(), part.y(), part.width(), part.height())
        found = self.drawing.within(box)
        for begin in range(0, len(found), _SOME):
            for _ in self.drawing.pieces_of(found[begin : begin + _SOME], box):
                pass
            yield

    def _waiting(self, seen: QRectF) -> list[TileItem]:
        box = Box(seen.x(), seen.y(), seen.width(), seen.height())
        return [tile for tile in self._meeting(box) if not tile.is_ready(seen)]

    def _meeting(self, box: Box) -> list[TileItem]:
        touching = (self._tiles[place] for place in sorted(_places((box,)) & self._tiles.keys()))
        return [tile for tile in touching if tile.box.meets(box)]

    def warm(self, tile: TileItem) -> None:
        """Make what painting all of a tile needs when nothing else is to be done."""
        self._cold[tile] = None
        self._warming.begin()

    def warm_round(self, seen: QRectF) -> None:
        """The same of all tiles there, which may soon come into sight."""
        for tile in self._waiting(seen):
            self.warm(tile)

    def is_late(self) -> bool:
        """Whether tiles have taken long in this turn: then one that is not fetched yet waits until there is time."""
        now = thread_time()
        if self._until is None:
            self._until = now + _AT_ONCE
            self._rest.start(0)
        return now >= self._until

    def put_off(self, tile: TileItem) -> None:
        """Make a tile, and have it painted, when there is time."""
        self._put_off[tile] = None
        self._idle.begin()

    def repaint(self, rect: QRectF) -> None:
        """Paint a part now: what is only marked is painted some turns later, with all else that was meanwhile."""
        for view in self._scene.views():
            view.viewport().repaint(view.mapFromScene(rect).boundingRect())

    def _rested(self) -> None:
        self._until = None

    def _make_put_off(self) -> Iterator[object]:
        while self._put_off:
            tile = next(iter(self._put_off))
            del self._put_off[tile]
            yield from tile.coming()

    def _warm_cold(self) -> Iterator[None]:
        while (tile := next(iter(self._cold), None)) is not None:
            yield from self.drawn(tile.boundingRect())
            yield from tile.readying(tile.boundingRect())
            self._cold.pop(tile, None)

    def _put_off_warming(self) -> None:
        """While somebody edits, no tile is warmed between one edit and the next."""
        if self._warming.busy:
            self._warming.restart()

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
            # A tile reaches beyond the body at its foot, so that it stays when the body grows there.
            right, bottom = (place[0] + 1) * TILE_WIDTH, (place[1] + 1) * TILE_HEIGHT
            box = Box(left, top, min(right, body.right) - left, bottom - top)
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
        for kept in (self._held, self._cold, self._put_off):
            kept.pop(tile, None)
        self._scene.removeItem(tile)


def _places(boxes: Iterable[Box]) -> set[tuple[int, int]]:
    """The columns and rows of the tiles that boxes touch."""
    spans = {
        (int(x // TILE_WIDTH), int((x + width) // TILE_WIDTH), int(y // TILE_HEIGHT), int((y + height) // TILE_HEIGHT))
        for x, y, width, height in boxes
    }
    return {
        (column, row)
        for first, last, top, bottom in spans
        for column in range(first, last + 1)
        for row in range(top, bottom + 1)
    }
