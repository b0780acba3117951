"""What the rows that findings name are called, for a list: with their title, else by what they are."""

from __future__ import annotations

from model.analysis.names import name_of
from model.document import DocumentView
from model.elements import Link
from model.kinds import kind_of
from model.messages import Message, message


def called(document: DocumentView, id: str) -> Message:
    """A row in words: its title or name; a link by the cards at its ends; else its kind."""
    row = document.find(id)
    if isinstance(row, Link):
        return message("checks.link", source=called(document, row.source), target=called(document, row.target))
    name = name_of(document, id)
    if name:
        return message("checks.name", name=name)
    return message("checks.untitled" if row is None else f"window.find.kind.{kind_of(row).name}")
