"""Where cards go, in whole numbers: each lane's cards in slots, so that cards of a lane stand in line.

A lane has as many slots as its fullest cell has cards. A card that spans several steps takes one slot in all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from model.document import DocumentView
from model.elements import Card


class Place(NamedTuple):
    """A card's slot in its lane and the columns it covers."""

    slot: int
    first: int
    last: int


class Shelf(NamedTuple):
    """The cards of one lane: places by card, card by (slot, column), cards by first column, slots (one at least)."""

    places: Mapping[str, Place]
    at: Mapping[tuple[int, int], str]
    cells: tuple[tuple[str, ...], ...]
    slots: int


def arrange(
    document: DocumentView,
    lane: str,
    steps: Sequence[str],
    column: Mapping[str, int],
    hidden: Collection[str] = (),
) -> Shelf:
    """The cards of a lane in slots, cell by cell from the first step, each cell in its order.

    Cards that begin in a `hidden` step are left out.
    """
    places: dict[str, Place] = {}
    at: dict[tuple[int, int], str] = {}
    cells: list[tuple[str, ...]] = []
    slots = 1
    dealt: dict[str | None, list[Card]] = {}
    for card in document.where(Card, lane=lane):
        dealt.setdefault(card.step, []).append(card)
    for first, step in enumerate(steps):
        cards = dealt.get(step)
        if cards is None or step in hidden:
            cells.append(())
            continue
        slot = 0
        for card in cards:
            last = first if card.last_step is None else max(first, column.get(card.last_step, first))
            while (slot, first) in at or (last > first and any((slot, one) in at for one in range(first, last + 1))):
                slot += 1
            places[card.id] = Place(slot, first, last)
            for one in range(first, last + 1):
                at[slot, one] = card.id
            slot += 1
        slots = max(slots, slot)
        cells.append(tuple([card.id for card in cards]))
    return Shelf(places, at, tuple(cells), slots)
