"""A folder of blueprints at a glance: how each stands, what they share, what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QListWidget,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from model.layout.theme import Theme
from model.texts import Texts

_SIZE = (1480, 640)
_SIGNS = {"green": ("✓", "good"), "amber": ("△", "muted"), "red": ("▲", "alert")}
_HEADS = ("file", "title", "owner", "data", "updates", "metrics", "cost", "review")


class Line(NamedTuple):
    """One blueprint: its place in the folder, its title, its four lights (colour and words), cost and next review.

    Cost and review come in words and as what they are sorted by.
    """

    place: str
    title: str
    lights: tuple[tuple[str, str], ...]
    cost: tuple[str, float]
    review: tuple[str, str]


class Glance(NamedTuple):
    """A folder: its blueprints, the systems they share (name and words), other lines, and what is said above all."""

    head: str
    lines: tuple[Line, ...]
    systems: tuple[tuple[str, str], ...]
    others: tuple[str, ...]


class PortfolioDialog(QDialog):
    """`open_wanted` tells the place of a blueprint to be opened, `system_wanted` the system whose stop is asked for."""

    open_wanted = Signal(str)
    system_wanted = Signal(str)

    def __init__(self, texts: Texts, theme: Theme, glance: Glance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts("portfolio.window"))
        self._theme = theme
        self._glance = glance
        self.table = self._table(texts)
        self.shared = QListWidget()
        self.shared.setAccessibleName(texts("portfolio.shared"))
        self.shared.addItems([*(words for _, words in glance.systems), *glance.others])
        self.shared.itemActivated.connect(lambda item: self._ask(self.shared.row(item)))
        below = QWidget()
        inside = QVBoxLayout(below)
        inside.addWidget(QLabel(texts("portfolio.shared")))
        inside.addWidget(self.shared)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(below)
        whole = QVBoxLayout(self)
        whole.addWidget(QLabel(glance.head))
        whole.addWidget(split)
        self.resize(*_SIZE)
        self.table.setFocus()

    def _table(self, texts: Texts) -> QTableWidget:
        table = QTableWidget(len(self._glance.lines), len(_HEADS))
        table.setAccessibleName(texts("portfolio.window"))
        table.setHorizontalHeaderLabels([texts(f"portfolio.column.{name}") for name in _HEADS])
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        for row, line in enumerate(self._glance.lines):
            for column, item in enumerate(self._items(line)):
                table.setItem(row, column, item)
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        table.resizeColumnsToContents()
        table.itemActivated.connect(lambda item: self._open(item.row()))
        return table

    def _items(self, line: Line) -> Sequence[QTableWidgetItem]:
        lights = [self._light(*light) for light in line.lights]
        return (_Item(line.place), _Item(line.title), *lights, _Item(*line.cost), _Item(*line.review))

    def _light(self, colour: str, words: str) -> QTableWidgetItem:
        """A light: a sign as well as a colour, and why."""
        sign, ink = _SIGNS[colour]
        item = _Item(f"{sign} {words}", tuple(_SIGNS).index(colour))
        item.setForeground(QColor(self._theme.colour(ink)))
        return item

    def _open(self, row: int) -> None:
        item = self.table.item(row, 0)
        if item is not None:
            self.open_wanted.emit(item.text())

    def _ask(self, row: int) -> None:
        if row < len(self._glance.systems):
            self.system_wanted.emit(self._glance.systems[row][0])


class _Item(QTableWidgetItem):
    """A cell that is sorted by its value, its words where it has none."""

    def __init__(self, words: str, value: float | str | None = None) -> None:
        super().__init__(words)
        self._value = words.casefold() if value is None else value

    def __lt__(self, other: QTableWidgetItem) -> bool:
        if isinstance(other, _Item):
            mine, theirs = self._value, other._value
            if isinstance(mine, str) and isinstance(theirs, str):
                return mine < theirs
            if not isinstance(mine, str) and not isinstance(theirs, str):
                return mine < theirs
        return super().__lt__(other)
