"""Tables as a blueprint, whatever file they stand in: a matrix, one card a row, or a register's own table."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from exporters.base import Option, OptionKind
from exporters.readers.base import Entry, Proposal, Reader, Reading, derived_id, finish
from exporters.readers.csv_cards import cards
from exporters.readers.csv_mapping import KEEP, fits, holds, is_card_table, kept_in, mapped, said_in
from exporters.readers.csv_matrix import AUTO, LANES_IN_COLUMNS, LANES_IN_ROWS, read_matrix
from exporters.readers.csv_register import fitting, has_ids, read_register, table_kind
from exporters.readers.csv_roles import role_of
from exporters.readers.csv_table import Rows, place
from exporters.readers.limits import MOST_CARDS
from model.context import Context
from model.document import DocumentView
from model.elements import Blueprint
from model.errors import KnownError
from model.kinds import kinds
from model.messages import message

CARDS = "cards"
TABLE = "table"
LAYOUT = Option(
    "layout",
    OptionKind.CHOICE,
    AUTO,
    message("readers.csv.layout"),
    (AUTO, LANES_IN_ROWS, LANES_IN_COLUMNS, CARDS, TABLE),
)
REGISTER = Option(
    "table",
    OptionKind.CHOICE,
    AUTO,
    message("readers.cards.option_table"),
    (AUTO, *(kind.plural for kind in kinds())),
)
COLUMNS = Option("columns", OptionKind.TEXT, "", message("readers.cards.option_columns"))
MAP = Option("map", OptionKind.TEXT, "", message("readers.cards.option_map"))
# So many rows are looked at for an example of what a column holds.
_LOOKED_AT = 20


class Found(NamedTuple):
    """A table in a file: who reads it, the file's own bytes, the cells, and what there is to tell of them so far."""

    reader: Reader
    source: Path
    data: bytes
    rows: Rows
    told: tuple[Entry, ...] = ()


def read_table(table: Found, context: Context, options: Mapping[str, str], into: DocumentView | None) -> Reading:
    """A table as is said how, else as its headings tell."""
    rows, file = table.rows, str(table.source)
    said = said_in(options["columns"]) | (kept_in(options["map"]) if options["map"] else {})
    layout = layout_of(rows, options, said, context.locale)
    if layout == CARDS:
        return _cards_read(table, said, into)
    if layout != TABLE:
        return _matrix_read(table, layout, into)
    kind = table_kind(rows, options["table"], file, context.locale, into)
    if kind is None:
        raise KnownError(message("readers.csv.no_lanes", file=file, found=", ".join(rows.heads)[:80]))
    counts = (("tableRows", len(rows.cells)),)
    reading = read_register(table.reader, table.source, context, rows, kind, counts, table.told, into)
    return _with_captions(reading, rows)


def layout_of(rows: Rows, options: Mapping[str, str], said: Mapping[str, str], locale: str) -> str:
    """How a table is to be read: as is said, else by its headings."""
    heads = rows.heads
    if options["layout"] != AUTO:
        return options["layout"]
    if options["table"] != AUTO or has_ids(heads, locale):
        return TABLE
    if "title" in said.values() or is_card_table(heads):
        return CARDS
    lanes = any(role_of(row[0]) is not None for _, row in rows.body if row) or any(map(role_of, heads[1:]))
    every = fitting(heads, locale) and not lanes
    return TABLE if every else AUTO


def proposal(rows: Rows, file: str) -> Proposal | None:
    """Which column holds what, where a table has one card a row."""
    heads = rows.heads
    if layout_of(rows, {LAYOUT.name: AUTO, REGISTER.name: AUTO}, {}, "en") != CARDS:
        return None
    found = mapped(heads, {}, file)
    first = [row for _, row in rows.body[:_LOOKED_AT]]
    columns = []
    for column, head in enumerate(heads):
        example = next((row[column].strip() for row in first if column < len(row) and row[column].strip()), "")
        if head:
            columns.append((head, example, found.get(column, KEEP)))
    return Proposal(tuple(columns), holds(), fits)


def _blueprint(table: Found, caption: str) -> tuple[Blueprint, Entry]:
    """A blueprint called as the line above its table says, else as the file is; and that it is so."""
    title = " ".join(caption.split()) or table.source.stem.strip()
    why = "readers.csv.title_from_caption" if caption else "readers.csv.title_from_name"
    id = derived_id("blueprint", table.source.name, hashlib.sha256(table.data).hexdigest())
    return Blueprint(id, title=title), Entry(title, "", message(why))


def _with_captions(reading: Reading, rows: Rows, taken: int = 0) -> Reading:
    """A reading whose report tells of the lines above the table too, but for the first few, which were taken."""
    why = message("readers.csv.caption")
    left = [Entry(text, place(row, column), why) for row, column, text in rows.captions[taken:]]
    if not left:
        return reading
    return replace(reading, report=replace(reading.report, left_out=(*left, *reading.report.left_out)))


def _cards_read(table: Found, said: Mapping[str, str], into: DocumentView | None) -> Reading:
    """A table with one card a row."""
    rows, source = table.rows, table.source
    file, heads = str(source), rows.heads
    columns = mapped(heads, said, file)
    if "title" not in columns.values():
        raise KnownError(message("readers.cards.no_title", file=file))
    if len(rows.cells) > MOST_CARDS:
        raise KnownError(message("readers.csv.too_many_cards", file=file, most=MOST_CARDS))
    found = cards(source, rows, columns, into)
    made, told, taken = found.rows, table.told, 0
    if into is None:
        blueprint, why = _blueprint(table, rows.caption)
        made, told, taken = [blueprint, *made], (*told, why), 1
    counts = (("tableRows", len(rows.cells)), ("tableColumns", len(heads)))
    reading = finish(table.reader, source, counts, tuple(made), [*told, *found.inferred], found.left_out, into)
    mapping = tuple((head, columns.get(column, KEEP)) for column, head in enumerate(heads) if head)
    return _with_captions(replace(reading, report=replace(reading.report, mapping=mapping)), rows, taken)


def _matrix_read(table: Found, layout: str, into: DocumentView | None) -> Reading:
    """A matrix of lanes and steps."""
    blueprint = None if into is not None else _blueprint(table, table.rows.caption)
    reading = read_matrix(table.reader, table.source, table.rows, layout, table.told, blueprint, into)
    return _with_captions(reading, table.rows, int(into is None))
