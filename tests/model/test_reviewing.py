"""What a review goes through and what each answer does, on a blueprint made by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from model.editor import Editor
from model.elements import CardKind, Grounding, Review
from model.errors import BugError
from model.history import History
from model.keeping import ItemKind, Snapshot, Workshop, WorkshopItem
from model.registers import Decision, DecisionOption, Direction, Metric, Reading, Source
from model.reviewing import Act, Item, Reviewing, Topic, facts, items
from model.snapshots import as_of
from model.texts import Texts
from tests.model.builders import DAY, Grid, a_context, a_grid


def a_blueprint() -> tuple[Grid, dict[str, str]]:
    """One of each: a breach, a decision, a question, a stale card, an assumed one, and a card that is in order."""
    grid = a_grid()
    editor = grid.editor
    source = editor.add(Source, name="Diary")
    ids = {name: grid.card(1, step, name) for step, name in enumerate(("assumed", "stale", "fine"))}
    known = {"sources": (source,), "grounding": Grounding.OBSERVED}
    editor.edit(ids["stale"], **known)
    editor.edit(ids["fine"], **known)
    editor.edit(ids["stale"], last_checked=date(2025, 11, 1))
    editor.edit(ids["fine"], last_checked=date(2026, 11, 1))
    ids["question"] = editor.add_card(grid.lanes[1], grid.steps[0], "Why?", kind=CardKind.QUESTION)
    ids["decision"] = editor.add(Decision, name="Which form?")
    ids["yes"] = editor.add(DecisionOption, decision=ids["decision"], title="The short one")
    ids["metric"] = editor.add(Metric, name="Wait", direction=Direction.DOWN, target=Decimal(5))
    editor.add(Reading, metric=ids["metric"], taken=date(2026, 11, 1), value=Decimal(9))
    return Grid(Editor(grid.document, History(grid.document), a_context()), grid.stages, grid.steps, grid.lanes), ids


def test_what_presses_most_comes_first_and_no_card_twice() -> None:
    grid, ids = a_blueprint()

    assert items(grid.document, DAY) == (
        Item(Topic.BREACHED, ids["metric"]),
        Item(Topic.UNDECIDED, ids["decision"]),
        Item(Topic.UNANSWERED, ids["question"]),
        Item(Topic.STALE, ids["stale"]),
        Item(Topic.ASSUMED, ids["assumed"]),
    )


def test_each_answer_does_what_it_says_and_the_version_before_holds_how_it_was() -> None:
    # given
    grid, ids = a_blueprint()
    before = {row.id: row for row in grid.document.rows()}
    review = Reviewing(grid.editor, "Before")
    breached, undecided, unanswered, stale, assumed = review.items
    # when each is answered
    review.change(breached, "The portal was down")
    review.decide(undecided, ids["yes"])
    review.confirm(unanswered)
    review.confirm(stale)
    asked = review.ask(assumed, "Is that so?")
    entry = review.finish("With the team")
    # then
    document = grid.document
    assert document.need(Metric, ids["metric"]).notes == "The portal was down"
    decision = document.need(Decision, ids["decision"])
    assert (decision.chosen, decision.decided_on) == (ids["yes"], DAY)
    cards = {name: document.find(ids[name]) for name in ("question", "stale")}
    assert getattr(cards["question"], "answered", None) is True
    assert getattr(cards["stale"], "last_checked", None) == DAY
    question = document.find(asked)
    assert getattr(question, "kind", None) is CardKind.QUESTION
    assert (getattr(question, "step", ""), getattr(question, "title", "")) == (grid.steps[0], "Is that so?")
    kept = document.need(Review, entry)
    assert (kept.held, kept.actor, kept.note) == (DAY, "Ada", "With the team")
    # and one version holds the blueprint as it was
    (version,) = document.where(Snapshot)
    assert {row.id: row for row in as_of(document, version.id).rows()} == before
    # and what is left is the assumed card, with the question that was asked
    assert [item.topic for item in items(document, DAY)] == [Topic.BREACHED, Topic.UNANSWERED, Topic.ASSUMED]


def test_a_changed_card_was_checked_by_that() -> None:
    grid, ids = a_blueprint()
    review = Reviewing(grid.editor, "Before")

    review.change(Item(Topic.STALE, ids["stale"]), "Calls twice")

    card = grid.document.find(ids["stale"])
    assert (getattr(card, "title", ""), getattr(card, "last_checked", None)) == ("Calls twice", DAY)
    grid.editor.undo()
    assert getattr(grid.document.find(ids["stale"]), "title", "") == "stale"


def test_an_action_is_reviewed_from_the_day_it_is_due_until_it_is_done() -> None:
    """Of four actions one is done, one due tomorrow, and one has no day; a risk is nothing to do."""
    grid, _ = a_blueprint()
    editor = grid.editor
    workshop = editor.add(Workshop, name="First")
    today = editor.add(WorkshopItem, workshop=workshop, name="Ask the desk", due=DAY)
    late = editor.add(WorkshopItem, workshop=workshop, name="Ask twice", due=DAY - timedelta(days=30))
    editor.add(WorkshopItem, workshop=workshop, name="Asked", due=DAY, done=True)
    editor.add(WorkshopItem, workshop=workshop, name="Ask then", due=DAY + timedelta(days=1))
    editor.add(WorkshopItem, workshop=workshop, name="Some day")
    editor.add(WorkshopItem, workshop=workshop, kind=ItemKind.RISK, name="No data", due=DAY)
    review = Reviewing(editor, "Before")

    assert [item.id for item in review.items if item.topic is Topic.DUE] == [late, today]
    told = [Texts()(line) for line in facts(grid.document, Item(Topic.DUE, late), DAY)]
    assert told == ["No owner is named", "Due on 24 Oct 2026", "From the workshop: First"]
    review.confirm(Item(Topic.DUE, late))
    review.change(Item(Topic.DUE, today), "Ask the office")
    assert grid.document.need(WorkshopItem, late).done
    assert grid.document.need(WorkshopItem, today).name == "Ask the office"
    assert [item.id for item in items(grid.document, DAY) if item.topic is Topic.DUE] == [today]


def test_looking_alone_keeps_no_version() -> None:
    grid, _ = a_blueprint()

    Reviewing(grid.editor, "Before")

    assert not grid.document.where(Snapshot)


def test_a_breach_cannot_be_confirmed_away() -> None:
    grid, ids = a_blueprint()

    with pytest.raises(BugError):
        Reviewing(grid.editor, "Before").confirm(Item(Topic.BREACHED, ids["metric"]))
    assert Act.CONFIRM not in Reviewing(grid.editor, "Before").done.values()
