"""Set fields of rows, whatever their kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from model.change import Change
from model.commands.draft import Draft
from model.commands.library import as_known
from model.document import DocumentView
from model.elements import Link
from model.kinds import kind_of
from model.messages import Message, message
from model.record import Record

_NAMED = frozenset({"kind", "grounding", "marks", "owner", "sources", "variants", "notes"})
_NAMES = frozenset({"title", "name"})


def set_fields(document: DocumentView, ids: Sequence[str], fields: dict[str, Any], typing: bool = False) -> Change:
    """Set the same fields of one row or many; while typing, edits of the same fields of the same rows merge."""
    draft = Draft(document)
    rows = [draft.get(Record, id) for id in dict.fromkeys(ids)]
    for row in rows:
        draft.put(as_known(replace(row, **fields), fields))
    key = "|".join(("edit", *sorted(fields), *(row.id for row in rows))) if typing else ""
    return draft.change(_label(rows, fields), key)


def reverse_link(document: DocumentView, id: str) -> Change:
    """Let a link run the other way."""
    link = document.need(Link, id)
    draft = Draft(document)
    draft.put(replace(link, source=link.target, target=link.source))
    return draft.change(message("command.reverse"))


def _label(rows: Sequence[Record], fields: dict[str, Any]) -> Message:
    kinds = {kind_of(row).table for row in rows}
    if len(fields) == 1:
        (field,) = fields
        if kinds == {"card"} and field in _NAMED:
            return message(f"command.set.{field}", n=len(rows))
        if len(kinds) == 1 and field in _NAMES:
            return message(f"command.rename.{kinds.pop()}")
    if len(kinds) == 1:
        return message(f"command.edit.{kinds.pop()}")
    return message("command.edit.several")
