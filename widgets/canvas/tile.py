"""One tile of the body: a painting item that fetches its pieces when first painted, and again after damage."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from model.layout.drawing import BODY, Box, Layer, Piece
from model.layout.link_shapes import WIDTH
from model.making_way import dissolving
from widgets.canvas.exposed import Exposed
from widgets.canvas.far import FarTape
from widgets.canvas.legs import Legs
from widgets.canvas.painter import TEXT_FROM_SCALE
from widgets.canvas.pictured import Pictured
from widgets.canvas.strokes import Bounds
from widgets.canvas.view import CanvasView
from widgets.idle import NEXT_TURN

if TYPE_CHECKING:
    from widgets.canvas.tiles import TileGrid

_INTERSECT = Qt.ClipOperation.IntersectClip
# With more cards and links than these to be fetched anew, all of a tile is.
_PATCHES = 200
# Where more than this share come among others, all are sorted.
_SORTED = 8
# Of a tile never seen before less than this share is painted by itself; the rest is fetched a moment later.
_PART = 0.7
# What scrolls into sight is not wider at a time (px).
_STRIP = 64.0


class TileItem(QGraphicsRectItem):
    """One tile: fetches its pieces when first painted, and again after damage."""

    def __init__(self, grid: TileGrid, box: Box) -> None:
        super().__init__(*box)
        self._grid = grid
        self.box = box
        self._rect = QRectF(*box)
        # The pieces of as much of it as was wanted so far.
        self._pieces: list[Piece] = []
        self._fetched = QRectF()
        # The links among them, as they are drawn at full detail on all of it, and what lies below and above these.
        self._legs: Legs | None = None
        self._beside: tuple[list[Piece], list[Piece]] | None = None
        # As it is seen from afar, and was before all of it changed.
        self._far: FarTape | None = None
        self._former: FarTape | None = None
        # Whether cards or links changed since, or all of what was fetched: that must be seen at once.
        self._edited = self._emptied = False
        # What there is time for later is what is seen from afar.
        self._lacks_far = False
        self.picture = Pictured(grid.album, self._rect)
        self._stale: set[str] = set()
        self.setPen(Qt.PenStyle.NoPen)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def forget(self) -> None:
        """The drawing has changed here."""
        self.picture.forget()
        if self._pieces:
            self._grid.leaving.take(_leaving(self._pieces, self._legs, self._beside or ()))
        self._emptied = self._emptied or not self._fetched.isEmpty()
        self._pieces, self._fetched, self._legs, self._beside = [], QRectF(), None, None
        self._former, self._far = self._far or self._former, None
        self._edited = False
        self._stale.clear()
        self._grid.hold(self, False)

    def renew(self, ids: frozenset[str]) -> None:
        """Cards and links look different here; how is found out when next painted."""
        self.picture.forget()
        self._edited = self._edited or self._far is not None
        self._far = None
        if not self._fetched.isEmpty():
            self._stale |= ids
            if len(self._stale) > _PATCHES:
                self.forget()

    def shift(self, below: float, seen: QRectF) -> list[Box]:
        """From this y on rows lie elsewhere: where links look different above it.

        No more of what was fetched is fetched anew than is seen: the rest comes with what lies round that.
        """
        legs, beside = self._legs, self._beside
        self._fetched = self._fetched.intersected(seen)
        if legs is None or beside is None or self._fetched.isEmpty():
            self.forget()
            return [self.box]
        if below <= self.box.y:
            self._fetch_anew()
            return []
        self._forget_pictures()
        before, stood, drawing = legs.links, _notes(beside), self._grid.drawing
        loose = [piece for piece in self._pieces if piece.layer >= Layer.LINK]
        # A link that passes by may come from below, and what stands on it hang in here.
        ids = self._stale.union(piece.id for piece in loose if piece.y + piece.height > below or _is_note(piece))
        lower = self._fetched.intersected(self._rect.translated(0.0, below - self.box.y))
        if not lower.isEmpty():
            ids |= {piece.id for piece in drawing.pieces(_box(lower), (Layer.LINK, Layer.CARD))}
            self._pieces = [*drawing.pieces(_box(self._fetched), (Layer.LANE, Layer.GRID)), *loose]
        self._put(ids, drawing.pieces_of(sorted(ids), _box(self._fetched)))
        _, *now = self._parted(self._pieces)
        stand = _notes(now)
        notes = [{**stood, **stand}[id] for id in stood.keys() ^ stand.keys()]
        return [*legs.differing(before, below), *(Box(*piece[3:7]) for piece in notes)]

    def _fetch_anew(self) -> None:
        """All that was fetched looks different."""
        self._forget_pictures()
        self._pieces = [*self._grid.drawing.pieces(_box(self._fetched), BODY)]
        self._beside = None
        self._stale.clear()

    def _forget_pictures(self) -> None:
        self.picture.forget()
        self._former, self._far = self._far or self._former, None

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self._comes_later(painter.worldTransform().m22(), option.exposedRect):
            former = self._far or self._former
            if former is not None:
                painter.save()
                painter.setClipRect(self._rect, _INTERSECT)
                former.play(painter)
                painter.restore()
            return
        if self.picture.play(painter, option.exposedRect, lambda inner: self._play(inner, self._rect)):
            return
        exposed = self._rect.intersected(option.exposedRect)
        painter.save()
        painter.setClipRect(exposed, _INTERSECT)
        self._play(painter, exposed, widget)
        painter.restore()

    def _comes_later(self, scale: float, exposed: QRectF) -> bool:
        """Whether it is fetched and painted when there is time: others have taken long in this turn."""
        late, near = self._grid.is_late(), scale >= TEXT_FROM_SCALE
        if near:
            # Nearer still a dense map is held as it was until all is there.
            waits = not (shows_legs(scale) or self._emptied or self._fetched.contains(self._rect.intersected(exposed)))
            waits = waits and self._grid.is_dense()
        else:
            waits = self._far is None and not self._edited
        if late and waits:
            self._lacks_far = not near
            self._grid.put_off(self)
        return late and waits

    def readying(self, seen: QRectF) -> Iterator[None]:
        """Make of what is drawn what painting what is seen of it at full detail needs, bit by bit."""
        wanted, device = self.wanted(seen), self._grid.device
        pieces = self._current(wanted)
        yield
        legs, below, links, above = self._parting(pieces)
        yield from legs.prepare(links)
        for piece in (*below, *above):
            device.steps(piece)
            yield
        self._parted(self._current(wanted))
        yield

    def is_ready(self, seen: QRectF) -> bool:
        """Whether all is made that painting what is seen of it at full detail needs."""
        return self._beside is not None and self._fetched.contains(self._rect.intersected(seen))

    def coming(self) -> Iterator[object]:
        """Make what it lacked when it was put off, bit by bit, and show it before any other is made."""
        if self._lacks_far:
            self.from_afar()
        else:
            yield from self._grid.drawn(self._rect)
            self._current(self._rect)
            yield NEXT_TURN
        self._grid.repaint(self._rect)
        yield NEXT_TURN

    def from_afar(self) -> FarTape:
        """What is shown of it from afar, as it is now."""
        if self._far is None:
            self._far = FarTape(self._grid.device, self._current(self._rect), self.box)
            self._former, self._edited = None, False
        return self._far

    def wanted(self, seen: QRectF) -> QRectF:
        """What of it is fetched to paint what is seen of it."""
        return self._wanted(self._rect.intersected(seen))

    def _wanted(self, exposed: QRectF) -> QRectF:
        """What is fetched to paint a part: no more where all costs much more; after a strip more will come."""
        if self._fetched.contains(exposed):
            return exposed
        area = self._rect.width() * self._rect.height()
        if min(exposed.width(), exposed.height()) <= _STRIP or exposed.width() * exposed.height() >= area * _PART:
            return self._rect
        self._grid.warm(self)
        return exposed

    def _play(self, painter: QPainter, seen: QRectF, widget: QWidget | None = None) -> None:
        """Draw what there is in a rectangle, as far as it is exposed; from afar all, which is quicker than to choose.

        `widget`: that which is being painted.
        """
        scale = painter.worldTransform().m22()
        if scale < TEXT_FROM_SCALE:
            self.from_afar().play(painter)
            return
        device, pieces, exposed = self._grid.device, self._current(self._wanted(seen)), _exposed(widget, seen)
        if not shows_legs(scale):
            # All of it is mostly painted at one scale after another: pictures of boxes would be taken for one frame.
            whole = len(exposed.parts) == 1
            device.play(painter, _within(pieces, seen), None if whole else exposed)
            return
        legs, below, above = self._parted(pieces)
        device.play(painter, below, exposed)
        legs.play(painter, exposed)
        device.play(painter, above, exposed)

    def _parted(self, pieces: list[Piece]) -> tuple[Legs, list[Piece], list[Piece]]:
        """The links, what lies below them, and what lies above."""
        if self._legs is None or self._beside is None:
            self._legs, below, links, above = self._parting(pieces)
            self._legs.take(links)
            self._beside = below, above
        return self._legs, *self._beside

    def _parting(self, pieces: list[Piece]) -> tuple[Legs, list[Piece], list[Piece], list[Piece]]:
        if self._legs is None:
            self._legs = Legs(self._grid.strung, self.box)
        begin = bisect_left(pieces, (int(Layer.LINK), False, ""), key=_rank)
        end = bisect_left(pieces, (int(Layer.LINK), True, ""), key=_rank)
        return self._legs, pieces[:begin], pieces[begin:end], pieces[end:]

    def _current(self, wanted: QRectF) -> list[Piece]:
        """The pieces there as they are now: of those that were, only what looks different is fetched again."""
        drawing, stale, box = self._grid.drawing, self._stale, _box(self._fetched)
        if not self._fetched.contains(wanted):
            self._fetched, self._emptied = wanted, False
            self._grid.hold(self, True)
            self._pieces = list(drawing.pieces(_box(wanted), BODY))
            self._beside = None
            stale.clear()
        elif stale:
            self._put(stale, drawing.pieces_of(sorted(stale), box))
        return self._pieces

    def _put(self, ids: Collection[str], pieces: Iterable[Piece]) -> None:
        """These are the pieces of some cards and links now."""
        come = list(_within(pieces, self._fetched))
        gone, stay = list[Piece](), list[Piece]()
        for piece in self._pieces:
            (gone if piece[2] in ids else stay).append(piece)
        self._pieces = _merged(stay, come)
        kept, there = {id(piece.primitives) for piece in come}, {piece.id for piece in come}
        grid, on_map = self._grid, self._grid.drawing.box
        lost = [piece for piece in gone if piece.id in there or on_map(piece.id) is None]
        grid.device.forget(piece for piece in lost if id(piece.primitives) not in kept)
        grid.strung.forget(piece.id for piece in lost if piece.id not in there)
        self._beside = None
        self._stale.clear()


def shows_legs(scale: float) -> bool:
    """Whether links are painted leg by leg at so many screen px a px: thinner ones Qt draws fastest as they are."""
    return scale * WIDTH >= 1.0


def _leaving(pieces: list[Piece], legs: Legs | None, beside: Iterable[list[Piece]]) -> Iterator[None]:
    """Take apart what was made of a tile."""
    if legs is not None:
        yield from legs.leaving()
    yield from dissolving(*beside, pieces)


def _exposed(widget: QWidget | None, seen: QRectF) -> Exposed:
    """What is being painted of a rectangle: a few small parts, after most edits."""
    view = None if widget is None else widget.parentWidget()
    if not isinstance(view, CanvasView) or view.parts is None:
        return Exposed((_bounds(seen),))
    return view.parts.within(_bounds(seen))


def _bounds(rect: QRectF) -> Bounds:
    return rect.left(), rect.top(), rect.right(), rect.bottom()


def _box(rect: QRectF) -> Box:
    return Box(rect.x(), rect.y(), rect.width(), rect.height())


def _notes(beside: Iterable[Iterable[Piece]]) -> dict[int, Piece]:
    """What stands on links, by identity: it stays the same while it stands where it does."""
    return {id(piece): piece for pieces in beside for piece in pieces if _is_note(piece)}


def _is_note(piece: Piece) -> bool:
    return piece.layer is Layer.LINK and piece.kind != "link"


def _rank(piece: Piece) -> tuple[int, bool, str]:
    """What is painted first: as a drawing hands it out, links by their ids and what stands on them after all links."""
    return piece.layer, _is_note(piece), piece.id if piece.layer is Layer.LINK else ""


def _merged(pieces: list[Piece], come: list[Piece]) -> list[Piece]:
    """Pieces in the order in which they are painted, and others put among them."""
    if len(come) * _SORTED > len(pieces):
        return sorted([*pieces, *come], key=_rank)
    for piece in come:
        insort(pieces, piece, key=_rank)
    return pieces


def _within(pieces: Iterable[Piece], rect: QRectF) -> Iterator[Piece]:
    """The pieces that meet a rectangle."""
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    return (
        piece
        for piece in pieces
        if piece.x < right and piece.y < bottom and piece.x + piece.width > left and piece.y + piece.height > top
    )
