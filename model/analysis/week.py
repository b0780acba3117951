"""What changed this week, from the versions that a document keeps (R47)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from model.analysis.differences import Comparison, compare
from model.analysis.routine import WEEK
from model.document import DocumentView
from model.keeping import Snapshot
from model.snapshots import as_of


class Since(NamedTuple):
    """The version that counts as how it was, and what differs now."""

    version: Snapshot
    comparison: Comparison


def version_before(document: DocumentView, today: date) -> Snapshot | None:
    """The last version that was taken a week ago or earlier; where none is so old, the first; None without any."""
    dated = [(row.taken, row.order, row.id, row) for row in document.where(Snapshot) if row.taken is not None]
    ordered = [row for *_, row in sorted(dated, key=lambda each: each[:3])]
    old = [row for row in ordered if row.taken is not None and row.taken.date() <= today - timedelta(days=WEEK)]
    return old[-1] if old else ordered[0] if ordered else None


def changed(
    document: DocumentView,
    today: date,
    source: DocumentView | None = None,
    seen: Callable[[DocumentView], DocumentView] = lambda old: old,
) -> Since | None:
    """What differs from a week ago; None where no version tells how it was.

    `source`: the document that holds the versions, where this one does not; `seen`: what of a version is shown.
    """
    kept = document if source is None else source
    version = version_before(kept, today)
    return None if version is None else Since(version, compare(seen(as_of(kept, version.id)), document))
