"""Review mode by real keys: confirm, change, ask, decide, and the entry at the end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.gui import Desktop
from model.elements import Card, CardKind, Review
from model.keeping import Snapshot
from model.registers import Decision, DecisionOption, Direction, Metric, Reading
from tests.widgets.window import opened, trigger
from widgets.living.review import ReviewWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|grabbing the keyboard")
KEY = Qt.Key


def typed(qtbot: QtBot, shown: ReviewWindow, text: str) -> None:
    shown.field.clear()
    qtbot.keyClicks(shown.field, text)
    qtbot.keyClick(shown.field, KEY.Key_Return)


def test_a_review_from_the_first_item_to_the_entry_in_the_log(desktop: Desktop, qtbot: QtBot) -> None:
    # given a decision with two options, and the assumed cards of the small document
    window, small = opened(desktop)
    decision = small.editor.add(Decision, name="Which form?")
    ids = [small.editor.add(DecisionOption, decision=decision, title=title) for title in ("Short", "Long")]
    cards = len(small.document.where(Card))
    # when the review is opened
    trigger(window, "review")
    shown = window.view.reviewing
    assert shown is not None and shown.isVisible()
    topics = [item.topic.value for item in shown.reviewing.items]
    assert topics[0] == "undecided" and topics.count("assumed") >= 3
    # then the decision is made by its number
    assert shown.words.text() == "Which form?"
    qtbot.keyClick(shown, KEY.Key_C)
    assert shown.at == 0
    qtbot.keyClick(shown, KEY.Key_D)
    assert [button.text() for button in shown.choices] == ["1  Short", "2  Long"]
    qtbot.keyClick(shown, KEY.Key_2)
    assert small.document.need(Decision, decision).chosen == ids[1]
    # and the cards are confirmed, changed and asked about
    first, second, third = (item.id for item in shown.reviewing.items[1:4])
    qtbot.keyClick(shown, KEY.Key_C)
    assert small.document.need(Card, first).last_checked == small.editor.context.today()
    qtbot.keyClick(shown, KEY.Key_H)
    assert shown.field.text() == small.document.need(Card, second).title
    typed(qtbot, shown, "Says it otherwise")
    assert small.document.need(Card, second).title == "Says it otherwise"
    qtbot.keyClick(shown, KEY.Key_Q)
    qtbot.keyClick(shown.field, KEY.Key_Escape)
    assert shown.isVisible() and shown.at == 3
    qtbot.keyClick(shown, KEY.Key_Q)
    typed(qtbot, shown, "Since when?")
    asked = [row for row in small.document.where(Card) if row.kind is CardKind.QUESTION and row.title == "Since when?"]
    assert [row.step for row in asked] == [small.document.need(Card, third).step]
    assert len(small.document.where(Card)) == cards + 1
    # and back shows what was done
    qtbot.keyClick(shown.field, KEY.Key_PageUp)
    assert shown.state.text() == "Asked"
    # and after the last comes the entry, with a version of before
    while shown.item is not None:
        qtbot.keyClick(shown, KEY.Key_Right)
    assert shown.words.text().startswith("1 confirmed, 1 changed, 1 asked, 1 decided, of ")
    typed(qtbot, shown, "With the desk")
    assert not shown.isVisible()
    (entry,) = small.document.where(Review)
    assert (entry.actor, entry.note) == ("Ann", "With the desk")
    (version,) = small.document.where(Snapshot)
    assert version.name == "Before the review of 23 Nov 2026"


def test_a_review_can_be_kept_before_its_last_item(desktop: Desktop, qtbot: QtBot) -> None:
    window, small = opened(desktop)
    trigger(window, "review")
    shown = window.view.reviewing
    assert shown is not None and shown.item is not None and shown.finish.isVisible()
    assert all(button.toolTip() for button in (*shown.buttons.values(), shown.finish))

    qtbot.mouseClick(shown.finish, Qt.MouseButton.LeftButton)
    assert shown.item is None and not shown.finish.isVisible()

    typed(qtbot, shown, "The rest next week")
    assert [row.note for row in small.document.where(Review)] == ["The rest next week"]


def test_a_metric_in_review_shows_how_it_went_against_target_and_tolerance(desktop: Desktop, qtbot: QtBot) -> None:
    # given a metric out of tolerance with readings, and the cards of the small document
    window, small = opened(desktop)
    fields = {"target": Decimal(5), "tolerance": Decimal(1), "direction": Direction.DOWN}
    metric = small.editor.add(Metric, name="Wait", unit="days", **fields)
    for month in range(1, 7):
        small.editor.add(Reading, metric=metric, taken=date(2026, month, 28), value=Decimal(6 + month))
    # when it is reviewed
    trigger(window, "review")
    shown = window.view.reviewing
    assert shown is not None and shown.item is not None and shown.item.id == metric
    # then the curve stands below its words, with what is wanted
    assert shown.trend.isVisible()
    said = " ".join(piece.text for piece in shown.trend.pieces)
    assert "target 5" in said and "tolerance 6" in said and "12" in said
    # and a card has none
    qtbot.keyClick(shown, KEY.Key_Right)
    assert small.document.get(Card, shown.reviewing.items[1].id) is not None
    assert not shown.trend.isVisible()
