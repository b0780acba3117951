"""The report of an import as words and as plain data; both name every element, its place and the reason."""

from __future__ import annotations

from typing import Any

from exporters.readers.base import Counts, Entry, Report
from model.texts import Texts


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


def counted(counts: Counts, texts: Texts) -> str:
    """Counts as `4 steps, 46 cards`."""
    return ", ".join(texts(f"count.{name}", n=number) for name, number in counts)


def _entry_line(entry: Entry, texts: Texts) -> str:
    element = " ".join(entry.element.split())
    if not entry.place:
        return texts("readers.report.entry_whole", why=entry.why)
    return texts("readers.report.entry", place=entry.place, element=element, why=entry.why)
