"""The document: records by id, with indexes that grow with what changed, not with the document."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import Any, TypeVar, cast

from model.change import Change
from model.elements import Blueprint
from model.errors import BugError
from model.kinds import RECORDS, kind_named, kind_of, kinds, referring
from model.making_way import Parting, in_order
from model.record import Record
from model.signal import Signal

R = TypeVar("R", bound=Record)
T = TypeVar("T")
Key = tuple[Any, ...]
_EMPTY: tuple[Any, ...] = ()
# So many rows are walked in a fraction of a millisecond.
_STRIDE = 64
_PLACE = attrgetter("order", "id")
_ID = attrgetter("id")
# Pairs of fields that edits look rows up by.
_PAIRS = (("Card", ("lane", "step")), ("Link", ("source", "target")), ("CardSystem", ("card", "system")))


class _Index(Parting):
    """Records of one kind by the values of some fields; a field with many values files a record under each."""

    __slots__ = ("buckets", "sorted", "_former", "_single", "_values")

    def __init__(self, fields: tuple[str, ...], rows: Iterable[Record]) -> None:
        self.buckets: dict[Key, dict[str, Record]] = {}
        self.sorted: dict[Key, tuple[Any, ...]] = {}
        # Many rows as they were in order, and what has gone and come since.
        self._former: dict[Key, tuple[tuple[Any, ...], list[tuple[Record | None, Record | None]]]] = {}
        self._single = len(fields) == 1
        self._values: Callable[[Record], Any] = attrgetter(*fields) if fields else _no_values
        buckets = self.buckets
        for key, row in self._filed(list(rows)):
            bucket = buckets.get(key)
            if bucket is None:
                buckets[key] = {row.id: row}
            else:
                bucket[row.id] = row

    def _filed(self, rows: list[Record]) -> Iterable[tuple[Key, Record]]:
        """Rows with their keys: all at once where no field has many values."""
        values = list(map(self._values, rows))
        if not self._single:
            return zip(values, rows, strict=True)
        if tuple in set(map(type, values)):
            return [(key, row) for row in rows for key in self.keys(row)]
        return zip(zip(values, strict=True), rows, strict=True)

    def keys(self, row: Record) -> Iterable[Key]:
        values = self._values(row)
        if not self._single:
            return (values,)
        return [(value,) for value in dict.fromkeys(values)] if type(values) is tuple else ((values,),)

    def replace(self, before: Record | None, after: Record | None) -> None:
        if before is not None:
            for key in self.keys(before):
                bucket = self.buckets[key]
                del bucket[before.id]
                self._note(key, before, None)
                if not bucket:
                    del self.buckets[key]
        if after is not None:
            for key in self.keys(after):
                self.buckets.setdefault(key, {})[after.id] = after
                self._note(key, None, after)

    def _note(self, key: Key, gone: Record | None, come: Record | None) -> None:
        """What has changed among many rows is kept while it is little: all are not sorted anew for it."""
        found = self.sorted.pop(key, None)
        if found is not None and len(found) > _STRIDE:
            self._former[key] = found, []
        former = self._former.get(key)
        if former is not None:
            former[1].append((gone, come))
            if len(former[1]) > _STRIDE:
                del self._former[key]

    def rows(self, key: Key) -> tuple[Any, ...]:
        found = self.sorted.get(key)
        if found is None:
            bucket = self.buckets.get(key)
            if bucket is None:
                return _EMPTY
            found = self.sorted[key] = tuple(self._in_order(key, bucket))
        return found

    def _in_order(self, key: Key, bucket: dict[str, Record]) -> Iterable[Record]:
        former = self._former.pop(key, None)
        if former is None:
            return in_order(bucket.values(), _PLACE) if len(bucket) > 1 else bucket.values()
        ordered = [*former[0]]
        for gone, come in former[1]:
            if gone is not None:
                del ordered[bisect_left(ordered, _PLACE(gone), key=_PLACE)]
            if come is not None:
                insort(ordered, come, key=_PLACE)
        return ordered

    def one(self, value: str) -> tuple[Any, ...]:
        """The rows by the value of a single field."""
        key = (value,)
        return self.rows(key) if key in self.buckets else _EMPTY


class _PacedTable(dict[str, Record]):
    """A table that calls `pause` every so many rows while it is walked."""

    __slots__ = ("_pause",)

    def __init__(self, table: Mapping[str, Record], pause: Callable[[], None]) -> None:
        super().__init__(table)
        self._pause = pause

    def __iter__(self) -> Iterator[str]:
        return self._paced(super().__iter__())

    def values(self) -> Any:
        return self._paced(super().values())

    def items(self) -> Any:
        return self._paced(super().items())

    def _paced(self, walk: Iterable[T]) -> Iterator[T]:
        return _pausing(walk, self._pause)


class _PacedRows(tuple[T, ...]):
    """Rows that call `pause` every so many while they are walked."""

    pause: Callable[[], None]

    def __iter__(self) -> Iterator[T]:
        return _pausing(super().__iter__(), self.pause)


def _pausing(walk: Iterable[T], pause: Callable[[], None]) -> Iterator[T]:
    for count, each in enumerate(walk, 1):
        yield each
        if not count % _STRIDE:
            pause()


def _no_values(_row: Record) -> Key:
    return ()


def _nothing(_value: str) -> tuple[Any, ...]:
    return _EMPTY


class DocumentView:
    """A document to read: what `Document` is to everyone but its history, and what workers get, frozen."""

    def __init__(self, rows: Iterable[Record] = (), revision: int = 0) -> None:
        self._tables: dict[type[Record], dict[str, Record]] = {record: {} for record in RECORDS}
        self._rows: dict[str, Record] = {}
        self._indexes: dict[tuple[type[Record], tuple[str, ...]], _Index] = {}
        self.revision = revision
        count = 0
        for kind, alike in groupby(rows, type):
            some = list(alike)
            found = dict(zip(map(_ID, some), some, strict=True))
            self._tables[kind].update(found)
            self._rows.update(found)
            count += len(some)
        if len(self._rows) != count:
            raise BugError("two rows have one id")

    def __contains__(self, id: object) -> bool:
        return id in self._rows

    def __len__(self) -> int:
        return len(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DocumentView) and self._rows == other._rows

    def __hash__(self) -> int:
        raise TypeError("a document changes; it is nobody's key")

    def has_all(self, ids: Set[str]) -> bool:
        """Whether all of these are there."""
        return ids <= self._rows.keys()

    def find(self, id: str | None) -> Record | None:
        """The record with an id, of whatever kind, or None."""
        return None if id is None else self._rows.get(id)

    def get(self, kind: type[R], id: str | None) -> R | None:
        """The record of a kind with an id, or None."""
        row = None if id is None else self._tables[kind].get(id)
        return row if isinstance(row, kind) else None

    def need(self, kind: type[R], id: str | None) -> R:
        """The record of a kind with an id; its absence is a bug."""
        row = self.get(kind, id)
        if row is None:
            raise BugError(f"no {kind.__name__} {id}")
        return row

    def table(self, kind: type[R]) -> Mapping[str, R]:
        """All records of a kind by id, in no order that means anything."""
        return MappingProxyType(cast("dict[str, R]", self._tables[kind]))

    def where(self, kind: type[R], **fields: str | None) -> tuple[R, ...]:
        """The records of a kind whose fields have these values, by order and id; no field: all of the kind.

        A field that holds many ids matches when it holds the value. The first call for a set of fields reads the
        whole table; from then on an edit costs what it touched.
        """
        table = self._tables[kind]
        if not table:
            return _EMPTY
        if len(fields) == 1:
            names, key = tuple(fields), tuple(fields.values())
        else:
            names = tuple(sorted(fields))
            key = tuple([fields[name] for name in names])
        index = self._indexes.get((kind, names))
        if index is None:
            index = _Index(names, table.values())
            self._indexes[kind, names] = index
        return index.rows(key)

    def by(self, kind: type[R], field: str) -> Callable[[str], tuple[R, ...]]:
        """As `where`, for a field that is asked often: what gives the records with a value, until the next edit."""
        self.where(kind, **{field: ""})
        index = self._indexes.get((kind, (field,)))
        return _nothing if index is None else index.one

    def tally(self, kind: type[Record], field: str) -> Iterator[tuple[str, int]]:
        """How many records of a kind refer to each record that a field of theirs refers to."""
        self.where(kind, **{field: ""})
        index = self._indexes.get((kind, (field,)))
        if index is not None:
            yield from ((key[0], len(bucket)) for key, bucket in index.buckets.items() if key[0])

    def prepare(self) -> Iterator[None]:
        """Build the indexes that edits use, one at each step, so that no first edit of its kind has to wait.

        For an idle moment after opening: the largest index of 10,000 cards takes some 10 ms.
        """
        for kind in kinds():
            for field in kind.references if self._tables[kind.record] else ():
                self.where(kind.record, **{field.name: ""})
                yield
        for name, fields in _PAIRS:
            if self._tables[kind_named(name).record]:
                self.where(kind_named(name).record, **dict.fromkeys(fields, ""))
                yield
        for record, table in self._tables.items():
            if len(table) > _STRIDE:
                self.where(record)
                yield

    def unsorted(self) -> Iterable[Record]:
        """Every record, in no order that means anything."""
        return self._rows.values()

    def rows(self) -> Iterable[Record]:
        """Every record, kind by kind in file order, by order and id within."""
        for kind in RECORDS:
            yield from in_order(self._tables[kind].values(), _PLACE)

    @property
    def blueprint(self) -> Blueprint:
        """The one blueprint of the document."""
        for row in self._tables[Blueprint].values():
            assert isinstance(row, Blueprint)
            return row
        raise BugError("a document without a blueprint")

    def referrers(self, id: str) -> tuple[tuple[Record, str], ...]:
        """Who refers to a record, and by which field, in file order."""
        target = self._rows.get(id)
        if target is None:
            return ()
        name = kind_of(target).name
        return tuple(
            (row, field.name) for record, field in referring(name) for row in self.where(record, **{field.name: id})
        )

    def frozen(self) -> DocumentView:
        """An unchanging copy with this revision, for a worker."""
        copy = DocumentView((), self.revision)
        copy._rows = dict(self._rows)
        copy._tables = {kind: dict(table) for kind, table in self._tables.items()}
        return copy

    def paced(self, pause: Callable[[], None]) -> DocumentView:
        """The same for a worker that makes way for others: who walks its tables or asks it calls `pause` meanwhile."""
        copy = _PacedView(pause, self.revision)
        copy._rows = dict(self._rows)
        copy._tables = {kind: _PacedTable(table, pause) for kind, table in self._tables.items()}
        return copy


class _PacedView(DocumentView):
    """Calls `pause` every so many times that it is asked for rows, and while many are walked."""

    def __init__(self, pause: Callable[[], None], revision: int) -> None:
        super().__init__((), revision)
        self._pause = pause
        self._asked = 0

    def where(self, kind: type[R], **fields: str | None) -> tuple[R, ...]:
        """As ever."""
        self._asked += 1
        if not self._asked % _STRIDE:
            self._pause()
        rows = super().where(kind, **fields)
        if len(rows) <= _STRIDE:
            return rows
        paced = _PacedRows(rows)
        paced.pause = self._pause
        return paced


class Document(DocumentView):
    """The document that a history edits. `changed` tells each applied Change once, after it has been applied."""

    def __init__(self, rows: Iterable[Record] = (), revision: int = 0) -> None:
        super().__init__(rows, revision)
        self.changed: Signal[Change] = Signal()

    def apply(self, change: Change) -> None:
        """Apply an edit whole or not at all: a `before` that is not what the document holds is a bug."""
        self.alter(change)
        self.changed.emit(change)

    def alter(self, change: Change) -> None:
        """Apply an edit and tell nobody: a part of a group, which is told as one when it ends."""
        for delta in change.deltas:
            if self._rows.get(delta.id) != delta.before:
                raise BugError(f"stale change {change.label}: {delta.id}")
        for delta in change.deltas:
            self._replace(delta.before, delta.after)
        self.revision += 1

    def _replace(self, before: Record | None, after: Record | None) -> None:
        row = after if after is not None else before
        assert row is not None
        kind = type(row)
        if after is None:
            del self._rows[row.id], self._tables[kind][row.id]
        else:
            self._rows[row.id] = after
            self._tables[kind][row.id] = after
        for (indexed, _), index in self._indexes.items():
            if indexed is kind:
                index.replace(before, after)
