"""Two states of a blueprint as one map: the second, with what is gone put back where it was, and a mark on each change.

What is gone stands at its old place among what is there, as far as that place is still known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from model.analysis.differences import Comparison, Sort
from model.analysis.soundness import mended
from model.document import DocumentView
from model.elements import Card, Lane, Link, Stage, Step
from model.keeping import Snapshot
from model.kinds import kind_named, kind_of
from model.record import Record

# What stands on the map; what others of these stand in comes first.
_ON_MAP: tuple[type[Record], ...] = (Stage, Lane, Step, Card, Link)
Marks = Mapping[str, tuple[str, ...]]


class Overlay(NamedTuple):
    """The map of both states, and by element what became of it: values of `Sort`."""

    document: DocumentView
    marks: Marks


def overlay(found: Comparison) -> Overlay:
    """Both states of a comparison in one."""
    rows: dict[str, Record] = {row.id: row for row in found.after.rows() if not isinstance(row, Snapshot)}
    for row in _gone(found):
        put_back = _as_it_fits(row, rows)
        if put_back is not None:
            rows[row.id] = put_back
    for each in mended(rows, lambda _one, _other: True):
        if each.row is not None:
            rows[each.id] = each.row
    on_map = {kind_of(kind("")).name for kind in _ON_MAP}
    differing = (each for each in found.differences if each.kind in on_map and each.element in rows)
    marks = {each.element: tuple(sort.value for sort in each.sorts) for each in differing}
    return Overlay(DocumentView(rows.values()), marks)


def _gone(found: Comparison) -> Iterator[Record]:
    for kind in _ON_MAP:
        wanted = set(found.of(Sort.REMOVED, kind))
        yield from (row for row in found.before.table(kind).values() if row.id in wanted)


def _as_it_fits(row: Record, rows: Mapping[str, Record]) -> Record | None:
    """A row without what it refers to that is not there; None where it cannot be without, or its id is taken."""
    if row.id in rows:
        return None
    values: dict[str, Any] = {}
    for field in kind_of(row).references:
        value = getattr(row, field.name)
        if field.many:
            values[field.name] = tuple(id for id in value if _is(rows.get(id), field.refers))
        elif value is not None and not _is(rows.get(value), field.refers):
            if not field.optional:
                return None
            values[field.name] = None
    return replace(row, **values)


def _is(row: Record | None, refers: tuple[str, ...]) -> bool:
    """Whether a row is there and of a kind that a field refers to."""
    return row is not None and ("*" in refers or any(type(row) is kind_named(name).record for name in refers))
