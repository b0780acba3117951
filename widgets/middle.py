"""The middle of a window: what is to be said above the map, the bar of a view, the map, and its money below it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from widgets.case.strip import MoneyStrip


class Middle(QWidget):
    """Stays while the documents shown in it change: without it the docks would take its room and keep it."""

    def __init__(self) -> None:
        super().__init__()
        self._banner = QLabel()
        self._banner.setObjectName("reason")
        self._banner.setTextFormat(Qt.TextFormat.PlainText)
        self._banner.hide()
        self._money: MoneyStrip | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._banner)

    @property
    def warning(self) -> str:
        """What is said above the map."""
        return self._banner.text()

    def warn(self, text: str) -> None:
        """A line above the map that stays; an empty text takes it away."""
        self._banner.setText(text)
        self._banner.setVisible(bool(text))

    def fill(self, bar: QWidget, canvas: QWidget, money: MoneyStrip) -> None:
        """The map with its bar and its money, in the place of those before."""
        while self._layout.count() > 1:
            item = self._layout.takeAt(1)
            before = None if item is None else item.widget()
            if before is not None:
                before.hide()
                before.deleteLater()
        self._layout.addWidget(bar)
        self._layout.addWidget(canvas, 1)
        self._layout.addWidget(money)
        self._money = money
        money.fit_into(self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._money is not None:
            self._money.fit_into(event.size().height())
