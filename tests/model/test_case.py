"""The worked examples of domain section 3, to the cent, and what a set of improvements is recomputed to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from random import Random
from typing import Any

import numpy_financial
import pytest

from model.analysis.case import Case, case, case_of, payback
from model.analysis.economy import Economy
from model.analysis.study import Study
from model.analysis.timeline import CashFlow, Timeline, plan
from model.change import Change, Delta
from model.document import Document
from model.improvements import BenefitClass, Cause, Effect, EffectKind, Improvement, Spend
from model.messages import message
from model.registers import Consequence, ConsequenceKind, FailPoint, Owner
from model.rules import Refused
from tests.model.builders import Grid, a_grid
from tests.model.portfolios import a_portfolio

CENT = Decimal("0.01")


def D(number: str | int) -> Decimal:
    """A decimal."""
    return Decimal(number)


def cents(amount: Decimal | None) -> Decimal | None:
    """Rounded once, half even."""
    return None if amount is None else amount.quantize(CENT, ROUND_HALF_EVEN)


def an_improvement(grid: Grid, *effects: dict[str, Any], spend: str = "0", **fields: Any) -> str:
    """An improvement with its effects, its money spent in month 0."""
    id = grid.editor.add(Improvement, name="Better", **fields)
    grid.editor.add(Spend, improvement=id, month=0, amount=D(spend))
    for effect in effects:
        grid.editor.add(Effect, improvement=id, **effect)
    return id


def a_failing_card(grid: Grid, yearly: str, step: int = 0, **fields: Any) -> str:
    """A fail point that costs so much a year: one occurrence fails once, and brings one thing at that price."""
    card = grid.editor.add_card(grid.lanes[3], grid.steps[step], "Fails", occurrences=D(1))
    id = grid.editor.add(FailPoint, card=card, rate=D(1), **fields)
    grid.editor.add(Consequence, fail_point=id, number=D(1), unit_cost=D(yearly))
    return id


def gain(grid: Grid, *chosen: str) -> Decimal:
    """What a set gains a year once all of it is there."""
    timeline = Timeline(Economy(grid.document), plan(grid.document))
    return sum(timeline.gains(chosen, timeline.plan.horizon).values(), D(0))


def the_case(grid: Grid, *chosen: str) -> Case:
    """The case of a set; the document has a rate."""
    found = case(grid.document, chosen)
    assert found is not None
    return found


def test_timing() -> None:
    # 1,200 in month 0, g = 4, R = 3, saving 300 a month, running 20 a month, 12 months, 10 %.
    grid = a_grid(rate=D("0.1"), horizon=12)
    yearly = {"kind": EffectKind.YEARLY, "amount": D(3600)}
    id = an_improvement(grid, yearly, spend="1200", running_cost=D(240), go_live=4, ramp=3)

    found = the_case(grid, id)

    assert cents(found.benefits) == D("2244.46")
    assert cents(found.costs) == D("1368.95")
    assert cents(found.npv) == D("875.50")
    assert found.roi is not None
    assert found.per_money is not None
    assert (found.roi * 100).quantize(CENT) == D("63.95")
    assert found.per_money.quantize(D("0.0001")) == D("1.6395")
    assert found.payback == 9
    # The most that is out at once: the 1,200 of month 0, before anything comes in.
    assert found.peak == D(1200)


def test_payback_stays() -> None:
    assert payback([D(0), D(0), D(-100), D(40), D(40), D(40)]) == 5
    # 100 out, 120 in, 50 out again: above zero only from the last month on.
    assert payback([D(-100), D(120), D(-50), D(40)]) == 3
    assert payback([D(-100), D(40)]) is None
    assert payback([D(10), D(10)]) is None


def test_no_case_without_a_rate() -> None:
    grid = a_grid()

    assert case(grid.document, [an_improvement(grid)]) is None


def test_cuts_on_different_causes_multiply() -> None:
    # 100,000 at .5 and .4: 1 - .5 x .6 = 70 % saved.
    grid = a_grid()
    fail_point = a_failing_card(grid, "100000")
    causes = [grid.editor.add(Cause, fail_point=fail_point, name=name) for name in ("Form", "Law")]
    both = [
        an_improvement(grid, {"target": cause, "amount": D(cut)})
        for cause, cut in zip(causes, ("0.5", "0.4"), strict=True)
    ]

    assert gain(grid, *both) == D(70000)


def test_of_cuts_on_one_cause_the_largest_counts() -> None:
    # 100,000 at .5 and .4 on the same cause: 50,000 saved.
    grid = a_grid()
    cause = grid.editor.add(Cause, fail_point=a_failing_card(grid, "100000"))
    both = [an_improvement(grid, {"target": cause, "amount": D(cut)}) for cut in ("0.5", "0.4")]

    assert gain(grid, *both) == D(50000)


@pytest.mark.parametrize(("live", "saved"), [(0, 0), (2, 0), (3, 500)])
def test_a_cut_that_is_in_the_rate_is_not_applied_again(live: int, saved: int) -> None:
    # The rate was read on 1 April; month 0 is 1 January, so month 3 begins on that day.
    grid = a_grid(case_date=date(2026, 1, 1))
    fail_point = a_failing_card(grid, "1000", rate_date=date(2026, 4, 1))
    id = an_improvement(grid, {"target": fail_point, "amount": D("0.5")}, go_live=live)

    assert gain(grid, id) == D(saved)


def test_capacity_is_no_cash() -> None:
    # 10,000 x 3 min x 40 an hour: 20,000 of capacity, 0 of cash.
    grid = a_grid(rate=D(0), horizon=12)
    owner = grid.editor.add(Owner, name="Desk", hourly_cost=D(40))
    card = grid.editor.add_card(
        grid.lanes[2], grid.steps[0], "Answers", occurrences=D(10000), work_minutes=D(12), owner=owner
    )
    effect = {"target": card, "kind": EffectKind.WORK_TIME, "amount": D(3), "benefit": BenefitClass.CAPACITY}
    id = an_improvement(grid, effect)
    timeline = Timeline(Economy(grid.document), plan(grid.document))

    assert timeline.gains([id], 0) == {
        BenefitClass.CASH: 0,
        BenefitClass.REVENUE: 0,
        BenefitClass.CAPACITY: D(20000),
        BenefitClass.AVOIDED: 0,
    }
    assert the_case(grid, id).npv == 0


def test_a_consequence_that_a_card_handles_is_counted_once() -> None:
    # 100 failures x 1.2 calls x 6: the desk has 120 occurrences, and 720 is all there is.
    grid = a_grid()
    desk = grid.editor.add_card(grid.lanes[2], grid.steps[0], "Desk", work_minutes=D(9))
    owner = grid.editor.add(Owner, name="Desk", hourly_cost=D(40))
    grid.editor.edit(desk, owner=owner)
    failing = grid.editor.add_card(grid.lanes[3], grid.steps[0], "Fails", occurrences=D(1000))
    fail_point = grid.editor.add(FailPoint, card=failing, rate=D("0.1"))
    call = {"kind": ConsequenceKind.CALL, "number": D("1.2"), "handled_by": desk}
    grid.editor.add(Consequence, fail_point=fail_point, **call)
    id = an_improvement(grid, {"target": fail_point, "amount": D(1)})

    assert gain(grid, id) == D(720)


def test_a_channel_shift_moves_occurrences_and_cost() -> None:
    # 1,000 calls at 5.00; half of them go to the portal at 0.20: 500 x (5.00 - 0.20) = 2,400.
    grid = a_grid()
    owner = grid.editor.add(Owner, name="Desk", hourly_cost=D(60))
    phone = grid.editor.add_card(
        grid.lanes[2], grid.steps[0], "Phone", occurrences=D(1000), work_minutes=D(5), owner=owner
    )
    portal = grid.editor.add_card(
        grid.lanes[2], grid.steps[0], "Portal", occurrences=D(100), work_minutes=D("0.2"), owner=owner
    )
    id = an_improvement(grid, {"target": phone, "kind": EffectKind.SHARE, "amount": D("0.5"), "moves_to": portal})

    assert gain(grid, id) == D(2400)


def test_customers_who_stay_cost_and_bring() -> None:
    # 1,000 enter and 200 leave step 1; half of them stay: 100 x 30 worth, less 100 x 8.00 of work in step 2.
    grid = a_grid(volume=1000)
    grid.editor.edit(grid.steps[0], customers_out=800)
    owner = grid.editor.add(Owner, name="Desk", hourly_cost=D(40))
    grid.editor.add_card(grid.lanes[2], grid.steps[1], "Works", work_minutes=D(12), owner=owner)
    effect = {"target": grid.steps[0], "kind": EffectKind.DROP_OFF, "amount": D("0.5"), "worth": D(30)}
    id = an_improvement(grid, {**effect, "benefit": BenefitClass.REVENUE})

    assert gain(grid, id) == D(2200)


def test_an_improvement_that_cuts_nothing_changes_no_benefit() -> None:
    grid = a_grid()
    fail_point = a_failing_card(grid, "1000")
    cuts = an_improvement(grid, {"target": fail_point, "amount": D("0.5")})
    nothing = an_improvement(grid, {"target": fail_point, "amount": D(0)})

    assert gain(grid, cuts) == gain(grid, cuts, nothing) == D(500)


def test_of_moves_from_one_card_the_largest_takes_all_it_cuts() -> None:
    # 1,000 calls at 5.00: .5 to the portal at 0.20 and .3 to chat at 1.00 move 500 calls, once, to the portal.
    grid = a_grid()
    owner = grid.editor.add(Owner, name="Desk", hourly_cost=D(60))
    cards = {
        name: grid.editor.add_card(
            grid.lanes[2], grid.steps[0], name, occurrences=D(count), work_minutes=D(minutes), owner=owner
        )
        for name, count, minutes in (("Phone", 1000, 5), ("Portal", 100, "0.2"), ("Chat", 100, 1), ("Mail", 100, 2))
    }

    def shift(source: str, cut: str, to: str) -> str:
        effect = {"target": cards[source], "kind": EffectKind.SHARE, "amount": D(cut), "moves_to": cards[to]}
        return an_improvement(grid, effect)

    chat, portal = shift("Phone", "0.3", "Chat"), shift("Phone", "0.5", "Portal")
    mail = shift("Mail", "1", "Portal")

    assert gain(grid, chat) == D(1200)
    assert gain(grid, chat, portal) == D(2400)
    # A card takes over from several: 100 letters at 2.00 become 100 visits at 0.20.
    assert gain(grid, chat, portal, mail) == D(2580)


def test_no_cut_is_more_than_all() -> None:
    # A file may hold more; no act lets it in.
    grid = a_grid()
    better = an_improvement(grid, {"target": a_failing_card(grid, "1000"), "amount": D(1)})
    (effect,) = grid.document.where(Effect)
    with pytest.raises(Refused, match=r"rule\.cut"):
        grid.editor.edit(effect.id, amount=D("1.5"))
    grid.document.apply(Change(message("command.edit.effect"), (Delta(effect, replace(effect, amount=D("1.5"))),)))

    assert gain(grid, better) == D(1000)


def a_flow(draw: Random) -> CashFlow:
    """Money in and out, month by month."""
    months = range(draw.randrange(1, 80))

    def money(most: int) -> list[Decimal]:
        return [D(draw.randrange(most * 100)) / 100 if draw.random() < 0.6 else D(0) for _ in months]

    return CashFlow({benefit: money(3000) for benefit in BenefitClass}, money(500), money(4000))


def slow_payback(net: list[Decimal]) -> int | None:
    """Month by month: has money gone out, and is the balance never below zero again?"""
    for month in range(len(net)):
        gone = any(amount < 0 for amount in net[:month])
        if gone and all(sum(net[: later + 1]) >= 0 for later in range(month, len(net))):
            return month
    return None


def test_npv_and_payback_agree_with_others() -> None:
    draw = Random(5)
    for _ in range(1000):
        flow, rate = a_flow(draw), D(draw.randrange(0, 40)) / 100

        found = case_of(flow, rate)

        monthly = (1 + float(rate)) ** (1 / 12) - 1
        expected = float(numpy_financial.npv(monthly, [float(amount) for amount in flow.net()]))
        assert float(found.npv) == pytest.approx(expected, rel=1e-9, abs=1e-6)
        assert found.payback == slow_payback(flow.net())


def test_payback_of_flows_near_zero_agrees_with_a_slow_reference() -> None:
    draw = Random(6)
    for _ in range(1000):
        net = [D(draw.randrange(-2, 3)) for _ in range(draw.randrange(1, 12))]

        assert payback(net) == slow_payback(net)


@pytest.mark.parametrize("seed", range(20))
def test_what_cuts_nothing_changes_no_benefit(seed: int) -> None:
    portfolio = a_portfolio(8, seed)
    nothing = [
        replace(row, id=f"{row.id}_0", improvement="imp_99", amount=D(0))
        for row in portfolio.where(Effect)
        if row.kind is not EffectKind.YEARLY
    ]
    more = Document([*portfolio.rows(), Improvement("imp_99", "z"), *nothing])
    timelines = [Timeline(Economy(document), plan(document)) for document in (portfolio, more)]
    ids = [row.id for row in portfolio.where(Improvement)]

    before, after = timelines[0].cash_flow(ids), timelines[1].cash_flow([*ids, "imp_99"])

    for benefit in BenefitClass:
        pairs = zip(before.benefits[benefit], after.benefits[benefit], strict=True)
        assert all(abs(left - right) < D("1e-15") for left, right in pairs)
    assert sum(map(sum, before.benefits.values())) != 0


@pytest.mark.parametrize("seed", range(20))
def test_floats_and_exact_figures_agree(seed: int) -> None:
    document = a_portfolio(10, seed)
    ids = [row.id for row in document.where(Improvement)]

    exact = case(document, ids)

    assert exact is not None
    assert Study(document).npv(ids) == pytest.approx(float(exact.npv), rel=1e-9)
