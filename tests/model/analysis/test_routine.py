"""The routine: on which days what recurs, which days come once, and what is on the agendas (R25, R34, R47)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from model.analysis.agenda import agenda
from model.analysis.routine import Meeting, Occasion, milestones, overdue, series, undated
from model.document import DocumentView
from model.elements import AskedBy, Cadence, CardKind, Grounding, Review
from model.improvements import Improvement, ImprovementStatus, StatusChange
from model.keeping import ItemKind, Workshop, WorkshopItem
from model.registers import Decision, Direction, Forum, Metric, Objective, Owner, Reading, Source
from model.texts import Texts
from tests.model.builders import DAY, Grid, a_grid

# A Monday.
TODAY = DAY


def days(document: DocumentView, meeting: Meeting, today: date, count: int, weekday: int = 0) -> list[str]:
    """The first days of a series."""
    found = series(document, meeting, today, weekday)
    return [found.day(index).isoformat() for index in range(count)]


def reviewed(held: date, cadence: Cadence | None) -> Grid:
    """A blueprint whose last review was held on a day."""
    grid = a_grid(cadence=cadence)
    grid.editor.add(Review, blueprint="blueprint_1", held=held)
    return grid


@pytest.mark.parametrize(
    ("held", "cadence", "today", "expected"),
    [
        (date(2026, 8, 31), Cadence.MONTHLY, TODAY, ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]),
        (date(2027, 11, 30), Cadence.QUARTERLY, date(2028, 1, 1), ["2028-02-29", "2028-05-30", "2028-08-30"]),
        (date(2026, 8, 31), None, TODAY, ["2027-02-28", "2027-08-31", "2028-02-29", "2028-08-31"]),
        (date(2026, 11, 23), Cadence.WEEKLY, TODAY, ["2026-11-30", "2026-12-07"]),
        (date(2026, 10, 29), Cadence.WEEKLY, TODAY, ["2026-11-26", "2026-12-03"]),
        (date(2023, 5, 31), Cadence.MONTHLY, date(2024, 2, 29), ["2024-02-29", "2024-03-31"]),
        (date(2027, 1, 15), Cadence.MONTHLY, TODAY, ["2027-02-15"]),
    ],
)
def test_a_review_comes_one_cadence_after_the_last_and_then_every_cadence(
    held: date, cadence: Cadence | None, today: date, expected: list[str]
) -> None:
    grid = reviewed(held, cadence)

    assert days(grid.document, Meeting.REVIEW, today, len(expected)) == expected


def test_without_a_review_the_first_is_today() -> None:
    grid = a_grid(cadence=Cadence.MONTHLY)

    assert days(grid.document, Meeting.REVIEW, date(2026, 1, 31), 3) == ["2026-01-31", "2026-02-28", "2026-03-31"]
    assert overdue(grid.document, TODAY) is None


def test_a_quarterly_validation_counts_from_the_last_review_whatever_the_cadence() -> None:
    grid = reviewed(date(2026, 5, 31), Cadence.WEEKLY)

    assert days(grid.document, Meeting.QUARTERLY, TODAY, 3) == ["2026-11-30", "2027-02-28", "2027-05-31"]


@pytest.mark.parametrize(("weekday", "first"), [(0, "2026-11-23"), (1, "2026-11-24"), (6, "2026-11-29")])
def test_the_weekly_meeting_falls_on_its_day(weekday: int, first: str) -> None:
    second = (date.fromisoformat(first) + timedelta(days=7)).isoformat()

    assert days(a_grid().document, Meeting.WEEKLY, TODAY, 2, weekday) == [first, second]


def test_a_review_that_was_not_held_is_overdue_from_the_day_after() -> None:
    grid = reviewed(date(2026, 8, 31), Cadence.QUARTERLY)

    assert overdue(grid.document, date(2026, 11, 30)) is None
    assert overdue(grid.document, date(2026, 12, 1)) == date(2026, 11, 30)


def test_a_review_at_the_end_of_the_calendar_is_no_fault() -> None:
    grid = reviewed(date.max, Cadence.HALF_YEARLY)

    assert series(grid.document, Meeting.REVIEW, TODAY).day(3) == date.max


def test_the_days_that_come_once_are_those_still_to_come() -> None:
    grid = a_grid(case_date=date(2026, 8, 31), goal="Faster", goal_date=date(2027, 6, 30))
    editor = grid.editor
    asked = editor.add(Decision, name="Fund it", needed_by=date(2026, 12, 1))
    editor.add(Decision, name="Made", needed_by=date(2026, 12, 2), decided_on=TODAY)
    editor.add(Decision, name="Missed", needed_by=date(2026, 11, 22))
    coming = editor.add(Improvement, name="Coming", status=ImprovementStatus.APPROVED, go_live=6, ramp=3)
    live = editor.add(Improvement, name="Live", status=ImprovementStatus.LIVE, go_live=1, ramp=4)
    editor.add(StatusChange, improvement=live, status=ImprovementStatus.LIVE, dated=date(2026, 10, 31))
    editor.add(Improvement, name="Only proposed", go_live=6)
    reach = editor.add(Objective, name="Reach it", due=TODAY)
    workshop = editor.add(Workshop, name="First")
    do = editor.add(WorkshopItem, workshop=workshop, name="Do it", due=date(2026, 12, 3))
    editor.add(WorkshopItem, workshop=workshop, name="Done", due=date(2026, 12, 3), done=True)
    editor.add(WorkshopItem, workshop=workshop, kind=ItemKind.RISK, name="May fail", due=date(2026, 12, 3))

    assert milestones(grid.document, TODAY) == (
        (Occasion.OBJECTIVE, TODAY, reach),
        (Occasion.DECISION, date(2026, 12, 1), asked),
        (Occasion.ACTION, date(2026, 12, 3), do),
        (Occasion.GO_LIVE, date(2027, 2, 28), coming),
        (Occasion.VERIFY, date(2027, 2, 28), live),
        (Occasion.VERIFY, date(2027, 5, 28), coming),
        (Occasion.GOAL, date(2027, 6, 30), "blueprint_1"),
    )
    assert undated(grid.document) == ()


def test_without_a_case_date_a_month_has_no_date() -> None:
    grid = a_grid()
    coming = grid.editor.add(Improvement, name="Coming", status=ImprovementStatus.IN_DELIVERY, go_live=6)

    assert [row.id for row in undated(grid.document)] == [coming]
    assert milestones(grid.document, TODAY) == ()


def a_busy_grid() -> Grid:
    """One of each that an agenda holds, and one of each that it does not."""
    grid = a_grid(cadence=Cadence.MONTHLY)
    editor = grid.editor
    old, new = (editor.add(Source, name="Log", dated=day) for day in (date(2026, 10, 22), date(2026, 10, 23)))
    for title, source in (("Known long ago", old), ("Known", new)):
        editor.edit(grid.card(1, 0, title), grounding=Grounding.OBSERVED, sources=(source,))
    for title, by, answered in (
        ("When?", AskedBy.CUSTOMER, False),
        ("Who?", AskedBy.TEAM, False),
        ("Why?", None, True),
    ):
        editor.edit(grid.card(1, 2, title), kind=CardKind.QUESTION, asked_by=by, answered=answered)
    out = editor.add(Metric, name="Waits", unit="min", target=Decimal(20), tolerance=Decimal(5))
    editor.edit(out, direction=Direction.DOWN)
    editor.add(Reading, metric=out, taken=date(2026, 11, 20), value=Decimal(26))
    editor.add(Metric, name="Never read")
    forum = editor.add(Forum, name="Board")
    editor.add(Decision, name="Late", needed_by=date(2026, 11, 22), forum=forum)
    editor.add(Decision, name="This week", needed_by=date(2026, 11, 30))
    editor.add(Decision, name="Next week", needed_by=date(2026, 12, 1))
    editor.add(Improvement, name="Live", status=ImprovementStatus.LIVE)
    workshop = editor.add(Workshop, name="First")
    owner = editor.add(Owner, name="Desk")
    for name, day in (("Next week", date(2026, 12, 1)), ("Now", date(2026, 11, 24)), ("Late", date(2026, 11, 2))):
        editor.add(WorkshopItem, workshop=workshop, name=name, due=day, owner=owner if name == "Now" else None)
    return grid


def said(grid: Grid, meeting: Meeting, cadence: Cadence) -> list[str]:
    """An agenda in words, a line each."""
    say = Texts()
    found = agenda(grid.document, meeting, TODAY, cadence)
    return [words for section in found for words in (say(section.head), *(f"- {say(line)}" for line in section.lines))]


def test_the_weekly_agenda_holds_what_cannot_wait() -> None:
    assert said(a_busy_grid(), Meeting.WEEKLY, Cadence.WEEKLY) == [
        "Out of tolerance (1)",
        "- Waits: 26 min on 20 Nov 2026, target 20 min",
        "Decisions due (2)",
        "- Late: was due on 22 Nov 2026 (Board)",
        "- This week: by 30 Nov 2026 (no forum named)",
        "Actions due (2)",
        "- Late: was due on 2 Nov 2026 (no owner named)",
        "- Now: by 24 Nov 2026 (Desk)",
        "Open questions (2)",
        "- When? (asked by customers, Stage 2)",
        "- Who? (asked by the team, Stage 2)",
        "Cards to look at again (1)",
        "- Known long ago (stage 1)",
    ]


def test_the_quarterly_agenda_is_a_checklist_and_all_that_is_open() -> None:
    lines = said(a_busy_grid(), Meeting.QUARTERLY, Cadence.QUARTERLY)

    assert lines[0] == "Go through"
    assert lines[1].startswith("- Walk the map")
    assert "- Next week: by 1 Dec 2026 (no forum named)" in lines
    assert "- Next week: by 1 Dec 2026 (no owner named)" in lines
    assert (
        lines[-8:]
        == [
            "Metrics to read (1)",
            "- Never read: no reading yet",
            "Live, but not measured (1)",
            "- Live",
            "What is still assumed",
            "- 3 of 5 cards are assumptions:",
            "- When?",
            "- Who?",
            "- Why?",
        ][-8:]
    )


def test_an_agenda_with_nothing_on_it_is_empty() -> None:
    assert agenda(a_grid().document, Meeting.WEEKLY, TODAY, Cadence.WEEKLY) == ()
