"""Records as columns of SQLite values and back, a column at a time: the hot path of opening and saving.

Text as text, flags as 0 and 1, decimals and dates as text, lists as JSON text. Every value read is checked.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import repeat
from operator import attrgetter
from typing import Any

from model.ids import is_id, is_order
from model.kinds import Field, FieldType, Kind
from model.record import Record

Column = Sequence[Any]
_COMMON_ORDER = re.compile(r"(?:a.|b..|c...|d....)(?:[0-9A-Za-z]*[1-9A-Za-z])?", re.ASCII)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class Fault(Exception):
    """A value that is none of its field's: the row's number, the field, what is wrong (`store.fault.*`)."""

    def __init__(self, row: int, field: str, fault: str) -> None:
        super().__init__(row, field, fault)
        self.row, self.field, self.fault = row, field, fault


def to_columns(kind: Kind, records: Sequence[Record]) -> list[Column]:
    """The records of a kind, a column a field."""
    return [_to_column(field, list(map(attrgetter(field.name), records))) for field in kind.fields]


def _to_column(field: Field, values: list[Any]) -> Column:
    convert = _TO_SQL.get(field.holds)
    if convert is None or not values or (values[0] is None and values.count(None) == len(values)):
        return values
    return (
        [None if value is None else convert(value) for value in values]
        if field.optional
        else list(map(convert, values))
    )


def _list_text(values: Iterable[str]) -> str:
    return _encode([str(value) for value in values]) if values else "[]"


_TO_SQL: dict[FieldType, Callable[[Any], Any]] = {
    FieldType.FLAG: int,
    FieldType.CHOICE: str.__str__,
    FieldType.DECIMAL: lambda value: format(value, "f"),
    FieldType.DAY: date.isoformat,
    FieldType.TEXTS: _list_text,
    FieldType.CHOICES: _list_text,
}


def from_columns(kind: Kind, columns: Sequence[Column]) -> list[Any]:
    """The records in columns of a kind. `Fault` at the first value that is none of its field's.

    The slots are filled column by column, past the constructor, which takes more than twice as long.
    """
    values = [_from_column(field, column) for field, column in zip(kind.fields, columns, strict=True)]
    records: list[Any] = list(map(object.__new__, repeat(kind.record, len(values[0]))))
    for field, column in zip(kind.fields, values, strict=True):
        deque(map(getattr(kind.record, field.name).__set__, records, column), 0)
    return records


def _from_column(field: Field, column: Column) -> Column:
    types = set(map(type, column))
    if field.optional:
        types.discard(type(None))
    wanted = _STORED_AS.get(field.holds, str)
    if not types <= {wanted}:
        _refuse_first(field, column, "type", lambda value: type(value) is wanted)
    special = _SPECIAL.get(field.name)
    if special is not None:
        return special(field, column)
    convert = _FROM_SQL.get(field.holds)
    return column if convert is None or not types else convert(field, column)


def _refuse_first(field: Field, column: Column, fault: str, fits: Callable[[Any], Any]) -> None:
    """Raise at the first value that does not fit, if there is one."""
    for row, value in enumerate(column):
        if not (value is None and field.optional) and not fits(value):
            raise Fault(row, field.name, fault)


def _ids(field: Field, column: Column) -> Column:
    _refuse_first(field, column, "id", is_id)
    return column


def _orders(field: Field, column: Column) -> Column:
    if not all(map(_COMMON_ORDER.fullmatch, column)):
        _refuse_first(field, column, "order", lambda value: value == "" or is_order(value))
    return column


def _extras(field: Field, column: Column) -> Column:
    if any(column):
        _refuse_first(field, column, "extra", is_extra)
    return column


def is_extra(text: str) -> bool:
    """Whether a text may stand in `extra`: nothing, or a JSON object."""
    if text == "":
        return True
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _integers(field: Field, column: Column) -> Column:
    _refuse_first(field, column, "range", lambda value: abs(value) < 2**53)
    return column


def _flags(field: Field, column: Column) -> Column:
    _refuse_first(field, column, "flag", lambda value: value in (0, 1))
    return list(map(bool, column))


def _each_once(convert: Callable[[Field, str], Any]) -> Callable[[Field, Column], Column]:
    """A converter of a column that converts each distinct text once."""

    def column_of(field: Field, column: Column) -> Column:
        known: dict[str | None, Any] = {None: None}
        for text in set(column) - {None}:
            try:
                known[text] = convert(field, text)
            except (ValueError, ArithmeticError, RecursionError):
                raise Fault(column.index(text), field.name, "value") from None
        return list(map(known.__getitem__, column))

    return column_of


def _decimal(_: Field, text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite() or format(value, "f") != text:
        raise ValueError(text)
    return value


def _day(_: Field, text: str) -> date:
    value = date.fromisoformat(text)
    if value.isoformat() != text:
        raise ValueError(text)
    return value


def _list(_: Field, text: str) -> tuple[str, ...]:
    values = json.loads(text)
    if type(values) is not list or not all(type(value) is str for value in values):
        raise ValueError(text)
    return tuple(values)


_STORED_AS: dict[FieldType, type] = {FieldType.INTEGER: int, FieldType.FLAG: int, FieldType.BLOB: bytes}
_SPECIAL = {"id": _ids, "order": _orders, "extra": _extras}
_FROM_SQL: dict[FieldType, Callable[[Field, Column], Column]] = {
    FieldType.INTEGER: _integers,
    FieldType.FLAG: _flags,
    FieldType.DECIMAL: _each_once(_decimal),
    FieldType.DAY: _each_once(_day),
    FieldType.CHOICE: _each_once(lambda field, text: field.from_plain(text)),
    FieldType.TEXTS: _each_once(_list),
    FieldType.CHOICES: _each_once(lambda field, text: field.from_plain(_list(field, text))),
}


class ContentHash:
    """SHA-256 of what a file holds, whatever its pages look like.

    Of each table in turn: a line of JSON with its name, columns and number of rows, then a line a column with its
    values in row order as JSON; a column that holds one value throughout is that value alone, bytes are the SHA-256
    of themselves.
    """

    def __init__(self) -> None:
        self._sum = sha256()

    def add(self, name: str, names: Sequence[str], columns: Sequence[Column]) -> None:
        """Take in one table."""
        rows = len(columns[0]) if columns else 0
        parts = [_encode([name, list(names), rows])]
        if rows:
            parts += map(self._column, columns)
        self._sum.update("\n".join([*parts, ""]).encode("utf-8"))

    @staticmethod
    def _column(column: Column) -> str:
        first = column[0]
        if column.count(first) == len(column) and len(set(map(type, column))) == 1 and type(first) is not bytes:
            return _encode(first)
        if bytes in set(map(type, column)):
            column = [sha256(value).hexdigest() if type(value) is bytes else value for value in column]
        return _encode(list(column))

    def hex(self) -> str:
        """The hash of all tables taken in."""
        return self._sum.hexdigest()
