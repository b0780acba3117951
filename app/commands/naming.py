"""Finding what a command line names: an owner or system by id or name, a card by id."""

from __future__ import annotations

from model.document import DocumentView
from model.elements import Card
from model.errors import KnownError
from model.folding import name_key
from model.improvements import Scenario
from model.messages import message
from model.registers import Owner, System


def named(document: DocumentView, kind: type[Owner] | type[System] | type[Scenario], name: str) -> str:
    """The id of an owner, system or scenario, by id or by name without regard to case.

    `KnownError` where none or several have the name.
    """
    if document.get(kind, name) is not None:
        return name
    option = f"--{kind.__name__.lower()}"
    rows = document.where(kind)
    found = [row for row in rows if isinstance(row, Owner | System | Scenario) and name_key(row.name) == name_key(name)]
    if not found:
        raise KnownError(message("cli.error.nothing_named", option=option, name=name))
    if len(found) > 1:
        ids = ", ".join(row.id for row in found)
        raise KnownError(message("cli.error.several_named", option=option, name=name, ids=ids))
    return found[0].id


def card(document: DocumentView, id: str) -> str:
    """The id of a card that is there, or `KnownError`."""
    if document.get(Card, id) is None:
        raise KnownError(message("cli.error.nothing_named", option="--card", name=id))
    return id
