"""Content lines of iCalendar (RFC 5545): escaping, folding, dates, and the rules by which things recur."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from model.elements import Cadence

LONGEST = 75
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_MONTHS = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.HALF_YEARLY: 6}
# The last day that every month has; the days after it are cut short in some month.
_EVERY_MONTH = 28
_LONGEST_MONTH = 31


def text(value: str) -> str:
    """A value of type TEXT: its own commas, semicolons, backslashes and line breaks escaped, no control characters."""
    return _NOT_TEXT.sub("", _BREAKS.sub("\n", value)).translate(_ESCAPES)


def folded(line: str) -> Iterator[str]:
    """A content line cut into pieces of at most 75 octets, never within a character; all but the first indented."""
    octets, start = 0, 0
    for place, character in enumerate(line):
        size = len(character.encode("utf-8"))
        if octets + size > LONGEST:
            yield line[start:place] if start == 0 else " " + line[start:place]
            start, octets = place, 1
        octets += size
    yield line[start:] if start == 0 else " " + line[start:]


def written(lines: Iterable[str]) -> bytes:
    """Content lines as a file."""
    return "".join(f"{piece}\r\n" for line in lines for piece in folded(line)).encode("utf-8")


def instant(value: datetime) -> str:
    """An instant, UTC."""
    return f"{day(value.date())}T{value:%H%M%S}Z"


def day(value: date) -> str:
    """A calendar day, which has no time zone."""
    return f"{value.year:04}{value.month:02}{value.day:02}"


def times(first: date, at: time | None, minutes: int) -> Iterator[str]:
    """When an event is: a whole day; or so many minutes from a time of day on, wherever one is (floating)."""
    if at is None:
        yield f"DTSTART;VALUE=DATE:{day(first)}"
        if first < date.max:
            yield f"DTEND;VALUE=DATE:{day(first + timedelta(days=1))}"
        return
    yield f"DTSTART:{day(first)}T{at:%H%M}00"
    yield f"DURATION:PT{minutes}M"


def rule(anchor: date, cadence: Cadence) -> str:
    """How something recurs that counts from an anchor, whose day goes to the month's last where that comes earlier.

    `BYMONTHDAY=30` alone would leave out February: of the days 28 to 30 the last that the month has is meant.
    """
    if cadence is Cadence.WEEKLY:
        return "FREQ=WEEKLY"
    every = f"FREQ=MONTHLY;INTERVAL={_MONTHS[cadence]};BYMONTHDAY="
    if anchor.day <= _EVERY_MONTH:
        return f"{every}{anchor.day}"
    if anchor.day == _LONGEST_MONTH:
        return f"{every}-1"
    return f"{every}{','.join(map(str, range(_EVERY_MONTH, anchor.day + 1)))};BYSETPOS=-1"
