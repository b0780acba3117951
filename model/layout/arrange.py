"""Where cards go, in whole numbers: each lane's cards in slots, so that cards of a lane stand in line.

A lane has as many slots as its fullest cell has cards. A card that spans several steps takes one slot in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import heapify, heappop, heappush

from model.document import DocumentView
from model.elements import Card
from model.layout.folds import Across
from model.named import NamedTuple

# Makes named tuples sooner than their own names do.
_NEW = tuple.__new__


class Place(NamedTuple):
    """A card's slot in its lane and the columns it covers."""

    slot: int
    first: int
    last: int


class Shelf(NamedTuple):
    """The cards of one lane: places by card, card by (slot, column), cards by first column, slots (one at least)."""

    places: dict[str, Place]
    at: dict[tuple[int, int], str]
    cells: tuple[tuple[str, ...], ...]
    slots: int


def arrange(document: DocumentView, lane: str, across: Across, folded: bool = False) -> Shelf:
    """The cards of a lane in slots, cell by cell from the first step, each cell in its order.

    Cards that begin in a hidden step, and all of a `folded` lane, are left out.
    """
    shelf = Shelf({}, {}, (), 1)
    dealt: dict[str | None, list[Card]] = {}
    for card in () if folded else document.where(Card, lane=lane):
        dealt.setdefault(card.step, []).append(card)
    cells = []
    for first, step in enumerate(across.steps):
        cards = dealt.get(step.id)
        cells.append(() if cards is None or step.id in across.hidden else _deal(shelf, cards, first, across))
    return shelf._replace(cells=tuple(cells), slots=_slots(shelf.places, cells))


def rearrange(
    document: DocumentView, lane: str, across: Across, shelf: Shelf, touched: Iterable[int]
) -> tuple[Shelf, set[str]]:
    """A shelf with other cards in some columns or in another order, and the cards that lie elsewhere or are gone.

    A column is dealt anew only where these cards are, or where one that spans several came or went on its way.
    """
    new, cells = Shelf({**shelf.places}, {**shelf.at}, (), 1), [*shelf.cells]
    was: dict[str, Place] = {}
    now: set[str] = set()
    due = [*touched]
    heapify(due)
    seen = set(due)
    for first in due:
        was.update(_lift(new, cells[first]))
    while due:
        first = heappop(due)
        step, before = across.steps[first].id, cells[first]
        cards = () if step in across.hidden else document.where(Card, lane=lane, step=step)
        cells[first] = _deal(new, cards, first, across)
        now.update(cells[first])
        for beyond in _spanned((*before, *cells[first]), was.get, new.places.get):
            if beyond not in seen:
                seen.add(beyond)
                was.update(_lift(new, cells[beyond]))
                heappush(due, beyond)
    elsewhere = {card for card in now.union(was) if was.get(card) != new.places.get(card)}
    return new._replace(cells=tuple(cells), slots=_slots(new.places, cells)), elsewhere


def _deal(shelf: Shelf, cards: Iterable[Card], first: int, across: Across) -> tuple[str, ...]:
    """Put the cards of a cell on a shelf whose cells before it are dealt."""
    places, at, column = shelf.places, shelf.at, across.column_of
    slot = 0
    dealt = []
    for card in cards:
        id, last = card.id, first
        if card.last_step is not None:
            last = max(first, column.get(card.last_step, first))
        while (slot, first) in at or (last > first and not _free(shelf, slot, first, last)):
            slot += 1
        places[id] = _NEW(Place, (slot, first, last))
        at[slot, first] = id
        for one in range(first + 1, last + 1) if last > first else ():
            at[slot, one] = id
        dealt.append(id)
        slot += 1
    return tuple(dealt)


def _free(shelf: Shelf, slot: int, first: int, last: int) -> bool:
    """Whether no card of a cell up to `first` lies in a slot beyond it; those of cells further on make way."""
    held = (shelf.at.get((slot, one)) for one in range(first + 1, last + 1))
    return all(card is None or shelf.places[card].first > first for card in held)


def _lift(shelf: Shelf, cards: Iterable[str]) -> Iterator[tuple[str, Place]]:
    """Take cards off a shelf; where they lay."""
    for card in cards:
        slot, first, last = place = shelf.places.pop(card)
        for one in range(first, last + 1):
            if shelf.at.get((slot, one)) == card:
                del shelf.at[slot, one]
        yield card, place


def _spanned(
    cards: Iterable[str], was: Callable[[str], Place | None], now: Callable[[str], Place | None]
) -> Iterator[int]:
    """The columns beyond their first that cards cover now or did, where they lie elsewhere."""
    for card in cards:
        places = (was(card), now(card))
        if places[0] != places[1]:
            for place in places:
                if place is not None:
                    yield from range(place.first + 1, place.last + 1)


def _slots(places: dict[str, Place], cells: Iterable[tuple[str, ...]]) -> int:
    """How many slots cells take; the last card of a cell lies lowest."""
    return max([places[cell[-1]].slot + 1 for cell in cells if cell], default=1)
