"""What the customer feels if something stops, what a card rests on, and what holds up everything.

All three go by the one rule of `model.analysis.stopping`, so that a node is in the trace of a card exactly where the
card is in the impact of that node.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from model.analysis.alone import Alone
from model.analysis.costs import ONE, ZERO, failure_costs
from model.analysis.hits import customers_hit
from model.analysis.names import name_of
from model.analysis.places import Places
from model.analysis.stopping import single, stopped, stopping, touched
from model.analysis.touchpoints import touchpoints
from model.analysis.volumes import volumes
from model.document import DocumentView
from model.elements import Link
from model.registers import FailPoint, Owner, System

_ORDER = attrgetter("order", "id")


class Nodes(NamedTuple):
    """Nodes of the graph by kind: cards in the order of the map, systems and owners in that of their registers."""

    systems: tuple[str, ...]
    owners: tuple[str, ...]
    cards: tuple[str, ...]


class Impact(NamedTuple):
    """What stops when the causes stop.

    `touchpoints`: the stopped ones by stage. `customers` a year who feel it, each once. `exposure`: what the fail
    points of the stopped cards would cost a year if each occurrence failed; None where none of them can be reckoned;
    `unreckoned`: how many cannot. `links`: those along which it spreads.
    """

    causes: tuple[str, ...]
    stopped: Nodes
    touchpoints: tuple[tuple[str, tuple[str, ...]], ...]
    customers: Decimal | None
    exposure: Decimal | None
    unreckoned: int
    links: tuple[str, ...]


class SinglePoint(NamedTuple):
    """A system, owner or card whose stop alone stops `touchpoints` touchpoints, and the customers whom that hits."""

    id: str
    touchpoints: int
    customers: Decimal | None


class Trace(NamedTuple):
    """All whose stop alone would stop a card, the card among it, and the links it rests on."""

    card: str
    rests_on: Nodes
    links: tuple[str, ...]


def impact(document: DocumentView, ids: Iterable[str]) -> Impact:
    """What stops when these cards, systems and owners stop, and who feels it."""
    causes = tuple(dict.fromkeys(ids))
    places = Places(document)
    found = stopped(stopping(document), causes)
    felt = tuple(id for id in touchpoints(document, places) if id in found)
    by_stage: dict[str, list[str]] = {}
    for id in felt:
        by_stage.setdefault(places.stage(places.cards[id]) or "", []).append(id)
    exposure, unreckoned = _exposure(document, found)
    return Impact(
        causes,
        nodes(document, found, places),
        tuple((stage, tuple(cards)) for stage, cards in by_stage.items()),
        customers_hit(volumes(document), (places.cards[id] for id in felt)),
        exposure,
        unreckoned,
        _links_within(document, found),
    )


def trace(document: DocumentView, card: str) -> Trace:
    """What a card rests on."""
    found = Alone(stopping(document)).rests_on(card)
    return Trace(card, nodes(document, found, Places(document)), _links_within(document, found))


def reach(document: DocumentView, ids: Iterable[str]) -> tuple[Nodes, tuple[str, ...]]:
    """All that a change of these may reach downstream (R40), themselves not among it, and the links on the way."""
    first = tuple(ids)
    found = touched(stopping(document), first)
    return nodes(document, found - set(first), Places(document)), _links_within(document, found)


def single_points(document: DocumentView) -> tuple[SinglePoint, ...]:
    """What stops a touchpoint other than itself by its own stop alone.

    Those that hit most customers first (unknown last), then those with most touchpoints, then by name and id.
    """
    places = Places(document)
    felt = touchpoints(document, places)
    flows = volumes(document)
    number = {id: place for place, id in enumerate(felt)}
    customers: dict[int, Decimal | None] = {}
    found = []
    for id, bits in Alone(stopping(document)).stops(felt).items():
        itself = 1 << number[id] if id in number else 0
        if bits & ~itself:
            if bits not in customers:
                customers[bits] = customers_hit(flows, (places.cards[card] for card in _those(felt, bits)))
            found.append(SinglePoint(id, bits.bit_count(), customers[bits]))
    return tuple(sorted(found, key=lambda point: _rank(document, point)))


def nodes(document: DocumentView, ids: Iterable[str], places: Places) -> Nodes:
    """Ids of nodes by kind."""
    wanted = set(ids)
    systems = tuple(row.id for row in document.where(System) if row.id in wanted)
    owners = tuple(row.id for row in document.where(Owner) if row.id in wanted)
    return Nodes(systems, owners, places.ordered(id for id in wanted if id in places.cards))


def _exposure(document: DocumentView, found: frozenset[str]) -> tuple[Decimal | None, int]:
    rows = sorted([row for row in document.table(FailPoint).values() if row.card in found], key=_ORDER)
    amounts = failure_costs(document, rows, {row.id: ONE for row in rows})
    known = [amount for amount in amounts if amount is not None]
    return (sum(known, ZERO) if known else None), len(amounts) - len(known)


def _links_within(document: DocumentView, found: frozenset[str]) -> tuple[str, ...]:
    """The links of two such cards along which a stop spreads."""
    links = document.table(Link).values()
    rows = [row for row in links if row.source in found and row.target in found and single(row)]
    return tuple([row.id for row in sorted(rows, key=_ORDER)])


def _those(felt: tuple[str, ...], bits: int) -> Iterable[str]:
    while bits:
        lowest = bits & -bits
        yield felt[lowest.bit_length() - 1]
        bits ^= lowest


def _rank(document: DocumentView, point: SinglePoint) -> tuple[bool, Decimal, int, str, str]:
    unknown = point.customers is None
    return unknown, -(point.customers or ZERO), -point.touchpoints, name_of(document, point.id).casefold(), point.id
