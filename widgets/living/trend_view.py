"""The control chart of a metric on the screen: plays what `model.layout.case.control` draws, and works nothing out."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from model.change import Change
from model.improvements import Improvement, StatusChange
from model.layout.case.control import control_chart
from model.layout.case.kit import Kit, moved, text_piece
from model.layout.drawing import Piece
from model.layout.text import Shaper
from model.messages import Message
from model.registers import Metric, Reading
from model.trending import control_of, said_of
from widgets.canvas.painter import QtDevice
from widgets.workspace import Workspace

_MARGIN, _GAP = 12.0, 4.0
_SIZE = QSize(360, 200)
_USUAL_SIZE = 13
_OF = (Metric, Reading, Improvement, StatusChange)


class TrendView(QWidget):
    """Shows one metric, or nothing; what it shows is said in its accessible description as well."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._device = QtDevice(workspace.fonts)
        self._shaper = Shaper(workspace.fonts, workspace.texts.locale)
        self._metric: str | None = None
        self.said: tuple[Message, ...] = ()
        self.pieces: tuple[Piece, ...] = ()
        self.setAccessibleName(workspace.texts("window.trend"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.hide()

    def show_metric(self, id: str | None) -> None:
        """Show a metric; one without readings, or none: be out of sight."""
        self._metric = id
        self._lay_out()

    def follow(self, change: Change) -> None:
        """Show what an edit changes of it."""
        if any(isinstance(delta.row, _OF) for delta in change.deltas):
            self._lay_out()

    def follow_theme(self) -> None:
        """Show it in the theme of now."""
        self._lay_out()

    def sizeHint(self) -> QSize:
        """Room for a curve with its words."""
        return _SIZE * self.font().pixelSize() / _USUAL_SIZE

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._device.colour(self._workspace.theme.colour("card")))
        painter.setClipRect(QRectF(event.rect()))
        self._device.play(painter, self.pieces)
        painter.end()

    def _lay_out(self) -> None:
        workspace = self._workspace
        metric = workspace.document.get(Metric, self._metric)
        found = None if metric is None else control_of(workspace.document, metric)
        if metric is None or found is None or not found.dots:
            self.pieces = ()
            self.hide()
            return
        kit = Kit(workspace.theme, workspace.texts, self._shaper)
        room = max(self.width(), self.minimumSizeHint().width(), 200) - 2 * _MARGIN
        title = text_piece(kit, metric.name, 0.0, 0.0, room, kit.style(True), kit.colour("ink"))
        drawn = control_chart(kit, found, room)
        pieces = [title, *moved(drawn.pieces, 0.0, title.height + _GAP)]
        y = title.height + 3 * _GAP + drawn.height
        self.said = said_of(workspace.document, metric)
        for words in self.said:
            pieces.append(text_piece(kit, words, 0.0, y, room, kit.small(), kit.colour("muted"), lines=3))
            y += pieces[-1].height + _GAP
        self.pieces = tuple(moved(pieces, _MARGIN, _MARGIN))
        self.setAccessibleDescription(" ".join(workspace.texts(words) for words in self.said))
        self.show()
        self.update()
