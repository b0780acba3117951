"""The best set under a budget: the worked example, agreement with brute force, and what it says when time is short."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import count
from random import Random
from time import process_time
from typing import Any

import pytest

from benchmarks import portfolio
from model.analysis.best_set import BestSet, best_set
from model.analysis.case import case
from model.improvements import Budget, Cause, Effect, EffectKind, Improvement, ImprovementStatus, Spend
from model.messages import Message
from model.registers import Consequence, FailPoint
from tests.model.builders import Grid, a_grid
from tests.model.portfolios import a_portfolio, by_brute_force, is_allowed

PROPOSED, APPROVED, DROPPED = (
    ImprovementStatus.PROPOSED,
    ImprovementStatus.APPROVED,
    ImprovementStatus.DROPPED,
)


def D(number: str | int) -> Decimal:
    """A decimal."""
    return Decimal(number)


def still() -> float:
    """A clock that stands still."""
    return 0.0


def ticking() -> Callable[[], float]:
    """A clock that is a second later each time it is looked at."""
    ticks = count()
    return lambda: float(next(ticks))


def a_case(**blueprint: Any) -> Grid:
    """A year, undiscounted."""
    return a_grid(rate=D(0), horizon=11, **blueprint)


def an_improvement(grid: Grid, name: str, spend: int, saves: int, **fields: Any) -> str:
    """An improvement that saves so much a year by itself."""
    id = grid.editor.add(Improvement, name=name, **fields)
    grid.editor.add(Spend, improvement=id, amount=D(spend))
    grid.editor.add(Effect, improvement=id, kind=EffectKind.YEARLY, amount=D(saves))
    return id


def names(grid: Grid, found: BestSet) -> str:
    """The names of what was chosen."""
    return " ".join(sorted(grid.document.need(Improvement, id).name for id in found.chosen))


def chosen(grid: Grid, overall: int | None = None) -> str:
    """The names of the best set."""
    return names(grid, best_set(grid.document, still, None if overall is None else D(overall)))


def test_gains_are_not_summed() -> None:
    # A costs 60 and saves 150; B and C cost 50 each and cut the same 200 by .6 and .55.
    grid = a_case()
    an_improvement(grid, "A", 60, 150)
    card = grid.editor.add_card(grid.lanes[3], grid.steps[0], "Fails", occurrences=D(1))
    fail_point = grid.editor.add(FailPoint, card=card, rate=D(1))
    grid.editor.add(Consequence, fail_point=fail_point, number=D(1), unit_cost=D(200))
    for name, cut in (("B", "0.6"), ("C", "0.55")):
        id = grid.editor.add(Improvement, name=name)
        grid.editor.add(Spend, improvement=id, amount=D(50))
        cause = grid.editor.add(Cause, fail_point=fail_point)
        grid.editor.add(Effect, improvement=id, target=cause, amount=D(cut))

    found = best_set(grid.document, still, D(100))

    worth = case(grid.document, found.chosen)
    assert worth is not None
    assert (names(grid, found), worth.npv, found.gap) == ("A", D(90), 0)
    assert [use.taken for use in found.uses] == [D(60)]


@pytest.mark.parametrize(("overall", "best"), [(None, "A B C"), (30, "A B C"), (29, "B C"), (9, ""), (10, "C")])
def test_a_limit_may_be_reached_but_not_passed(overall: int | None, best: str) -> None:
    grid = a_case()
    for name, saves in (("A", 15), ("B", 20), ("C", 25)):
        an_improvement(grid, name, 10, saves)

    assert chosen(grid, overall) == best


def test_each_line_and_year_has_its_own_limit() -> None:
    grid = a_grid(rate=D(0), horizon=23)
    for name, month, saves in (("A", 0, 20), ("B", 12, 30), ("C", 12, 20)):
        id = grid.editor.add(Improvement, name=name, budget_line="IT")
        grid.editor.add(Spend, improvement=id, month=month, amount=D(10))
        grid.editor.add(Effect, improvement=id, kind=EffectKind.YEARLY, amount=D(saves))
    an_improvement(grid, "D", 10, 10, budget_line="HR")
    # Ten in the first year, and ten in the second: what the first leaves is not carried over.
    for year in (0, 1):
        grid.editor.add(Budget, line="IT", year=year, limit=D(10))

    assert chosen(grid) == "A B D"


def test_with_a_case_date_a_year_is_a_calendar_year() -> None:
    # Month 0 is October 2026: months 0 to 2 are of 2026, and month 3 is January.
    grid = a_case(case_date=date(2026, 10, 1))
    for name, month in (("A", 2), ("B", 3)):
        id = grid.editor.add(Improvement, name=name, budget_line="IT")
        grid.editor.add(Spend, improvement=id, month=month, amount=D(10))
        grid.editor.add(Effect, improvement=id, kind=EffectKind.YEARLY, amount=D(20))
    grid.editor.add(Budget, line="IT", year=2026, limit=D(9))
    grid.editor.add(Budget, line="IT", year=2027, limit=D(10))

    assert chosen(grid) == "B"


def test_running_cost_counts_in_the_year_it_is_paid() -> None:
    grid = a_grid(rate=D(0), horizon=23)
    an_improvement(grid, "A", 0, 100, budget_line="IT", running_cost=D(12), go_live=6)
    for year, limit in ((0, 6), (1, 12)):
        grid.editor.add(Budget, line="IT", year=year, limit=D(limit))
    assert chosen(grid) == "A"

    grid.editor.edit(grid.document.where(Budget)[0].id, limit=D("5.99"))

    assert chosen(grid) == ""


def test_what_is_required_comes_along_and_what_is_excluded_stays_out() -> None:
    grid = a_case()
    base = an_improvement(grid, "Base", 50, 10)
    rich = an_improvement(grid, "Rich", 10, 100, requires=(base,))
    an_improvement(grid, "Other", 10, 65, excludes=(rich,))

    assert chosen(grid) == "Other"
    grid.editor.edit(rich, requires=())
    assert chosen(grid) == "Rich"


def test_what_is_decided_is_in_and_what_is_dropped_is_out() -> None:
    grid = a_case()
    base = an_improvement(grid, "Base", 50, 0)
    an_improvement(grid, "Decided", 50, 10, status=APPROVED, requires=(base,))
    an_improvement(grid, "Law", 50, 0, mandatory=True)
    an_improvement(grid, "Dropped", 0, 100, status=DROPPED)
    an_improvement(grid, "Good", 10, 100)

    assert chosen(grid, 150) == "Base Decided Law"
    assert chosen(grid, 160) == "Base Decided Good Law"


@pytest.mark.parametrize("case", ["requires", "excludes", "over", "over_line"])
def test_decisions_that_cannot_be_are_said(case: str) -> None:
    grid = a_case()
    first = an_improvement(grid, "First", 50, 0, status=APPROVED, budget_line="IT")
    second = an_improvement(grid, "Second", 50, 0, status=DROPPED if case == "requires" else APPROVED)
    if case in ("requires", "excludes"):
        grid.editor.edit(first, **{case: (second,)})
    if case == "over_line":
        grid.editor.add(Budget, line="IT", year=0, limit=D(40))

    found = best_set(grid.document, still, D(99) if case == "over" else None)

    expected = {"requires": "requires_dropped", "excludes": "exclude"}.get(case, case)
    assert found.chosen == ()
    assert isinstance(found.why, Message)
    assert found.why.id == f"best_set.{expected}"


def test_of_equal_sets_the_one_that_spends_less_then_the_first_ids() -> None:
    grid = a_case()
    dear = an_improvement(grid, "Dear", 50, 90)
    cheap = [an_improvement(grid, name, 10, 50, excludes=(dear,)) for name in ("Cheap", "Same")]
    grid.editor.edit(cheap[0], excludes=(dear, cheap[1]))
    an_improvement(grid, "Nothing", 0, 0)
    an_improvement(grid, "Even", 10, 10)

    found = best_set(grid.document, still)

    assert found.chosen == (min(cheap),)


def test_short_of_time_it_says_how_far_it_may_be_from_the_best() -> None:
    document = portfolio.document(seed=2)
    exact = best_set(document, still)

    found = best_set(document, ticking(), seconds=1.0)

    values = [case(document, each.chosen) for each in (exact, found)]
    assert values[0] is not None
    assert values[1] is not None
    assert exact.gap == 0
    assert found.gap > 0
    assert is_allowed(document, frozenset(found.chosen))
    assert values[1].npv <= values[0].npv <= values[1].npv + found.gap


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_forty_improvements_are_solved_exactly_within_five_seconds(seed: int) -> None:
    document = portfolio.document(seed=seed)

    found = best_set(document, process_time)

    assert len(document.where(Improvement)) == 40
    assert found.gap == 0
    assert 10 < len(found.chosen) < 30
    assert all(use.taken <= use.limit.most for use in found.uses)


def test_lines_that_share_nothing_are_chosen_apart() -> None:
    # Forty that are almost alike, in three lines: as one question they would take far longer than this clock gives.
    draw = Random(2)
    grid = a_grid(rate=D(0), horizon=23)
    for place in range(40):
        spend = draw.randrange(9_000, 11_000)
        fields = {"budget_line": "ABC"[place % 3], "go_live": draw.randrange(0, 12)}
        an_improvement(grid, f"{place}", spend, spend + draw.randrange(0, 300), **fields)
    for line in "ABC":
        grid.editor.add(Budget, line=line, year=0, limit=D(55_000))

    found = best_set(grid.document, ticking(), seconds=100.0)

    assert found.gap == 0
    assert len(found.chosen) > 10


def agrees(seed: int, most: int) -> None:
    document = a_portfolio(1 + seed % most, seed)
    overall = D(200 + seed % 7 * 300) if seed % 3 == 0 else None

    found = best_set(document, still, overall)

    expected = by_brute_force(document, overall)
    assert (None if found.why else found.chosen) == expected
    assert found.gap == 0


@pytest.mark.parametrize("seed", range(40))
def test_brute_force_agrees(seed: int) -> None:
    agrees(seed, 9)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(200))
def test_brute_force_agrees_up_to_fourteen(seed: int) -> None:
    agrees(1000 + seed, 14)


@pytest.mark.parametrize("seed", range(20))
def test_brute_force_agrees_where_tables_hold_only_bounds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.analysis.blocks.MOST", 3)
    monkeypatch.setattr("model.analysis.blocks.JOINED", 3)

    agrees(2000 + seed, 12)
