"""What refers to an entry of a register: listed, replaced, unlinked or merged, and undone exactly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.window import DocumentWindow
from model import usage
from model.elements import Card, CardSystem, Lane
from model.messages import message
from model.registers import (
    DecisionRight,
    Forum,
    Metric,
    Owner,
    Reading,
    System,
)
from model.texts import Texts
from tests.widgets.support import AGREED, Small
from tests.widgets.tables import KEY, SHIFT, at, line, mark, names, press, shown, undone
from tests.widgets.window import asked, trigger
from widgets.registers.dialogs import Asked, DeleteDialog, Deletion, DuplicatesDialog, MergeDialog, UsedDialog

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|grabbing the keyboard")


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
