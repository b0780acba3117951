"""Moving what is selected by one place with the keyboard."""

from __future__ import annotations

import pytest

from app.gui import Desktop
from app.window import DocumentWindow
from model import grid
from model.messages import Message
from tests.widgets.support import Small
from tests.widgets.window import opened, trigger

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def titles(small: Small, lane: str, step: str) -> list[str]:
    return [card.title for card in grid.cell(small.document, lane, step)]


def test_a_card_moves_in_its_cell_and_then_to_the_next_lane(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    small.editor.add_card(small.customer, small.first, "Thinks")
    window.workspace.selection.show(small.document, small.reads)

    trigger(window, "move.down")
    assert titles(small, small.customer, small.first) == ["Thinks", "Reads the letter"]
    trigger(window, "move.down")
    assert titles(small, small.front, small.first) == ["Reads the letter"]
    assert window.workspace.selection.cell == (small.front, small.first)
    trigger(window, "move.up")

    assert titles(small, small.customer, small.first) == ["Thinks", "Reads the letter"]


def test_several_cards_move_side_by_side_in_one_undo_step(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    before = small.document.frozen()
    window.workspace.selection.set((small.reads, small.fills, small.explains))

    trigger(window, "move.right")
    assert titles(small, small.customer, small.second) == ["Reads the letter"]
    assert titles(small, small.customer, small.third) == ["Fills in the form"]
    assert titles(small, small.front, small.third) == ["Explains it"]
    trigger(window, "undo")

    assert small.document == before


def test_a_step_moves_in_its_stage_and_then_into_the_next(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    window.workspace.selection.set((small.first,))
    orders = []

    for way in ("right", "right", "left"):
        trigger(window, f"move.{way}")
        orders.append([(step.title, step.stage == small.stage) for step in grid.steps(small.document)])

    assert orders == [
        [("Apply", True), ("Learn", True), ("Use", False)],
        [("Apply", True), ("Learn", False), ("Use", False)],
        [("Apply", True), ("Learn", True), ("Use", False)],
    ]


def test_stages_and_lanes_move_past_their_like(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    phone = small.editor.insert_lane(small.front, True, "Phone")
    window.workspace.selection.set((phone,))
    trigger(window, "move.up")
    window.workspace.selection.set((small.stage,))
    trigger(window, "move.right")

    assert [lane.title for lane in grid.lanes(small.document)] == ["Resident", "Phone", "Desk", "Office"]
    assert [stage.title for stage in grid.stages(small.document)] == ["After", "Before"]


def test_where_there_is_no_way_on_it_is_said_and_nothing_changes(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    before = small.document.frozen()
    said: list[Message] = []
    window.workspace.said.connect(said.append)

    for id, way in ((small.reads, "left"), (small.reads, "up"), (small.front, "up"), (small.front, "left")):
        window.workspace.selection.set((id,))
        trigger(window, f"move.{way}")

    assert [each.id.rpartition(".")[2] for each in said] == ["no_way", "no_way", "no_way", "move_what"]
    assert small.document == before


def test_where_the_document_is_mirrored_left_is_onwards(desktop: Desktop) -> None:
    window, small = opened(desktop, Small("he"))
    window.workspace.selection.show(small.document, small.reads)

    trigger(window, "move.left")

    assert titles(small, small.customer, small.second) == ["Fills in the form", "Reads the letter"]
