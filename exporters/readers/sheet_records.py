"""Tables as records: every row becomes a record, by its id, or a new one where it has none.

A first pass reads what refers to nobody, so that all names are known; a second finds who is meant. A field without a
column keeps what the open document has, or its default.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from exporters.readers.base import Entry, derived_id
from exporters.sheets.names import Named, Names, Resolver, Unknown, named_row
from exporters.sheets.plan import fields_by_heading
from exporters.sheets.values import EMPTY, Raw, Unread, parsed, referred, shown
from model.document import DocumentView
from model.errors import KnownError
from model.folding import name_key
from model.kinds import Field, Kind
from model.messages import Message, message
from model.record import Record
from model.values import value_fault


class Table(NamedTuple):
    """The cells of one sheet: headings, then rows with the numbers they have in the source. `place` names a cell."""

    kind: Kind
    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Raw, ...]], ...]
    place: Callable[[int, int], str]


class Exported(NamedTuple):
    """What an export noted of itself: headings by kind and words, names and digests of records, texts no cell holds."""

    document: str = ""
    headings: dict[tuple[str, str], str] = {}
    records: dict[str, tuple[str, str, str]] = {}
    texts: dict[tuple[str, str], str] = {}


@dataclass(slots=True)
class Row:
    """One row on its way: cells by field, and the record as far as it is known."""

    kind: Kind
    number: int
    place: Callable[[int, int], str]
    id: str
    fresh: bool
    cells: dict[str, Raw]
    columns: dict[str, int]
    values: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)

    def at(self, name: str) -> str:
        """Where the cell of a field is."""
        return self.place(self.number, self.columns.get(name, 0))


@dataclass(slots=True)
class Records:
    """The records of some tables. `places`: where each stands, by id; `kinds`: whose tables there were."""

    rows: list[Row]
    made: list[Record]
    kinds: tuple[Kind, ...]
    inferred: list[Entry]
    left_out: list[Entry]

    @property
    def places(self) -> dict[str, str]:
        """Where each record stands."""
        return {row.id: row.at("id") for row in self.rows}


def records(
    file: str, name: str, tables: Sequence[Table], exported: Exported, into: DocumentView | None, locale: str
) -> Records:
    """The records of some tables, or `KnownError` naming file and cell."""
    found = Records([], [], tuple(table.kind for table in tables), [], [])
    for table in tables:
        found.rows += _rows(found, table, exported, name, locale)
    _once(file, found.rows)
    for row in found.rows:
        _plain_values(file, row, exported, into)
    names = Resolver(Names(_named(found.rows, into)), Names(_exported_names(exported)))
    for row in found.rows:
        _references(file, row, names, into)
    for row in found.rows:
        found.made.append(_record(file, row, into))
    return found


def _named(rows: Iterable[Row], into: DocumentView | None) -> Iterator[Named]:
    """Everybody who can be named: the rows, and what else the open document has."""
    here = set()
    for row in rows:
        here.add(row.id)
        known = {each.name: row.values.get(each.name, each.default) for each in row.kind.fields if not each.refers}
        yield named_row(row.kind.record(**{**known, "id": row.id, "order": "", "extra": ""}))
    for other in () if into is None else into.rows():
        if other.id not in here:
            yield named_row(other)


def _exported_names(exported: Exported) -> Iterator[Named]:
    return (Named(kind, id, name) for id, (kind, name, _) in exported.records.items())


def _rows(found: Records, table: Table, exported: Exported, name: str, locale: str) -> Iterator[Row]:
    """The rows of a table that hold anything, their cells by field."""
    fields: dict[int, Field] = {}
    others: dict[int, str] = {}
    known = fields_by_heading(table.kind, locale)
    by_name = {each.name: each for each in table.kind.fields}
    for column, head in enumerate(table.heads):
        noted = exported.headings.get((table.kind.plural, head))
        each = by_name.get(noted) if noted is not None else known.get(name_key(head))
        if each is not None and each not in fields.values():
            fields[column] = each
        elif any(column < len(cells) and cells[column].text for _, cells in table.rows):
            others[column] = head
            place = table.place(0, column)
            if each is not None or not head.strip():
                found.left_out.append(Entry(head, place, message("sheet.column_twice" if each else "sheet.no_heading")))
            else:
                found.inferred.append(Entry(head, place, message("sheet.kept_column", name=_extra_key(head))))
    columns = {each.name: column for column, each in fields.items()}
    seen: dict[str, int] = {}
    for number, cells in table.rows:
        if not any(cell.text.strip() for cell in cells):
            continue
        by_field = {each.name: _cell(cells, column) for column, each in fields.items()}
        id = by_field.get("id", EMPTY).text.strip()
        text = "\x1f".join(cell.text for cell in cells)
        seen[text] = seen.get(text, 0) + 1
        fresh = not id
        id = id or derived_id(table.kind.table, name, text, str(seen[text]))
        row = Row(table.kind, number, table.place, id, fresh, by_field, columns)
        for column, head in others.items():
            said = _cell(cells, column).text
            if said and head.strip() and name_key(head) not in known:
                row.extra[_extra_key(head)] = said
        for key, cell in list(by_field.items()):
            if cell.fault is not None:
                found.left_out.append(Entry(cell.text, row.at(key), cell.fault))
                del by_field[key]
        if fresh:
            found.inferred.append(Entry(_first_words(by_field), row.at("id"), message("sheet.new_row")))
        yield row


def _cell(cells: Sequence[Raw], column: int) -> Raw:
    return cells[column] if column < len(cells) else EMPTY


def _extra_key(head: str) -> str:
    return f"x-{' '.join(head.split())}"


def _first_words(cells: dict[str, Raw]) -> str:
    return next((cell.text for name in ("title", "name") if (cell := cells.get(name)) and cell.text), "")


def _once(file: str, rows: Iterable[Row]) -> None:
    """No two rows have one id."""
    places: dict[str, str] = {}
    for row in rows:
        if row.id in places:
            _refuse(file, row.at("id"), message("validate.duplicate_id", id=row.id[:80], first=places[row.id]))
        places[row.id] = row.at("id")


def _refuse(file: str, place: str, why: Message) -> None:
    raise KnownError(message("validate.fault", file=file, place=place, why=why))


def _plain_values(file: str, row: Row, exported: Exported, into: DocumentView | None) -> None:
    before = _before(row, into)
    for each in row.kind.fields[1:]:
        if each.refers:
            continue
        raw = row.cells.get(each.name)
        if raw is None:
            row.values[each.name] = each.default if before is None else getattr(before, each.name)
            continue
        raw = _whole(row.id, each, raw, exported)
        row.cells[each.name] = raw
        if row.fresh and not raw.text:
            row.values[each.name] = each.default
            continue
        try:
            row.values[each.name] = parsed(each, raw)
        except Unread as error:
            _refuse(file, row.at(each.name), error.why)


def _whole(id: str, each: Field, raw: Raw, exported: Exported) -> Raw:
    """The text that a cell could not hold, where it still shows what stood for it."""
    whole = exported.texts.get((id, each.name))
    return Raw(whole) if whole is not None and raw.text in ("", shown(whole)) else raw


def _before(row: Row, into: DocumentView | None) -> Record | None:
    found = None if into is None else into.find(row.id)
    return found if type(found) is row.kind.record else None


def _references(file: str, row: Row, names: Resolver, into: DocumentView | None) -> None:
    before = _before(row, into)
    for each in row.kind.references:
        raw = row.cells.get(each.name)
        if raw is None:
            row.values[each.name] = each.default if before is None else getattr(before, each.name)
            continue
        try:
            row.values[each.name] = referred(each, raw, names)
        except Unknown as error:
            _refuse(file, row.at(each.name), error.why)


def _record(file: str, row: Row, into: DocumentView | None) -> Record:
    made = row.kind.record(id=row.id, **row.values)
    if row.extra:
        kept = json.loads(made.extra) if made.extra else {}
        text = json.dumps({**kept, **row.extra}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        made = replace(made, extra=text)
    before = _before(row, into)
    for each in row.kind.fields[3:] if into is not None else ():
        value = getattr(made, each.name)
        if before is None or getattr(before, each.name) != value:
            why = value_fault(each, value)
            if why is not None:
                _refuse(file, row.at(each.name), why)
    return made
