"""Which cards, systems and owners a record is about: what a change of it touches first."""

from __future__ import annotations

from collections.abc import Iterable

from model.document import DocumentView
from model.elements import Card, Lane, Link, Stage, Step
from model.improvements import Effect, Improvement
from model.record import Record
from model.registers import Owner, System

# Records that belong to another say so in one of these fields.
_BELONGS = ("card", "fail_point", "subject", "improvement", "element", "system", "step")


def nodes_of(document: DocumentView, ids: Iterable[str]) -> tuple[str, ...]:
    """The cards, systems and owners that some records are about, each once."""
    seen = dict.fromkeys(ids)
    waiting = list(seen)
    found: dict[str, None] = {}
    while waiting:
        row = document.find(waiting.pop(0))
        if isinstance(row, Card | System | Owner):
            found[row.id] = None
        elif row is not None:
            further = [id for id in _about(document, row) if id is not None and id not in seen]
            seen.update(dict.fromkeys(further))
            waiting += further
    return tuple(found)


def _about(document: DocumentView, row: Record) -> list[str | None]:
    """What a record that is no node itself is about."""
    if isinstance(row, Stage):
        return [step.id for step in document.where(Step, stage=row.id)]
    if isinstance(row, Step):
        return [card.id for card in document.where(Card, step=row.id)]
    if isinstance(row, Lane):
        return [card.id for card in document.where(Card, lane=row.id)]
    if isinstance(row, Link):
        return [row.source, row.target]
    if isinstance(row, Improvement):
        return [effect.id for effect in document.where(Effect, improvement=row.id)]
    if isinstance(row, Effect):
        return [row.target, row.moves_to]
    return [found for name in _BELONGS if (found := getattr(row, name, None))][:1]
