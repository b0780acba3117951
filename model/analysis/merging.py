"""Three-way merge of two people's copies against their common ancestor, field by field.

What one side changed and the other did not is taken. What both changed differently is a conflict, and stands in the
result as the ancestor had it; what one side took away and the other still works on stays. So no edit is lost: each is
in the result or in a listed conflict. Sides may be swapped: the result is the same, and so are the conflicts but for
the names of the sides.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, NamedTuple

from model.analysis.soundness import Mended, mended
from model.document import DocumentView
from model.errors import KnownError
from model.kinds import Field, Kind, kind_of, kinds
from model.messages import message
from model.record import Record

# Fields that mean something only together: a side changes all of them or none.
_TOGETHER: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "Card": (("lane", "step", "last_step", "order"),),
    "Step": (("stage", "order"),),
    "Lane": (("role", "order"),),
    "Link": (("source", "target"),),
    "Consequence": (("fail_point", "parent", "order"),),
    "Uncertainty": (("low", "high"),),
    "Snapshot": (("parent", "content"),),
}


class Clash(StrEnum):
    """Why two edits cannot both stand as they are."""

    CHANGED = "changed"
    DELETED = "deleted"
    NEEDED = "needed"
    ADDED = "added"
    DOUBLE = "double"
    UNSOUND = "unsound"


class Conflict(NamedTuple):
    """One conflict: about which record, which fields of it (none: all of it), and what each side has.

    `base`, `ours`, `theirs` are the record as each has it, None where it has none; `kept` as it is in the result.
    """

    clash: Clash
    id: str
    fields: tuple[str, ...]
    base: Record | None
    ours: Record | None
    theirs: Record | None
    kept: Record | None

    @property
    def row(self) -> Record:
        """The record in one of its forms."""
        return next(row for row in (self.kept, self.ours, self.theirs, self.base) if row is not None)


class Merged(NamedTuple):
    """The rows of the merged document, and the conflicts by kind and id."""

    rows: tuple[Record, ...]
    conflicts: tuple[Conflict, ...]


def merge(base: DocumentView, ours: DocumentView, theirs: DocumentView) -> Merged:
    """Both sides' edits in one; `KnownError` where the three are not copies of one document."""
    if len({each.blueprint.id for each in (base, ours, theirs)}) != 1:
        raise KnownError(message("merge.strangers"))
    return _Merge(base, ours, theirs).result()


