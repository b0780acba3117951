"""How sure a case is: draws, tornado, break-even; the worked examples of domain section 3."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from model import samples
from model.analysis.appraisal import appraise
from model.analysis.case import case
from model.analysis.simulation import Risk, break_even, break_even_of, simulate, tornado
from model.analysis.study import Study
from model.analysis.uncertain import Input, inputs, uniforms
from model.document import Document
from model.elements import Card
from model.errors import KnownError
from model.improvements import Effect, EffectKind, Improvement, Spend, Uncertainty
from model.messages import message
from model.ranges import Ranged
from model.registers import Consequence, ConsequenceKind, FailPoint, Owner
from tests.model.builders import Grid, a_context, a_grid

# The first three draws of `card_1 share` under seed 1.
PINNED = ["0x1.2a886a5db73cep-1", "0x1.7e4e86bde9d40p-3", "0x1.1633bf7bdf106p-2"]


def D(number: str | int) -> Decimal:
    """A decimal."""
    return Decimal(number)


def a_case(**blueprint: Any) -> Grid:
    """A blueprint whose NPV is a year's benefit, undiscounted, less what is spent."""
    return a_grid(rate=D(0), horizon=11, **blueprint)


def a_failing_card(grid: Grid, occurrences: str, unit_cost: str) -> tuple[str, str, str]:
    """A card that fails each time, at a price: the ids of card, fail point and consequence."""
    card = grid.editor.add_card(grid.lanes[3], grid.steps[0], "Fails", occurrences=D(occurrences))
    fail_point = grid.editor.add(FailPoint, card=card, rate=D(1))
    consequence = grid.editor.add(Consequence, fail_point=fail_point, number=D(1), unit_cost=D(unit_cost))
    return card, fail_point, consequence


def an_improvement(grid: Grid, target: str, cut: str = "1", spend: str = "0") -> str:
    """An improvement that cuts a failure rate."""
    id = grid.editor.add(Improvement, name="Better")
    grid.editor.add(Spend, improvement=id, amount=D(spend))
    grid.editor.add(Effect, improvement=id, target=target, amount=D(cut))
    return id


def uncertain(grid: Grid, element: str, field: str, low: str | None, high: str | None, group: str = "") -> str:
    """Bounds around a number."""
    bounds = {"low": None if low is None else D(low), "high": None if high is None else D(high)}
    return grid.editor.add(Uncertainty, element=element, field=field, group=group, **bounds)


def as_read(grid: Grid, element: str, field: str, *bounds: tuple[str, str]) -> Document:
    """The document with pairs of bounds that no act would let in, as a file may hold them."""
    rows = (
        Uncertainty(f"uncertainty_{place}", "a0", element=element, field=field, low=D(low), high=D(high))
        for place, (low, high) in enumerate(bounds)
    )
    return Document((*grid.document.rows(), *rows))


def twice(group: str) -> Grid:
    """4 / 6 / 11 used twice on 1,000."""
    grid = a_case()
    for _ in range(2):
        _, fail_point, consequence = a_failing_card(grid, "1000", "6")
        uncertain(grid, consequence, "unit_cost", "4", "11", group)
        an_improvement(grid, fail_point)
    return grid


def everything(grid: Grid) -> tuple[str, ...]:
    """All improvements."""
    return tuple(row.id for row in grid.document.where(Improvement))


def risk(grid: Grid, seed: int = 1, draws: int = 10_000) -> Risk:
    """The risk of all improvements together."""
    return simulate(Study(grid.document), everything(grid), inputs(grid.document), seed, draws)


def only_input(grid: Grid) -> Input:
    """The one uncertain number."""
    (found,) = inputs(grid.document).used
    return found


@pytest.mark.parametrize(("group", "deviation"), [("price", 2944), ("", 2082)])
def test_a_shared_draw_swings_more_than_two(group: str, deviation: int) -> None:
    grid = twice(group)

    found = risk(grid, draws=100_000)

    assert found.mean == pytest.approx(14_000, abs=3 * deviation / 100_000**0.5)
    assert float(np.std(found.outcomes)) == pytest.approx(deviation, rel=0.01)
    assert found.likely == pytest.approx(12_000)


