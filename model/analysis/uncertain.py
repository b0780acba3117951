"""Numbers that are uncertain: triangular between low and high around the likely value of the record (domain section 3).

Each number has a stream of its own, derived from the seed, the place of its record and its field, or its group's name:
what else is uncertain changes no draw of it, and the same content draws the same whatever its ids. What is drawn is
computed with operations that round alike everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from model.analysis.economy import Key
from model.analysis.names import name_of
from model.document import DocumentView
from model.elements import Card, Lane, Step
from model.errors import KnownError
from model.improvements import Effect, Uncertainty
from model.kinds import kind_of
from model.messages import Message, Value, message
from model.ranges import bound_fault, may_vary
from model.record import Record
from model.usage import part_field

# What the places of cards and steps are within.
_WITHIN: Mapping[type[Record], tuple[str, ...]] = {Card: ("lane", "step"), Step: ("stage",)}
Floats = npt.NDArray[np.float64]


class Input(NamedTuple):
    """One uncertain number; `group` is empty where it has a draw of its own. `stream`: what its draws are named by."""

    key: Key
    low: float
    likely: float
    high: float
    group: str
    stream: str

    @property
    def swing(self) -> str:
        """What moves together: the group, or the number alone."""
        return f"group {self.group}" if self.group else f"{self.key[0]} {self.key[1]}"

    def at(self, uniform: Floats) -> Floats:
        """The value below which so large a share of the draws lies: the inverse of the triangular distribution."""
        low, likely, high = self.low, self.likely, self.high
        below, above = (high - low) * (likely - low), (high - low) * (high - likely)
        is_below = uniform * (high - low) < likely - low
        away = np.sqrt(np.where(is_below, uniform * below, (1.0 - uniform) * above))
        return np.where(is_below, low + away, high - away)


class Inputs(NamedTuple):
    """The uncertain numbers of a document; `idle`: why others that are said to be uncertain are not drawn."""

    used: tuple[Input, ...]
    idle: tuple[Message, ...]

    def swings(self) -> Mapping[str, tuple[Input, ...]]:
        """What moves together, in the order of the document."""
        found: dict[str, tuple[Input, ...]] = {}
        for each in self.used:
            found[each.swing] = (*found.get(each.swing, ()), each)
        return found

    def draws(self, seed: int, count: int) -> dict[Key, Floats]:
        """So many draws of each number, after its likely value."""
        # One piece of memory for all is had sooner than many.
        table = iter(np.empty((len(self.used), count + 1)))
        found: dict[Key, Floats] = {}
        for members in self.swings().values():
            uniform = uniforms(seed, members[0].stream, count)
            for each, drawn in zip(members, table, strict=False):
                drawn[0], drawn[1:] = each.likely, each.at(uniform)
                found[each.key] = drawn
        return found


def inputs(document: DocumentView) -> Inputs:
    """The uncertain numbers of a document; bounds that contradict the likely value are a `KnownError`."""
    used: dict[Key, Input] = {}
    idle = []
    for row in document.where(Uncertainty):
        key = (row.element, row.field)
        record = document.find(row.element)
        if record is None or not may_vary(type(record), row.field):
            idle.append(message("uncertain.no_money", name=record_name(document, row.element), field=row.field))
            continue
        name, field = in_words(document, key)
        likely = getattr(record, row.field)
        if likely is None:
            idle.append(message("uncertain.no_likely", name=name, field=field))
            continue
        if key in used:
            raise KnownError(message("uncertain.twice", name=name, field=field))
        low, high = _bounds(document, row, record, Decimal(likely))
        stream = f"group {row.group}" if row.group else f"{place_of(document, record)} {row.field}"
        used[key] = Input(key, float(low), float(likely), float(high), row.group, stream)
    return Inputs(tuple(_told_apart(used.values())), tuple(idle))


def place_of(document: DocumentView, row: Record | None) -> str:
    """Where a record stands, by kinds and order keys: the same wherever the same content was put together."""
    if row is None:
        return ""
    within = _WITHIN.get(type(row)) or (part_field(type(row)),)
    above = (document.find(getattr(row, field)) for field in within if field is not None)
    role = row.role.value if isinstance(row, Lane) else ""
    return " ".join(filter(None, (*(place_of(document, each) for each in above), kind_of(row).name, role, row.order)))


def _told_apart(found: Iterable[Input]) -> Iterator[Input]:
    """Numbers of records that stand at one place, as merged copies may, each with a stream of its own."""
    inputs = list(found)
    by_id = sorted(inputs, key=lambda each: each.key)
    for each in inputs:
        same = [other.key for other in by_id if other.stream == each.stream and not each.group]
        place = same.index(each.key) if same else 0
        yield each._replace(stream=f"{each.stream} #{place}") if place else each


def _bounds(document: DocumentView, row: Uncertainty, record: Record, likely: Decimal) -> tuple[Decimal, Decimal]:
    """Low and high; a side that is missing is the likely value."""
    low, high = likely if row.low is None else row.low, likely if row.high is None else row.high
    name, field = in_words(document, (row.element, row.field))
    if low > likely:
        raise KnownError(message("uncertain.low", name=name, field=field, low=low, likely=likely))
    if high < likely:
        raise KnownError(message("uncertain.high", name=name, field=field, high=high, likely=likely))
    for fault in filter(None, (bound_fault(record, row.field, end) for end in (low, high))):
        raise KnownError(message("uncertain.bound", name=name, field=field, fault=fault))
    return low, high


def uniforms(seed: int, name: str, count: int) -> Floats:
    """So many numbers from 0 up to 1: the 53 upper bits of PCG64, whose stream is the same on every platform."""
    digest = blake2b(f"{seed} {name}".encode(), digest_size=32).digest()
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(int.from_bytes(digest, "big")))).random(count)


def in_words(document: DocumentView, key: Key) -> tuple[Value, Message]:
    """What a person would call the record that holds a number, and what the number is."""
    id, field = key
    record, name = document.find(id), record_name(document, id)
    kind = kind_of(record or document.blueprint).name
    words = message(f"uncertain.{kind}.{field}")
    if isinstance(record, Effect) and record.target is not None:
        return message("uncertain.effect_on", name=name, target=record_name(document, record.target)), words
    return name, words


def record_name(document: DocumentView, id: str) -> str:
    """What a person would call a record: its own name, or that of what it belongs to."""
    record, name = document.find(id), name_of(document, id)
    if name:
        return name
    for field in ("improvement", "card", "fail_point", "subject"):
        above = getattr(record, field, None)
        if above and above != id:
            return record_name(document, above)
    return id
