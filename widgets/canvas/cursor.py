"""Where the keyboard goes next: pure walks over cells and cards."""

from __future__ import annotations

from model import grid
from model.document import DocumentView
from model.named import NamedTuple


class Place(NamedTuple):
    """A cell, and the card of it that is meant; None is the cell itself."""

    lane: str
    step: str
    card: str | None = None


def first(document: DocumentView) -> Place | None:
    """Where a walk begins; None while there is no cell."""
    lanes, steps = grid.lanes(document), grid.steps(document)
    if not lanes or not steps:
        return None
    return at_cell(document, lanes[0].id, steps[0].id)


def at_cell(document: DocumentView, lane: str, step: str, index: int = 0) -> Place:
    """A cell by its card of an index, as near as there is one."""
    cards = grid.cell(document, lane, step)
    return Place(lane, step, cards[min(index, len(cards) - 1)].id if cards else None)


def along(document: DocumentView, place: Place, by: int) -> Place | None:
    """The same lane, so many steps on; None at the border."""
    steps = [step.id for step in grid.steps(document)]
    target = steps.index(place.step) + by
    if not 0 <= target < len(steps):
        return None
    return at_cell(document, place.lane, steps[target], max(0, index_of(document, place)))


def across(document: DocumentView, place: Place, by: int) -> Place | None:
    """The next card of the cell, from the cell itself its nearest one; else the next lane; None at the border."""
    cards = grid.cell(document, place.lane, place.step)
    index = index_of(document, place) + by
    if place.card is None and cards:
        return place._replace(card=cards[0 if by > 0 else -1].id)
    if place.card is not None and 0 <= index < len(cards):
        return place._replace(card=cards[index].id)
    lane = next_lane(document, place.lane, by)
    return None if lane is None else at_cell(document, lane, place.step, 0 if by > 0 else 1_000_000)


def next_lane(document: DocumentView, lane: str, by: int) -> str | None:
    """The lane so many rows on; None at the border."""
    lanes = [each.id for each in grid.lanes(document)]
    target = lanes.index(lane) + by
    return lanes[target] if 0 <= target < len(lanes) else None


def index_of(document: DocumentView, place: Place) -> int:
    """The position of a place's card in its cell; -1 for the cell itself."""
    cards = grid.cell(document, place.lane, place.step)
    return next((index for index, card in enumerate(cards) if card.id == place.card), -1)
