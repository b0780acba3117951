"""Who is accountable."""

from __future__ import annotations

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
