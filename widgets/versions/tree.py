"""Rows in columns that the keyboard walks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem


class Tree(QTreeWidget):
    """`left`: Esc was pressed; `entered`: Enter was pressed on a row."""

    left = Signal()
    entered = Signal()

    def __init__(self, name: str, heads: Sequence[str]) -> None:
        """`name`: what screen readers call it."""
        super().__init__()
        self.setAccessibleName(name)
        self.setHeaderLabels(list(heads))
        self.setAlternatingRowColors(False)

    def items(self) -> Iterator[QTreeWidgetItem]:
        """The rows that are in no other."""
        found = (self.topLevelItem(place) for place in range(self.topLevelItemCount()))
        return (item for item in found if item is not None)

    def below(self, item: QTreeWidgetItem) -> Iterator[QTreeWidgetItem]:
        """The rows in another."""
        found = (item.child(place) for place in range(item.childCount()))
        return (child for child in found if child is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)
