"""The inspector on everything a record holds: groups, references, rows, figures; through keys and clicks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from model.editor import Editor
from model.elements import (
    Card,
    CardChannel,
    CardKind,
    CardSystem,
    DropReason,
    Grounding,
    Lane,
    Link,
    RaciEntry,
    Review,
    Role,
    Routing,
    Stage,
    Step,
)
from model.history import History
from model.improvements import Uncertainty
from model.kinds import kind_of
from model.ranges import Ranged
from model.record import Record
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
from model.texts import Texts
from tests.widgets.support import Small
from widgets.field_editors import FieldEditor, FlagField, LineField, WordsField
from widgets.fields import GROUPS, ROWS
from widgets.inspector import Inspector
from widgets.inspector_page import GroupBox
from widgets.reference_fields import NameButton, NameLine, RecordField, RowsField
from widgets.workspace import Workspace

# What a page does not ask for: where things are, which the map shows, and what they belong to.
ELSEWHERE = {
    "lane",
    "step",
    "last_step",
    "picture",
    "stage",
    "card",
    "metric",
    "fail_point",
    "blueprint",
    "improvement",
}


@pytest.fixture
def small() -> Small:
    return Small()


@pytest.fixture
def workspace(small: Small) -> Iterator[Workspace]:
    made = small.workspace()
    yield made
    made.close()


@pytest.fixture
def inspector(qtbot: QtBot, workspace: Workspace) -> Iterator[Inspector]:
    made = Inspector(workspace)
    qtbot.addWidget(made)
    made.resize(270, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.detach()


def show(inspector: Inspector, workspace: Workspace, id: str) -> None:
    """Select an element, or open what is not on the map."""
    if isinstance(workspace.document.find(id), Card | Link | Step | Stage | Lane):
        workspace.selection.show(workspace.document, id)
    else:
        inspector.open(id)


def field(inspector: Inspector, name: str) -> Any:
    """An editor, brought into sight first."""
    if name not in inspector.editors:
        inspector.page.reveal(name)
    return inspector.editors[name]


def typed(line: QLineEdit, text: str) -> None:
    """Type over what a line says, and Enter."""
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def inner(editor: FieldEditor, kind: type[QWidget], place: int = 0) -> Any:
    """A widget within an editor."""
    QApplication.processEvents()
    found = [child for child in editor.findChildren(kind) if child.isVisibleTo(editor)]
    return found[place]


def all_names(kind: type[Record]) -> list[str]:
    """The names of all that a page may show."""
    return [name for group in GROUPS[kind] for name in group.names]


def box(inspector: Inspector, group: str) -> GroupBox:
    """A group of the page."""
    return inspector.page.boxes[group]


def said(inspector: Inspector, group: str) -> str:
    """What is computed in a group."""
    (label,) = (
        each
        for each in box(inspector, group).body.findChildren(QLabel, "readout")
        if each.parent() is box(inspector, group).body
    )
    return str(label.text()) if not label.isHidden() else ""


def add_button(editor: FieldEditor) -> QPushButton:
    """The button that adds a row."""
    (button,) = editor.findChildren(QPushButton, "add")
    return button


def test_every_field_of_every_kind_has_its_place_and_its_words() -> None:
    texts = Texts()
    for kind, groups in GROUPS.items():
        names = all_names(kind)
        assert len(set(names)) == len(names)
        own = {each.name for each in kind_of(kind).fields[3:]}
        assert own - ELSEWHERE <= set(names), kind
        assert set(names) <= own | set(ROWS)
        assert all(f"inspector.group.{group.name}" in texts for group in groups)
        for name in names:
            assert f"inspector.field.{kind.__name__}.{name}" in texts or f"window.field.{name}" in texts
        for each in kind_of(kind).fields:
            for choice in each.choices or ():
                assert f"window.choice.{type(choice).__name__}.{choice.value}" in texts


def test_a_fresh_card_shows_little_and_offers_the_rest(
    inspector: Inspector, small: Small, workspace: Workspace
) -> None:
    show(inspector, workspace, small.reads)

    assert tuple(inspector.editors) == ("title", "kind", "marks", "owner", "systems", "channels", "grounding")
    assert not box(inspector, "value").open
    # when the promise is asked for in its group
    box(inspector, "value").head.click()
    box(inspector, "value").wanted.emit("promise")
    assert QApplication.focusWidget() is inspector.editors["promise"].focusProxy()
    QTest.keyClicks(QApplication.focusWidget(), "An answer in a day")
    inspector.finish()
    # then it is kept, and in sight whenever the card is
    assert small.document.need(Card, small.reads).promise == "An answer in a day"
    show(inspector, workspace, small.fills)
    assert "promise" not in inspector.editors
    show(inspector, workspace, small.reads)
    assert "promise" in inspector.editors


def test_what_is_offered_fits_the_card(inspector: Inspector, small: Small, workspace: Workspace) -> None:
    mood = small.editor.add_lane(Role.EMOTION, "Mood")
    card = small.editor.add_card(mood, small.first, "", emotion=-1)
    show(inspector, workspace, card)
    assert "emotion" in inspector.editors

    show(inspector, workspace, small.reads)
    fields = inspector.page.fields
    assert not fields.relevant("emotion", small.document.need(Card, small.reads))
    assert not fields.relevant("answered", small.document.need(Card, small.reads))
    small.editor.edit(small.reads, kind=CardKind.QUESTION)
    assert fields.relevant("answered", small.document.need(Card, small.reads))


def test_a_new_name_is_created_as_the_last_choice(inspector: Inspector, small: Small, workspace: Workspace) -> None:
    small.editor.add(Owner, name="Parking office")
    show(inspector, workspace, small.reads)
    owner = field(inspector, "owner")
    assert isinstance(owner, RecordField)
    line = owner.combo.line
    line.setFocus()

    QTest.keyClicks(line, "Park")

    words = [words for *_, words in owner.combo.choices("Park")]
    assert words == ["Parking office", "Create “Park”"]
    # when the list is walked to its end and Enter is pressed
    popup = owner.combo.completer().popup()
    assert popup.isVisible()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(popup, key)
    made = small.document.need(Owner, small.document.need(Card, small.reads).owner)
    assert made.name == "Park"
    assert line.text() == "Park"
    small.editor.undo()
    assert [row.name for row in small.document.where(Owner)] == ["Parking office"]
    assert small.document.need(Card, small.reads).owner is None


def test_the_beginning_of_a_name_and_enter_mean_that_name(
    inspector: Inspector, small: Small, workspace: Workspace
) -> None:
    office = small.editor.add(Owner, name="Parking office")
    show(inspector, workspace, small.reads)
    owner = field(inspector, "owner")

    typed(owner.combo.line, "park")

    assert small.document.need(Card, small.reads).owner == office
    typed(owner.combo.line, "Night shift")
    assert small.document.need(Owner, small.document.need(Card, small.reads).owner).name == "Night shift"
    owner.combo.line.setFocus()
    owner.combo.line.selectAll()
    QTest.keyClick(owner.combo.line, Qt.Key.Key_Delete)
    owner.finish()
    assert small.document.need(Card, small.reads).owner is None


def test_what_cannot_be_made_by_name_is_refused_with_the_reason(
    inspector: Inspector, small: Small, workspace: Workspace
) -> None:
    heard: list[str] = []
    workspace.said.connect(lambda why: heard.append(workspace.texts(why)))
    show(inspector, workspace, small.later)

    loops = field(inspector, "loops_to")
    typed(loops.combo.line, "Nowhere")
    loops.finish()

    assert heard[-1] == "There is no “Nowhere” to choose here."
    assert loops.combo.line.text() == ""
    typed(loops.combo.line, "Before")
    assert small.document.need(Stage, small.later).loops_to == small.stage


@pytest.mark.parametrize(
    ("text", "reason"),
    [("often", "“often” is not a number."), ("-1", "below zero"), ("150 %", "over 100 %")],
)
def test_a_value_that_may_not_be_is_said_and_put_back(
    inspector: Inspector, small: Small, workspace: Workspace, text: str, reason: str
) -> None:
    small.editor.edit(small.reads, share=Decimal("0.5"))
    heard: list[str] = []
    workspace.said.connect(lambda why: heard.append(workspace.texts(why)))
    show(inspector, workspace, small.reads)
    share = field(inspector, "share")
    assert isinstance(share, LineField)

    typed(share.line, text)

    assert reason in heard[-1]
    assert share.line.text() == "50 %"
    assert small.document.need(Card, small.reads).share == Decimal("0.5")


def test_a_number_that_is_not_sure_is_typed_with_its_low_and_high(
    inspector: Inspector, small: Small, workspace: Workspace
) -> None:
    show(inspector, workspace, small.reads)
    share = field(inspector, "share")

    typed(share.line, "10..15..20 %")

    (found,) = small.document.where(Uncertainty)
    assert (found.element, found.field, found.low, found.high) == (small.reads, "share", Decimal("0.1"), Decimal("0.2"))
    assert small.document.need(Card, small.reads).share == Decimal("0.15")
    assert share.line.text() == "10..15..20 %"
    workspace.editor.undo()
    assert field(inspector, "share").line.text() == ""
    assert small.document.where(Uncertainty) == ()


def test_a_range_that_cannot_be_is_said_and_put_back(inspector: Inspector, small: Small, workspace: Workspace) -> None:
    small.editor.set_number([small.reads], "share", Ranged(Decimal("0.15"), Decimal("0.1"), Decimal("0.2")))
    heard: list[str] = []
    workspace.said.connect(lambda why: heard.append(workspace.texts(why)))
    show(inspector, workspace, small.reads)

    typed(field(inspector, "share").line, "30..15..20 %")

    assert "The low, 30 %, cannot be above the likely 15 %." in heard[-1]
    assert field(inspector, "share").line.text() == "10..15..20 %"


def test_the_sign_in_a_number_shows_how_a_range_is_typed(
    inspector: Inspector, small: Small, workspace: Workspace
) -> None:
    show(inspector, workspace, small.reads)
    share = field(inspector, "share")
    assert not share.range_sign.isVisible()
    typed(share.line, "15 %")

    share.range_sign.trigger()
    assert share.line.text() == "15..15..15 %"
    assert share.line.selectedText() == "15"
    QTest.keyClicks(share.line, "5")
    QTest.keyClick(share.line, Qt.Key.Key_Return)

    assert share.line.text() == "5..15..15 %"
    assert not share.range_sign.isVisible()
    assert small.document.where(Uncertainty)[0].low == Decimal("0.05")


def test_a_range_in_a_row_follows_an_undo(inspector: Inspector, small: Small, workspace: Workspace) -> None:
    fail_point = small.editor.add(FailPoint, card=small.reads)
    consequence = small.editor.add(Consequence, fail_point=fail_point, number=Decimal(2))
    inspector.open(fail_point)
    small.editor.set_number([consequence], "number", Ranged(Decimal(2), Decimal(1), Decimal(3)))
    lines = {each.text() for each in field(inspector, "consequences").findChildren(QLineEdit)}
    assert "1..2..3" in lines

    workspace.editor.undo()

    lines = {each.text() for each in field(inspector, "consequences").findChildren(QLineEdit)}
    assert "2" in lines and "1..2..3" not in lines


def test_shares_may_be_typed_in_per_cent_and_counts_only_whole(
    inspector: Inspector, small: Small, workspace: Workspace
) -> None:
    show(inspector, workspace, small.reads)
    typed(field(inspector, "share").line, "15 %")
    assert small.document.need(Card, small.reads).share == Decimal("0.15")

    show(inspector, workspace, small.first)
    typed(field(inspector, "customers_out").line, "10.5")
    assert small.document.need(Step, small.first).customers_out is None


def test_a_system_of_a_card_is_essential_or_helpful(inspector: Inspector, small: Small, workspace: Workspace) -> None:
    show(inspector, workspace, small.reads)
    systems = field(inspector, "systems")

    typed(inner(systems, NameLine).line, "Portal")

    (use,) = small.document.where(CardSystem, card=small.reads)
    assert use.essential
    assert len(small.document.table(System)) == 1
    flag = inner(systems, FlagField)
    flag.combo.setFocus()
    QTest.keyClick(flag.combo, Qt.Key.Key_Down)
    assert not small.document.need(CardSystem, use.id).essential
    # and its page is one click away
    inspector.open(use.system)
    assert "Helpful" not in said(inspector, "used")
    assert said(inspector, "used") == "1 card uses it\nEssential to 0 of them"


def test_a_mix_that_is_not_one_is_said(inspector: Inspector, small: Small, workspace: Workspace) -> None:
    web, phone = small.editor.add(Channel, name="Web"), small.editor.add(Channel, name="Phone")
    for channel in (web, phone):
        small.editor.add(CardChannel, card=small.reads, channel=channel)
    show(inspector, workspace, small.reads)
    channels = field(inspector, "channels")

    typed(inner(channels, LineField, 0).line, "0.5")
    assert said(inspector, "with_what") == ""
    typed(inner(channels, LineField, 1).line, "0.3")
    assert said(inspector, "with_what") == "The shares add up to 0.8, not to 1."
    typed(inner(channels, LineField, 1).line, "50%")
    assert said(inspector, "with_what") == ""


def test_tab_walks_the_page_from_top_to_bottom_also_through_rows(
    inspector: Inspector, small: Small, workspace: Workspace
) -> None:
    small.editor.add(CardChannel, card=small.reads, channel=small.editor.add(Channel, name="Web"))
    show(inspector, workspace, small.reads)
    inspector.page.reveal("raci")
    inspector.editors["title"].setFocus()

    tops = []
    for _ in range(14):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        tops.append(focus.mapTo(inspector.page, focus.rect().topLeft()).y())

    assert tops == sorted(tops)
    assert len(set(tops)) > 8
    # and Shift+Tab goes the same way back
    back = []
    for _ in range(13):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
        focus = QApplication.focusWidget()
        back.append(focus.mapTo(inspector.page, focus.rect().topLeft()).y())
    assert sorted(back, reverse=True) == back
    assert set(back) <= set(tops)


def test_an_edit_in_a_row_keeps_the_keyboard_on_its_way(
    inspector: Inspector, small: Small, workspace: Workspace
) -> None:
    for name in ("Web", "Phone"):
        small.editor.add(CardChannel, card=small.reads, channel=small.editor.add(Channel, name=name))
    show(inspector, workspace, small.reads)
    first = inner(field(inspector, "channels"), LineField, 0).line
    first.setFocus()

    QTest.keyClicks(first, "0.4")
    QTest.keyClick(first, Qt.Key.Key_Tab)

    (web, _) = small.document.where(CardChannel, card=small.reads)
    assert web.share == Decimal("0.4")
    focus = QApplication.focusWidget()
    assert isinstance(focus, QToolButton)
    assert focus.accessibleName() == "Take away Web"


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
