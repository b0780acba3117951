"""What a card's face says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from model.blueprint_map import map_composer
from model.layout.drawing import Layer
from model.layout.facts import duration
from model.layout.fonts import FontBook
from model.texts import Texts
from tests.model.builders import a_grid


def test_times_and_the_reference_elsewhere_are_on_the_card() -> None:
    grid = a_grid()
    card = grid.card(2, 0, "Checks")
    grid.editor.edit(card, work_minutes=Decimal(90), wait_minutes=Decimal(5760), external_ref="REQ-12")

    drawing = map_composer(grid.document, FontBook.bundled(system=False)).drawing

    (piece,) = [piece for piece in drawing.pieces(None, (Layer.CARD,)) if piece.id == card]
    assert piece.text == "Checks · work 90 min · wait 4 d · REQ-12"


@pytest.mark.parametrize(
    ("minutes", "said"), [("0.5", "0.5 min"), ("45", "45 min"), ("60", "1 h"), ("90", "90 min"), ("2880", "2 d")]
)
def test_a_duration_is_in_the_largest_unit_that_is_whole(minutes: str, said: str) -> None:
    assert duration(Decimal(minutes), Texts()) == said
