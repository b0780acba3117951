"""Moods: raised and lowered within their ends, and only in emotion lanes."""

from __future__ import annotations

from model.elements import Card, Role
from model.emotions import is_mood
from tests.model.builders import a_grid


def test_moods_shift_together_and_stop_at_the_ends() -> None:
    # given moods of nothing yet, +1 and +2
    grid = a_grid(roles=(Role.CUSTOMER, Role.EMOTION))
    cards = [grid.card(1, step) for step in range(3)]
    grid.editor.edit(cards[1], emotion=1)
    grid.editor.edit(cards[2], emotion=2)

    def moods() -> list[int | None]:
        return [grid.document.need(Card, card).emotion for card in cards]

    # when they are raised, then none goes beyond +2
    grid.editor.shift_emotions(cards, 1)
    assert moods() == [1, 2, 2]
    # when they are lowered four times, then none goes beyond -2
    for _ in range(4):
        grid.editor.shift_emotions(cards, -1)
    assert moods() == [-2, -2, -2]
    # and each was one step to undo, but the last, which changed two of them
    for _ in range(5):
        grid.editor.undo()
    assert moods() == [None, 1, 2]


def test_only_cards_of_an_emotion_lane_are_moods() -> None:
    # given a card of the customer and one of the emotion lane
    grid = a_grid(roles=(Role.CUSTOMER, Role.EMOTION))
    action, mood = grid.card(0), grid.card(1)
    # then the one is none, the other is, until it goes to the tray
    assert [is_mood(grid.document, grid.document.need(Card, id)) for id in (action, mood)] == [False, True]
    grid.editor.move_cards([mood], None, None)
    assert not is_mood(grid.document, grid.document.need(Card, mood))
