"""What things are called, and their order by name."""

from __future__ import annotations

from collections.abc import Iterable

from model.document import DocumentView


def name_of(document: DocumentView, id: str | None) -> str:
    """The title or name of a record on one line; empty where it has none."""
    row = document.find(id)
    text = getattr(row, "title", "") or getattr(row, "name", "")
    return " ".join(str(text).split())


def by_name(document: DocumentView, ids: Iterable[str]) -> list[str]:
    """Ids by name, without regard to case, then by id."""
    return sorted(ids, key=lambda id: (name_of(document, id).casefold(), id))
