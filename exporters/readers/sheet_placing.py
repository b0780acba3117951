"""Records of tables as a new document, or as the edit that makes the open one say what the tables say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from exporters.readers.base import Counts, Entry, Reader, Reading, Report, derived_id, finish, placed
from exporters.readers.sheet_records import Exported, Records
from exporters.sheets.names import digest
from model.change import Change, Delta, then
from model.commands.delete import delete
from model.document import Document, DocumentView
from model.elements import Blueprint, Card
from model.errors import KnownError
from model.ids import between, is_order
from model.keeping import Snapshot
from model.kinds import kind_of
from model.messages import message
from model.record import Record
from model.validate import require


def place(
    reader: Reader, source: Path, read: Counts, found: Records, exported: Exported, into: DocumentView | None
) -> Reading:
    """The outcome of a reader of tables."""
    made = _in_order(found, into)
    if into is None:
        made = _with_blueprint(source, found, made)
        require(str(source), made, _placer(found))
        return finish(reader, source, read, tuple(made), found.inferred, found.left_out, None)
    change = _change(source, found, made, exported, into)
    _sound(source, found, change, into)
    touched = [delta.row for delta in change.deltas if delta.after is not None]
    report = Report(source.name, reader.name, read, placed(touched), tuple(found.inferred), tuple(found.left_out))
    return Reading(report, change=change)


def _placer(found: Records) -> Any:
    places = found.places
    return lambda row: places.get(row.id, row.id)


def _with_blueprint(source: Path, found: Records, made: list[Record]) -> list[Record]:
    if any(isinstance(row, Blueprint) for row in made):
        return made
    title = source.stem.strip()
    found.inferred.append(Entry(title, "", message("sheet.title_from_name")))
    return [Blueprint(derived_id("blueprint", source.name), "a0", title=title), *made]


def _siblings(row: Record) -> tuple[Any, ...]:
    """What a record shares with those among whom its order counts."""
    if isinstance(row, Card):
        return Card, row.lane, row.step
    owners = [getattr(row, each.name) for each in kind_of(row).references if each.owned]
    return (type(row), *owners[:1])


def _in_order(found: Records, into: DocumentView | None) -> list[Record]:
    """The records, new ones with an order key behind the sibling that stands above them, else behind all."""
    keys: dict[tuple[Any, ...], list[str]] = {}
    here = {row.id for row in found.rows}
    others = [] if into is None else [row for row in into.rows() if row.id not in here]
    known = [made for row, made in zip(found.rows, found.made, strict=True) if not row.fresh]
    for record in (*others, *known):
        if is_order(record.order):
            keys.setdefault(_siblings(record), []).append(record.order)
    for taken in keys.values():
        taken.sort()
    last: dict[tuple[Any, ...], str] = {}
    made = []
    for row, record in zip(found.rows, found.made, strict=True):
        group = _siblings(record)
        order = _order_behind(keys.setdefault(group, []), last.get(group)) if row.fresh else record.order
        if is_order(order):
            last[group] = order
        made.append(replace(record, order=order) if row.fresh else record)
    return made


def _order_behind(taken: list[str], low: str | None) -> str:
    """A new key behind another, or behind all; put among those that are taken."""
    place = len(taken) if low is None else bisect_right(taken, low)
    order = between(taken[place - 1] if place else None, taken[place] if place < len(taken) else None)
    taken.insert(place, order)
    return order


def _change(source: Path, found: Records, made: list[Record], exported: Exported, into: DocumentView) -> Change:
    """Deletions first, with all that goes with them, then what is new or other."""
    label = message("readers.change", file=source.name)
    own = into.blueprint.id
    at_home = exported.document == own
    if exported.document and not at_home:
        found.left_out.append(Entry(source.name, "", message("sheet.foreign")))
    gone = _deleted(found, exported, into) if at_home else []
    change = replace(delete(into, gone), label=label) if gone else Change(label, ())
    lost = {delta.id for delta in change.deltas if delta.after is None}
    now = {delta.id: delta.after for delta in change.deltas}
    deltas = []
    for row, record in zip(found.rows, made, strict=True):
        if isinstance(record, Blueprint) and record.id != own:
            found.left_out.append(Entry(record.title, row.at("title"), message("readers.own_blueprint")))
            continue
        here = into.find(record.id)
        if here is not None and type(here) is not type(record):
            raise KnownError(message("readers.other_kind", file=str(source), id=record.id))
        _, _, noted = exported.records.get(record.id, ("", "", "")) if at_home else ("", "", "")
        if noted == digest(record):
            continue
        element = str(getattr(record, "title", "") or getattr(record, "name", "") or record.id)
        if noted and here is None:
            found.left_out.append(Entry(element, row.at("id"), message("sheet.deleted_here")))
            continue
        if noted and here is not None and noted != digest(here):
            found.inferred.append(Entry(element, row.at("id"), message("sheet.changed_here")))
        kept = _without(record, lost, {} if at_home else _foreign(found, own))
        if kept is None or record.id in lost:
            found.left_out.append(Entry(element, row.at("id"), message("sheet.owner_gone")))
            continue
        before = now.get(record.id, here)
        if before != kept:
            deltas.append(Delta(before, kept))
    return then(change, Change(label, tuple(deltas)))


def _deleted(found: Records, exported: Exported, into: DocumentView) -> list[str]:
    """What the file held when it was written and holds no more, of the kinds whose sheets it still has."""
    here = {row.id for row in found.rows}
    names = {kind.name for kind in found.kinds}
    gone = [id for id, (kind, _, _) in exported.records.items() if kind in names and id not in here]
    kept = [id for id in gone if into.get(Snapshot, id) is not None]
    found.left_out += [Entry(id, "", message("sheet.version_kept")) for id in kept]
    return [id for id in gone if id in into and id != into.blueprint.id and id not in kept]


def _foreign(found: Records, own: str) -> dict[str, str]:
    """The blueprint of another document, by whose place ours stands."""
    return {row.id: own for row in found.rows if row.kind.record is Blueprint}


def _without(record: Record, lost: set[str], instead: dict[str, str]) -> Record | None:
    """A record that refers to nothing that goes; None where it belongs to what goes."""
    values: dict[str, Any] = {}
    for each in kind_of(record).references:
        value = getattr(record, each.name)
        ids = value if each.many else (value,)
        if not any(id in lost or id in instead for id in ids):
            continue
        if each.owned and value in lost:
            return None
        kept = tuple(instead.get(id, id) for id in ids if id not in lost)
        values[each.name] = kept if each.many else (kept[0] if kept else None)
    if isinstance(record, Card) and None in (values.get("lane", ""), values.get("step", "")):
        return None
    return replace(record, **values) if values else record


def _sound(source: Path, found: Records, change: Change, into: DocumentView) -> None:
    """The document as it would be makes sense, or the first thing that does not is told with its place."""
    after = Document(into.rows())
    after.alter(change)
    rows: Iterable[Record] = after.rows()
    require(str(source), rows, _placer(found))