def test_the_mean_of_a_triangle() -> None:
    grid = a_case()
    _, fail_point, consequence = a_failing_card(grid, "1", "6")
    uncertain(grid, consequence, "unit_cost", "4", "11")
    an_improvement(grid, fail_point)

    found = risk(grid)

    # The standard deviation of 4 / 6 / 11 is 1.472.
    assert found.mean == pytest.approx(7, abs=3 * 1.472 / 100)
    assert 4 <= found.outcomes[0] <= found.outcomes[-1] <= 11


def test_a_symmetric_case_meets_its_closed_form() -> None:
    # Volume 900 / 1,000 / 1,100 x price 4 / 6 / 8, independent: the mean of the product is 6,000.
    grid = a_case()
    card, fail_point, consequence = a_failing_card(grid, "1000", "6")
    uncertain(grid, card, "occurrences", "900", "1100")
    uncertain(grid, consequence, "unit_cost", "4", "8")
    an_improvement(grid, fail_point, spend="5000")

    found = risk(grid)

    assert abs(found.mean - 1_000) <= 3 * float(np.std(found.outcomes)) / 100
    assert found.loss == pytest.approx(float(np.mean(found.outcomes < 0)))
    assert 0 < found.loss < 0.5


def test_a_tenth_of_the_draws_lies_below_p10() -> None:
    found = risk(twice(""))

    below = [int(np.sum(found.outcomes < mark)) for mark in (found.p10, found.p50, found.p90)]
    assert below == [1_000, 5_000, 9_000]


def test_the_same_seed_gives_the_same_draws() -> None:
    first, again, other = (risk(twice(""), seed) for seed in (7, 7, 8))

    assert np.array_equal(first.outcomes, again.outcomes)
    assert first[:-1] == again[:-1]
    assert not np.array_equal(first.outcomes, other.outcomes)


def test_draws_are_the_same_on_every_platform() -> None:
    # The stream of PCG64 is fixed, and so is what is made of its bits.
    assert [uniform.hex() for uniform in uniforms(1, "card_1 share", 3).tolist()] == PINNED


def test_another_input_changes_no_draw() -> None:
    grid = twice("")
    before = inputs(grid.document).draws(1, 100)
    card = next(iter(grid.document.table(Card)))
    uncertain(grid, card, "occurrences", "900", "1200")

    after = inputs(grid.document).draws(1, 100)

    assert len(after) == 3
    assert all(np.array_equal(after[key], drawn) for key, drawn in before.items())


@pytest.mark.parametrize("name", ["permit", "outpatient"])
def test_the_same_content_draws_the_same_whatever_its_ids(name: str) -> None:
    one, other = (samples.build(name, a_context(seed)) for seed in (1, 2))
    found = [appraise(document, lambda: 0.0) for document in (one, other)]

    assert {row.id for row in one.table(Card).values()}.isdisjoint(other.table(Card))
    risks = [each.whole.risk for each in found if each.whole is not None]
    assert len(risks) == 2
    assert risks[0].outcomes == pytest.approx(risks[1].outcomes, rel=1e-9)
    assert [round(bar.width, 4) for bar in found[0].swings] == [round(bar.width, 4) for bar in found[1].swings]


def test_another_improvement_changes_no_draw_of_those_before() -> None:
    grid = twice("")
    before = inputs(grid.document).draws(1, 50)
    effect = grid.document.where(Effect)[0]
    grid.editor.set_number([effect.id], "amount", Ranged(D("0.5"), D("0.4"), D("0.6")))
    own = inputs(grid.document).draws(1, 50)[effect.id, "amount"]
    added = an_improvement(grid, effect.target or "", "0.5")
    for each in grid.document.where(Effect, improvement=added):
        grid.editor.set_number([each.id], "amount", Ranged(D("0.5"), D("0.4"), D("0.6")))

    after = inputs(grid.document).draws(1, 50)

    assert all(np.array_equal(after[key], drawn) for key, drawn in before.items())
    assert np.array_equal(after[effect.id, "amount"], own)
    assert not np.array_equal(after[grid.document.where(Effect, improvement=added)[0].id, "amount"], own)


def test_records_at_one_place_have_draws_of_their_own() -> None:
    # Two copies may be merged whose records have one order key.
    grid = a_case()
    rows = [Owner(f"owner_{place}", "a0", hourly_cost=D(6)) for place in (1, 2)]
    bounds = [
        Uncertainty(f"range_{row.id}", "a0", element=row.id, field="hourly_cost", low=D(4), high=D(11)) for row in rows
    ]

    first, second = inputs(Document((*grid.document.rows(), *rows, *bounds))).draws(1, 50).values()

    assert not np.array_equal(first, second)


