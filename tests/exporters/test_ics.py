"""The calendar: RFC 5545 to the letter, read by `icalendar`, expanded by `dateutil` to the days that we compute."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters import registry
from exporters.base import ExportResult, run
from exporters.ics_text import folded, rule, text
from model.analysis.reviews import after
from model.analysis.routine import Meeting, series
from model.context import fixed_context
from model.document import Document, DocumentView
from model.elements import Cadence, Card, CardKind, Review
from model.errors import KnownError
from model.improvements import Improvement, ImprovementStatus
from model.keeping import Workshop, WorkshopItem
from model.registers import Decision
from model.samples import build
from model.texts import Texts
from tests.model.builders import DAY, Grid, a_context, a_grid

HOSTILE = (
    'a, b; c\\n \\ d:\nnext\r\nBEGIN:VEVENT\rx\x0bE\x00N\x1bD \x85\u2028 \u202eabc\u202c שלום 👩\u200d🚀 "quoted" %%',
    "\\",
    "\n",
    "é" * 200,
    "👩\u200d🚀" * 40,
)


def exported(document: DocumentView, today: date = DAY, **options: str) -> ExportResult:
    """The export of a document as of a day."""
    return run(registry.exporter("ics"), document, fixed_context(today, "Ada"), options)


def unfolded(data: bytes) -> list[str]:
    """The content lines of a file."""
    return data.decode("utf-8").replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def events(data: bytes) -> dict[str, dict[str, str]]:
    """The events by UID: their properties by name, parameters included."""
    found: dict[str, dict[str, str]] = {}
    for body in re.findall(r"BEGIN:VEVENT\n(.*?)\nEND:VEVENT", "\n".join(unfolded(data)), re.DOTALL):
        properties = dict(line.split(":", 1) for line in body.split("\n"))
        found[properties["UID"]] = properties
    return found


def occurrences(recurrence: str, start: datetime) -> Iterator[date]:
    """The days on which `dateutil` has something recur."""
    rrule = pytest.importorskip("dateutil.rrule", reason="python-dateutil is not installed")
    return (each.date() for each in rrule.rrulestr(recurrence, dtstart=start))


def a_reviewed_grid(held: date = date(2026, 8, 31), cadence: Cadence = Cadence.MONTHLY) -> Grid:
    """A blueprint with a review and one date to keep."""
    grid = a_grid(cadence=cadence, title="Permit", case_date=date(2026, 8, 31))
    grid.editor.add(Review, blueprint="blueprint_1", held=held)
    return grid


def test_a_calendar_to_the_letter() -> None:
    grid = a_reviewed_grid()
    decision = grid.editor.add(Decision, name="Fund it, or not", needed_by=date(2027, 2, 28))
    workshop = grid.editor.add(Workshop, name="First")
    action = grid.editor.add(WorkshopItem, workshop=workshop, name="Ask the desk", due=date(2028, 2, 29))

    assert unfolded(exported(grid.document, weekly="no", quarterly="no").data) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Throughline//Service blueprint//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Permit",
        "BEGIN:VEVENT",
        "UID:review.blueprint_1@throughline",
        "DTSTAMP:20261123T120000Z",
        "DTSTART;VALUE=DATE:20261130",
        "DTEND;VALUE=DATE:20261201",
        "RRULE:FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=-1",
        "SUMMARY:Review: Permit",
        "DESCRIPTION:As the blueprint stood on 23 Nov 2026:\\n\\nNothing is open.",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:overdue.blueprint_1@throughline",
        "DTSTAMP:20261123T120000Z",
        "DTSTART;VALUE=DATE:20261123",
        "DTEND;VALUE=DATE:20261124",
        "SUMMARY:Review overdue since 30 Sep 2026: Permit",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "BEGIN:VEVENT",
        f"UID:decision.{decision}.blueprint_1@throughline",
        "DTSTAMP:20261123T120000Z",
        "DTSTART;VALUE=DATE:20270228",
        "DTEND;VALUE=DATE:20270301",
        "SUMMARY:Decision needed: Fund it\\, or not",
        "DESCRIPTION:From the blueprint “Permit”.",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "BEGIN:VEVENT",
        f"UID:action.{action}.blueprint_1@throughline",
        "DTSTAMP:20261123T120000Z",
        "DTSTART;VALUE=DATE:20280229",
        "DTEND;VALUE=DATE:20280301",
        "SUMMARY:Action due: Ask the desk",
        "DESCRIPTION:From the blueprint “Permit”.",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_meetings_with_a_time_are_where_the_reader_is() -> None:
    found = events(exported(a_reviewed_grid().document, at="9:30", weekday="thursday", dates="no").data)

    meetings = {uid.split(".")[0]: event for uid, event in found.items()}
    assert [(event["DTSTART"], event["DURATION"]) for event in (meetings["weekly"], meetings["quarterly"])] == [
        ("20261126T093000", "PT30M"),
        ("20261130T093000", "PT120M"),
    ]
    assert "DTSTART;VALUE=DATE" in meetings["overdue"]
    assert all(event["DTSTAMP"].endswith("Z") and "TRANSP" not in event for event in found.values())


@pytest.mark.parametrize("at", ["25:00", "9.30", "noon", "09:60", "٠٩:30"])
def test_a_time_that_is_none_is_refused(at: str) -> None:
    with pytest.raises(KnownError) as caught:
        exported(a_grid().document, at=at)
    assert at in Texts()(caught.value.message)


def test_a_quarterly_validation_is_the_review_of_a_blueprint_reviewed_quarterly() -> None:
    document = a_reviewed_grid(cadence=Cadence.QUARTERLY).document

    both = [uid.split(".")[0] for uid in events(exported(document).data)]
    alone = [uid.split(".")[0] for uid in events(exported(document, quarterly="no").data)]

    assert both == ["weekly", "quarterly"]
    assert alone == ["review", "weekly"]


def test_what_stays_the_same_keeps_its_uid() -> None:
    grid = a_reviewed_grid()
    decision = grid.editor.add(Decision, name="Fund it", needed_by=date(2027, 2, 28))
    before = list(events(exported(grid.document).data))
    grid.editor.edit(decision, name="Pay for it", needed_by=date(2027, 3, 1))
    grid.editor.add(Review, blueprint="blueprint_1", held=DAY)

    after_it = list(events(exported(grid.document, date(2026, 12, 1)).data))

    assert before == [*after_it[:3], "overdue.blueprint_1@throughline", *after_it[3:]]


def test_what_the_calendar_cannot_say_is_said() -> None:
    grid = a_grid()
    grid.editor.add(Improvement, name="Coming", status=ImprovementStatus.APPROVED, go_live=3)

    said = [Texts()(each) for each in exported(grid.document).findings]

    assert said == [
        "No review is on record: the first one was put on 23 Nov 2026.",
        "1 improvement is not in the calendar: without a case date its month has no date.",
    ]
    assert exported(a_reviewed_grid().document).findings == ()


def test_a_calendar_speaks_the_language_of_the_document() -> None:
    grid = a_reviewed_grid()
    grid.editor.edit("blueprint_1", language="de")

    found = events(exported(grid.document).data)["review.blueprint_1@throughline"]

    assert found["SUMMARY"] == "Durchsicht: Permit"
    assert found["DESCRIPTION"].startswith("Stand der Blaupause vom 23. Nov. 2026:")


def test_a_long_agenda_is_cut_and_says_so() -> None:
    grid = a_reviewed_grid()
    for number in range(27):
        grid.editor.edit(grid.card(1, 0, f"Question {number:02}"), kind=CardKind.QUESTION)

    weekly = events(exported(grid.document).data)["weekly.blueprint_1@throughline"]["DESCRIPTION"]

    assert "Open questions (27)" in weekly
    assert weekly.endswith("- Question 24 (asked by customers\\, stage 1)\\n- and 2 more")


@pytest.mark.parametrize("cadence", Cadence)
def test_dateutil_expands_our_rules_to_our_days(cadence: Cadence) -> None:
    # The ends of the months of four years, one of which has a leap day.
    every = (date(2026, 3, 1) + timedelta(days=number) for number in range(4 * 365 + 1))
    for anchor in (day for day in every if day.day > 27 or day.day == 1):
        first = after(anchor, cadence)
        found = occurrences(rule(anchor, cadence), datetime.combine(first, time()))

        assert list(islice(found, 15)) == [after(anchor, cadence, times) for times in range(1, 16)], anchor


@pytest.mark.parametrize("held", [date(2024, 2, 29), date(2026, 8, 31), date(2027, 11, 30), date(2026, 10, 15)])
@pytest.mark.parametrize("at", ["", "23:45"])
def test_icalendar_and_dateutil_read_the_days_that_we_meant(held: date, at: str) -> None:
    icalendar = pytest.importorskip("icalendar", reason="icalendar is not installed")
    document = a_reviewed_grid(held, Cadence.HALF_YEARLY).document

    calendar = icalendar.Calendar.from_ical(exported(document, date(2027, 12, 1), at=at, weekday="friday").data)

    for event in calendar.walk("VEVENT"):
        meeting = str(event["UID"]).split(".")[0]
        if meeting not in list(Meeting):
            continue
        start = event.decoded("DTSTART")
        assert isinstance(start, datetime) is bool(at)
        assert not (at and start.tzinfo)
        assert event.decoded("DTSTAMP").utcoffset() == timedelta(0)
        found = occurrences(event["RRULE"].to_ical().decode(), start if at else datetime.combine(start, time()))
        ours = series(document, Meeting(meeting), date(2027, 12, 1), weekday=4)
        assert list(islice(found, 12)) == [ours.day(index) for index in range(12)]


@pytest.mark.parametrize("name", ["permit", "outpatient", "broken", "empty"])
def test_icalendar_reads_the_samples_without_an_error(name: str) -> None:
    icalendar = pytest.importorskip("icalendar", reason="icalendar is not installed")
    data = exported(build(name, a_context()), at="10:00").data

    calendar = icalendar.Calendar.from_ical(data)

    assert [event.errors for event in calendar.walk("VEVENT") if event.errors] == []
    assert len(calendar.walk("VEVENT")) == data.count(b"BEGIN:VEVENT")


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_texts_come_back_from_icalendar(title: str) -> None:
    icalendar = pytest.importorskip("icalendar", reason="icalendar is not installed")
    asked = Decision("decision_1", "a0", name=title, needed_by=date(2027, 2, 28))
    question = Card("card_1", "a0", title=title, kind=CardKind.QUESTION)

    data = exported(Document((*a_reviewed_grid().document.rows(), asked, question))).data
    calendar = icalendar.Calendar.from_ical(data)

    wanted = " ".join(re.sub("[\x00-\x08\x0e-\x1f]", "", " ".join(title.split())).split()) or "(untitled)"
    summaries = [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]
    assert len(summaries) == data.count(b"BEGIN:VEVENT\r\n")
    assert f"Decision needed: {wanted}" in summaries
    assert any(
        f"- {wanted} (asked by the team, not placed yet)" in str(event["DESCRIPTION"]) for event in _told(calendar)
    )


def _told(calendar: Any) -> list[Any]:
    return [event for event in calendar.walk("VEVENT") if "DESCRIPTION" in event]


@given(st.text())
def test_any_text_is_folded_to_lines_of_75_octets_and_back(words: str) -> None:
    line = f"SUMMARY:{text(words)}"

    pieces = list(folded(line))

    assert all(len(piece.encode("utf-8")) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line
    assert len("".join(pieces).splitlines()) == 1
