"""The one table of record kinds, read off the dataclasses: names, fields, references and plain forms.

The document file, the JSON exporter and its schema, deletion and the checks all go through this table, so that a new
field or kind is said once. Plain forms are what JSON holds: text, whole numbers, true and false, lists of text, null;
decimals, dates, instants (UTC, whole seconds) and bytes (base64) are text. Positional order of fields is that of the
dataclass.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import sys
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from types import NoneType, SimpleNamespace
from typing import Any

from model import elements, improvements, keeping, registers
from model.errors import BugError
from model.record import Record

# A number's digits written out, and how far the first is from its point: beyond, it is a slip of the keyboard.
LONGEST_NUMBER = 40
Plain = str | int | bool | None | list[str]


class FieldType(StrEnum):
    """What a field holds."""

    TEXT = "text"
    INTEGER = "integer"
    FLAG = "flag"
    DECIMAL = "decimal"
    DAY = "day"
    INSTANT = "instant"
    CHOICE = "choice"
    TEXTS = "texts"
    CHOICES = "choices"
    BLOB = "blob"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind. `refers`: kinds whose ids it holds (`*`: any); `owned`: see `model.record.refers`."""

    name: str
    holds: FieldType
    optional: bool
    default: Any
    choices: type[StrEnum] | None = None
    refers: tuple[str, ...] = ()
    owned: bool = False

    @property
    def many(self) -> bool:
        """Whether it holds any number of values."""
        return self.holds in (FieldType.TEXTS, FieldType.CHOICES)

    def to_plain(self, value: Any) -> Plain:
        """The plain form of a value."""
        if value is None:
            return None
        return _TO_PLAIN[self.holds](value)

    def from_plain(self, plain: Any) -> Any:
        """The value of a plain form; `ValueError` where it is none of this field's."""
        if plain is None:
            if not self.optional:
                raise ValueError("null")
            return None
        return _FROM_PLAIN[self.holds](self, plain)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its class name, its table (`card_system`), its plural in JSON (`cardSystems`), its fields."""

    name: str
    record: type[Record]
    table: str
    plural: str
    fields: tuple[Field, ...]

    @property
    def references(self) -> tuple[Field, ...]:
        """The fields that hold ids of other records."""
        return tuple(field for field in self.fields if field.refers)


def _decimal(_: Field, plain: Any) -> Decimal:
    if not isinstance(plain, str) or len(plain) > LONGEST_NUMBER:
        raise ValueError(plain)
    try:
        value = Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(plain) from error
    if not value.is_finite() or abs(value.adjusted()) > LONGEST_NUMBER:
        raise ValueError(plain)
    return value


def _of(kind: type) -> Callable[[Field, Any], Any]:
    def check(_: Field, plain: Any) -> Any:
        if type(plain) is not kind:
            raise ValueError(plain)
        return plain

    return check


def _integer(_: Field, plain: Any) -> int:
    if type(plain) is not int or abs(plain) >= 2**53:
        raise ValueError(plain)
    return plain


def _day(_: Field, plain: Any) -> date:
    if not isinstance(plain, str) or len(plain) != 10:
        raise ValueError(plain)
    return date.fromisoformat(plain)


def _instant(_: Field, plain: Any) -> datetime:
    if not isinstance(plain, str) or len(plain) != 20 or not plain.endswith("Z"):
        raise ValueError(plain)
    return datetime.fromisoformat(plain)


def instant_text(value: datetime) -> str:
    """An instant as files hold it: UTC, to the second."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def _choice(field: Field, plain: Any) -> StrEnum:
    if field.choices is None:
        raise BugError(f"{field.name} has no choices")
    return field.choices(plain)


def _texts(_: Field, plain: Any) -> tuple[str, ...]:
    if not isinstance(plain, (list, tuple)) or not all(isinstance(item, str) for item in plain):
        raise ValueError(plain)
    return tuple(plain)


def _blob(_: Field, plain: Any) -> bytes:
    if not isinstance(plain, str):
        raise ValueError(plain)
    try:
        return base64.b64decode(plain, validate=True)
    except binascii.Error as error:
        raise ValueError("base64") from error


_FROM_PLAIN: dict[FieldType, Callable[[Field, Any], Any]] = {
    FieldType.TEXT: _of(str),
    FieldType.INTEGER: _integer,
    FieldType.FLAG: _of(bool),
    FieldType.DECIMAL: _decimal,
    FieldType.DAY: _day,
    FieldType.INSTANT: _instant,
    FieldType.CHOICE: _choice,
    FieldType.TEXTS: _texts,
    FieldType.CHOICES: lambda field, plain: tuple(_choice(field, item) for item in _texts(field, plain)),
    FieldType.BLOB: _blob,
}
_TO_PLAIN: dict[FieldType, Callable[[Any], Plain]] = {
    FieldType.TEXT: str,
    FieldType.INTEGER: int,
    FieldType.FLAG: bool,
    FieldType.DECIMAL: lambda value: format(value, "f"),
    FieldType.DAY: lambda value: str(value.isoformat()),
    FieldType.INSTANT: instant_text,
    FieldType.CHOICE: lambda value: str(value.value),
    FieldType.TEXTS: list,
    FieldType.CHOICES: lambda value: [item.value for item in value],
    FieldType.BLOB: lambda value: base64.b64encode(value).decode("ascii"),
}
_SIMPLE: dict[Any, FieldType] = {
    str: FieldType.TEXT,
    int: FieldType.INTEGER,
    bool: FieldType.FLAG,
    Decimal: FieldType.DECIMAL,
    date: FieldType.DAY,
    datetime: FieldType.INSTANT,
    bytes: FieldType.BLOB,
}


