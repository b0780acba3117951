"""What a person calls a record, whatever its kind."""

from __future__ import annotations

from model.document import DocumentView
from model.elements import (
    CardChannel,
    CardSystem,
    DropReason,
    Link,
    RaciEntry,
    Review,
    Routing,
    Translation,
    Validation,
)
from model.improvements import Budget, Effect, Spend, StatusChange, Uncertainty
from model.keeping import Dismissal, Observation
from model.kinds import kind_of
from model.messages import Value, message
from model.record import Record
from model.registers import Consequence, DecisionRight, FailPoint, Reading, SystemExchange

UNNAMED = message("register.called.unnamed")


def called(document: DocumentView, row: Record | None) -> Value:
    """A record's own words on one line, else what it belongs to, else that it has no name."""
    if row is None:
        return ""
    words = " ".join(own_words(row).split())
    if words:
        return words
    if isinstance(row, (CardSystem, CardChannel, RaciEntry, Validation, FailPoint)):
        return called(document, document.find(row.card))
    if isinstance(row, Translation):
        return called(document, document.find(row.element))
    if isinstance(row, Reading):
        metric = called(document, document.find(row.metric))
        return message("register.called.reading", metric=metric, day=row.taken or message("register.called.undated"))
    if isinstance(row, SystemExchange):
        return _pair(document, "exchange", row.system, row.other)
    if isinstance(row, Link):
        return _pair(document, "link", row.source, row.target)
    if isinstance(row, (Effect, Spend, StatusChange)):
        return called(document, document.find(row.improvement))
    if isinstance(row, Uncertainty):
        return called(document, document.find(row.element))
    if isinstance(row, Consequence):
        return message(f"register.choice.ConsequenceKind.{row.kind.value}")
    return UNNAMED


def own_words(row: Record) -> str:
    """What a record itself says that it is called."""
    if isinstance(row, FailPoint):
        return row.delivered or row.expected or row.cause
    if isinstance(row, DecisionRight):
        return row.what
    if isinstance(row, Budget):
        return row.line
    if isinstance(row, Routing):
        return row.request
    if isinstance(row, DropReason):
        return row.reason
    if isinstance(row, Review):
        return row.note
    if isinstance(row, Observation):
        return row.seen
    if isinstance(row, Dismissal):
        return row.check
    named = name_field(type(row))
    return "" if named is None else str(getattr(row, named))


def name_field(record: type[Record]) -> str | None:
    """The field that holds the name or title of records of a kind."""
    names = {field.name for field in kind_of(record).fields}
    return next((name for name in ("name", "title") if name in names), None)


def _pair(document: DocumentView, how: str, one: str, other: str) -> Value:
    ends = {"one": called(document, document.find(one)), "other": called(document, document.find(other))}
    return message(f"register.called.{how}", **ends)
