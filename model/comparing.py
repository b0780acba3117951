"""Two documents compared, in words: the differences by element, and the figures of both side by side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from model.analysis.differences import Comparison, Difference, Sort
from model.analysis.knowledge import assumed
from model.analysis.scenarios import figures_of
from model.change import Change, Delta
from model.durations import duration
from model.messages import Message, Value, message
from model.money import rounded
from model.naming import called
from model.registers import Owner, Reading
from model.telling import Teller, told_of
from model.telling import Told as What
from model.texts import Texts

_MONEY = ("outlay", "serve", "failure")
_NONE = message("compare.none")
_MINUTES = ("each", "elapsed")
_FIGURES = (*_MONEY, "hours", *_MINUTES, "steps", "hand_offs")


class Told(NamedTuple):
    """One element that differs: its kind and what it is called, what became of it, and its fields, line by line."""

    element: str
    kind: str
    name: str
    sorts: tuple[Sort, ...]
    lines: tuple[str, ...]


class Line(NamedTuple):
    """One figure of both documents, and what the second has more."""

    what: Message
    before: Value
    after: Value
    more: Value
    money: bool = False


def told(found: Comparison, texts: Texts) -> tuple[Told, ...]:
    """The differences in words, in their order."""
    deltas = tuple(delta for change in found.changes(message("compare.title")) for delta in change.deltas)
    teller = Teller(found.before, Change(message("compare.title"), deltas), texts)
    entries = []
    for each in found.differences:
        document = found.before if Sort.REMOVED in each.sorts else found.after
        name = texts.value(called(document, document.find(each.element)))
        rows = told_of(Change(message("compare.title"), tuple(sorted(each.deltas, key=_taken))))
        lines = tuple(line for row in rows for line in _lines(teller, row, each))
        entries.append(Told(each.element, texts(f"window.find.kind.{each.kind}"), name, each.sorts, lines))
    return tuple(entries)


def _taken(delta: Delta) -> date:
    """The day of a reading, so that they are told in their order; of all else the same."""
    return (delta.row.taken or date.min) if isinstance(delta.row, Reading) else date.min


def _lines(teller: Teller, row: What, each: Difference) -> Iterator[str]:
    """What is told of one row: of an element that is still there its fields alone, as its name stands above them."""
    lines = teller.lines(row)
    own = row.row.id == each.element and row.before is not None
    yield from (line.strip() for line in (lines[1:] if own else lines))


def figures(found: Comparison) -> tuple[Line, ...]:
    """Money, work, elapsed time, steps, hand-offs, owners and the share assumed, before and after."""
    before, after = (figures_of(side, side, ()) for side in (found.before, found.after))
    pairs = zip(after._fields, before, after, strict=True)
    given = [(name, one, other) for name, one, other in pairs if name in _FIGURES]
    owners = [Decimal(len(side.table(Owner))) for side in (found.before, found.after)]
    shares = [assumed(side).value for side in (found.before, found.after)]
    given += [("owners", owners[0], owners[1]), ("assumed", shares[0], shares[1])]
    currency = found.after.blueprint.currency
    if currency != found.before.blueprint.currency:
        given = [each for each in given if each[0] not in _MONEY]
    return tuple(_line(name, one, other, currency) for name, one, other in given)


def _line(name: str, one: Decimal | None, other: Decimal | None, currency: str) -> Line:
    if name == "assumed":
        # The difference is that of what is said.
        one, other = (None if share is None else round(share, 2) for share in (one, other))
    more: Value = _NONE
    if one is not None and other is not None:
        said = _said(name, abs(other - one), currency)
        more = message("compare.same") if one == other else message(f"compare.{_way(one, other)}", amount=said)
    ends = [_NONE if value is None else _said(name, value, currency) for value in (one, other)]
    return Line(message(f"compare.figure.{name}"), ends[0], ends[1], more, name in _MONEY)


def _way(one: Decimal, other: Decimal) -> str:
    return "more" if other > one else "less"


def _said(name: str, value: Decimal, currency: str) -> Value:
    if name in _MONEY:
        return rounded(value, currency)
    if name in _MINUTES:
        return duration(value)
    if name == "assumed":
        return message("format.percent", number=round(value * 100))
    return int(value.quantize(Decimal(1), ROUND_HALF_EVEN))
