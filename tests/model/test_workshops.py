"""Observations and workshops: kept in the file and in versions, taken away with what they belong to, redacted."""

from __future__ import annotations

from datetime import date

from model.analysis.asking.questions import answer
from model.elements import Card
from model.entries.columns import register_named, register_of
from model.keeping import ItemKind, Observation, Workshop, WorkshopItem
from model.naming import called
from model.redaction import parse, redacted
from model.registers import Owner
from model.texts import Texts
from tests.model.builders import DAY, a_grid

TEXTS = Texts()


def test_a_step_never_observed_is_listed_before_the_others() -> None:
    # given four steps with a card each, two of them observed, one of these twice
    grid = a_grid()
    cards = [grid.card(1, step, f"Card {step}") for step in range(4)]
    for step, day, who, seen in (
        (1, date(2026, 11, 2), "Bob", "Asks a neighbour"),
        (3, date(2026, 11, 3), "Ada", "Waits standing"),
        (1, date(2026, 10, 1), "Cyd", "Reads it twice"),
    ):
        grid.editor.add(Observation, step=grid.steps[step], dated=day, actor=who, seen=seen)
    # when it is asked who has seen what
    found = answer(grid.document, "observed")
    # then the first and the third were never, and the last observation of each other is told
    assert [[TEXTS.value(cell) for cell in row.cells] for row in found.rows] == [
        ["Step 1", "(untitled)", "never", "0", "", ""],
        ["Step 3", "Stage 2", "never", "0", "", ""],
        ["Step 2", "(untitled)", "2 Nov 2026", "2", "Bob", "Asks a neighbour"],
        ["Step 4", "Stage 2", "3 Nov 2026", "1", "Ada", "Waits standing"],
    ]
    assert [TEXTS(line) for line in found.said] == ["2 of 4 steps were never observed."]
    assert found.shown == {cards[0], cards[2]}


def test_an_observation_goes_with_its_step_and_items_with_their_workshop() -> None:
    grid = a_grid()
    editor = grid.editor
    seen = editor.add(Observation, step=grid.steps[0], dated=DAY, actor="Ada", seen="Waits")
    workshop = editor.add(Workshop, name="First", held=DAY, attended=("Ada", "Bob"))
    owner = editor.add(Owner, name="Cyd")
    risk = editor.add(WorkshopItem, workshop=workshop, kind=ItemKind.RISK, name="No data", owner=owner)

    editor.delete([grid.steps[0], workshop])

    assert all(grid.document.find(id) is None for id in (seen, workshop, risk))
    editor.undo()
    assert all(grid.document.find(id) is not None for id in (seen, workshop, risk))
    editor.delete([owner])
    assert grid.document.need(WorkshopItem, risk).owner is None


def test_both_have_their_registers_and_are_called_by_what_they_say() -> None:
    grid = a_grid()
    seen = grid.editor.add(Observation, step=grid.steps[0], seen="Waits")
    workshop = grid.editor.add(Workshop, name="First")
    grid.editor.add(WorkshopItem, workshop=workshop, name="Ask the desk")

    document = grid.document
    assert register_of(document.need(Observation, seen)) is register_named("observations")
    items = register_named("workshops").details
    assert items is not None
    assert [getattr(row, "name", "") for row in items.rows(document, workshop)] == ["Ask the desk"]
    assert called(document, document.find(seen)) == "Waits"


def test_without_names_nobody_is_named() -> None:
    grid = a_grid()
    grid.editor.add(Observation, step=grid.steps[0], actor="Ada", seen="Waits")
    grid.editor.add(Workshop, name="First", attended=("Ada", "Bob"))
    grid.card(1, 0, "Asks")

    found = redacted(grid.document, parse("names"))

    assert [row.actor for row in found.where(Observation)] == [""]
    assert [row.attended for row in found.where(Workshop)] == [()]
    assert [row.title for row in found.where(Card)] == ["Asks"]
