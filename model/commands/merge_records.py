"""Merge entries of a register into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from model.change import Change
from model.commands.delete import goes_with, take_out
from model.commands.draft import Draft
from model.commands.handing import hand_over, twice
from model.document import DocumentView
from model.elements import Translation
from model.kinds import kind_of
from model.messages import message
from model.record import Record

_JOINED = "notes"
_OWN = frozenset({"id", "order", "extra"})


def merge_records(document: DocumentView, kept: str, others: Sequence[str]) -> Change:
    """Let one row take in others of its kind, with all that refers to them and all their parts.

    What it does not say is taken from the first of them that does; lists are united, notes joined. Uses that come to
    be double fold. A translation comes along where it translates the very text the row has, in a new language.
    """
    draft = Draft(document)
    stays = _row(document, kept)
    rows = [_row(document, id) for id in others]
    taken = _united(stays, rows)
    draft.put(taken)
    moved = [each for id in others for each in hand_over(draft, id, kept, parts=True)]
    _translations(draft, taken, rows)
    double = twice(draft, kept, moved)
    take_out(draft, dict.fromkeys((*others, *double, *(row.id for row in goes_with(document, double)))))
    return draft.change(message("command.merge_entries", n=len(others) + 1))


def _row(document: DocumentView, id: str) -> Record:
    row = document.find(id)
    assert row is not None
    return row


def _united(kept: Record, others: Sequence[Record]) -> Record:
    gone = {row.id for row in (kept, *others)}
    fields: dict[str, Any] = {}
    for field in kind_of(kept).fields:
        if field.name in _OWN:
            continue
        values = [getattr(row, field.name) for row in (kept, *others)]
        if field.many:
            fields[field.name] = tuple(dict.fromkeys(each for value in values for each in value if each not in gone))
        elif field.name == _JOINED:
            fields[field.name] = "\n".join(dict.fromkeys(value for value in values if value))
        else:
            said = (value for value in values if value not in (None, "") and value not in gone)
            fields[field.name] = next(said, None if field.optional else values[0])
    return replace(kept, **fields)


def _translations(draft: Draft, kept: Record, others: Sequence[Record]) -> None:
    known = {(row.field, row.language) for row in draft.document.where(Translation, element=kept.id)}
    for other in others:
        for row in draft.document.where(Translation, element=other.id):
            same = getattr(other, row.field, None) == getattr(kept, row.field, "")
            if same and (row.field, row.language) not in known:
                known.add((row.field, row.language))
                draft.put(replace(row, element=kept.id))
            else:
                draft.drop(row.id)
