"""Deciding the conflicts of a merge: the person's picks put into the result, which stays one sound document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from model.analysis.merging import Clash, Conflict, Merged, groups
from model.analysis.soundness import mended, twin
from model.commands.delete import delete
from model.document import DocumentView
from model.keeping import Snapshot
from model.kinds import kind_of
from model.record import Record
from model.rules import may_delete


class Pick(StrEnum):
    """What becomes of a conflict: as the result of the merge has it, or as one of the two sides."""

    KEPT = "kept"
    OURS = "ours"
    THEIRS = "theirs"


class Decided(NamedTuple):
    """The rows with all picks in them, and the conflicts (by id) whose pick does not go with the rest."""

    rows: tuple[Record, ...]
    unmet: tuple[str, ...]


def decided(
    base: DocumentView, ours: DocumentView, theirs: DocumentView, merged: Merged, picks: Mapping[str, Pick]
) -> Decided:
    """A merge with its conflicts decided; what is not picked stays as the merge has it."""
    return _Deciding((ours, theirs, base), merged, picks).result()


class _Deciding:
    def __init__(self, sides: tuple[DocumentView, ...], merged: Merged, picks: Mapping[str, Pick]) -> None:
        self._sides = sides
        self._picked = [
            (each, pick) for each in merged.conflicts if (pick := picks.get(each.id)) not in (None, Pick.KEPT)
        ]
        self._rows: dict[str, Record] = {row.id: row for row in merged.rows}

    def result(self) -> Decided:
        wanted = [(each, each.ours if pick is Pick.OURS else each.theirs) for each, pick in self._picked]
        for each, side in wanted:
            if side is not None:
                self._take(each, side)
        self._bring_back()
        for each, side in wanted:
            if side is None and each.clash is not Clash.DOUBLE:
                self._take_out(each.id)
        while found := mended(self._rows, self._knew_both):
            for mend in found:
                if mend.row is None:
                    del self._rows[mend.id]
                else:
                    self._rows[mend.id] = mend.row
        unmet = tuple(each.id for each, side in wanted if not self._holds(each, side))
        return Decided(tuple(self._rows.values()), unmet)

    def _take(self, conflict: Conflict, side: Record) -> None:
        """Put what one side has into the result: the fields that clash, with those that go with them, or all of it."""
        into = self._stands(conflict)
        if into is None or not conflict.fields:
            self._rows[side.id] = side
            return
        names = {name for group in groups(kind_of(side)) if set(group) & set(conflict.fields) for name in group}
        self._rows[into.id] = replace(into, **{name: getattr(side, name) for name in names})

    def _stands(self, conflict: Conflict) -> Record | None:
        """The row of the result that a conflict is about: where both added the same, the one of the two that stays."""
        if conflict.clash is Clash.DOUBLE and conflict.id not in self._rows:
            return twin(conflict.row, self._rows)
        return self._rows.get(conflict.id)

    def _bring_back(self) -> None:
        """What the rows that were taken refer to."""
        waiting = list(self._rows.values())
        while waiting:
            row = waiting.pop()
            for field in kind_of(row).references:
                value = getattr(row, field.name)
                for id in value if field.many else (value,):
                    if id is not None and id not in self._rows:
                        back = next(found for side in self._sides if (found := side.find(id)) is not None)
                        self._rows[id] = back
                        waiting.append(back)

    def _take_out(self, id: str) -> None:
        """Let a row go with what goes with it, where it may. No version goes: others may be told by it."""
        document = DocumentView(self._rows.values())
        if id in document and document.get(Snapshot, id) is None and may_delete(document, (id,)).ok:
            for delta in delete(document, (id,)).deltas:
                if delta.after is None:
                    del self._rows[delta.id]
                else:
                    self._rows[delta.id] = delta.after

    def _holds(self, conflict: Conflict, side: Record | None) -> bool:
        """Whether the result has what was picked."""
        row = self._stands(conflict)
        if side is None or row is None:
            return side is row or conflict.clash is Clash.DOUBLE
        return all(getattr(row, name) == getattr(side, name) for name in conflict.fields)

    def _knew_both(self, one: str, other: str) -> bool:
        return any(one in side and other in side for side in self._sides[:2])
