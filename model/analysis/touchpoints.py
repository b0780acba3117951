"""Touchpoints: where the customer meets the service (domain section 1). A touchpoint is found, never entered.

It is a card above the line of visibility (evidence, customer or frontstage; never in an annotation lane) with a link
of any kind across the line of interaction, or a card of the customer band that a card of the frontstage band answers
in a step they share.
"""

from __future__ import annotations

from collections.abc import Iterator

from model.analysis.places import VISIBLE, Places
from model.document import DocumentView
from model.elements import Band, Link

ABOVE_INTERACTION = (Band.EVIDENCE, Band.CUSTOMER)


def touchpoints(document: DocumentView, places: Places | None = None) -> tuple[str, ...]:
    """The touchpoints in the order of the map."""
    places = places or Places(document)
    found = set(_across(document, places))
    fronted = {step for _, steps in places.within(Band.FRONTSTAGE) for step in steps}
    found.update(id for id, steps in places.within(Band.CUSTOMER) if not fronted.isdisjoint(steps))
    return places.ordered(found)


def answering(document: DocumentView, places: Places | None = None) -> dict[str, tuple[str, ...]]:
    """By card of the customer band: the frontstage cards that answer it in a step they share."""
    places = places or Places(document)
    front: dict[str, list[str]] = {}
    for id, steps in places.within(Band.FRONTSTAGE):
        for step in steps:
            front.setdefault(step, []).append(id)
    found = {}
    for id, steps in places.within(Band.CUSTOMER):
        found[id] = places.ordered(dict.fromkeys(one for step in steps for one in front.get(step, ())))
    return found


def _across(document: DocumentView, places: Places) -> Iterator[str]:
    """The ends of links that these make touchpoints."""
    bands = places.bands
    for link in document.table(Link).values():
        first, last = bands.get(link.source), bands.get(link.target)
        if first is None or last is None or (first in ABOVE_INTERACTION) is (last in ABOVE_INTERACTION):
            continue
        if first in VISIBLE:
            yield link.source
        if last in VISIBLE:
            yield link.target
