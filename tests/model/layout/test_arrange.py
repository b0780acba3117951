"""Arranging cards in slots again where some came, went or moved: as arranging all of them anew."""

from __future__ import annotations

from random import Random

import pytest

from model.document import DocumentView
from model.elements import Card
from model.layout.arrange import Shelf, arrange, rearrange
from model.layout.folds import across
from model.layout.view import View
from tests.model.builders import Grid, a_grid

COLUMNS = 7


def act(grid: Grid, draw: Random) -> str:
    """One act on a card of a lane, spanning cards above all; the card."""
    editor, lane = grid.editor, grid.lanes[2]
    cards = [card.id for card in editor.document.where(Card, lane=lane)]
    step = draw.choice(grid.steps)
    kind = draw.randrange(7)
    if kind < 2 or len(cards) < 5:
        return editor.add_card(lane, step, "Card", place=draw.choice((0, 1, None)))
    card = draw.choice(cards)
    if kind == 2:
        editor.delete([card])
    elif kind == 3:
        editor.move_cards([card], draw.choice(grid.lanes), step, draw.choice((0, 1, None)))
    else:
        begin = grid.steps.index(str(grid.document.need(Card, card).step))
        editor.span_card(card, draw.choice((*grid.steps[begin:], None)))
    return card


def columns_of(document: DocumentView, shelf: Shelf, card: str, lane: str) -> set[int]:
    """The columns where a card of a lane began and begins."""
    steps = across(document, View()).column_of
    row = document.get(Card, card)
    before = {shelf.places[card].first} if card in shelf.places else set()
    return before | ({steps[row.step]} if row is not None and row.lane == lane and row.step is not None else set())


@pytest.mark.parametrize("seed", range(12))
def test_what_is_arranged_again_in_part_is_as_arranged_anew(seed: int) -> None:
    # given a lane whose cards span steps and make way for one another
    grid, draw = a_grid(stages=(COLUMNS,)), Random(seed)
    document, lane = grid.document, grid.lanes[2]
    for _ in range(15):
        act(grid, draw)
    shelf = arrange(document, lane, across(document, View()))
    spanning = 0
    for _ in range(60):
        # when a card comes, goes, moves or reaches further
        card = act(grid, draw)
        before = shelf
        shown = across(document, View())
        shelf, elsewhere = rearrange(document, lane, shown, before, columns_of(document, before, card, lane))
        # then all lie as though they were put there at once, and those that lie elsewhere now are told
        assert shelf == arrange(document, lane, shown)
        both = before.places.keys() | shelf.places.keys()
        assert elsewhere == {one for one in both if before.places.get(one) != shelf.places.get(one)}
        spanning += any(place.last > place.first for place in shelf.places.values())
    assert spanning > 30
