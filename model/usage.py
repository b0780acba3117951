"""Where a record is used: who refers to it, grouped as a person thinks, apart from what is only a part of it.

The first owner a kind names is what its records are parts of (a reading of its metric); every other reference is a
use. Links and exchanges stand between two records and are parts of neither. Findings set aside use nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

from model.document import DocumentView
from model.elements import Link
from model.keeping import Dismissal
from model.kinds import Kind, kind_of, kinds
from model.messages import Message, Value, message
from model.named import NamedTuple
from model.naming import called
from model.record import Record
from model.registers import SystemExchange

_BETWEEN: tuple[type[Record], ...] = (Link, SystemExchange)


class Use(NamedTuple):
    """A record that refers to another by a field."""

    row: Record
    field: str


class UseGroup(NamedTuple):
    """Uses of one sort: what they are called, and each one's id with its name."""

    title: Message
    uses: tuple[tuple[str, Value], ...]


def part_field(record: type[Record]) -> str | None:
    """The field that says what a record of a kind is a part of."""
    if record in _BETWEEN:
        return None
    return next((field.name for field in kind_of(record).references if field.owned), None)


@cache
def _pointing(kind: Kind) -> tuple[tuple[type[Record], str], ...]:
    return tuple(
        (other.record, field.name)
        for other in kinds()
        for field in other.references
        if kind.name in field.refers and other.record is not Dismissal and field.name != part_field(other.record)
    )


def uses(document: DocumentView, id: str) -> tuple[Use, ...]:
    """Who uses a record, kind by kind in file order."""
    row = document.find(id)
    if row is None:
        return ()
    return tuple(
        Use(other, field)
        for record, field in _pointing(kind_of(row))
        for other in document.where(record, **{field: id})
    )


def count(document: DocumentView, id: str) -> int:
    """How often a record is used."""
    row = document.find(id)
    if row is None:
        return 0
    return sum(len(document.where(record, **{field: id})) for record, field in _pointing(kind_of(row)))


def counts(document: DocumentView, record: type[Record]) -> dict[str, int]:
    """How often each record of a kind is used, by its id; those that nothing uses are not there."""
    found: dict[str, int] = {}
    for other, field in _pointing(kind_of(record)):
        for id, number in document.tally(other, field):
            found[id] = found.get(id, 0) + number
    return found


def parts(document: DocumentView, id: str) -> tuple[Record, ...]:
    """What belongs to a record alone: readings of a metric, options of a decision, translations of its texts."""
    row = document.find(id)
    if row is None:
        return ()
    name = kind_of(row).name
    return tuple(
        part
        for kind in kinds()
        for field in kind.references
        if field.name == part_field(kind.record) and (name in field.refers or "*" in field.refers)
        for part in document.where(kind.record, **{field.name: id})
    )


def grouped(document: DocumentView, ids: Iterable[str]) -> tuple[UseGroup, ...]:
    """What uses some records, sort by sort, each with the name a person knows it by.

    Of a use that only joins the record to another, the other is named: the card of a system, the other system.
    What the records say of one another does not count.
    """
    wanted = dict.fromkeys(ids)
    own = {*wanted, *(row.id for id in wanted for row in parts(document, id))}
    found: dict[tuple[str, str], list[tuple[str, Value]]] = {}
    for id in wanted:
        for use in uses(document, id):
            if use.row.id in own or _among(use.row, wanted):
                continue
            key = kind_of(use.row).table, use.field
            found.setdefault(key, []).append((use.row.id, _user(document, use, id)))
    return tuple(
        UseGroup(message(f"register.use.{table}.{field}", n=len(rows)), tuple(rows))
        for (table, field), rows in found.items()
    )


def _among(row: Record, ids: Collection[str]) -> bool:
    """Whether a record stands between two of these."""
    ends = [getattr(row, field.name) for field in kind_of(row).references if field.owned]
    return type(row) in _BETWEEN and all(end in ids for end in ends)


def _user(document: DocumentView, use: Use, id: str) -> Value:
    row = use.row
    if isinstance(row, SystemExchange):
        return called(document, document.find(row.other if row.system == id else row.system))
    return called(document, row)
