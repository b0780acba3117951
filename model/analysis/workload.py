"""How much work there is a year."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from model.analysis.evaluation import HOUR, Evaluation
from model.elements import Card

ZERO = Decimal(0)


def workload(figures: Evaluation, cards: Iterable[Card]) -> Decimal | None:
    """Hours of work of some cards a year; what nobody has said is left out, None where nobody has said anything."""
    counted = ((figures.occurrences(card.id), card.work_minutes) for card in cards)
    minutes = [Decimal(count) * each for count, each in counted if count is not None and each is not None]
    return sum(minutes, ZERO) / HOUR if minutes else None
