"""Fields of the inspector: names found and made, numbers and ranges, what is refused; through keys and clicks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton

from model.elements import (
    Card,
    CardChannel,
    CardKind,
    CardSystem,
    Role,
    Stage,
    Step,
)
from model.improvements import Uncertainty
from model.kinds import kind_of
from model.ranges import Ranged
from model.registers import (
    Channel,
    Consequence,
    FailPoint,
    Owner,
    System,
)
from model.texts import Texts
from tests.widgets.inspecting import all_names, box, field, inner, said, show, typed
from tests.widgets.support import Small
from widgets.field_editors import FlagField, LineField
from widgets.fields import GROUPS, ROWS
from widgets.inspector import Inspector
from widgets.reference_fields import NameLine, RecordField
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
