"""Part of the map in the light, and the rest dimmed: one stage, or the cards and links of an answer."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from math import inf
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from model.elements import Card, Stage, Step
from model.grid import steps
from model.layout.damage import Damage
from model.layout.drawing import PATH, Box, Drawing, Layer
from widgets.canvas.afar import Afar, dim, is_far
from widgets.canvas.painter import faint
from widgets.canvas.strokes import path_of

if TYPE_CHECKING:
    from widgets.canvas.canvas import Canvas

DIM = 205
_AIR = 0.94
_TRAIL = 1.8
# At less than this nothing of an answer can be made out.
_SMALLEST = 0.2
# More cards than this are taken to lie all over the map.
_MANY = 1000
# What is left out of what is seen, given whether that is from afar.
Spared = Callable[[QRectF, bool], Iterable[QRectF]]
_LARGEST = 2.0


class DimItem(QGraphicsItem):
    """Paper laid thinly over the body, but for what is spared where it is seen."""

    def __init__(self) -> None:
        super().__init__()
        self._body = QRectF()
        self._spared: Spared = _nothing
        self._colour = QColor()
        self._covers: tuple[object, ...] = ()
        self.setZValue(5)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def cover(self, body: Box, spared: Spared | None, colour: QColor, which: object) -> None:
        """Cover a body in a colour; `spared` gives the boxes left out, which do not overlap; None: cover nothing.

        `which`: what is spared, by which it is known that the same is to be covered: nothing is painted for that.
        """
        covers = (body, which, colour.rgba()) if spared is not None else ()
        if covers == self._covers:
            return
        self._covers = covers
        self.prepareGeometryChange()
        self._body = QRectF() if spared is None else QRectF(*body)
        self._spared, self._colour = spared or _nothing, colour
        self.update()

    def boundingRect(self) -> QRectF:
        return self._body

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        seen = option.exposedRect.intersected(self._body)
        dim(painter, seen, self._spared(seen, is_far(painter)), self._colour)


class TrailItem(QGraphicsItem):
    """Some links once more, stronger, over what is dimmed."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self._canvas = canvas
        self.afar = Afar(canvas, self)
        self._ids: frozenset[str] = frozenset()
        self._body = QRectF()
        self.setZValue(7)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def follow(self, body: Box, ids: frozenset[str], damage: Damage | None) -> None:
        """Draw those links that are among these."""
        if ids != self._ids:
            self.afar.turn(ids)
        elif damage is not None:
            self.afar.follow(damage)
        area = QRectF(*body) if ids else QRectF()
        if (ids, area) != (self._ids, self._body):
            self.prepareGeometryChange()
            self._ids, self._body = ids, area
            self.update()

    def boundingRect(self) -> QRectF:
        return self._body

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        if is_far(painter):
            self.afar.play(painter, option.exposedRect.intersected(self._body))
            return
        device, theme = self._canvas.device, self._canvas.theme
        for piece in self._canvas.drawing.pieces(_box(option.exposedRect), (Layer.LINK,)):
            for primitive in piece.primitives if piece.id in self._ids else ():
                if primitive[0] == PATH:
                    _, segments, fill, stroke, _, dash = primitive
                    hollow = fill is None or fill == theme.colour("card")
                    painter.setPen(device.pen(theme.colour("ink"), _TRAIL, dash if stroke else ()))
                    painter.setBrush(device.brush(fill if hollow else theme.colour("ink")))
                    painter.drawPath(path_of(segments).translated(piece.x, piece.y))


def _box(area: QRectF) -> Box:
    return Box(area.x(), area.y(), area.width(), area.height())


def _nothing(_seen: QRectF, _far: bool) -> Iterable[QRectF]:
    return ()


def lit_in(drawing: Drawing, seen: QRectF, lit: Container[str]) -> Iterable[QRectF]:
    """Where those cards lie that are in the light and seen."""
    for piece in drawing.pieces(_box(seen), (Layer.CARD,)):
        if piece.id in lit and (box := drawing.box(piece.id)) is not None:
            yield QRectF(*box)


