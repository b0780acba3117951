"""The inspector sets fields through the editor; the outline shows the same document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from model.elements import BAND_OF, Card, CardChannel, CardKind, CardSystem, Grounding, Lane, Mark, Role
from model.registers import Channel, Owner, System
from tests.widgets.support import Small
from widgets.field_editors import ChecksField, ChoiceField, LineField, TextField
from widgets.fields import GROUPS
from widgets.inspector import Inspector
from widgets.outline import Outline
from widgets.reference_fields import NameButton, RecordField, RowsField
from widgets.workspace import Workspace


def line(inspector: Inspector, name: str, text: str) -> None:
    if name not in inspector.editors:
        inspector.page.reveal(name)
    editor = inspector.editors[name]
    assert isinstance(editor, LineField)
    editor.line.setText(text)
    editor.line.editingFinished.emit()


def choose(inspector: Inspector, name: str, value: object) -> None:
    editor = inspector.editors[name]
    assert isinstance(editor, ChoiceField)
    index = [*editor.values].index(value)
    editor.combo.setCurrentIndex(index)
    editor.combo.activated.emit(index)


def test_every_kind_shows_its_fields(inspector: Inspector, small: Small, workspace: Workspace) -> None:
    link = small.editor.add_link(small.reads, small.fills)
    for id in (small.reads, link, small.first, small.stage, small.front, small.document.blueprint.id):
        workspace.selection.set([id])

        kind = type(small.document.find(id))
        always = {name for group in GROUPS[kind] for name in group.always}
        assert set(inspector.editors) == always | ({"links"} if id == small.reads else set())


def test_nothing_selected_shows_the_blueprint(inspector: Inspector, small: Small) -> None:
    line(inspector, "segment", "Residents")
    line(inspector, "dated", "2026-11-30")
    line(inspector, "budget", "120,000.50")
    line(inspector, "volume", "12,000")

    blueprint = small.document.blueprint
    assert (blueprint.segment, blueprint.dated) == ("Residents", date(2026, 11, 30))
    assert (blueprint.budget, blueprint.volume) == (Decimal("120000.50"), 12000)


def test_what_cannot_be_read_is_put_back(inspector: Inspector, small: Small) -> None:
    line(inspector, "volume", "12,000")
    line(inspector, "volume", "many")
    line(inspector, "volume", "1e999999999")
    line(inspector, "dated", "soon")

    editor = inspector.editors["volume"]
    assert isinstance(editor, LineField) and editor.line.text() == "12,000"
    assert small.document.blueprint.volume == 12000
    assert small.document.blueprint.dated is None


def test_a_refused_value_is_said_and_put_back(inspector: Inspector, workspace: Workspace) -> None:
    said: list[str] = []
    workspace.said.connect(lambda message: said.append(message.id))

    line(inspector, "currency", "money")

    editor = inspector.editors["currency"]
    assert said == ["rule.currency"]
    assert isinstance(editor, LineField) and editor.line.text() == "EUR"


def test_a_card_is_edited_field_by_field(inspector: Inspector, small: Small, workspace: Workspace) -> None:
    workspace.selection.set([small.reads])
    title, marks = inspector.editors["title"], inspector.editors["marks"]
    assert isinstance(title, TextField) and isinstance(marks, ChecksField)

    title.area.setPlainText("Opens the letter")
    title.area.left.emit()
    choose(inspector, "kind", CardKind.DECISION)
    choose(inspector, "grounding", Grounding.OBSERVED)
    marks.boxes[Mark.FAIL_POINT].click()
    marks.boxes[Mark.WAIT_POINT].click()
    line(inspector, "work_minutes", "12.5")

    card = small.document.need(Card, small.reads)
    assert (card.title, card.kind, card.grounding) == ("Opens the letter", CardKind.DECISION, Grounding.OBSERVED)
    assert card.marks == (Mark.FAIL_POINT, Mark.WAIT_POINT)
    assert card.work_minutes == Decimal("12.5")


def test_an_owner_is_made_by_name_and_undone_with_it(inspector: Inspector, small: Small, workspace: Workspace) -> None:
    workspace.selection.set([small.reads])
    owner = inspector.editors["owner"]
    assert isinstance(owner, RecordField)

    owner.combo.line.setText("Parking office")
    owner.combo.line.editingFinished.emit()

    (made,) = small.document.table(Owner).values()
    assert made.name == "Parking office"
    assert small.document.need(Card, small.reads).owner == made.id
    small.editor.undo()
    assert not small.document.table(Owner)


def test_the_owner_of_the_lane_is_said_to_be_inherited(
    inspector: Inspector, small: Small, workspace: Workspace
) -> None:
    owner = small.editor.add(Owner, name="Desk team")
    small.editor.edit(small.front, owner=owner)

    workspace.selection.set([small.explains])

    editor = inspector.editors["owner"]
    assert isinstance(editor, RecordField)
    assert editor.combo.line.placeholderText() == workspace.texts("window.inherited", name="Desk team")


@pytest.mark.parametrize(
    ("name", "use", "register"), [("systems", CardSystem, System), ("channels", CardChannel, Channel)]
)
def test_registers_are_joined_by_name_and_taken_away(
    inspector: Inspector, small: Small, workspace: Workspace, name: str, use: type, register: type
) -> None:
    workspace.selection.set([small.reads])
    editor = inspector.editors[name]
    assert isinstance(editor, RowsField)

    editor.added.emit("name", "PermitDB")
    editor.added.emit("name", "permitdb")
    assert len(small.document.table(register)) == 1
    (row,) = small.document.where(use, card=small.reads)
    editor.removed.emit((row.id,))

    assert not small.document.where(use, card=small.reads)
    assert len(small.document.table(register)) == 1


def test_several_cards_are_set_at_once_as_one_undo_step(
    inspector: Inspector, small: Small, workspace: Workspace
) -> None:
    small.editor.edit(small.fills, kind=CardKind.IDEA)
    workspace.selection.set([small.reads, small.fills])
    kind = inspector.editors["kind"]
    assert isinstance(kind, ChoiceField) and kind.combo.currentIndex() == -1
    assert "title" not in inspector.editors

    choose(inspector, "kind", CardKind.QUESTION)

    assert {small.document.need(Card, id).kind for id in (small.reads, small.fills)} == {CardKind.QUESTION}
    small.editor.undo()
    assert small.document.need(Card, small.reads).kind is CardKind.ACTION
    assert small.document.need(Card, small.fills).kind is CardKind.IDEA


def test_a_lane_offers_only_roles_of_its_band(inspector: Inspector, small: Small, workspace: Workspace) -> None:
    workspace.selection.set([small.front])
    role = inspector.editors["role"]
    assert isinstance(role, ChoiceField)
    offered = [each for each in role.values if isinstance(each, Role)]

    lane = small.document.need(Lane, small.front)
    assert {BAND_OF[each] for each in offered} == {BAND_OF[lane.role]}
    assert len(offered) == 2


def test_an_edit_elsewhere_is_shown(inspector: Inspector, small: Small, workspace: Workspace) -> None:
    workspace.selection.set([small.reads])

    small.editor.rename(small.reads, "Changed")

    title = inspector.editors["title"]
    assert isinstance(title, TextField) and title.area.toPlainText() == "Changed"


def row(outline: Outline, id: str) -> QModelIndex:
    return outline.model().index_of(id)


@pytest.fixture
def outline(qtbot: QtBot, workspace: Workspace) -> Iterator[Outline]:
    made = Outline(workspace)
    qtbot.addWidget(made)
    yield made
    made.detach()


def test_the_outline_follows_every_edit(outline: Outline, small: Small) -> None:
    tester = QAbstractItemModelTester(outline.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    outline.expandAll()

    made = small.editor.add_card(small.front, small.first, "New")
    small.editor.rename(small.reads, "Renamed")
    small.editor.move_cards([small.fills], None, None)
    small.editor.move_step(small.first, small.later)
    small.editor.delete([small.explains])
    while small.editor.undo():
        pass
    while small.editor.redo():
        pass

    model = outline.model()
    assert row(outline, small.reads).data() == "Renamed"
    assert model.parent(row(outline, made)) == row(outline, small.first)
    assert model.parent(row(outline, small.first)) == row(outline, small.later)
    assert model.parent(row(outline, small.fills)) == row(outline, "#tray")
    assert not row(outline, small.explains).isValid()
    assert tester.model() is model


def test_selecting_goes_both_ways(outline: Outline, small: Small, workspace: Workspace, qtbot: QtBot) -> None:
    workspace.selection.set([small.explains])
    assert [index.data() for index in outline.selectionModel().selectedRows()] == ["Explains it"]

    with qtbot.waitSignal(outline.chosen) as told:
        index = row(outline, small.reads)
        outline.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    assert told.args == [small.reads]
    assert workspace.selection.ids == (small.reads,)
    assert workspace.selection.cell == (small.customer, small.first)


def test_moving_what_is_selected_keeps_it_selected(outline: Outline, small: Small, workspace: Workspace) -> None:
    workspace.selection.set([small.reads, small.fills])

    small.editor.move_cards([small.reads, small.fills], small.back, small.third)

    assert workspace.selection.ids == (small.reads, small.fills)
    assert {index.data() for index in outline.selectionModel().selectedRows()} == {
        "Reads the letter",
        "Fills in the form",
    }


def test_a_screen_reader_hears_what_a_row_is(outline: Outline, small: Small) -> None:
    spoken = row(outline, small.explains).data(Qt.ItemDataRole.AccessibleTextRole)

    assert spoken == "Card: Explains it, Desk"
    assert outline.accessibleName()


def test_a_mark_of_some_cards_is_half_ticked_and_a_click_leaves_the_other_marks(
    inspector: Inspector, workspace: Workspace, small: Small
) -> None:
    # given two cards, one of them a regulated fail point
    small.editor.edit(small.reads, marks=(Mark.FAIL_POINT, Mark.REGULATED))
    workspace.selection.set((small.reads, small.fills))
    marks = inspector.editors["marks"]
    assert isinstance(marks, ChecksField)
    assert marks.boxes[Mark.REGULATED].checkState() is Qt.CheckState.PartiallyChecked
    assert marks.boxes[Mark.WAIT_POINT].checkState() is Qt.CheckState.Unchecked
    # when the half ticked fail point is clicked, twice
    marks.boxes[Mark.FAIL_POINT].click()
    both = [small.document.need(Card, id).marks for id in (small.reads, small.fills)]
    marks.boxes[Mark.FAIL_POINT].click()
    # then first both have it, then neither, and what else one of them had it keeps
    assert all(Mark.FAIL_POINT in each for each in both)
    assert small.document.need(Card, small.reads).marks == (Mark.REGULATED,)
    assert small.document.need(Card, small.fills).marks == ()
    small.editor.undo()
    small.editor.undo()
    assert small.document.need(Card, small.reads).marks == (Mark.FAIL_POINT, Mark.REGULATED)


def test_systems_of_several_cards_are_shown_and_taken_away_at_once(
    inspector: Inspector, workspace: Workspace, small: Small
) -> None:
    # given a system that all of two cards use, and one that only one does
    both, one = small.editor.add(System, name="Portal"), small.editor.add(System, name="Archive")
    for card, system in ((small.reads, both), (small.fills, both), (small.fills, one)):
        small.editor.use_system(card, system)
    workspace.selection.set((small.reads, small.fills))
    systems = inspector.editors["systems"]
    assert isinstance(systems, RowsField)
    shown = {label.text(): label for label in systems.findChildren(NameButton)}
    assert list(shown) == ["Portal", "Archive (1 of 2)"]
    # when the first is taken away
    row = shown["Portal"].parentWidget()
    row.findChildren(QToolButton)[0].click()
    # then no card uses it any more, in one undo step
    assert [use.system for use in small.document.table(CardSystem).values()] == [one]
    small.editor.undo()
    assert len(small.document.table(CardSystem)) == 3
