"""What a view dims: paper laid thinly over all that it does not show. It looks only at what is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from model.layout.drawing import Box, Layer
from widgets.canvas.far import FarTape
from widgets.canvas.painter import TEXT_FROM_SCALE, faint
from widgets.canvas.spotlight import DIM

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
        self.setZValue(4)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        canvas.scene.addItem(self)

    @property
    def lit(self) -> Lit | None:
        """The cards and links that are not dimmed; None: nothing is."""
        spotlight = self._canvas.spotlight
        return None if spotlight.stage is not None or spotlight.lit else self._lit

    def follow(self) -> None:
        """Cover the map as it lies now, but for what the view shows now; what else changed is painted with the map."""
        lit = self._canvas.workspace.lit
        body = QRectF() if lit is None else QRectF(*self._canvas.drawing.areas.body)
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
        exposed = option.exposedRect.intersected(self._body)
        seen = Box(exposed.x(), exposed.y(), exposed.width(), exposed.height())
        path = QPainterPath()
        path.addRect(exposed)
        for piece in drawing.pieces(seen, (Layer.CARD,)):
            box = drawing.box(piece.id) if piece.id in lit else None
            if box is not None:
                path.addRect(QRectF(*box).intersected(exposed))
        painter.fillPath(path, faint(canvas.device.colour(canvas.theme.colour("paper")), DIM))
        links = [piece for piece in drawing.pieces(seen, (Layer.LINK,)) if piece.id in lit]
        painter.save()
        painter.setClipRect(exposed, Qt.ClipOperation.IntersectClip)
        if painter.worldTransform().m22() < TEXT_FROM_SCALE:
            FarTape(canvas.device, links, seen).play(painter)
        else:
            canvas.device.play(painter, links)
        painter.restore()
