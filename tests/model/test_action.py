"""From map to action, the acid test, the track record and the counts by condition, on fixtures worked by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from model.analysis.action import Outcome, acid_test, by_condition, funnel, live_since, track_record
from model.improvements import (
    BenefitClass,
    Cause,
    Condition,
    Effect,
    EffectKind,
    Improvement,
    ImprovementStatus,
    StatusChange,
)
from model.registers import Consequence, Direction, FailPoint, Metric, Reading
from tests.model.builders import Grid, a_grid

S = ImprovementStatus


def D(number: str | int) -> Decimal:
    """A decimal."""
    return Decimal(number)


def failing(grid: Grid, yearly: str = "1000", **fields: Any) -> str:
    """A fail point that costs so much a year."""
    card = grid.editor.add_card(grid.lanes[3], grid.steps[0], "Fails", occurrences=D(1))
    id = grid.editor.add(FailPoint, card=card, rate=D(1), **fields)
    grid.editor.add(Consequence, fail_point=id, number=D(1), unit_cost=D(yearly))
    return id


def improving(grid: Grid, target: str, status: S = S.PROPOSED, cut: str = "0.5", **fields: Any) -> str:
    """An improvement that cuts the failures of something."""
    kind = fields.pop("kind", EffectKind.FAILURE_RATE)
    id = grid.editor.add(Improvement, name="Better", status=status, **fields)
    grid.editor.add(Effect, improvement=id, target=target, kind=kind, amount=D(cut))
    return id


def test_six_fail_points_two_with_improvements() -> None:
    # given six fail points and proposals for two of them
    grid = a_grid()
    ids = [failing(grid) for _ in range(6)]
    improving(grid, ids[0])
    improving(grid, ids[3])
    # then
    assert funnel(grid.document).counts == (6, 2, 0, 0, 0)


def test_a_fail_point_gets_as_far_as_its_furthest_improvement() -> None:
    grid = a_grid()
    ids = [failing(grid) for _ in range(5)]
    # given one improvement by a cause, one by a consequence, one by its card, one that was dropped
    cause = grid.editor.add(Cause, fail_point=ids[0], name="Why")
    (consequence,) = grid.document.where(Consequence, fail_point=ids[1])
    improving(grid, cause, S.APPROVED)
    improving(grid, consequence.id, S.LIVE, kind=EffectKind.NUMBER)
    improving(grid, grid.document.need(FailPoint, ids[2]).card, S.VERIFIED, kind=EffectKind.SHARE, measured=D("9"))
    improving(grid, ids[3], S.DROPPED)
    improving(grid, ids[0], S.PROPOSED)
    # then
    found = funnel(grid.document)
    assert found.counts == (5, 3, 3, 2, 1)
    assert set(found.live) == {ids[1], ids[2]} and found.verified == (ids[2],)


def test_the_acid_test_compares_before_target_and_after() -> None:
    # given a live improvement whose metric was read before and since it went live
    grid = a_grid(case_date=date(2026, 1, 1))
    editor = grid.editor
    metric = editor.add(Metric, name="Days", direction=Direction.DOWN, baseline=D(6), target=D(2))
    for day, value in ((date(2026, 3, 1), 1), (date(2026, 5, 1), 5), (date(2026, 7, 1), 4)):
        editor.add(Reading, metric=metric, taken=day, value=D(value))
    live = improving(grid, failing(grid), S.LIVE, metric=metric, go_live=3)
    improving(grid, failing(grid), S.APPROVED, metric=metric, go_live=3)
    # then only what was read since counts: better, but short of the target
    (proof,) = acid_test(grid.document)
    assert (proof.improvement, proof.before, proof.target, proof.since) == (live, D(6), D(2), date(2026, 4, 1))
    assert proof.after is not None and proof.after.value == D(4)
    assert proof.outcome is Outcome.BETTER
    # and a later reading reaches it, another falls back
    editor.add(Reading, metric=metric, taken=date(2026, 8, 1), value=D(2))
    assert acid_test(grid.document)[0].outcome is Outcome.REACHED
    editor.add(Reading, metric=metric, taken=date(2026, 9, 1), value=D(6))
    assert acid_test(grid.document)[0].outcome is Outcome.NO_BETTER


def test_live_without_a_measured_result_is_flagged() -> None:
    grid = a_grid()
    editor = grid.editor
    metric = editor.add(Metric, name="Share", baseline=D(1), target=D(2))
    editor.add(Reading, metric=metric, taken=date(2026, 3, 1), value=D(2))
    # given nothing that says since when it is live, so that no reading can be its result
    live = improving(grid, failing(grid), S.LIVE, metric=metric)
    assert acid_test(grid.document)[0].outcome is Outcome.UNMEASURED
    # then the recorded day makes the reading count
    editor.add(StatusChange, improvement=live, status=S.APPROVED, dated=date(2025, 1, 1))
    change = editor.add(StatusChange, improvement=live, status=S.LIVE, dated=date(2026, 3, 1))
    assert live_since(grid.document, grid.document.need(Improvement, live)) == date(2026, 3, 1)
    assert acid_test(grid.document)[0].outcome is Outcome.REACHED
    # and without a metric only measured money is a result
    editor.delete([change])
    editor.edit(live, metric=None)
    assert acid_test(grid.document)[0].outcome is Outcome.UNMEASURED
    editor.edit(live, measured=D(10))
    assert acid_test(grid.document)[0].outcome is Outcome.MONEY_ONLY


def test_the_track_record_counts_overlaps_once() -> None:
    # given 1,000 a year that two approved improvements cut by half each, and one that is only proposed
    grid = a_grid()
    first, second = failing(grid), failing(grid, "400")
    causes = [grid.editor.add(Cause, fail_point=first, name=name) for name in "ab"]
    one = improving(grid, causes[0], S.VERIFIED, measured=D(450), go_live=2, ramp=3)
    other = improving(grid, causes[1], S.APPROVED)
    improving(grid, second)
    # then each promised 500 by itself, together 750 and not 1,000
    record = track_record(grid.document)
    assert [(row.improvement, row.promised, row.verified) for row in record.promises] == [
        (one, D(500), D(450)),
        (other, D(500), None),
    ]
    assert (record.promised, record.verified) == (D(750), D(450))


def test_a_promise_that_is_in_the_rate_already_is_not_said_to_be_nothing() -> None:
    # given a rate read after the improvement went live
    grid = a_grid(case_date=date(2026, 1, 1))
    improving(grid, failing(grid, rate_date=date(2026, 6, 1)), S.LIVE, go_live=2, measured=D(300))
    # then
    record = track_record(grid.document)
    assert record.promises[0].promised is None and record.promises[0].verified == D(300)
    assert (record.promised, record.verified) == (D(0), D(300))


def test_soft_and_capacity_promises_are_no_money() -> None:
    grid = a_grid()
    id = grid.editor.add(Improvement, name="Better", status=S.APPROVED)
    for benefit, amount in ((BenefitClass.CAPACITY, "70"), (BenefitClass.CASH, "30")):
        grid.editor.add(Effect, improvement=id, kind=EffectKind.YEARLY, amount=D(amount), benefit=benefit)
    assert track_record(grid.document).promised == D(30)


def test_counts_by_condition() -> None:
    grid = a_grid()
    for condition in (Condition.PROCESS, Condition.SYSTEM, Condition.PROCESS, None):
        grid.editor.add(Improvement, name="Better", condition=condition)
    grid.editor.add(Improvement, name="No", condition=Condition.ROLE, status=S.DROPPED)
    found = by_condition(grid.document)
    assert found == {Condition.PROCESS: 2, Condition.SYSTEM: 1, None: 1}
    assert list(found) == [Condition.PROCESS, Condition.SYSTEM, None]
