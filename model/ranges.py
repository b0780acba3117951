"""Numbers that may be uncertain: low and high around a likely value, and which numbers they are (domain section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from model.document import DocumentView
from model.improvements import Uncertainty
from model.kinds import FieldType, kind_of
from model.messages import Message, message
from model.named import NamedTuple
from model.record import Record
from model.values import is_cut, is_share, trimmed, value_fault

# The numbers that the money rests on, by kind of record.
DRAWN: Mapping[str, frozenset[str]] = {
    "Blueprint": frozenset({"volume"}),
    "Step": frozenset({"customers_out"}),
    "Card": frozenset({"share", "times", "occurrences", "work_minutes"}),
    "Owner": frozenset({"hourly_cost"}),
    "System": frozenset({"running_cost", "running_share"}),
    "Cost": frozenset({"amount"}),
    "FailPoint": frozenset({"rate"}),
    "Consequence": frozenset({"number", "unit_cost"}),
    "Effect": frozenset({"amount", "worth"}),
    "Spend": frozenset({"amount"}),
    "Improvement": frozenset({"running_cost"}),
}


class Ranged(NamedTuple):
    """A number with its low and high; None: that side is the likely value. Those of a named `group` move together."""

    likely: int | Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    group: str = ""


def may_vary(kind: type[Record], field: str) -> bool:
    """Whether a number may be uncertain."""
    return field in DRAWN.get(kind_of(kind).name, ())


def range_of(document: DocumentView, id: str, field: str) -> Uncertainty | None:
    """The low and high of a number, if it has any."""
    return next((row for row in document.where(Uncertainty, element=id) if row.field == field), None)


def with_range(document: DocumentView, row: Record, field: str) -> Any:
    """What a field holds, with its low and high where it is uncertain."""
    value = getattr(row, field)
    if value is None or not may_vary(type(row), field):
        return value
    found = range_of(document, row.id, field)
    return value if found is None else Ranged(value, found.low, found.high, found.group)


def bare(value: Any) -> Any:
    """A value without its range."""
    return value.likely if isinstance(value, Ranged) else value


def range_fault(row: Record, field: str, low: Decimal | None, high: Decimal | None) -> Message | None:
    """Why a number of a record may not have a low and a high."""
    likely = getattr(row, field)
    if likely is None:
        return message("rule.range_likely")
    shown = {"low": _shown(row, field, low), "likely": _shown(row, field, likely), "high": _shown(row, field, high)}
    if low is not None and low > likely:
        return message("rule.range_low", **shown)
    if high is not None and high < likely:
        return message("rule.range_high", **shown)
    return next((fault for end in (low, high) if (fault := bound_fault(row, field, end)) is not None), None)


def outside_fault(document: DocumentView, row: Record, fields: Mapping[str, Any]) -> Message | None:
    """Why numbers of a record may not be set so while they keep the low and high they have."""
    for found in document.where(Uncertainty, element=row.id):
        if fields.get(found.field) is not None:
            now = replace(row, **{found.field: fields[found.field]})
            fault = range_fault(now, found.field, found.low, found.high)
            if fault is not None:
                return fault
    return None


def uncertainty_fault(document: DocumentView, row: Uncertainty) -> Message | None:
    """Why a low and high may not stand: they contradict the likely value, or the number has others already."""
    about = document.find(row.element)
    if about is None or not may_vary(type(about), row.field) or getattr(about, row.field) is None:
        return None
    others = (other for other in document.where(Uncertainty, element=row.element) if other.id != row.id)
    if any(other.field == row.field for other in others):
        return message("rule.range_twice")
    return range_fault(about, row.field, row.low, row.high)


def bound_fault(row: Record, name: str, end: Decimal | None) -> Message | None:
    """Why a field could not hold one end of a range, such as a share above 1."""
    if end is not None and end > 1 and name == "amount" and is_cut(row):
        return message("rule.cut")
    for field in kind_of(row).fields if end is not None else ():
        if field.name == name:
            whole = field.holds is FieldType.INTEGER
            return value_fault(field, int(end) if whole and end is not None else end)
    return None


def _shown(row: Record, field: str, value: int | Decimal | None) -> Message | Decimal | int | str:
    """A number of a refusal as it is typed."""
    if value is None:
        return ""
    return message("format.percent", number=trimmed(Decimal(value) * 100)) if is_share(row, field) else value
