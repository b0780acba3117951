"""Registers below the map: typed, pasted, sorted, filtered, merged and deleted by real keys, each undone exactly."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from app import settings
from app.gui import Desktop
from app.window import DocumentWindow
from model import usage
from model.change import Change, Delta
from model.elements import Card, CardKind, CardSystem, Lane
from model.entries.columns import REGISTERS, Column
from model.entries.words import Words
from model.improvements import Uncertainty
from model.messages import message
from model.record import Record
from model.registers import (
    Cost,
    Decision,
    DecisionOption,
    DecisionRight,
    FailPoint,
    Forum,
    Metric,
    Owner,
    OwnerKind,
    Reading,
    Source,
    System,
    SystemExchange,
    SystemState,
)
from model.texts import Texts
from tests.widgets.support import AGREED, Scripted, Small
from tests.widgets.window import asked, close, desktop_at, opened, trigger
from widgets.registers.acts import EntryActs
from widgets.registers.dialogs import Asked, DeleteDialog, Deletion, DuplicatesDialog, MergeDialog, UsedDialog
from widgets.registers.layout import Columns
from widgets.registers.panel import RegistersPanel
from widgets.registers.pick_field import PickField
from widgets.registers.view import EntriesView

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|grabbing the keyboard")
KEY, SHIFT, CTRL = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def shown(window: DocumentWindow, register: str) -> EntriesView:
    """A register with the keyboard in its first cell."""
    trigger(window, f"registers_of.{register}")
    QApplication.processEvents()
    view = window.main.registers.table
    view.setCurrentIndex(view.entries.index(0, 0))
    view.setFocus()
    return view


def column(view: EntriesView, name: str) -> int:
    return [each.name for each in view.entries.columns].index(name)


def at(view: EntriesView, row: int, name: str) -> None:
    view.setCurrentIndex(view.entries.index(row, column(view, name)))


def press(qtbot: QtBot, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """A key where the keyboard is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    held = Qt.KeyboardModifier.NoModifier
    for each in modifiers:
        held |= each
    qtbot.keyClick(focus, key, held)


def type_in(qtbot: QtBot, text: str) -> None:
    """Characters, each to where the keyboard then is."""
    for character in text:
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClicks(focus, character)


def line(view: EntriesView, row: int) -> list[str]:
    """What a row shows in its shown columns."""
    return [view.entries.text(view.entries.index(row, place)) for place in view._places()]


def names(view: EntriesView) -> list[str]:
    return [line(view, row)[0] for row in range(view.entries.rowCount())]


def mark(window: DocumentWindow) -> list[object]:
    return list(window.session.document.rows())


def undone(window: DocumentWindow, before: list[object], steps: int = 1) -> None:
    """So many undos bring every row back."""
    for _ in range(steps):
        assert mark(window) != before
        trigger(window, "undo")
    assert mark(window) == before