class _Merge:
    """One merge under way: rows by id, conflicts by record."""

    def __init__(self, base: DocumentView, ours: DocumentView, theirs: DocumentView) -> None:
        self.base, self.ours, self.theirs = base, ours, theirs
        self.rows: dict[str, Record] = {}
        self.clashes: dict[str, tuple[Clash, tuple[str, ...]]] = {}

    def result(self) -> Merged:
        ids = sorted({row.id for each in (self.base, self.ours, self.theirs) for row in each.rows()})
        for id in ids:
            row = self._row(id)
            if row is not None:
                self.rows[id] = row
        for id, (clash, _) in list(self.clashes.items()):
            if clash is Clash.DELETED:
                self._bring_back_parts(id)
        self._bring_back_needed()
        self._mend(mended(self.rows, self._knew_both))
        places = {kind.name: place for place, kind in enumerate(kinds())}
        conflicts = [self._conflict(id) for id in sorted(self.clashes)]
        conflicts.sort(key=lambda each: places[kind_of(each.row).name])
        return Merged(tuple(self.rows.values()), tuple(conflicts))

    def _conflict(self, id: str) -> Conflict:
        clash, fields = self.clashes[id]
        base, ours, theirs = self.base.find(id), self.ours.find(id), self.theirs.find(id)
        return Conflict(clash, id, fields, base, ours, theirs, self.rows.get(id))

    def _row(self, id: str) -> Record | None:
        base, ours, theirs = self.base.find(id), self.ours.find(id), self.theirs.find(id)
        if len({type(row) for row in (base, ours, theirs) if row is not None}) != 1:
            raise KnownError(message("merge.two_kinds", id=id))
        if theirs in (ours, base):
            return ours
        if ours == base:
            return theirs
        if ours is None or theirs is None:
            if base is not None:
                self.clashes[id] = (Clash.DELETED, ())
            return ours if theirs is None else theirs
        return self._fields(base, ours, theirs)

    def _fields(self, base: Record | None, ours: Record, theirs: Record) -> Record:
        """One record that both sides have and at least one field of which both may have changed."""
        kind = kind_of(ours)
        values: dict[str, Any] = {}
        clashing: list[str] = []
        for group in groups(kind):
            mine, yours = _values(ours, group), _values(theirs, group)
            old = None if base is None else _values(base, group)
            if yours in (mine, old):
                taken = mine
            elif mine == old:
                taken = yours
            elif len(group) == 1 and (whole := self._together(_field(kind, group[0]), old, mine, yours)) is not None:
                taken = (whole,)
            else:
                taken = self._meanwhile(kind, group, old, mine, yours)
                # Also what both changed alike, where that does not stand without the rest of its group.
                sides = zip(group, taken, mine, yours, strict=True)
                clashing += [name for name, kept, *both in sides if both != [kept, kept]]
            values.update(zip(group, taken, strict=True))
        if clashing:
            self.clashes[ours.id] = (Clash.ADDED if base is None else Clash.CHANGED, tuple(clashing))
        return replace(ours, **values)

    def _together(self, field: Field, old: Any, mine: Any, yours: Any) -> Any:
        """A value that has what both sides did, where there is one: lists, and unknown fields by their keys."""
        if field.many:
            return _lists((old or ((),))[0], mine[0], yours[0])
        if field.name == "extra":
            return _extras((old or ("",))[0], mine[0], yours[0])
        return None

    def _meanwhile(
        self, kind: Kind, group: tuple[str, ...], old: tuple[Any, ...] | None, mine: Any, yours: Any
    ) -> tuple[Any, ...]:
        """What stands until somebody decides: the ancestor's, unless there is none that both sides could have."""
        names = [name for name in group if _field(kind, name).refers]
        referred = [id for name, id in zip(group, old or (), strict=False) if name in names and id is not None]
        gone = any(id not in self.ours and id not in self.theirs for id in referred)
        return min(mine, yours, key=repr) if old is None or gone else old

    def _bring_back_parts(self, id: str) -> None:
        """What went with a record that stays after all."""
        side = self.ours if id in self.ours else self.theirs
        row = side.find(id)
        assert row is not None
        for part, name in side.referrers(id):
            if part.id not in self.rows and part.id in self.base and _field(kind_of(part), name).owned:
                self.rows[part.id] = part
                self.clashes.setdefault(part.id, (Clash.DELETED, ()))
                self._bring_back_parts(part.id)

    def _bring_back_needed(self) -> None:
        """What one side took away and the result refers to."""
        waiting = list(self.rows.values())
        while waiting:
            row = waiting.pop()
            for field in kind_of(row).references:
                value = getattr(row, field.name)
                for id in value if field.many else (value,):
                    if id is not None and id not in self.rows:
                        back = self.ours.find(id) or self.theirs.find(id)
                        if back is not None:
                            self.rows[id] = back
                            self.clashes.setdefault(id, (Clash.NEEDED, ()))
                            waiting.append(back)

    def _knew_both(self, one: str, other: str) -> bool:
        return any(one in side and other in side for side in (self.ours, self.theirs))

    def _mend(self, found: Iterable[Mended]) -> None:
        """What both sides together made unsound, put right as little as can be."""
        for each in found:
            clash = Clash.DOUBLE if each.row is None else Clash.UNSOUND
            if each.row is None and not each.fields:
                del self.rows[each.id]
                continue
            earlier = self.clashes.get(each.id, (clash, ()))
            self.clashes[each.id] = (earlier[0], tuple(dict.fromkeys((*earlier[1], *each.fields))))
            if each.row is None:
                del self.rows[each.id]
            else:
                self.rows[each.id] = each.row


def groups(kind: Kind) -> list[tuple[str, ...]]:
    """The fields of a kind, those that go together in one group."""
    together = _TOGETHER.get(kind.name, ())
    inside = {name for group in together for name in group}
    return [*together, *((field.name,) for field in kind.fields if field.name not in inside)]


def _values(row: Record, group: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in group)


def _field(kind: Kind, name: str) -> Field:
    return next(field for field in kind.fields if field.name == name)


def _lists(old: tuple[Any, ...], mine: tuple[Any, ...], yours: tuple[Any, ...]) -> tuple[Any, ...]:
    """What neither took out of a list, in its order, then what they put in."""
    kept = [item for item in old if item in mine and item in yours]
    added = {item for item in (*mine, *yours) if item not in old}
    return (*dict.fromkeys(kept), *sorted(added))


def _extras(old: str, mine: str, yours: str) -> str | None:
    """Unknown fields, key by key; None where both changed one key differently."""
    was, one, other = (json.loads(text) if text else {} for text in (old, mine, yours))
    merged: dict[str, Any] = {}
    missing = object()
    for key in sorted(was.keys() | one.keys() | other.keys()):
        before, left, right = (each.get(key, missing) for each in (was, one, other))
        if left != right and before not in (left, right):
            return None
        value = right if left == before else left
        if value is not missing:
            merged[key] = value
    return json.dumps(merged, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if merged else ""
