"""Values into the cells of a register: one cell, a column of many entries, a pasted block, new entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from model.change import Change
from model.commands.maker import Maker
from model.commands.ranges import put_range
from model.commands.statuses import dated
from model.context import Context
from model.document import DocumentView
from model.kinds import kind_of
from model.messages import Message, Value, message
from model.ranges import Ranged, bare, may_vary, range_fault
from model.record import Record
from model.rules import YES, Verdict, may_be, may_edit
from model.values import tidy


class New(NamedTuple):
    """In the place of an id: a record that nobody has yet, to be made by its name."""

    kind: type[Record]
    name: str


class Row(NamedTuple):
    """The cells of one entry by field; no id: a new one. `place`: which row of what was pasted it is, from 1."""

    id: str | None
    values: Mapping[str, Any]
    place: int = 0


@dataclass(frozen=True, slots=True)
class Filling:
    """Rows for a register of a kind; `made_with`: what each new entry has beside its cells."""

    record: type[Record]
    rows: tuple[Row, ...]
    made_with: tuple[tuple[str, Any], ...] = ()


def to_make(filling: Filling) -> tuple[New, ...]:
    """The records that are to be made by their names, each once."""
    found: dict[New, None] = {}
    for row in filling.rows:
        for value in row.values.values():
            parts = value if type(value) is tuple else (value,)
            found.update((each, None) for each in parts if isinstance(each, New))
    return tuple(found)


def with_made(filling: Filling, made: Mapping[New, str]) -> Filling:
    """The same with the ids of what has been made, and texts as they can be kept."""
    rows = (
        row._replace(values={name: _known(each, made) for name, each in row.values.items()}) for row in filling.rows
    )
    return replace(filling, rows=tuple(rows))


def _known(value: Any, made: Mapping[New, str]) -> Any:
    if isinstance(value, New):
        return made[value]
    if type(value) is tuple:
        return tuple(made[each] if isinstance(each, New) else each for each in value)
    return tidy(value)


def may_fill(document: DocumentView, filling: Filling) -> Verdict:
    """Whether cells may hold these values; of many rows the refusal says which, and the column."""
    for row in filling.rows:
        new = _new(filling, row)
        for name, value in row.values.items():
            told = _may_hold(document, new, name, value) if row.id is None else _may_get(document, row, name, value)
            if told.reason is not None:
                return _refusal(filling, row, name, told.reason)
        told = may_be(document, new) if row.id is None else YES
        if told.reason is not None:
            return _refusal(filling, row, _missing(new), told.reason)
    return YES


def _may_get(document: DocumentView, row: Row, name: str, value: Any) -> Verdict:
    """Whether a cell of an entry may be set, in the light of what else is set in its row."""
    assert row.id is not None
    if not isinstance(value, Ranged):
        return may_edit(document, (row.id,), {name: value})
    told = may_edit(document, (row.id,), {name: value.likely})
    now = document.find(row.id)
    return told if now is None or not told.ok else _may_hold(document, replace(now, **_plain(row)), name, value)


def _may_hold(document: DocumentView, row: Record, name: str, value: Any) -> Verdict:
    """Whether a record, with its values as they will be, may hold one of them."""
    told = may_be(document, row, (name,)) if not row.id else YES
    fault = range_fault(row, name, value.low, value.high) if told.ok and isinstance(value, Ranged) else None
    return told if fault is None else Verdict(False, fault)


def fill(document: DocumentView, context: Context, filling: Filling) -> tuple[Change, tuple[str, ...]]:
    """Put the values into their cells; the ids of all rows. New entries come last."""
    maker = Maker(document, context)
    ids = []
    for row in filling.rows:
        if row.id is None:
            made = maker.append(filling.record, **{**dict(filling.made_with), **_plain(row)})
        else:
            made = maker.put(replace(maker.draft.get(Record, row.id), **_plain(row)))
        for name, value in row.values.items():
            if may_vary(filling.record, name):
                put_range(maker, made.id, name, value)
        ids.append(made.id)
    return dated(document, context, maker.draft.change(label(filling))), tuple(ids)


def _plain(row: Row) -> dict[str, Any]:
    """The cells of a row without low and high."""
    return {name: bare(value) for name, value in row.values.items()}


def label(filling: Filling) -> Message:
    """What the Edit menu calls it."""
    table = kind_of(filling.record).table
    count = len(filling.rows)
    if count > 1:
        return message("command.fill_entries", n=count)
    return message(f"command.{'add' if filling.rows[0].id is None else 'edit'}.{table}")


def cell(table: str, row: int, column: str, why: Value) -> Message:
    """A refusal with its place. `row` counts from 1."""
    return message("register.refused", row=row, column=message(f"register.column.{table}.{column}"), why=why)


def _new(filling: Filling, row: Row) -> Record:
    return filling.record("", **{**dict(filling.made_with), **_plain(row)})


def _missing(row: Record) -> str:
    """The column that a new entry lacks, or its first."""
    names = [field.name for field in kind_of(row).fields[3:]]
    lacking = (field.name for field in kind_of(row).references if field.owned and not getattr(row, field.name))
    return next(lacking, names[0])


def _refusal(filling: Filling, row: Row, name: str, why: Message) -> Verdict:
    """A refusal that says where, unless it can only be the one cell."""
    if len(filling.rows) == 1 and len(row.values) == 1:
        return Verdict(False, why)
    place = row.place or filling.rows.index(row) + 1
    return Verdict(False, cell(kind_of(filling.record).table, place, name, why))
