"""Pilots before the full roll-out (R66): their money by their scope, or what they showed in place of what is likely."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum

from model.document import Document, DocumentView
from model.improvements import Effect, Improvement, Spend, Uncertainty
from model.registers import Cost
from model.what_if import Key, put


class Pilot(StrEnum):
    """`scope`: improvements as far as they are piloted; `result`: all of them, as strong as their pilots showed."""

    SCOPE = "scope"
    RESULT = "result"


def piloted(document: DocumentView, pilot: Pilot) -> DocumentView:
    """A copy whose improvements are what their pilots are or showed; those without such a number stay as they are."""
    copy = Document(document.rows(), document.revision)
    for row in document.where(Improvement):
        factor = row.pilot_scope if pilot is Pilot.SCOPE else row.pilot_result
        if factor is not None:
            for key in _numbers(document, row, pilot):
                _scale(copy, key, factor)
    return copy


def _numbers(document: DocumentView, row: Improvement, pilot: Pilot) -> Iterator[Key]:
    """What a pilot scales: how strong the effects are; by its scope, all that is spent too."""
    yield from ((effect.id, "amount") for effect in document.where(Effect, improvement=row.id))
    if pilot is Pilot.SCOPE:
        yield (row.id, "running_cost")
        yield from ((spend.id, "amount") for spend in document.where(Spend, improvement=row.id))
        yield from ((cost.id, "amount") for cost in document.where(Cost, subject=row.id))


def _scale(copy: Document, key: Key, factor: Decimal) -> None:
    """Scale a number and the bounds around it."""
    id, name = key
    likely = getattr(copy.find(id), name)
    if likely is not None:
        put(copy, id, **{name: likely * factor})
    for row in copy.where(Uncertainty, element=id):
        if row.field == name:
            low, high = (None if bound is None else bound * factor for bound in (row.low, row.high))
            put(copy, row.id, **({"low": low, "high": high} if factor >= 0 else {"low": high, "high": low}))
