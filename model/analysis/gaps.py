"""What falls between: systems that do not talk, work asked for twice, shared cards, open questions, routing."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

from model.analysis.names import by_name
from model.analysis.places import Places
from model.analysis.units import Units
from model.document import DocumentView
from model.elements import AskedBy, Band, Card, CardKind, CardSystem, RaciEntry, Routing
from model.folding import fold
from model.owners import accountable
from model.registers import Owner, System, SystemExchange, SystemState

Pair = tuple[str, str]
# A system in one of these states cannot be counted on, or not for long.
WEAK = (
    SystemState.MISSING,
    SystemState.CONSTRAINED,
    SystemState.PLANNED,
    SystemState.RETIRING,
    SystemState.LEGACY,
)


class Gap(NamedTuple):
    """Two systems used in the same steps that exchange no data, and the cards that use them there (R31)."""

    systems: Pair
    steps: tuple[str, ...]
    cards: tuple[str, ...]


class Twice(NamedTuple):
    """Cards of several units that ask the customer for the same (R63)."""

    kind: CardKind
    cards: tuple[str, ...]
    units: tuple[str, ...]


class Shared(NamedTuple):
    """Two owners and the cards in which both have a part (R18)."""

    owners: Pair
    cards: tuple[str, ...]


class Open(NamedTuple):
    """The open questions of a stage, the customer's and the team's (R55); no stage: in the tray."""

    stage: str | None
    customer: tuple[str, ...]
    team: tuple[str, ...]


class Weak(NamedTuple):
    """A system that cannot be counted on, and the cards that need it and those it only helps (R02)."""

    system: str
    state: SystemState
    needed_by: tuple[str, ...]
    helps: tuple[str, ...]


def system_gaps(document: DocumentView, places: Places | None = None) -> tuple[Gap, ...]:
    """Gaps between systems: most steps first, then by the names of the systems."""
    places = places or Places(document)
    talking = {frozenset((row.system, row.other)) for row in document.table(SystemExchange).values()}
    users: dict[str, dict[str, list[str]]] = {}
    for use in document.table(CardSystem).values():
        for step in places.covered(places.cards[use.card]):
            users.setdefault(step, {}).setdefault(use.system, []).append(use.card)
    steps: dict[Pair, list[str]] = {}
    for step in places.steps:
        for pair in combinations(by_name(document, users.get(step, ())), 2):
            if frozenset(pair) not in talking:
                steps.setdefault(pair, []).append(step)
    found = []
    for pair, where in steps.items():
        cards = {card for step in where for system in pair for card in users[step][system]}
        found.append(Gap(pair, tuple(where), places.ordered(cards)))
    rank = {system: number for number, system in enumerate(by_name(document, document.table(System)))}
    return tuple(sorted(found, key=lambda gap: (-len(gap.steps), *(rank[system] for system in gap.systems))))


def asked_twice(document: DocumentView, places: Places | None = None) -> tuple[Twice, ...]:
    """Evidence or questions of the same title, but for case, accents and spaces, of more than one unit."""
    units, places = Units(document), places or Places(document)
    groups: dict[tuple[CardKind, str], list[Card]] = {}
    for card in places.cards.values():
        if card.kind in (CardKind.EVIDENCE, CardKind.QUESTION) and card.title.strip():
            groups.setdefault((card.kind, fold(" ".join(card.title.split()))), []).append(card)
    found = []
    for (kind, _), cards in groups.items():
        if len(cards) < 2:
            continue
        cards.sort(key=places.place)
        theirs = dict.fromkeys(unit for card in cards if (unit := units.of(card)))
        if len(theirs) > 1:
            found.append(Twice(kind, tuple(card.id for card in cards if units.of(card)), tuple(theirs)))
    return tuple(sorted(found, key=lambda each: places.place(places.cards[each.cards[0]])))


def shared_cards(document: DocumentView) -> tuple[Shared, ...]:
    """Cards that two owners share, accountable or with a part in it: most cards first, then by name."""
    places = Places(document)
    cards: dict[Pair, list[str]] = {}
    for card in places.cards.values():
        owner = accountable(document, card)
        parts = {entry.owner for entry in document.where(RaciEntry, card=card.id)} | ({owner.id} if owner else set())
        for pair in combinations(by_name(document, parts), 2):
            cards.setdefault(pair, []).append(card.id)
    rank = {owner: number for number, owner in enumerate(by_name(document, document.table(Owner)))}
    found = (Shared(pair, places.ordered(ids)) for pair, ids in cards.items())
    return tuple(sorted(found, key=lambda each: (-len(each.cards), *(rank[owner] for owner in each.owners))))


def open_questions(document: DocumentView, places: Places | None = None) -> tuple[Open, ...]:
    """Questions without an answer by stage, the tray last; where nobody says who asks, a customer's lane does."""
    places = places or Places(document)
    found: dict[str | None, tuple[list[str], list[str]]] = {}
    asking = (card for card in places.cards.values() if card.kind is CardKind.QUESTION and not card.answered)
    for card in sorted(asking, key=places.place):
        asked = card.asked_by or (AskedBy.CUSTOMER if places.band(card) is Band.CUSTOMER else AskedBy.TEAM)
        found.setdefault(places.stage(card), ([], []))[asked is AskedBy.TEAM].append(card.id)
    return tuple(Open(stage, tuple(customer), tuple(team)) for stage, (customer, team) in found.items())


def routings(document: DocumentView) -> tuple[Routing, ...]:
    """Who takes a request, stage by stage (R67)."""
    return tuple(row for stage in Places(document).stages for row in document.where(Routing, stage=stage))


def weak_systems(document: DocumentView, places: Places | None = None) -> tuple[Weak, ...]:
    """Systems that are not simply live with their cards, the missing and constrained first, then by name."""
    places = places or Places(document)
    found = []
    for id in by_name(document, document.table(System)):
        state = document.need(System, id).state
        if state in WEAK:
            uses = document.where(CardSystem, system=id)
            needed = places.ordered({use.card for use in uses if use.essential})
            helped = places.ordered({use.card for use in uses} - set(needed))
            found.append(Weak(id, state, needed, helped))
    return tuple(sorted(found, key=lambda weak: WEAK.index(weak.state)))
