"""Small random documents that hold everything the graph answers look at; a seed gives the same one for ever."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

from model.document import Document
from model.elements import (
    AskedBy,
    Blueprint,
    Card,
    CardKind,
    CardSystem,
    Lane,
    Link,
    LinkKind,
    RaciEntry,
    Role,
    Routing,
    Stage,
    Step,
)
from model.record import Record
from model.registers import (
    Consequence,
    Direction,
    FailPoint,
    Metric,
    Owner,
    System,
    SystemExchange,
    SystemState,
)

ROLES = (
    Role.EVIDENCE,
    Role.CUSTOMER,
    Role.FRONTSTAGE,
    Role.FRONTSTAGE_TECH,
    Role.BACKSTAGE,
    Role.BACKSTAGE_TECH,
    Role.SUPPORT,
    Role.EMOTION,
)
UNITS = ("IT", "it ", "Sales", "Sales", "Legal", "Legal", " ")
TITLES = ("Proof of address", "proof  of ADDRESS", "Form", "Fórm", "")


def a_random_document(seed: int) -> Document:
    """The document of a seed."""
    draw = Random(seed)
    rows: list[Record] = [Blueprint("blueprint", "a0", volume=draw.choice((None, 0, 1000, 1000, 1000)))]
    rows += _grid(draw)
    rows += _registers(draw)
    rows += _cards(draw, rows)
    rows += _between(draw, rows)
    return Document(rows)


def ids(rows: list[Record], kind: type[Record]) -> list[str]:
    """The ids of a kind among some rows."""
    return [row.id for row in rows if isinstance(row, kind)]


def some(draw: Random, choices: list[str]) -> str | None:
    """One of some ids, or none."""
    return draw.choice(choices) if choices and draw.random() < 0.7 else None


def minutes(draw: Random) -> Decimal | None:
    """Minutes, or not said."""
    return Decimal(draw.randrange(0, 40)) / 2 if draw.random() < 0.6 else None


def _grid(draw: Random) -> list[Record]:
    rows: list[Record] = []
    for number in range(draw.randint(1, 3)):
        back = f"stage_{draw.randint(0, number)}" if draw.random() < 0.4 else None
        repeats = draw.choice((None, Decimal("1.5"), Decimal(2), Decimal("0.5")))
        rows.append(Stage(f"stage_{number}", f"a{number}", loops_to=back, repeats=repeats))
        for place in range(draw.randint(1, 2)):
            out = draw.choice((None, None, 800, 500, 0)) if draw.random() < 0.5 else None
            step = Step(f"step_{number}_{place}", f"a{place}", stage=f"stage_{number}", customers_out=out)
            rows.append(step)
    return rows


def _registers(draw: Random) -> list[Record]:
    rows: list[Record] = [Metric(f"metric_{number}", f"a{number}") for number in range(2)]
    owners = [f"owner_{number}" for number in range(draw.choice((0, 3, 4, 5)))]
    for number, id in enumerate(owners):
        fields: dict[str, Any] = {
            "goal_metric": draw.choice(("metric_0", "metric_1")),
            "goal_direction": draw.choice((None, *Direction)),
            "goal_against": (draw.choice(owners),) if draw.random() < 0.15 else (),
        }
        rows.append(Owner(id, f"a{number}", name=f"Owner {9 - number}", unit=draw.choice(UNITS), **fields))
    systems = [f"system_{number}" for number in range(draw.randint(0, 4))]
    for number, id in enumerate(systems):
        name = f"System {draw.randint(0, 2)}"
        rows.append(System(id, f"a{number}", name=name, state=draw.choice(tuple(SystemState))))
    for number in range(draw.randint(0, 2) if systems else 0):
        ends = {"system": draw.choice(systems), "other": draw.choice(systems)}
        rows.append(SystemExchange(f"talk_{number}", f"a{number}", **ends))
    for number, role in enumerate(ROLES):
        rows.append(Lane(f"lane_{number}", f"a{number}", role=role, owner=some(draw, owners)))
    return rows


def _cards(draw: Random, before: list[Record]) -> list[Record]:
    rows: list[Record] = []
    steps, lanes, owners = (ids(before, kind) for kind in (Step, Lane, Owner))
    for number in range(draw.randint(2, 13)):
        placed = draw.random() < 0.92
        first = draw.randrange(len(steps))
        fields: dict[str, Any] = {}
        if placed:
            last = steps[draw.randint(first, len(steps) - 1)] if draw.random() < 0.2 else None
            fields = {"lane": draw.choice(lanes), "step": steps[first], "last_step": last}
        fields |= {
            "title": draw.choice(TITLES),
            "kind": draw.choice((CardKind.ACTION, CardKind.EVIDENCE, CardKind.QUESTION, CardKind.APPROVAL)),
            "owner": some(draw, owners),
            "work_minutes": minutes(draw),
            "wait_minutes": minutes(draw),
            "share": draw.choice((None, None, Decimal("0.25"), Decimal("0.6"), Decimal("1.5"))),
            "occurrences": draw.choice((None, None, None, Decimal(100), Decimal(5000))),
            "promise": draw.choice(("", "", "In a day")),
            "answered": draw.random() < 0.3,
            "asked_by": draw.choice((None, *AskedBy)),
        }
        rows.append(Card(f"card_{number}", draw.choice(("a0", "a1")), **fields))
    return rows


def _between(draw: Random, before: list[Record]) -> list[Record]:
    rows: list[Record] = []
    cards, systems, owners, stages = (ids(before, kind) for kind in (Card, System, Owner, Stage))
    for number in range(draw.randint(0, 18)):
        source, target = draw.choice(cards), draw.choice(cards)
        kind = draw.choice((LinkKind.FLOW, LinkKind.FLOW, LinkKind.NEEDS, LinkKind.NEEDS, *LinkKind))
        group = draw.choice(("", "a", "a", "b")) if kind is LinkKind.NEEDS or draw.random() < 0.1 else ""
        fields = {"kind": kind, "alternatives": group, "wait_minutes": minutes(draw)}
        agreed = draw.choice(("", " ", "Two days"))
        if source != target:
            rows.append(Link(f"link_{number}", f"a{number % 9}", source=source, target=target, agreed=agreed, **fields))
    for number in range(draw.randint(0, 8) if systems else 0):
        use = {"card": draw.choice(cards), "system": draw.choice(systems)}
        rows.append(CardSystem(f"use_{number}", "a0", essential=draw.random() < 0.7, **use))
    for number in range(draw.randint(0, 4) if owners else 0):
        rows.append(RaciEntry(f"raci_{number}", "a0", card=draw.choice(cards), owner=draw.choice(owners)))
    for number in range(draw.randint(0, 3)):
        rows.append(FailPoint(f"fail_{number}", "a0", card=draw.choice(cards), rate=Decimal("0.1")))
        for place in range(draw.randint(0, 2)):
            amounts = {"number": draw.choice((None, Decimal(2))), "unit_cost": Decimal(draw.randrange(1, 9))}
            fail = f"fail_{number}"
            rows.append(Consequence(f"cons_{number}_{place}", f"a{place}", fail_point=fail, **amounts))
        rows.append(Routing(f"routing_{number}", f"a{number}", stage=draw.choice(stages), owner=some(draw, owners)))
    return rows
