"""What a view dims: paper laid thinly over all that it does not show. It looks only at what is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from model.layout.damage import Damage
from model.layout.drawing import Box, Layer
from widgets.canvas.afar import Afar, dim, is_far
from widgets.canvas.painter import faint
from widgets.canvas.spotlight import DIM, lit_in

if TYPE_CHECKING:
    from model.analysis.views import Lit
    from widgets.canvas.canvas import Canvas


class Veil(QGraphicsItem):
    """Over the body while a view dims; an answer or a stage in the light does its own dimming."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self._canvas = canvas
        self._lit: Lit | None = None
        self._body = QRectF()
        self._afar = Afar(canvas, self)
        self.setZValue(4)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        canvas.scene.addItem(self)

    @property
    def lit(self) -> Lit | None:
        """The cards and links that are not dimmed; None: nothing is."""
        spotlight = self._canvas.spotlight
        return None if spotlight.stage is not None or spotlight.lit else self._lit

    def follow(self, damage: Damage) -> None:
        """Cover the map as it lies now, but for what the view shows now; what else changed is painted with the map."""
        lit = self._canvas.workspace.lit
        body = QRectF() if lit is None else QRectF(*self._canvas.drawing.areas.body)
        if lit is not self._lit:
            self._afar.turn(frozenset() if lit is None else lit)
        else:
            self._afar.follow(damage)
        if lit is not self._lit or body != self._body:
            self.prepareGeometryChange()
            self._lit, self._body = lit, body
            self.update()

    def boundingRect(self) -> QRectF:
        return self._body

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        lit = self.lit
        if lit is None:
            return
        canvas, drawing = self._canvas, self._canvas.drawing
        seen, far = option.exposedRect.intersected(self._body), is_far(painter)
        colour = faint(canvas.device.colour(canvas.theme.colour("paper")), DIM)
        dim(painter, seen, self._afar.boxes(seen) if far else lit_in(drawing, seen, lit), colour)
        painter.save()
        painter.setClipRect(seen, Qt.ClipOperation.IntersectClip)
        if far:
            self._afar.play(painter, seen)
        else:
            box = Box(seen.x(), seen.y(), seen.width(), seen.height())
            canvas.device.play(painter, [piece for piece in drawing.pieces(box, (Layer.LINK,)) if piece.id in lit])
        painter.restore()
