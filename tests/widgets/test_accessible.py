"""The map for screen readers: names, roles, places and links; what is told of moves; no way in without a way out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.window import DocumentWindow
from model import samples
from model.elements import CardKind, LinkKind, Mark
from model.registers import Owner
from tests.widgets.support import Small
from tests.widgets.window import close, desktop_at, trigger
from widgets.canvas import accessible

pytestmark = pytest.mark.usefixtures("qapp")
There = tuple[DocumentWindow, Small]
NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description
Role = QAccessible.Role


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is announced; somebody listens."""
    said: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(accessible, "announce", lambda _, text: said.append(text) if text else None)
    return said


def seen(window: DocumentWindow) -> Any:
    """The map as Qt hands it to a screen reader."""
    return QAccessible.queryAccessibleInterface(window.main.canvas)


def walk(interface: Any) -> Iterator[Any]:
    for index in range(interface.childCount()):
        child = interface.child(index)
        yield child
        if isinstance(child, accessible.MapItem):
            assert interface.indexOfChild(child) == index and child.parent() is interface
            yield from walk(child)


def named(window: DocumentWindow, name: str) -> Any:
    return next(item for item in walk(seen(window)) if item.text(NAME) == name)


def test_the_map_is_a_table_of_heads_cells_cards_and_links(there: There) -> None:
    window, small = there
    small.editor.add_link(small.fills, small.explains, LinkKind.EXCHANGE)
    table = seen(window)

    items = [(item.role(), item.text(NAME)) for item in walk(table)][1:]

    assert table.role() == Role.Table
    assert items[:8] == [
        *((Role.Grouping, name) for name in ("Before", "After")),
        *((Role.ColumnHeader, name) for name in ("Learn", "Apply", "Use")),
        *((Role.RowHeader, name) for name in ("Resident", "Desk", "Office")),
    ]
    assert [role for role, _ in items].count(Role.Cell) == 9
    assert (Role.ListItem, "Fills in the form") in items
    assert (Role.Link, "Both must agree from Fills in the form to Explains it") in items


def test_a_card_says_its_place_and_all_that_is_known_of_it(there: There) -> None:
    # given a decision with an owner, a mark and links
    window, small = there
    owner = small.editor.add(Owner, name="Permit desk")
    small.editor.edit(small.explains, kind=CardKind.DECISION, owner=owner, marks=(Mark.FAIL_POINT,))
    small.editor.add_link(small.fills, small.explains)
    small.editor.add_link(small.explains, small.reads)
    # when a reader comes to it
    card = named(window, "Decision: Explains it")
    # then it hears where it stands, and follows its links
    assert card.text(DESCRIPTION) == (
        "Desk, Apply: row 2 of 3, column 2 of 3. Card 1 of 1. Fail point. Owner Permit desk. Assumed. "
        "Leads to Reads the letter. Comes from Fills in the form"
    )
    flows = [(other.text(NAME), flag) for other, flag in card.relations()]
    to, back = QAccessible.RelationFlag.FlowsTo, QAccessible.RelationFlag.FlowsFrom
    assert flows == [("Reads the letter", to), ("Fills in the form", back)]
    assert [other.text(NAME) for other, _ in card.relations(back)] == ["Fills in the form"]


def test_heads_and_cells_say_where_they_stand(there: There) -> None:
    window, _ = there

    said = {item.text(NAME): item.text(DESCRIPTION) for item in walk(seen(window))}

    assert said["Before"] == "Stage 1 of 2"
    assert said["Use"] == "Step 3 of 3, After"
    assert said["Office"] == "Lane 3 of 3, Backstage people"
    cell = next(item for item in walk(seen(window)) if item.role() == Role.Cell)
    assert (cell.text(NAME), cell.text(DESCRIPTION)) == ("1 card", "Resident, Learn: row 1 of 3, column 1 of 3")


