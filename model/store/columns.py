"""Records as columns of SQLite values and back, a column at a time: the hot path of opening and saving.

Text as text, flags as 0 and 1, decimals, dates and instants as text, lists as JSON text. Every value read is checked.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from itertools import repeat
from operator import attrgetter
from typing import Any

from model.ids import ID_PATTERN, is_id, is_order
from model.kinds import Field, FieldType, Kind, instant_text
from model.making_way import by_the_way
from model.named import NamedTuple
from model.record import Record

_IDS = re.compile(f"(?:{ID_PATTERN[1:-1]}\n)*", re.ASCII)
_COMMON_ORDERS = re.compile(r"(?:(?:a.|b..|c...|d....)(?:[0-9A-Za-z]*[1-9A-Za-z])?\n)*", re.ASCII)
_WORDLESS = (str, type(None))
_TEXT_ONLY = frozenset((str,))
_AT_HAND = 256
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class Column(NamedTuple):
    """The SQLite values of one field; their types; whether they are all the same, as those of most columns are."""

    values: Sequence[Any]
    types: frozenset[type]
    uniform: bool


def column_of(values: Sequence[Any]) -> Column:
    """A column with what is to be known of it, found out once."""
    if not values:
        return Column(values, frozenset(), False)
    first = values[0]
    same = values[-1] == first and values.count(first) == len(values)
    types = frozenset((type(first),)) if same and type(first) in _WORDLESS else frozenset(map(type, values))
    return Column(values, types, same and len(types) == 1)


class Fault(Exception):
    """A value that is none of its field's: the row's number, the field, what is wrong (`store.fault.*`)."""

    def __init__(self, row: int, field: str, fault: str) -> None:
        super().__init__(row, field, fault)
        self.row, self.field, self.fault = row, field, fault


def to_columns(kind: Kind, records: Sequence[Record]) -> list[Column]:
    """The records of a kind, a column a field."""
    fields = by_the_way(kind.fields)
    return [column_of(_to_sql(field, list(map(attrgetter(field.name), records)))) for field in fields]


def _to_sql(field: Field, values: list[Any]) -> list[Any]:
    convert = _TO_SQL.get(field.holds)
    if convert is None or not values or (values[0] is None and values.count(None) == len(values)):
        return values
    if field.optional:
        return [None if value is None else convert(value) for value in values]
    return list(map(convert, values))


def _list_text(values: Iterable[str]) -> str:
    return _encode([str(value) for value in values]) if values else "[]"


_TO_SQL: dict[FieldType, Callable[[Any], Any]] = {
    FieldType.FLAG: int,
    FieldType.CHOICE: str.__str__,
    FieldType.DECIMAL: lambda value: format(value, "f"),
    FieldType.DAY: date.isoformat,
    FieldType.INSTANT: instant_text,
    FieldType.TEXTS: _list_text,
    FieldType.CHOICES: _list_text,
}


def from_columns(kind: Kind, columns: Sequence[Column]) -> list[Any]:
    """The records in columns of a kind. `Fault` at the first value that is none of its field's.

    The slots are filled column by column, past the constructor, which takes more than twice as long; of so many
    records at a time as the processor has at hand.
    """
    if not columns[0].values:
        return []
    values = [iter(_from_sql(field, column)) for field, column in zip(kind.fields, columns, strict=True)]
    setters = [getattr(kind.record, field.name).__set__ for field in kind.fields]
    records: list[Any] = list(map(object.__new__, repeat(kind.record, len(columns[0].values))))
    for begin in range(0, len(records), _AT_HAND):
        some = records[begin : begin + _AT_HAND]
        for setter, column in zip(setters, values, strict=True):
            deque(map(setter, some, column), 0)
    return records


def _from_sql(field: Field, column: Column) -> Iterable[Any]:
    """The values of a column as a record has them."""
    types = column.types - {type(None)} if field.optional else column.types
    wanted = _STORED_AS.get(field.holds, str)
    if not types <= {wanted}:
        _refuse_first(field, column.values, "type", lambda value: type(value) is wanted)
    check = _CHECKS.get(field.name) or _CHECKS.get(field.holds)
    convert = _FROM_SQL.get(field.holds)
    values = column.values[:1] if column.uniform else column.values
    if check is not None and types:
        check(field, values)
    if convert is not None and types:
        values = _convert(field, values, convert)
    return repeat(values[0], len(column.values)) if column.uniform else values


def _convert(field: Field, values: Sequence[Any], convert: Callable[[Field, Any], Any]) -> list[Any]:
    """The values of a column, each distinct one converted once."""
    known: dict[Any, Any] = {None: None}
    for value in set(values) - {None}:
        try:
            known[value] = convert(field, value)
        except (ValueError, ArithmeticError, RecursionError):
            raise Fault(values.index(value), field.name, "value") from None
    return list(map(known.__getitem__, values))


def _refuse_first(field: Field, values: Sequence[Any], fault: str, fits: Callable[[Any], Any]) -> None:
    """Raise at the first value that does not fit, if there is one."""
    for row, value in enumerate(values):
        if not (value is None and field.optional) and not fits(value):
            raise Fault(row, field.name, fault)


def _lines_match(pattern: re.Pattern[str], values: Sequence[str]) -> bool:
    """Whether every one of some texts is a line the pattern takes: one search instead of thousands."""
    text = "\n".join([*values, ""])
    return pattern.fullmatch(text) is not None and text.count("\n") == len(values)


def _check_ids(field: Field, values: Sequence[str]) -> None:
    if not _lines_match(_IDS, values):
        _refuse_first(field, values, "id", is_id)


def _check_orders(field: Field, values: Sequence[str]) -> None:
    if not _lines_match(_COMMON_ORDERS, values):
        _refuse_first(field, values, "order", lambda value: value == "" or is_order(value))


def _check_extras(field: Field, values: Sequence[str]) -> None:
    if any(values):
        _refuse_first(field, values, "extra", is_extra)


def is_extra(text: str) -> bool:
    """Whether a text may stand in `extra`: nothing, or a JSON object."""
    if text == "":
        return True
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _check_integers(field: Field, values: Sequence[int | None]) -> None:
    _refuse_first(field, values, "range", lambda value: abs(value) < 2**53)


def _check_flags(field: Field, values: Sequence[int | None]) -> None:
    _refuse_first(field, values, "flag", lambda value: value in (0, 1))


def _decimal(field: Field, text: str) -> Decimal:
    value: Decimal = field.from_plain(text)
    if format(value, "f") != text:
        raise ValueError(text)
    return value


def _day(_: Field, text: str) -> date:
    value = date.fromisoformat(text)
    if value.isoformat() != text:
        raise ValueError(text)
    return value


def texts_in(text: str) -> tuple[str, ...]:
    """The texts in a list as the file has it; `ValueError` where it is none."""
    values = json.loads(text)
    if type(values) is not list or not all(type(value) is str for value in values):
        raise ValueError(text)
    return tuple(values)


_STORED_AS: dict[FieldType, type] = {FieldType.INTEGER: int, FieldType.FLAG: int, FieldType.BLOB: bytes}
_CHECKS: dict[str, Callable[[Field, Sequence[Any]], None]] = {
    "id": _check_ids,
    "order": _check_orders,
    "extra": _check_extras,
    FieldType.INTEGER: _check_integers,
    FieldType.FLAG: _check_flags,
}
_FROM_SQL: dict[FieldType, Callable[[Field, Any], Any]] = {
    FieldType.FLAG: lambda _, value: bool(value),
    FieldType.DECIMAL: _decimal,
    FieldType.DAY: _day,
    FieldType.INSTANT: lambda field, text: field.from_plain(text),
    FieldType.CHOICE: lambda field, text: field.from_plain(text),
    FieldType.TEXTS: lambda _, text: texts_in(text),
    FieldType.CHOICES: lambda field, text: field.from_plain(texts_in(text)),
}


class ContentHash:
    """SHA-256 of what a file holds, whatever its pages look like.

    Of each table in turn: a line of JSON with its name, columns and number of rows, then a line a column with its
    values in row order as JSON; a column that holds one value throughout is that value alone, each of bytes is
    the SHA-256 of itself.
    """

    def __init__(self) -> None:
        self._sum = sha256()

    def add(self, name: str, names: Sequence[str], columns: Sequence[Column]) -> None:
        """Take in one table."""
        rows = len(columns[0].values)
        parts = [f"{_heading(name, tuple(names))},{rows}]"]
        if rows:
            parts += map(self._column, by_the_way(columns))
        self._sum.update("\n".join([*parts, ""]).encode("utf-8"))

    @staticmethod
    def _column(column: Column) -> str:
        values = column.values
        if bytes in column.types:
            return _encode([sha256(value).hexdigest() if type(value) is bytes else value for value in values])
        if column.uniform:
            return _single(values[0])
        return _texts(values) if column.types == _TEXT_ONLY else _encode(values)

    def hex(self) -> str:
        """The hash of all tables taken in."""
        return self._sum.hexdigest()


@cache
def _heading(name: str, names: tuple[str, ...]) -> str:
    """The beginning of what is said of a table, up to its number of rows."""
    return _encode([name, names])[:-1]


def _single(value: Any) -> str:
    """The JSON of one value, as the encoder writes it."""
    if value is None:
        return "null"
    return str(value) if type(value) is int else _encode(value)


def _texts(values: Sequence[str]) -> str:
    """The JSON of a list of texts, as the encoder writes it; in one go where it escapes none of their signs."""
    together = ",".join(values)
    if len(_encode(together)) > len(together) + 2:
        return _encode(values)
    between = '","'
    return f'["{between.join(values)}"]'
