"""Presenting: one step a screen, lane by lane, in the projector's theme. It plays the same drawing as the map."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QTransform
from PySide6.QtWidgets import QLabel, QWidget

from model import grid
from model.blueprint_map import map_composer
from model.elements import Step
from model.layout.drawing import BODY, Box, Drawing, Layer
from model.layout.theme import load_theme
from model.layout.view import View
from widgets.canvas.painter import QtDevice, faint
from widgets.workspace import Workspace

THEME = "projector"
_DIM = 190
_LARGEST, _HEIGHT, _BESIDE = 2.4, 640.0, 1.7
_ABOVE = 14.0
_ON = (Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BACK = (Qt.Key.Key_Backspace, Qt.Key.Key_PageUp, Qt.Key.Key_Up)


class Presenter(QWidget):
    """`step` is the one shown, `lanes` how many of its lanes; `ended` names the step that was shown last."""

    ended = Signal(str)

    def __init__(self, workspace: Workspace, view: View, parent: QWidget | None, step: str | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setWindowTitle(workspace.texts("window.present.title", name=workspace.document.blueprint.title))
        self._texts = workspace.texts
        self._document = workspace.document
        self._theme = load_theme(THEME)
        self._device = QtDevice(workspace.fonts, workspace.picture)
        self._drawing: Drawing = map_composer(self._document, workspace.fonts, self._theme, view).drawing
        self._steps = [row.id for row in grid.steps(self._document)]
        self._rows = [row.id for row in grid.lanes(self._document)]
        self._at = self._steps.index(step) if step in self._steps else 0
        self._page = QLabel(self)
        self._page.setObjectName("page")
        self._page.setStyleSheet(
            f"#page {{ color: {self._theme.colour('muted')}; font-size: 18px; padding: 6px 14px;"
            f" background: {self._theme.colour('paper')}; }}"
        )
        self.lanes = 0
        self._go(self._at, self._first())

    @property
    def step(self) -> str | None:
        """The step on the screen."""
        return self._steps[self._at] if self._steps else None

    def on(self) -> None:
        """The next lane that holds something, else the next step."""
        further = [number for number in self._filled() if number > self.lanes]
        if further:
            self._go(self._at, further[0])
        elif self._at + 1 < len(self._steps):
            self._at += 1
            self._go(self._at, self._first())

    def back(self) -> None:
        """The lane before, else the step before, whole."""
        before = [number for number in self._filled() if number < self.lanes]
        if before:
            self._go(self._at, before[-1])
        elif self._at > 0:
            self._at -= 1
            self._go(self._at, len(self._rows))

    def walk(self, by: int) -> None:
        """So many steps on, shown whole."""
        if self._steps:
            self._go(max(0, min(self._at + by, len(self._steps) - 1)), len(self._rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        ahead = Qt.Key.Key_Left if self._drawing.rtl else Qt.Key.Key_Right
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_F5):
            self.ended.emit(self.step or "")
            self.close()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.walk(1 if key == ahead else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.walk(len(self._steps) * (1 if key == Qt.Key.Key_End else -1))
        elif key in _ON:
            self.on()
        elif key in _BACK:
            self.back()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.on()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._colour("paper"))
        if self.step is None:
            return
        areas, scale = self._drawing.areas, self._scale()
        side, top = areas.side.width * scale, areas.top.height * scale + _ABOVE
        left = 0.0 if self._drawing.rtl else side
        room = QRectF(left, top, self.width() - side, self.height() - top)
        seen = self._seen(room, scale)
        x, y = room.x() - seen.x * scale, room.y() - seen.y * scale
        self._part(painter, room, QTransform(scale, 0, 0, scale, x, y), seen, BODY)
        head = Box(seen.x, areas.top.y, seen.width, areas.top.height)
        above = QRectF(room.x(), _ABOVE, room.width(), top - _ABOVE)
        self._part(
            painter, above, QTransform(scale, 0, 0, scale, x, _ABOVE - areas.top.y * scale), head, (Layer.TOP_HEAD,)
        )
        beside = QRectF(0 if not self._drawing.rtl else room.right(), room.y(), side, room.height())
        rows = Box(areas.side.x, seen.y, areas.side.width, seen.height)
        layers = (Layer.LANE, Layer.GRID, Layer.SIDE_HEAD)
        place = QTransform(scale, 0, 0, scale, beside.x() - areas.side.x * scale, y)
        self._part(painter, beside, place, rows, layers)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_page()

    def _part(self, painter: QPainter, room: QRectF, place: QTransform, seen: Box, layers: tuple[Layer, ...]) -> None:
        """Play some layers in a part of the screen; cover what is not yet shown and dim what is beside the step."""
        painter.save()
        painter.setClipRect(room)
        painter.setTransform(place)
        self._device.play(painter, self._drawing.pieces(seen, layers))
        paper, area = self._colour("paper"), seen
        if Layer.TOP_HEAD in layers:
            stage = self._stage()
            _dim(painter, area._replace(height=stage.bottom - area.y), stage, paper)
            _dim(painter, area._replace(y=stage.bottom, height=area.bottom - stage.bottom), self._column(), paper)
        else:
            if Layer.SIDE_HEAD not in layers:
                _dim(painter, area, self._column(), paper)
            bottom = self._bottom()
            painter.fillRect(QRectF(area.x - 2, bottom, area.width + 4, max(0.0, area.bottom - bottom)), paper)
        painter.restore()

    def _go(self, at: int, lanes: int) -> None:
        self._at, self.lanes = at, lanes
        self._page.setText(self._texts("window.present.page", n=at + 1, of=len(self._steps)))
        self.setAccessibleName(self._page.text())
        self._place_page()
        self.update()

    def _place_page(self) -> None:
        self._page.adjustSize()
        self._page.move(self.width() - self._page.width(), self.height() - self._page.height())

    def _filled(self) -> list[int]:
        """How many lanes are shown when each that holds a card of the step has come."""
        filled = [n for n, lane in enumerate(self._rows, 1) if grid.cell(self._document, lane, self.step)]
        return filled or [len(self._rows)]

    def _first(self) -> int:
        return self._filled()[0]

    def _column(self) -> Box:
        body = self._drawing.areas.body
        cell = self._drawing.cell_box(self._rows[0], self.step) if self._rows and self.step else None
        return body if cell is None else body._replace(x=cell.x, width=cell.width)

    def _stage(self) -> Box:
        step = self._document.get(Step, self.step)
        return (self._drawing.box(step.stage) if step is not None else None) or self._drawing.areas.top

    def _bottom(self) -> float:
        """Down to where the drawing is shown."""
        body = self._drawing.areas.body
        if self.lanes >= len(self._rows):
            return body.bottom
        following = self._drawing.box(self._rows[self.lanes])
        shown = self._drawing.box(self._rows[self.lanes - 1]) if self.lanes else None
        return shown.bottom if shown is not None else following.y if following is not None else body.bottom

    def _scale(self) -> float:
        areas = self._drawing.areas
        across = self.width() / (areas.side.width + _BESIDE * self._column().width)
        down = (self.height() - _ABOVE) / (areas.top.height + min(areas.body.height, _HEIGHT))
        return max(0.2, min(across, down, _LARGEST))

    def _seen(self, room: QRectF, scale: float) -> Box:
        """What of the body is on the screen: the step in the middle, the last lane shown in sight."""
        body, column = self._drawing.areas.body, self._column()
        width, height = room.width() / scale, room.height() / scale
        left = column.x + column.width / 2 - width / 2
        left = max(body.x, min(left, body.right - width)) if width < body.width else body.x
        lowest = max(body.y, self._bottom() - height)
        tops = [box.y for lane in self._rows[: self.lanes] if (box := self._drawing.box(lane)) is not None]
        return Box(left, next((top for top in tops if top >= lowest), lowest), width, height)

    def _colour(self, name: str) -> QColor:
        return self._device.colour(self._theme.colour(name))


def _dim(painter: QPainter, area: Box, spared: Box, paper: QColor) -> None:
    """Fade what of an area lies beside a box."""
    veil = faint(paper, _DIM)
    painter.fillRect(QRectF(area.x - 2, area.y, max(0.0, spared.x - area.x + 2), area.height), veil)
    painter.fillRect(QRectF(spared.right, area.y, max(0.0, area.right - spared.right + 2), area.height), veil)
