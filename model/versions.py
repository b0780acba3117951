"""The versions that a document keeps, each with how much changed since the one before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from model.analysis.differences import Sort, compare
from model.document import DocumentView
from model.errors import KnownError
from model.folding import name_key
from model.keeping import Snapshot
from model.messages import message
from model.redaction import Redaction
from model.snapshots import as_of


class Version(NamedTuple):
    """One version; `counts` is how many elements became what, None where the version is damaged."""

    id: str
    name: str
    note: str
    actor: str
    taken: datetime | None
    counts: Mapping[Sort, int] | None


def versions(document: DocumentView) -> tuple[Version, ...]:
    """All of them, in the order in which they were taken."""
    return tuple(
        Version(row.id, row.name, row.note, row.actor, row.taken, _counts(document, row))
        for row in document.where(Snapshot)
    )


def version_called(document: DocumentView, name: str, option: str) -> str:
    """The version of an id or a name; `KnownError`, naming the option that asks for it, where none or several fit."""
    if document.get(Snapshot, name) is not None:
        return name
    found = [row.id for row in document.where(Snapshot) if name_key(row.name) == name_key(name)]
    if not found:
        raise KnownError(message("versions.nothing_named", option=option, name=name))
    if len(found) > 1:
        raise KnownError(message("versions.several_named", option=option, name=name, ids=", ".join(found)))
    return found[0]


def printed_name(document: DocumentView, version: str, asked: str, redaction: Redaction) -> str:
    """What a version is called on paper. Its name may say what is left out there: then it is called as it was asked."""
    return document.need(Snapshot, version).name if redaction == Redaction() else asked


def _counts(document: DocumentView, row: Snapshot) -> Mapping[Sort, int] | None:
    try:
        now = as_of(document, row.id)
        before = DocumentView([now.blueprint]) if row.parent is None else as_of(document, row.parent)
    except KnownError:
        return None
    return Counter(sort for each in compare(before, now).differences for sort in each.sorts)
