"""What leads from one document to another: by element, what became of it, and the rows that say so (R47, R58).

Rows that are parts of an element (a card's systems, a fail point's consequences, a metric's readings) are told with
it. Applying all rows of a comparison to the first document gives the second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from model.change import Change, Delta
from model.document import DocumentView
from model.elements import Card, Link, Step
from model.improvements import Cause, Effect, Spend, Uncertainty
from model.keeping import Snapshot
from model.kinds import FieldType, Kind, kind_of, kinds
from model.messages import Message
from model.record import Record
from model.registers import Consequence, Cost, FailPoint


class Sort(StrEnum):
    """What became of an element."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    REWORDED = "reworded"
    REOWNED = "reowned"
    RECOSTED = "recosted"
    CHANGED = "changed"


_PLACE = frozenset({"lane", "step", "last_step", "stage", "order", "source", "target"})
_NUMBERS = frozenset({FieldType.DECIMAL, FieldType.INTEGER})
# Rows of these are about money and time, whatever of them changes.
_COSTING = (Cost, FailPoint, Consequence, Cause, Spend, Effect, Uncertainty)
# Elements of their own, although they go with what they stand in.
_OWN = (Step, Link)


class Difference(NamedTuple):
    """What became of one element: `kind` is its kind's name, `sorts` in the order of `Sort`, `deltas` its rows."""

    element: str
    kind: str
    sorts: tuple[Sort, ...]
    deltas: tuple[Delta, ...]


class Comparison(NamedTuple):
    """Two documents compared; differences by kind in file order, then by place in the second document or the first."""

    before: DocumentView
    after: DocumentView
    differences: tuple[Difference, ...]

    def of(self, sort: Sort, kind: type[Record] = Card) -> tuple[str, ...]:
        """The elements of a kind of which that became."""
        name = kind_of(kind).name
        return tuple(each.element for each in self.differences if each.kind == name and sort in each.sorts)

    def changes(self, label: Message) -> tuple[Change, ...]:
        """The edits that make the second of the first: first what an id held that now holds another kind goes."""
        deltas = [delta for each in self.differences for delta in each.deltas]
        twice = {delta.id for delta in deltas if delta.after is None} & {d.id for d in deltas if d.before is None}
        first = tuple(delta for delta in deltas if delta.after is None and delta.id in twice)
        rest = tuple(delta for delta in deltas if delta.after is not None or delta.id not in twice)
        return tuple(change for change in (Change(label, first), Change(label, rest)) if change)


def compare(before: DocumentView, after: DocumentView) -> Comparison:
    """Everything that differs, but the versions that the documents keep."""
    by_element: dict[tuple[str, str], list[Delta]] = {}
    for delta in _deltas(before, after):
        document = before if delta.after is None else after
        element = element_of(document, delta.row)
        by_element.setdefault((kind_of(element).name, element.id), []).append(delta)
    found = [Difference(id, kind, _sorts(id, kind, deltas), tuple(deltas)) for (kind, id), deltas in by_element.items()]
    places = {kind.name: index for index, kind in enumerate(kinds())}

    def place(each: Difference) -> tuple[int, str, str]:
        row = after.find(each.element) or before.find(each.element)
        return places[each.kind], "" if row is None else row.order, each.element

    return Comparison(before, after, tuple(sorted(found, key=place)))


def element_of(document: DocumentView, row: Record) -> Record:
    """The element that a row is a part of, or the row itself."""
    seen: set[str] = set()
    while not isinstance(row, _OWN) and row.id not in seen:
        seen.add(row.id)
        field = next((field for field in kind_of(row).references if field.owned), None)
        whole = None if field is None else document.find(getattr(row, field.name))
        if whole is None:
            break
        row = whole
    return row


def counted(sorts: Iterable[Sort]) -> Iterator[tuple[Sort, int]]:
    """How often each thing became of elements, in the order of `Sort`; none that never did."""
    every = list(sorts)
    return ((sort, every.count(sort)) for sort in Sort if sort in every)


def _deltas(before: DocumentView, after: DocumentView) -> Iterator[Delta]:
    for kind in kinds():
        if kind.record is Snapshot:
            continue
        old, new = before.table(kind.record), after.table(kind.record)
        for id in sorted(old.keys() | new.keys()):
            if old.get(id) != new.get(id):
                yield Delta(old.get(id), new.get(id))


def _sorts(element: str, kind: str, deltas: Iterable[Delta]) -> tuple[Sort, ...]:
    found: set[Sort] = set()
    for delta in deltas:
        found |= _of_whole(delta) if delta.id == element and kind_of(delta.row).name == kind else _of_part(delta)
    whole = found & {Sort.ADDED, Sort.REMOVED}
    return tuple(sort for sort in Sort if sort in (whole or found))


def _of_whole(delta: Delta) -> set[Sort]:
    if delta.before is None:
        return {Sort.ADDED}
    if delta.after is None:
        return {Sort.REMOVED}
    kind = kind_of(delta.row)
    return {_of_field(kind, name) for name in fields_changed(delta)}


def _of_field(kind: Kind, name: str) -> Sort:
    field = next(field for field in kind.fields if field.name == name)
    if name in _PLACE:
        return Sort.MOVED
    if field.refers == ("Owner",):
        return Sort.REOWNED
    if field.holds in _NUMBERS:
        return Sort.RECOSTED
    if field.holds is FieldType.TEXT and name != "extra" and not field.refers:
        return Sort.REWORDED
    return Sort.CHANGED


def _of_part(delta: Delta) -> set[Sort]:
    """What a part that comes, goes or changes says of the whole."""
    if isinstance(delta.row, _COSTING):
        return {Sort.RECOSTED}
    kind = kind_of(delta.row)
    if kind.name == "Translation":
        return {Sort.REWORDED}
    if any(field.refers == ("Owner",) for field in kind.references):
        return {Sort.REOWNED}
    return {Sort.CHANGED}


def fields_changed(delta: Delta) -> tuple[str, ...]:
    """The fields in which a row differs before and after; none where it came or went."""
    if delta.before is None or delta.after is None:
        return ()
    names = (field.name for field in kind_of(delta.row).fields)
    return tuple(name for name in names if getattr(delta.before, name) != getattr(delta.after, name))
