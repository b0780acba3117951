"""What is done to entries of registers beyond typing: show their uses, delete, merge, find duplicates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from model import usage
from model.duplicates import duplicates
from model.entries.columns import Register, is_entry
from model.kinds import kind_of
from model.messages import message
from model.naming import called
from model.record import Record
from model.rules import may_delete
from model.usage import UseGroup
from widgets.workspace import Workspace

if TYPE_CHECKING:
    from widgets.registers.dialogs import Asked, Deletion, Entry


class Questions(Protocol):
    """Who asks the person about entries."""

    def used(self, name: str, groups: Sequence[UseGroup]) -> str: ...
    def delete_entries(self, asked: Asked) -> Deletion | None: ...
    def merge_entries(self, entries: Sequence[Entry]) -> str: ...
    def duplicates(self, groups: Sequence[Sequence[Entry]]) -> tuple[int, ...]: ...


class EntryActs:
    """The acts on the entries of one document. Whoever deletes an entry does it here."""

    def __init__(self, workspace: Workspace, questions: Questions) -> None:
        self._workspace = workspace
        self._document = workspace.document
        self._texts = workspace.texts
        self._questions = questions

    def used(self, id: str) -> str:
        """List what refers to an entry; the id of what is to be shown, or nothing."""
        groups = usage.grouped(self._document, [id])
        name = self._name(id)
        if not groups:
            self._workspace.said.emit(message("register.where.nowhere", name=name))
            return ""
        return self._questions.used(name, groups)

    def delete(self, ids: Sequence[str]) -> bool:
        """Delete entries, saying first what refers to them; whether they went."""
        reason = may_delete(self._document, ids).reason
        if reason is not None or self._workspace.read_only:
            self._workspace.said.emit(reason or message("window.said.read_only"))
            return False
        groups, along = usage.grouped(self._document, ids), self._along(ids)
        from widgets.registers.dialogs import Asked, Deletion

        how: Deletion | None = Deletion()
        if groups or along:
            head = message(f"register.deleting.{'used' if groups else 'unused'}", n=len(ids), name=self._name(ids[0]))
            how = self._questions.delete_entries(Asked(head, groups, along, self._others(ids)))
        if how is None:
            return False
        return bool(self._workspace.attempt(lambda: self._go(ids, how)))

    def merge(self, ids: Sequence[str]) -> str:
        """Make one of some entries, as the person says which; its id, or nothing."""
        if len(ids) < 2:
            self._workspace.said.emit(message("window.said.merge_two_entries"))
            return ""
        kept = self._questions.merge_entries([self._entry(id) for id in ids])
        if not kept:
            return ""
        stays = self._workspace.attempt(lambda: self._merge(kept, [id for id in ids if id != kept]))
        if stays:
            self._workspace.said.emit(message("window.said.merged", n=1))
        return stays or ""

    def merge_duplicates(self, register: Register) -> tuple[str, ...]:
        """Offer to make one of each group of entries of the same name; the ids of those that stay."""
        groups = [[self._entry(row.id) for row in group] for group in duplicates(register.rows(self._document))]
        if not groups:
            self._workspace.said.emit(message("register.duplicates.none"))
            return ()
        chosen = [groups[place] for place in self._questions.duplicates(groups)]

        def act() -> tuple[str, ...]:
            with self._workspace.group(message("command.merge_entries", n=sum(map(len, chosen)))):
                return tuple(self._merge(*_most_used(group)) for group in chosen)

        kept = self._workspace.attempt(act) if chosen else None
        if kept:
            self._workspace.said.emit(message("window.said.merged", n=len(kept)))
        return kept or ()

    def _go(self, ids: Sequence[str], how: Deletion) -> bool:
        if how.by is None:
            self._workspace.editor.delete(ids)
        else:
            self._workspace.editor.replace_entries(ids, how.by)
        return True

    def _merge(self, kept: str, others: Sequence[str]) -> str:
        """Cards, which questions are, are merged as cards; the first of them in reading order stays."""
        if not is_entry(self._document.find(kept)):
            return self._workspace.editor.merge_cards((kept, *others))
        self._workspace.editor.merge_entries(kept, others)
        return kept

    def _along(self, ids: Sequence[str]) -> tuple[UseGroup, ...]:
        """What belongs to the entries alone, sort by sort."""
        found: dict[str, list[Record]] = {}
        for row in (row for id in ids for row in usage.parts(self._document, id)):
            found.setdefault(kind_of(row).name, []).append(row)
        return tuple(
            UseGroup(
                message(f"register.along.{name}", n=len(rows)),
                tuple((row.id, called(self._document, row)) for row in rows),
            )
            for name, rows in found.items()
            if f"register.along.{name}" in self._texts
        )

    def _others(self, ids: Sequence[str]) -> list[tuple[str, str]]:
        """What could take the place of the entries, by name."""
        first = self._document.find(ids[0])
        assert first is not None
        within = usage.part_field(type(first))
        rows = (row for row in self._document.table(type(first)).values() if row.id not in ids)
        alike = (row for row in rows if within is None or getattr(row, within) == getattr(first, within))
        names = [(row.id, self._name(row.id)) for row in alike]
        return sorted(names, key=lambda each: (each[1].casefold(), each[0]))

    def _entry(self, id: str) -> Entry:
        return id, self._name(id), usage.count(self._document, id)

    def _name(self, id: str) -> str:
        return self._texts.value(called(self._document, self._document.find(id)))


def _most_used(group: Sequence[Entry]) -> tuple[str, list[str]]:
    """The entry of a group that stays, and the others."""
    kept = max(group, key=lambda entry: entry[2])[0]
    return kept, [entry[0] for entry in group if entry[0] != kept]
