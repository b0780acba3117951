"""Cost to serve and failure cost told apart: worked examples, and sums that agree to the cent whatever they are by."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import samples
from model.analysis.partitions import (
    By,
    Driver,
    cost_to_serve,
    failure_cost,
    handled_within,
    parts,
    rounded,
    to_cents,
)
from model.elements import CardChannel
from model.registers import Channel, Consequence, ConsequenceKind, Cost, CostBasis, FailPoint, Owner, System
from tests.model.builders import Grid, a_context, a_grid

D = Decimal


def worked(grid: Grid, step: int, title: str, occurrences: int, owner: str, minutes: int = 12) -> str:
    """A card of the desk's lane with some work."""
    fields = {"occurrences": D(occurrences), "work_minutes": D(minutes), "owner": owner}
    return grid.editor.add_card(grid.lanes[2], grid.steps[step], title, **fields)


def an_owner(grid: Grid, unit: str = "Desk") -> str:
    """An owner at 40 an hour."""
    return grid.editor.add(Owner, name=unit, unit=unit, hourly_cost=D(40))


def test_a_system_is_allocated_by_occurrences() -> None:
    # 30,000 x 40 % over 9,000 and 3,000 occurrences: 9,000 and 3,000.
    grid = a_grid()
    cards = [grid.editor.add_card(grid.lanes[3], grid.steps[0], str(n), occurrences=D(n)) for n in (9000, 3000)]
    system = grid.editor.add(System, name="DB", running_cost=D(30000), running_share=D("0.4"))
    for card in cards:
        grid.editor.use_system(card, system)

    bill = cost_to_serve(grid.document)

    assert bill.total == D("12000.00")
    assert parts(grid.document, bill, By.CARD) == {cards[0]: D("9000.00"), cards[1]: D("3000.00")}
    assert parts(grid.document, bill, By.SYSTEM) == {system: D("12000.00")}


@pytest.mark.parametrize("counted", [True, False])
def test_a_system_of_cards_without_occurrences(counted: bool) -> None:
    # All zero: equally, 6,000 each. Unknown: unallocated, and said.
    grid = a_grid()
    fields = {"occurrences": D(0)} if counted else {}
    cards = [grid.editor.add_card(grid.lanes[3], grid.steps[0], title, **fields) for title in "AB"]
    system = grid.editor.add(System, name="DB", running_cost=D(12000), running_share=D(1))
    for card in cards:
        grid.editor.use_system(card, system)

    bill = cost_to_serve(grid.document)

    assert bill.total == D("12000.00")
    assert parts(grid.document, bill, By.CARD) == (
        dict.fromkeys(cards, D("6000.00")) if counted else {"": D("12000.00")}
    )
    assert bill.unknown == (() if counted else (system,))


def test_a_card_splits_its_costs_over_its_essential_systems() -> None:
    # 100.00 over three: 33.34, 33.33, 33.33 by id; a helpful system gets nothing, a card without one goes to none.
    grid = a_grid()
    card, bare = (grid.editor.add_card(grid.lanes[3], grid.steps[0], title, occurrences=D(1)) for title in "AB")
    grid.editor.add(Cost, subject=card, amount=D(100), basis=CostBasis.PER_OCCURRENCE)
    grid.editor.add(Cost, subject=bare, amount=D(7), basis=CostBasis.PER_YEAR)
    systems = sorted(grid.editor.add(System, name=name) for name in "XYZ")
    for system in systems:
        grid.editor.use_system(card, system)
    grid.editor.use_system(card, grid.editor.add(System, name="Nice"), essential=False)

    found = parts(grid.document, cost_to_serve(grid.document), By.SYSTEM)

    assert found == {systems[0]: D("33.34"), systems[1]: D("33.33"), systems[2]: D("33.33"), "": D("7.00")}


