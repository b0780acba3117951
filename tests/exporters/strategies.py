"""Random sound documents of every kind of record, for properties that must hold whatever a document says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date
from typing import Any

from hypothesis import strategies as st

from model.document import Document
from model.elements import Blueprint, Card
from model.kinds import Field, FieldType, Kind, kinds
from model.record import Record
from model.registers import Consequence

TEXTS = st.text(max_size=12)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9)
ORDERS = st.sampled_from(["", "a0", "a1", "Zz", "b05", "a0V"])
X_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
EXTRAS = st.just("") | st.dictionaries(st.sampled_from(["x-a", "x-é", "mood"]), X_VALUES, min_size=1).map(
    lambda extra: json.dumps(extra, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
)
PLAIN: dict[FieldType, st.SearchStrategy[Any]] = {
    FieldType.TEXT: TEXTS,
    FieldType.INTEGER: st.integers(-(2**53) + 1, 2**53 - 1),
    FieldType.FLAG: st.booleans(),
    FieldType.DECIMAL: DECIMALS,
    FieldType.DAY: st.dates(date(1, 1, 1), date(9999, 12, 31)),
    FieldType.INSTANT: st.datetimes(timezones=st.just(UTC)).map(lambda instant: instant.replace(microsecond=0)),
    FieldType.TEXTS: st.lists(TEXTS, max_size=3).map(tuple),
    FieldType.BLOB: st.binary(max_size=9),
}


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document that passes `model.validate`, with a few records of each kind."""
    ids: dict[str, list[str]] = {}
    for kind in kinds():
        count = 1 if kind.record is Blueprint else draw(st.integers(0, 3))
        ids[kind.name] = [f"{kind.table}_{number}" for number in range(count)]
    if not ids["Stage"]:
        ids["Step"] = []
    rows: list[Record] = []
    for kind in kinds():
        for id in ids[kind.name]:
            row = _record(draw, kind, id, ids)
            if row is not None:
                rows.append(row)
            else:
                ids[kind.name] = [other for other in ids[kind.name] if other != id]
    return Document(_without_dangling(_without_loops(rows)))


def _record(draw: st.DrawFn, kind: Kind, id: str, ids: Mapping[str, list[str]]) -> Record | None:
    values: dict[str, Any] = {"id": id, "order": draw(ORDERS), "extra": draw(EXTRAS)}
    for field in kind.fields[3:]:
        known = _candidates(field, ids)
        if field.refers and field.many:
            values[field.name] = tuple(draw(st.lists(st.sampled_from(known), max_size=2))) if known else ()
        elif field.refers:
            if field.owned and not known:
                return None
            values[field.name] = draw(st.sampled_from([*known] if field.owned else [None, *known]))
        elif draw(st.booleans()):
            values[field.name] = draw(_value(field))
    if kind.record is Card:
        if values["lane"] is None or values["step"] is None:
            values |= {"lane": None, "step": None, "last_step": None}
        elif values["last_step"] is not None:
            values["last_step"] = values["step"]
    return kind.record(**values)


def _candidates(field: Field, ids: Mapping[str, list[str]]) -> list[str]:
    if "*" in field.refers:
        return [id for name in ("Blueprint", "Card", "Lane", "Owner") for id in ids[name]]
    return [id for name in field.refers for id in ids.get(name, [])]


def _value(field: Field) -> st.SearchStrategy[Any]:
    if field.holds is FieldType.CHOICE:
        assert field.choices is not None
        return st.sampled_from(field.choices)
    if field.holds is FieldType.CHOICES:
        assert field.choices is not None
        return st.lists(st.sampled_from(field.choices), max_size=3).map(tuple)
    return PLAIN[field.holds]


def _without_loops(rows: list[Record]) -> list[Record]:
    """The rows with consequences that follow only from earlier ones of their fail point."""
    kept: list[Record] = []
    points: dict[str, str] = {}
    for row in rows:
        if isinstance(row, Consequence):
            loose = row.parent is not None and points.get(row.parent) != row.fail_point
            kept.append(replace(row, parent=None) if loose else row)
            points[row.id] = row.fail_point
        else:
            kept.append(row)
    return kept


def _without_dangling(rows: list[Record]) -> list[Record]:
    """The rows that refer only to rows that are there, until nothing more falls out."""
    by_kind = {kind.record: kind for kind in kinds()}
    while True:
        known = {row.id for row in rows}
        kept = [row for row in rows if all(_known(row, field, known) for field in by_kind[type(row)].references)]
        if len(kept) == len(rows):
            return rows
        rows = kept


def _known(row: Record, field: Field, known: set[str]) -> bool:
    value = getattr(row, field.name)
    return value is None or all(id in known for id in (value if field.many else (value,)))
