"""Rows that are each sound but not together, as two people's edits can make them: what to change, and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from model.elements import Card, CardChannel, CardSystem, RaciEntry, Stage, Step, Translation
from model.improvements import Uncertainty
from model.kinds import kind_of
from model.record import Record
from model.registers import Consequence, SystemExchange

# Rows of which there is one for each set of these fields.
_ONCE: tuple[tuple[type[Record], tuple[str, ...]], ...] = (
    (CardSystem, ("card", "system")),
    (CardChannel, ("card", "channel")),
    (RaciEntry, ("card", "owner")),
    (SystemExchange, ("system", "other")),
    (Translation, ("element", "field", "language")),
    (Uncertainty, ("element", "field")),
)


class Mended(NamedTuple):
    """A row as it can stand, and the fields that changed for it.

    None: it goes, as another row is about the same; `fields` are those in which that one says something else.
    """

    id: str
    row: Record | None
    fields: tuple[str, ...] = ()


def mended(rows: Mapping[str, Record], knew_both: Callable[[str, str], bool]) -> tuple[Mended, ...]:
    """What must change so that all rows make one sound document, in the order of ids.

    Rows about the same that one side `knew_both` of are as they are wanted.
    """
    found = {each.id: each for each in (*_spans(rows), *_consequences(rows), *_doubles(rows, knew_both))}
    return tuple(found[id] for id in sorted(found))


def _spans(rows: Mapping[str, Record]) -> Iterator[Mended]:
    """Cards that would end before they begin take one step."""
    steps = [(row, rows[row.stage]) for row in rows.values() if isinstance(row, Step) and row.stage in rows]
    steps.sort(key=lambda pair: (pair[1].order, pair[1].id, pair[0].order, pair[0].id))
    place = {step.id: index for index, (step, stage) in enumerate(steps) if isinstance(stage, Stage)}
    for row in rows.values():
        if isinstance(row, Card) and row.last_step is not None:
            first, last = place.get(row.step or "", -1), place.get(row.last_step, -1)
            if row.step is None or last < first:
                yield Mended(row.id, replace(row, last_step=None), ("last_step",))


def _consequences(rows: Mapping[str, Record]) -> Iterator[Mended]:
    """Consequences that would follow from themselves, or from those of another fail point, follow from the failure."""
    for row in rows.values():
        if isinstance(row, Consequence) and row.parent is not None and not _follows(rows, row):
            yield Mended(row.id, replace(row, parent=None), ("parent",))


def _follows(rows: Mapping[str, Record], row: Consequence) -> bool:
    above = rows.get(row.parent or "")
    if not isinstance(above, Consequence) or above.fail_point != row.fail_point:
        return False
    seen: set[str] = set()
    while isinstance(above, Consequence) and above.id not in seen:
        if above.id == row.id:
            return False
        seen.add(above.id)
        above = rows.get(above.parent or "")
    return True


def _doubles(rows: Mapping[str, Record], knew_both: Callable[[str, str], bool]) -> Iterator[Mended]:
    """Of rows about the same, those go that nothing refers to, as long as one is left: the one with the first id."""
    for kind, fields in _ONCE:
        groups: dict[tuple[object, ...], list[Record]] = {}
        for row in rows.values():
            if type(row) is kind:
                groups.setdefault(tuple(getattr(row, name) for name in fields), []).append(row)
        twins = [group for group in groups.values() if len(group) > 1]
        referred = _referred(rows) if twins else frozenset()
        for group in twins:
            kept, *others = sorted(group, key=lambda row: (row.id not in referred, row.id))
            for row in others:
                if row.id not in referred and not knew_both(kept.id, row.id):
                    yield Mended(row.id, None, _unlike(kept, row))


def twin(row: Record, rows: Mapping[str, Record]) -> Record | None:
    """Another row about the same as one, where there may be only one."""
    fields = next((fields for kind, fields in _ONCE if type(row) is kind), None)
    if fields is None:
        return None
    alike = (each for each in rows.values() if type(each) is type(row) and each.id != row.id)
    return next((each for each in alike if all(getattr(each, f) == getattr(row, f) for f in fields)), None)


def _referred(rows: Mapping[str, Record]) -> frozenset[str]:
    """What fields that may refer to anything do refer to."""
    found: set[str] = set()
    for row in rows.values():
        for field in kind_of(row).references:
            if "*" in field.refers:
                value = getattr(row, field.name)
                found.update(value if field.many else (value,))
    return frozenset(found)


def _unlike(one: Record, other: Record) -> tuple[str, ...]:
    names = (field.name for field in kind_of(one).fields if field.name not in ("id", "order"))
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))
