"""Registers in bulk: several rows set, blocks copied and pasted, sorted and filtered."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.window import DocumentWindow
from model.registers import (
    Metric,
    Owner,
    Reading,
    Source,
    System,
    SystemState,
)
from tests.widgets.support import Small
from tests.widgets.tables import CTRL, KEY, SHIFT, at, line, mark, names, press, shown, type_in, undone
from tests.widgets.window import asked, trigger

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|grabbing the keyboard")


def test_an_edit_with_several_rows_selected_sets_all_of_them(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    ids = [small.editor.add(System, name=name) for name in "ABC"]
    view, before = shown(window, "systems"), mark(window)
    at(view, 0, "state")

    press(qtbot, KEY.Key_Down, SHIFT)
    type_in(qtbot, "leg")
    press(qtbot, KEY.Key_Return)

    states = [small.document.need(System, id).state for id in ids]
    assert states == [SystemState.LEGACY, SystemState.LEGACY, SystemState.LIVE]
    assert window.main.statusBar().currentMessage() == "Set in 2 entries."
    undone(window, before)


def test_blocks_are_copied_and_pasted_and_make_new_entries(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    small.editor.add(Owner, name="A", unit="Care\nunit")
    small.editor.add(Owner, name="B")
    view, before = shown(window, "owners"), mark(window)
    assert line(view, 0)[1] == "0"

    view.selectAll()
    trigger(window, "copy")
    text = QGuiApplication.clipboard().text()
    assert text.splitlines()[0].startswith('A\tTeam\t"Care')
    at(view, 1, "name")
    trigger(window, "paste")

    assert [(row.name, row.unit) for row in small.document.where(Owner)] == [
        ("A", "Care\nunit"),
        ("A", "Care\nunit"),
        ("B", ""),
    ]
    assert window.main.statusBar().currentMessage() == "Pasted into 2 entries."
    undone(window, before)


def test_a_paste_that_does_not_fit_is_refused_whole_by_row_and_column(
    there: tuple[DocumentWindow, Small],
) -> None:
    window, small = there
    small.editor.add(Owner, name="A")
    view, before = shown(window, "owners"), mark(window)
    at(view, 1, "name")
    QGuiApplication.clipboard().setText("B\tTeam\nC\trobot\n")

    trigger(window, "paste")

    (tell,) = [told for name, told in asked(window).asked if name == "tell"]
    assert tell.startswith("Row 2, Kind: “robot” is none of Person, Team, Role, Partner.")
    assert mark(window) == before and names(view) == ["A", "Add…"]


def test_a_paste_that_may_not_be_is_refused_whole_by_row_and_column(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    view, before = shown(window, "sources"), mark(window)
    at(view, 0, "name")
    QGuiApplication.clipboard().setText("A\tSurvey\n\nB\tSurvey\t2026-01-31\t-5\n")

    trigger(window, "paste")

    said = window.main.statusBar().currentMessage()
    assert said == "Row 3, Sample size: -5 is below zero. Nothing was changed."
    assert mark(window) == before and not small.document.table(Source)


def test_one_value_is_pasted_into_every_selected_row(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    for name in "ABC":
        small.editor.add(Owner, name=name)
    view = shown(window, "owners")
    at(view, 0, "unit")
    press(qtbot, KEY.Key_Down, SHIFT)
    QGuiApplication.clipboard().setText("Care")

    trigger(window, "paste")

    assert [row.unit for row in small.document.where(Owner)] == ["Care", "Care", ""]
    at(view, 0, "unit")
    press(qtbot, KEY.Key_Down, SHIFT)
    QGuiApplication.clipboard().setText("one\ntwo\nthree")
    trigger(window, "paste")
    assert [row.unit for row in small.document.where(Owner)] == ["one", "two", "three"]
    at(view, 0, "name")
    press(qtbot, KEY.Key_Down, SHIFT)
    press(qtbot, KEY.Key_Backspace)
    assert [row.name for row in small.document.where(Owner)] == ["", "", "C"]


def test_sorting_by_key_is_a_matter_of_the_view(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    for name in ("b", "Á", "c"):
        small.editor.add(Owner, name=name)
    view, before = shown(window, "owners"), mark(window)

    for wanted in (["Á", "b", "c"], ["c", "b", "Á"], ["b", "Á", "c"]):
        press(qtbot, KEY.Key_F9, CTRL)
        assert names(view)[:3] == wanted and names(view)[3] == "Add…"

    assert mark(window) == before
    header = view.horizontalHeader()
    spot = QPoint(header.sectionViewportPosition(0) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert names(view)[:3] == ["Á", "b", "c"]


def test_the_filter_finds_what_is_shown(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    it = small.editor.add(Owner, name="Büro")
    small.editor.add(System, name="A", owner=it)
    small.editor.add(System, name="B")
    view, panel = shown(window, "systems"), window.main.registers

    trigger(window, "find")
    type_in(qtbot, "BURO")
    panel.look()
    assert names(view) == ["A", "Add…"]
    press(qtbot, KEY.Key_Down)
    assert view.hasFocus()
    trigger(window, "register.filter")
    press(qtbot, KEY.Key_Escape)
    panel.look()
    assert names(view) == ["A", "B", "Add…"]


def test_what_is_added_under_a_filter_is_seen(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    small.editor.add(Owner, name="Desk")
    small.editor.add(Owner, name="Office")
    view, panel = shown(window, "owners"), window.main.registers
    panel.filter_line.setText("desk")
    panel.look()

    trigger(window, "register.add")
    type_in(qtbot, "Nurses")
    press(qtbot, KEY.Key_Tab)

    assert names(view) == ["Desk", "Nurses", "Add…"] and view.currentIndex().row() == 1
    panel.look()
    assert names(view) == ["Desk", "Add…"]


def test_twelve_readings_are_pasted_below_one_another(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    metric = small.editor.add(Metric, name="Wait")
    shown(window, "metrics")
    details = window.main.registers.details
    details.setFocus()
    QGuiApplication.clipboard().setText("".join(f"2026-{month:02}-28\t{month}.5\n" for month in range(1, 13)))

    trigger(window, "paste")

    assert [row.value for row in small.document.where(Reading, metric=metric)][::11] == [
        Decimal("1.5"),
        Decimal("12.5"),
    ]
    assert details.entries.rowCount() == 13
