"""Marks and words of many rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from model.change import Change
from model.commands.draft import Draft
from model.document import DocumentView
from model.elements import Card, Mark
from model.messages import message
from model.record import Record


class Span(NamedTuple):
    """Some characters of a text field of a row."""

    id: str
    field: str
    start: int
    end: int


def toggle_mark(document: DocumentView, ids: Sequence[str], mark: Mark) -> Change:
    """Mark cards, or unmark them where all are marked."""
    draft = Draft(document)
    cards = [document.need(Card, id) for id in dict.fromkeys(ids)]
    drop = all(mark in card.marks for card in cards)
    for card in cards:
        rest = tuple(each for each in card.marks if each is not mark)
        if drop or mark not in card.marks:
            draft.put(replace(card, marks=rest if drop else (*rest, mark)))
    return draft.change(message("command.set.marks", n=len(cards)))


def replace_text(document: DocumentView, spans: Iterable[Span], text: str) -> Change:
    """Put a text in the place of characters of rows; the spans do not overlap."""
    draft = Draft(document)
    rows: dict[str, Any] = {}
    wanted = sorted(spans, key=lambda span: span.start, reverse=True)
    for span in wanted:
        row = rows.get(span.id) or draft.get(Record, span.id)
        old = getattr(row, span.field)
        rows[span.id] = replace(row, **{span.field: old[: span.start] + text + old[span.end :]})
    for row in rows.values():
        draft.put(row)
    return draft.change(message("command.replace", n=len(wanted)))
