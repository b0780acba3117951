"""Words that the panels share: money, shares, names, and what is missing and where it is entered."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from model.analysis.missing import Missing
from model.analysis.names import name_of
from model.analysis.simulation import Swing
from model.analysis.uncertain import Input
from model.document import DocumentView
from model.improvements import Effect
from model.kinds import kind_of
from model.layout.case.data import Saying, Tone
from model.messages import Message, Value, message
from model.money import rounded
from model.registers import Consequence, FailPoint

_HUNDRED = 100


def money(document: DocumentView, amount: Decimal | float) -> Message:
    """An amount in whole units, half even."""
    return rounded(amount, document.blueprint.currency)


def share(value: Decimal | float) -> Message:
    """A share in whole per cents."""
    return message("format.percent", number=round(value * _HUNDRED))


def name(document: DocumentView, id: str | None) -> Value:
    """What a record is called: a fail point as its card, an effect as what it changes."""
    row = document.find(id)
    if isinstance(row, FailPoint):
        return name(document, row.card)
    if isinstance(row, Effect):
        return message(f"derivation.effect.{row.kind.value}", name=name(document, row.target or row.improvement))
    if isinstance(row, Consequence) and not row.name:
        return message(f"sheet.driver.{row.kind.value}")
    return name_of(document, id) or message("sheet.unnamed")


def swing_name(document: DocumentView, swing: Swing) -> Value:
    """What a bar of the tornado moves: an input, or the inputs of a group."""
    first = swing.members[0]
    if first.group:
        return message("sheet.group", name=first.group, n=len(swing.members))
    return input_name(document, first)


def input_name(document: DocumentView, given: Input) -> Value:
    """An uncertain number: of which record, and which of its numbers."""
    id, field = given.key
    row = document.find(id)
    if isinstance(row, Effect) and field == "amount":
        return name(document, id)
    number = message(f"uncertain.{kind_of(row or document.blueprint).name}.{field}")
    return message("sheet.input", name=name(document, id), field=number)


def lacking(document: DocumentView, missing: Sequence[Missing]) -> Message:
    """One sentence: the first input that is missing, and where it is entered."""
    first = missing[0]
    return message(f"sheet.missing.{first.what}", name=name(document, first.element))


def missing_sayings(document: DocumentView, missing: Sequence[Missing]) -> tuple[Saying, ...]:
    """The first input that is missing, which opens where it is entered, and how many others are."""
    if not missing:
        return ()
    first = missing[0]
    said = Saying(lacking(document, missing), f"missing {first.what} {first.element}", Tone.QUIET)
    more = len(missing) - 1
    return (said, Saying(message("sheet.missing_more", n=more), "", Tone.QUIET)) if more else (said,)
