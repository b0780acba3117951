"""Delimited text as a table: encoding, delimiter, guarded cells, and bounds on its size."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from exporters.readers.csv_roles import names_steps, role_of
from exporters.readers.limits import SHEET_CELLS, SHEET_COLUMNS, SHEET_ROWS, TABLE_CELLS, TABLE_COLUMNS, TABLE_ROWS
from model.errors import KnownError
from model.messages import Message, message
from model.tables import Malformed, sniffed, split, unguarded

# Excel's own way to say the delimiter, on a line of its own.
_SAID = re.compile(r'"?sep=([,;\t])"?(?=[\r\n])')
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Cell(NamedTuple):
    """A cell that holds something: its text, and whether a guarding apostrophe was taken off it."""

    text: str
    guarded: bool


class Table(NamedTuple):
    """A table without its empty rows and columns; `rows` and `columns` are the numbers they had, from 0.

    `encoding` is named where the text does not say its own.
    """

    cells: tuple[tuple[Cell, ...], ...]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    encoding: str = ""

    def transposed(self) -> Table:
        """Rows as columns."""
        return Table(tuple(zip(*self.cells, strict=True)), self.columns, self.rows, self.encoding)


def place(row: int, column: int) -> str:
    """Where a cell is, as spreadsheets say it: row 0, column 1 is `B1`."""
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row + 1}"


def is_text(head: bytes) -> bool:
    """Whether bytes may be delimited text: no zeros but those of UTF-16, no archive."""
    return head.startswith(_UTF16) or (b"\0" not in head and not head.startswith((b"PK\x03\x04", b"%PDF")))


@dataclass(frozen=True)
class Rows:
    """The cells of delimited text as they stand there; `encoding` is named where the text does not say its own."""

    cells: list[list[str]]
    encoding: str

    @cached_property
    def first(self) -> int:
        """The number of the row the table begins with: what stands alone above it, and names no lane, is none of it."""
        anything: int | None = None
        for number, row in enumerate(self.cells):
            texts = [text for text in row if text.strip()]
            if not texts:
                continue
            anything = number if anything is None else anything
            if len(texts) > 1:
                return number
            if role_of(texts[0]) is not None or names_steps(texts[0]):
                break
        return anything or 0

    @property
    def captions(self) -> tuple[tuple[int, int, str], ...]:
        """What stands alone in the rows above the table: row, column and text of each."""
        above = enumerate(self.cells[: self.first])
        return tuple(
            (number, column, text.strip()) for number, row in above for column, text in enumerate(row) if text.strip()
        )

    @property
    def caption(self) -> str:
        """The first of them, by which a table is called."""
        return next((unguarded(text) for _, _, text in self.captions), "")

    @property
    def heads(self) -> tuple[str, ...]:
        """The first row that holds anything, as headings."""
        return tuple(unguarded(text).strip() for text in self.cells[self.first])

    @property
    def body(self) -> list[tuple[int, list[str]]]:
        """The rows below the headings with their numbers, from 0 for the first of the file."""
        return list(enumerate(self.cells))[self.first + 1 :]


def read_rows(data: bytes, file: str, delimiter: str = "") -> Rows:
    """The cells in some bytes; an empty `delimiter` is found out."""
    text, encoding = _decode(data, file)
    if not text.strip(" \t\r\n,;\"'"):
        raise KnownError(message("readers.empty", file=file))
    said = _SAID.match(text)
    if said is not None:
        # The whole line stays as an empty one, so that places are still those of the file.
        text, delimiter = text[said.end() :], delimiter or said[1]
    rows = _rows(text, delimiter, file)
    if len(rows) > SHEET_ROWS or sum(map(len, rows)) > SHEET_CELLS:
        raise KnownError(message("readers.csv.too_many", file=file, rows=SHEET_ROWS, columns=SHEET_COLUMNS))
    return Rows(rows, encoding)


def table_of(read: Rows, file: str) -> Table:
    """The cells as a table of lanes and steps, within its bounds."""
    rows = [[] if number < read.first else row for number, row in enumerate(read.cells)]
    width = max(map(len, rows))
    if len(rows) > TABLE_ROWS or width > TABLE_COLUMNS or len(rows) * width > TABLE_CELLS:
        raise KnownError(message("readers.csv.too_many", file=file, rows=TABLE_ROWS, columns=TABLE_COLUMNS))
    return _trimmed(rows, read.encoding)


def _decode(data: bytes, file: str) -> tuple[str, str]:
    if not is_text(data):
        raise KnownError(message("readers.csv.not_text", file=file))
    try:
        if data.startswith(_UTF16):
            return data.decode("utf-16"), ""
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        if data.startswith((*_UTF16, codecs.BOM_UTF8)):
            raise KnownError(message("readers.csv.bad_bytes", file=file, byte=error.start)) from error
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError as error:
        # Bytes that are no letters in the West: a text of the East, or none.
        raise KnownError(message("readers.csv.bad_bytes", file=file, byte=error.start)) from error


def _rows(text: str, delimiter: str, file: str) -> list[list[str]]:
    try:
        return split(text, delimiter, SHEET_ROWS) if delimiter else sniffed(text, SHEET_ROWS)
    except Malformed as error:
        raise KnownError(message("readers.csv.syntax", file=file, line=error.line)) from error


def _trimmed(rows: list[list[str]], encoding: str) -> Table:
    width = max(map(len, rows))
    cells = [[_cell(text) for text in row] + [Cell("", False)] * (width - len(row)) for row in rows]
    kept = [number for number, row in enumerate(cells) if any(cell.text for cell in row)]
    columns = [number for number in range(width) if any(row[number].text for row in cells)]
    # The first row and column hold the names, even where none is given; a table may stand further right.
    first = columns[0] if columns else 0
    if not any(role_of(cells[row][first].text) for row in kept):
        columns = sorted({0, *columns}) if columns else columns
    return Table(
        tuple(tuple(cells[row][column] for column in columns) for row in kept), tuple(kept), tuple(columns), encoding
    )


def _cell(text: str) -> Cell:
    bare = unguarded(text)
    return Cell(bare.strip(), bare != text)


def why_encoding(encoding: str) -> Message:
    """That the encoding was taken for granted."""
    return message("readers.csv.encoding", encoding=encoding)
