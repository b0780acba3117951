"""The table of readings: which sheet of a file it is, and the readings row by row, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import NamedTuple

from exporters.readers import readings_columns as columns
from exporters.readers.base import Entry, load
from exporters.readers.csv_table import place, read_rows
from exporters.readers.limits import ARCHIVE_BYTES, TEXT_BYTES
from exporters.readers.readings_cells import Spelling, read_day, read_value, spelling
from exporters.readers.readings_columns import METRIC, OF, SAMPLE, SKIP, SOURCE, TAKEN, VALUE, Metrics
from exporters.readers.xlsx_book import pages
from exporters.sheets.values import EMPTY, Raw, Unread
from model.errors import KnownError
from model.messages import Message, message
from model.registers import Metric
from model.tables import unguarded

TEXT, BOOK = (".csv", ".tsv", ".txt"), (".xlsx", ".xlsm")


class Sheet(NamedTuple):
    """One table: its rows that hold anything, with their numbers from 0, the headings first."""

    title: str
    rows: tuple[tuple[int, tuple[Raw, ...]], ...]
    encoding: str = ""

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(" ".join(cell.text.split()) for cell in self.rows[0][1]) if self.rows else ()

    @property
    def first(self) -> int:
        """The number of the row of headings."""
        return self.rows[0][0] if self.rows else 0

    def at(self, row: int, column: int) -> str:
        """Where a cell stands."""
        return f"{self.title}!{place(row, column)}" if self.title else place(row, column)


class Line(NamedTuple):
    """One reading as the table says it."""

    metric: Metric
    day: date
    value: Decimal
    sample: int | None
    source: str
    place: str


def sheets(source: Path) -> list[Sheet]:
    file = str(source)
    if source.suffix.lower() in BOOK:
        found = [Sheet(page.title, _filled(page.rows)) for page in pages(load(source, ARCHIVE_BYTES), file)]
        return [sheet for sheet in found if sheet.rows]
    read = read_rows(load(source, TEXT_BYTES), file)
    cells = (tuple(Raw(unguarded(text)) for text in row) for row in read.cells)
    return [Sheet("", _filled(tuple(cells)), read.encoding)]


def _filled(rows: tuple[tuple[Raw, ...], ...]) -> tuple[tuple[int, tuple[Raw, ...]], ...]:
    return tuple((number, row) for number, row in enumerate(rows) if any(cell.text.strip() for cell in row))


def chosen(found: list[Sheet], metrics: Metrics, said: Mapping[str, str], file: str) -> Sheet:
    """The first sheet whose columns can be read, else the first."""
    if not found:
        raise KnownError(message("readers.empty", file=file))
    fitting = (each for each in found if columns.fits(columns.mapped(each.heads, said, metrics, file)))
    return next(fitting, found[0])


class Taking:
    """Goes through a table; `left_out`, `inferred` and `ahead`, the cells dated after today, grow on the way."""

    def __init__(self, sheet: Sheet, targets: list[str], metrics: Metrics, today: date) -> None:
        self._sheet = sheet
        self._metrics = metrics
        self._today = today
        self._at = {target: column for column, target in enumerate(targets) if target != SKIP}
        self._wide = [(column, target) for target, column in self._at.items() if target.startswith(OF)]
        self.inferred: list[Entry] = []
        self.ahead: list[tuple[str, str]] = []
        self.left_out: list[Entry] = [
            Entry(head, sheet.at(sheet.first, column), message("readings.no_column"))
            for column, (head, target) in enumerate(zip(sheet.heads, targets, strict=True))
            if target == SKIP and head
        ]
        body = [row for _, row in sheet.rows[1:]]
        values = [column for column, _ in self._wide] + ([self._at[VALUE]] if VALUE in self._at else [])
        self._written = spelling(
            (_cell(row, column) for row in body for column in values), (_cell(row, self._at[TAKEN]) for row in body)
        )

    def lines(self) -> Iterator[Line]:
        """The readings, row by row; what is none of them is told of."""
        for number, row in self._sheet.rows[1:]:
            day = self._day(number, row)
            if day is None:
                continue
            sample, source = self._sample(number, row), self._part(row, SOURCE).text.strip()
            for metric, column in self._values(number, row):
                line = partial(Line, metric, day, sample=sample, source=source, place=self._sheet.at(number, column))
                try:
                    yield line(value=self._value(_cell(row, column), metric, number, column))
                except Unread as error:
                    self._leave(_cell(row, column), number, column, error.why)

    def _values(self, number: int, row: tuple[Raw, ...]) -> Iterator[tuple[Metric, int]]:
        """The cells of a row that hold values, each with its metric."""
        for column, target in self._wide:
            metric = self._metrics.with_id(target.removeprefix(OF))
            if metric is not None and _cell(row, column).text.strip():
                yield metric, column
        if METRIC not in self._at:
            return
        cell, column = self._part(row, METRIC), self._at[METRIC]
        found = self._metrics.called(cell.text)
        if len(found) == 1:
            yield found[0], self._at[VALUE]
        elif found:
            ids = ", ".join(row.id for row in found[:5])
            self._leave(cell, number, column, message("readings.several", ids=ids))
        elif cell.text.strip():
            self._leave(cell, number, column, message("readings.nobody"))
        elif not self._wide:
            self._leave(cell, number, column, message("readings.unnamed"))

    def _value(self, cell: Raw, metric: Metric, number: int, column: int) -> Decimal:
        if cell.fault is not None:
            raise Unread(cell.fault)
        if not cell.text.strip():
            raise Unread(message("readings.no_value"))
        value = read_value(cell, self._written)
        if cell.percent:
            hundredfold = "%" in metric.unit
            id = "readings.percent" if hundredfold else "readings.share"
            self._say(cell, number, column, message(id))
            return value.scaleb(2) if hundredfold else value
        return value

    def _day(self, number: int, row: tuple[Raw, ...]) -> date | None:
        cell, column = self._part(row, TAKEN), self._at[TAKEN]
        try:
            if cell.fault is not None:
                raise Unread(cell.fault)
            if not cell.text.strip():
                raise Unread(message("readings.no_day"))
            found = read_day(cell, self._written)
        except Unread as error:
            self._leave(cell, number, column, error.why)
            return None
        if found.day > self._today:
            self.ahead.append((cell.text[:80], self._sheet.at(number, column)))
            return None
        if found.month:
            self._say(cell, number, column, message("readings.month", day=found.day))
        return found.day

    def _sample(self, number: int, row: tuple[Raw, ...]) -> int | None:
        cell = self._part(row, SAMPLE)
        if not cell.text.strip():
            return None
        try:
            if cell.fault is not None:
                raise Unread(cell.fault)
            value = read_value(cell, Spelling(".", None))
            if value != value.to_integral_value() or value < 0 or value.adjusted() > 14:
                raise Unread(message("sheet.wants.integer", found=cell.text[:60]))
        except Unread as error:
            self._leave(cell, number, self._at[SAMPLE], error.why)
            return None
        return int(value)

    def _part(self, row: tuple[Raw, ...], part: str) -> Raw:
        return _cell(row, self._at[part]) if part in self._at else EMPTY

    def _leave(self, cell: Raw, number: int, column: int, why: Message) -> None:
        self.left_out.append(Entry(cell.text[:80], self._sheet.at(number, column), why))

    def _say(self, cell: Raw, number: int, column: int, why: Message) -> None:
        self.inferred.append(Entry(cell.text[:80], self._sheet.at(number, column), why))


def _cell(row: tuple[Raw, ...], column: int) -> Raw:
    return row[column] if column < len(row) else EMPTY