def test_without_uncertainty_every_draw_is_the_likely_one() -> None:
    grid = a_case()
    an_improvement(grid, a_failing_card(grid, "10", "5")[1], spend="20")

    found = risk(grid)

    assert (found.likely, found.mean, found.p10, found.p90, found.loss) == (30, 30, 30, 30, 0)


@pytest.mark.parametrize(
    ("low", "high", "least", "most"), [("6", "6", 6, 6), (None, "11", 6, 11), ("4", None, 4, 6), (None, None, 6, 6)]
)
def test_a_missing_bound_is_the_likely_value(low: str | None, high: str | None, least: int, most: int) -> None:
    grid = a_case()
    _, fail_point, consequence = a_failing_card(grid, "1", "6")
    uncertain(grid, consequence, "unit_cost", low, high)
    an_improvement(grid, fail_point)

    found = risk(grid).outcomes

    assert least <= found[0] <= found[-1] <= most
    assert (found[0] < found[-1]) == (least < most)


@pytest.mark.parametrize(
    ("field", "low", "high", "why"),
    [
        ("unit_cost", "7", "11", "uncertain.low"),
        ("unit_cost", "4", "5", "uncertain.high"),
        ("unit_cost", "-1", "7", "uncertain.bound"),
    ],
)
def test_bounds_that_cannot_be_are_refused_by_name(field: str, low: str, high: str, why: str) -> None:
    grid = a_case()
    _, _, consequence = a_failing_card(grid, "1", "6")
    grid.editor.edit(consequence, name="Refund")
    document = as_read(grid, consequence, field, (low, high))

    with pytest.raises(KnownError) as refused:
        inputs(document)

    assert refused.value.message.id == why
    assert dict(refused.value.message.parameters)["name"] == "Refund"


def test_a_rate_above_all_is_refused() -> None:
    grid = a_case()
    _, fail_point, _ = a_failing_card(grid, "1", "6")
    document = as_read(grid, fail_point, "rate", ("0.5", "1.5"))

    with pytest.raises(KnownError) as refused:
        inputs(document)

    assert dict(refused.value.message.parameters)["fault"] == message("rule.share", value=D("1.5"))


def test_what_cannot_be_drawn_is_said() -> None:
    grid = a_case()
    card = grid.card()
    uncertain(grid, card, "times", "1", "2")
    uncertain(grid, an_improvement(grid, card), "go_live", "1", "2")

    found = inputs(grid.document)

    assert found.used == ()
    assert [said.id for said in found.idle] == ["uncertain.no_likely", "uncertain.no_money"]


def test_two_pairs_of_bounds_of_one_number_are_refused() -> None:
    grid = a_case()
    _, fail_point, _ = a_failing_card(grid, "1", "6")
    document = as_read(grid, fail_point, "rate", ("0.5", "1"), ("0.6", "1"))

    with pytest.raises(KnownError, match=r"uncertain\.twice"):
        inputs(document)


def test_tornado() -> None:
    # 900 / 1,000 / 1,200 x 4 / 6 / 11: bars 1,800 and 7,000.
    grid = a_case()
    card, fail_point, consequence = a_failing_card(grid, "1000", "6")
    uncertain(grid, card, "occurrences", "900", "1200")
    uncertain(grid, consequence, "unit_cost", "4", "11")
    an_improvement(grid, fail_point)

    bars = tornado(Study(grid.document), everything(grid), inputs(grid.document))

    assert [bar.members[0].key for bar in bars] == [(consequence, "unit_cost"), (card, "occurrences")]
    assert [round(bar.width, 6) for bar in bars] == [7_000, 1_800]
    assert [(round(bar.low, 6), round(bar.high, 6)) for bar in bars] == [(4_000, 11_000), (5_400, 7_200)]


