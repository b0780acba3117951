"""One step in several channels side by side, and where these contradict one another (R24, R27)."""

from __future__ import annotations

from typing import NamedTuple

from model.analysis.places import Places
from model.document import DocumentView
from model.elements import Card, CardChannel
from model.registers import Channel


class InChannel(NamedTuple):
    """What happens in one step over one channel, and the pairs of cards there of which one contradicts the other."""

    step: str
    channel: str
    cards: tuple[str, ...]
    contradictions: tuple[tuple[str, str], ...]


def side_by_side(document: DocumentView) -> tuple[InChannel, ...]:
    """Each step that happens over more than one channel, channel by channel, in the order of map and register."""
    places = Places(document)
    order = [channel.id for channel in document.where(Channel)]
    found: list[InChannel] = []
    for step in places.steps:
        cards = {card.id for card in document.where(Card, step=step)}
        over = {channel: places.ordered(cards & _users(document, channel)) for channel in order}
        used = [channel for channel in order if over[channel]]
        if len(used) > 1:
            found += [InChannel(step, each, over[each], _against(document, over[each], cards)) for each in used]
    return tuple(found)


def _users(document: DocumentView, channel: str) -> set[str]:
    return {use.card for use in document.where(CardChannel, channel=channel)}


def _against(document: DocumentView, some: tuple[str, ...], cards: set[str]) -> tuple[tuple[str, str], ...]:
    """Pairs within a step, said by either of the two."""
    return tuple(
        (one, other)
        for one in some
        for other in sorted(cards)
        if other in document.need(Card, one).contradicts or one in document.need(Card, other).contradicts
    )
