"""What a card's face says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from model.blueprint_map import MapFigures, map_composer
from model.elements import Card
from model.layout.drawing import Layer
from model.layout.facts import duration
from model.layout.fonts import FontBook
from model.registers import Consequence, ConsequenceKind, FailPoint
from model.texts import Texts
from tests.model.builders import Grid, a_grid


def said(grid: Grid, card: str) -> str:
    """What a card says on a map made anew."""
    drawing = map_composer(grid.document, FontBook.bundled(system=False)).drawing
    (piece,) = [piece for piece in drawing.pieces(None, (Layer.CARD,)) if piece.id == card]
    return piece.text


def test_times_and_the_reference_elsewhere_are_on_the_card() -> None:
    grid = a_grid()
    card = grid.card(2, 0, "Checks")
    grid.editor.edit(card, work_minutes=Decimal(90), wait_minutes=Decimal(5760), external_ref="REQ-12")

    assert said(grid, card) == "Checks · work 90 min · wait 4 d · REQ-12"


def test_equal_times_written_otherwise_are_each_shown_as_written() -> None:
    grid = a_grid()
    cards = [grid.card(2, step, "Checks") for step in (0, 1)]
    for card, minutes in zip(cards, ("45", "45.0"), strict=True):
        grid.editor.edit(card, work_minutes=Decimal(minutes))

    assert [said(grid, card) for card in cards] == ["Checks · work 45 min", "Checks · work 45.0 min"]


def test_a_failure_cost_follows_what_it_is_made_of() -> None:
    # given a map whose card tells what its failures cost
    grid = a_grid(volume=1000)
    card = grid.card(2, 0, "Checks")
    editor = grid.editor
    point = editor.add(FailPoint, card=card, rate=Decimal("0.1"))
    editor.add(Consequence, fail_point=point, kind=ConsequenceKind.CALL, number=Decimal(1), unit_cost=Decimal(5))
    figures = MapFigures()
    before = figures.amounts(grid.document)(grid.document.need(Card, card))
    # when fewer customers come
    editor.edit(grid.document.blueprint.id, volume=100)
    # then the same figures answer with the new money
    after = figures.amounts(grid.document)(grid.document.need(Card, card))
    assert [one and one.money for one in (before, after)] == [Decimal(500), Decimal(50)]


@pytest.mark.parametrize(
    ("minutes", "words"), [("0.5", "0.5 min"), ("45", "45 min"), ("60", "1 h"), ("90", "90 min"), ("2880", "2 d")]
)
def test_a_duration_is_in_the_largest_unit_that_is_whole(minutes: str, words: str) -> None:
    assert duration(Decimal(minutes), Texts()) == words
