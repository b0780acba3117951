"""Money: each rule is silent on what is right, and fires once it is not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from model.elements import Mark
from model.improvements import Improvement, ImprovementStatus
from model.registers import Consequence, Cost, CostBasis, FailPoint, Forum, Metric
from model.texts import Texts
from tests.model.builders import a_grid
from tests.model.checks.support import BACK, FRONT, a_system, an_owner, cannot, findings, named, said, validate


def test_money_fail_point_rate() -> None:
    # Three cards fail: one with a rate, one without, one that is only marked.
    grid = a_grid()
    known, unknown, marked = (grid.card(FRONT, step) for step in range(3))
    grid.editor.add(FailPoint, card=known, rate=Decimal("0.1"))
    bare = grid.editor.add(FailPoint, card=unknown)
    grid.editor.edit(marked, marks=(Mark.FAIL_POINT,))

    assert named(grid, "money.fail_point_rate") == [(unknown, bare), (marked,)]
    assert [words for words, _ in said(grid, "money.fail_point_rate")] == ["found", "none"]

    grid.editor.edit(bare, rate=Decimal(0))
    grid.editor.edit(marked, marks=())
    assert named(grid, "money.fail_point_rate") == []


def test_money_fail_point_rate_waits_until_rates_are_used() -> None:
    grid = a_grid()
    grid.editor.add(FailPoint, card=grid.card(FRONT))
    assert named(grid, "money.fail_point_rate") == []

    validate(grid)

    assert len(named(grid, "money.fail_point_rate")) == 1


def test_money_fail_point_cost() -> None:
    # Two fail points: of one nothing is set off; of the other a call of 2 x 14, and a refund without its amount.
    grid = a_grid(volume=1000)
    card, desk = grid.card(FRONT), grid.card(BACK)
    first, second = (grid.editor.add(FailPoint, card=card, rate=Decimal("0.1")) for _ in "ab")
    assert named(grid, "money.fail_point_cost") == []  # consequences are not used yet

    grid.editor.add(Consequence, fail_point=first, name="Call", number=Decimal(2), unit_cost=Decimal(14))
    refund = grid.editor.add(Consequence, fail_point=first, name="Refund", number=Decimal(1))
    assert named(grid, "money.fail_point_cost") == [(card, first, refund), (card, second)]

    grid.editor.edit(refund, handled_by=desk)  # who handles it brings its cost
    grid.editor.add(Consequence, fail_point=second, name="Call", number=Decimal(1), unit_cost=Decimal(6))
    assert named(grid, "money.fail_point_cost") == []


def test_money_fail_point_cost_cannot_be_said_without_volumes() -> None:
    # Nobody has said how many customers come: one fail point's card has its own count, the other's has none.
    grid = a_grid()
    counted = grid.editor.add_card(grid.lanes[FRONT], grid.steps[0], occurrences=Decimal(100))
    for card in (counted, grid.card(FRONT)):
        fails = grid.editor.add(FailPoint, card=card, rate=Decimal("0.1"))
        grid.editor.add(Consequence, fail_point=fails, number=Decimal(1), unit_cost=Decimal(6))
    assert named(grid, "money.fail_point_cost") == []
    assert cannot(grid, "money.fail_point_cost") == [{"n": 1}]

    grid.editor.edit("blueprint_1", volume=1000)
    assert cannot(grid, "money.fail_point_cost") == []


def test_money_cost_basis() -> None:
    # A fee of a card and the licence of a system have no basis; each fix offers what is usual.
    grid = a_grid()
    card, system = grid.card(BACK), a_system(grid, "Archive")
    fee = grid.editor.add(Cost, subject=card, amount=Decimal(3))
    licence = grid.editor.add(Cost, subject=system, amount=Decimal(900))
    grid.editor.add(Cost, subject=card, amount=Decimal(1), basis=CostBasis.ONE_OFF)

    found = findings(grid, "money.cost_basis")

    assert [each.subjects for each in found] == [(card, fee), (system, licence)]
    fixes = [each.fix for each in found]
    assert [fix.fields for fix in fixes if fix] == [
        (("basis", CostBasis.PER_OCCURRENCE),),
        (("basis", CostBasis.PER_YEAR),),
    ]


def test_money_rate_age() -> None:
    # Today is 23 November 2026: a rate of 23 November 2025 is a year old, one of the day before is older.
    grid = a_grid()
    card = grid.card(FRONT)
    rate = {"card": card, "rate": Decimal("0.1")}
    fails = grid.editor.add(FailPoint, rate_date=date(2025, 11, 23), **rate)
    assert named(grid, "money.rate_age") == []

    grid.editor.edit(fails, rate_date=date(2025, 11, 22))
    assert named(grid, "money.rate_age") == [(card, fails)]
    assert cannot(grid, "money.rate_age") == []

    # The case begins in March 2026, so that a rate of March 2025 still holds for it, and one of February does not.
    grid.editor.edit("blueprint_1", case_date=date(2026, 3, 1))
    grid.editor.edit(fails, rate_date=date(2025, 3, 1))
    assert named(grid, "money.rate_age") == []
    grid.editor.edit(fails, rate_date=date(2025, 2, 28))
    assert said(grid, "money.rate_age") == [("case", {"day": date(2025, 2, 28)})]

    grid.editor.edit(fails, rate_date=None)
    assert named(grid, "money.rate_age") == []
    assert cannot(grid, "money.rate_age") == [{"n": 1}]


def test_money_improvement() -> None:
    # One improvement with all that is asked for, one with a name alone, one that was dropped.
    grid = a_grid()
    desk, board = an_owner(grid, "Desk"), grid.editor.add(Forum, name="Board")
    moves, keeps = (grid.editor.add(Metric, name=name) for name in ("Calls", "Complaints"))
    asked = {"owner": desk, "benefit_owner": desk, "forum": board, "metric": moves, "guardrails": (keeps,)}
    whole = grid.editor.add(Improvement, name="Whole", **asked)
    bare = grid.editor.add(Improvement, name="Bare")
    grid.editor.add(Improvement, name="Dropped", status=ImprovementStatus.DROPPED)
    assert named(grid, "money.improvement") == []  # nobody is nagged before the blueprint is validated

    validate(grid)

    assert set(named(grid, "money.improvement")) == {(whole,), (bare,)}
    words = {finding.subjects[0]: Texts()(finding.words) for finding in findings(grid, "money.improvement")}
    assert words[whole] == "It lacks its cost."
    assert words[bare] == (
        "It lacks its cost, an owner, somebody who answers for the benefit, the forum that decides, "
        "the metric that must move, metrics that must not suffer."
    )
    grid.editor.add(Cost, subject=whole, amount=Decimal(0), basis=CostBasis.ONE_OFF)
    assert named(grid, "money.improvement") == [(bare,)]
