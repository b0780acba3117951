"""The real files that no one here wrote: they lie beside the repository, not in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporters import registry
from exporters.readers import base as readers
from model.document import Document
from model.elements import Card, Step
from model.grid import cell, lanes, steps
from tests.model.builders import a_context

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "examples"
FAST_FOOD = FOLDER / "18f-fast-food.csv"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared examples are not beside this checkout")


def test_fast_food_is_read_whole() -> None:
    # given the table as people keep it: the user's steps, then three lanes, several cards in a cell
    reader = registry.reader_for(FAST_FOOD)
    # when it is read
    reading = readers.run(reader, FAST_FOOD, a_context(), {}, None)
    document = Document(reading.rows)
    # then counts made by hand hold: 4 steps, 4 lanes, and 4 + 19 + 11 + 12 cards
    assert len(document.table(Step)) == 4
    assert len(document.table(Card)) == 46
    shown = lanes(document)
    assert [lane.role.value for lane in shown] == ["customer", "frontstage", "backstage", "support"]
    # and the first row names the steps and fills the customer lane, in order
    first = [cell(document, shown[0].id, step.id)[0].title for step in steps(document)]
    assert first == [step.title for step in steps(document)]
    # and the lines of a cell are its cards, in order
    second = [card.title for card in cell(document, shown[1].id, steps(document)[0].id)]
    assert second == ["Website", "Newspaper", "Radio ad", "Address search"]
    # and nothing is left out in silence
    assert reading.report.left_out == ()
