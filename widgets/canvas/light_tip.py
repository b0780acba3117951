"""What the health lights beside the title mean, told where the mouse rests on them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from model.analysis.health import unwell
from model.messages import message
from widgets.canvas.canvas import Canvas


class LightTip(QObject):
    """Put into words when it is asked for, of the document as it then is."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._workspace = canvas.workspace
        canvas.title.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and isinstance(watched, QWidget) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.words(), watched, watched.rect())
            return True
        return super().eventFilter(watched, event)

    def words(self) -> str:
        """What each light is about, and which metrics it counts."""
        texts = self._workspace.texts
        lines = [texts(f"window.lights.{name}") for name in ("owner", "data", "updates", "metrics")]
        for metric, standing in unwell(self._workspace.document, self._workspace.context.today()):
            lines.append(texts(message(f"window.lights.{standing.value}", name=metric.name)))
        return "\n".join(lines)
