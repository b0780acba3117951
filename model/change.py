"""Every edit as data: rows before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from model.errors import BugError
from model.messages import Message
from model.record import Record


@dataclass(frozen=True, slots=True)
class Delta:
    """One row before and after an edit; None before: added; None after: removed."""

    before: Record | None
    after: Record | None

    def __post_init__(self) -> None:
        rows = [row for row in (self.before, self.after) if row is not None]
        if not rows or len({(type(row), row.id) for row in rows}) != 1:
            raise BugError(f"a delta is about one row: {self.before} -> {self.after}")

    @property
    def id(self) -> str:
        """The id of the row."""
        return self.row.id

    @property
    def row(self) -> Record:
        """The row as it is after, or was before if it is gone."""
        row = self.after if self.after is not None else self.before
        assert row is not None
        return row


@dataclass(frozen=True, slots=True)
class Change:
    """One edit: what the Edit menu calls it, its rows, and a key under which typing merges (empty: never)."""

    label: Message
    deltas: tuple[Delta, ...]
    merge_key: str = ""

    def inverse(self) -> Change:
        """The edit that takes this one back."""
        return Change(self.label, tuple(Delta(d.after, d.before) for d in reversed(self.deltas)), self.merge_key)

    def __bool__(self) -> bool:
        return bool(self.deltas)


def taken_back(rows: Iterable[Record], changes: Sequence[Change]) -> tuple[Record, ...]:
    """The rows as they were before some edits, the last of which led to these."""
    found = {row.id: row for row in rows}
    for change in reversed(changes):
        for delta in change.inverse().deltas:
            if delta.after is None:
                del found[delta.id]
            else:
                found[delta.id] = delta.after
    return tuple(found.values())


def then(first: Change, second: Change) -> Change:
    """One edit that does both: each row's first before and last after; rows back where they began fall out."""
    rows: dict[str, Delta] = {}
    for delta in (*first.deltas, *second.deltas):
        earlier = rows.pop(delta.id, None)
        before = delta.before if earlier is None else earlier.before
        if before is None and delta.after is None:
            continue
        if before != delta.after:
            rows[delta.id] = Delta(before, delta.after)
    return Change(first.label, tuple(rows.values()), second.merge_key)
