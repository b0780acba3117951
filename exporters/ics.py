"""The routine as a calendar file (RFC 5545): reviews, weekly and quarterly meetings with agendas, and dates to keep.

Whole days belong to no time zone; a time of day is the one of wherever the reader is. Each event keeps its UID, so that
a later file takes the place of an earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, time
from itertools import islice
from typing import NamedTuple

from exporters.base import Exporter, ExportRequest, ExportResult, Option, OptionKind
from exporters.ics_text import instant, rule, text, times, written
from model.analysis.agenda import Section, agenda
from model.analysis.names import name_of
from model.analysis.routine import Meeting, Occasion, Series, milestones, overdue, series, undated
from model.document import DocumentView
from model.elements import Cadence
from model.errors import KnownError
from model.messages import Message, Value, message
from model.texts import Texts

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MINUTES = {Meeting.REVIEW: 60, Meeting.WEEKLY: 30, Meeting.QUARTERLY: 120}
# More lines than that nobody goes through in one meeting.
MOST_LINES = 25
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
OPTIONS = (
    Option("weekly", OptionKind.FLAG, "yes", message("calendar.option.weekly")),
    Option("quarterly", OptionKind.FLAG, "yes", message("calendar.option.quarterly")),
    Option("dates", OptionKind.FLAG, "yes", message("calendar.option.dates")),
    Option("weekday", OptionKind.CHOICE, WEEKDAYS[0], message("calendar.option.weekday"), WEEKDAYS),
    Option("at", OptionKind.TEXT, "", message("calendar.option.at")),
)


class _Calendar(NamedTuple):
    """What all events of one file share."""

    document: DocumentView
    today: date
    stamp: str
    texts: Texts
    at: time | None

    @property
    def title(self) -> Value:
        """The blueprint's, on one line."""
        return name_of(self.document, self.document.blueprint.id) or message("map.untitled")

    def event(self, uid: str, summary: Message, body: str, when: Iterable[str]) -> Iterator[str]:
        """One event; `uid` is its own part of an id that nobody else has."""
        yield "BEGIN:VEVENT"
        yield f"UID:{uid}.{self.document.blueprint.id}@throughline"
        yield f"DTSTAMP:{self.stamp}"
        yield from when
        yield f"SUMMARY:{text(self.texts(summary))}"
        if body:
            yield f"DESCRIPTION:{text(body)}"
        if self.at is None:
            yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"


def export(request: ExportRequest) -> ExportResult:
    """The calendar of a document as it stands today, in its own language."""
    document, context, options = request.document, request.context, request.options
    texts = Texts(document.blueprint.language)
    calendar = _Calendar(document, context.today(), instant(context.now()), texts, _time(options["at"]))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Throughline//Service blueprint//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{text(texts.value(calendar.title))}",
    ]
    weekday = WEEKDAYS.index(options["weekday"])
    for meeting in _meetings(document, options["weekly"] == "yes", options["quarterly"] == "yes"):
        lines += _meeting(calendar, meeting, weekday)
    lines += _overdue(calendar)
    if options["dates"] == "yes":
        lines += _dates(calendar)
    lines.append("END:VCALENDAR")
    return ExportResult(written(lines), tuple(_findings(calendar)))


def _time(said: str) -> time | None:
    """A time of day, or none for a whole day."""
    if not said:
        return None
    found = _TIME.fullmatch(said)
    if found is None:
        raise KnownError(message("calendar.no_time", value=said))
    return time(int(found[1]), int(found[2]))


def _meetings(document: DocumentView, weekly: bool, quarterly: bool) -> Iterator[Meeting]:
    """What recurs. A quarterly validation is the review of a blueprint that is reviewed quarterly."""
    if not (quarterly and document.blueprint.cadence is Cadence.QUARTERLY):
        yield Meeting.REVIEW
    if weekly:
        yield Meeting.WEEKLY
    if quarterly:
        yield Meeting.QUARTERLY


def _meeting(calendar: _Calendar, meeting: Meeting, weekday: int) -> Iterator[str]:
    found = series(calendar.document, meeting, calendar.today, weekday)
    summary = message(f"calendar.summary.{meeting.value}", title=calendar.title)
    sections = agenda(calendar.document, meeting, calendar.today, found.cadence)
    return calendar.event(meeting.value, summary, _body(calendar, sections), _recurring(calendar, found, meeting))


def _recurring(calendar: _Calendar, found: Series, meeting: Meeting) -> Iterator[str]:
    yield from times(found.day(), calendar.at, MINUTES[meeting])
    yield f"RRULE:{rule(found.anchor, found.cadence)}"


def _body(calendar: _Calendar, sections: tuple[Section, ...]) -> str:
    """The agenda as plain text: heads with lists under them, and the day it is of."""
    say = calendar.texts
    blocks = [say("calendar.as_of", day=calendar.today)]
    for section in sections:
        lines = [say(section.head), *(f"- {say(line)}" for line in islice(section.lines, MOST_LINES))]
        if len(section.lines) > MOST_LINES:
            lines.append(f"- {say('calendar.more', n=len(section.lines) - MOST_LINES)}")
        blocks.append("\n".join(lines))
    if not sections:
        blocks.append(say("calendar.nothing"))
    return "\n\n".join(blocks)


def _overdue(calendar: _Calendar) -> Iterator[str]:
    """The review that should have been held, today and once."""
    since = overdue(calendar.document, calendar.today)
    if since is not None:
        summary = message("calendar.summary.overdue", title=calendar.title, day=since)
        yield from calendar.event("overdue", summary, "", times(calendar.today, None, 0))


def _dates(calendar: _Calendar) -> Iterator[str]:
    """Decisions, actions, improvements, objectives and the goal, each on its day."""
    for occasion, when, id in milestones(calendar.document, calendar.today):
        name: Value = name_of(calendar.document, id) or message("calendar.untitled")
        if occasion is Occasion.GOAL:
            name = " ".join(calendar.document.blueprint.goal.split()) or calendar.title
        summary = message(f"calendar.summary.{occasion.value}", name=name)
        body = calendar.texts("calendar.of", title=calendar.title)
        yield from calendar.event(f"{occasion.value}.{id}", summary, body, times(when, None, 0))


def _findings(calendar: _Calendar) -> Iterator[Message]:
    """What the calendar could not say."""
    document = calendar.document
    if series(document, Meeting.REVIEW, calendar.today).number == 0:
        yield message("calendar.never", day=calendar.today)
    without = undated(document)
    if without:
        yield message("calendar.undated", n=len(without))


EXPORTER = Exporter("ics", ".ics", message("calendar.title"), export, OPTIONS)
