"""The panel of the registers: kept in step with the document, its columns, keys, screen readers and words."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from app import settings
from app.gui import Desktop
from app.window import DocumentWindow
from model import usage
from model.change import Change, Delta
from model.entries.columns import REGISTERS, Column
from model.entries.words import Words
from model.messages import message
from model.record import Record
from model.registers import (
    Metric,
    Owner,
    Reading,
    System,
)
from model.texts import Texts
from tests.widgets.support import Scripted, Small
from tests.widgets.tables import KEY, column, line, mark, names, press, shown, type_in, undone
from tests.widgets.window import close, desktop_at, opened, trigger
from widgets.registers.acts import EntryActs
from widgets.registers.layout import Columns
from widgets.registers.panel import RegistersPanel

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|grabbing the keyboard")


def test_a_metric_shows_its_readings_beside_it(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    metric = small.editor.add(Metric, name="Wait")
    small.editor.add(Metric, name="Calls")
    view, panel = shown(window, "metrics"), window.main.registers
    before = mark(window)
    assert panel.caption.text() == "Readings of Wait"

    panel.details.setFocus()
    type_in(qtbot, "2026-01-31")
    press(qtbot, KEY.Key_Tab)
    type_in(qtbot, "4.5")
    press(qtbot, KEY.Key_Return)

    (reading,) = small.document.where(Reading, metric=metric)
    assert (reading.taken, reading.value) == (date(2026, 1, 31), Decimal("4.5"))
    assert line(panel.details, 0)[:2] == ["31 Jan 2026", "4.5"]
    view.setFocus()
    press(qtbot, KEY.Key_Down)
    assert panel.caption.text() == "Readings of Calls" and panel.details.entries.rowCount() == 1
    undone(window, before, 2)


def test_what_changes_elsewhere_is_shown_and_nothing_else_is_read_anew(
    there: tuple[DocumentWindow, Small],
) -> None:
    window, small = there
    it = small.editor.add(Owner, name="IT")
    for number in range(50):
        small.editor.add(System, name=f"S{number}", owner=it if number == 7 else None)
    view = shown(window, "systems")
    tester = QAbstractItemModelTester(view.entries, QAbstractItemModelTester.FailureReportingMode.Fatal)
    told: list[tuple[int, int]] = []
    view.entries.dataChanged.connect(lambda one, other, *_: told.append((one.row(), other.row())))
    resets: list[None] = []
    view.entries.modelReset.connect(lambda: resets.append(None))

    small.editor.rename(it, "Operations")
    assert told == [(7, 7)] and "Operations" in line(view, 7)
    small.editor.add(System, name="New")
    small.editor.delete([view.entries.listing.ids[3]])
    small.editor.undo()
    assert names(view)[3] == "S3" and names(view)[50] == "New"
    assert not resets and tester.model() is view.entries
    counts = [window.main.registers.list.item(place).text() for place in range(2)]
    assert counts == ["Owners  1", "Systems  51"]


def test_while_hidden_nothing_is_kept_in_step_and_on_showing_all_is_there(
    there: tuple[DocumentWindow, Small],
) -> None:
    window, small = there
    view = shown(window, "owners")
    trigger(window, "registers")
    small.editor.add(Owner, name="Later")
    assert names(view) == ["Add…"]

    trigger(window, "registers")

    assert names(view) == ["Later", "Add…"] and window.main.registers.list.item(0).text() == "Owners  1"


def test_columns_are_hidden_and_come_back_as_left(there: tuple[DocumentWindow, Small], desktop: Desktop) -> None:
    window, _ = there
    view = shown(window, "owners")
    assert view.isColumnHidden(column(view, "notes"))
    menu = view.column_menu()
    assert isinstance(menu, QMenu)
    {action.text(): action for action in menu.actions()}["Notes"].trigger()
    {action.text(): action for action in menu.actions()}["Contact"].trigger()
    menu.close()
    view.setColumnWidth(column(view, "unit"), 333)

    close(window)
    stored = json.loads((desktop.home / settings.NAME).read_text(encoding="utf-8"))
    assert "owners.unit" in stored["registers"]
    again, _ = opened(desktop)
    view = shown(again, "owners")

    assert not view.isColumnHidden(column(view, "notes")) and view.isColumnHidden(column(view, "contact"))
    assert view.columnWidth(column(view, "unit")) == 333


def test_a_document_to_look_at_only_is_not_typed_into(qtbot: QtBot) -> None:
    small = Small()
    small.editor.add(Owner, name="A")
    workspace = small.workspace(read_only=True)
    panel = RegistersPanel(workspace, EntryActs(workspace, Scripted(Texts())))
    qtbot.addWidget(panel)
    panel.show()
    view = panel.table

    view.setCurrentIndex(view.entries.index(0, 0))
    view.setFocus()
    qtbot.keyClicks(view, "B")

    assert view.entries.rowCount() == 1 and view.cells.open is None
    panel.detach()
    workspace.close()


def test_a_screen_reader_hears_column_and_value(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    small.editor.add(System, name="PermitDB")
    view = shown(window, "systems")
    role = Qt.ItemDataRole.AccessibleTextRole

    assert view.entries.data(view.entries.index(0, column(view, "state")), role) == "State: Live"
    assert view.entries.data(view.entries.index(0, column(view, "vendor")), role) == "Vendor: empty"
    assert view.accessibleName() == "Systems" and window.main.registers.filter_line.accessibleName()


def test_escape_gives_the_keyboard_back_and_f6_comes_again(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, _ = there
    view, details = shown(window, "metrics"), window.main.registers.details
    type_in(qtbot, "Wait")
    press(qtbot, KEY.Key_Tab)

    press(qtbot, KEY.Key_Escape)
    assert window.main.canvas.isAncestorOf(QApplication.focusWidget()) or window.main.canvas.hasFocus()
    for _ in range(3):
        trigger(window, "next_pane")
    assert view.hasFocus()
    trigger(window, "next_pane")

    assert details.hasFocus()


def test_acts_without_a_table_say_how_to_get_one(there: tuple[DocumentWindow, Small]) -> None:
    window, _ = there
    for name in ("add", "used", "merge", "duplicates", "sort", "filter", "columns"):
        window.main.statusBar().clearMessage()
        trigger(window, f"register.{name}")
        assert window.main.statusBar().currentMessage() == "Open the registers first: Ctrl+R."


def test_of_ten_thousand_entries_an_edit_reads_only_what_is_in_sight(
    there: tuple[DocumentWindow, Small], monkeypatch: pytest.MonkeyPatch
) -> None:
    window, small = there
    rows = tuple(Owner(f"owner_{number}", f"b{number:05}", name=f"Owner {number % 977}") for number in range(10_000))
    window.session.history.push(Change(message("command.add.owner"), tuple(Delta(None, row) for row in rows)))
    view = shown(window, "owners")
    read: list[str] = []
    real = Words.value

    def counted(self: Words, row: Record, column: Column) -> object:
        read.append(row.id)
        return real(self, row, column)

    monkeypatch.setattr(Words, "value", counted)
    small.editor.rename("owner_5000", "Renamed")
    small.editor.add(Owner, name="New")
    QApplication.processEvents()

    assert len(set(read)) < 60 and len(view.entries.listing.ids) == 10_001
    begun = perf_counter()
    window.main.registers.filter_line.setText("owner 97")
    window.main.registers.look()
    view.sort_here()
    assert len(view.entries.listing.ids) == sum("97" in row.name and row.id != "owner_5000" for row in rows)
    assert perf_counter() - begun < 2


def test_a_register_shown_leaves_the_selection_until_a_key_moves_in_it(
    there: tuple[DocumentWindow, Small], qtbot: QtBot
) -> None:
    window, small = there
    one, two = small.editor.add(Owner, name="A"), small.editor.add(Owner, name="B")
    window.workspace.selection.set([small.reads])

    trigger(window, "registers_of.owners")
    assert window.workspace.selection.ids == (small.reads,)
    assert window.main.registers.table.current() == one
    press(qtbot, KEY.Key_Down)

    assert window.workspace.selection.ids == (two,)


def test_no_english_stands_in_registers_and_their_dialogs(qapp: QApplication, tmp_path: Path) -> None:
    assert qapp is not None
    with desktop_at(tmp_path, "pseudo") as desktop:
        window = desktop.show(desktop.sample("outpatient"))
        document = window.session.document
        panel, texts = window.main.registers, window.texts
        said: list[str] = []
        for register in REGISTERS:
            shown(window, register.name)
            for view in (panel.table, panel.details) if register.details else (panel.table,):
                entries = view.entries
                places = range(len(entries.columns))
                said += [str(entries.headerData(place, Qt.Orientation.Horizontal)) for place in places]
                said += [entries.text(entries.index(entries.rowCount() - 1, 0)), view.accessibleName()]
            said += [panel.purpose.text(), panel.list.item(panel.list.currentRow()).text()]
            said += [button.text() for button in panel.findChildren(QPushButton)]
        for owner in document.table(Owner):
            said += [texts(group.title) for group in usage.grouped(document, [owner])]

    assert not [text for text in said if not text.startswith("[")]


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", '{"seen": 3, "widths": {"owners.name": "wide", "owners.unit": 99999}}']
)
def test_a_layout_that_cannot_be_read_is_passed_over(text: str) -> None:
    owners = REGISTERS[0]
    layout = Columns()
    layout.restore(text)

    assert [layout.seen(owners, each) for each in owners.columns] == [each.shown for each in owners.columns]
    assert all(24 <= layout.width(owners, each, "Heading", 13) <= 1200 for each in owners.columns)
