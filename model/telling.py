"""What an edit changes, row by row and field by field, in words: what a person agrees to before it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from model.analysis.differences import fields_changed
from model.change import Change, Delta
from model.document import DocumentView
from model.elements import Card
from model.entries.words import choice_words
from model.kinds import Field, FieldType, Kind, kind_of, kinds
from model.messages import Message, Value, message
from model.naming import called
from model.record import Record
from model.registers import Metric, Reading
from model.texts import Texts

_PLACE = frozenset({"lane", "step", "last_step", "order"})
# A text is shown as far as this on each side of an edit.
_SHOWN = 80


class What(StrEnum):
    """What happens to a row."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Told:
    """One row that an edit touches, and its fields that are other afterwards; none of a row added or removed."""

    what: What
    row: Record
    fields: tuple[Field, ...] = ()
    before: Record | None = None


def told_of(change: Change) -> tuple[Told, ...]:
    """What an edit changes, kind by kind in file order. A card that goes elsewhere and says something else is both."""
    places = {kind.record: number for number, kind in enumerate(kinds())}
    found = [each for delta in change.deltas for each in _of(delta)]
    return tuple(sorted(found, key=lambda each: places[type(each.row)]))


def _of(delta: Delta) -> Iterable[Told]:
    before, after = delta.before, delta.after
    if before is None or after is None:
        return [Told(What.ADDED if before is None else What.REMOVED, delta.row)]
    names = set(fields_changed(delta))
    other = [each for each in kind_of(after).fields if each.name in names]
    placing = [each for each in other if each.name in _PLACE] if isinstance(after, Card) else []
    saying = tuple(each for each in other if each not in placing)
    moved = [Told(What.MOVED, after, tuple(placing), before)] if placing else []
    return [*moved, *([Told(What.CHANGED, after, saying, before)] if saying else [])]


class Teller:
    """Says edits in the words of one locale, with the names of before and after."""

    def __init__(self, document: DocumentView, change: Change, texts: Texts) -> None:
        self._texts = texts
        self._before = document
        self._after = _after(document, change)

    def groups(self, found: Iterable[Told]) -> list[tuple[str, list[str]]]:
        """A heading for each kind, and a line for each row and field below it."""
        grouped: dict[Kind, list[str]] = {}
        for each in found:
            grouped.setdefault(kind_of(each.row), []).extend(self.lines(each))
        return [(self._texts(f"sheet.name.{kind.plural}"), lines) for kind, lines in grouped.items()]

    def lines(self, each: Told) -> list[str]:
        """One row: what becomes of it, and a line for each of its fields."""
        document = self._before if each.what is What.REMOVED else self._after
        row = each.row if each.before is None else each.before
        name = called(document if each.before is None else self._before, row)
        if isinstance(row, Reading) and each.before is None:
            name = message("difference.reading", name=name, value=measured(document, row))
        lines = [self._texts(f"difference.{each.what.value}", name=name)]
        for field in each.fields:
            if field.name == "order":
                continue
            words = {
                "field": message(f"sheet.column.{field.name}"),
                "before": self.value(self._before, field, getattr(each.before, field.name)),
                "after": self.value(self._after, field, getattr(each.row, field.name)),
            }
            lines.append("    " + self._texts("difference.field", **words))
        return lines

    def value(self, document: DocumentView, field: Field, value: Any) -> Value:
        """A value of a field, in quotes."""
        if value is None or value in ("", ()):
            return message("difference.nothing")
        parts = value if field.many else (value,)
        return message("difference.quoted", text="; ".join(self._one(document, field, part) for part in parts))

    def _one(self, document: DocumentView, field: Field, value: Any) -> str:
        if field.refers:
            return self._texts.value(called(document, document.find(value)))
        if isinstance(value, bool | StrEnum):
            return choice_words(self._texts, value)
        if field.holds is FieldType.BLOB:
            return self._texts("difference.bytes", n=len(value))
        if not isinstance(value, str):
            return self._texts.value(value)
        text = " ".join(value.split())
        return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def measured(document: DocumentView, row: Reading) -> Value:
    """The value of a reading in the unit of its metric."""
    unit = document.need(Metric, row.metric).unit
    return message("sheet.measure", amount=row.value, unit=unit) if unit else row.value


def _after(document: DocumentView, change: Change) -> DocumentView:
    rows = {row.id: row for row in document.rows()}
    for delta in change.deltas:
        if delta.after is None:
            rows.pop(delta.id, None)
        else:
            rows[delta.id] = delta.after
    return DocumentView(rows.values())


def said(found: Iterable[Told]) -> Message:
    """How much changes, in one line."""
    counts = dict.fromkeys(What, 0)
    for each in found:
        counts[each.what] += 1
    parts = [message(f"difference.count.{what.value}", n=count) for what, count in counts.items() if count]
    if not parts:
        return message("difference.none")
    line = parts[0]
    for part in parts[1:]:
        line = message("difference.and", one=line, other=part)
    return line
