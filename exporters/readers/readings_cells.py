"""What a cell of a table of readings says: a value or a day, as people and programs write them.

Where a spelling may mean two things and no other cell of the table tells which, the cell is refused, not guessed; but
a lone point stands before tenths, as programs write it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple, TypeVar

from exporters.sheets.values import Raw, Unread
from model.messages import message

T = TypeVar("T")
LONGEST = 40
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f']")
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?", re.ASCII)
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+", re.ASCII)
_POINTS_AND_COMMA = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+", re.ASCII)
_COMMAS_AND_POINT = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+\.[0-9]+", re.ASCII)
_GROUPS = re.compile(r"[+-]?[1-9][0-9]{0,2}([.,])[0-9]{3}(\1[0-9]{3})*", re.ASCII)
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", re.ASCII)
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", re.ASCII)


class Spelling(NamedTuple):
    """How a table writes what can be read in two ways: `point`, the sign before tenths, and `day_first`, whether
    31/12 or 12/31 is the last of the year; None: no cell tells."""

    point: str | None
    day_first: bool | None


class Day(NamedTuple):
    """A day; `month`: only its month was said, and it is the last of that."""

    day: date
    month: bool


def spelling(values: Iterable[Raw], days: Iterable[Raw]) -> Spelling:
    """How a table writes numbers and days, by those of its cells that can be read in one way only."""
    return Spelling(_one_of(map(_point_in, values)), _one_of(map(_day_first_in, days)))


def read_value(raw: Raw, written: Spelling) -> Decimal:
    """The number in a cell; a sign of per cent behind it is not part of it. `Unread` where there is none."""
    text = _bare(raw)
    if len(text) > LONGEST:
        raise Unread(message("sheet.wants.number", found=raw.text[:60]))
    if isinstance(raw.value, str) and _GROUPS.fullmatch(text):
        return _in_groups(raw, text, written)
    if _POINTS_AND_COMMA.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if _COMMAS_AND_POINT.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if _COMMA.fullmatch(text):
        return Decimal(text.replace(",", "."))
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    raise Unread(message("sheet.wants.number", found=raw.text[:60]))


def read_day(raw: Raw, written: Spelling) -> Day:
    """The day in a cell, `Unread` where there is none: a month alone (2026-03) is its last day."""
    held = raw.value
    if isinstance(held, datetime):
        return Day(held.date(), month=False)
    if isinstance(held, date):
        return Day(held, month=False)
    text = raw.text.strip()
    try:
        return _day(text, written)
    except ValueError as error:
        if isinstance(error, Unread):
            raise
        raise Unread(message("sheet.wants.day", found=text[:60])) from error


def _day(text: str, written: Spelling) -> Day:
    if found := _MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2])
        return Day(date(year, month, monthrange(year, month)[1]), month=True)
    if found := _DOTTED.fullmatch(text):
        return Day(date(int(found[3]), int(found[2]), int(found[1])), month=False)
    if found := _SLASHED.fullmatch(text):
        if written.day_first is None and found[1] != found[2]:
            raise Unread(message("readings.either_day", found=text))
        day_at, month_at = (1, 2) if written.day_first else (2, 1)
        return Day(date(int(found[3]), int(found[month_at]), int(found[day_at])), month=False)
    # Programs write a time of day behind a day, which says nothing of a reading.
    head, _, rest = text.replace("T", " ").partition(" ")
    if len(head) != len("2026-12-31") or (rest and not rest[0].isdigit()):
        raise ValueError(text)
    return Day(date.fromisoformat(head), month=False)


def _in_groups(raw: Raw, text: str, written: Spelling) -> Decimal:
    """The number in digits by threes, whose sign is one between thousands or, where it stands once, before tenths."""
    sign = "," if "," in text else "."
    if text.count(sign) > 1 or written.point not in (None, sign):
        return Decimal(text.replace(sign, ""))
    if sign == "," and written.point is None:
        raise Unread(message("readings.either_number", found=raw.text[:60]))
    return Decimal(text.replace(",", "."))


def _bare(raw: Raw) -> str:
    if isinstance(raw.value, bool | date):
        raise Unread(message("sheet.wants.number", found=raw.text[:60]))
    return _SPACES.sub("", raw.text).removesuffix("%").replace("\N{MINUS SIGN}", "-")


def _point_in(raw: Raw) -> str | None:
    if not isinstance(raw.value, str) or len(raw.value) > LONGEST:
        return None
    text = _bare(raw)
    if _POINTS_AND_COMMA.fullmatch(text):
        return ","
    if _COMMAS_AND_POINT.fullmatch(text):
        return "."
    if _GROUPS.fullmatch(text):
        # Several of one sign stand between thousands, so the other stands before tenths.
        return "," if text.count(".") > 1 else "." if text.count(",") > 1 else None
    if _COMMA.fullmatch(text):
        return ","
    return "." if _PLAIN.fullmatch(text) and "." in text else None


def _day_first_in(raw: Raw) -> bool | None:
    found = _SLASHED.fullmatch(raw.text.strip())
    if found is None or (int(found[1]) > 12) == (int(found[2]) > 12):
        return None
    return int(found[1]) > 12


def _one_of(said: Iterable[T | None]) -> T | None:
    """What all that say something agree on; None where they do not."""
    found = {each for each in said if each is not None}
    return found.pop() if len(found) == 1 else None
