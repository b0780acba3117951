"""Stages kept as modules and swapped: what stands outside keeps its ids, and what led in leads in again."""

from __future__ import annotations

from random import Random

import pytest

from model.clipboard.pasting import serving
from model.document import Document, DocumentView
from model.editor import Editor
from model.elements import Card, CardSystem, Lane, Link, Stage, Step
from model.grid import stages
from model.history import History
from model.registers import Metric, System
from model.rules import Refused
from model.validate import faults
from tests.model.builders import Grid, a_context, a_grid
from tests.model.random_work import at_work


def a_service() -> tuple[Grid, dict[str, str]]:
    """Two stages of two steps; a card before, one inside, one after, linked in a row; a metric of a step inside."""
    grid = a_grid(stages=(1, 2, 1))
    cards = {
        "before": grid.card(1, 0, "Asks"),
        "inside": grid.card(2, 1, "Answers"),
        "lost": grid.card(3, 2, "Files"),
        "after": grid.card(1, 3, "Pays"),
    }
    names = ("before", "inside", "lost", "after")
    for one, other in zip(names, names[1:], strict=False):
        grid.editor.add_link(cards[one], cards[other])
    cards["metric"] = grid.editor.add(Metric, name="Waits", subject=grid.steps[1])
    return grid, cards


def a_version(title: str) -> str:
    """Another version of the middle stage, from another document: the card that answers, and a new system."""
    grid = a_grid(stages=(2,))
    grid.editor.rename(grid.stages[0], title)
    card = grid.card(2, 0, "Answers")
    grid.editor.use_system(card, grid.editor.add(System, name="Bot"))
    return grid.editor.module_of([grid.stages[0]])


def test_a_swapped_stage_takes_the_place_and_the_links_of_the_old_one() -> None:
    grid, cards = a_service()
    document = grid.document

    new = grid.editor.swap_stage(grid.stages[1], a_version("Answer, with a bot"), "Bot")

    assert [stage.title for stage in stages(document)][1] == "Answer, with a bot"
    assert document.need(Stage, new).module == "Bot"
    (answers,) = document.where(Card, title="Answers")
    assert [(link.source, link.target) for link in document.where(Link)] == [(cards["before"], answers.id)]
    assert document.need(Metric, cards["metric"]).subject in {step.id for step in document.where(Step, stage=new)}
    assert {cards["before"], cards["after"]} <= set(document.table(Card))
    assert cards["lost"] not in document


def test_a_swap_is_one_step_to_undo() -> None:
    grid, _ = a_service()
    before = list(grid.document.rows())

    grid.editor.swap_stage(grid.stages[1], a_version("New"), "")
    grid.editor.undo()

    assert list(grid.document.rows()) == before


def test_cards_and_lanes_are_no_stage_to_swap_for() -> None:
    grid, cards = a_service()

    with pytest.raises(Refused):
        grid.editor.module_of([cards["inside"]])
    with pytest.raises(Refused):
        grid.editor.swap_stage(grid.stages[1], grid.editor.module_of([grid.lanes[0]]), "")


def outside(document: DocumentView, inside: set[str]) -> set[str]:
    """The ids of the grid but for some stages."""
    steps = {step.id for step in document.where(Step) if step.stage in inside}
    cards = {card.id for card in document.where(Card) if card.step in steps}
    rows = (*document.where(Stage), *document.where(Step), *document.where(Lane), *document.where(Card))
    return {row.id for row in rows} - inside - steps - cards


def test_entries_of_a_module_serve_by_name_or_come_along_as_they_are() -> None:
    # given a blueprint with a system called like that of the module
    grid, cards = a_service()
    document = grid.document
    bot = grid.editor.add(System, name=" BOT ")
    text = a_version("With a bot")
    assert [row.id for row in serving(document, text)] == [bot]
    # when the module is put in by name, and once more with entries of its own
    for matching in (True, False):
        grid.editor.paste_fragment(text, None, None, None, matching)
    # then the first uses the system that was there, the second another of the same name
    answers = [card.id for card in document.where(Card, title="Answers") if card.id not in cards.values()]
    used = [use.system for card in answers for use in document.where(CardSystem, card=card)]
    assert len(document.where(System)) == 2 and used.count(bot) == 1 and len(set(used)) == 2
    # and a stage is swapped for it alike
    grid.editor.swap_stage(grid.stages[1], text, "Bot", False)
    assert len(document.where(System)) == 3 and not list(faults(tuple(document.rows())))
    grid.editor.undo()
    assert len(document.where(System)) == 2


@pytest.mark.parametrize("seed", range(30))
def test_ten_insertions_swaps_and_undos_keep_every_other_id(seed: int) -> None:
    draw = Random(seed)
    grid, _ = a_service()
    document = grid.document
    first, depth = list(document.rows()), grid.editor.history.depth
    for _ in range(10):
        text = a_version(f"Version {draw.random()}")
        if draw.random() < 0.3:
            other = at_work(a_grid(stages=(1, 2)).document, f"other {draw.random()}", 30)
            text = _editor(other).module_of([draw.choice(sorted(other.table(Stage)))])
        stage = draw.choice(sorted(document.table(Stage)))
        if draw.random() < 0.5:
            kept = outside(document, {stage})
            grid.editor.swap_stage(stage, text, "", draw.random() < 0.5)
            assert kept <= {row.id for row in document.rows()}
        elif draw.random() < 0.7:
            kept = outside(document, set())
            grid.editor.paste_fragment(text, None, None, None, draw.random() < 0.5)
            assert kept <= {row.id for row in document.rows()}
        elif grid.editor.history.depth > depth:
            grid.editor.undo()
        assert not list(faults(tuple(document.rows())))
    while grid.editor.history.depth > depth:
        grid.editor.undo()
    assert list(document.rows()) == first


def _editor(document: DocumentView) -> Editor:
    copy = Document(document.rows())
    return Editor(copy, History(copy), a_context("other"))
