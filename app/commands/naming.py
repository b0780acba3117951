"""Finding what a command line names: an owner or system by id or name, a card by id."""

from __future__ import annotations

from model.document import DocumentView
from model.elements import Card
from model.errors import KnownError
from model.folding import name_key
from model.improvements import Scenario
from model.keeping import Snapshot
from model.messages import message
from model.registers import Owner, System

_Named = Owner | System | Scenario | Snapshot


def named(document: DocumentView, kind: type[_Named], name: str, option: str = "") -> str:
    """The id of an owner, system, scenario or version, by id or by name without regard to case.

    `KnownError` where none or several have the name.
    """
    if document.get(kind, name) is not None:
        return name
    option = option or f"--{kind.__name__.lower()}"
    rows = document.where(kind)
    found = [row for row in rows if isinstance(row, _Named) and name_key(row.name) == name_key(name)]
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


def version_of(document: DocumentView, name: str, option: str) -> DocumentView:
    """The document as the version with a name or an id holds it, or `KnownError`."""
    from model.snapshots import as_of

    return as_of(document, named(document, Snapshot, name, option))
