"""A workshop's map with a portfolio: fail points, improvements that overlap in every way, uncertainty, budgets."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from benchmarks import generate
from model.document import Document
from model.elements import Blueprint, Card, Step
from model.ids import spread
from model.improvements import Budget, Cause, Effect, EffectKind, Improvement, Spend, Uncertainty
from model.record import Record
from model.registers import Consequence, ConsequenceKind, FailPoint

IMPROVEMENTS = 40
FAIL_POINTS = 30
LINES = ("Digital", "Service", "Operations")
YEARS = 3
SHARE_OF_MONEY = Decimal("0.4")


def document(count: int = IMPROVEMENTS, seed: int = 1) -> Document:
    """The small document with so many improvements; a third of them meet others on the same fail point."""
    draw = Random(seed)
    base = [row for row in generate.rows(*generate.SIZES["S"]) if not isinstance(row, FailPoint | Consequence)]
    rows = [_with_a_case(row) for row in base]
    cards = [row.id for row in rows if isinstance(row, Card)]
    fail_points = _fail_points(draw, rows, draw.sample(cards, FAIL_POINTS))
    steps = [row.id for row in rows if isinstance(row, Step)]
    spent: dict[tuple[str, int], Decimal] = {}
    ids = [f"improvement_{place:02d}" for place in range(1, count + 1)]
    for place, (id, order) in enumerate(zip(ids, spread(count), strict=True)):
        line, start = draw.choice(LINES), draw.randrange(0, 15)
        requires = (ids[place - 1],) if place and place % 9 == 0 else ()
        excludes = (ids[place - 2],) if place > 1 and place % 7 == 0 else ()
        running = Decimal(draw.randrange(0, 8) * 500)
        asked = Decimal(draw.randrange(5, 60) * 1000)
        row = Improvement(
            id,
            order,
            name=f"Improvement {place + 1}",
            budget_line=line,
            running_cost=running,
            go_live=start,
            ramp=draw.randrange(0, 7),
            requires=requires,
            excludes=excludes,
        )
        rows += [row, Spend(f"spend_{id}", order, improvement=id, month=max(0, start - 3), amount=asked)]
        year = max(0, start - 3) // 12
        spent[line, year] = spent.get((line, year), Decimal(0)) + asked + running
        rows += _effects(draw, id, order, place, fail_points, cards, steps)
        rows += _bounds(f"spend_{id}", "amount", asked, "")
    for (line, year), total in sorted(spent.items()):
        limit = (total * SHARE_OF_MONEY).quantize(Decimal(1))
        rows.append(Budget(f"budget_{line}_{year}", "a0", line=line, year=year, limit=limit))
    return Document(rows)


def _with_a_case(row: Record) -> Record:
    if not isinstance(row, Blueprint):
        return row
    return Blueprint(row.id, row.order, title=row.title, volume=row.volume, horizon=36, rate=Decimal("0.08"))


def _fail_points(draw: Random, rows: list[Record], cards: list[str]) -> list[str]:
    found = []
    for place, card in enumerate(cards):
        id = f"fail_{place:02d}"
        found.append(id)
        rate = Decimal(draw.randrange(1, 8)) / 100
        rows.append(FailPoint(id, "a0", card=card, rate=rate))
        rows += [Cause(f"cause_{place:02d}_{which}", "a0", fail_point=id) for which in range(2)]
        kinds = (ConsequenceKind.CALL, ConsequenceKind.CHURN if place % 3 == 0 else ConsequenceKind.REWORK)
        for which, kind in enumerate(kinds):
            number = Decimal(draw.randrange(5, 15)) / 10 if kind is not ConsequenceKind.CHURN else Decimal("0.02")
            price = Decimal(draw.randrange(5, 30)) if kind is not ConsequenceKind.CHURN else Decimal(60)
            key = f"cons_{place:02d}_{which}"
            rows.append(Consequence(key, "a0", fail_point=id, kind=kind, number=number, unit_cost=price))
            rows += _bounds(key, "unit_cost", price, "")
        rows += _bounds(id, "rate", rate, "")
    return found


def _effects(
    draw: Random, id: str, order: str, place: int, fail_points: list[str], cards: list[str], steps: list[str]
) -> list[Record]:
    """One effect on a cause; of some improvements a second on a consequence, a card or a step."""
    cut = Decimal(draw.randrange(2, 8)) / 10
    fail_point = fail_points[place % FAIL_POINTS]
    target = f"cause_{fail_point[-2:]}_{draw.randrange(2)}"
    rows: list[Record] = [Effect(f"effect_{id}_1", order, improvement=id, target=target, amount=cut)]
    rows += _bounds(f"effect_{id}_1", "amount", cut, "")
    second = f"effect_{id}_2"
    if place % 4 == 1:
        half = Decimal("0.3")
        consequence = f"cons_{draw.choice(fail_points)[-2:]}_0"
        rows.append(Effect(second, order, improvement=id, target=consequence, kind=EffectKind.NUMBER, amount=half))
        rows += _bounds(second, "amount", half, "numbers")
    elif place % 4 == 2:
        kind = EffectKind.SHARE
        here, there = draw.sample(cards, 2)
        rows.append(
            Effect(second, order, improvement=id, target=here, kind=kind, amount=Decimal("0.2"), moves_to=there)
        )
    elif place % 10 == 3:
        kept = {"amount": Decimal("0.1"), "worth": Decimal(50)}
        rows.append(Effect(second, order, improvement=id, target=draw.choice(steps), kind=EffectKind.DROP_OFF, **kept))
    return rows


def _bounds(element: str, field: str, likely: Decimal, group: str) -> list[Record]:
    low, high = likely * Decimal("0.7"), likely * Decimal("1.3")
    return [
        Uncertainty(f"around_{element}_{field}", "a0", element=element, field=field, low=low, high=high, group=group)
    ]
