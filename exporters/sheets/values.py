"""The values of fields as cells, and cells as values. What was written reads back as the same value."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from exporters.sheets.names import Names, Resolver, labels
from model.folding import name_key
from model.kinds import Field, FieldType
from model.messages import Message, message

# So many digits a spreadsheet's numbers hold, and so many places we show.
DIGITS = 15
PLACES = 9
LONGEST = 32_767
_SHOWN = 16_000
# What no cell holds as it is: characters XML has none for, and texts that readers take for such a character.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|x005F_")
_ESCAPED = re.compile(r"_x00([01][0-9A-Fa-f])_")
_FIRST_DAY = date(1900, 3, 1)
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?|[+-]?\.[0-9]+", re.ASCII)
# As words: some programs turn the truth values of others into formulas.
YES, NO = "yes", "no"
_YES = frozenset({"true", "yes", "y", "x", "1"})
_NO = frozenset({"false", "no", "n", "0", "-"})

Value = str | int | float | bool | date | None


class Cell(NamedTuple):
    """What is written: the value, with how many places a number is shown, and the whole text where a cell cannot hold
    it, which is then kept elsewhere; `why` says so."""

    value: Value
    places: int = 0
    whole: str | None = None
    why: Message | None = None


class Raw(NamedTuple):
    """What was read. `places`: how many a number is shown with; `fault`: why it is no value at all; `percent`: it is
    shown a hundred times as large, with the sign of per cent."""

    value: Value
    places: int = 0
    fault: Message | None = None
    percent: bool = False

    @property
    def text(self) -> str:
        """The cell as text."""
        value = self.value
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, datetime):
            return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
        return value.isoformat() if isinstance(value, date) else _plain(value)


EMPTY = Raw(None)


def unescaped(text: str) -> str:
    """A text of a spreadsheet with its own spelling of control characters undone, and line ends as `\\n`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


class Unread(ValueError):
    """A cell that is no value of its field."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


def cell(field: Field, value: Any, names: Names) -> Cell:
    """A value as a cell; what is not said is empty."""
    if value is None or value in ("", ()):
        return Cell(None)
    if field.refers:
        return text_cell(labels(value, field, names) if field.many else names.label(value, field))
    match field.holds:
        case FieldType.FLAG:
            return Cell(YES if value else NO)
        case FieldType.INTEGER | FieldType.DECIMAL:
            return _number_cell(Decimal(value))
        case FieldType.DAY:
            return Cell(value if value >= _FIRST_DAY else value.isoformat())
        case FieldType.CHOICE:
            return Cell(_spoken(value))
        case FieldType.CHOICES:
            return Cell(", ".join(map(_spoken, value)))
        case FieldType.TEXTS:
            return text_cell(_lines(value))
        case FieldType.INSTANT:
            return Cell(str(field.to_plain(value)))
        case FieldType.BLOB:
            return Cell(None, whole=str(field.to_plain(value)))
    return text_cell(value)


def text_cell(text: str) -> Cell:
    """A text as a cell; the whole of one that no cell can hold is told of and kept elsewhere."""
    if _UNSAFE.search(text):
        return Cell(shown(text), whole=text, why=message("sheet.characters"))
    if len(text.encode("utf-16-le")) // 2 > LONGEST:
        return Cell(shown(text), whole=text, why=message("sheet.too_long", most=LONGEST))
    return Cell(text)


def shown(text: str) -> str:
    """What a cell shows of a text that it cannot hold."""
    harmless = _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)
    return harmless if len(harmless.encode("utf-16-le")) // 2 <= LONGEST else harmless[:_SHOWN] + "…"


def plain_text(field: Field, value: Any, names: Names) -> str:
    """A value as text alone, as tables of text hold it."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if field.holds is FieldType.TEXT and not field.refers:
        return str(value or "")
    found = cell(field, value, names)
    return found.whole if found.whole is not None else Raw(found.value).text


