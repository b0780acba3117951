"""How well a card is known."""

from __future__ import annotations

from model.elements import Card, Grounding


def is_assumed(card: Card) -> bool:
    """Whether a card is an assumption: it says so, or it names no source."""
    return card.grounding is Grounding.ASSUMED or not card.sources
