"""An answer as data, and the words that all of them share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from model.analysis.names import name_of
from model.analysis.places import Places
from model.document import DocumentView
from model.durations import duration
from model.elements import Card, Link
from model.making_way import make_way
from model.messages import Message, Value, message
from model.owners import accountable

# The questions that are about something; the others are about the whole map.
ABOUT_SOMETHING = frozenset({"impact", "trace", "touched"})


class Row(NamedTuple):
    """One row; `ids`: what it is about. `parts`: where each cell stands for something else, what, cell by cell."""

    cells: tuple[Value, ...]
    ids: tuple[str, ...] = ()
    parts: tuple[tuple[str, ...], ...] = ()


class Answer(NamedTuple):
    """`columns`: the heads, messages or names. `shown`: cards and links to light up on the map, all else dimmed."""

    question: str
    head: Message
    said: tuple[Message, ...] = ()
    columns: tuple[Value, ...] = ()
    rows: tuple[Row, ...] = ()
    shown: frozenset[str] = frozenset()


class Book:
    """Names and places of one document, for the rows of an answer."""

    def __init__(self, document: DocumentView) -> None:
        self.document = document
        self.places = Places(document)

    def name(self, id: str | None) -> Value:
        """What something is called; in words where it has no name."""
        return name_of(self.document, id) or message("answer.untitled" if id else "answer.nowhere")

    def names(self, ids: Iterable[str]) -> Value:
        """Several names in one cell."""
        return joined([self.name(id) for id in ids])

    def stage(self, card: str) -> Value:
        """The stage of a card."""
        return self.name(self.places.stage(self.places.cards[card]))

    def owner(self, card: str) -> Value:
        """Who is accountable for a card."""
        owner = accountable(self.document, self.places.cards[card])
        return message("answer.nobody") if owner is None else self.name(owner.id)

    def lane(self, card: str) -> Value:
        """The lane of a card."""
        return self.name(self.places.cards[card].lane)

    def card(self, id: str, *before: Value) -> Row:
        """A row about a card: what goes before, its title, lane, stage and owner."""
        make_way()
        return Row((*before, self.name(id), self.lane(id), self.stage(id), self.owner(id)), (id,))

    def ends(self, links: Iterable[str]) -> frozenset[str]:
        """Links with the cards at their ends."""
        rows = [self.document.need(Link, id) for id in links]
        return frozenset(id for row in rows for id in (row.id, row.source, row.target))

    def on_map(self, ids: Iterable[str]) -> frozenset[str]:
        """Those ids that are cards or links."""
        return frozenset(id for id in ids if isinstance(self.document.find(id), Card | Link))


def heads(*names: str) -> tuple[Message, ...]:
    """The heads of columns."""
    return tuple(message(f"answer.column.{name}") for name in names)


# So many names stand in one cell.
_NAMED = 8
CARD_HEADS = ("card", "lane", "stage", "owner")


def joined(values: Sequence[Value]) -> Value:
    """Values in a row, as one; of many the first, and how many more there are."""
    if not values:
        return message("answer.nowhere")
    found = values[0]
    for value in values[1:_NAMED]:
        found = message("answer.and", first=found, second=value)
    more = len(values) - _NAMED
    return message("answer.more", first=found, n=more) if more > 0 else found


def time(minutes: Decimal | None) -> Value:
    """Minutes in words, or that nobody has said."""
    return message("answer.unknown") if minutes is None else duration(minutes)


def whole(number: Decimal | None) -> Value:
    """A count, rounded half even, or that nobody knows."""
    return message("answer.unknown") if number is None else int(number.quantize(Decimal(1), ROUND_HALF_EVEN))


def percent(share: Decimal) -> Message:
    """A share in whole per cents."""
    return message("format.percent", number=int((share * 100).quantize(Decimal(1), ROUND_HALF_EVEN)))
