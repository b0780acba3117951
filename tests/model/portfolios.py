"""Random portfolios: improvements that overlap in every way, with budgets, and the slow way to choose."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations
from random import Random

import numpy as np

from model.analysis.best_set import DECIDED
from model.analysis.economy import Economy
from model.analysis.limits import limits, taken
from model.analysis.study import Study
from model.analysis.timeline import Timeline
from model.document import Document, DocumentView
from model.elements import Blueprint, Card, Lane, Role, Stage, Step
from model.improvements import (
    BenefitClass,
    Budget,
    Cause,
    Effect,
    EffectKind,
    Improvement,
    ImprovementStatus,
    Spend,
)
from model.record import Record
from model.registers import Consequence, ConsequenceKind, FailPoint, Owner

FAIL_POINTS = 4
STATUSES = (
    *(ImprovementStatus.PROPOSED,) * 30,
    ImprovementStatus.APPROVED,
    ImprovementStatus.LIVE,
    ImprovementStatus.DROPPED,
)


def a_portfolio(count: int, seed: int) -> Document:
    """A blueprint of three steps and so many improvements."""
    draw = Random(seed)
    rows: list[Record] = [
        Blueprint("blueprint", "a0", volume=1000, horizon=draw.choice((6, 14, 30)), rate=Decimal("0.08")),
        Stage("stage", "a0"),
        Lane("lane", "a0", role=Role.BACKSTAGE, owner="desk"),
        Owner("desk", "a0", hourly_cost=Decimal(40)),
    ]
    for place in range(3):
        rows.append(Step(f"step_{place}", f"a{place}", stage="stage", customers_out=950 - 60 * place))
    rows.append(Card("desk_card", "a0", lane="lane", step="step_2", title="Desk", work_minutes=Decimal(9)))
    for place in range(FAIL_POINTS):
        rows += _failing(draw, place)
    for place in range(count):
        rows += _improvement(draw, place, count)
    for line in ("A", "B"):
        for year in range(3):
            if draw.random() < 0.6:
                limit = Decimal(draw.randrange(300, 4000))
                rows.append(Budget(f"budget_{line}_{year}", "a0", line=line, year=year, limit=limit))
    return Document(rows)


def _failing(draw: Random, place: int) -> list[Record]:
    card, fail = f"card_{place}", f"fail_{place}"
    minutes = Decimal(draw.randrange(3, 20))
    kind = draw.choice((ConsequenceKind.CHURN, ConsequenceKind.CALL))
    handled = draw.choice((None, "desk_card")) if kind is ConsequenceKind.CALL else None
    rate, price = Decimal(draw.randrange(2, 30)) / 100, Decimal(draw.randrange(20, 60))
    return [
        Card(card, f"b{place}", lane="lane", step=f"step_{place % 3}", work_minutes=minutes),
        FailPoint(fail, "a0", card=card, rate=rate),
        *(Cause(f"cause_{place}_{which}", f"a{which}", fail_point=fail) for which in range(2)),
        Consequence(
            f"cons_{place}", "a0", fail_point=fail, kind=kind, number=Decimal(1), unit_cost=price, handled_by=handled
        ),
    ]


def _improvement(draw: Random, place: int, count: int) -> list[Record]:
    id = f"imp_{place:02d}"
    others = [f"imp_{other:02d}" for other in range(count) if other != place]
    few = others and draw.random() < 0.25
    row = Improvement(
        id,
        f"a{place:02d}",
        name=id,
        budget_line=draw.choice(("A", "B", "C")),
        running_cost=Decimal(draw.randrange(0, 5) * 60),
        go_live=draw.randrange(0, 5),
        ramp=draw.randrange(0, 4),
        requires=(draw.choice(others),) if few and draw.random() < 0.5 else (),
        excludes=(draw.choice(others),) if few else (),
        mandatory=draw.random() < 0.02,
        status=draw.choice(STATUSES),
    )
    spend = Spend(f"spend_{id}", "a0", improvement=id, month=draw.randrange(0, 3), amount=Decimal(_price(draw)))
    return [row, spend, *(_effect(draw, id, which) for which in range(draw.randrange(0, 3)))]


def _price(draw: Random) -> int:
    return draw.choice((0, 100, 100, 250, 500, 800, 1500))


def _effect(draw: Random, id: str, which: int) -> Effect:
    kind = draw.choice((*(EffectKind.FAILURE_RATE,) * 4, *EffectKind))
    place = draw.randrange(FAIL_POINTS)
    targets = {
        EffectKind.FAILURE_RATE: f"cause_{place}_{draw.randrange(2)}",
        EffectKind.NUMBER: f"cons_{place}",
        EffectKind.UNIT_COST: f"cons_{place}",
        EffectKind.WORK_TIME: f"card_{place}",
        EffectKind.SHARE: f"card_{place}",
        EffectKind.DROP_OFF: f"step_{place % 3}",
    }
    amounts = {EffectKind.WORK_TIME: Decimal(draw.randrange(1, 6)), EffectKind.YEARLY: Decimal(draw.randrange(0, 900))}
    return Effect(
        f"effect_{id}_{which}",
        f"a{which}",
        improvement=id,
        target=targets.get(kind),
        kind=kind,
        amount=amounts.get(kind, Decimal(draw.randrange(0, 11)) / 10),
        benefit=draw.choice((BenefitClass.CASH, BenefitClass.CASH, BenefitClass.REVENUE, BenefitClass.CAPACITY)),
        moves_to=f"card_{draw.randrange(FAIL_POINTS)}" if kind is EffectKind.SHARE and draw.random() < 0.5 else None,
        worth=Decimal(draw.randrange(5, 60)) if kind is EffectKind.DROP_OFF else None,
    )


def is_allowed(document: DocumentView, chosen: frozenset[str]) -> bool:
    """Whether a set keeps to what is decided, required and excluded."""
    for id, row in document.table(Improvement).items():
        dropped = row.status is ImprovementStatus.DROPPED
        if id in chosen and (dropped or not chosen.issuperset(row.requires) or chosen & set(row.excludes)):
            return False
        if id not in chosen and not dropped and (row.mandatory or row.status in DECIDED):
            return False
    return True


def by_brute_force(document: Document, overall: Decimal | None = None) -> tuple[str, ...] | None:
    """The best of all sets, each recomputed as a whole; None where none fits."""
    study = Study(document)
    exact = Timeline(Economy(document), study.plan)
    ids = sorted(document.table(Improvement))
    bounds = limits(document, overall)
    used = {id: [taken(document, exact, id, limit) for limit in bounds] for id in ids}
    subsets = [frozenset(some) for size in range(len(ids) + 1) for some in combinations(ids, size)]
    subsets = [some for some in subsets if is_allowed(document, some)]
    subsets = [
        some
        for some in subsets
        if all(sum(used[id][place] for id in some) <= limit.most for place, limit in enumerate(bounds))
    ]
    if not subsets:
        return None
    inside = {id: np.array([float(id in some) for some in subsets]) for id in ids}
    values = {
        (work.id, name): study.economy.value(work.id, name) * inside[work.improvement]
        for work in study.plan.book.works
        for name in ("amount", "worth")
        if study.economy.value(work.id, name) is not None
    }
    timeline = study.timeline(values)
    costs = {id: timeline.cost(id, study.factors) for id in ids}
    spent = np.array([sum(costs[id] for id in sorted(some)) for some in subsets])
    npv = np.broadcast_to(timeline.present(ids, study.factors), (len(subsets),)) - spent
    best = float(npv.max())
    ties = [place for place in range(len(subsets)) if npv[place] >= best - 1e-6]
    least = min(float(spent[place]) for place in ties)
    cheapest = [tuple(sorted(subsets[place])) for place in ties if spent[place] <= least + 1e-6]
    return min(cheapest, key=lambda some: (len(some), some))
