"""What every record has in common, and how a field says that it refers to another record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")


def refers(*kinds: str, owned: bool = False) -> Any:
    """A field that holds the id of one record of the named kinds, or None.

    `owned`: the record goes when what it refers to goes; else the field is cleared.
    """
    return field(default="" if owned else None, metadata={"refers": kinds, "owned": owned})


def refers_many(*kinds: str) -> Any:
    """A field that holds the ids of any number of records; an id is taken out when its record goes."""
    return field(default=(), metadata={"refers": kinds, "owned": False})


@dataclass_transform(frozen_default=True)
def record(kind: type[T]) -> type[T]:
    """A frozen dataclass with slots and what `Record` says; its constructor is written when it first makes one."""
    made = dataclass(slots=True, init=False, eq=False, repr=False)(kind)
    # Each kind its own, or one that inherits from another would take the constructor that this has by then.
    type.__setattr__(made, "__init__", _first)
    return made


def _first(self: Any, *values: object, **named: object) -> None:
    """Write the constructor of the kind, then do as it does."""
    kind = type(self)
    _write_constructor(kind)
    kind.__init__(self, *values, **named)


@record
class Record:
    """One row: an element or a sub-record, with an id that is stable for ever.

    `order` is a fractional key among its siblings, the id breaking ties (`model.ids.between`). `extra` is the
    canonical JSON text of unknown fields (`x-` keys, fields of newer minor versions), carried through unharmed;
    empty where there are none. What is said once here is not written out for each of fifty classes by `dataclass`,
    nor is a constructor that nobody calls, as when a file is read: that takes a quarter of the time of a short command.
    """

    id: str
    order: str = ""
    extra: str = ""

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        """Copied by its constructor, as nothing of it may be set afterwards."""
        kind = type(self)
        return kind, _values_of(kind)(self)

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


_GETTERS: dict[type[Record], Callable[[Record], tuple[Any, ...]]] = {}


def _values_of(kind: type[Record]) -> Callable[[Record], tuple[Any, ...]]:
    """What gives all fields of a record of a kind at once."""
    known = _GETTERS.get(kind)
    if known is None:
        known = _GETTERS[kind] = attrgetter(*(each.name for each in fields(kind)))
    return known


def _write_constructor(kind: type[Record]) -> None:
    """Give a kind the constructor that `dataclass` writes for its fields."""
    known = fields(kind)
    body: dict[str, Any] = {each.name: each.default for each in known if each.default is not MISSING}
    body |= {"__annotations__": {each.name: each.type for each in known}, "__qualname__": kind.__qualname__}
    written: type = dataclass(frozen=True, eq=False, repr=False, match_args=False)(type(kind.__name__, (), body))
    type.__setattr__(kind, "__init__", vars(written)["__init__"])
