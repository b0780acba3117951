"""Changes as JSON text: what the journal of the working copy is made of.

Of a row that stays, only the fields that change are kept; so a journal is read beside the rows it starts from.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from model.change import Change, Delta
from model.kinds import Plain, from_plain, kind_named, kind_of, to_plain
from model.messages import Message, Value
from model.record import Record

Rows = dict[str, Record]


class Unreadable(Exception):
    """A change that does not fit the rows it is read beside."""


def encode(change: Change) -> str:
    """The text of a change."""
    deltas = [_delta(delta) for delta in change.deltas]
    return json.dumps([_message(change.label), change.merge_key, deltas], separators=(",", ":"), check_circular=False)


def decode(text: str, rows: Rows) -> Change:
    """The change of a text; `rows` are as they were before it, and become what they are after. Or `Unreadable`."""
    try:
        label, merge_key, deltas = json.loads(text)
        change = Change(_to_message(label), tuple(_to_delta(delta, rows) for delta in deltas), str(merge_key))
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError) as error:
        raise Unreadable(text[:200]) from error
    for delta in change.deltas:
        if delta.after is None:
            del rows[delta.id]
        else:
            rows[delta.id] = delta.after
    return change


def _delta(delta: Delta) -> list[Any]:
    before, after = delta.before, delta.after
    name = kind_of(delta.row).name
    if before is None or after is None:
        return [name, delta.id, before and to_plain(before), after and to_plain(after)]
    old: dict[str, Plain] = {}
    new: dict[str, Plain] = {}
    for field in kind_of(after).fields:
        was, now = getattr(before, field.name), getattr(after, field.name)
        if was is now:
            continue
        plain_was, plain_now = field.to_plain(was), field.to_plain(now)
        if plain_was != plain_now:
            old[field.name], new[field.name] = plain_was, plain_now
    return [name, delta.id, old, new]


def _to_delta(stored: list[Any], rows: Rows) -> Delta:
    name, id, old, new = stored
    kind = kind_named(name)
    before = rows.get(id)
    if old is None:
        if before is not None:
            raise ValueError(id)
        return Delta(None, from_plain(kind, new))
    if before is None or type(before) is not kind.record:
        raise ValueError(id)
    plain = to_plain(before)
    if any(plain[field] != value for field, value in old.items()):
        raise ValueError(id)
    return Delta(before, None if new is None else from_plain(kind, {**plain, **new}))


def _message(said: Message) -> list[Any]:
    return [said.id, [[name, _value(value)] for name, value in said.parameters]]


def _value(value: Value) -> Any:
    if isinstance(value, Message):
        return {"message": _message(value)}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value


def _to_message(stored: list[Any]) -> Message:
    id, parameters = stored
    return Message(str(id), tuple((str(name), _to_value(value)) for name, value in parameters))


def _to_value(stored: Any) -> Value:
    if isinstance(stored, (str, int)):
        return stored
    ((kind, value),) = stored.items()
    read: Callable[[Any], Value] = _VALUES[kind]
    return read(value)


_VALUES: dict[str, Any] = {
    "message": _to_message,
    "decimal": Decimal,
    "instant": datetime.fromisoformat,
    "day": date.fromisoformat,
}
