"""A Change in the making: rows as they will be, over a document that stays as it is."""

from __future__ import annotations

from typing import TypeVar

from model.change import Change, Delta
from model.document import DocumentView
from model.errors import BugError
from model.messages import Message
from model.record import Record

R = TypeVar("R", bound=Record)


class Draft:
    """Collects rows; however often a row is put or dropped, the Change has one delta for it, or none."""

    def __init__(self, document: DocumentView) -> None:
        self.document = document
        self._rows: dict[str, Record | None] = {}

    def get(self, kind: type[R], id: str) -> R:
        """A row as it will be; its absence is a bug."""
        row = self._rows[id] if id in self._rows else self.document.find(id)
        if not isinstance(row, kind):
            raise BugError(f"no {kind.__name__} {id}")
        return row

    def gone(self, id: str) -> bool:
        """Whether the draft takes a row away."""
        return id in self._rows and self._rows[id] is None

    def put(self, row: Record) -> None:
        """Add a row or put it in the place of the one with its id."""
        self._rows[row.id] = row

    def drop(self, id: str) -> None:
        """Take a row away."""
        self._rows[id] = None

    def change(self, label: Message, merge_key: str = "") -> Change:
        """The edit, without rows that end as they are."""
        deltas = []
        for id, after in self._rows.items():
            before = self.document.find(id)
            if before != after:
                deltas.append(Delta(before, after))
        return Change(label, tuple(deltas), merge_key)
