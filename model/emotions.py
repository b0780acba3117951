"""Moods: the cards of an emotion lane, each from -2 (worst) to +2 (best)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from model.change import Change, Delta
from model.document import DocumentView
from model.elements import Card, Lane, Role
from model.messages import message

LOWEST, HIGHEST = -2, 2


def is_mood(document: DocumentView, card: Card) -> bool:
    """Whether a card stands in an emotion lane."""
    lane = document.get(Lane, card.lane)
    return lane is not None and lane.role is Role.EMOTION


def shift_emotions(document: DocumentView, cards: Iterable[str], by: int) -> Change:
    """Raise or lower moods, none beyond the ends; one that says nothing yet counts as 0."""
    rows = [document.need(Card, card) for card in cards]
    moods = [(row, min(HIGHEST, max(LOWEST, (row.emotion or 0) + by))) for row in rows]
    deltas = tuple(Delta(row, replace(row, emotion=mood)) for row, mood in moods if mood != row.emotion)
    return Change(message("emotion.shift", n=len(rows)), deltas)
