"""Typed text as values: dates, numbers, shares, choices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from model.entries.numbers import GROUP
from model.entries.words import choice_words
from model.errors import KnownError
from model.folding import fold, name_key
from model.kinds import FieldType
from model.messages import message
from model.ranges import Ranged
from model.texts import Texts

_SPACES = re.compile(r"[\s'\u2019\u202f]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_GAP = re.compile(r"\.{2,}|\u2026")
_MOST_DIGITS = 30
_HUNDRED = Decimal(100)


class Unread(KnownError):
    """A text that is no value of what it was typed for."""


def read_line(text: str, holds: FieldType, texts: Texts, *, optional: bool, share: bool = False) -> Any:
    """The value of a text, a number or a date on one line. `share`: see `_shares`."""
    text = text.strip()
    if holds is FieldType.TEXT:
        return text
    if not text:
        if optional:
            return None
        raise Unread(message("register.unread.empty"))
    if holds is FieldType.DAY:
        return _day(text, texts)
    number = _shares((text,), texts)[0] if share else _number(text, text, texts)
    assert number is not None
    if holds is not FieldType.INTEGER:
        return number
    if number != number.to_integral_value():
        raise Unread(message("register.unread.integer", text=text))
    return int(number)


def read_number(text: str, holds: FieldType, texts: Texts, *, optional: bool, share: bool = False) -> Any:
    """The number of a text, or the `Ranged` of one that says how low and how high it may be."""
    body, _, group = text.partition(GROUP)
    parts = _GAP.split(body)
    if len(parts) == 1 and not group.strip():
        return read_line(text, holds, texts, optional=optional, share=share)
    if len(parts) != 3 or not parts[1].strip() or not (parts[0].strip() or parts[2].strip(" %\t")):
        raise Unread(message("register.unread.range", text=" ".join(text.split())))
    low, likely, high = read_numbers(parts, texts, share=share)
    assert likely is not None
    if holds is FieldType.INTEGER and likely != likely.to_integral_value():
        raise Unread(message("register.unread.integer", text=parts[1].strip()))
    value = int(likely) if holds is FieldType.INTEGER else likely
    sure = low == likely == high and not group.strip()
    return value if sure else Ranged(value, low, high, " ".join(group.split()))


def read_choice(text: str, values: Iterable[StrEnum | bool | None], texts: Texts) -> StrEnum | bool | None:
    """One of a few values by its words or its own name, whatever their case; an empty text is None where that is one.

    An empty text is no where yes and no are the values.
    """
    wanted = name_key(text)
    known = list(values)
    if not wanted:
        if None in known:
            return None
        if False in known:
            return False
    for value in known:
        if value is not None and wanted in (name_key(choice_words(texts, value)), name_key(str(value))):
            return value
    offered = ", ".join(choice_words(texts, value) for value in known if value is not None)
    raise Unread(message("register.unread.choice", text=text, known=offered))


def _number(digits: str, text: str, texts: Texts) -> Decimal:
    plain = _SPACES.sub("", digits).replace(texts("format.group"), "").replace(texts("format.point"), ".")
    if not _NUMBER.fullmatch(plain) or len(plain) > _MOST_DIGITS:
        raise Unread(message("register.unread.number", text=text))
    try:
        return Decimal(plain)
    except InvalidOperation as error:
        raise Unread(message("register.unread.number", text=text)) from error


def read_numbers(texts_of: Sequence[str], texts: Texts, *, share: bool = False) -> list[Decimal | None]:
    """Several numbers that are typed in one go; an empty text is None."""
    if share:
        return _shares(texts_of, texts)
    return [_number(each, each.strip(), texts) if each.strip() else None for each in texts_of]


def _shares(texts_of: Sequence[str], texts: Texts) -> list[Decimal | None]:
    """Shares typed as spreadsheets take them: per cents, with their sign or without; without it, below 1 a share.

    Several are all of one sort: where none is above 1, all are shares.
    """
    bare = [text.rstrip().removesuffix("%").strip() for text in texts_of]
    numbers = [_number(each, text.strip(), texts) if each else None for each, text in zip(bare, texts_of, strict=True)]
    signed = any(text.rstrip().endswith("%") for text in texts_of)
    sizes = [abs(number) for number in numbers if number is not None]
    hundredths = signed or any(size > 1 for size in sizes) or sizes == [1]
    return [number / _HUNDRED if hundredths and number is not None else number for number in numbers]


def _day(text: str, texts: Texts) -> date:
    """A date as 2026-11-30, or in the locale's order with the month in letters."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    months = [fold(name).rstrip(".") for name in texts("format.months").split()]
    words = [word for word in re.split(r"[\s.,/-]+", fold(text)) if word]
    named = [word for word in words if word in months]
    numbers = [int(word) for word in words if word.isdecimal()]
    if len(named) == 1 and len(numbers) == 2 and len(words) == 3:
        day, year = sorted(numbers)
        try:
            return date(year, months.index(named[0]) + 1, day)
        except ValueError:
            pass
    raise Unread(message("register.unread.day", text=text))
