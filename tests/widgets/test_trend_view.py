"""The control chart beside the register of metrics: it follows the row, the readings and the window."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from app.gui import Desktop
from model.entries.columns import TREND
from model.registers import Direction, Metric, Reading
from tests.widgets.window import opened
from widgets.registers.view import EntriesView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|grabbing the keyboard")


def test_the_chart_follows_the_row_and_the_readings(desktop: Desktop) -> None:
    # given two metrics, one of them with six readings
    window, small = opened(desktop)
    wait, calls = (small.editor.add(Metric, name=name) for name in ("Wait", "Calls"))
    for month in range(1, 7):
        small.editor.add(Reading, metric=wait, taken=date(2026, month, 28), value=Decimal(40 + month % 2))
    panel = window.main.registers
    # when their register is opened
    window.main.panels.open_register("metrics")
    QApplication.processEvents()
    # then the first has its chart, said in words too, within the room it has
    assert panel.trend.isVisible()
    assert next(piece.text for piece in panel.trend.pieces) == "Wait"
    assert "as 6 readings tell" in panel.trend.accessibleDescription()
    assert all(piece.x + piece.width <= panel.trend.width() for piece in panel.trend.pieces)
    # and a reading far out is told at once
    small.editor.add(Reading, metric=wait, taken=date(2026, 7, 28), value=Decimal(60))
    assert "1 reading is more than noise" in panel.trend.accessibleDescription()
    # and the other, which has none, has no chart, until it has one
    table = panel.table
    table.setCurrentIndex(table.entries.index(1, 0))
    assert table.current() == calls
    assert not panel.trend.isVisible()
    small.editor.add(Reading, metric=calls, taken=date(2026, 7, 28), value=Decimal(1))
    assert panel.trend.isVisible()
    # and what is painted is more than one colour
    picture = panel.trend.grab().toImage()
    colours = {picture.pixelColor(x, y).rgb() for x in range(0, picture.width(), 3) for y in range(picture.height())}
    assert len(colours) > 3


def test_each_row_has_its_latest_reading_and_a_curve(desktop: Desktop) -> None:
    # given a metric out of tolerance after six readings, one with a single reading, and one with none
    window, small = opened(desktop)
    target = {"unit": "min", "direction": Direction.DOWN, "target": Decimal(40), "tolerance": Decimal(2)}
    wait = small.editor.add(Metric, name="Wait", **target)
    once, _never = (small.editor.add(Metric, name=name) for name in ("Once", "Never"))
    for month in range(1, 7):
        small.editor.add(Reading, metric=wait, taken=date(2026, month, 28), value=Decimal(40 + month))
    small.editor.add(Reading, metric=once, taken=date(2026, 7, 1), value=Decimal(3))
    # when their register is opened
    window.main.panels.open_register("metrics")
    QApplication.processEvents()
    table = window.main.registers.table
    place = next(place for place, column in enumerate(table.entries.columns) if column.name == TREND)
    cells = [table.entries.index(row, place) for row in range(4)]
    # then each says its latest, and screen readers hear how it stands
    assert [cell.data() for cell in cells] == ["46 min", "3", "", ""]
    assert "Latest" in cells[0].data(Qt.ItemDataRole.AccessibleTextRole)
    assert "out of tolerance" in cells[0].data(Qt.ItemDataRole.AccessibleTextRole)
    assert [table.entries.spark(cell) is not None for cell in cells] == [True, False, False, False]
    assert not cells[0].flags() & Qt.ItemFlag.ItemIsEditable
    # and the curve with the triangle of what is out of tolerance is painted in the first alone
    alert = QColor(window.workspace.theme.colour("alert")).rgb()
    assert [alert in painted(table, cell) for cell in cells] == [True, False, False, False]
    # and once it is better again, that is seen
    small.editor.add(Reading, metric=wait, taken=date(2026, 7, 28), value=Decimal(30))
    assert cells[0].data() == "30 min"
    assert alert not in painted(table, cells[0])


def painted(table: EntriesView, cell: QModelIndex) -> set[int]:
    """The colours in a cell."""
    picture = table.viewport().grab(table.visualRect(cell)).toImage()
    return {picture.pixelColor(x, y).rgb() for x in range(picture.width()) for y in range(picture.height())}
