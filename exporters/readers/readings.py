"""Readings of metrics out of a table, text or workbook, onto the metrics of a document: one edit, and a report.

The same day of the same metric is one reading: what the document has already is left as it is, or corrected. Nothing
is left out in silence, and those out of tolerance are listed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from exporters.readers import readings_columns as columns
from exporters.readers.base import Entry, Proposal, Report, derived_id, placed
from exporters.readers.csv_table import why_encoding
from exporters.readers.readings_columns import Metrics
from exporters.readers.readings_table import Line, Taking, chosen, sheets
from model.change import Change, Delta
from model.document import DocumentView
from model.errors import KnownError
from model.folding import name_key
from model.ids import last_order, spread
from model.messages import Message, Value, message
from model.record import Record
from model.registers import Direction, Metric, Reading, Source, SourceKind
from model.tolerance import is_out, readings

NAME = "readings"


class Breach(NamedTuple):
    """A reading that came in and is out of tolerance; `latest`: no later one says otherwise."""

    metric: Metric
    reading: Reading
    latest: bool


class Brought(NamedTuple):
    """What came out of a table: the report, the edit, and the readings in it that are out of tolerance."""

    report: Report
    change: Change
    breaches: tuple[Breach, ...]


def propose(source: Path, document: DocumentView) -> Proposal:
    """Which column holds what, for a person to correct."""
    metrics = _metrics(document, str(source))
    sheet = chosen(sheets(source), metrics, {}, str(source))
    first = sheet.rows[1][1] if len(sheet.rows) > 1 else ()
    examples = [first[at].text if at < len(first) else "" for at in range(len(sheet.heads))]
    targets = columns.guessed(sheet.heads, metrics)
    named = [found for found in zip(sheet.heads, examples, targets, strict=True) if found[0]]
    return Proposal(tuple(named), columns.holds(metrics), columns.fits, "readings.mapping")


def read(source: Path, document: DocumentView, today: date, said: Mapping[str, str]) -> Brought:
    """The readings in a file; `said`: what columns hold, by heading, where the headings do not tell."""
    file = str(source)
    metrics = _metrics(document, file)
    found = sheets(source)
    sheet = chosen(found, metrics, said, file)
    targets = columns.mapped(sheet.heads, said, metrics, file)
    if not columns.fits(targets):
        raise KnownError(message("readings.no_columns", file=file, found=", ".join(sheet.heads)[:200]))
    taking = Taking(sheet, targets, metrics, today)
    lines = list(taking.lines())
    if taking.ahead:
        taking.left_out.insert(0, Entry(source.name, "", _ahead_words(source.name, taking.ahead, today)))
    rows = _Rows(document, source.name, taking.inferred, taking.left_out)
    deltas = rows.deltas(lines)
    taking.left_out += [
        Entry(each.title, each.title, message("readings.other_sheet")) for each in found if each is not sheet
    ]
    if sheet.encoding:
        taking.inferred.insert(0, Entry(source.name, "", why_encoding(sheet.encoding)))
    change = Change(message("readings.change", file=source.name), tuple(deltas))
    report = Report(
        source.name,
        NAME,
        (("tableRows", max(0, len(sheet.rows) - 1)),),
        placed(delta.row for delta in deltas if delta.before is None),
        tuple(taking.inferred),
        tuple(taking.left_out),
        tuple((head, target) for head, target in zip(sheet.heads, targets, strict=True) if head),
    )
    return Brought(report, change, _breaches(document, change))


def _ahead_words(file: str, ahead: Sequence[tuple[str, str]], today: date) -> Message:
    """How many rows are dated after today, the first of them, and what to do."""
    first, place = ahead[0]
    return message("readings.ahead", n=len(ahead), file=file, first=first, place=place, today=today)


def breaches_words(brought: Brought) -> Message:
    """How many readings that came in are out of tolerance."""
    count = len(brought.breaches)
    return message("readings.breaches", n=count) if count else message("readings.no_breach")


def breach_words(breach: Breach) -> Message:
    """A reading out of tolerance in one line."""
    metric, reading = breach.metric, breach.reading
    way = "at_least" if metric.direction is Direction.UP else "at_most"
    id = f"readings.breach.{way}.{'latest' if breach.latest else 'since'}"
    measured: dict[str, Value] = {
        name: message("sheet.measure", amount=amount, unit=metric.unit) if metric.unit else amount
        for name, amount in (
            ("value", reading.value),
            ("target", metric.target or Decimal(0)),
            ("tolerance", metric.tolerance or Decimal(0)),
        )
    }
    return message(id, name=metric.name, day=reading.taken or "", **measured)


def breach_plain(breach: Breach) -> dict[str, Any]:
    """The same as plain data; decimals are text."""
    metric, reading = breach.metric, breach.reading
    return {
        "metric": metric.id,
        "name": metric.name,
        "taken": None if reading.taken is None else reading.taken.isoformat(),
        "value": format(reading.value, "f"),
        "target": None if metric.target is None else format(metric.target, "f"),
        "tolerance": None if metric.tolerance is None else format(metric.tolerance, "f"),
        "latest": breach.latest,
    }


def _metrics(document: DocumentView, file: str) -> Metrics:
    metrics = Metrics(document)
    if not metrics.rows:
        raise KnownError(message("readings.no_metrics", file=file))
    return metrics


class _Rows:
    """Makes records of lines: new readings, corrected ones, and the sources they name."""

    def __init__(self, document: DocumentView, file: str, inferred: list[Entry], left_out: list[Entry]) -> None:
        self._document = document
        self._file = file
        self._inferred = inferred
        self._left_out = left_out
        self._sources = {name_key(row.name): row for row in reversed(document.where(Source)) if row.name}
        self._made: list[Source] = []

    def deltas(self, lines: list[Line]) -> list[Delta]:
        """What changes, sources first."""
        had = {(row.metric, row.taken): row for row in self._document.where(Reading)}
        seen: dict[tuple[str, date], Line] = {}
        new: list[Reading] = []
        corrected: list[Delta] = []
        for line in lines:
            key = line.metric.id, line.day
            if key in seen:
                same = seen[key].value == line.value
                why = message("readings.again" if same else "readings.other_value", place=seen[key].place)
                self._left_out.append(Entry(line.metric.name, line.place, why))
                continue
            seen[key] = line
            before = had.get(key)
            row = self._reading(line, before)
            if before is None:
                new.append(row)
            elif row == before:
                self._left_out.append(Entry(line.metric.name, line.place, message("readings.known")))
            else:
                corrected.append(Delta(before, row))
                why = message("readings.corrected", before=before.value, after=row.value)
                self._inferred.append(Entry(line.metric.name, line.place, why))
        made: list[Record] = [*self._made, *self._ordered(new)]
        return [*(Delta(None, row) for row in made), *corrected]

    def _reading(self, line: Line, before: Reading | None) -> Reading:
        source = self._source(line) if line.source else None
        if before is None:
            id = self._free(derived_id("reading", line.metric.id, line.day.isoformat()))
            return Reading(
                id, metric=line.metric.id, taken=line.day, value=line.value, sample_size=line.sample, source=source
            )
        sample = before.sample_size if line.sample is None else line.sample
        return dataclasses.replace(
            before, value=line.value, sample_size=sample, source=before.source if source is None else source
        )

    def _source(self, line: Line) -> str:
        known = self._sources.get(name_key(line.source))
        if known is None:
            order = last_order(row.order for row in (*self._document.table(Source).values(), *self._made))
            id = self._free(derived_id("source", self._file, line.source))
            known = Source(id, spread(1, order)[0], name=line.source[:200], kind=SourceKind.ANALYTICS)
            self._sources[name_key(line.source)] = known
            self._made.append(known)
            kind = message("readings.source_made", kind=message(f"window.choice.SourceKind.{known.kind.value}"))
            self._inferred.append(Entry(line.source, line.place, kind))
        return known.id

    def _ordered(self, rows: list[Reading]) -> list[Reading]:
        """The readings in the order of their days, behind those that are there."""
        rows.sort(key=lambda row: (row.metric, row.taken or date.min))
        keys = spread(len(rows), last_order(row.order for row in self._document.table(Reading).values()))
        return [dataclasses.replace(row, order=key) for row, key in zip(rows, keys, strict=True)]

    def _free(self, id: str) -> str:
        while id in self._document:
            id = derived_id(id.partition("_")[0], id)
        return id


def _breaches(document: DocumentView, change: Change) -> tuple[Breach, ...]:
    latest: dict[str, date] = {}
    brought = [delta.after for delta in change.deltas if isinstance(delta.after, Reading)]
    for row in brought:
        if row.taken is not None:
            latest[row.metric] = max(latest.get(row.metric, date.min), row.taken)
    for id, day in latest.items():
        for row in readings(document, id)[-1:]:
            latest[id] = max(day, row.taken or date.min)
    found = []
    for row in brought:
        metric = document.need(Metric, row.metric)
        if is_out(metric, row.value):
            found.append(Breach(metric, row, row.taken == latest[row.metric]))
    order = {row.id: place for place, row in enumerate(document.where(Metric))}
    return tuple(sorted(found, key=lambda each: (order[each.metric.id], each.reading.taken or date.min)))
