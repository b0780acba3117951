"""Reviews, metrics, knowledge and the four lights on fixtures small enough to check by hand (domain section 5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from model.analysis import health, knowledge, metrics, reviews
from model.analysis.economy import Economy
from model.analysis.evaluation import Evaluation
from model.analysis.health import Colour
from model.analysis.metrics import Standing, Trend
from model.elements import Cadence, Card, Grounding, Lane, Review, Role, Validation
from model.registers import (
    METRIC_LIBRARY,
    Consequence,
    Direction,
    FailPoint,
    Metric,
    MetricKind,
    Owner,
    Reading,
    Source,
)
from tests.model.builders import Grid, a_grid

TODAY = date(2026, 11, 23)
D = Decimal


@pytest.mark.parametrize(
    ("day", "cadence", "times", "due"),
    [
        (date(2026, 1, 31), Cadence.MONTHLY, 1, date(2026, 2, 28)),
        (date(2027, 11, 30), Cadence.QUARTERLY, 1, date(2028, 2, 29)),
        (date(2026, 8, 31), Cadence.HALF_YEARLY, 1, date(2027, 2, 28)),
        (date(2026, 12, 28), Cadence.WEEKLY, 1, date(2027, 1, 4)),
        (date(2026, 10, 31), Cadence.MONTHLY, -8, date(2026, 2, 28)),
        (date(2026, 1, 31), Cadence.MONTHLY, 2, date(2026, 3, 31)),
    ],
)
def test_a_cadence_keeps_the_day_as_far_as_the_month_has_it(day: date, cadence: Cadence, times: int, due: date) -> None:
    assert reviews.after(day, cadence, times) == due


def test_the_next_review_follows_the_last() -> None:
    grid = a_grid(cadence=Cadence.QUARTERLY)
    assert reviews.next_review(grid.document) is None
    for held in (date(2026, 5, 31), date(2026, 8, 31)):
        grid.editor.add(Review, blueprint="blueprint_1", held=held)

    assert reviews.last_review(grid.document) == date(2026, 8, 31)
    assert reviews.next_review(grid.document) == date(2026, 11, 30)


def a_metric(
    grid: Grid, *values: str, subject: str | None = None, taken: date = date(2026, 11, 1), **fields: object
) -> str:
    """A metric with a reading a month, the last one on a day."""
    id = grid.editor.add(Metric, name="M", subject=subject or grid.stages[0], leading=True, **fields)
    for back, value in enumerate(reversed(values)):
        grid.editor.add(Reading, metric=id, taken=reviews.after(taken, Cadence.MONTHLY, -back), value=D(value))
    return id


@pytest.mark.parametrize(
    ("direction", "value", "out"),
    [
        # Target 80, tolerance 5: up to 75 is tolerated where more is better, up to 85 where less is.
        (Direction.UP, "75", False),
        (Direction.UP, "74.9", True),
        (Direction.UP, "99", False),
        (Direction.DOWN, "85", False),
        (Direction.DOWN, "85.1", True),
        (Direction.DOWN, "3", False),
    ],
)
def test_tolerance_follows_the_direction(direction: Direction, value: str, out: bool) -> None:
    metric = Metric("m", direction=direction, target=D(80), tolerance=D(5))

    assert metrics.is_out(metric, D(value)) is out


def test_how_a_metric_stands() -> None:
    grid = a_grid(cadence=Cadence.MONTHLY)
    unread = a_metric(grid)
    good = a_metric(grid, "70", "72", target=D(70))
    out = a_metric(grid, "72", "60", target=D(70), tolerance=D(5))
    stale = a_metric(grid, "72", target=D(70), taken=date(2026, 10, 22))

    found = {
        id: metrics.status(grid.document, grid.document.need(Metric, id), TODAY) for id in (unread, good, out, stale)
    }

    assert found[unread] == (None, Standing.UNREAD, None)
    assert [found[id].standing for id in (good, out, stale)] == [Standing.GOOD, Standing.OUT, Standing.STALE]
    assert [found[id].trend for id in (good, out, stale)] == [Trend.BETTER, Trend.WORSE, None]


def test_a_metric_belongs_to_the_stage_of_what_it_measures() -> None:
    grid = a_grid()
    card = grid.card(lane=1, step=2)
    by_stage, by_step = a_metric(grid), a_metric(grid, subject=grid.steps[3])
    by_card, whole = a_metric(grid, subject=card), a_metric(grid, subject="blueprint_1")

    found = {stage: [row.id for row in rows] for stage, rows in metrics.by_stage(grid.document).items()}

    assert found == {grid.stages[0]: [by_stage], grid.stages[1]: [by_step, by_card]}
    assert metrics.stage_of(grid.document, grid.document.need(Metric, whole)) is None


def known_cards(grid: Grid) -> list[str]:
    """Five cards that count, of which two are known, and one of an annotation lane that does not."""
    editor = grid.editor
    source = editor.add(Source, name="Log")
    notes = editor.add_lane(Role.NOTES, "Notes")
    cards = [grid.card(lane=lane, step=step) for lane, step in ((1, 0), (1, 1), (2, 0), (2, 2), (3, 3))]
    editor.add_card(notes, grid.steps[0], "Aside")
    editor.edit(cards[0], grounding=Grounding.OBSERVED, sources=(source,))
    editor.edit(cards[2], grounding=Grounding.MEASURED, sources=(source,))
    # Without a source it stays an assumption, whatever it says.
    editor.edit(cards[3], grounding=Grounding.MEASURED)
    return cards


def test_shares_of_assumed_cards() -> None:
    grid = a_grid()
    known_cards(grid)

    # 3 of 5 are assumed: 1 of 2 in lane 1, 1 of 2 in lane 2, 1 of 1 in lane 3; 1 of 3 in stage 1, 2 of 2 in stage 2.
    assert knowledge.assumed(grid.document) == (3, 5)
    assert knowledge.assumed(grid.document).value == D("0.6")
    lanes = knowledge.assumed_by_lane(grid.document)
    assert lanes == {grid.lanes[1]: (1, 2), grid.lanes[2]: (1, 2), grid.lanes[3]: (1, 1)}
    assert knowledge.assumed_by_stage(grid.document) == {grid.stages[0]: (1, 3), grid.stages[1]: (2, 2)}


@pytest.mark.parametrize(
    ("sourced", "dated", "handler_sourced", "part"),
    [(True, True, True, 0), (True, True, False, 90), (True, False, True, 150), (False, True, True, 150)],
)
def test_money_rests_on_assumed_cards_and_undated_rates(
    sourced: bool, dated: bool, handler_sourced: bool, part: int
) -> None:
    # 10 failures: a call of 9.00 each at the desk, and 6.00 paid back.
    grid = a_grid()
    known = {"sources": (grid.editor.add(Source, name="Log"),), "grounding": Grounding.MEASURED}
    owner = grid.editor.add(Owner, hourly_cost=Decimal(60))
    desk = {"owner": owner, "work_minutes": Decimal(9), **(known if handler_sourced else {})}
    desk_id = grid.editor.add_card(grid.lanes[2], grid.steps[0], "Desk", **desk)
    fails = {"occurrences": Decimal(100), **(known if sourced else {})}
    card = grid.editor.add_card(grid.lanes[3], grid.steps[0], "Fails", **fails)
    read = date(2026, 1, 1) if dated else None
    fail_point = grid.editor.add(FailPoint, card=card, rate=Decimal("0.1"), rate_date=read)
    grid.editor.add(Consequence, fail_point=fail_point, number=Decimal(1), handled_by=desk_id)
    grid.editor.add(Consequence, fail_point=fail_point, number=Decimal(1), unit_cost=Decimal(6))
    # One that nobody can say counts for nothing.
    grid.editor.add(FailPoint, card=card)

    found = knowledge.money_assumed(grid.document, Evaluation(Economy(grid.document)))

    assert found == (part, 150)
    assert found.value == Decimal(part) / 150


def test_the_share_of_validated_cards() -> None:
    grid = a_grid()
    assert knowledge.validated(grid.document).value is None
    cards = known_cards(grid)
    for card, system, day in (
        (cards[0], "CRM", TODAY),
        (cards[0], "Log", TODAY),
        (cards[1], "", TODAY),
        (cards[2], "CRM", None),
    ):
        grid.editor.add(Validation, card=card, source_system=system, query="q", dated=day)

    # Only the first card has a system and a date: 1 of 5.
    assert knowledge.validated(grid.document) == (1, 5)


def test_the_owner_light() -> None:
    grid = a_grid()
    card = grid.card(lane=3)
    grid.card(lane=1)
    owner = grid.editor.add(Owner, name="Office")
    assert light(grid, "owner") == (Colour.RED, "map.health.owner.nobody")

    grid.editor.edit("blueprint_1", owner=owner)
    assert light(grid, "owner") == (Colour.AMBER, "map.health.owner.needed")
    assert [row.id for row in health.unowned(grid.document)] == [card]

    grid.editor.edit(grid.document.need(Lane, grid.lanes[3]).id, owner=owner)
    assert light(grid, "owner") == (Colour.GREEN, "map.health.owner.ok")


@pytest.mark.parametrize(
    ("assumed", "of", "colour"),
    [(0, 4, Colour.GREEN), (1, 5, Colour.GREEN), (1, 4, Colour.AMBER), (5, 9, Colour.AMBER), (3, 5, Colour.RED)],
)
def test_the_data_light(assumed: int, of: int, colour: Colour) -> None:
    grid = a_grid()
    source = grid.editor.add(Source, name="Log")
    for number in range(of):
        card = grid.card(lane=1, title=f"Card {number}")
        if number >= assumed:
            grid.editor.edit(card, grounding=Grounding.REPORTED, sources=(source,))

    assert light(grid, "data") == (colour, "map.health.data.assumed")


def test_the_thresholds_of_the_data_light_can_be_set() -> None:
    grid = a_grid(assumed_green=D("0.7"), assumed_amber=D("0.9"))
    known_cards(grid)

    assert light(grid, "data")[0] is Colour.GREEN


@pytest.mark.parametrize(
    ("held", "colour"),
    [
        (None, Colour.RED),
        (date(2026, 10, 23), Colour.GREEN),
        (date(2026, 10, 22), Colour.AMBER),
        (date(2026, 9, 23), Colour.AMBER),
        (date(2026, 9, 22), Colour.RED),
    ],
)
def test_the_updates_light(held: date | None, colour: Colour) -> None:
    grid = a_grid(cadence=Cadence.MONTHLY)
    if held is not None:
        grid.editor.add(Review, blueprint="blueprint_1", held=held)

    assert light(grid, "updates")[0] is colour


def test_the_metrics_light() -> None:
    grid = a_grid(cadence=Cadence.MONTHLY)
    assert light(grid, "metrics") == (Colour.RED, "map.health.metrics.none")
    a_metric(grid, "80", target=D(80))
    assert light(grid, "metrics") == (Colour.AMBER, "map.health.metrics.missing")
    a_metric(grid, "80", target=D(80), subject=grid.steps[2])
    assert light(grid, "metrics") == (Colour.GREEN, "map.health.metrics.ok")
    a_metric(grid, "10", target=D(80))
    assert light(grid, "metrics") == (Colour.AMBER, "map.health.metrics.out")
    a_metric(grid)
    assert light(grid, "metrics") == (Colour.RED, "map.health.metrics.several")


def light(grid: Grid, name: str) -> tuple[Colour, str]:
    """The colour of one light and the id of its words."""
    found = next(each for each in health.lights(grid.document, TODAY) if each.name == name)
    return found.colour, found.words.id


def test_there_are_exactly_four_lights() -> None:
    assert [each.name for each in health.lights(a_grid().document, TODAY)] == ["owner", "data", "updates", "metrics"]


def test_cards_in_the_tray_are_claims_too() -> None:
    grid = a_grid()
    grid.editor.add_card(None, None, "Later")

    assert [row.title for row in knowledge.counted(grid.document)] == ["Later"]
    assert isinstance(knowledge.counted(grid.document)[0], Card)


def test_a_metric_of_the_field_brings_its_direction_along() -> None:
    # R30: repeat contacts are better when fewer, and tell early; NPS is better when more, and tells late.
    grid = a_grid()
    added = grid.editor.add(Metric, name="Calls again", kind=MetricKind.REPEAT_CONTACTS)
    own = grid.editor.add(Metric, name="Ours", leading=True)
    told = grid.editor.add(Metric, name="Turned", kind=MetricKind.NPS, direction=Direction.DOWN)

    grid.editor.edit(own, kind=MetricKind.NPS)

    found = {id: grid.document.need(Metric, id) for id in (added, own, told)}
    assert (found[added].direction, found[added].leading) == (Direction.DOWN, True)
    assert (found[own].direction, found[own].leading) == (Direction.UP, False)
    assert (found[told].direction, found[told].leading) == (Direction.DOWN, False)
    grid.editor.undo()
    assert grid.document.need(Metric, own).leading


def test_every_metric_of_the_field_is_known() -> None:
    assert set(METRIC_LIBRARY) == set(MetricKind) - {MetricKind.OWN}
