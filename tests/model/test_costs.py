"""Customers, occurrences and costs, on the worked examples of the domain, to the cent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from model.analysis.costs import (
    cost_per_occurrence,
    failure_cost,
    failure_cost_of_card,
    lost_customers,
    occurrences,
)
from model.analysis.volumes import customers_in, customers_out, drop_off
from model.change import Change, Delta
from model.document import Document
from model.elements import Card, Grounding
from model.grounding import is_assumed
from model.messages import message
from model.owners import accountable
from model.registers import Consequence, ConsequenceKind, Cost, CostBasis, FailPoint, Owner
from model.rules import may_add
from tests.model.builders import Grid, a_grid


def D(number: str | int) -> Decimal:
    """A decimal."""
    return Decimal(number)


def a_card(grid: Grid, step: int = 0, **fields: Any) -> Card:
    """A card of the backstage lane."""
    return grid.document.need(Card, grid.editor.add_card(grid.lanes[3], grid.steps[step], "Card", **fields))


def a_fail_point(grid: Grid, card: Card, rate: str | None, *consequences: dict[str, Any]) -> FailPoint:
    """A fail point with its consequences; `parent` counts them from 0."""
    id = grid.editor.add(FailPoint, card=card.id, rate=None if rate is None else D(rate))
    made: list[str] = []
    for fields in consequences:
        parent = fields.pop("parent", None)
        over = None if parent is None else made[parent]
        made.append(grid.editor.add(Consequence, fail_point=id, parent=over, **fields))
    return grid.document.need(FailPoint, id)


def test_customers_go_from_step_to_step_less_those_who_leave() -> None:
    grid = a_grid((2, 1), volume=1000)
    for step, count in zip(grid.steps, (800, 600), strict=False):
        grid.editor.edit(step, customers_out=count)

    counts = [(customers_in(grid.document, step), customers_out(grid.document, step)) for step in grid.steps]
    lost = [drop_off(grid.document, step) for step in grid.steps]

    assert counts == [(1000, 800), (800, 600), (600, 600)]
    assert lost == [D("0.2"), D("0.25"), None]


def test_a_step_nobody_counted_loses_nobody() -> None:
    grid = a_grid((3,), volume=1000)
    grid.editor.edit(grid.steps[1], customers_out=900)

    assert [customers_in(grid.document, step) for step in grid.steps] == [1000, 1000, 900]
    assert drop_off(grid.document, grid.steps[0]) is None
    assert drop_off(grid.document, grid.steps[1]) == D("0.1")


def test_without_a_volume_customers_are_unknown_until_counted() -> None:
    grid = a_grid((3,))
    grid.editor.edit(grid.steps[1], customers_out=900)

    assert [customers_in(grid.document, step) for step in grid.steps] == [None, None, 900]
    assert drop_off(grid.document, grid.steps[1]) is None


def test_nobody_can_be_lost_where_nobody_comes() -> None:
    grid = a_grid((1,), volume=0)
    grid.editor.edit(grid.steps[0], customers_out=0)

    assert drop_off(grid.document, grid.steps[0]) is None


def test_customers_follow_the_order_of_the_steps() -> None:
    grid = a_grid((2,), volume=1000)
    grid.editor.edit(grid.steps[0], customers_out=800)

    grid.editor.move_step(grid.steps[0], grid.stages[0])

    assert customers_in(grid.document, grid.steps[1]) == 1000


def test_a_card_happens_for_its_share_of_customers_so_many_times() -> None:
    grid = a_grid((2,), volume=1000)
    grid.editor.edit(grid.steps[0], customers_out=800)

    assert occurrences(grid.document, a_card(grid, 1, share=D("0.15"), times=D("1.4"))) == 168
    assert occurrences(grid.document, a_card(grid, 1)) == 800
    assert occurrences(grid.document, a_card(grid, 1, share=D("0.15"), occurrences=D(7))) == 7


def test_a_span_counts_those_who_come_to_its_first_step() -> None:
    grid = a_grid((2,), volume=1000)
    grid.editor.edit(grid.steps[0], customers_out=800)

    assert occurrences(grid.document, a_card(grid, 0, last_step=grid.steps[1])) == 1000


def test_occurrences_are_unknown_in_the_tray_and_without_customers() -> None:
    grid = a_grid(volume=1000)
    waiting = grid.document.need(Card, grid.editor.add_card(None, None, "Later"))

    assert occurrences(grid.document, waiting) is None
    uncounted = a_grid()
    assert occurrences(uncounted.document, a_card(uncounted)) is None


def test_work_costs_minutes_at_the_owners_hourly_cost() -> None:
    grid = a_grid()
    owner = grid.editor.add(Owner, hourly_cost=D("40"))

    assert cost_per_occurrence(grid.document, a_card(grid, owner=owner, work_minutes=D(12))) == D("8.00")


def test_work_takes_the_lanes_owner_where_a_card_names_none() -> None:
    grid = a_grid()
    grid.editor.edit(grid.lanes[3], owner=grid.editor.add(Owner, name="Lane", hourly_cost=D("30")))
    own = grid.editor.add(Owner, name="Own", hourly_cost=D("60"))
    inherits, names = a_card(grid, work_minutes=D(10)), a_card(grid, work_minutes=D(10), owner=own)

    owners = [accountable(grid.document, card) for card in (inherits, names)]

    assert [owner.name for owner in owners if owner] == ["Lane", "Own"]
    assert cost_per_occurrence(grid.document, inherits) == D("5")
    assert cost_per_occurrence(grid.document, names) == D("10")


def test_nobody_is_accountable_for_a_card_without_owner_in_a_lane_without() -> None:
    grid = a_grid()

    assert accountable(grid.document, a_card(grid)) is None
    assert accountable(grid.document, Card("waiting")) is None


def test_entered_amounts_stand_instead_of_work() -> None:
    grid = a_grid()
    owner = grid.editor.add(Owner, hourly_cost=D("40"))
    card = a_card(grid, owner=owner, work_minutes=D(12))
    once = CostBasis.PER_OCCURRENCE
    for amount, basis in (("0.31", once), ("0.04", once), ("500", CostBasis.PER_YEAR), ("9", CostBasis.ONE_OFF)):
        grid.editor.add(Cost, subject=card.id, amount=D(amount), basis=basis)
    grid.editor.add(Cost, subject=card.id, basis=CostBasis.PER_OCCURRENCE)

    assert cost_per_occurrence(grid.document, card) == D("0.35")


@pytest.mark.parametrize(("minutes", "hourly"), [(None, "40"), ("12", None), (None, None)])
def test_work_without_minutes_or_hourly_cost_has_no_cost(minutes: str | None, hourly: str | None) -> None:
    grid = a_grid()
    owner = grid.editor.add(Owner, hourly_cost=None if hourly is None else D(hourly))

    card = a_card(grid, owner=owner, work_minutes=None if minutes is None else D(minutes))

    assert cost_per_occurrence(grid.document, card) is None


def test_a_consequence_of_another_counts_for_each_of_it() -> None:
    grid = a_grid()
    card = a_card(grid, occurrences=D(10_000))
    fail_point = a_fail_point(
        grid,
        card,
        "0.1",
        {"name": "call", "number": D("0.6"), "unit_cost": D("6")},
        {"name": "escalation", "number": D("0.1"), "unit_cost": D("40"), "parent": 0},
    )

    assert failure_cost(grid.document, fail_point) == D("6000.00")
    assert failure_cost_of_card(grid.document, card) == D("6000.00")


def test_consequences_of_a_strangers_file_that_follow_from_themselves_cost_nothing_known() -> None:
    grid = a_grid()
    card = a_card(grid, occurrences=D(100))
    point = FailPoint("point", card=card.id, rate=D("0.1"))
    rows = [
        Consequence(id, fail_point="point", parent=parent, number=D(2), unit_cost=D(3))
        for id, parent in (("one", "other"), ("other", "one"))
    ]
    grid.document.apply(Change(message("x"), tuple(Delta(None, row) for row in (point, *rows))))

    assert failure_cost(grid.document, point) is None


def test_a_chain_of_consequences_multiplies_all_the_way_up() -> None:
    grid = a_grid()
    half = {"number": D("0.5"), "unit_cost": D(0)}
    fail_point = a_fail_point(
        grid,
        a_card(grid, occurrences=D(1000)),
        "0.8",
        dict(half),
        {**half, "parent": 0},
        {"number": D("0.5"), "unit_cost": D(1), "parent": 1},
    )

    assert failure_cost(grid.document, fail_point) == 100


def test_failure_follows_the_customers_of_the_step() -> None:
    grid = a_grid((2,), volume=1000)
    grid.editor.edit(grid.steps[0], customers_out=800)
    fail_point = a_fail_point(grid, a_card(grid, 1), "0.05", {"number": D("1.5"), "unit_cost": D("7.35")})

    assert failure_cost(grid.document, fail_point) == D("441.00")


def test_a_card_that_handles_a_consequence_lends_its_cost_and_takes_its_count() -> None:
    grid = a_grid()
    owner = grid.editor.add(Owner, hourly_cost=D("36"))
    desk = a_card(grid, 1, owner=owner, work_minutes=D(10))
    card = a_card(grid, 0, occurrences=D(1000))
    fail_point = a_fail_point(grid, card, "0.1", {"number": D("1.2"), "unit_cost": D("99"), "handled_by": desk.id})

    assert occurrences(grid.document, desk) == 120
    assert failure_cost(grid.document, fail_point) == D("720")


def test_a_handling_card_without_a_cost_of_its_own_takes_the_entered_one() -> None:
    grid = a_grid()
    desk = a_card(grid, 1)
    card = a_card(grid, 0, occurrences=D(1000))
    fail_point = a_fail_point(grid, card, "0.1", {"number": D(1), "unit_cost": D("4"), "handled_by": desk.id})

    assert failure_cost(grid.document, fail_point) == D("400")


def test_what_a_card_handles_is_unknown_where_a_count_is() -> None:
    grid = a_grid(volume=1000)
    desk = a_card(grid, 1)
    a_fail_point(grid, a_card(grid), None, {"number": D(1), "handled_by": desk.id})

    assert occurrences(grid.document, desk) is None


def test_cards_that_set_each_other_off_have_no_count() -> None:
    grid = a_grid(volume=1000)
    one, two = a_card(grid), a_card(grid)
    a_fail_point(grid, one, "0.1", {"number": D(1), "handled_by": two.id})
    a_fail_point(grid, two, "0.1", {"number": D(1), "handled_by": one.id})

    assert occurrences(grid.document, one) is None


def test_churn_loses_a_customer_once() -> None:
    grid = a_grid((2,), volume=10_000)
    points = [
        a_fail_point(
            grid,
            a_card(grid, step),
            rate,
            {"kind": ConsequenceKind.CHURN, "number": D(1), "unit_cost": D("50")},
        )
        for step, rate in ((1, "0.01"), (0, "0.02"))
    ]

    lost = lost_customers(grid.document)

    assert sorted(count for count in lost.values() if count is not None) == [98, 200]
    assert [failure_cost(grid.document, point) for point in points] == [D("4900.00"), D("10000.00")]


def test_churn_loses_no_more_customers_than_there_are() -> None:
    grid = a_grid((2,), volume=100)
    churn = {"kind": ConsequenceKind.CHURN, "number": D(1), "unit_cost": D("1")}
    a_fail_point(grid, a_card(grid, occurrences=D(900)), "0.5", dict(churn))
    a_fail_point(grid, a_card(grid, 1), "0.5", dict(churn))

    assert sorted(count for count in lost_customers(grid.document).values() if count is not None) == [0, 100]


@pytest.mark.parametrize("missing", ["rate", "occurrences", "number", "unit_cost", "parent's number", "consequences"])
def test_without_an_input_there_is_no_cost_rather_than_none(missing: str) -> None:
    grid = a_grid()
    card = a_card(grid, occurrences=None if missing == "occurrences" else D(1000))
    parent = {"number": None if missing == "parent's number" else D(1), "unit_cost": D(1)}
    child: dict[str, Any] = {"number": D(1), "unit_cost": D(1), "parent": 0}
    if missing in child:
        child[missing] = None
    consequences = [] if missing == "consequences" else [parent, child]

    fail_point = a_fail_point(grid, card, None if missing == "rate" else "0.1", *consequences)

    assert failure_cost(grid.document, fail_point) is None
    assert failure_cost_of_card(grid.document, card) is None


def test_a_failure_that_costs_nothing_is_not_unknown() -> None:
    grid = a_grid()
    card = a_card(grid, occurrences=D(0))

    fail_point = a_fail_point(grid, card, "0.1", {"number": D(1), "unit_cost": D(5)})

    assert failure_cost(grid.document, fail_point) == 0


def test_a_card_adds_its_fail_points_or_says_nothing() -> None:
    grid = a_grid()
    card = a_card(grid, occurrences=D(1000))
    assert failure_cost_of_card(grid.document, card) is None

    for rate in ("0.1", "0.2"):
        a_fail_point(grid, card, rate, {"number": D(1), "unit_cost": D("1.005")})
    assert failure_cost_of_card(grid.document, card) == D("301.500")

    a_fail_point(grid, card, None)
    assert failure_cost_of_card(grid.document, card) is None


@pytest.mark.parametrize(
    ("grounding", "sources", "assumed"),
    [
        (Grounding.ASSUMED, (), True),
        (Grounding.ASSUMED, ("s",), True),
        (Grounding.MEASURED, (), True),
        (Grounding.REPORTED, ("s",), False),
    ],
)
def test_a_card_without_a_source_is_an_assumption(
    grounding: Grounding, sources: tuple[str, ...], assumed: bool
) -> None:
    assert is_assumed(Card("c", grounding=grounding, sources=sources)) is assumed


def test_parents_in_a_circle_have_no_cost_and_no_end_either() -> None:
    # A file from elsewhere may hold them: the editor does not let them be made.
    grid = a_grid(volume=1000)
    card = a_card(grid)
    rows = (
        FailPoint("fail_1", "a0", card=card.id, rate=D(1)),
        Consequence("one", "a0", fail_point="fail_1", number=D(1), unit_cost=D(1), parent="other"),
        Consequence("other", "a1", fail_point="fail_1", number=D(1), unit_cost=D(1), parent="one"),
    )
    document = Document([*grid.document.rows(), *rows])

    assert failure_cost(document, document.need(FailPoint, "fail_1")) is None
    below = Consequence("below", "a2", fail_point="fail_1", parent="one")
    assert not may_add(document, below).ok
