"""Documents of the sizes that are measured: S a workshop, M a department, L an enterprise atlas; and L doubled twice.

Rows are built directly, without the editor, so that a large document is there in a moment. The same numbers and seed
give the same rows. Links run as on real maps: mostly to the same step or the next and a lane nearby, some far.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from model.document import Document
from model.elements import (
    Blueprint,
    Card,
    CardKind,
    CardSystem,
    Grounding,
    Lane,
    Link,
    LinkKind,
    Mark,
    Role,
    Stage,
    Step,
)
from model.ids import spread
from model.record import Record
from model.registers import Consequence, ConsequenceKind, FailPoint, Owner, Source, SourceKind, System, SystemState


def _words(text: str) -> tuple[str, ...]:
    """The parts of a text: between bars if it has any, else its words."""
    return tuple(text.split("|" if "|" in text else None))


SIZES = {"S": (120, 150), "M": (1_000, 1_300), "L": (10_000, 13_000)}
# To see how figures grow: of the shape of L, two steps a lane, as many cards a cell, links as long.
LARGER = {"2L": (20_000, 26_000), "4L": (40_000, 52_000)}
# So many maps of L corner to corner: no card of one has a lane, a step or a link in common with one of another.
CORNERS = {"2xL": 2, "4xL": 4}
# So many steps and lanes away the far links of a larger map end at most: as far on average as those of L, which go
# anywhere. Else more of them would pass each place, and a figure would grow by what is seen there.
REACH = (46, 23)
REACH_FROM = 70
SHAPES = ((120, 12, 8), (1_000, 40, 20), (10_000, 70, 35), (20_000, 99, 50), (40_000, 140, 70))
STEPS_A_STAGE = 4
# The share of cards dealt evenly over the cells; the rest fall where they may, so that stacks differ.
EVEN = 0.75
BANDS = (
    (Role.EVIDENCE,),
    (Role.CUSTOMER,),
    (Role.FRONTSTAGE, Role.FRONTSTAGE_TECH),
    (Role.BACKSTAGE, Role.BACKSTAGE_TECH, Role.BACKSTAGE),
    (Role.SUPPORT,),
)
SHARES = (0.1, 0.1, 0.28, 0.32, 0.2)
KINDS = {
    Role.EVIDENCE: CardKind.EVIDENCE,
    Role.FRONTSTAGE_TECH: CardKind.SYSTEM,
    Role.BACKSTAGE_TECH: CardKind.SYSTEM,
    Role.SUPPORT: CardKind.SYSTEM,
}
LINK_KINDS = (LinkKind.FLOW,) * 7 + (LinkKind.NEEDS,) * 2 + (LinkKind.EXCHANGE,)
UNITS = ("Sales", "Operations", "Finance", "Legal", "Claims", "Digital", "Partners", "Facilities")
VERBS = _words("Checks Sends Prints Signs Answers Books Confirms Collects Files Forwards Prices Reviews Scans Updates")
THINGS = _words(
    "application invoice contract claim parcel appointment reminder receipt letter statement complaint meter "
    "reading policy order passport delivery licence deposit key ticket voucher report estimate certificate "
    "photograph"
)
TRAITS = _words("first second open late signed missing corrected urgent printed shared yearly final unpaid foreign")
PLACES = _words(
    "at the counter|with the partner|in the archive|for the customer|before noon|by phone|against the "
    "register|on the second try|after approval|for the auditor|without delay|at the depot|in the night run|"
    "with a colleague"
)


@dataclass(slots=True)
class _Plan:
    """What the rows are drawn from, and the rows so far."""

    random: Random
    width: int
    height: int
    maps: int = 1
    rows: list[Record] = field(default_factory=list)
    cells: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    owners: list[str] = field(default_factory=list)
    systems: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    def places(self, number: int) -> list[tuple[int, int]]:
        """The columns and rows of a map."""
        across, down = range(self.width), range(self.height)
        return [(number * self.width + column, number * self.height + row) for column in across for row in down]

    def map_of(self, place: tuple[int, int]) -> tuple[int, int]:
        """The map that a column is one of, and that a row is one of."""
        return place[0] // self.width, place[1] // self.height

    def reaches(self, place: tuple[int, int], other: tuple[int, int]) -> bool:
        """Whether a far link may go from one place to another."""
        near = self.width <= REACH_FROM or all(
            abs(a - b) <= most for a, b, most in zip(place, other, REACH, strict=True)
        )
        return near and self.map_of(place) == self.map_of(other)


def size(name: str, seed: int = 1) -> Document:
    """The document of a size: S, M, L, 2L, 4L, 2xL or 4xL."""
    if name in CORNERS:
        return Document(rows(*SIZES["L"], seed, CORNERS[name]))
    return document(*{**SIZES, **LARGER}[name], seed)


def document(cards: int, links: int, seed: int = 1) -> Document:
    """A document with so many cards and links."""
    return Document(rows(cards, links, seed))


def rows(cards: int, links: int, seed: int = 1, maps: int = 1) -> list[Record]:
    """The rows of a document with so many cards and links; or of so many such maps in one, corner to corner."""
    width, height = next(((steps, lanes) for limit, steps, lanes in SHAPES if cards <= limit), SHAPES[-1][1:])
    plan = _Plan(Random(seed), width, height, maps)
    plan.rows.append(Blueprint("blueprint_1", "a0", title=f"Atlas of {maps * cards} cards", volume=100_000))
    _registers(plan)
    steps = _columns(plan, width * maps)
    lanes = _lanes(plan, height * maps)
    _cards(plan, steps, lanes, cards)
    _links(plan, links)
    return plan.rows


def _numbered(prefix: str, count: int) -> Iterator[tuple[str, str]]:
    for number, order in enumerate(spread(count), start=1):
        yield f"{prefix}_{number:05d}", order


def _registers(plan: _Plan) -> None:
    for place, (id, order) in enumerate(_numbered("owner", 24)):
        unit = UNITS[place % len(UNITS)]
        plan.rows.append(Owner(id, order, name=f"{unit} {place // len(UNITS) + 1}", unit=unit, hourly_cost=Decimal(40)))
        plan.owners.append(id)
    states = tuple(SystemState)
    for place, (id, order) in enumerate(_numbered("system", 30)):
        state = states[place % len(states)] if place % 3 == 0 else SystemState.LIVE
        plan.rows.append(System(id, order, name=f"{THINGS[place % len(THINGS)].title()}DB {place + 1}", state=state))
        plan.systems.append(id)
    for place, (id, order) in enumerate(_numbered("source", 8)):
        plan.rows.append(Source(id, order, name=f"Source {place + 1}", kind=tuple(SourceKind)[place]))
        plan.sources.append(id)


def _columns(plan: _Plan, count: int) -> list[str]:
    steps = []
    volume = 100_000
    stages = list(_numbered("stage", -(-count // STEPS_A_STAGE)))
    plan.rows += [Stage(id, order, title=f"Stage {place}") for place, (id, order) in enumerate(stages, start=1)]
    for place, (id, order) in enumerate(_numbered("step", count)):
        volume -= plan.random.randrange(0, volume // 50)
        title = f"{VERBS[place % len(VERBS)]} the {THINGS[place % len(THINGS)]}"
        plan.rows.append(Step(id, order, stage=stages[place // STEPS_A_STAGE][0], title=title, customers_out=volume))
        steps.append(id)
    return steps


def _lanes(plan: _Plan, count: int) -> list[tuple[str, Role]]:
    heights = [max(1, round(share * count)) for share in SHARES]
    heights[3] += count - sum(heights)
    roles = [roles[n % len(roles)] for roles, height in zip(BANDS, heights, strict=True) for n in range(height)]
    lanes = []
    for place, ((id, order), role) in enumerate(zip(_numbered("lane", count), roles, strict=True)):
        owner = plan.owners[place % len(plan.owners)] if place % 2 else None
        plan.rows.append(Lane(id, order, role=role, title=f"{THINGS[place % len(THINGS)].title()} team", owner=owner))
        lanes.append((id, role))
    return lanes


def _cards(plan: _Plan, steps: list[str], lanes: list[tuple[str, Role]], count: int) -> None:
    """So many in each map."""
    draw = plan.random
    cells: list[tuple[int, int]] = []
    deck: list[tuple[int, int]] = []
    for number, (id, order) in enumerate(_numbered("card", plan.maps * count)):
        if number % count == 0:
            cells, deck = plan.places(number // count), []
        if not deck:
            deck = cells.copy()
            draw.shuffle(deck)
        column, row = deck.pop() if draw.random() < EVEN else draw.choice(cells)
        lane, role = lanes[row]
        grounded = draw.random() < 0.6
        marks = (draw.choice(tuple(Mark)),) if draw.random() < 0.15 else ()
        card = Card(
            id,
            order,
            lane=lane,
            step=steps[column],
            title=_title(draw, number),
            kind=KINDS.get(role, CardKind.ACTION),
            marks=marks,
            grounding=Grounding.OBSERVED if grounded else Grounding.ASSUMED,
            sources=(draw.choice(plan.sources),) if grounded else (),
            owner=draw.choice(plan.owners) if draw.random() < 0.5 else None,
            work_minutes=Decimal(draw.randrange(1, 30)),
        )
        plan.rows.append(card)
        plan.cells.setdefault((column, row), []).append(id)
        if draw.random() < 0.25:
            plan.rows.append(CardSystem(f"use_{number:05d}", "a0", card=id, system=draw.choice(plan.systems)))
        if Mark.FAIL_POINT in marks:
            _fail_point(plan, id, number)


def _title(draw: Random, number: int) -> str:
    words = [draw.choice(VERBS), "the", draw.choice(TRAITS), draw.choice(THINGS), draw.choice(PLACES)]
    if number % 3 == 0:
        words[1:1] = ["and", draw.choice(VERBS).lower()]
    return f"{' '.join(words)} {number + 1}"


def _fail_point(plan: _Plan, card: str, number: int) -> None:
    id = f"fail_{number:05d}"
    rate = Decimal(plan.random.randrange(1, 30)) / 100
    plan.rows.append(FailPoint(id, "a0", card=card, rate=rate))
    kind = plan.random.choice((ConsequenceKind.CALL, ConsequenceKind.REWORK, ConsequenceKind.REFUND))
    once, cost = Decimal(1), Decimal(plan.random.randrange(5, 60))
    plan.rows.append(Consequence(f"cons_{number:05d}", "a0", fail_point=id, kind=kind, number=once, unit_cost=cost))


def _links(plan: _Plan, count: int) -> None:
    """So many for each map, each within one."""
    width, height = plan.width * plan.maps, plan.height * plan.maps
    places = [(cell, id) for cell, ids in plan.cells.items() for id in ids]
    draw = plan.random
    seen: set[tuple[str, str]] = set()
    keys = _numbered("link", plan.maps * count)
    while len(seen) < plan.maps * count:
        (column, row), source = draw.choice(places)
        if draw.random() < 0.92:
            across = min(width - 1, column + draw.choice((0, 1, 1)))
            down = max(0, min(height - 1, row + draw.choice((-2, -1, -1, 0, 1, 1, 1, 2))))
            cell = across, down
            near = plan.cells.get(cell)
            if near is None:
                continue
            target = draw.choice(near)
        else:
            cell, target = draw.choice(places)
            while not plan.reaches((column, row), cell):
                cell, target = draw.choice(places)
        if plan.map_of(cell) != plan.map_of((column, row)):
            continue
        if source == target or (source, target) in seen or (target, source) in seen:
            continue
        seen.add((source, target))
        id, order = next(keys)
        plan.rows.append(Link(id, order, source=source, target=target, kind=draw.choice(LINK_KINDS)))
