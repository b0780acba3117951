"""The case sheet as screen readers see it: a list of figures, each a button with what it says as its name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from model.layout.drawing import Piece

if TYPE_CHECKING:
    from widgets.case.sheet_view import SheetView

_ANY = QAccessible.RelationFlag(-1)


class SheetInterface(QAccessibleWidget):
    """The sheet; its children are its figures, made when they are asked for and kept, for Qt does not keep them."""

    def __init__(self, view: SheetView) -> None:
        super().__init__(view, QAccessible.Role.List, view.accessibleName())
        self.view = view
        self._items: dict[int, FigureItem] = {}

    def item(self, place: int) -> FigureItem:
        """The interface of a figure."""
        return self._items.setdefault(place, FigureItem(self, place))

    def childCount(self) -> int:
        return len(self.view.sheet.figures)

    def child(self, index: int) -> Any:
        return self.item(index) if 0 <= index < self.childCount() else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.place if isinstance(child, FigureItem) else -1

    def childAt(self, x: int, y: int) -> Any:
        at = self.view.mapFromGlobal(QPoint(x, y))
        hit = self.view.sheet.at(at.x(), at.y())
        figures = self.view.sheet.figures
        return next((self.item(place) for place, piece in enumerate(figures) if piece is hit), None)

    def focusChild(self) -> Any:
        return self.child(self.view.current) if self.view.hasFocus() else None


class FigureItem(QAccessibleInterface):
    """A figure of the sheet."""

    def __init__(self, sheet: SheetInterface, place: int) -> None:
        super().__init__()
        self._sheet = sheet
        self.place = place

    @property
    def piece(self) -> Piece | None:
        """What of the sheet it is; None where it is gone."""
        figures = self._sheet.view.sheet.figures
        return figures[self.place] if self.place < len(figures) else None

    def isValid(self) -> bool:
        return self.piece is not None

    def object(self) -> Any:
        return None

    def window(self) -> QWindow:
        return self._sheet.window()

    def parent(self) -> Any:
        return self._sheet

    def childCount(self) -> int:
        return 0

    def child(self, _index: int) -> Any:
        return None

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def childAt(self, _x: int, _y: int) -> Any:
        return None

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Button

    def text(self, what: QAccessible.Text) -> str:
        piece = self.piece
        return piece.text if piece is not None and what == QAccessible.Text.Name else ""

    def setText(self, what: QAccessible.Text, text: str) -> None:
        """Figures are computed, never typed."""

    def rect(self) -> QRect:
        piece = self.piece
        return QRect() if piece is None else self._sheet.view.global_box(piece)

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        state.focused = self._sheet.view.hasFocus() and self._sheet.view.current == self.place
        state.readOnly = True
        state.invalid = not self.isValid()
        return state

    def relations(self, _match: QAccessible.RelationFlag = _ANY) -> Any:
        return []

    def interface_cast(self, _type: QAccessible.InterfaceType) -> Any:
        return None


@cache
def install() -> None:
    """Let Qt ask here for what a sheet looks like to a screen reader; once a process."""
    QAccessible.installFactory(_interface)


def _interface(_key: str, object: QObject) -> SheetInterface | None:
    spoken = getattr(object, "spoken", None)
    return spoken if isinstance(spoken, SheetInterface) else None
