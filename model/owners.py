"""Who is accountable."""

from __future__ import annotations

from collections.abc import Iterator

from model.document import DocumentView
from model.elements import Card, Lane
from model.registers import Owner


def accountable(document: DocumentView, card: Card) -> Owner | None:
    """The owner of a card: its own, else its lane's."""
    own = document.get(Owner, card.owner)
    if own is not None:
        return own
    lane = document.get(Lane, card.lane)
    return None if lane is None else document.get(Owner, lane.owner)


def owned(document: DocumentView) -> Iterator[tuple[str, str]]:
    """Each card that somebody is accountable for, with its owner, by their ids."""
    owners = document.table(Owner)
    of_lane = {lane.id: lane.owner for lane in document.table(Lane).values() if lane.owner in owners}
    for card in document.table(Card).values():
        owner = card.owner if card.owner in owners else of_lane.get(card.lane or "")
        if owner is not None:
            yield card.id, owner