class Spotlight:
    """`stage`: the one the map is focused on, or None; `lit`: the cards and links of an answer, while it is shown."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self.stage: str | None = None
        self.lit: frozenset[str] = frozenset()
        self._glided: tuple[float, QPointF, float] | None = None
        self._dims = False
        self._item = DimItem()
        self._trail = TrailItem(canvas)
        for item in (self._item, self._trail):
            canvas.scene.addItem(item)

    def focus(self, stage: str | None) -> None:
        """Show one stage large and dim the others; None ends that."""
        self.stage, self.lit = stage, frozenset()
        self.follow()
        if (box := self._column(stage)) is not None:
            self.zoom_to(box)

    def light(self, ids: Iterable[str], *, gliding: bool = True) -> None:
        """Dim all but some cards and links. `gliding`: show more of the map if the cards are not all in sight.

        Where that would be too small to see anything, the first card in the light is brought into sight instead.
        """
        self.stage, self.lit = None, frozenset(ids)
        self.follow()
        view, document = self._canvas.view, self._canvas.workspace.document
        table = document.table(Card)
        cards = [id for id in self.lit if id in table]
        box = self._around(cards) if len(cards) <= _MANY else self._canvas.drawing.areas.body
        seen = view.viewportTransform().inverted()[0].mapRect(QRectF(view.viewport().rect()))
        if not gliding or box is None or seen.contains(QRectF(*box)):
            return
        before = self._glided or (view.zoom, seen.center(), 0.0)
        if self._fitting(box) >= _SMALLEST:
            self.zoom_to(box, before[0])
        else:
            self._canvas.reveal_id(self._first(cards))
        self._glided = before[0], before[1], view.zoom

    def _first(self, cards: Iterable[str]) -> str:
        """The card that comes first as the map is read: step by step, from the top down."""
        document = self._canvas.workspace.document
        table, columns = document.table(Card), {step.id: place for place, step in enumerate(steps(document))}
        found: dict[float, list[str]] = {}
        for id in cards:
            found.setdefault(columns.get(table[id].step or "", inf), []).append(id)
        return min(found[min(found)], key=self._place)

    def _place(self, id: str) -> tuple[float, str]:
        """Where a card comes in its column."""
        box = self._canvas.drawing.box(id)
        return inf if box is None else box.y, id

    def end(self) -> bool:
        """Show the whole map again after an answer, as it was seen before; whether one was shown."""
        lit, self.lit = self.lit, frozenset()
        glided, self._glided = self._glided, None
        if lit:
            self.follow()
            if glided is not None and self._canvas.view.zoom == glided[2]:
                self._canvas.zoom_to(glided[0])
                self._canvas.view.centerOn(glided[1])
        return bool(lit)

    def follow(self, damage: Damage | None = None) -> None:
        """Dim what is beside the stage, or beside what is lit, where that lies now."""
        canvas, document = self._canvas, self._canvas.workspace.document
        box = self._column(self.stage)
        if box is None:
            self.stage = None
        if not document.has_all(self.lit):
            self.lit = frozenset(id for id in self.lit if id in document)
        canvas.top.spare(box)
        if box is None and not self.lit and not self._dims:
            return
        self._dims = box is not None or bool(self.lit)
        spared: Spared | None = (
            (lambda _seen, _far: (QRectF(*box),)) if box is not None else self._cards_in if self.lit else None
        )
        colour = faint(canvas.device.colour(canvas.theme.colour("paper")), DIM)
        self._item.cover(canvas.drawing.areas.body, spared, colour, box or self.lit)
        self._trail.follow(canvas.drawing.areas.body, self.lit, damage)

    def zoom_to_ids(self, ids: Iterable[str]) -> None:
        """Show these elements as large as fits."""
        box = self._around(ids)
        if box is not None:
            self.zoom_to(box)

    def zoom_to(self, box: Box, largest: float = _LARGEST) -> None:
        """Show a box of the body as large as fits beside the heads, and in the middle."""
        self._canvas.zoom_to(min(self._fitting(box), largest))
        self._canvas.view.centerOn(QPointF(box.x + box.width / 2, box.y + box.height / 2))

    def _fitting(self, box: Box) -> float:
        """The zoom at which a box fits."""
        canvas, areas = self._canvas, self._canvas.drawing.areas
        room = canvas.height() - canvas.title.height() - canvas.legend.height()
        across = canvas.width() / max(areas.side.width + box.width / _AIR, 1.0)
        return min(across, room / max(areas.top.height + box.height / _AIR, 1.0))

    def _around(self, ids: Iterable[str]) -> Box | None:
        """The box round some elements."""
        boxes = [box for id in ids if (box := self._column(id) or self._canvas.drawing.box(id)) is not None]
        if not boxes:
            return None
        left, top = min(box.x for box in boxes), min(box.y for box in boxes)
        right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
        return Box(left, top, right - left, bottom - top)

    def _cards_in(self, seen: QRectF, far: bool) -> Iterable[QRectF]:
        """Where the cards in the light lie."""
        return self._trail.afar.boxes(seen) if far else lit_in(self._canvas.drawing, seen, self.lit)

    def _column(self, id: str | None) -> Box | None:
        """The whole column of a stage or step."""
        drawing, row = self._canvas.drawing, self._canvas.workspace.document.find(id) if id else None
        head = drawing.box(id) if id and isinstance(row, Stage | Step) else None
        return None if head is None else drawing.areas.body._replace(x=head.x, width=head.width)
