"""What changed this week, as an answer: element by element, what became of it (R47)."""

from __future__ import annotations

from collections import Counter
from datetime import date

from model.analysis.asking.answer import Answer, Book, Row, heads, joined
from model.analysis.checks.naming import called
from model.analysis.differences import Sort
from model.analysis.week import changed
from model.document import DocumentView
from model.messages import Message, message


def what_changed_this_week(document: DocumentView, today: date) -> Answer:
    """Against the last version that is a week old, or the first; cards that are on the map are lit up."""
    head = message("answer.changed.head")
    found = changed(document, today)
    if found is None:
        return Answer("changed", head, (message("answer.changed.no_version"),))
    version, comparison = found
    book = Book(document)
    rows = []
    counts: Counter[Sort] = Counter()
    for each in comparison.differences:
        there = comparison.before if Sort.REMOVED in each.sorts else document
        sorts = joined([message(f"cli.diff.sort.{sort.value}") for sort in each.sorts])
        cells = message(f"window.find.kind.{each.kind}"), called(there, each.element), sorts
        rows.append(Row(cells, (each.element,) if each.element in document else ()))
        counts.update(each.sorts)
    shown = book.on_map(row.ids[0] for row in rows if row.ids)
    said = _said(counts)
    day = version.taken.date() if version.taken is not None else today
    lines = (message("answer.changed.since", name=version.name, day=day), said)
    return Answer("changed", head, lines, heads("kind", "element", "became"), tuple(rows), shown)


def _said(counts: Counter[Sort]) -> Message:
    """How many elements became what."""
    told = [message(f"cli.diff.count.{sort.value}", n=counts[sort]) for sort in Sort if counts[sort]]
    return message("answer.changed.counts", counts=joined(told)) if told else message("answer.changed.same")
