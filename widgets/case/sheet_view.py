"""The case sheet on the screen: plays its pieces, walks its figures by mouse and keyboard, works nothing out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from model.layout.case.sheet import CaseSheet
from model.layout.drawing import Piece
from model.layout.fonts import FontBook
from model.layout.theme import Theme
from widgets.canvas.painter import QtDevice
from widgets.case.accessible import SheetInterface, install

_ROUND = 4.0
_ON = (Qt.Key.Key_Down, Qt.Key.Key_Right)
_BACK = (Qt.Key.Key_Up, Qt.Key.Key_Left)
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class SheetView(QWidget):
    """`opened`: a figure's derivation is wanted; `moved`: the part that has the keyboard; `left`: Esc was pressed."""

    opened = Signal(str)
    moved = Signal(QRect)
    left = Signal()

    def __init__(self, fonts: FontBook, theme: Theme, name: str, tip: Callable[[str], str]) -> None:
        """`name`: what screen readers call it; `tip`: what the mouse is told over a figure, by its id."""
        super().__init__()
        install()
        self._device = QtDevice(fonts)
        self._theme = theme
        self._tip = tip
        self.sheet = CaseSheet(0.0, 0.0, False, ())
        self.current = 0
        self._hovered: Piece | None = None
        self.setAccessibleName(name)
        self.spoken = SheetInterface(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_sheet(self, sheet: CaseSheet, theme: Theme) -> None:
        """Show a sheet; the keyboard stays on the figure it was on, as far as that is still there."""
        before = self.figure
        self._hover(None)
        self.sheet, self._theme = sheet, theme
        ids = [piece.id for piece in sheet.figures]
        wanted = "" if before is None else before.id
        self.current = ids.index(wanted) if wanted in ids else 0
        self.setFixedHeight(round(sheet.height))
        self.update()

    @property
    def figure(self) -> Piece | None:
        """The figure that has the keyboard."""
        figures = self.sheet.figures
        return figures[self.current] if self.current < len(figures) else None

    def go_to(self, place: int) -> None:
        """Give the keyboard to a figure."""
        figures = self.sheet.figures
        if figures:
            self.current = min(max(place, 0), len(figures) - 1)
            self._tell()

    def box(self, piece: Piece) -> QRect:
        """Where a piece lies on the widget."""
        return _place(piece, 4.0, 3.0).toAlignedRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._device.colour(self._theme.colour("paper")))
        seen = QRectF(event.rect())
        self._device.play(painter, (piece for piece in self.sheet.pieces if seen.intersects(_place(piece, 2.0, 2.0))))
        if self._hovered is not None:
            self._outline(painter, self._hovered, "hover", 1.4)
        if self.hasFocus() and self.figure is not None:
            self._outline(painter, self.figure, "selection", 2.0)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ON or key in _BACK:
            self.go_to(self.current + (1 if key in _ON else -1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if key == Qt.Key.Key_Home else len(self.sheet.figures) - 1)
        elif key in _OPEN and self.figure is not None:
            self.opened.emit(self.figure.id)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.sheet.at(event.position().x(), event.position().y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        hit = self.sheet.at(event.position().x(), event.position().y())
        if hit is not None and event.button() == Qt.MouseButton.LeftButton:
            self.go_to(next(place for place, piece in enumerate(self.sheet.figures) if piece is hit))
            self.opened.emit(hit.id)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _hover(self, piece: Piece | None) -> None:
        if piece is not self._hovered:
            self._hovered = piece
            self.setCursor(Qt.CursorShape.PointingHandCursor if piece is not None else Qt.CursorShape.ArrowCursor)
            # One that is on the screen would stay there while the mouse is still within the widget.
            QToolTip.hideText()
            self.setToolTip(self._tip(piece.id) if piece is not None else "")
            self.update()

    def _outline(self, painter: QPainter, piece: Piece, colour: str, width: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._device.colour(self._theme.colour(colour)), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(_place(piece, 3.0, 2.0), _ROUND, _ROUND)

    def _tell(self) -> None:
        """Show where the keyboard is, to the eye and to screen readers."""
        self.update()
        figure = self.figure
        if figure is None:
            return
        self.moved.emit(self.box(figure))
        if QAccessible.isActive() and self.hasFocus():
            focused = QAccessibleEvent(self.spoken.item(self.current), QAccessible.Event.Focus)
            QAccessible.updateAccessibility(focused)

    def global_box(self, piece: Piece) -> QRect:
        """Where a piece lies on the screen."""
        return self.box(piece).translated(self.mapToGlobal(QPoint()))


def _place(piece: Piece, wide: float, tall: float) -> QRectF:
    """Where a piece lies, with some air round it."""
    return QRectF(piece.x, piece.y, piece.width, piece.height).adjusted(-wide, -tall, wide, tall)