def test_ctrl_r_shows_the_registers_and_hides_them(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, _ = there
    assert not window.main.registers_dock.isVisible()

    qtbot.keyClick(window.main, KEY.Key_R, CTRL)
    assert window.main.registers.isVisible() and window.main.registers.table.hasFocus()
    press(qtbot, KEY.Key_R, CTRL)

    assert not window.main.registers_dock.isVisible()


def test_a_row_is_typed_with_tab_and_enter_and_undone_cell_by_cell(
    there: tuple[DocumentWindow, Small], qtbot: QtBot
) -> None:
    window, small = there
    view, before = shown(window, "owners"), mark(window)

    type_in(qtbot, "Front desk")
    press(qtbot, KEY.Key_Tab)
    press(qtbot, KEY.Key_Tab)
    type_in(qtbot, "rol")
    press(qtbot, KEY.Key_Tab)
    type_in(qtbot, "Care")
    press(qtbot, KEY.Key_Enter)

    (owner,) = small.document.table(Owner).values()
    assert (owner.name, owner.kind, owner.unit) == ("Front desk", OwnerKind.ROLE, "Care")
    assert view.currentIndex().row() == 1 and names(view) == ["Front desk", "Add…"]
    undone(window, before, 3)


def test_a_number_is_typed_with_its_low_and_high_and_refused_where_that_cannot_be(
    there: tuple[DocumentWindow, Small], qtbot: QtBot
) -> None:
    window, small = there
    desk = small.editor.add(Owner, name="Desk", hourly_cost=Decimal(34))
    view, before = shown(window, "owners"), mark(window)

    at(view, 0, "hourly_cost")
    type_in(qtbot, "30..35..45 @wages")
    press(qtbot, KEY.Key_Enter)
    shows = line(view, 0)
    at(view, 0, "hourly_cost")
    type_in(qtbot, "40..35..45")
    press(qtbot, KEY.Key_Enter)

    assert "30..35..45 @wages" in shows and "30..35..45 @wages" in line(view, 0)
    (found,) = small.document.where(Uncertainty)
    assert (found.element, found.low, found.high, found.group) == (desk, Decimal(30), Decimal(45), "wages")
    press(qtbot, KEY.Key_Escape)
    undone(window, before)


def test_an_empty_register_says_what_it_is_for(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, _ = there
    panel = window.main.registers
    for register in REGISTERS:
        shown(window, register.name)
        said = panel.purpose.text()
        assert panel.purpose.isVisible() and said == Texts()(f"register.purpose.{register.name}")

    shown(window, "channels")
    type_in(qtbot, "Web")
    press(qtbot, KEY.Key_Return)
    assert not panel.purpose.isVisible()


def test_typing_names_a_record_by_its_beginning_or_makes_it(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    desk = small.editor.add(Owner, name="Desk lead")
    system = small.editor.add(System, name="PermitDB")
    view, before = shown(window, "systems"), mark(window)
    at(view, 0, "owner")

    type_in(qtbot, "des")
    editor = view.cells.open
    assert isinstance(editor, PickField)
    assert editor.popup.open and editor.popup.texts == ["Desk lead", "Create owner “des”"]
    press(qtbot, KEY.Key_Return)
    assert small.document.need(System, system).owner == desk
    at(view, 0, "owner")
    type_in(qtbot, "des")
    press(qtbot, KEY.Key_Down)
    press(qtbot, KEY.Key_Tab)

    made = small.document.need(Owner, small.document.need(System, system).owner)
    assert made.name == "des" and made.id != desk
    undone(window, before, 2)


def test_an_emptied_reference_is_taken_away_and_escape_drops_what_is_typed(
    there: tuple[DocumentWindow, Small], qtbot: QtBot
) -> None:
    window, small = there
    desk = small.editor.add(Owner, name="Desk")
    system = small.editor.add(System, name="PermitDB", owner=desk)
    view = shown(window, "systems")
    at(view, 0, "owner")

    trigger(window, "edit_text")
    press(qtbot, KEY.Key_Delete)
    press(qtbot, KEY.Key_Escape)
    press(qtbot, KEY.Key_Escape)
    assert small.document.need(System, system).owner == desk and view.hasFocus()
    trigger(window, "edit_text")
    press(qtbot, KEY.Key_Delete)
    press(qtbot, KEY.Key_Return)
    assert small.document.need(System, system).owner is None

    at(view, 0, "name")
    type_in(qtbot, "Other")
    press(qtbot, KEY.Key_Escape)
    assert small.document.need(System, system).name == "PermitDB"


def test_many_names_stand_in_one_cell(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    one, two = small.editor.add(Owner, name="Ann"), small.editor.add(Owner, name="Bob")
    forum = small.editor.add(Forum, name="Board")
    view = shown(window, "forums")
    at(view, 0, "members")

    type_in(qtbot, "a")
    press(qtbot, KEY.Key_Return)
    type_in(qtbot, "bo")
    press(qtbot, KEY.Key_Return)
    press(qtbot, KEY.Key_Return)

    assert small.document.need(Forum, forum).members == (one, two)
    assert "Ann; Bob" in line(view, 0)


def test_what_cannot_be_read_is_said_and_put_back(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    system = small.editor.add(System, name="PermitDB", running_cost=Decimal(5))
    view, said = shown(window, "systems"), window.main.statusBar()
    at(view, 0, "running_cost")
    before = mark(window)

    type_in(qtbot, "lots")
    press(qtbot, KEY.Key_Return)
    assert said.currentMessage() == "“lots” is not a number." and view.currentIndex().row() == 0
    type_in(qtbot, "-3")
    press(qtbot, KEY.Key_Return)
    assert said.currentMessage() == "-3 is below zero."

    assert mark(window) == before and small.document.need(System, system).running_cost == Decimal(5)


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


def test_what_refers_to_an_entry_is_listed_and_shown_on_the_map(
    there: tuple[DocumentWindow, Small], qtbot: QtBot
) -> None:
    window, small = there
    system = small.editor.add(System, name="PermitDB")
    small.editor.use_system(small.explains, system)
    view = shown(window, "systems")
    assert line(view, 0)[1] == "1"
    asked(window).answer(used=AGREED)

    at(view, 0, "uses")
    press(qtbot, KEY.Key_Return)

    assert asked(window).asked[-1] == ("used", ("PermitDB", [("1 card uses it", ["Explains it"])]))
    assert window.workspace.selection.ids == (small.explains,)
    assert window.workspace.selection.cell == (small.front, small.second)


def test_a_use_that_no_card_shows_is_shown_in_its_register(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    owner = small.editor.add(Owner, name="Ann")
    small.editor.add(Forum, name="Other")
    board = small.editor.add(Forum, name="Board", chair=owner)
    shown(window, "owners")
    asked(window).answer(used=AGREED)

    trigger(window, "register.used")

    panel = window.main.registers
    assert panel.register.name == "forums" and panel.table.current() == board


class Used:
    """An owner, a system and a metric that are used, each with another to take its place."""

    def __init__(self, small: Small) -> None:
        editor = small.editor
        self.desk, self.office = editor.add(Owner, name="Desk"), editor.add(Owner, name="Office")
        editor.edit(small.front, owner=self.desk)
        editor.edit(small.explains, owner=self.desk)
        self.permits, self.files = (
            editor.add(System, name="PermitDB", owner=self.desk),
            editor.add(System, name="Files"),
        )
        editor.use_system(small.explains, self.permits)
        self.wait, self.calls = editor.add(Metric, name="Wait"), editor.add(Metric, name="Calls")
        editor.add(Reading, metric=self.wait, taken=date(2026, 1, 31), value=Decimal(4))
        editor.edit(small.explains, moves=(self.wait,))


LISTED = {
    "owners": ("“Desk” is referred to here:", ["Owner of 1 lane", "Owner of 1 card", "Owner of 1 system"], []),
    "systems": ("“PermitDB” is referred to here:", ["1 card uses it"], []),
    "metrics": ("“Wait” is referred to here:", ["1 card moves it"], ["1 reading goes too"]),
}
PAIRS = {"owners": ("desk", "office"), "systems": ("permits", "files"), "metrics": ("wait", "calls")}


@pytest.mark.parametrize("register", list(LISTED))
@pytest.mark.parametrize("how", ["replaced", "unlinked", "kept"])
def test_deleting_what_is_used_lists_it_first_and_is_undone_exactly(
    there: tuple[DocumentWindow, Small], qtbot: QtBot, register: str, how: str
) -> None:
    window, small = there
    used = Used(small)
    gone, other = (getattr(used, name) for name in PAIRS[register])
    shown(window, register)
    before = mark(window)
    asked(window).answer(delete_entries={"replaced": Deletion(other), "unlinked": Deletion(), "kept": None}[how])

    press(qtbot, KEY.Key_Delete)

    head, groups, along, others = asked(window).asked[-1][1]
    assert (head, [title for title, _ in groups], [title for title, _ in along]) == LISTED[register]
    assert [id for id, _ in others] == [other]
    if how == "kept":
        assert mark(window) == before
        return
    assert gone not in small.document
    card = small.document.need(Card, small.explains)
    now = {
        "owners": card.owner,
        "systems": next((use.system for use in small.document.where(CardSystem, card=card.id)), None),
        "metrics": next(iter(card.moves), None),
    }[register]
    assert now == (other if how == "replaced" else None)
    if register == "owners":
        assert small.document.need(Lane, small.front).owner == now
    undone(window, before)
    trigger(window, "redo")
    assert gone not in small.document


def test_an_entry_that_nothing_refers_to_goes_unasked(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    small.editor.add(Owner, name="A"), small.editor.add(Owner, name="B")
    view, before = shown(window, "owners"), mark(window)

    press(qtbot, KEY.Key_Delete)

    assert names(view) == ["B", "Add…"] and view.currentIndex().row() == 0
    assert not [name for name, _ in asked(window).asked if name == "delete_entries"]
    undone(window, before)
    assert names(view) == ["A", "B", "Add…"]


def test_an_entry_selected_elsewhere_is_deleted_by_the_same_question(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    used = Used(small)
    asked(window).answer(delete_entries=Deletion(used.office))
    window.main.canvas.setFocus()
    window.workspace.selection.set([used.desk])

    trigger(window, "delete")

    assert used.desk not in small.document
    assert small.document.need(Card, small.explains).owner == used.office


def test_two_entries_are_merged_into_the_one_that_is_named(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    one, two = small.editor.add(Owner, name="Desk"), small.editor.add(Owner, name="The desk", unit="Care")
    small.editor.edit(small.explains, owner=two)
    view, before = shown(window, "owners"), mark(window)
    asked(window).answer(merge_entries=one)

    press(qtbot, KEY.Key_Down, SHIFT)
    trigger(window, "register.merge")

    assert asked(window).asked[-1] == ("merge_entries", ((one, "Desk", 0), (two, "The desk", 1)))
    assert small.document.need(Card, small.explains).owner == one
    assert small.document.need(Owner, one).unit == "Care" and names(view) == ["Desk", "Add…"]
    undone(window, before)


def test_parts_are_merged_where_the_keyboard_is(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    forum = small.editor.add(Forum, name="Board")
    one = small.editor.add(DecisionRight, forum=forum, what="Hours")
    two = small.editor.add(DecisionRight, forum=forum, what="Opening hours", limit=Decimal(5))
    shown(window, "forums")
    details = window.main.registers.details
    details.setFocus()
    before = mark(window)
    asked(window).answer(merge_entries=one)

    press(qtbot, KEY.Key_Down, SHIFT)
    trigger(window, "register.merge")

    right = small.document.need(DecisionRight, one)
    assert (right.what, right.limit) == ("Hours", Decimal(5)) and two not in small.document
    assert line(details, 0) == ["Hours", "5"] and details.current() == one
    undone(window, before)


def test_duplicates_are_proposed_and_merged_as_one_step(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    one, two = small.editor.add(Owner, name="Desk"), small.editor.add(Owner, name="desk")
    three, four = small.editor.add(Owner, name="Büro"), small.editor.add(Owner, name="BURO")
    small.editor.edit(small.explains, owner=two)
    shown(window, "owners")
    before = mark(window)
    asked(window).answer(duplicates=(0, 1))

    trigger(window, "register.duplicates")

    assert {one, two, three, four} & {*small.document.table(Owner)} == {two, three}
    undone(window, before)
    trigger(window, "registers_of.systems")
    trigger(window, "register.duplicates")
    assert window.main.statusBar().currentMessage() == "No two entries here have the same name."


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


def test_a_decision_chooses_among_its_own_options(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    decision = small.editor.add(Decision, name="More slots?")
    other = small.editor.add(Decision, name="Other")
    small.editor.add(DecisionOption, decision=other, title="Yes, later")
    panel = window.main.registers
    view = shown(window, "decisions")
    panel.details.setFocus()
    type_in(qtbot, "Yes")
    press(qtbot, KEY.Key_Return)
    (option,) = small.document.where(DecisionOption, decision=decision)

    view.setFocus()
    at(view, 0, "chosen")
    type_in(qtbot, "y")
    editor = view.cells.open
    assert isinstance(editor, PickField) and editor.popup.texts == ["Yes"]
    press(qtbot, KEY.Key_Return)

    assert small.document.need(Decision, decision).chosen == option.id


def test_an_exchange_is_seen_and_edited_from_both_ends(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    one, two, three = (small.editor.add(System, name=name) for name in ("One", "Two", "Three"))
    id = small.editor.add(SystemExchange, system=one, other=two, what="Slots")
    view, details = shown(window, "systems"), window.main.registers.details
    press(qtbot, KEY.Key_Down)
    assert line(details, 0) == ["One", "Slots"]

    details.setFocus()
    at(details, 0, "other")
    type_in(qtbot, "Thr")
    press(qtbot, KEY.Key_Return)

    row = small.document.need(SystemExchange, id)
    assert (row.system, row.other) == (three, two) and view.entries.rowCount() == 4


def test_a_cost_waits_in_the_last_row_until_it_belongs_to_something(
    there: tuple[DocumentWindow, Small], qtbot: QtBot
) -> None:
    window, small = there
    small.editor.add(System, name="PermitDB")
    view, before = shown(window, "costs"), mark(window)
    at(view, 0, "amount")

    type_in(qtbot, "120")
    press(qtbot, KEY.Key_Tab)
    assert window.main.statusBar().currentMessage() == "It will be added once this is chosen too: Of."
    assert mark(window) == before and "120" in line(view, 0)
    press(qtbot, KEY.Key_Delete)
    assert "120" not in line(view, 0)
    at(view, 0, "amount")
    type_in(qtbot, "120")
    press(qtbot, KEY.Key_Tab)
    at(view, 0, "subject")
    type_in(qtbot, "perm")
    press(qtbot, KEY.Key_Return)

    (cost,) = small.document.table(Cost).values()
    assert cost.amount == Decimal(120)
    undone(window, before)


def test_a_fail_point_and_a_question_are_added(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    shown(window, "fail_points")
    type_in(qtbot, "No slot")
    press(qtbot, KEY.Key_Tab)
    type_in(qtbot, "explains")
    press(qtbot, KEY.Key_Return)
    (fail,) = small.document.table(FailPoint).values()
    assert (fail.card, fail.delivered) == (small.explains, "No slot")

    shown(window, "questions")
    type_in(qtbot, "Who calls?")
    press(qtbot, KEY.Key_Return)
    (question,) = [card for card in small.document.table(Card).values() if card.kind is CardKind.QUESTION]
    assert (question.title, question.lane) == ("Who calls?", None)


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


def dialog_of(texts: Texts, others: list[tuple[str, str]]) -> DeleteDialog:
    small = Small()
    used = Used(small)
    groups = usage.grouped(small.document, [used.desk])
    return DeleteDialog(texts, Asked(message("register.deleting.used", n=1, name="Desk"), groups, (), others), None)


def test_the_delete_dialog_replaces_only_by_a_name_it_knows(qtbot: QtBot) -> None:
    dialog = dialog_of(Texts(), [("one", "Office"), ("two", "Offshore")])
    qtbot.addWidget(dialog)
    dialog.show()
    line = dialog.combo.lineEdit()
    assert isinstance(line, QLineEdit) and not dialog.replace.isEnabled()

    qtbot.keyClicks(line, "nobody")
    assert not dialog.replace.isEnabled()
    line.clear()
    qtbot.keyClicks(line, "office")
    assert dialog.replace.isEnabled()
    dialog.replace.click()

    assert dialog.result() and dialog.deletion == Deletion("one")
    tops = [dialog.tree.topLevelItem(place) for place in range(dialog.tree.topLevelItemCount())]
    assert [top.text(0) for top in tops if top is not None] == [
        "Owner of 1 lane",
        "Owner of 1 card",
        "Owner of 1 system",
    ]


def test_the_delete_dialog_unlinks(qtbot: QtBot) -> None:
    dialog = dialog_of(Texts(), [])
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.combo.isHidden()

    dialog.yes.click()

    assert dialog.deletion == Deletion(None)


def test_the_other_dialogs_tell_what_was_chosen(qtbot: QtBot) -> None:
    small = Small()
    used = Used(small)
    texts = Texts()
    where = UsedDialog(texts, "Desk", usage.grouped(small.document, [used.desk]), None)
    merge = MergeDialog(texts, [("a", "A", 1), ("b", "B", 3)], None)
    same = DuplicatesDialog(texts, [[("a", "A", 1), ("b", "a", 3)], [("c", "C", 0), ("d", "c", 0)]], None)
    for dialog in (where, merge, same):
        qtbot.addWidget(dialog)
        dialog.show()
    assert (where.chosen, merge.chosen, same.chosen) == (small.front, "b", (0, 1))

    qtbot.keyClick(where.tree, KEY.Key_Down)
    qtbot.keyClick(where.tree, KEY.Key_Down)
    qtbot.keyClick(merge.list, KEY.Key_Up)
    qtbot.keyClick(same.list, KEY.Key_Space)

    assert (where.chosen, merge.chosen, same.chosen) == (small.explains, "a", (1,))


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


def test_a_share_is_typed_as_in_spreadsheets(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    system = small.editor.add(System, name="PermitDB")
    view = shown(window, "systems")
    at(view, 0, "running_share")

    type_in(qtbot, "40")
    press(qtbot, KEY.Key_Return)
    assert small.document.need(System, system).running_share == Decimal("0.4") and "40 %" in line(view, 0)
    at(view, 0, "running_share")
    trigger(window, "edit_text")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit) and editor.text() == "40 %"
    press(qtbot, KEY.Key_Return)

    assert small.document.need(System, system).running_share == Decimal("0.4")


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", '{"seen": 3, "widths": {"owners.name": "wide", "owners.unit": 99999}}']
)
def test_a_layout_that_cannot_be_read_is_passed_over(text: str) -> None:
    owners = REGISTERS[0]
    layout = Columns()
    layout.restore(text)

    assert [layout.seen(owners, each) for each in owners.columns] == [each.shown for each in owners.columns]
    assert all(24 <= layout.width(owners, each, "Heading", 13) <= 1200 for each in owners.columns)
