"""Reads the workbook that `exporters.xlsx` writes, after people have worked in it, or one made after its pattern.

Rows are known by their ids: into the open document come the cells that were changed, new rows, and the deletion of
those that the file held when it was written and holds no more. A workbook that has none of our sheets is read as a
table of text is (`exporters.readers.xlsx_tables`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from exporters.readers.base import Entry, Part, Proposal, Reader, Reading, load
from exporters.readers.csv_layouts import COLUMNS, LAYOUT, MAP, REGISTER
from exporters.readers.limits import ARCHIVE_BYTES
from exporters.readers.sheet_placing import place
from exporters.readers.sheet_records import Exported, Table, records
from exporters.readers.xlsx_book import Page, pages, sheet_titles
from exporters.readers.xlsx_tables import SHEET, parts_for, propose_for, read_sheets
from exporters.sheets.plan import kinds_by_title
from model.collector import without_collector
from model.context import Context
from model.document import DocumentView
from model.folding import name_key
from model.kinds import Kind, kinds
from model.messages import message

SUFFIXES = (".xlsx", ".xlsm")
TECHNICAL = "_throughline"


def read(source: Path, context: Context, options: Mapping[str, str], into: DocumentView | None) -> Reading:
    """The reader's entry."""
    file = str(source)
    with without_collector():
        return _read(source, file, context, options, into)


def propose(source: Path, chosen: Mapping[str, str]) -> Proposal | None:
    """Which column holds what, where the workbook is another's with one card a row."""
    found = _of_others(source)
    return None if found is None else propose_for(found, chosen.get(SHEET.name, ""), str(source))


def parts(source: Path) -> tuple[Part, ...]:
    """The sheets with tables of a workbook of others."""
    found = _of_others(source)
    return () if found is None else parts_for(found)


def _of_others(source: Path) -> tuple[Page, ...] | None:
    """The sheets of a workbook without one of ours, which is not read for that."""
    file, data = str(source), load(source, ARCHIVE_BYTES)
    known = kinds_by_title("en")
    if any(title == TECHNICAL or name_key(title) in known for title in sheet_titles(data, file)):
        return None
    return pages(data, file)


def _read(source: Path, file: str, context: Context, options: Mapping[str, str], into: DocumentView | None) -> Reading:
    data = load(source, ARCHIVE_BYTES)
    found = pages(data, file)
    exported, titles = _noted([page for page in found if page.title == TECHNICAL])
    left_out = []
    inferred = []
    if not exported.document:
        inferred.append(Entry(source.name, "", message("sheet.not_noted")))
    tables: dict[str, Table] = {}
    for page in found:
        if page.title == TECHNICAL:
            continue
        kind = titles.get(page.title) or kinds_by_title(context.locale).get(name_key(page.title))
        if kind is None or kind.plural in tables:
            left_out.append(Entry(page.title, page.title, message("sheet.other_sheet")))
        else:
            tables[kind.plural] = _table(page, kind)
    if options[SHEET.name] or not tables:
        others = [page for page in found if page.title != TECHNICAL]
        return read_sheets(READER, source, data, others, context, options, into)
    made = records(file, source.name, tuple(tables.values()), exported, into, context.locale)
    made.left_out += left_out
    made.inferred += inferred
    counts = (("sheets", len(tables)), ("tableRows", len(made.rows)))
    return place(READER, source, counts, made, exported, into)


def _table(page: Page, kind: Kind) -> Table:
    heads = tuple(cell.text.strip() for cell in page.rows[0]) if page.rows else ()
    rows = tuple(enumerate(page.rows[1:], 1))
    return Table(kind, heads, rows, partial(_place, page.title))


def _place(title: str, row: int, column: int) -> str:
    letters, column = "", column + 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{title}!{letters}{row + 1}"


def _noted(found: Sequence[Page]) -> tuple[Exported, dict[str, Kind]]:
    """What the hidden sheet says; one that somebody damaged says nothing."""
    by_plural = {kind.plural: kind for kind in kinds()}
    try:
        noted = json.loads("".join(row[0].text for page in found for row in page.rows if row))
        exported = Exported(
            str(noted["document"]),
            {(str(plural), str(words)): str(name) for plural, name, words in noted["headings"]},
            {str(id): (str(kind), str(name), str(told)) for kind, id, name, told in noted["records"]},
            {(str(id), str(name)): str(text) for id, name, text in noted["texts"]},
        )
        return exported, {title: by_plural[plural] for title, plural in noted["sheets"].items() if plural in by_plural}
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return Exported(), {}


def sniff(head: bytes, name: str) -> bool:
    """Whether a file begins as an archive, and holds or is named like a workbook."""
    return head.startswith(b"PK") and (b"xl/" in head or name.lower().endswith(SUFFIXES))


READER = Reader(
    "xlsx",
    SUFFIXES,
    message("exporters.xlsx.title"),
    sniff,
    read,
    (SHEET, LAYOUT, REGISTER, COLUMNS, MAP),
    propose,
    parts,
)