def test_work_is_told_apart_by_owner_unit_step_and_channel() -> None:
    # 100 x 12 min at 40 = 800, 60 % by phone and the rest unsaid; 50 x 12 min at 40 = 400, no channel.
    grid = a_grid()
    desk, back = an_owner(grid, "Desk"), an_owner(grid, "Back")
    one, other = worked(grid, 0, "A", 100, desk), worked(grid, 2, "B", 50, back)
    phone = grid.editor.add(Channel, name="Phone")
    grid.editor.add(CardChannel, card=one, channel=phone, share=D("0.6"))
    bill = cost_to_serve(grid.document)

    found = {by: parts(grid.document, bill, by) for by in By}

    assert found[By.CARD] == {one: D("800.00"), other: D("400.00")}
    assert found[By.STEP] == {grid.steps[0]: D("800.00"), grid.steps[2]: D("400.00")}
    assert found[By.STAGE] == {grid.stages[0]: D("800.00"), grid.stages[1]: D("400.00")}
    assert found[By.OWNER] == {desk: D("800.00"), back: D("400.00")}
    assert found[By.UNIT] == {"Desk": D("800.00"), "Back": D("400.00")}
    assert found[By.CHANNEL] == {phone: D("480.00"), "": D("720.00")}
    assert found[By.DRIVER] == {Driver.WORK: D("1200.00")}


def test_failure_cost_by_driver_and_what_is_within_cost_to_serve() -> None:
    # 1,000 failures: 600 calls at 6 and 60 escalations at 40 make 6,000. The calls are the desk's: 9 min at 40 is 6.
    grid = a_grid()
    owner = an_owner(grid)
    desk = grid.editor.add_card(grid.lanes[2], grid.steps[0], "Desk", work_minutes=D(9), owner=owner)
    card = grid.editor.add_card(grid.lanes[3], grid.steps[0], "Fails", occurrences=D(10000))
    fail_point = grid.editor.add(FailPoint, card=card, rate=D("0.1"), owner=owner)
    calls = {"kind": ConsequenceKind.CALL, "number": D("0.6"), "handled_by": desk}
    call = grid.editor.add(Consequence, fail_point=fail_point, **calls)
    escalations = {"kind": ConsequenceKind.ESCALATION, "number": D("0.1"), "unit_cost": D(40), "parent": call}
    grid.editor.add(Consequence, fail_point=fail_point, **escalations)

    bill = failure_cost(grid.document)

    assert bill.total == D("6000.00")
    assert parts(grid.document, bill, By.DRIVER) == {"call": D("3600.00"), "escalation": D("2400.00")}
    assert handled_within(grid.document) == D("3600.00")
    assert cost_to_serve(grid.document).total == D("3600.00")


def test_what_cannot_be_said_is_named() -> None:
    grid = a_grid()
    owner = an_owner(grid)
    card = grid.editor.add_card(grid.lanes[2], grid.steps[0], "A", work_minutes=D(5), owner=owner)
    fail_point = grid.editor.add(FailPoint, card=card, rate=D("0.1"))

    assert cost_to_serve(grid.document).unknown == (card,)
    assert failure_cost(grid.document).unknown == (fail_point,)


@pytest.mark.parametrize("name", ["permit", "outpatient"])
@pytest.mark.parametrize("by", list(By))
def test_every_partition_of_the_samples_adds_up(name: str, by: By) -> None:
    document = samples.build(name, a_context())
    for bill in (cost_to_serve(document), failure_cost(document)):
        assert bill.total > 0
        assert sum(parts(document, bill, by).values()) == bill.total


@given(st.dictionaries(st.text("abc", min_size=1), st.decimals(0, 10**6, places=7), min_size=1))
def test_cents_add_up_and_no_part_moves_by_a_whole_one(amounts: dict[str, Decimal]) -> None:
    found = to_cents(amounts)

    assert sum(found.values()) == rounded(sum(amounts.values(), D(0)))
    assert all(abs(found[key] - amounts[key]) < D("0.01") for key in amounts)
