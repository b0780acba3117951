"""Registers below the map are typed into by real keys, each edit undone exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.window import DocumentWindow
from model.elements import Card, CardKind
from model.entries.columns import REGISTERS
from model.improvements import Uncertainty
from model.registers import (
    Cost,
    Decision,
    DecisionOption,
    FailPoint,
    Forum,
    Owner,
    OwnerKind,
    System,
    SystemExchange,
)
from model.texts import Texts
from tests.widgets.support import Small
from tests.widgets.tables import CTRL, KEY, at, line, mark, names, press, shown, type_in, undone
from tests.widgets.window import trigger
from widgets.registers.pick_field import PickField

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|grabbing the keyboard")


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