def test_a_long_bar_says_where_the_npv_is_zero() -> None:
    # 1,000 x 6 less 3,000 is zero at 3 each, and at 500 times.
    grid = a_case()
    card, fail_point, consequence = a_failing_card(grid, "1000", "6")
    uncertain(grid, card, "occurrences", "900", "1200")
    uncertain(grid, consequence, "unit_cost", "4", "11")
    an_improvement(grid, fail_point, spend="3000")

    bars = tornado(Study(grid.document), everything(grid), inputs(grid.document))

    assert [bar.zero_at for bar in bars] == [pytest.approx(3, abs=1e-9), pytest.approx(500, abs=1e-7)]


def test_nobody_at_all_may_be_the_low() -> None:
    # 0 / 1,000 / 2,000 customers, of whom a tenth leaves at 50 each: with none, nothing is lost and nothing saved.
    grid = a_case(volume=1000)
    card = grid.editor.add_card(grid.lanes[3], grid.steps[0], "Fails")
    fail_point = grid.editor.add(FailPoint, card=card, rate=D("0.1"))
    churn = {"kind": ConsequenceKind.CHURN, "number": D(1), "unit_cost": D(50)}
    grid.editor.add(Consequence, fail_point=fail_point, **churn)
    uncertain(grid, grid.document.blueprint.id, "volume", "0", "2000")
    an_improvement(grid, fail_point)

    (bar,) = tornado(Study(grid.document), everything(grid), inputs(grid.document))

    assert (round(bar.low, 6), round(bar.high, 6)) == (0, 10_000)


def test_a_group_is_one_bar() -> None:
    (bar,) = tornado(Study(twice("price").document), everything(twice("price")), inputs(twice("price").document))

    assert (len(bar.members), round(bar.low, 6), round(bar.high, 6)) == (2, 8_000, 22_000)


def test_break_even() -> None:
    # 1,000 x 6 cut by half saves 3,000; 1,200 is spent: 40 % of the cut is enough, and so is a price of 2.40.
    grid = a_case()
    _, fail_point, consequence = a_failing_card(grid, "1000", "6")
    an_improvement(grid, fail_point, "0.5", spend="1200")
    uncertain(grid, consequence, "unit_cost", "4", "11")
    study = Study(grid.document)

    assert break_even(study, everything(grid)) == pytest.approx(0.4, abs=1e-9)
    assert break_even_of(study, everything(grid), only_input(grid).key) == pytest.approx(2.4, abs=1e-9)


@pytest.mark.parametrize(("spend", "found"), [("4500", 1.5), ("7000", None), ("0", None)])
def test_break_even_may_lie_beyond_what_is_expected_or_nowhere(spend: str, found: float | None) -> None:
    # All that fails costs 6,000, and no cut is more than all.
    grid = a_case()
    _, fail_point, consequence = a_failing_card(grid, "1000", "6")
    an_improvement(grid, fail_point, "0.5", spend=spend)
    study = Study(grid.document)

    factor = break_even(study, everything(grid))

    assert factor is None if found is None else factor == pytest.approx(found, abs=1e-9)
    price = break_even_of(study, everything(grid), (consequence, "unit_cost"))
    assert price is None if spend == "0" else price == pytest.approx(float(spend) / 500, abs=1e-9)


def test_floats_and_decimals_agree_on_every_kind_of_effect() -> None:
    grid = a_grid(rate=D("0.07"), volume=1000)
    grid.editor.edit(grid.steps[0], customers_out=800)
    card, fail_point, consequence = a_failing_card(grid, "300", "6")
    other = grid.editor.add_card(grid.lanes[3], grid.steps[1], "Other", share=D("0.5"))
    kinds = [
        {"kind": EffectKind.FAILURE_RATE, "target": fail_point},
        {"kind": EffectKind.NUMBER, "target": consequence},
        {"kind": EffectKind.UNIT_COST, "target": consequence},
        {"kind": EffectKind.SHARE, "target": card, "moves_to": other},
        {"kind": EffectKind.DROP_OFF, "target": grid.steps[0], "worth": D(30)},
        {"kind": EffectKind.YEARLY},
    ]
    for place, effect in enumerate(kinds):
        id = grid.editor.add(Improvement, go_live=place, ramp=place, running_cost=D(12))
        grid.editor.add(Spend, improvement=id, month=place, amount=D(100))
        grid.editor.add(Effect, improvement=id, amount=D("0.3"), **effect)

    exact = case(grid.document, everything(grid))

    assert exact is not None
    assert Study(grid.document).npv(everything(grid)) == pytest.approx(float(exact.npv), abs=1e-8)
