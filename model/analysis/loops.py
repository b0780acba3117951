"""Going in circles: cards that lead back to themselves over `flow` and `needs`."""

from __future__ import annotations

from typing import NamedTuple

from model.analysis.components import components
from model.analysis.places import Places
from model.document import DocumentView
from model.elements import Link, LinkKind


class Loop(NamedTuple):
    """Cards each of which leads to every other, in the order of the map, and the links between them."""

    cards: tuple[str, ...]
    links: tuple[str, ...]


def order_of(link: Link) -> tuple[str, str] | None:
    """Which card comes first by a link: the source of a flow, what is needed; others order nothing."""
    if link.kind is LinkKind.FLOW:
        return link.source, link.target
    return (link.target, link.source) if link.kind is LinkKind.NEEDS else None


def loops(document: DocumentView) -> tuple[Loop, ...]:
    """Circles of more than one card, in the order of the map; an exchange alone makes none."""
    places = Places(document)
    following: dict[str, list[str]] = {id: [] for id in places.cards}
    ordering = {link.id: ends for link in document.where(Link) if (ends := order_of(link)) is not None}
    for first, then in ordering.values():
        following[first].append(then)
    circles = [places.ordered(members) for members in components(following) if len(members) > 1]
    circle_of = {card: number for number, cards in enumerate(circles) for card in cards}
    links: list[list[str]] = [[] for _ in circles]
    for id, (first, then) in ordering.items():
        if first in circle_of and circle_of[first] == circle_of.get(then):
            links[circle_of[first]].append(id)
    found = [Loop(cards, tuple(within)) for cards, within in zip(circles, links, strict=True)]
    return tuple(sorted(found, key=lambda loop: places.place(places.cards[loop.cards[0]])))
