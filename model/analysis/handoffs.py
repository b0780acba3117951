"""Hand-offs: where work passes from one unit to another (R08, R14, R32, R64).

A hand-off is a link of any kind whose ends' accountable owners are of different units. Where an owner or a unit is
missing nobody can tell: such links are counted as not judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

from model.analysis.places import Places
from model.analysis.units import Units
from model.document import DocumentView
from model.elements import Card, CardKind, Link, LinkKind
from model.making_way import by_the_way, in_order
from model.owners import accountable
from model.registers import Owner

ZERO = Decimal(0)
Pair = tuple[str, str]
Rank = tuple[bool, Decimal, int, int, str]
_RANK = itemgetter(0)


class HandOff(NamedTuple):
    """One hand-off; `stage` is that of its source, `wait` in minutes."""

    link: str
    kind: LinkKind
    source: str
    target: str
    giver: str
    taker: str
    units: Pair
    stage: str | None
    wait: Decimal | None
    agreed: str


class Passing(NamedTuple):
    """All hand-offs from one unit to another in one stage; `wait` sums what is known, None where nothing is."""

    units: Pair
    stage: str | None
    links: tuple[str, ...]
    wait: Decimal | None


class Matrix(NamedTuple):
    """How many hand-offs go from each unit (row) to each (column)."""

    units: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


class UnitWait(NamedTuple):
    """Minutes that are waited for a unit: on links to it, and on its own cards. The unit is empty where not known."""

    unit: str
    links: Decimal
    cards: Decimal


class HandOffs(NamedTuple):
    """The longest wait first, unknown waits last, then in the order of the map; `unjudged`: links nobody can judge."""

    found: tuple[HandOff, ...]
    unjudged: tuple[str, ...]

    @property
    def without_agreement(self) -> tuple[HandOff, ...]:
        """Those with no agreed goal or service level."""
        return tuple(each for each in self.found if not each.agreed.strip())


class Approval(NamedTuple):
    """An approval with the minutes waited for it, on the card and on links to it; None where nobody has said."""

    card: str
    unit: str
    wait: Decimal | None


class Pull(NamedTuple):
    """Two owners whose goals pull apart, and the hand-offs between them; `metric`: what they push opposite ways."""

    owners: Pair
    metric: str | None
    links: tuple[str, ...]


def hand_offs(document: DocumentView, places: Places | None = None) -> HandOffs:
    """The hand-offs of a document."""
    units, places = Units(document), places or Places(document)
    found: list[tuple[Rank, HandOff]] = []
    unjudged: list[tuple[Rank, str]] = []
    for link in by_the_way(document.table(Link).values()):
        source, target = document.need(Card, link.source), document.need(Card, link.target)
        pair, wait = (units.of(source), units.of(target)), link.wait_minutes
        rank = (wait is None, -(wait or ZERO), places.ranks[source.id], places.ranks[target.id], link.id)
        if not all(pair):
            unjudged.append(((False, ZERO, *rank[2:]), link.id))
        elif pair[0] != pair[1]:
            ends = (link.id, link.kind, link.source, link.target, _owner(document, source), _owner(document, target))
            found.append((rank, HandOff(*ends, pair, places.stage(source), wait, link.agreed)))
    ranked, aside = in_order(found, _RANK), in_order(unjudged, _RANK)
    return HandOffs(tuple(each for _, each in ranked), tuple(id for _, id in aside))


def passings(document: DocumentView, found: Iterable[HandOff]) -> tuple[Passing, ...]:
    """Hand-offs by pair of units and stage: the longest wait first, unknown last, then most of them, then by name."""
    order = {stage: number for number, stage in enumerate(Places(document).stages)}
    groups: dict[tuple[Pair, str | None], list[HandOff]] = {}
    for each in found:
        groups.setdefault((each.units, each.stage), []).append(each)
    rows = [
        Passing(units, stage, tuple(each.link for each in group), _sum(each.wait for each in group))
        for (units, stage), group in groups.items()
    ]

    def rank(row: Passing) -> tuple[bool, Decimal, int, Pair, int]:
        place = order.get(row.stage or "", len(order))
        return row.wait is None, -(row.wait or ZERO), -len(row.links), row.units, place

    return tuple(sorted(rows, key=rank))


def matrix(found: Iterable[HandOff]) -> Matrix:
    """Hand-offs unit by unit, units by name."""
    counts = Counter(each.units for each in found)
    units = tuple(sorted({unit for pair in counts for unit in pair}, key=lambda unit: (unit.casefold(), unit)))
    return Matrix(units, tuple(tuple(counts[giver, taker] for taker in units) for giver in units))


def waits(document: DocumentView) -> tuple[UnitWait, ...]:
    """What is waited for each unit, the longest first: a link's wait falls to who receives, a card's to its own."""
    units = Units(document)
    sums: dict[str, list[Decimal]] = {}
    for link in document.table(Link).values():
        if link.wait_minutes is not None:
            sums.setdefault(units.of(document.need(Card, link.target)), [ZERO, ZERO])[0] += link.wait_minutes
    for card in document.table(Card).values():
        if card.wait_minutes is not None:
            sums.setdefault(units.of(card), [ZERO, ZERO])[1] += card.wait_minutes
    rows = [UnitWait(unit, *both) for unit, both in sums.items()]
    return tuple(sorted(rows, key=lambda row: (-(row.links + row.cards), row.unit.casefold(), row.unit)))


def approvals(document: DocumentView) -> tuple[Approval, ...]:
    """The approvals: the longest wait first, unknown last, then in the order of the map."""
    units, places = Units(document), Places(document)
    rows = []
    for card in document.table(Card).values():
        if card.kind is CardKind.APPROVAL:
            waited = [card.wait_minutes, *(link.wait_minutes for link in document.where(Link, target=card.id))]
            rows.append((Approval(card.id, units.of(card), _sum(waited)), places.place(card)))
    rows.sort(key=lambda row: (row[0].wait is None, -(row[0].wait or ZERO), row[1]))
    return tuple(row for row, _ in rows)


def pulling_apart(document: DocumentView, found: Iterable[HandOff]) -> tuple[Pull, ...]:
    """Owners on two sides of a hand-off who push one metric opposite ways, or of whom one says so; by name."""
    between: dict[Pair, list[str]] = {}
    for each in found:
        between.setdefault((min(each.giver, each.taker), max(each.giver, each.taker)), []).append(each.link)
    pulls = []
    for (one, other), links in between.items():
        owners = document.need(Owner, one), document.need(Owner, other)
        metric = _opposite(*owners)
        if metric is not None or other in owners[0].goal_against or one in owners[1].goal_against:
            named = sorted(owners, key=lambda owner: (owner.name.casefold(), owner.id))
            pulls.append((named, Pull((named[0].id, named[1].id), metric, tuple(sorted(links)))))
    pulls.sort(key=lambda pull: [(owner.name.casefold(), owner.id) for owner in pull[0]])
    return tuple(pull for _, pull in pulls)


def _opposite(one: Owner, other: Owner) -> str | None:
    """The metric that two owners push opposite ways."""
    ways = {one.goal_direction, other.goal_direction}
    same = one.goal_metric if one.goal_metric == other.goal_metric else None
    return same if len(ways) == 2 and None not in ways else None


def _owner(document: DocumentView, card: Card) -> str:
    owner = accountable(document, card)
    return "" if owner is None else owner.id


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if known else None