def test_each_part_lies_where_it_is_seen(there: There) -> None:
    window, small = there
    canvas = window.main.canvas
    for name in ("Fills in the form", "Before", "Apply", "Desk"):
        box = named(window, name).rect()
        assert box.isValid() and canvas.rect().translated(canvas.mapToGlobal(canvas.rect().topLeft())).intersects(box)
    at = named(window, "Explains it").rect().center()
    assert seen(window).childAt(at.x(), at.y()).key == small.explains


def test_the_focus_follows_the_keyboard(there: There, told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    # given somebody who listens
    window, small = there
    events: list[Any] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", events.append)
    canvas = window.main.canvas
    canvas.setFocus()
    window.workspace.selection.show(small.document, small.reads)
    # when an arrow walks on
    QTest.keyClick(canvas.inline, Qt.Key.Key_Right)
    # then the card come to has the focus, and says so
    focused = [event.accessibleInterface() for event in events if event.type() == QAccessible.Event.Focus]
    assert [item.key for item in focused] == [small.reads, small.fills]
    assert seen(window).focusChild().key == small.fills
    state = named(window, "Fills in the form").state()
    assert state.selected and state.focused and not named(window, "Reads the letter").state().selected
    assert told == []


def test_moves_are_announced(there: There, told: list[str]) -> None:
    window, small = there
    window.workspace.selection.show(small.document, small.reads)
    trigger(window, "move.right")
    trigger(window, "undo")
    trigger(window, "to_tray")
    window.workspace.selection.set((small.later,))
    trigger(window, "move.left")

    assert told == [
        "Reads the letter is now in Resident, Apply: row 1 of 3, column 2 of 3",
        "Reads the letter is now in Resident, Learn: row 1 of 3, column 1 of 3",
        "Reads the letter is now in the tray",
        "After is now in Stage 1 of 2",
    ]
    window.workspace.selection.set((small.fills, small.explains))
    trigger(window, "move.left")
    assert len(told) == 5 and told[-1].count("is now in") == 2


def test_nothing_is_told_while_nobody_listens(there: There, monkeypatch: pytest.MonkeyPatch) -> None:
    window, small = there
    monkeypatch.setattr(accessible, "announce", lambda *_: pytest.fail("told"))
    window.workspace.selection.show(small.document, small.reads)

    trigger(window, "move.right")


def test_what_is_gone_is_invalid_and_silent(there: There) -> None:
    window, small = there
    card = named(window, "Reads the letter")

    small.editor.delete([small.reads])

    assert not card.isValid() and card.text(NAME) == "" and card.childCount() == 0 and not card.rect().isValid()


def test_every_part_of_a_large_map_has_a_name_and_a_role(tmp_path: Path) -> None:
    with desktop_at(tmp_path / "home") as desktop:
        window = desktop.show(desktop.sample("outpatient"))
        items = list(walk(seen(window)))[1:]

        assert len(items) > 12 + 8 + 96 + 120
        assert all(item.text(NAME) and item.isValid() and item.role() != Role.StaticText for item in items)
        assert len([item for item in items if item.role() == Role.ListItem]) >= 120


def test_documents_that_come_and_go_leave_their_interfaces_valid_or_not_at_all(tmp_path: Path) -> None:
    with desktop_at(tmp_path / "home") as desktop:
        for name in samples.NAMES[:2] * 3:
            window = desktop.show(desktop.sample(name))
            assert sum(1 for _ in walk(seen(window)))
            close(window)


def test_tab_and_f6_lead_out_of_the_map_again(there: There) -> None:
    """No keyboard trap: from the map the keyboard gets to everything else, and back."""
    window, _ = there
    window.main.canvas.setFocus()
    met = set()
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        met.add(focus)
        if focus is window.main.canvas.inline:
            break
    assert window.main.canvas.inline in met and len(met) > 5
    trigger(window, "next_pane")
    assert QApplication.focusWidget() is not window.main.canvas.inline
    for _ in range(2):
        trigger(window, "next_pane")
    assert QApplication.focusWidget() is window.main.canvas.inline
