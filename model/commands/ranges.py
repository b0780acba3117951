"""Numbers with their low and high: set together, so that one undo takes both back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from model.change import Change
from model.commands.fields import set_fields
from model.commands.maker import Maker
from model.context import Context
from model.document import DocumentView
from model.improvements import Uncertainty
from model.ranges import Ranged, bare


def set_number(document: DocumentView, context: Context, ids: Iterable[str], field: str, value: Any) -> Change:
    """Set a number of rows with its low and high, or without any where it is sure."""
    wanted = tuple(dict.fromkeys(ids))
    fields = set_fields(document, wanted, {field: bare(value)})
    maker = Maker(document, context)
    for id in wanted:
        put_range(maker, id, field, value)
    ranges = maker.draft.change(fields.label)
    return Change(fields.label, (*fields.deltas, *ranges.deltas))


def put_range(maker: Maker, id: str, field: str, value: Any) -> None:
    """Let a number of a row have the low and high of a value, or none where that has none."""
    there = [row for row in maker.document.where(Uncertainty, element=id) if row.field == field]
    if isinstance(value, Ranged) and value.likely is not None:
        ends: dict[str, Any] = {"low": value.low, "high": value.high, "group": value.group}
        if there:
            maker.put(replace(there.pop(0), **ends))
        else:
            maker.append(Uncertainty, element=id, field=field, **ends)
    for row in there:
        maker.draft.drop(row.id)
