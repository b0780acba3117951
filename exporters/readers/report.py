"""The report of an import as words and as plain data; both name every element, its place and the reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from exporters.readers.base import Counts, Entry, Report
from model.texts import Texts

# A place that a person finds in a spreadsheet.
_CELL = re.compile(r"(.+!)?[A-Z]{1,3}[0-9]+")


def report_plain(report: Report, texts: Texts) -> dict[str, Any]:
    """The report as one JSON object; `code` is the reason's stable id, `why` its words."""
    return {
        "source": report.source,
        "reader": report.reader,
        "read": dict(report.read),
        "placed": dict(report.placed),
        "inferred": [_entry_plain(entry, texts) for entry in report.inferred],
        "leftOut": [_entry_plain(entry, texts) for entry in report.left_out],
        **({"mapping": dict(report.mapping)} if report.mapping else {}),
    }


def _entry_plain(entry: Entry, texts: Texts) -> dict[str, str]:
    return {"element": entry.element, "place": entry.place, "why": texts(entry.why), "code": entry.why.id}


def report_lines(report: Report, texts: Texts) -> list[str]:
    """The report as lines to read."""
    read = texts("readers.report.read", file=report.source, reader=report.reader, counts=counted(report.read, texts))
    lines = [read, texts("readers.report.placed", counts=counted(report.placed, texts))]
    if report.inferred:
        lines.append(texts("readers.report.inferred", n=len(report.inferred)))
        lines += [_entry_line(entry, texts) for entry in report.inferred]
    if report.left_out:
        lines.append(texts("readers.report.left_out", n=len(report.left_out)))
        lines += [_entry_line(entry, texts) for entry in report.left_out]
    else:
        lines.append(texts("readers.report.nothing_left_out"))
    return lines


def report_groups(report: Report, texts: Texts) -> list[tuple[str, list[str]]]:
    """The report as headings with lines, for a window: what was left out comes first, and each reason stands once."""
    read = texts("readers.report.found", counts=counted(report.read, texts))
    groups = [(texts("readers.report.made", counts=counted(report.placed, texts)), [read])]
    if report.left_out:
        groups.append((texts("readers.report.left_out", n=len(report.left_out)), _by_reason(report.left_out, texts)))
    else:
        groups.append((texts("readers.report.nothing_left_out"), []))
    if report.inferred:
        groups.append((texts("readers.report.to_check", n=len(report.inferred)), _by_reason(report.inferred, texts)))
    return groups


def _by_reason(entries: Iterable[Entry], texts: Texts) -> list[str]:
    """A line a reason, with all that it is the reason for."""
    found: dict[str, Counter[str]] = {}
    for entry in entries:
        named = _named(entry, texts)
        found.setdefault(texts(entry.why), Counter()).update([named] if named else [])
    return [
        texts("readers.report.reason", why=why.removesuffix("."), elements=", ".join(_counted(names, texts)))
        if names
        else why
        for why, names in found.items()
    ]


def _counted(names: Counter[str], texts: Texts) -> list[str]:
    return [texts("readers.report.several", n=n, element=name) if n > 1 else name for name, n in names.items()]


def _named(entry: Entry, texts: Texts) -> str:
    """What a person calls an element: its words, and its place where that is a cell; empty for the file as a whole."""
    element = " ".join(entry.element.split())
    in_cell = _CELL.fullmatch(entry.place) is not None
    if not entry.place:
        return ""
    if not element:
        return entry.place if in_cell else texts("readers.report.without_words")
    return texts("readers.report.in_cell" if in_cell else "readers.report.element", element=element, place=entry.place)


def counted(counts: Counts, texts: Texts) -> str:
    """Counts as `4 steps, 46 cards`."""
    return ", ".join(texts(f"count.{name}", n=number) for name, number in counts)


def _entry_line(entry: Entry, texts: Texts) -> str:
    element = " ".join(entry.element.split())
    if not entry.place:
        return texts("readers.report.entry_whole", why=entry.why)
    return texts("readers.report.entry", place=entry.place, element=element, why=entry.why)
