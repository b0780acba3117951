"""How many customers a year feel that touchpoints have stopped, each counted once.

In step order, with u the share of those who arrive whom no earlier step has hit: hit_n = in(n) x u x (1 - product of
(1 - q_i)) and then u = u x that product, over the stopped touchpoints i of step n. q_i is the share of the customers
who pass the touchpoint: min(1, its occurrences as entered / in(n)), else min(1, its share), else 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import groupby

from model.analysis.volumes import Flow
from model.elements import Card

ZERO, ONE = Decimal(0), Decimal(1)


def customers_hit(flows: Mapping[str, Flow], stopped: Iterable[Card]) -> Decimal | None:
    """Customers hit by touchpoints given in step order, unrounded; None where nobody has said how many come."""
    unhit, total = ONE, ZERO
    for step, cards in groupby(stopped, key=lambda card: card.step or ""):
        arriving = flows[step][0]
        if arriving is None:
            return None
        spared = ONE
        for card in cards if arriving else ():
            spared *= ONE - _chance(card, arriving)
        total += arriving * unhit * (ONE - spared)
        unhit *= spared
        if not unhit:
            break
    return total


def _chance(card: Card, arriving: int) -> Decimal:
    """The share of a step's customers who pass a touchpoint."""
    share = card.share if card.occurrences is None else card.occurrences / arriving
    return ONE if share is None else max(ZERO, min(ONE, share))
