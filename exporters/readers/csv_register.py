"""Reads the table of one register as `exporters.csv_format` writes it, by ids or, where there are none, as new rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from exporters.readers.base import Counts, Entry, Reader, Reading
from exporters.readers.csv_table import Rows, place
from exporters.readers.sheet_placing import place as placed_in
from exporters.readers.sheet_records import Exported, Table, records
from exporters.sheets.plan import TECHNICAL, fields_by_heading, kinds_by_title
from exporters.sheets.values import Raw
from model.context import Context
from model.document import DocumentView
from model.errors import KnownError
from model.folding import name_key
from model.kinds import Kind, kind_of, kinds
from model.messages import message
from model.tables import unguarded

AUTO = "auto"
_FEWEST = 2


def table_kind(read: Rows, wanted: str, file: str, locale: str, into: DocumentView | None) -> Kind | None:
    """Whose table it is: by an id that the open document knows, else by its headings; None where no kind has two.

    `wanted` says it instead. `KnownError` where several kinds fit alike.
    """
    if wanted != AUTO:
        return kinds_by_title(locale)[name_key(wanted)]
    known_id = _known_kind(read, locale, into)
    if known_id is not None:
        return known_id
    said = {name_key(head) for head in read.heads if head.strip()}
    fits: dict[int, list[tuple[bool, Kind]]] = {}
    for kind in kinds():
        known = fields_by_heading(kind, locale)
        found = {known[head].name for head in said if head in known}
        if len(found) >= _FEWEST and len(said) - len(found) <= len(found) // 2:
            whole = {field.name for field in kind.fields} - TECHNICAL <= found
            fits.setdefault(len(said) - len(found), []).append((whole, kind))
    if not fits:
        return None
    best = fits[min(fits)]
    chosen = [kind for whole, kind in best if whole] or [kind for _, kind in best]
    if len(chosen) > 1:
        raise KnownError(message("readers.cards.no_register", file=file, known=", ".join(k.plural for k in chosen)))
    return chosen[0]


def _known_kind(read: Rows, locale: str, into: DocumentView | None) -> Kind | None:
    column = next((place for place, head in enumerate(read.heads) if has_ids((head,), locale)), None)
    if column is None or into is None:
        return None
    ids = (row[column].strip() for _, row in read.body if column < len(row))
    return next((kind_of(found) for found in map(into.find, ids) if found is not None), None)


def fitting(heads: Sequence[str], locale: str) -> bool:
    """Whether all headings, two or more, are those of one kind's table."""
    said = {name_key(head) for head in heads if head.strip()}
    return len(said) >= _FEWEST and any(said <= fields_by_heading(kind, locale).keys() for kind in kinds())


def has_ids(heads: Sequence[str], locale: str) -> bool:
    """Whether a column holds the ids of records."""
    known = fields_by_heading(kinds()[0], locale)
    return any(head.strip() and getattr(known.get(name_key(head)), "name", "") == "id" for head in heads)


def read_register(
    reader: Reader,
    source: Path,
    context: Context,
    read: Rows,
    kind: Kind,
    counts: Counts,
    inferred: Sequence[Entry],
    into: DocumentView | None,
) -> Reading:
    """The records of a register's table."""
    rows = tuple((number, tuple(Raw(unguarded(text)) for text in row)) for number, row in read.body)
    table = Table(kind, read.heads, rows, place)
    found = records(str(source), source.name, (table,), Exported(), into, context.locale)
    told = message("readers.cards.register", name=message(f"sheet.name.{kind.plural}"))
    found.inferred[:0] = [*inferred, Entry(source.name, "", told)]
    return placed_in(reader, source, counts, found, Exported(), into)
