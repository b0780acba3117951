"""The order in which records are read: lanes as in the grid, cards by lane and step, parts by what they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from model import grid
from model.document import DocumentView
from model.elements import Card, Lane
from model.kinds import Kind
from model.record import Record

_FAR = 1 << 60


def ordered(document: DocumentView, kind: Kind, positions: dict[str, int]) -> Sequence[Record]:
    """The records of a kind in reading order: by what owns them, then by order key and id; the tray last.

    `positions` of the kinds before are used, those of this one put in.
    """
    rows = _ordered(document, kind, positions)
    positions.update((row.id, place) for place, row in enumerate(rows))
    return rows


def _ordered(document: DocumentView, kind: Kind, positions: dict[str, int]) -> Sequence[Record]:
    if kind.record is Lane:
        return grid.lanes(document)
    parents = tuple(field.name for field in kind.fields if field.owned)[:1]
    if kind.record is Card:
        parents = ("lane", "step")
    rows = document.where(kind.record)
    if not parents:
        return rows

    def place(row: Record) -> tuple[Any, ...]:
        return (*(positions.get(getattr(row, name) or "", _FAR) for name in parents), row.order, row.id)

    return sorted(rows, key=place)
