"""Rows and rings of records that rest on one another: however long, no figure is as many calls deep."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from model.analysis import derivation
from model.analysis.economy import Economy
from model.analysis.evaluation import Evaluation
from model.document import Document
from model.elements import Blueprint, Card, Lane, Role, Stage, Step
from model.ids import spread
from model.record import Record
from model.registers import Consequence, ConsequenceKind, FailPoint

LONG = 1_200
VOLUME = 10_000


def a_row(count: int) -> list[Record]:
    """A lane with so many steps, one customer fewer out of each, and a card in each."""
    rows: list[Record] = [Blueprint("blueprint_1", "a0", volume=VOLUME)]
    rows += [Stage("stage_1", "a0"), Lane("lane_1", "a0", role=Role.CUSTOMER)]
    for place, order in enumerate(spread(count)):
        rows.append(Step(f"step_{place}", order, stage="stage_1", customers_out=VOLUME - place - 1))
        rows.append(Card(f"card_{place}", "a0", lane="lane_1", step=f"step_{place}", title=f"Card {place}"))
    return rows


def failing(place: int, **consequence: object) -> list[Record]:
    """Half of what happens at a card fails, and has a consequence."""
    return [
        FailPoint(f"fail_{place}", "a0", card=f"card_{place}", rate=Decimal("0.5")),
        Consequence(f"cons_{place}", "a0", fail_point=f"fail_{place}", **{"number": Decimal(2), **consequence}),
    ]


def depth(step: derivation.Step) -> int:
    """How many steps a derivation goes down."""
    return 1 + max(map(depth, step.parts), default=0)


def test_customers_of_a_long_journey_are_counted() -> None:
    figures = Evaluation(Economy(Document(a_row(LONG))))

    assert figures.occurrences(f"card_{LONG - 1}") == VOLUME - LONG + 1
    assert figures.leaving(f"step_{LONG - 1}") == VOLUME - LONG


def test_many_places_where_customers_leave_are_counted() -> None:
    # given churn at every card of a long journey: as many of those who came as fail there would leave by each alone
    rows = a_row(LONG)
    for place in range(LONG):
        rows += failing(place, kind=ConsequenceKind.CHURN, number=Decimal("0.001"))
    figures = Evaluation(Economy(Document(rows)))
    # when they are asked for, the last first
    last = figures.count(f"cons_{LONG - 1}")
    # then each took its share of those whom none before it had lost
    left = Decimal(VOLUME)
    for place in range(LONG):
        lost = left * (VOLUME - place) * Decimal("0.0005") / VOLUME
        left -= lost
    assert last == pytest.approx(lost)


def test_a_long_chain_of_cards_that_set_off_one_another_is_counted() -> None:
    # given that each card handles what fails at the one before: half as often, twice each time
    rows = a_row(LONG)
    for before, place in pairwise(range(LONG)):
        rows += failing(before, handled_by=f"card_{place}")
    document = Document(rows)
    figures = Evaluation(Economy(document))
    # then the last, asked for first, happens as often as the first
    assert figures.occurrences(f"card_{LONG - 1}") == figures.occurrences("card_0") == VOLUME
    # and how that came about goes down a few cards, and stops at a count
    step = derivation.occurrences(figures, f"card_{LONG - 1}")
    assert step.amount == VOLUME
    assert 10 < depth(step) < 30


@pytest.mark.parametrize("around", [1, 2, 5])
def test_what_sets_off_itself_has_no_count_and_a_derivation_that_ends(around: int) -> None:
    # given cards in a ring, each handling what fails at the one before, and one that handles what fails in the ring
    rows = a_row(around + 1)
    for place in range(around):
        rows += failing(place, handled_by=f"card_{(place + 1) % around}")
    rows.append(Consequence("cons_out", "a1", fail_point="fail_0", number=Decimal(1), handled_by=f"card_{around}"))
    figures = Evaluation(Economy(Document(rows)))
    # then none of them has a count, and the derivation of each ends
    for place in range(around + 1):
        step = derivation.cost_to_serve(figures, f"card_{place}")
        assert figures.occurrences(f"card_{place}") is None
        assert depth(step) <= 3 * around + 6


def test_consequences_that_follow_from_one_another_have_a_derivation_that_ends() -> None:
    rows = [*a_row(1), *failing(0, parent="cons_more")]
    rows.append(Consequence("cons_more", "a1", fail_point="fail_0", number=Decimal(1), parent="cons_0"))
    figures = Evaluation(Economy(Document(rows)))

    assert derivation.failure_cost(figures, "fail_0").amount is None


def test_a_count_that_was_entered_ends_a_ring() -> None:
    # given two cards that set off each other, of which one was counted
    rows = [*a_row(2), *failing(0, handled_by="card_1"), *failing(1, handled_by="card_0")]
    counted = [replace(row, occurrences=Decimal(100)) if row.id == "card_0" else row for row in rows]
    figures = Evaluation(Economy(Document(counted)))

    assert figures.occurrences("card_1") == 100
