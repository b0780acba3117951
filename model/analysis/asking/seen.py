"""Which steps somebody has seen with their own eyes, and which nobody has, as an answer (R56)."""

from __future__ import annotations

from datetime import date

from model.analysis.asking.answer import Answer, Book, Row, heads
from model.document import DocumentView
from model.elements import Card, Step
from model.keeping import Observation
from model.messages import Value, message


def what_nobody_has_seen(document: DocumentView) -> Answer:
    """Step by step, the ones never observed first: how often, last on which day, by whom, and what was seen."""
    book = Book(document)
    never: list[Row] = []
    seen: list[Row] = []
    for step in book.places.steps:
        stage = book.name(document.need(Step, step).stage)
        found = sorted(document.where(Observation, step=step), key=lambda row: row.dated or date.min)
        if not found:
            never.append(Row((book.name(step), stage, message("answer.observed.never"), 0, "", ""), (step,)))
            continue
        last = found[-1]
        day: Value = last.dated or message("answer.unknown")
        seen.append(Row((book.name(step), stage, day, len(found), last.actor, last.seen), (step, last.id)))
    said = (message("answer.observed.said", n=len(never), of=len(book.places.steps)),)
    unseen = {row.ids[0] for row in never}
    shown = frozenset(card.id for card in document.where(Card) if card.step in unseen)
    columns = heads("step", "stage", "last_seen", "number", "by", "seen")
    return Answer("observed", message("answer.observed.head"), said, columns, (*never, *seen), shown)