def _field(source: dataclasses.Field[Any], hint: Any) -> Field:
    arguments = typing.get_args(hint)
    optional = NoneType in arguments
    if optional:
        hint = next(item for item in arguments if item is not NoneType)
    choices: type[StrEnum] | None = None
    if typing.get_origin(hint) is tuple:
        inner = typing.get_args(hint)[0]
        kind = FieldType.TEXTS if inner is str else FieldType.CHOICES
        choices = None if inner is str else inner
    elif isinstance(hint, type) and issubclass(hint, StrEnum):
        kind, choices = FieldType.CHOICE, hint
    else:
        kind = _SIMPLE[hint]
    default = None if source.default is dataclasses.MISSING else source.default
    refers = source.metadata.get("refers", ())
    return Field(source.name, kind, optional, default, choices, refers, source.metadata.get("owned", False))


def _snake(name: str) -> str:
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name).lstrip("_")


_PLURALS = {"RaciEntry": "raciEntries", "Uncertainty": "uncertainties"}


@cache
def _meanings(module: str) -> Mapping[Any, Any]:
    """What the annotations in a module of records mean; each is worked out once, not once for every field it is of."""
    sources = (dataclasses.fields(record) for record in RECORDS if record.__module__ == module)
    written = {source.type: source.type for fields in sources for source in fields}
    return typing.get_type_hints(SimpleNamespace(__annotations__=written), vars(sys.modules[module]))


def _kind(record: type[Record]) -> Kind:
    hints = _meanings(record.__module__)
    name = record.__name__
    plural = _PLURALS.get(name, name[0].lower() + name[1:] + "s")
    fields = tuple(_field(source, hints[source.type]) for source in dataclasses.fields(record))
    return Kind(name, record, _snake(name), plural, fields)


RECORDS: tuple[type[Record], ...] = (
    elements.Blueprint,
    elements.Review,
    elements.Stage,
    elements.Routing,
    elements.Step,
    elements.DropReason,
    elements.Lane,
    elements.Variant,
    elements.Picture,
    elements.Card,
    elements.CardSystem,
    elements.CardChannel,
    elements.RaciEntry,
    elements.Validation,
    elements.Link,
    elements.Translation,
    registers.Owner,
    registers.System,
    registers.SystemExchange,
    registers.Channel,
    registers.Objective,
    registers.Metric,
    registers.Reading,
    registers.Source,
    registers.Cost,
    registers.Forum,
    registers.DecisionRight,
    registers.Decision,
    registers.DecisionOption,
    registers.FailPoint,
    registers.Consequence,
    improvements.Cause,
    improvements.Improvement,
    improvements.StatusChange,
    improvements.Spend,
    improvements.Effect,
    improvements.Uncertainty,
    improvements.Budget,
    improvements.Scenario,
    improvements.ScenarioEdit,
    keeping.Observation,
    keeping.Workshop,
    keeping.WorkshopItem,
    keeping.Snapshot,
    keeping.SavedView,
    keeping.Dismissal,
)


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind, in the order of file and JSON."""
    return tuple(_kind(record) for record in RECORDS)


@cache
def _by_record() -> dict[type[Record], Kind]:
    return {kind.record: kind for kind in kinds()}


@cache
def _by_name() -> dict[str, Kind]:
    return {kind.name: kind for kind in kinds()}


@cache
def referring(name: str) -> tuple[tuple[type[Record], Field], ...]:
    """The fields by which records may refer to those of a kind with a class name, with whose they are."""
    return tuple(
        (kind.record, field)
        for kind in kinds()
        for field in kind.references
        if name in field.refers or "*" in field.refers
    )


def kind_of(record: Record | type[Record]) -> Kind:
    """The kind of a record or of its class."""
    return _by_record()[record if isinstance(record, type) else type(record)]


def kind_named(name: str) -> Kind:
    """The kind with a class name."""
    return _by_name()[name]


def to_plain(record: Record) -> dict[str, Plain]:
    """All fields of a record in plain form, in field order."""
    return {field.name: field.to_plain(getattr(record, field.name)) for field in kind_of(record).fields}


def from_plain(kind: Kind, plain: dict[str, Any]) -> Record:
    """A record from plain fields; missing ones take their default. `ValueError` with the field's name first."""
    values = []
    for field in kind.fields:
        if field.name not in plain:
            values.append(field.default)
            continue
        try:
            values.append(field.from_plain(plain[field.name]))
        except ValueError as error:
            raise ValueError(field.name, plain[field.name]) from error
    return kind.record(*values)
