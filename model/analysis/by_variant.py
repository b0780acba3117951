"""What each variant comes to: cards, links, steps, time and money, each as if it were the only path (R70)."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from model.analysis import partitions
from model.analysis.timing import timing
from model.analysis.views import whole_of
from model.document import DocumentView
from model.elements import Card, Link, Variant
from model.variants import alone


class Figures(NamedTuple):
    """One variant, or with None the whole map. `own`: cards of it that are not in all variants; minutes and money
    a year; None: nobody can say.
    """

    variant: Variant | None
    cards: int
    own: int
    links: int
    steps: int
    minutes: Decimal | None
    to_serve: Decimal
    failure: Decimal


def by_variant(document: DocumentView) -> tuple[Figures, ...]:
    """The whole map, then each variant in its order."""
    whole = whole_of(document)
    rows = whole.where(Variant)
    return (_figures(whole, None), *(_figures(alone(whole, row.id), row) for row in rows))


def _figures(document: DocumentView, variant: Variant | None) -> Figures:
    cards = [card for card in document.where(Card) if card.lane is not None]
    path = timing(document).whole
    return Figures(
        variant,
        len(cards),
        sum(1 for card in cards if card.variants),
        len(document.table(Link)),
        len({card.step for card in cards}),
        None if path is None else path.span.total,
        partitions.cost_to_serve(document).total,
        partitions.failure_cost(document).total,
    )
