"""Entries of a register that are called the same."""

from __future__ import annotations

from collections.abc import Iterable

from model.folding import fold
from model.naming import own_words
from model.record import Record
from model.usage import part_field


def duplicates(rows: Iterable[Record]) -> tuple[tuple[Record, ...], ...]:
    """Groups of two or more records whose names differ in nothing but case, accents and space.

    Records that are parts of others are the same only within one of them.
    """
    groups: dict[tuple[str, str], list[Record]] = {}
    for row in rows:
        words = fold(" ".join(own_words(row).split()))
        within = part_field(type(row))
        if words:
            groups.setdefault((words, str(getattr(row, within)) if within else ""), []).append(row)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)
