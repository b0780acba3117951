"""New rows for a Change in the making: ids nobody has yet, and places after their siblings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from model.commands.add import siblings_of
from model.commands.draft import Draft
from model.commands.ordering import keys_at
from model.context import Context
from model.document import DocumentView
from model.elements import Lane
from model.grid import band
from model.ids import between
from model.kinds import kind_of
from model.record import Record
from model.values import tidy

R = TypeVar("R", bound=Record)


class Maker:
    """Makes rows and adds them to a draft. Ids come from the context, in the order of the calls."""

    def __init__(self, document: DocumentView, context: Context) -> None:
        self.document = document
        self.draft = Draft(document)
        self._context = context
        self._ids: set[str] = set()
        self._last: dict[tuple[type[Record], str], str] = {}

    def id(self, kind: type[Record]) -> str:
        """An id that no row has, neither in the document nor among those made here."""
        prefix = kind_of(kind).table
        id = self._context.ids.new(prefix)
        while id in self.document or id in self._ids:
            id = self._context.ids.new(prefix)
        self._ids.add(id)
        return id

    def new(self, kind: type[R], /, **fields: Any) -> R:
        """A row with an id of its own, not yet in the draft."""
        return kind(self.id(kind), **{name: tidy(value) for name, value in fields.items()})

    def put(self, row: R) -> R:
        """Take a row into the draft as it is."""
        self.draft.put(row)
        return row

    def append(self, kind: type[R], /, **fields: Any) -> R:
        """Add a row after its siblings and those appended before it."""
        row = self.new(kind, **fields)
        return self.put(replace(row, order=self.key_after(row)))

    def key_after(self, row: Record) -> str:
        """The order key of a row after its siblings and those that were given one here before."""
        owner = next((field.name for field in kind_of(row).references if field.owned), None)
        among = str(band(row)) if isinstance(row, Lane) else "" if owner is None else str(getattr(row, owner))
        group = (type(row), among)
        last = self._last.get(group)
        if last is None:
            siblings = siblings_of(self.document, row)
            (key,) = keys_at(self.draft, siblings, len(siblings))
        else:
            key = between(last, None)
        self._last[group] = key
        return key
