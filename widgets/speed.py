"""The overlay that says how fast a window is: a few lines in a corner of the map."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel

from widgets.canvas.canvas import Canvas
from widgets.pulse import LIMIT, Pulses, memory

_EVERY_MS = 500
_AIR = 12


class SpeedOverlay(QLabel):
    """Takes the pulse of a canvas while it stands over it."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.pulses = Pulses(canvas.view.viewport(), self)
        canvas.view.painted.connect(self._painted)
        canvas.view.installEventFilter(self)
        self.setObjectName("speed")
        self.setAccessibleName(canvas.workspace.texts("speed.name"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.tell)
        self._timer.start()
        self.tell()
        self.show()

    def tell(self) -> None:
        """Say how it went in the last moments."""
        texts, lately, held = self._canvas.workspace.texts, self.pulses.lately(), memory()
        lines = [
            texts("speed.frame", last=_ms(lately.last), median=_ms(lately.median), worst=_ms(lately.worst)),
            texts("speed.block", longest=_ms(lately.block), act=lately.act or "–"),
            texts("speed.blocks", n=lately.blocks, limit=round(LIMIT)),
        ]
        lines += [] if held is None else [texts("speed.memory", held=round(held))]
        self.setText("\n".join(lines))
        self._place()

    def let_go(self) -> None:
        """Go, and take no pulse any more."""
        self._timer.stop()
        self._canvas.view.removeEventFilter(self)
        self._canvas.view.painted.disconnect(self._painted)
        self.pulses.let_go()
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if watched is self._canvas.view and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return False

    def _painted(self) -> None:
        """The map was painted; not so where nothing of it was but what lies under this."""
        view = self._canvas.view
        if not self.geometry().contains(view.exposed.boundingRect().translated(view.pos())):
            self.pulses.painted()

    def _place(self) -> None:
        """In the lower corner at the end of the lines, above the legend."""
        self.adjustSize()
        body = self._canvas.view.geometry()
        left = body.left() + _AIR if self._canvas.mirrored else body.right() - self.width() - 2 * _AIR
        self.move(left, body.bottom() - self.height() - 2 * _AIR)
        self.raise_()


def _ms(length: float) -> str:
    return f"{length:.1f}" if length < 10 else f"{length:.0f}"
