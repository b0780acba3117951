"""What is promised with nothing behind it (R53): touchpoints that no work below the line of visibility carries."""

from __future__ import annotations

from typing import NamedTuple

from model.analysis.places import Places
from model.analysis.touchpoints import answering, touchpoints
from model.document import DocumentView
from model.elements import Band, CardSystem, Link, LinkKind
from model.making_way import by_the_way, make_way

BEHIND = (Band.BACKSTAGE, Band.SUPPORT)


class Unsupported(NamedTuple):
    """A touchpoint with nothing behind it, and what it promises."""

    card: str
    promise: str


def unsupported(document: DocumentView, places: Places | None = None) -> tuple[Unsupported, ...]:
    """Touchpoints without a path to a backstage or support card or a system; those that promise something first.

    A path runs over links in either direction (never an escalation) and through frontstage cards only; a customer
    card also steps to the frontstage cards that answer it. A system used by the touchpoint or on the way counts.
    """
    places = places or Places(document)
    near = _neighbours(document)
    carried = {use.card for use in document.table(CardSystem).values()}
    for id in by_the_way(places.cards):
        if any(places.band(places.cards[other]) in BEHIND for other in near.get(id, ())):
            carried.add(id)
    front = [id for id, card in places.cards.items() if places.band(card) is Band.FRONTSTAGE]
    _spread(set(front), near, carried)
    answers = answering(document, places)
    found = []
    for id in by_the_way(touchpoints(document, places)):
        beside = (*near.get(id, ()), *answers.get(id, ()))
        through = (other for other in beside if places.band(places.cards[other]) is Band.FRONTSTAGE)
        if id not in carried and carried.isdisjoint(through):
            found.append(Unsupported(id, places.cards[id].promise.strip()))
    return tuple(sorted(found, key=lambda each: not each.promise))


def _neighbours(document: DocumentView) -> dict[str, list[str]]:
    """Cards at the other ends of links, whichever way they run."""
    found: dict[str, list[str]] = {}
    for link in document.table(Link).values():
        if link.kind is not LinkKind.ESCALATION:
            found.setdefault(link.source, []).append(link.target)
            found.setdefault(link.target, []).append(link.source)
    return found


def _spread(front: set[str], near: dict[str, list[str]], carried: set[str]) -> None:
    """What carries one frontstage card carries those linked with it."""
    waiting = [id for id in front if id in carried]
    while waiting:
        make_way()
        for other in near.get(waiting.pop(), ()):
            if other in front and other not in carried:
                carried.add(other)
                waiting.append(other)
