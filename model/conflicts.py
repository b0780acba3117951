"""The conflicts of a merge in words: what each is about, why it is one, and what each side has."""

from __future__ import annotations

from typing import NamedTuple

from model.analysis.merging import Clash, Conflict, Merged
from model.change import Change
from model.document import DocumentView
from model.kinds import kind_of
from model.messages import Value, message
from model.naming import called
from model.picking import Pick
from model.record import Record
from model.telling import Teller
from model.texts import Texts

# What says nothing to a person: where among others a row stands, and what another program keeps in it.
_QUIET = frozenset({"id", "order", "extra", "content"})


class Disputed(NamedTuple):
    """One conflict: `choices` are what each pick means."""

    id: str
    what: str
    why: str
    choices: tuple[tuple[Pick, str], ...]


def disputed(sides: tuple[DocumentView, DocumentView, DocumentView], merged: Merged, texts: Texts) -> list[Disputed]:
    """The conflicts of a merge of `sides` (the ancestor, ours, theirs) that a person must decide, in their order.

    Parts that go or stay with a whole that one side took away are not asked about: whoever decides it decides them.
    """
    words = _Words(sides, merged, texts)
    whole = {each.id for each in merged.conflicts if each.clash is Clash.DELETED}
    return [words.disputed(each) for each in merged.conflicts if not _goes_along(each, whole)]


def _goes_along(conflict: Conflict, deleted: set[str]) -> bool:
    """Whether a conflict is about a part, as it was, of something that is in dispute itself."""
    row = conflict.ours or conflict.theirs
    if conflict.clash is not Clash.DELETED or row != conflict.base:
        return False
    owners = (getattr(row, field.name) for field in kind_of(conflict.row).references if field.owned)
    return any(owner in deleted for owner in owners)


class _Words:
    def __init__(self, sides: tuple[DocumentView, DocumentView, DocumentView], merged: Merged, texts: Texts) -> None:
        self._sides = sides
        self._result = DocumentView(merged.rows)
        self._texts = texts
        self._teller = Teller(self._result, Change(message("command.merge"), ()), texts)

    def disputed(self, conflict: Conflict) -> Disputed:
        texts = self._texts
        kind = texts(f"window.find.kind.{kind_of(conflict.row).name}")
        documents = dict(zip(Pick, (self._result, *self._sides[1:]), strict=True))
        rows = {Pick.KEPT: conflict.kept, Pick.OURS: conflict.ours, Pick.THEIRS: conflict.theirs}
        name = texts.value(self._name(conflict))
        return Disputed(
            conflict.id,
            texts("merge.what", kind=kind, name=name),
            texts(f"merge.why.{conflict.clash.value}"),
            tuple((pick, self._side(conflict, documents[pick], row)) for pick, row in rows.items()),
        )

    def _name(self, conflict: Conflict) -> Value:
        for document in (self._result, *self._sides):
            if (row := document.find(conflict.id)) is not None:
                return called(document, row)
        return conflict.id

    def _side(self, conflict: Conflict, document: DocumentView, row: Record | None) -> str:
        """The fields that clash as one side has them; where all of a row does, those it changed."""
        texts = self._texts
        if row is None:
            return texts("merge.side.gone")
        fields = [field for field in kind_of(row).fields if field.name in self._fields(conflict, row)]
        if not fields:
            return texts("merge.side.as_it_was" if row == conflict.base else "merge.side.there")
        lines = [
            texts(
                "merge.side.field",
                field=message(f"sheet.column.{field.name}"),
                value=self._teller.value(document, field, getattr(row, field.name)),
            )
            for field in fields
        ]
        return "\n".join(lines)

    def _fields(self, conflict: Conflict, row: Record) -> set[str]:
        if conflict.fields:
            return set(conflict.fields) - _QUIET
        base = conflict.base
        if base is None or type(base) is not type(row):
            return set()
        names = (field.name for field in kind_of(row).fields)
        return {name for name in names if getattr(row, name) != getattr(base, name)} - _QUIET
