"""A workbook of others: the sheet that holds a table as people keep it, read as such a table of text is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from exporters.base import Option, OptionKind
from exporters.readers.base import Entry, Part, Proposal, Reader, Reading
from exporters.readers.csv_layouts import Found, proposal, read_table
from exporters.readers.csv_table import Rows, place
from exporters.readers.xlsx_book import Page
from model.context import Context
from model.document import DocumentView
from model.errors import KnownError
from model.folding import name_key
from model.messages import message
from model.tables import guarded, unguarded

SHEET = Option("sheet", OptionKind.TEXT, "", message("sheet.option_sheet"))
# What says that a sheet holds no table at all, so that the next one may.
_NO_TABLE = frozenset({"readers.csv.no_lanes", "readers.csv.no_table", "readers.empty", "readers.cards.no_register"})
_SHOWN_TITLES = 8


def read_sheets(
    reader: Reader,
    source: Path,
    data: bytes,
    pages: Sequence[Page],
    context: Context,
    options: Mapping[str, str],
    into: DocumentView | None,
) -> Reading:
    """The first sheet that holds a table, or the one asked for; the report tells of the others."""
    file = str(source)
    chosen = _chosen(pages, options[SHEET.name], file)
    for page in chosen:
        told = tuple(_faults(page))
        try:
            reading = read_table(Found(reader, source, data, _rows(page)), context, options, into)
        except KnownError as error:
            if error.message.id in _NO_TABLE and len(chosen) > 1:
                continue
            if error.message.id in _NO_TABLE and not options[SHEET.name]:
                break
            raise
        why = message("sheet.unread_sheet")
        others = [Entry(each.title, str(number), why) for number, each in enumerate(pages, 1) if each is not page]
        return _placed(reading, page, told, [each for each in others if _holds(pages, each.element)])
    shown = ", ".join(page.title for page in pages[:_SHOWN_TITLES])
    raise KnownError(message("sheet.no_table", file=file, found=shown[:200]))


def propose_for(pages: Sequence[Page], wanted: str, file: str) -> Proposal | None:
    """Which column holds what, where the sheet asked for, else the first that holds a table, has one card a row."""
    found = _chosen(pages, wanted, file) if wanted else [page for page in pages if _is_table(page)]
    return proposal(_rows(found[0]), file) if found else None


def parts_for(pages: Sequence[Page]) -> tuple[Part, ...]:
    """The sheets that hold tables, where there are several; the first is the usual one."""
    found = tuple((str(number), page.title) for number, page in enumerate(pages, 1) if _is_table(page))
    return (Part(SHEET.name, found, found[0][0]),) if len(found) > 1 else ()


def _is_table(page: Page) -> bool:
    """Whether two rows of a sheet or more hold several cells of something."""
    return sum(sum(bool(cell.text.strip()) for cell in row) > 1 for row in page.rows) > 1


def _chosen(pages: Sequence[Page], wanted: str, file: str) -> list[Page]:
    """The sheets to look at: those that hold anything, or the one asked for."""
    if not wanted:
        return [page for page in pages if _holds(pages, page.title)]
    by_name = [page for page in pages if name_key(page.title) == name_key(wanted)]
    by_number = [page for number, page in enumerate(pages, 1) if str(number) == wanted]
    found = [*by_name, *by_number][:1]
    if not found:
        known = ", ".join(page.title for page in pages)
        raise KnownError(message("sheet.which_sheet", file=file, sheet=wanted[:80], known=known[:200]))
    return found


def _holds(pages: Sequence[Page], title: str) -> bool:
    """Whether a sheet holds anything."""
    return any(cell.text.strip() for page in pages if page.title == title for row in page.rows for cell in row)


def _rows(page: Page) -> Rows:
    """The cells of a sheet as those of a table of text, of which a guarding apostrophe would be taken off."""
    return Rows([["" if cell.fault is not None else _kept(cell.text) for cell in row] for row in page.rows], "")


def _kept(text: str) -> str:
    return guarded(text) if unguarded(text) != text else text


def _faults(page: Page) -> list[Entry]:
    """The cells that hold no value of their own."""
    return [
        Entry(cell.text, place(row, column), cell.fault)
        for row, cells in enumerate(page.rows)
        for column, cell in enumerate(cells)
        if cell.fault is not None
    ]


def _placed(reading: Reading, page: Page, faults: Sequence[Entry], others: Sequence[Entry]) -> Reading:
    """A reading whose report says on which sheet each cell stands."""

    def on_it(entries: Sequence[Entry]) -> tuple[Entry, ...]:
        return tuple(replace(each, place=f"{page.title}!{each.place}") if each.place else each for each in entries)

    report = reading.report
    left_out = (*on_it(faults), *on_it(report.left_out), *others)
    return replace(reading, report=replace(report, inferred=on_it(report.inferred), left_out=left_out))
