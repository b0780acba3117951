"""A block of text cells into a register, and cells of a register as such a block."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from model.clipboard.table import as_cells
from model.entries.columns import Column
from model.entries.filling import Filling, Row, cell
from model.entries.offers import Cells
from model.entries.reading import Unread
from model.entries.words import Words
from model.errors import KnownError
from model.messages import message

# What says how the other cells of a row are to be read.
_KIND = "kind"
Block = Sequence[Sequence[str]]


def copyable(columns: Iterable[Column]) -> list[Column]:
    """The columns that are copied and pasted: all but counts, which belong to no other entry."""
    return [column for column in columns if column.field is not None]


def copied(words: Words, ids: Iterable[str], columns: Sequence[Column]) -> str:
    """Cells as text that spreadsheets, and these tables, take back."""
    rows = [row for id in ids if (row := words.document.find(id)) is not None]
    return as_cells([[words.typed(row, column) for column in columns] for row in rows])


def filling_of(words: Words, ids: Sequence[str], columns: Sequence[Column], block: Block) -> Filling:
    """What pasting a block would fill in: down from the first of some entries, onwards from the first of columns.

    One row goes into every entry; rows beyond the last entry become new ones. Cells that are set elsewhere are
    passed over. `KnownError` names the first value that does not fit, by row and column.
    """
    width = max(map(len, block))
    if width > len(columns):
        raise KnownError(message("register.too_wide", n=width, room=len(columns)))
    rows: Block = [block[0]] * len(ids) if len(block) == 1 and ids else block
    cells = Cells(words)
    found = []
    for number, texts in enumerate(rows):
        id = ids[number] if number < len(ids) else None
        values: dict[str, Any] = {}
        for column, text in zip(columns, texts, strict=False):
            if column.fixed or (id is None and not text):
                continue
            row = None if id is None else words.document.find(id)
            field = words.register.field_of(row, column, words.master)
            about = replace(row or words.register.record(""), **_kind(values))
            try:
                values[field] = cells.read(column, id, text, about)
            except Unread as error:
                raise KnownError(cell(column.table, number + 1, column.name, error.message)) from error
        if values:
            found.append(Row(id, values, number + 1))
    if not found:
        raise KnownError(message("register.nothing_fits"))
    return Filling(words.register.record, tuple(found), tuple(words.register.made_with(words.master).items()))


def _kind(values: dict[str, Any]) -> dict[str, Any]:
    return {_KIND: values[_KIND]} if _KIND in values else {}
