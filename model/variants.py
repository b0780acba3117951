"""Variants: named paths through the same steps and lanes. What lists none belongs to all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from model.change import Change, Delta
from model.document import Document, DocumentView
from model.elements import Card, Lane, Link, Variant
from model.folding import same_name
from model.grid import lanes
from model.ids import spread
from model.keeping import SavedView, ViewMode
from model.kinds import kind_of
from model.record import Record


def view_of(variant: Variant) -> SavedView:
    """The view that shows a variant alone."""
    return SavedView("", name=variant.title, mode=ViewMode.HIDE, variants=(variant.id,))


def named(document: DocumentView, name: str) -> Variant | None:
    """The variant with a title, whatever its case, or with an id."""
    found = (row for row in document.where(Variant) if same_name(row.title, name))
    return next(found, document.get(Variant, name))


def belongs(row: Card | Link, variant: str) -> bool:
    """Whether a card or link is part of a variant."""
    return not row.variants or variant in row.variants


def within(document: DocumentView, change: Change, variant: str) -> Change:
    """A change whose new cards and links belong to a variant, unless they say to which."""
    if document.get(Variant, variant) is None:
        return change
    return Change(change.label, tuple(_within(delta, variant) for delta in change.deltas), change.merge_key)


def _within(delta: Delta, variant: str) -> Delta:
    row = delta.after
    fresh = delta.before is None and isinstance(row, Card | Link) and not row.variants
    return Delta(None, replace(row, variants=(variant,))) if fresh and isinstance(row, Card | Link) else delta


def alone(document: DocumentView, variant: str) -> Document:
    """A document of one variant: what belongs to others is not there, nor what belongs to that."""
    gone: set[str] = {row.id for row in document.rows() if isinstance(row, Card | Link) and not belongs(row, variant)}
    before = -1
    while len(gone) != before:
        before = len(gone)
        gone.update(row.id for row in document.rows() if row.id not in gone and _owners(row) & gone)
    return Document(_without(row, gone) for row in document.rows() if row.id not in gone)


def _owners(row: Record) -> set[str]:
    """The records without which a row cannot be."""
    fields = (field for field in kind_of(row).references if field.owned and not field.many)
    return {id for field in fields if (id := getattr(row, field.name))}


def _without(row: Record, gone: set[str]) -> Record:
    """A row that refers to nothing that is gone."""
    fields: dict[str, Any] = {}
    for field in kind_of(row).references:
        held = getattr(row, field.name)
        if field.many and not gone.isdisjoint(held):
            fields[field.name] = tuple(id for id in held if id not in gone)
        elif not field.many and held in gone:
            fields[field.name] = None
    return replace(row, **fields) if fields else row


def side_by_side(document: DocumentView, variants: Sequence[Variant]) -> Document:
    """A map with each lane once a variant, one below the other, so that steps stand in the same columns.

    What belongs to several variants is there several times. It is to be looked at: ids are those of the document with
    the place of the variant behind them.
    """
    rows: list[Record] = [row for row in document.rows() if not _on_lanes(document, row)]
    keys = dict(zip((lane.id for lane in lanes(document)), _keys(document, len(variants)), strict=True))
    for place, variant in enumerate(variants):
        part = alone(document, variant.id)
        copied = {row.id: f"{row.id}_{place + 1}" for row in part.rows() if _on_lanes(part, row)}
        for id in copied:
            row = _renamed(part.find(id), copied)
            if isinstance(row, Lane):
                title = f"{row.title}\n{variant.title}".strip()
                row = replace(row, title=title, order=keys[id][place])
            rows.append(replace(row, variants=()) if isinstance(row, Card | Link) else row)
    return Document(rows)


def _keys(document: DocumentView, count: int) -> Iterator[list[str]]:
    keys = spread(count * len(document.table(Lane)))
    for start in range(0, len(keys), count):
        yield keys[start : start + count]


def _on_lanes(document: DocumentView, row: Record) -> bool:
    """Whether a row is a lane, or is there only with a card."""
    if isinstance(row, Lane | Card | Link):
        return True
    return any(
        isinstance(found := document.find(id), Record) and _on_lanes(document, found) for id in sorted(_owners(row))
    )


def _renamed(row: Record | None, ids: dict[str, str]) -> Any:
    """A copy of a row that refers to the copies of what was copied."""
    assert row is not None
    fields: dict[str, Any] = {"id": ids[row.id]}
    for field in kind_of(row).references:
        held = getattr(row, field.name)
        fields[field.name] = tuple(ids.get(id, id) for id in held) if field.many else ids.get(held, held)
    return replace(row, **fields)
