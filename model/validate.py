"""What a schema cannot see: whether rows that are each well formed make one sound document.

Used on rows from outside, before a `Document` is made of them. A place is what the source calls a row, such as
`cards[17]`; where the source has no places of its own, kind and id name it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from model.elements import Blueprint, Card, Stage, Step, Translation
from model.errors import KnownError
from model.ids import is_id, is_order, ringed
from model.improvements import ScenarioEdit, Uncertainty
from model.kinds import Field, Kind, kind_of, kinds
from model.messages import Message, message
from model.record import Record
from model.registers import Consequence

Place = Callable[[Record], str]

# What may belong to any record.
_ABOUT_ANY = (Translation, Uncertainty, ScenarioEdit)


class Fault(NamedTuple):
    """One thing wrong: where, and what."""

    place: str
    why: Message


def place_of(row: Record) -> str:
    """A row's kind and id, for sources without places of their own."""
    return f"{kind_of(row).plural} {row.id}"


def require(file: str, rows: Iterable[Record], place: Place = place_of) -> None:
    """`KnownError` naming file and place at the first fault of some rows, if there is any."""
    for fault in faults(tuple(rows), place):
        raise KnownError(fault_message(file, fault))


def fault_message(file: str, fault: Fault) -> Message:
    """The one line about a fault in a file."""
    if not fault.place:
        return message("validate.whole", file=file, why=fault.why)
    return message("validate.fault", file=file, place=fault.place, why=fault.why)


def faults(rows: Sequence[Record], place: Place = place_of) -> Iterator[Fault]:
    """Everything wrong with some rows as one document, row by row in their order."""
    yield from broken(rows, place)
    known = {row.id: row for row in reversed(rows)}
    yield from _cards(rows, known, place)
    yield from _consequences(rows, known, place)
    for id in ringed({row.id: row.element for row in rows if isinstance(row, _ABOUT_ANY)}):
        yield Fault(f"{place(known[id])}.element", message("validate.ring"))


def broken(rows: Sequence[Record], place: Place = place_of) -> Iterator[Fault]:
    """What keeps some rows from being a document at all: ids, orders, references, the one blueprint."""
    known: dict[str, Record] = {}
    for row in rows:
        if not is_id(row.id):
            yield Fault(f"{place(row)}.id", message("validate.bad_id", id=row.id[:80]))
        elif row.id in known:
            yield Fault(f"{place(row)}.id", message("validate.duplicate_id", id=row.id, first=place(known[row.id])))
        known.setdefault(row.id, row)
    yield from _one_blueprint(rows, place)
    references = {kind.record: kind.references for kind in kinds()}
    for row in rows:
        if row.order and not is_order(row.order):
            yield Fault(f"{place(row)}.order", message("validate.bad_order", order=row.order[:80]))
        if row.extra and not _sound_extra(row):
            yield Fault(place(row), message("validate.bad_extra"))
        for field in references[type(row)]:
            yield from _references(row, field, known, place)


def _one_blueprint(rows: Sequence[Record], place: Place) -> Iterator[Fault]:
    blueprints = [row for row in rows if isinstance(row, Blueprint)]
    if not blueprints:
        yield Fault("", message("validate.no_blueprint"))
    for row in blueprints[1:]:
        yield Fault(place(row), message("validate.second_blueprint"))


def _sound_extra(row: Record) -> bool:
    try:
        extra = json.loads(row.extra)
    except (ValueError, RecursionError):
        return False
    return isinstance(extra, dict) and not {"id", "order", "extra"} & extra.keys()


def _references(row: Record, field: Field, known: dict[str, Record], place: Place) -> Iterator[Fault]:
    value: Any = getattr(row, field.name)
    if value is None:
        return
    for index, id in enumerate(value if field.many else (value,)):
        target = known.get(id)
        if target is not None and ("*" in field.refers or type(target).__name__ in field.refers):
            continue
        where = f"{place(row)}.{camel(field.name)}" + (f"[{index}]" if field.many else "")
        if id == "":
            yield Fault(where, message("validate.no_reference", kinds=_names(field)))
        elif target is None:
            yield Fault(where, message("validate.dangling", id=id[:80], kinds=_names(field)))
        else:
            found = kind_of(target).plural
            yield Fault(where, message("validate.wrong_kind", id=id, kinds=_names(field), found=found))


def _names(field: Field) -> str:
    """What a field may refer to, by the names of the arrays; `*` is any."""
    return "*" if "*" in field.refers else ", ".join(kind.plural for kind in kinds() if kind.name in field.refers)


def _cards(rows: Sequence[Record], known: dict[str, Record], place: Place) -> Iterator[Fault]:
    """Cards sit in a lane and a step or in neither, and span forwards."""
    positions: dict[str, int] = {}
    for row in rows:
        if not isinstance(row, Card):
            continue
        if (row.lane is None) != (row.step is None):
            missing = "lane" if row.lane is None else "step"
            yield Fault(f"{place(row)}.{missing}", message("validate.half_placed"))
        if row.last_step is None:
            continue
        positions = positions or _step_positions(rows, known)
        first, last = positions.get(row.step or ""), positions.get(row.last_step)
        if row.step is None or (first is not None and last is not None and last < first):
            yield Fault(f"{place(row)}.lastStep", message("validate.spans_back"))


def _consequences(rows: Sequence[Record], known: dict[str, Record], place: Place) -> Iterator[Fault]:
    """Consequences follow from others of their fail point, never from themselves."""
    for row in rows:
        if not isinstance(row, Consequence):
            continue
        seen, above = {row.id}, known.get(row.parent or "")
        while isinstance(above, Consequence):
            if above.id in seen:
                yield Fault(f"{place(row)}.parent", message("validate.consequence_loop"))
                break
            if above.fail_point != row.fail_point:
                yield Fault(f"{place(row)}.parent", message("validate.consequence_elsewhere"))
                break
            seen.add(above.id)
            above = known.get(above.parent or "")


def _step_positions(rows: Sequence[Record], known: dict[str, Record]) -> dict[str, int]:
    steps = [row for row in rows if isinstance(row, Step) and isinstance(known.get(row.stage), Stage)]
    steps.sort(key=lambda row: (known[row.stage].order, row.stage, row.order, row.id))
    return {row.id: position for position, row in enumerate(steps)}


def camel(name: str) -> str:
    """The spelling of a field in JSON: `last_step` is `lastStep`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def fields_by_key(kind: Kind) -> dict[str, Field]:
    """The fields of a kind by their spelling in JSON; `extra` is none of them, since it holds what is not a field."""
    return {camel(field.name): field for field in kind.fields if field.name != "extra"}
