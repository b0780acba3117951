"""XLSX: one sheet a register, with cards, links and all that hangs on them, to be read and edited by people.

Ids stand in the first column, headings are frozen, references are names. What only programs need is in hidden columns
and in a hidden sheet, so that reading the file gives the same document.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from exporters.base import Exporter, ExportRequest, ExportResult
from exporters.sheets.names import LONGEST_NAME, Names, digest, named
from exporters.sheets.plan import Column, Sheet, sheet, tables
from exporters.sheets.values import NO, YES, Cell, cell
from model.document import DocumentView
from model.kinds import FieldType
from model.messages import Message, message
from model.naming import own_words
from model.record import Record
from model.texts import Texts

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

FORMAT = "throughline-xlsx"
VERSION = "1"
TECHNICAL = "_throughline"
# So many letters stand in each row of the hidden sheet.
PIECE = 30_000
# Rows below the last in which choices are still offered from a list, for what a person adds.
_ROOM = 500
_LONGEST_LIST = 255
# What spreadsheets would compute if it were typed: shown as text for ever.
_COMPUTED = tuple("=+-@\t\r")


def export(request: ExportRequest) -> ExportResult:
    """The exporter's entry."""
    from xlsxwriter.workbook import Workbook

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(stream, options)
    book.set_properties({"title": request.document.blueprint.title[:255], "created": request.context.now()})
    writer = _Writer(book, request.document, Texts(request.context.locale))
    for kind, rows in tables(request.document):
        writer.table(sheet(kind, writer.texts), rows)
    writer.notes()
    book.close()
    return ExportResult(stream.getvalue(), tuple(writer.findings))


class _Writer:
    """Writes the sheets of one workbook, and remembers what the hidden one is to say."""

    def __init__(self, book: Workbook, document: DocumentView, texts: Texts) -> None:
        self.texts = texts
        self.findings: list[Message] = []
        self._book = book
        self._document = document
        self._names = Names(named(document))
        self._sheets: dict[str, str] = {}
        self._headings: list[tuple[str, str, str]] = []
        self._records: list[tuple[str, str, str, str]] = []
        self._whole: list[tuple[str, str, str]] = []
        self._head = book.add_format({"bold": True, "bg_color": "#E6E9F0", "bottom": 1, "valign": "top"})
        self._id = book.add_format({"font_color": "#808080", "valign": "top"})
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        self._day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        self._numbers: dict[int, Format] = {}

    def table(self, plan: Sheet, rows: Sequence[Record]) -> None:
        """One sheet: headings, rows, widths, and lists to choose from."""
        page = self._book.add_worksheet(plan.title[:31])
        self._sheets[plan.title[:31]] = plan.kind.plural
        page.freeze_panes(1, 2)
        page.set_landscape()
        page.repeat_rows(0)
        for number, column in enumerate(plan.columns):
            page.write_string(0, number, column.heading, self._head)
            self._headings.append((plan.kind.plural, column.field.name, column.heading))
            page.set_column(number, number, column.width, None, {"hidden": column.technical})
            self._offer(page, number, column, len(rows))
        for place, row in enumerate(rows, 1):
            for number, column in enumerate(plan.columns):
                self._cell(page, place, number, column, row, plan.title)
        if rows:
            page.autofilter(0, 0, len(rows), len(plan.columns) - 1)
        self._records += [(plan.kind.name, row.id, _name(row), digest(row)) for row in rows]

    def notes(self) -> None:
        """The hidden sheet: what the file is, its headings and records, and texts no cell holds."""
        page = self._book.add_worksheet(TECHNICAL)
        page.very_hidden()
        noted = {
            "format": FORMAT,
            "version": VERSION,
            "document": self._document.blueprint.id,
            "sheets": self._sheets,
            "headings": self._headings,
            "records": self._records,
            "texts": self._whole,
        }
        plain = json.dumps(noted, ensure_ascii=True)
        for place, start in enumerate(range(0, len(plain), PIECE)):
            page.write_string(place, 0, plain[start : start + PIECE])

    def _cell(self, page: Worksheet, place: int, number: int, column: Column, row: Record, title: str) -> None:
        value = getattr(row, column.field.name)
        if value is None or value in ("", ()):
            return
        found = cell(column.field, value, self._names)
        if found.whole is not None:
            self._whole.append((row.id, column.field.name, found.whole))
        if found.why is not None:
            where = f"{title}!{_letters(number)}{place + 1}"
            self.findings.append(message("sheet.cell", place=where, why=found.why))
        self._write(page, place, number, found, column)

    def _write(self, page: Worksheet, place: int, number: int, found: Cell, column: Column) -> None:
        value = found.value
        if isinstance(value, int | float):
            page.write_number(place, number, value, self._number(found.places))
        elif isinstance(value, date):
            page.write_datetime(place, number, datetime.combine(value, time()), self._day)
        elif value:
            usual = self._id if column.field.name == "id" else self._text
            page.write_string(place, number, value, self._quoted if value.startswith(_COMPUTED) else usual)

    def _number(self, places: int) -> Format:
        """How a number is shown: with as many places as it has."""
        found = self._numbers.get(places)
        if found is None:
            code = "0." + "0" * places if places else "0"
            found = self._numbers[places] = self._book.add_format({"num_format": code, "valign": "top"})
        return found

    def _offer(self, page: Worksheet, number: int, column: Column, rows: int) -> None:
        """The choices of a field as a list in its cells."""
        words = [choice.value.replace("_", " ") for choice in column.field.choices or ()]
        if column.field.holds is FieldType.FLAG:
            words = [YES, NO]
        elif column.field.holds is not FieldType.CHOICE:
            return
        if len(",".join(words)) <= _LONGEST_LIST:
            checked: dict[str, Any] = {"validate": "list", "source": words, "error_type": "warning"}
            page.data_validation(1, number, rows + _ROOM, number, checked)


def _name(row: Record) -> str:
    """What a record is called, as far as a reference uses it."""
    return own_words(row).strip()[:LONGEST_NAME]


def _letters(column: int) -> str:
    letters, column = "", column + 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


EXPORTER = Exporter("xlsx", ".xlsx", message("exporters.xlsx.title"), export)
