"""Moods by keyboard: begun in an empty cell, raised and lowered, seen on the curve at once."""

from __future__ import annotations

import pytest

from app.gui import Desktop
from model.elements import Card, Role
from model.layout.drawing import Layer
from model.messages import Message, message
from tests.widgets.window import opened, trigger

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_a_mood_begins_in_an_empty_cell_and_moves_the_curve(desktop: Desktop) -> None:
    # given a lane of moods beside the customer, one empty cell of it selected
    window, small = opened(desktop)
    lane = small.editor.add_lane(Role.EMOTION, "Mood")
    small.editor.edit(lane, beside=small.customer)
    selection = window.workspace.selection
    selection.set((), (lane, small.first))
    # when it is raised twice and lowered three times
    for way in ("up", "up", "down", "down", "down"):
        trigger(window, f"emotion.{way}")
    # then there is one card that says so, selected, and the curve says it too
    (card,) = small.document.where(Card, lane=lane)
    assert card.emotion == -1 and selection.ids == (card.id,)
    curves = [each for each in window.workspace.drawing.pieces(layers=(Layer.GRID,)) if each.kind == "curve"]
    assert [each.text for each in curves] == ["Mood emotion of Resident: −1"]


def test_at_its_end_a_mood_stays_and_elsewhere_it_is_said_what_to_select(desktop: Desktop) -> None:
    # given a mood at +2
    window, small = opened(desktop)
    lane = small.editor.add_lane(Role.EMOTION, "Mood")
    card = small.editor.add_card(lane, small.first, emotion=2)
    window.workspace.selection.show(small.document, card)
    told: list[Message] = []
    window.workspace.said.connect(told.append)
    # when it is raised, then it stays
    trigger(window, "emotion.up")
    assert small.document.need(Card, card).emotion == 2
    # when an action is selected, or a cell of another lane, then it is said what a mood is
    for ids, cell in (((small.reads,), None), ((), (small.customer, small.third))):
        window.workspace.selection.set(ids, cell)
        trigger(window, "emotion.up")
    assert told[-2:] == [message("emotion.none")] * 2
    assert small.document.need(Card, small.reads).emotion is None
