"""What every record has in common, and how a field says that it refers to another record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Record:
    """One row: an element or a sub-record, with an id that is stable for ever.

    `order` is a fractional key among its siblings, the id breaking ties (`model.ids.between`). `extra` is the
    canonical JSON text of unknown fields (`x-` keys, fields of newer minor versions), carried through unharmed;
    empty where there are none. Comparing and showing are said once here: written out for each of fifty classes by
    `dataclass`, they take a tenth of the time of a short command.
    """

    id: str
    order: str = ""
    extra: str = ""

    def __eq__(self, other: object) -> bool:
        kind = type(self)
        if type(other) is not kind:
            return NotImplemented
        values = _values_of(kind)
        return bool(values(self) == values(other))

    def __hash__(self) -> int:
        return hash(_values_of(type(self))(self))

    def __repr__(self) -> str:
        said = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self))
        return f"{type(self).__qualname__}({', '.join(said)})"


_GETTERS: dict[type[Record], Callable[[Record], object]] = {}


def _values_of(kind: type[Record]) -> Callable[[Record], object]:
    """What gives all fields of a record of a kind at once."""
    known = _GETTERS.get(kind)
    if known is None:
        known = _GETTERS[kind] = attrgetter(*(each.name for each in fields(kind)))
    return known


def refers(*kinds: str, owned: bool = False) -> Any:
    """A field that holds the id of one record of the named kinds, or None.

    `owned`: the record goes when what it refers to goes; else the field is cleared.
    """
    return field(default="" if owned else None, metadata={"refers": kinds, "owned": owned})


def refers_many(*kinds: str) -> Any:
    """A field that holds the ids of any number of records; an id is taken out when its record goes."""
    return field(default=(), metadata={"refers": kinds, "owned": False})
