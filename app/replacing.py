"""A whole document put in the place of another, as edits that undo takes back."""

from __future__ import annotations

from collections.abc import Iterable

from model.change import Change, Delta
from model.document import Document
from model.history import History
from model.messages import Message
from model.record import Record


def replace_all(history: History, document: Document, wanted: Iterable[Record], label: Message) -> None:
    """Make a document hold these rows: one edit, or two where an id goes to another kind of record."""
    rows = {row.id: row for row in wanted}
    other = [row for row in document.rows() if row.id in rows and type(rows[row.id]) is not type(row)]
    history.push(Change(label, tuple(Delta(row, None) for row in other)))
    gone = [Delta(row, None) for row in document.rows() if row.id not in rows]
    found = ((document.find(id), row) for id, row in rows.items())
    history.push(Change(label, (*gone, *(Delta(before, row) for before, row in found if before != row))))
