"""Which values a field may hold, beyond its type."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from model.errors import BugError
from model.improvements import Effect, EffectKind
from model.kinds import LONGEST_NUMBER, Field, FieldType
from model.late import Late
from model.messages import Message, message
from model.record import Record

SHARES = frozenset({"share", "running_share", "rate", "assumed_green", "assumed_amber", "pilot_scope"})
NOT_NEGATIVE = frozenset(
    {
        *SHARES,
        *("times", "occurrences", "number", "repeats", "count", "sample_size"),
        *("volume", "customers_out", "work_minutes", "wait_minutes", "limit_minutes", "hourly_cost", "unit_cost"),
        *("budget", "running_cost", "price", "horizon", "go_live", "ramp", "month", "width", "height"),
    }
)
# Parts of 1 that may be more than all of it.
_UNBOUNDED_SHARES = frozenset({"hurdle_rate", "pilot_result"})
# Effects whose amount is no cut.
_NO_CUTS = frozenset({EffectKind.WORK_TIME, EffectKind.YEARLY})
_TYPES: dict[FieldType, type] = {
    FieldType.TEXT: str,
    FieldType.INTEGER: int,
    FieldType.FLAG: bool,
    FieldType.DECIMAL: Decimal,
    FieldType.DAY: date,
    FieldType.INSTANT: datetime,
    FieldType.BLOB: bytes,
}
_UNSTORABLE = Late("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_CURRENCY = Late(r"[A-Z]{3}", re.ASCII)
_LANGUAGE = Late(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)


def tidy(value: Any) -> Any:
    """A text without what no file can hold (control characters, halves of characters); line ends as `\\n`."""
    if not isinstance(value, str) or not _UNSTORABLE.search(value):
        return value
    return _UNSTORABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def is_share(row: Record | None, name: str) -> bool:
    """Whether a field of a record holds a part of 1, which people read and type as per cents."""
    return name in SHARES or name in _UNBOUNDED_SHARES or (name == "amount" and is_cut(row))


def is_cut(row: Record | None) -> bool:
    """Whether a record is an effect that cuts something by a part of it."""
    return isinstance(row, Effect) and row.kind not in _NO_CUTS


def trimmed(number: Decimal) -> Decimal:
    """A number without needless zeros after its point."""
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()


def value_fault(field: Field, value: Any) -> Message | None:
    """Why a field may not hold a value, or None. A value of the wrong type is a bug."""
    if value is None:
        if not field.optional:
            raise BugError(f"{field.name} is never None")
        return None
    if not _fits(field, value):
        raise BugError(f"{field.name} cannot hold {value!r}")
    if isinstance(value, str):
        return _text_fault(field.name, value)
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return _number_fault(field, value)
    return None


def _fits(field: Field, value: Any) -> bool:
    if field.holds is FieldType.CHOICE:
        return field.choices is not None and type(value) is field.choices
    if field.many:
        inner = str if field.choices is None else field.choices
        return isinstance(value, tuple) and all(type(item) is inner for item in value)
    return type(value) is _TYPES[field.holds]


def _text_fault(name: str, value: str) -> Message | None:
    if name == "currency" and not _CURRENCY.fullmatch(value):
        return message("rule.currency", value=value)
    if name == "language" and not _LANGUAGE.fullmatch(value):
        return message("rule.language", value=value)
    if _UNSTORABLE.search(value):
        return message("rule.characters")
    return None


def _storable(field: Field, value: int | Decimal) -> bool:
    """Whether a number could be read again from a file."""
    if isinstance(value, Decimal) and (not value.is_finite() or abs(value.adjusted()) > LONGEST_NUMBER):
        return False
    try:
        field.from_plain(field.to_plain(value))
    except ValueError:
        return False
    return True


def _number_fault(field: Field, value: int | Decimal) -> Message | None:
    name = field.name
    if not _storable(field, value):
        return message("rule.number")
    if name == "emotion" and not -2 <= value <= 2:
        return message("rule.emotion", value=value)
    if name in NOT_NEGATIVE and value < 0:
        return message("rule.negative", value=value)
    if name in SHARES and value > 1:
        return message("rule.share", value=value)
    return None
