"""The inspector on all that a card, a step, a stage or an entry holds; through keys and clicks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from model.editor import Editor
from model.elements import (
    Card,
    DropReason,
    Grounding,
    RaciEntry,
    Review,
    Routing,
)
from model.history import History
from model.registers import (
    Channel,
    Consequence,
    Cost,
    Decision,
    FailPoint,
    Forum,
    Metric,
    Objective,
    Owner,
    Reading,
    Source,
    System,
    SystemExchange,
)
from model.samples import build
from tests.widgets.inspecting import all_names, box, field, inner, said, show, typed
from tests.widgets.support import Small
from widgets.field_editors import FieldEditor, LineField, WordsField
from widgets.fields import GROUPS
from widgets.inspector import Inspector
from widgets.reference_fields import NameButton, NameLine, RecordField, RowsField
from widgets.workspace import Workspace


def add_button(editor: FieldEditor) -> QPushButton:
    """The button that adds a row."""
    (button,) = editor.findChildren(QPushButton, "add")
    return button


def test_parts_sources_words_and_costs_of_a_card(inspector: Inspector, small: Small, workspace: Workspace) -> None:
    show(inspector, workspace, small.reads)

    typed(inner(field(inspector, "raci"), NameLine).line, "Legal")
    typed(inner(field(inspector, "sources"), NameLine).line, "Interviews")
    words = field(inspector, "value_for")
    assert isinstance(words, WordsField)
    words.setFocus()
    QTest.keyClicks(words.area, "Residents, Visitors")
    words.finish()
    add_button(field(inspector, "costs")).click()
    typed(inner(field(inspector, "costs"), LineField).line, "12.50")

    card = small.document.need(Card, small.reads)
    (part,) = small.document.where(RaciEntry, card=small.reads)
    assert small.document.need(Owner, part.owner).name == "Legal"
    assert [small.document.need(Source, id).name for id in card.sources] == ["Interviews"]
    assert card.value_for == ("Residents", "Visitors")
    (cost,) = small.document.where(Cost, subject=small.reads)
    assert cost.amount == Decimal("12.50")
    # then a source is taken away again, in one undo step
    inner(field(inspector, "sources"), QToolButton).click()
    assert small.document.need(Card, small.reads).sources == ()
    small.editor.undo()
    assert len(small.document.need(Card, small.reads).sources) == 1


def test_a_fail_point_is_added_costed_and_left_again(inspector: Inspector, small: Small, workspace: Workspace) -> None:
    # given 1,000 customers a year who all read the letter
    small.editor.edit(small.document.blueprint.id, volume=1000)
    show(inspector, workspace, small.reads)

    add_button(field(inspector, "fail_points")).click()

    (point,) = small.document.where(FailPoint, card=small.reads)
    typed(field(inspector, "rate").line, "10%")
    add_button(field(inspector, "consequences")).click()
    lines = [inner(field(inspector, "consequences"), LineField, place).line for place in range(3)]
    for line, text in zip(lines, ("Call", "2", "6"), strict=True):
        typed(line, text)
    # then 1,000 x 10 % = 100 failures, x 2 calls x 6 = 1,200
    assert said(inspector, "how_often") == "Happens 1,000 times a year\nFails 100 times a year"
    assert said(inspector, "consequences") == "Failure costs 1,200 EUR a year"
    (consequence,) = small.document.where(Consequence, fail_point=point.id)
    assert (consequence.name, consequence.number, consequence.unit_cost) == ("Call", 2, 6)
    # and the way back leads to the card, which says so too
    inspector.page.back.emit()
    assert inspector.editors["title"]
    assert said(inspector, "fails") == "Failure costs 1,200 EUR a year"


def test_steps_say_who_comes_and_why_they_leave(inspector: Inspector, small: Small, workspace: Workspace) -> None:
    # given 1,000 customers of whom 800 go on
    small.editor.edit(small.document.blueprint.id, volume=1000)
    show(inspector, workspace, small.first)

    typed(field(inspector, "customers_out").line, "800")
    add_button(field(inspector, "drop_reasons")).click()
    reason, count = (inner(field(inspector, "drop_reasons"), LineField, place).line for place in range(2))
    typed(reason, "Too long")
    typed(count, "150")

    (row,) = small.document.where(DropReason, step=small.first)
    assert (row.reason, row.count) == ("Too long", 150)
    assert said(inspector, "customers") == (
        "1,000 customers a year come in\n800 go on\n200 leave (20 %)\nThe reasons explain 150 of 200"
    )


def test_a_stage_routes_requests_and_takes_metrics(inspector: Inspector, small: Small, workspace: Workspace) -> None:
    show(inspector, workspace, small.stage)

    add_button(field(inspector, "routings")).click()
    typed(inner(field(inspector, "routings"), LineField).line, "Refund")
    typed(inner(field(inspector, "routings"), RecordField).combo.line, "Billing")
    typed(inner(field(inspector, "metrics"), NameLine).line, "Effort")

    (row,) = small.document.where(Routing, stage=small.stage)
    assert row.request == "Refund"
    assert small.document.need(Owner, row.owner).name == "Billing"
    (metric,) = small.document.where(Metric, subject=small.stage)
    # when the metric is taken from the stage, it stays in the register
    inner(field(inspector, "metrics"), QToolButton).click()
    assert small.document.need(Metric, metric.id).subject is None
    assert said(inspector, "how_sure") == "2 of 2 cards assumed (100 %)" or small.document.where(Card)


def test_a_review_is_logged_today_by_who_works(inspector: Inspector, small: Small, workspace: Workspace) -> None:
    workspace.selection.clear()
    assert "Never reviewed" in said(inspector, "life")

    button = add_button(field(inspector, "reviews"))
    assert button.text() == "Log a review today"
    button.click()

    (review,) = small.document.where(Review)
    assert (review.held, review.actor, review.blueprint) == (date(2026, 11, 23), "Ann", small.document.blueprint.id)
    # then half a year later the next is due
    assert said(inspector, "life") == "Last review: 23 Nov 2026\nNext review due: 23 May 2027"


def test_readings_are_added_and_the_last_ones_shown(inspector: Inspector, small: Small) -> None:
    metric = small.editor.add(Metric, name="Effort", target=Decimal(70), unit="%")
    for month in range(1, 9):
        small.editor.add(Reading, metric=metric, taken=date(2026, month, 1), value=Decimal(70 + month))
    inspector.open(metric)
    readings = field(inspector, "readings")
    assert isinstance(readings, RowsField)
    assert [label.text() for label in readings.findChildren(QLabel, "readout")] == ["and 2 earlier"]

    add_button(readings).click()
    QApplication.processEvents()
    values = [editor for editor in readings.findChildren(LineField) if editor.isVisibleTo(readings)]
    typed(values[-1].line, "75")

    assert "Latest: 75 %, 23 Nov 2026" in said(inspector, "readings")
    assert "Worse than the reading before" in said(inspector, "readings")


def test_registers_open_from_a_card_and_lead_back(inspector: Inspector, small: Small, workspace: Workspace) -> None:
    owner = small.editor.add(Owner, name="Desk team")
    goal = small.editor.add(Metric, name="Calls")
    small.editor.edit(owner, goal_metric=goal)
    small.editor.edit(small.reads, owner=owner)
    show(inspector, workspace, small.reads)

    field(inspector, "owner").opened.emit(owner)
    assert field(inspector, "name").line.text() == "Desk team"
    assert said(inspector, "used") == "Accountable for 1 card"
    field(inspector, "goal_metric").opened.emit(goal)
    assert field(inspector, "name").line.text() == "Calls"
    inspector.page.back.emit()
    assert field(inspector, "name").line.text() == "Desk team"
    inspector.page.back.emit()
    assert "title" in inspector.editors
    # and what is deleted meanwhile is left
    inspector.open(owner)
    small.editor.delete([owner])
    assert "title" in inspector.editors


def test_both_systems_of_an_exchange_show_it(inspector: Inspector, small: Small) -> None:
    portal, ledger = small.editor.add(System, name="Portal"), small.editor.add(System, name="Ledger")
    inspector.open(portal)

    typed(inner(field(inspector, "exchanges"), NameLine).line, "Ledger")
    assert inner(field(inspector, "exchanges"), NameButton).text() == "Ledger"
    inspector.open(ledger)

    assert inner(field(inspector, "exchanges"), NameButton).text() == "Portal"
    assert len(small.document.table(SystemExchange)) == 1


def test_selecting_a_register_entry_shows_it(inspector: Inspector, small: Small, workspace: Workspace) -> None:
    for kind in (Owner, System, Channel, Metric, Source, Forum, Decision, Objective):
        workspace.selection.set([small.editor.add(kind, name="It")])
        assert field(inspector, "name").line.text() == "It"


def test_folded_groups_stay_folded(qtbot: QtBot, inspector: Inspector, small: Small, workspace: Workspace) -> None:
    show(inspector, workspace, small.reads)
    head = box(inspector, "who").head
    head.setFocus()
    QTest.keyClick(head, Qt.Key.Key_Space)
    assert not box(inspector, "who").open

    show(inspector, workspace, small.first)
    show(inspector, workspace, small.fills)
    assert not box(inspector, "who").open
    assert head.accessibleDescription() == "folded"
    # also in the next inspector of the window
    again = Inspector(workspace, inspector._folds)
    qtbot.addWidget(again)
    again.detach()
    workspace.selection.clear()
    show(inspector, workspace, small.reads)
    QTest.keyClick(head, Qt.Key.Key_Space)
    assert box(inspector, "who").open


def test_a_claim_without_a_source_says_that_it_counts_as_assumed(
    inspector: Inspector, small: Small, workspace: Workspace
) -> None:
    show(inspector, workspace, small.reads)
    small.editor.edit(small.reads, grounding=Grounding.MEASURED)
    assert said(inspector, "how_sure") == "Without a source it counts as assumed."


def test_nothing_can_be_set_in_a_document_to_look_at(qtbot: QtBot, small: Small) -> None:
    workspace = small.workspace(read_only=True)
    made = Inspector(workspace)
    qtbot.addWidget(made)
    workspace.selection.show(small.document, small.reads)

    assert not any(editor.isEnabled() for editor in made.editors.values())
    assert not any(each.isVisibleTo(made) for each in made.findChildren(QLabel, "offer"))
    made.detach()
    workspace.close()


@pytest.mark.parametrize("name", ["permit", "outpatient"])
def test_every_page_fits_the_dock(qtbot: QtBot, name: str) -> None:
    small = Small()
    small.document = build(name, small.editor.context)
    small.editor = Editor(small.document, History(small.document), small.editor.context)
    workspace = small.workspace()
    made = Inspector(workspace)
    qtbot.addWidget(made)
    made.resize(270, 900)
    made.show()
    for kind in GROUPS:
        rows = small.document.where(kind)
        for row in (*rows[:3], *rows[-1:]):
            workspace.selection.clear()
            made.open(row.id)
            QApplication.processEvents()
            QApplication.processEvents()
            assert made.page.minimumSizeHint().width() <= made.viewport().width(), row
            assert made.page.width() == made.viewport().width()
        if rows:
            for each in all_names(kind):
                made.page.reveal(each)
            QApplication.processEvents()
            assert made.page.minimumSizeHint().width() <= made.viewport().width(), kind
    made.detach()
    workspace.close()
