"""What every record has in common, and how a field says that it refers to another record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Record:
    """One row: an element or a sub-record, with an id that is stable for ever.

    `order` is a fractional key among its siblings, the id breaking ties (`model.ids.between`). `extra` is the
    canonical JSON text of unknown fields (`x-` keys, fields of newer minor versions), carried through unharmed;
    empty where there are none.
    """

    id: str
    order: str = ""
    extra: str = ""


def refers(*kinds: str, owned: bool = False) -> Any:
    """A field that holds the id of one record of the named kinds, or None.

    `owned`: the record goes when what it refers to goes; else the field is cleared.
    """
    return field(default="" if owned else None, metadata={"refers": kinds, "owned": owned})


def refers_many(*kinds: str) -> Any:
    """A field that holds the ids of any number of records; an id is taken out when its record goes."""
    return field(default=(), metadata={"refers": kinds, "owned": False})
