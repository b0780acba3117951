"""Evidence: each rule is silent on what is right, and fires once it is not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from model.elements import Cadence, CardKind, Grounding, Review
from model.findings import mend
from model.registers import Metric, Reading, Source, SourceKind
from tests.model.builders import DAY, Grid, a_grid
from tests.model.checks.support import (
    BACK,
    CUSTOMER,
    EVIDENCE,
    an_owner,
    cannot,
    findings,
    named,
    said,
    validate,
)


def a_source(grid: Grid, kind: SourceKind = SourceKind.SURVEY, dated: date | None = DAY, name: str = "") -> str:
    return grid.editor.add(Source, name=name or str(kind), kind=kind, dated=dated)


def evidence(grid: Grid, step: int = 0, **fields: object) -> str:
    return grid.editor.add_card(grid.lanes[EVIDENCE], grid.steps[step], kind=CardKind.EVIDENCE, **fields)


def test_evidence_content_owner() -> None:
    # R15: of two letters one has a content owner; the other's may become whoever is accountable.
    grid = a_grid()
    comms = an_owner(grid, "Comms")
    bare = evidence(grid, 0)
    assert named(grid, "evidence.content_owner") == []  # content owners are not used yet

    evidence(grid, 1, content_owner=comms)
    (found,) = findings(grid, "evidence.content_owner")
    assert found.subjects == (bare,)
    assert found.fix is None

    grid.editor.edit(grid.lanes[EVIDENCE], owner=comms)
    (found,) = findings(grid, "evidence.content_owner")
    assert found.fix is not None
    mend(grid.editor, found.fix)
    assert named(grid, "evidence.content_owner") == []


def test_evidence_unchecked() -> None:
    # R15: of two letters one was checked.
    grid = a_grid()
    bare = evidence(grid, 0)
    assert named(grid, "evidence.unchecked") == []

    evidence(grid, 1, last_checked=DAY)

    assert named(grid, "evidence.unchecked") == [(bare,)]


def test_evidence_assumed() -> None:
    # R22: two of five cards have a source: 60 % are assumed, which is the limit; with three it is 40 %.
    grid = a_grid()
    survey = a_source(grid)
    cards = [grid.card(BACK, step) for step in range(4)] + [grid.card(CUSTOMER)]
    for card in cards[:2]:
        grid.editor.edit(card, sources=(survey,), grounding=Grounding.REPORTED)
    assert named(grid, "evidence.assumed") == [("blueprint_1",)]
    assert said(grid, "evidence.assumed") == [("found", {"share": 60, "limit": 60})]

    grid.editor.edit(cards[2], sources=(survey,), grounding=Grounding.REPORTED)
    assert named(grid, "evidence.assumed") == []

    grid.editor.edit("blueprint_1", assumed_amber=Decimal("0.4"))
    assert said(grid, "evidence.assumed") == [("found", {"share": 40, "limit": 40})]


def test_evidence_assumed_waits_until_sources_are_used() -> None:
    grid = a_grid()
    grid.card(BACK)

    assert named(grid, "evidence.assumed") == []


def test_evidence_stale_card() -> None:
    # Monthly reviews, today 23 November: what was known on 23 October is fresh, what was on the 22nd is not.
    grid = a_grid(cadence=Cadence.MONTHLY)
    old, fresh = a_source(grid, dated=date(2026, 10, 22), name="old"), a_source(grid, dated=date(2026, 10, 23))
    card = grid.card(BACK)
    grid.editor.edit(card, sources=(old, fresh))
    assert named(grid, "evidence.stale_card") == []

    grid.editor.edit(card, sources=(old,))
    assert named(grid, "evidence.stale_card") == [(card,)]
    assert said(grid, "evidence.stale_card") == [("found", {"day": date(2026, 10, 22)})]

    grid.editor.edit(card, last_checked=DAY)
    assert named(grid, "evidence.stale_card") == []


def test_evidence_stale_card_after_six_months_unless_a_cadence_is_said() -> None:
    # R50: today is 23 November; six months ago to the day is fresh, the day before is not.
    grid = a_grid()
    old, fresh = (grid.card(BACK, title=title) for title in ("Old", "Fresh"))
    for card, day in ((old, date(2026, 5, 22)), (fresh, date(2026, 5, 23))):
        grid.editor.edit(card, last_checked=day)
    assert named(grid, "evidence.stale_card") == [(old,)]

    grid.editor.edit("blueprint_1", cadence=Cadence.QUARTERLY)
    assert named(grid, "evidence.stale_card") == [(old,), (fresh,)]


def test_evidence_stale_card_cannot_say_without_dates() -> None:
    grid = a_grid()
    grid.editor.edit(grid.card(BACK), sources=(a_source(grid, dated=None),))

    assert cannot(grid, "evidence.stale_card") == [{"n": 1}]


def test_evidence_one_kind() -> None:
    # R43: two surveys still warn; a survey and a log do not. The same for a metric and its readings.
    grid = a_grid()
    survey, other = a_source(grid, name="Spring"), a_source(grid, name="Autumn")
    log = a_source(grid, SourceKind.SUPPORT_LOG)
    card = grid.card(BACK)
    metric = grid.editor.add(Metric, name="CES", source=survey)
    reading = grid.editor.add(Reading, metric=metric, source=other)
    grid.editor.edit(card, sources=(survey, other))
    assert named(grid, "evidence.one_kind") == []  # a draft is not asked

    validate(grid)
    assert named(grid, "evidence.one_kind") == [(card,), (metric,)]

    grid.editor.edit(card, sources=(survey, log))
    grid.editor.edit(reading, source=log)
    assert named(grid, "evidence.one_kind") == []


def test_evidence_old_source() -> None:
    # A source of a year ago to the day is not older than a year; the day before is.
    grid = a_grid()
    source = a_source(grid, dated=date(2025, 11, 23))
    assert named(grid, "evidence.old_source") == []

    grid.editor.edit(source, dated=date(2025, 11, 22))
    assert named(grid, "evidence.old_source") == [(source,)]

    grid.editor.edit(source, dated=None)
    assert cannot(grid, "evidence.old_source") == [{"n": 1}]


def test_evidence_review() -> None:
    # R19: quarterly; held on 23 August it is due on 23 November, which is today; held the day before it is overdue.
    grid = a_grid(cadence=Cadence.QUARTERLY)
    assert named(grid, "evidence.review") == []

    held = grid.editor.add(Review, blueprint="blueprint_1", held=date(2026, 8, 23))
    assert named(grid, "evidence.review") == []

    grid.editor.edit(held, held=date(2026, 8, 22))
    assert named(grid, "evidence.review") == [("blueprint_1",)]
    assert said(grid, "evidence.review") == [("found", {"day": date(2026, 11, 22)})]

    grid.editor.delete([held])
    validate(grid)
    assert said(grid, "evidence.review") == [("never", {})]


def test_evidence_baseline() -> None:
    # R26: a goal without a baseline is flagged, and once validated no goal at all.
    grid = a_grid()
    assert named(grid, "evidence.baseline") == []

    grid.editor.edit("blueprint_1", goal="Fewer calls")
    assert said(grid, "evidence.baseline") == [("found", {})]

    grid.editor.edit("blueprint_1", goal_baseline="64 %")
    assert named(grid, "evidence.baseline") == []

    grid.editor.edit("blueprint_1", goal="", goal_baseline="")
    validate(grid)
    assert said(grid, "evidence.baseline") == [("no_goal", {})]
