"""What a canvas paints anew after the map has changed."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from model.layout.damage import Damage
from model.layout.drawing import Box, Layer
from widgets.canvas.painter import TEXT_FROM_SCALE
from widgets.canvas.pictured import NEAREST
from widgets.canvas.tile import shows_legs
from widgets.idle import NEXT_TURN, Idle

if TYPE_CHECKING:
    from widgets.canvas.canvas import Canvas

# After so long (s) of edits that undo what was made, what there is is painted.
_PATIENCE = 0.25
# So long (ms) after the last scrolling what lies round what is seen is made, as far as half a window on each side.
_ROUND_MS = 100


class Renewal:
    """Paints what looks different. A dense map of which much does is shown as it was until all of that is made; so is
    one of which another part comes into sight.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._idle = Idle(self._ready, canvas, 0, urgent=True)
        self._until = 0.0
        self._round = Idle(self._warm_round, canvas, _ROUND_MS)
        canvas.idle.done.connect(self._round.restart)
        canvas.view.scrolling.connect(self._scrolling)

    @property
    def busy(self) -> bool:
        """Whether the map is still shown as it was."""
        return self._idle.busy

    def finish(self) -> None:
        """Make what is left to be made now."""
        if self._idle.busy:
            self._idle.finish()

    def take(self, damage: Damage) -> None:
        """Paint what looks different, and no more where that is quicker than all of it."""
        canvas, boxes = self._canvas, damage.boxes
        self._round.restart()
        if damage.everything or (damage.shifted is not None and canvas.view.zoom < NEAREST):
            self._take_all()
            return
        canvas.tiles.renew(canvas.drawing, damage.ids, boxes)
        below = damage.shifted
        if below is not None:
            canvas.arrange()
            self._update_heads(below)
            boxes = (*self._shift(below), *(box for box in boxes if box.y < below))
        canvas.view.repaint_boxes(boxes)

    def _scrolling(self, by: QPointF) -> None:
        """Another part of the map is about to be seen."""
        canvas = self._canvas
        if canvas.workspace.finished and shows_legs(canvas.view.zoom):
            self._round.restart()
            if canvas.dense and not self._idle.busy and not canvas.tiles.are_ready(self._seen().translated(-by)):
                self._hold()

    def _hold(self) -> None:
        """Show what is seen now until what is to be seen is made."""
        if self._canvas.isVisible():
            self._canvas.setUpdatesEnabled(False)
            self._until = perf_counter() + _PATIENCE
            self._idle.begin()

    def _warm_round(self) -> Iterator[None]:
        canvas, seen = self._canvas, self._seen()
        if canvas.workspace.finished and shows_legs(canvas.view.zoom):
            across, down = seen.width() / 2, seen.height() / 2
            canvas.tiles.warm_round(seen.adjusted(-across, -down, across, down))
            yield

    def _update_heads(self, below: float) -> None:
        """Paint the heads of lanes that lie elsewhere, or end there, and the legend."""
        canvas, area = self._canvas, self._canvas.drawing.areas.side
        here = canvas.drawing.pieces(area._replace(y=below - 1.0, height=2.0), (Layer.SIDE_HEAD,))
        top = min([below, *(piece.y for piece in here)])
        canvas.side.update_from(canvas.side.to_widget(area._replace(y=top)).y())
        canvas.legend.renew()

    def _take_all(self) -> None:
        canvas = self._canvas
        if canvas.workspace.finished and canvas.dense and canvas.view.zoom >= TEXT_FROM_SCALE:
            self._hold()
        canvas.tiles.reset(canvas.drawing)
        canvas.arrange()
        for strip in canvas.strips:
            strip.update()
        if not canvas.workspace.finished:
            canvas.idle.begin()

    def _shift(self, below: float) -> list[Box]:
        """Where the map looks different because rows from a y on lie elsewhere."""
        seen = _box(self._seen())
        lower = seen._replace(y=below, height=max(0.0, seen.bottom - below))
        return [*self._canvas.tiles.shift(self._canvas.drawing, below, seen), lower]

    def _ready(self) -> Iterator[object]:
        """Make what painting all that is seen needs, and paint it."""
        canvas = self._canvas
        try:
            for step in canvas.tiles.readying(self._seen):
                yield step
                if perf_counter() > self._until:
                    break
            yield NEXT_TURN
        finally:
            canvas.setUpdatesEnabled(True)
            # Where Qt meant to paint meanwhile, and could not, it waits for a turn that has gone by.
            canvas.repaint()

    def _seen(self) -> QRectF:
        """What of the drawing is in view."""
        view = self._canvas.view
        return view.viewportTransform().inverted()[0].mapRect(QRectF(view.viewport().rect()))


def _box(rect: QRectF) -> Box:
    return Box(rect.x(), rect.y(), rect.width(), rect.height())
