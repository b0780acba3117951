"""The graph answers once more, slow and obvious: what the program computes must be what these find by trying all."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import product

from model.document import DocumentView
from model.elements import (
    Card,
    CardKind,
    CardSystem,
    Lane,
    Link,
    LinkKind,
    RaciEntry,
    Role,
    Stage,
    Step,
)
from model.registers import Consequence, FailPoint, Owner, System, SystemExchange, SystemState

ABOVE_INTERACTION = {Role.EVIDENCE, Role.CUSTOMER, Role.EMPLOYEE}
FRONT = {Role.FRONTSTAGE, Role.FRONTSTAGE_TECH}
BACK = {Role.BACKSTAGE, Role.BACKSTAGE_TECH}
BEHIND = BACK | {Role.SUPPORT}
BANDED = ABOVE_INTERACTION | FRONT | BEHIND
Pair = tuple[str, str]


def cards(document: DocumentView) -> list[Card]:
    return list(document.where(Card))


def links(document: DocumentView) -> list[Link]:
    return list(document.where(Link))


def role(document: DocumentView, id: str) -> Role | None:
    """The role of the lane a card is in; None in the tray and in annotation lanes."""
    lane = document.get(Lane, document.need(Card, id).lane)
    return lane.role if lane is not None and lane.role in BANDED else None


def all_steps(document: DocumentView) -> list[str]:
    return [step.id for stage in document.where(Stage) for step in document.where(Step, stage=stage.id)]


def steps_of(document: DocumentView, card: Card) -> set[str]:
    order = all_steps(document)
    if card.step is None:
        return set()
    last = card.last_step or card.step
    return {step for step in order if order.index(card.step) <= order.index(step) <= order.index(last)}


def stage_of(document: DocumentView, card: Card) -> str | None:
    return None if card.step is None else document.need(Step, card.step).stage


def owner_of(document: DocumentView, card: Card) -> Owner | None:
    lane = document.get(Lane, card.lane)
    return document.get(Owner, card.owner) or (document.get(Owner, lane.owner) if lane else None)


def unit_of(document: DocumentView, card: Card) -> str:
    """A unit for comparing: small letters, no spaces around."""
    owner = owner_of(document, card)
    return "" if owner is None else owner.unit.strip().lower()


def touchpoints(document: DocumentView) -> set[str]:
    found = set()
    for card in cards(document):
        mine = role(document, card.id)
        if mine not in ABOVE_INTERACTION | FRONT:
            continue
        for link in links(document):
            for end, other in ((link.source, link.target), (link.target, link.source)):
                theirs = role(document, other)
                if end == card.id and theirs and (mine in ABOVE_INTERACTION) != (theirs in ABOVE_INTERACTION):
                    found.add(card.id)
        if mine in {Role.CUSTOMER, Role.EMPLOYEE}:
            for other in cards(document):
                if role(document, other.id) in FRONT and steps_of(document, card) & steps_of(document, other):
                    found.add(card.id)
    return found


def nodes(document: DocumentView) -> list[str]:
    return [*document.table(Card), *document.table(System), *document.table(Owner)]


def stopped(document: DocumentView, first: Iterable[str]) -> set[str]:
    """Look at every card again and again until no more of them stop."""
    found = set(first)
    while True:
        more = {card.id for card in cards(document) if _stops(document, card, found)}
        if more <= found:
            return found
        found |= more


def _stops(document: DocumentView, card: Card, found: set[str]) -> bool:
    owner = owner_of(document, card)
    if owner is not None and owner.id in found:
        return True
    if any(use.essential and use.system in found for use in document.where(CardSystem, card=card.id)):
        return True
    groups: dict[str, list[str]] = {}
    for link in document.where(Link, source=card.id):
        if link.kind is LinkKind.NEEDS:
            groups.setdefault(link.alternatives, []).append(link.target)
        if link.kind is LinkKind.EXCHANGE and link.target in found:
            return True
    for link in document.where(Link, target=card.id):
        if link.kind in (LinkKind.FLOW, LinkKind.EXCHANGE) and link.source in found:
            return True
    if any(target in found for target in groups.pop("", ())):
        return True
    return any(all(target in found for target in targets) for targets in groups.values())


def touched(document: DocumentView, first: str) -> set[str]:
    """As if no need had an alternative."""
    plain = DocumentView(
        Link(row.id, row.order, source=row.source, target=row.target, kind=row.kind) if isinstance(row, Link) else row
        for row in document.rows()
    )
    return stopped(plain, [first])


def arriving(document: DocumentView) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    come = document.blueprint.volume
    for id in all_steps(document):
        found[id] = come
        step = document.need(Step, id)
        come = come if step.customers_out is None else step.customers_out
    return found


def customers_hit(document: DocumentView, felt: set[str]) -> Fraction | None:
    """Each way in which the touchpoints of a step can be passed or not, with its chance."""
    total, not_yet = Fraction(0), Fraction(1)
    come = arriving(document)
    for step in all_steps(document):
        here = [card for card in cards(document) if card.id in felt and card.step == step]
        if not here:
            continue
        if (arrive := come[step]) is None:
            return None
        if not arrive:
            continue
        chances = []
        for card in here:
            share = Fraction(1) if card.share is None else Fraction(card.share)
            share = share if card.occurrences is None else Fraction(card.occurrences) / arrive
            chances.append(min(Fraction(1), share))
        hit_here = Fraction(0)
        for passed in product((True, False), repeat=len(chances)):
            chance = Fraction(1)
            for each, through in zip(chances, passed, strict=True):
                chance *= each if through else 1 - each
            hit_here += chance if any(passed) else 0
        total += arrive * not_yet * hit_here
        not_yet *= 1 - hit_here
    return total


def exposure(document: DocumentView, found: set[str]) -> tuple[Decimal | None, int]:
    """Fail points without churn and without cards that handle what they set off."""
    total: Decimal | None = None
    unknown = 0
    for fail in document.where(FailPoint):
        card = document.need(Card, fail.card)
        if card.id not in found:
            continue
        come = None if card.step is None else arriving(document)[card.step]
        often = card.occurrences
        if often is None and come is not None:
            often = come * (Decimal(1) if card.share is None else card.share)
        rows = document.where(Consequence, fail_point=fail.id)
        if often is None or not rows or any(row.number is None or row.unit_cost is None for row in rows):
            unknown += 1
        else:
            total = (total or Decimal(0)) + sum(often * (row.number or 0) * (row.unit_cost or 0) for row in rows)
    return total, unknown


def single_points(document: DocumentView, each_alone: Mapping[str, set[str]]) -> dict[str, tuple[int, Fraction | None]]:
    """`each_alone`: what stops when a node stops, by node."""
    felt = touchpoints(document)
    found = {}
    for node, stopping in each_alone.items():
        hit = felt & stopping
        if hit - {node}:
            found[node] = len(hit), customers_hit(document, hit)
    return found


def hand_offs(document: DocumentView) -> tuple[dict[str, Pair], set[str]]:
    """Links between two units, and those nobody can judge."""
    found, unknown = {}, set()
    for link in links(document):
        pair = tuple(unit_of(document, document.need(Card, id)) for id in (link.source, link.target))
        if "" in pair:
            unknown.add(link.id)
        elif pair[0] != pair[1]:
            found[link.id] = (pair[0], pair[1])
    return found, unknown


def waits(document: DocumentView) -> dict[str, tuple[Decimal, Decimal]]:
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for link in links(document):
        if link.wait_minutes is not None:
            unit = unit_of(document, document.need(Card, link.target))
            before = found.get(unit, (Decimal(0), Decimal(0)))
            found[unit] = before[0] + link.wait_minutes, before[1]
    for card in cards(document):
        if card.wait_minutes is not None:
            unit = unit_of(document, card)
            before = found.get(unit, (Decimal(0), Decimal(0)))
            found[unit] = before[0], before[1] + card.wait_minutes
    return found


def pulls(document: DocumentView) -> set[frozenset[str]]:
    found = set()
    for id in hand_offs(document)[0]:
        link = document.need(Link, id)
        one, other = (owner_of(document, document.need(Card, end)) for end in (link.source, link.target))
        assert one is not None and other is not None
        opposite = {one.goal_direction, other.goal_direction} == {"up", "down"}
        same = one.goal_metric is not None and one.goal_metric == other.goal_metric
        if (opposite and same) or other.id in one.goal_against or one.id in other.goal_against:
            found.add(frozenset((one.id, other.id)))
    return found


def crossings(document: DocumentView) -> set[tuple[str, str, bool]]:
    above = {
        "interaction": ABOVE_INTERACTION,
        "visibility": ABOVE_INTERACTION | FRONT,
        "internal": ABOVE_INTERACTION | FRONT | BACK,
    }
    found = set()
    for link in links(document):
        source, target = role(document, link.source), role(document, link.target)
        for line, over in above.items():
            if source and target and (source in over) != (target in over):
                found.add((line, link.id, source in over))
    return found


def before(document: DocumentView, placed_only: bool) -> list[tuple[str, str, Link]]:
    """Which card comes before which, and by which link."""
    found = []
    for link in links(document):
        if placed_only and not (role(document, link.source) and role(document, link.target)):
            continue
        if link.kind is LinkKind.FLOW:
            found.append((link.source, link.target, link))
        if link.kind is LinkKind.NEEDS:
            found.append((link.target, link.source, link))
    return found


def reaches(pairs: Iterable[Pair]) -> Callable[[str, str], bool]:
    """Whether one leads to another by one step or more."""
    known = set(pairs)

    @cache
    def from_(one: str) -> set[str]:
        seen: set[str] = set()
        while True:
            more = {b for a, b in known if a == one or a in seen}
            if more == seen:
                return seen
            seen = more

    return lambda one, other: other in from_(one)


def loops(document: DocumentView) -> set[frozenset[str]]:
    leads = reaches((a, b) for a, b, _ in before(document, placed_only=False))
    found = set()
    for card in cards(document):
        circle = {other.id for other in cards(document) if leads(card.id, other.id) and leads(other.id, card.id)}
        if len(circle) > 1:
            found.add(frozenset(circle))
    return found


def place(document: DocumentView, id: str) -> tuple[int, int, str, str]:
    """Where a placed card comes in the order of the map; the lanes of a random document are in order of their rows."""
    from model.grid import lanes

    card = document.need(Card, id)
    rows = [lane.id for lane in lanes(document)]
    return all_steps(document).index(card.step or ""), rows.index(card.lane or ""), card.order, card.id


def rounds(document: DocumentView, stages: Iterable[str | None]) -> Decimal:
    order = [stage.id for stage in document.where(Stage)]
    times = Decimal(1)
    for stage in document.where(Stage):
        if stage.loops_to is not None and stage.repeats is not None and stage.repeats > 1:
            covered = order[order.index(stage.loops_to) : order.index(stage.id) + 1]
            if all(each in covered for each in stages):
                times *= stage.repeats
    return times


def longest(document: DocumentView, among: set[str]) -> Decimal:
    """The longest of all paths there are, each followed to its end; circles taken together."""
    edges = [edge for edge in before(document, placed_only=True) if edge[0] in among and edge[1] in among]
    leads = reaches((a, b) for a, b, _ in edges)

    @cache
    def circle(id: str) -> frozenset[str]:
        return frozenset({id, *(other for other in among if leads(id, other) and leads(other, id))})

    def wait(link: Link) -> Decimal:
        stages = [stage_of(document, document.need(Card, end)) for end in (link.source, link.target)]
        return (link.wait_minutes or Decimal(0)) * rounds(document, stages)

    def weight(id: str) -> Decimal:
        card = document.need(Card, id)
        minutes = (card.work_minutes or Decimal(0)) + (card.wait_minutes or Decimal(0))
        return minutes * rounds(document, [stage_of(document, card)])

    @cache
    def inside(id: str) -> Decimal:
        on = [
            wait(link) + inside(b)
            for a, b, link in edges
            if a == id and circle(a) == circle(b) and place(document, a) < place(document, b)
        ]
        return weight(id) + max(on, default=Decimal(0))

    def once_round(ring: frozenset[str]) -> Decimal:
        back = [
            wait(link)
            for a, b, link in edges
            if a in ring and b in ring and a != b and place(document, a) > place(document, b)
        ]
        return max(inside(id) for id in ring) + max(back, default=Decimal(0))

    @cache
    def onward(ring: frozenset[str]) -> Decimal:
        on = [wait(link) + onward(circle(b)) for a, b, link in edges if a in ring and b not in ring]
        return once_round(ring) + max(on, default=Decimal(0))

    return max((onward(circle(id)) for id in among), default=Decimal(0))


def unsupported(document: DocumentView) -> set[str]:
    using = {use.card for use in document.where(CardSystem)}
    found = set()
    for start in touchpoints(document):
        seen, waiting, carried = {start}, [start], False
        while waiting and not carried:
            here = waiting.pop()
            card = document.need(Card, here)
            carried = here in using
            near = set()
            for link in links(document):
                if link.kind is not LinkKind.ESCALATION:
                    near |= {link.target} if link.source == here else set()
                    near |= {link.source} if link.target == here else set()
            if role(document, here) in {Role.CUSTOMER, Role.EMPLOYEE}:
                for other in cards(document):
                    if role(document, other.id) in FRONT and steps_of(document, card) & steps_of(document, other):
                        near.add(other.id)
            carried |= any(role(document, other) in BEHIND for other in near)
            onward = {other for other in near if role(document, other) in FRONT} - seen
            seen |= onward
            waiting += onward
        if not carried:
            found.add(start)
    return found


def gaps(document: DocumentView) -> dict[frozenset[str], set[str]]:
    found: dict[frozenset[str], set[str]] = {}
    for step in all_steps(document):
        here = {
            use.system
            for use in document.where(CardSystem)
            if step in steps_of(document, document.need(Card, use.card))
        }
        for one in here:
            for other in here - {one}:
                talk = any({row.system, row.other} == {one, other} for row in document.where(SystemExchange))
                if not talk:
                    found.setdefault(frozenset((one, other)), set()).add(step)
    return found


def plain(text: str) -> str:
    letters = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join("".join(letters).lower().split())


def twice(document: DocumentView) -> set[frozenset[str]]:
    found = set()
    for card in cards(document):
        if card.kind in (CardKind.EVIDENCE, CardKind.QUESTION) and plain(card.title):
            same = {
                other.id
                for other in cards(document)
                if other.kind is card.kind and plain(other.title) == plain(card.title) and unit_of(document, other)
            }
            if len({unit_of(document, document.need(Card, id)) for id in same}) > 1:
                found.add(frozenset(same))
    return found


def shared(document: DocumentView) -> dict[frozenset[str], set[str]]:
    found: dict[frozenset[str], set[str]] = {}
    for card in cards(document):
        owner = owner_of(document, card)
        parts = {entry.owner for entry in document.where(RaciEntry) if entry.card == card.id}
        parts |= {owner.id} if owner else set()
        for one in parts:
            for other in parts - {one}:
                found.setdefault(frozenset((one, other)), set()).add(card.id)
    return found


def open_questions(document: DocumentView) -> dict[str | None, tuple[set[str], set[str]]]:
    found: dict[str | None, tuple[set[str], set[str]]] = {}
    for card in cards(document):
        if card.kind is CardKind.QUESTION and not card.answered:
            customers = {Role.CUSTOMER, Role.EMPLOYEE}
            by = card.asked_by or ("customer" if role(document, card.id) in customers else "team")
            found.setdefault(stage_of(document, card), (set(), set()))[by == "team"].add(card.id)
    return found


def weak(document: DocumentView) -> dict[str, set[str]]:
    return {
        system.id: {use.card for use in document.where(CardSystem) if use.system == system.id}
        for system in document.where(System)
        if system.state is not SystemState.LIVE
    }
