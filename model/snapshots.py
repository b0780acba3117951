"""Versions of a document inside it: each kept as what differs from the version before, packed.

A version never changes; it is taken, restored, compared, or dropped, in which case those that were told by what
differs from it are told anew. Versions are no part of what a version holds.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from model.change import Change, then
from model.commands.draft import Draft
from model.commands.maker import Maker
from model.context import Context
from model.document import DocumentView
from model.errors import KnownError
from model.keeping import Snapshot
from model.kinds import Kind, from_plain, kind_of, kinds, to_plain
from model.messages import message
from model.record import Record
from model.validate import broken

# So much a version may unpack to, in bytes: more is no blueprint.
LARGEST = 256 * 2**20
Rows = Mapping[str, Record]


def take(document: DocumentView, context: Context, name: str, note: str = "") -> tuple[Change, str]:
    """Keep the document as it is now under a name; the id of the version."""
    maker = Maker(document, context)
    row = _taken(maker, document, context, name, note)
    return maker.draft.change(message("command.take_snapshot")), row.id


def restore(document: DocumentView, context: Context, snapshot: str, kept_as: str) -> Change:
    """Let the document be as a version holds it; as it is now it is kept first, under the name `kept_as`."""
    maker = Maker(document, context)
    wanted = rows_of(document, snapshot)
    now = _held(document)
    if now != wanted:
        _taken(maker, document, context, kept_as, "")
    for id in now.keys() - wanted.keys():
        maker.draft.drop(id)
    for row in wanted.values():
        there = now.get(row.id)
        if there is not None and type(there) is not type(row):
            raise _damaged(document, snapshot)
        maker.draft.put(row)
    return maker.draft.change(message("command.restore_snapshot"))


def kept_before(document: DocumentView, context: Context, change: Change, kept_as: str) -> Change:
    """An edit that also keeps the document as it was before, under the name `kept_as`: still one step to undo."""
    kept, _ = take(document, context, kept_as)
    return then(change, kept)


def merged_into(document: DocumentView, context: Context, rows: Iterable[Record], kept_as: str) -> Change:
    """Let the document be what a merge made of it; as it is now it is kept first, under the name `kept_as`."""
    result = DocumentView(rows)
    maker = Maker(result, context)
    kept = _taken(maker, result, context, kept_as, "", _held(document))
    draft = Draft(document)
    for row in document.rows():
        if row.id not in result:
            draft.drop(row.id)
    for row in (*result.rows(), kept):
        draft.put(row)
    return draft.change(message("command.merge"))


def common(one: DocumentView, other: DocumentView) -> str | None:
    """The newest version that two copies of a document both keep: what they last had in common, as far as they know."""
    theirs = other.table(Snapshot)
    found = [row for row in one.where(Snapshot) if row.id in theirs and theirs[row.id].taken == row.taken]
    return found[-1].id if found else None


def drop(document: DocumentView, snapshot: str) -> Change:
    """Let a version go; the others hold what they held."""
    draft = Draft(document)
    gone = document.need(Snapshot, snapshot)
    above = {} if gone.parent is None else rows_of(document, gone.parent)
    for child in document.where(Snapshot, parent=snapshot):
        content = _pack(rows_of(document, child.id), above)
        draft.put(replace(child, parent=gone.parent, content=content))
    draft.drop(snapshot)
    return draft.change(message("command.delete.snapshot", n=1))


def rows_of(document: DocumentView, snapshot: str) -> dict[str, Record]:
    """The rows that a version holds, by id; `KnownError` where it is damaged."""
    chain: list[Snapshot] = []
    at: str | None = snapshot
    while at is not None:
        row = document.get(Snapshot, at)
        if row is None or any(row.id == other.id for other in chain):
            raise _damaged(document, snapshot)
        chain.append(row)
        at = row.parent
    rows: dict[str, Record] = {}
    try:
        for row in reversed(chain):
            _unpack(row.content, rows)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, zlib.error) as error:
        raise _damaged(document, snapshot) from error
    if any(True for _ in broken(tuple(rows.values()))):
        raise _damaged(document, snapshot)
    return rows


def as_of(document: DocumentView, snapshot: str) -> DocumentView:
    """The document as a version holds it."""
    return DocumentView(rows_of(document, snapshot).values())


def newest(document: DocumentView) -> Snapshot | None:
    """The version taken last."""
    return max(document.where(Snapshot), key=lambda row: (row.order, row.id), default=None)


def _taken(
    maker: Maker, document: DocumentView, context: Context, name: str, note: str, held: Rows | None = None
) -> Snapshot:
    """A version of the document, or of rows that it `held`, told by the newest that the document keeps."""
    last = newest(document)
    above = {} if last is None else rows_of(document, last.id)
    content = _pack(_held(document) if held is None else held, above)
    parent = None if last is None else last.id
    who, when = context.actor, context.now()
    return maker.append(Snapshot, name=name, note=note, actor=who, taken=when, parent=parent, content=content)


def _held(document: DocumentView) -> dict[str, Record]:
    """What a version of the document as it is would hold."""
    return {row.id: row for row in document.rows() if not isinstance(row, Snapshot)}


def _pack(rows: Rows, above: Rows) -> bytes:
    """What rows are beside those of the version above; the same rows give the same bytes."""
    told: dict[str, list[dict[str, Any]]] = {}
    for kind, row in _by_kind(rows.values()):
        if above.get(row.id) != row:
            told.setdefault(kind.plural, []).append(_short(kind, row))
    plain = {"rows": told, "gone": sorted(above.keys() - rows.keys())}
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 9)


def _by_kind(rows: Iterable[Record]) -> list[tuple[Kind, Record]]:
    place = {kind.name: index for index, kind in enumerate(kinds())}
    return sorted(((kind_of(row), row) for row in rows), key=lambda pair: (place[pair[0].name], pair[1].id))


def _short(kind: Kind, row: Record) -> dict[str, Any]:
    """The fields of a row that are not as they are by themselves."""
    plain = to_plain(row)
    defaults = to_plain(kind.record(""))
    return {name: value for name, value in plain.items() if value != defaults[name]}


def _unpack(content: bytes, rows: dict[str, Record]) -> None:
    """Bring the rows of the version above to those that some content tells."""
    unpacking = zlib.decompressobj()
    data = unpacking.decompress(content, LARGEST)
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise ValueError("size")
    plain = json.loads(data.decode("utf-8", "surrogatepass"))
    for id in plain["gone"]:
        del rows[id]
    known = {kind.plural: kind for kind in kinds() if kind.record is not Snapshot}
    for plural, told in plain["rows"].items():
        for each in told:
            row = from_plain(known[plural], each)
            rows[row.id] = row


def _damaged(document: DocumentView, snapshot: str) -> KnownError:
    row = document.get(Snapshot, snapshot)
    name = snapshot if row is None else row.name or row.id
    return KnownError(message("snapshot.damaged", name=name))