def parsed(field: Field, raw: Raw) -> Any:
    """The value of a cell that refers to nobody; `Unread` where it is none. An empty cell says nothing."""
    text = raw.text
    if not text.strip() and field.holds is not FieldType.TEXT:
        return empty(field)
    match field.holds:
        case FieldType.TEXT:
            return text
        case FieldType.FLAG:
            return _flag(text)
        case FieldType.INTEGER:
            return _integer(field, raw, text)
        case FieldType.DECIMAL:
            return _checked(field, format(_decimal(raw, text), "f"), text)
        case FieldType.DAY:
            day = raw.value.date() if isinstance(raw.value, datetime) else raw.value
            return day if isinstance(day, date) else _checked(field, text.strip(), text)
        case FieldType.CHOICE:
            return _choice(field, text)
        case FieldType.CHOICES:
            return tuple(_choice(field, part) for part in re.split(r"[,;\n]", text) if part.strip())
        case FieldType.TEXTS:
            return _texts(text)
    return _checked(field, text, text)


def referred(field: Field, raw: Raw, names: Resolver) -> Any:
    """The ids in a cell that refers to records."""
    text = raw.text.strip()
    if not text:
        return empty(field)
    return names.many(text, field) if field.many else names.one(text, field)


def empty(field: Field) -> Any:
    """What a field holds that is left empty: nothing, where it can."""
    if field.optional:
        return None
    if field.many:
        return ()
    return "" if field.holds is FieldType.TEXT else field.default


def _number_cell(number: Decimal) -> Cell:
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    if len(digits) > DIGITS or exponent < -PLACES or number.adjusted() >= DIGITS:
        return Cell(format(number, "f"))
    return Cell(int(number) if exponent >= 0 else float(number), max(0, -exponent))


def _plain(number: int | float) -> str:
    """A number in the digits that a spreadsheet's numbers hold."""
    if isinstance(number, int):
        return str(number)
    try:
        return format(Decimal(f"{number:.{DIGITS}g}"), "f")
    except (ArithmeticError, ValueError):
        return str(number)


def _decimal(raw: Raw, text: str) -> Decimal:
    plain = text.strip()
    if len(plain) > 60 or not _NUMBER.fullmatch(plain):
        raise Unread(message("sheet.wants.number", found=text[:60]))
    number = Decimal(plain)
    if not isinstance(raw.value, str) and raw.places:
        wider = number.quantize(Decimal(1).scaleb(-raw.places)) if number.adjusted() < DIGITS else number
        return wider if wider == number else number
    return number


def _integer(field: Field, raw: Raw, text: str) -> int:
    number = _decimal(raw, text)
    if number != number.to_integral_value():
        raise Unread(message("sheet.wants.integer", found=text[:60]))
    return int(_checked(field, int(number), text))


def _checked(field: Field, plain: Any, text: str) -> Any:
    try:
        return field.from_plain(plain)
    except ValueError as error:
        raise Unread(message(f"sheet.wants.{field.holds.value}", found=text[:60])) from error


def _flag(text: str) -> bool:
    word = name_key(text)
    if word not in _YES | _NO:
        raise Unread(message("sheet.wants.flag", found=text[:60]))
    return word in _YES


def _choice(field: Field, text: str) -> StrEnum:
    assert field.choices is not None
    wanted = name_key(text).replace(" ", "_").replace("-", "_")
    for choice in field.choices:
        if wanted == choice.value:
            return choice
    raise Unread(message("sheet.wants.choice", found=text[:60], known=", ".join(map(_spoken, field.choices))))


def _spoken(choice: StrEnum) -> str:
    return choice.value.replace("_", " ")


def _lines(texts: Sequence[str]) -> str:
    """Texts as lines; where the lines would say something else, as JSON."""
    text = "\n".join(texts)
    return text if _texts(text) == tuple(texts) else json.dumps(list(texts), ensure_ascii=False)


def _texts(text: str) -> tuple[str, ...]:
    if text.startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list) and all(isinstance(each, str) for each in found):
            return tuple(found)
    return tuple(line.strip() for line in text.split("\n") if line.strip())
