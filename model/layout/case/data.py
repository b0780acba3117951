"""What a case sheet shows, as plain data: words and numbers that others worked out.

A `figure` is the id under which the derivation of a number can be asked for; empty where there is nothing to open.
Money is whole units of one currency, said in words by a message; amounts are for the lengths of bars and curves.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from model.messages import Message, Value


class Tone(StrEnum):
    """How a figure is said; what it means is always in its words as well."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    GOOD = "good"
    BAD = "bad"


class Sign(StrEnum):
    """A shape before words: check, dot, triangle, or an empty ring."""

    CHECK = "check"
    DOT = "dot"
    WARNING = "warning"
    RING = "ring"


class Saying(NamedTuple):
    """One line or more of words."""

    words: Value
    figure: str = ""
    tone: Tone = Tone.PLAIN


class Bar(NamedTuple):
    """A named amount from `start` to `end`; without `end` only words.

    `whole`: a total, drawn stronger; `bad`: money lost, in the colour of that.
    """

    name: Value
    words: Value
    figure: str
    start: Decimal = Decimal(0)
    end: Decimal | None = None
    whole: bool = False
    bad: bool = False


class Curve(NamedTuple):
    """Cumulated cash at the end of each month from month 0. `payback`: the month and its words."""

    values: tuple[Decimal, ...]
    month: Message
    payback: tuple[int, Message] | None


class Span(NamedTuple):
    """What one input at its low and at its high makes of the net present value."""

    name: Value
    low: Decimal
    high: Decimal
    words: tuple[Value, Value]
    figure: str


class Swings(NamedTuple):
    """The tornado: its heads (input, at low, at high), the likely value with its words, and the spans."""

    heads: tuple[Message, Message, Message]
    likely: Decimal
    likely_words: Saying
    spans: tuple[Span, ...]


class Spread(NamedTuple):
    """Where the draws lie: a tenth below `low`, half below `middle`, a tenth above `high`; names under the marks."""

    low: Decimal
    middle: Decimal
    high: Decimal
    names: tuple[Saying, Saying, Saying]
    zero: Message


class Stage(NamedTuple):
    """One stage of the funnel."""

    words: Message
    number: int
    figure: str


class Cell(NamedTuple):
    """A cell of a table."""

    words: Value = ""
    figure: str = ""
    tone: Tone = Tone.PLAIN
    sign: Sign | None = None


class Head(NamedTuple):
    """The head of a column; numbers stand at the end of theirs."""

    words: Value
    number: bool = False


class Table(NamedTuple):
    """Heads and rows of as many cells; a row of `strong` stands apart as a total."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[tuple[Cell, ...], ...] = ()


class Panel(NamedTuple):
    """One box of the sheet: a title, then sayings, one chart, and sayings below it.

    `key` tells panels apart; `weight` is its share of a row beside others, `row` which row it would like to be in.
    """

    key: str
    title: Message
    row: int
    weight: float = 1.0
    above: tuple[Saying, ...] = ()
    bars: tuple[Bar, ...] = ()
    curve: Curve | None = None
    swings: Swings | None = None
    spread: Spread | None = None
    funnel: tuple[Stage, ...] = ()
    table: Table | None = None
    below: tuple[Saying, ...] = ()


class CaseData(NamedTuple):
    """A whole case sheet."""

    title: Value
    basis: Value
    panels: tuple[Panel, ...]
