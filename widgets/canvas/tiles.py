"""The body of the drawing as a grid of painting items, filled when first seen."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from model.layout.drawing import BODY, Box, Drawing, Layer, Piece
from widgets.canvas.far import FarTape
from widgets.canvas.painter import TEXT_FROM_SCALE, QtDevice

TILE_WIDTH = 2048
TILE_HEIGHT = 1024
_GROUND = (Layer.LANE, Layer.GRID)
_LOOSE = (Layer.LINK, Layer.CARD)
# So much damage is patched; with more of it a tile is fetched anew.
_PATCHES = 6


class TileItem(QGraphicsItem):
    """One tile: fetches its pieces when first painted, and again after damage."""

    def __init__(self, grid: TileGrid, box: Box) -> None:
        super().__init__()
        self._grid = grid
        self.box = box
        self._rect = QRectF(*box)
        self._pieces: list[Piece] | None = None
        self._far: FarTape | None = None
        self._damaged: list[Box] = []
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        return self._rect

    def forget(self) -> None:
        """The drawing has changed here."""
        self._pieces = None
        self._far = None
        self._damaged.clear()

    def damage(self, box: Box) -> None:
        """The drawing has changed in a box; what that means is found out when next painted."""
        self._far = None
        self._damaged.append(box)
        self.update(QRectF(*box))

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        pieces = self._current()
        painter.save()
        painter.setClipRect(self._rect, Qt.ClipOperation.IntersectClip)
        scale = painter.worldTransform().m22()
        if scale < TEXT_FROM_SCALE:
            if self._far is None:
                self._far = FarTape(self._grid.device, pieces, self.box)
            self._far.play(painter)
        else:
            exposed = option.exposedRect
            left, top, right, bottom = exposed.left(), exposed.top(), exposed.right(), exposed.bottom()
            seen = (
                piece
                for piece in pieces
                if piece.x < right
                and piece.y < bottom
                and piece.x + piece.width > left
                and piece.y + piece.height > top
            )
            self._grid.device.play(painter, seen)
        painter.restore()

    def _current(self) -> list[Piece]:
        """The pieces as they are now: after a little damage only what meets it is fetched again."""
        drawing, damaged = self._grid.drawing, self._damaged
        if self._pieces is None or len(damaged) > _PATCHES:
            self._pieces = list(drawing.pieces(self.box, BODY))
        else:
            for box in damaged:
                loose = [piece for piece in self._pieces if piece.layer in _LOOSE and not _meets(piece, box)]
                pieces = [*drawing.pieces(self.box, _GROUND), *loose, *drawing.pieces(box, _LOOSE)]
                pieces.sort(key=lambda piece: piece.layer)
                self._pieces = pieces
        damaged.clear()
        return self._pieces


class TileGrid:
    """Covers the body with tiles. `drawing` may be exchanged; what changed is said by `damage` or `reset`."""

    def __init__(self, scene: QGraphicsScene, device: QtDevice, drawing: Drawing) -> None:
        self._scene = scene
        self.device = device
        self.drawing = drawing
        self._tiles: dict[tuple[int, int], TileItem] = {}
        self._body = Box(0, 0, 0, 0)
        self.reset(drawing)

    def __len__(self) -> int:
        return len(self._tiles)

    def reset(self, drawing: Drawing) -> None:
        """Everything may have changed."""
        self.drawing = drawing
        self._cover()
        for tile in self._tiles.values():
            tile.forget()
            tile.update()

    def damage(self, drawing: Drawing, boxes: Iterable[Box]) -> None:
        """Repaint where these boxes of the drawing lie."""
        self.drawing = drawing
        self._cover()
        for box in boxes:
            for column in range(int(box.x // TILE_WIDTH), int(box.right // TILE_WIDTH) + 1):
                for row in range(int(box.y // TILE_HEIGHT), int(box.bottom // TILE_HEIGHT) + 1):
                    tile = self._tiles.get((column, row))
                    if tile is not None:
                        tile.damage(box)

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
            self._scene.removeItem(self._tiles.pop(place))
        for place in sorted(wanted):
            left, top = max(place[0] * TILE_WIDTH, body.x), max(place[1] * TILE_HEIGHT, body.y)
            right, bottom = (place[0] + 1) * TILE_WIDTH, (place[1] + 1) * TILE_HEIGHT
            box = Box(left, top, min(right, body.right) - left, min(bottom, body.bottom) - top)
            old = self._tiles.get(place)
            if old is not None and old.box == box:
                continue
            if old is not None:
                self._scene.removeItem(old)
            self._tiles[place] = TileItem(self, box)
            self._scene.addItem(self._tiles[place])


def _meets(piece: Piece, box: Box) -> bool:
    return box.meets(Box(piece.x, piece.y, piece.width, piece.height))
