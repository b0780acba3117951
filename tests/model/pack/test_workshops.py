"""Workshops and observations as a part of the pack."""

from __future__ import annotations

from datetime import date

from model.keeping import ItemKind, Observation, Workshop, WorkshopItem
from model.registers import Decision, DecisionOption, Owner
from tests.model.builders import DAY, a_grid
from tests.model.packs import row_with, said

HELD = date(2026, 11, 2)


def test_a_workshop_says_who_was_there_and_what_came_of_it() -> None:
    # given two workshops, one with items, a decision and an observation of its day and others of another day
    grid = a_grid()
    editor = grid.editor
    editor.add(Workshop, name="Kick-off", held=date(2026, 10, 1))
    workshop = editor.add(Workshop, name="Desk walk", held=HELD, attended=("Ada", "Bob"), notes="From door to desk")
    desk = editor.add(Owner, name="Front desk")
    for name, kind, owner, due, done in (
        ("Move the sign", ItemKind.ACTION, desk, date(2026, 11, 20), False),
        ("Count the queue", ItemKind.ACTION, desk, date(2026, 11, 9), True),
        ("Ask the guard", ItemKind.ACTION, None, None, False),
        ("No badge", ItemKind.RISK, None, None, False),
    ):
        editor.add(WorkshopItem, workshop=workshop, name=name, kind=kind, owner=owner, due=due, done=done)
    for name, day in (("Which sign?", HELD), ("Which desk?", DAY)):
        decision = editor.add(Decision, name=name, decided_on=day)
        editor.edit(decision, chosen=editor.add(DecisionOption, decision=decision, title="The large one"))
    for seen, day in (("Waits standing", HELD), ("Turns back", DAY)):
        editor.add(Observation, step=grid.steps[0], dated=day, actor="Cyd", seen=seen)
    # when
    words = said(grid.document, "workshops")
    # then the latest comes first, with those who attended, what was covered, decided and seen on its day
    assert words.index("Desk walk, 2 Nov 2026") < words.index("Kick-off, 1 Oct 2026")
    assert row_with(words, "Who was there", 3) == ["Who was there", "Ada", "Bob"]
    assert row_with(words, "What was covered", 2)[1] == "From door to desk"
    assert row_with(words, "Decided that day", 2)[1] == "Which sign?: The large one"
    assert row_with(words, "Observed that day", 2)[1] == "Step 1: Waits standing"
    assert not any("Which desk?" in text for text in words)
    # and its items with owner and day
    assert row_with(words, "Move the sign", 4) == ["Move the sign", "action", "Front desk", "20 Nov 2026"]
    assert row_with(words, "Count the queue", 4) == ["Count the queue", "action, done", "Front desk", "9 Nov 2026"]
    assert row_with(words, "Ask the guard", 4) == ["Ask the guard", "action", "Owner needed", "–"]
    assert row_with(words, "No badge", 4) == ["No badge", "risk", "–", "–"]
    # and all observations, the latest first, with the steps nobody observed
    assert "3 steps were never observed." in words
    log = words[words.index("All observations") :]
    assert log.index("Turns back") < log.index("Waits standing")


def test_without_either_the_part_is_left_out() -> None:
    assert any("no workshop and no observation is entered" in text for text in said(a_grid().document, "all"))
