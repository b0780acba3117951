"""What is compared with what, and what came of it; worked out beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from model.document import DocumentView
from model.texts import Texts

if TYPE_CHECKING:
    from model.analysis.differences import Comparison
    from model.comparing import Line, Told
    from model.versions import Version


class Side(NamedTuple):
    """One of two documents that are compared: a version, another document, or, with neither, the present one."""

    title: str
    version: str = ""
    other: DocumentView | None = None

    def of(self, document: DocumentView) -> DocumentView:
        """The document meant; `KnownError` where the version is damaged."""
        from model.snapshots import as_of

        if self.version:
            return as_of(document, self.version)
        return self.other or document


class Pair(NamedTuple):
    """What is compared: from which state, and to which."""

    before: Side
    after: Side


class Compared(NamedTuple):
    """A comparison with its words."""

    pair: Pair
    found: Comparison
    told: tuple[Told, ...]
    figures: tuple[Line, ...]


def compared(document: DocumentView, pair: Pair, texts: Texts) -> Compared:
    """Compare, in the thread; what works it out is imported on first use, so that no window waits for it."""
    from model.analysis.differences import compare
    from model.comparing import figures, told

    found = compare(pair.before.of(document), pair.after.of(document))
    return Compared(pair, found, told(found, texts), figures(found))


def listed(document: DocumentView) -> tuple[Version, ...]:
    """The versions of a document, in the thread."""
    from model.versions import versions

    return versions(document)
