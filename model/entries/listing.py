"""The entries of a register as they are listed: sorted and filtered for one view, in step with the document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from model.change import Change
from model.entries.columns import Column
from model.entries.words import Words
from model.folding import fold
from model.kinds import kind_of
from model.naming import called
from model.record import Record


class Touched(NamedTuple):
    """What an edit did to a listing: entries that went, that came, and whose cells may show something else."""

    gone: tuple[str, ...]
    come: tuple[str, ...]
    altered: tuple[str, ...]


class Listing:
    """Ids in order. Sorting and filtering are this view's alone, and hold for what comes later.

    An entry that is edited stays where it is and in sight until the listing is arranged anew.
    """

    def __init__(self, words: Words) -> None:
        self.words = words
        self.ids: list[str] = []
        self.column: Column | None = None
        self.down = False
        self.wanted: tuple[str, ...] = ()
        self.seen: tuple[Column, ...] = words.register.columns
        self._listed: set[str] = set()
        self._read: dict[str, str] = {}
        self.arrange()

    def arrange(self) -> None:
        """List anew what passes the filter, in the order of the column; without one, of the document."""
        words = self.words
        rows = [row for row in words.register.rows(words.document, words.master) if self.passes(row)]
        self.ids = [row.id for row in self._sorted(rows)]
        self._listed = set(self.ids)

    def sort(self, column: Column | None, down: bool = False) -> None:
        """Arrange by a column, or as the document has it."""
        self.column, self.down = column, down
        self.arrange()

    def filter(self, text: str, columns: Sequence[Column]) -> None:
        """List only entries that show every word of a text in some of these columns, whatever case and accents."""
        if self.seen != tuple(columns):
            self._read.clear()
        self.wanted, self.seen = tuple(fold(text).split()), tuple(columns)
        self.arrange()

    def passes(self, row: Record) -> bool:
        """Whether an entry shows what is filtered for."""
        if not self.wanted:
            return True
        shown = self._read.get(row.id)
        if shown is None:
            shown = fold("\n".join([self.words.shown(row, column) for column in self.seen]))
            self._read[row.id] = shown
        return all(word in shown for word in self.wanted)

    def touched(self, change: Change) -> Touched:
        """What an edit of the document did to what is listed; nothing is listed otherwise yet."""
        register, master, document = self.words.register, self.words.master, self.words.document
        gone: list[str] = []
        come: list[str] = []
        altered: dict[str, None] = {}
        for delta in change.deltas:
            before, after = delta.before, delta.after
            self._read.pop(delta.id, None)
            belongs = after is not None and register.holds(after, master)
            if delta.id in self._listed:
                if belongs:
                    altered[delta.id] = None
                else:
                    gone.append(delta.id)
            elif belongs:
                come.append(delta.id)
            for id in (*_referred(before), *_referred(after), *self._naming(before, after)):
                self._read.pop(id, None)
                if id in self._listed:
                    altered[id] = None
        found = (document.find(id) for id in come)
        passing = tuple(row.id for row in found if row is not None and self.passes(row))
        lost = {*gone, *come}
        return Touched(tuple(gone), passing, tuple(id for id in altered if id not in lost))

    def place(self, id: str) -> int:
        """Where an entry that came belongs."""
        words = self.words
        row = words.document.find(id)
        assert row is not None
        if self.column is None:
            return bisect_right(self.ids, (row.order, row.id), key=self._order)
        mine = words.key(row, self.column)
        low, high = 0, len(self.ids)
        while low < high:
            middle = (low + high) // 2
            if self._before(mine, self._key(self.ids[middle])):
                high = middle
            else:
                low = middle + 1
        return low

    def put(self, place: int, id: str) -> None:
        """List an entry."""
        self.ids.insert(place, id)
        self._listed.add(id)

    def take(self, place: int) -> None:
        """List an entry no more."""
        self._listed.discard(self.ids.pop(place))

    def _order(self, id: str) -> tuple[str, str]:
        row = self.words.document.find(id)
        return ("", id) if row is None else (row.order, row.id)

    def _key(self, id: str) -> Any:
        row = self.words.document.find(id)
        return None if row is None or self.column is None else self.words.key(row, self.column)

    def _before(self, one: Any, other: Any) -> bool:
        if one is None or other is None:
            return one is not None
        return bool(one > other if self.down else one < other)

    def _sorted(self, rows: Sequence[Record]) -> list[Record]:
        if self.column is None:
            return list(rows)
        column = self.column
        keys = [(self.words.key(row, column), row) for row in rows]
        said = [pair for pair in keys if pair[0] is not None]
        said.sort(key=lambda pair: pair[0], reverse=self.down)
        return [row for _, row in said] + [row for key, row in keys if key is None]

    def _naming(self, before: Record | None, after: Record | None) -> Iterable[str]:
        """The listed entries that show the name of a record which is now called otherwise."""
        document = self.words.document
        if before is None or after is None or called(document, before) == called(document, after):
            return
        kind = kind_of(after)
        for field in kind_of(self.words.register.record).references:
            if kind.name in field.refers:
                for row in document.where(self.words.register.record, **{field.name: after.id}):
                    yield row.id


def _referred(row: Record | None) -> Iterable[str]:
    """The records a row refers to."""
    if row is None:
        return
    for field in kind_of(row).references:
        value = getattr(row, field.name)
        if isinstance(value, tuple):
            yield from value
        elif value:
            yield value
