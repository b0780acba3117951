"""The real files that no one here wrote: they lie beside the repository, not in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporters import registry
from exporters.readers import base as readers
from model.document import Document
from model.elements import Card, CardSystem, Lane, Link, Step
from model.errors import KnownError
from model.grid import cell, lanes, steps
from model.registers import System
from model.texts import Texts
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


# Counts made by hand: lanes, steps, cards, links; what is not read, by name.
DIAGRAMS = {
    # 4 shapes of the customer, 17 of the representative
    "drawio-cross-functional.xml": ({}, (2, 10, 21, 24), ()),
    # seven swimlanes side by side with 3, 2, 4, 2, 2, 3 and 3 shapes
    "drawio-swimlane.xml": ({}, (7, 7, 19, 22), ()),
    # 11, 5 and 5 shapes in the shop's lanes; 7 messages end at the client's, 2 at the system's
    "drawio-two-pages.drawio": ({}, (5, 14, 30, 32), ("Purchase stock",)),
    # the second page is a table: 11 activities, 18 tasks, 5 sub-tasks
    "drawio-story-map-no-lanes.drawio": (
        {},
        (3, 7, 34, 1),
        ("purchase-groceries-online", "A story map example in a cross-functional flowchart shape (Misc shape library)"),
    ),
    # 4 starts, 5 ends, 6 tasks, 2 sub-processes; 13 flows, 2 messages; upright pools
    "miwg-A.4.1.bpmn": ({}, (3, 7, 17, 15), ()),
    # 11 nodes in an unnamed lane, 2 + 5 + 3 in the others; 20 flows, 5 messages
    "miwg-C.1.0.bpmn": ({}, (4, 10, 21, 25), ()),
    # the first of four diagrams: 11 + 12 nodes, 26 flows
    "miwg-C.4.0.bpmn": ({}, (2, 18, 23, 26), ("IT", "Payroll", "Facilities")),
}


@pytest.mark.parametrize("name", DIAGRAMS)
def test_diagrams_are_read_with_every_lane_card_and_link(name: str) -> None:
    options, counts, left_out = DIAGRAMS[name]
    file = FOLDER / name

    reading = readers.run(registry.reader_for(file), file, a_context(), options, None)

    document = Document(reading.rows)
    assert tuple(len(document.table(kind)) for kind in (Lane, Step, Card, Link)) == counts
    assert tuple(entry.element for entry in reading.report.left_out) == left_out
    assert all(card.lane is not None for card in document.table(Card).values())


def test_a_data_store_is_a_system_that_two_cards_use() -> None:
    file = FOLDER / "miwg-C.4.0.bpmn"

    document = Document(readers.run(registry.reader_for(file), file, a_context(), {}, None).rows)

    assert len(document.table(CardSystem)) == 2
    assert [system.name for system in document.where(System)] == ["Employee Details"]


def test_a_page_without_lanes_is_refused_with_what_was_found() -> None:
    file = FOLDER / "drawio-story-map-no-lanes.drawio"

    with pytest.raises(KnownError) as caught:
        readers.run(registry.reader_for(file), file, a_context(), {"page": "1"}, None)

    assert "84 shapes and 10 connectors were found, but no table and no swimlanes" in Texts()(caught.value.message)
