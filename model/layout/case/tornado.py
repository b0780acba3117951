"""The tornado: what each uncertain input does to the net present value, the longest bar first."""

from __future__ import annotations

from typing import NamedTuple

from model.layout.case.data import Cell, Head, Span, Swings, Table
from model.layout.case.kit import Drawn, Kit, blend, one_piece, shape, text_piece
from model.layout.case.table import table
from model.layout.drawing import PATH, RECT, Layer, Piece, Primitive
from model.layout.icons import line

_NAMES = 0.36
_TINT = 0.35


class _Plan(NamedTuple):
    """Where the columns lie: names, amounts at low, bars, amounts at high; and what an amount is long."""

    width: float
    names: float
    amounts: tuple[float, float]
    bars: float
    room: float
    low: float
    scale: float

    @property
    def last(self) -> float:
        """Where the amounts at high begin."""
        return self.width - self.amounts[1]

    def at(self, amount: float) -> float:
        return self.bars + (amount - self.low) * self.scale


def tornado(kit: Kit, swings: Swings, width: float) -> Drawn:
    """Heads, then a row for each input; a line through all of them marks the likely value."""
    plan = _plan(kit, swings, width)
    if plan.names + sum(plan.amounts) + 3 * kit.gap > width:
        return table(kit, _as_table(swings), width)
    heads = _heads(kit, swings, plan)
    y = max(head.height for head in heads) + 0.5 * kit.em
    top, rows = y, []
    for span in swings.spans:
        row, height = _row(kit, span, plan, y, float(swings.likely))
        rows.append(row)
        y += height
    x = plan.at(float(swings.likely))
    mark: Primitive = (PATH, line((0.5, 0.0), (0.5, y - top)), None, kit.colour("ink"), 1.2, (2.0, 2.0))
    middle = [Piece(Layer.CARD, "shape", "", x - 0.5, top, 1.0, y - top, (mark,))] if plan.room else []
    likely = swings.likely_words
    below = text_piece(
        kit, likely.words, 0.0, y + 0.2 * kit.em, width, kit.style(), kit.colour("text"), figure=likely.figure
    )
    return Drawn((*heads, *rows, *middle, below), y + 0.2 * kit.em + below.height)


def _plan(kit: Kit, swings: Swings, width: float) -> _Plan:
    def widest(end: int) -> float:
        words = [swings.heads[end + 1], *(span.words[end] for span in swings.spans)]
        return max(kit.width(value, kit.style()) for value in words) + 1.0

    amounts = (widest(0), widest(1))
    names = max((kit.width(span.name, kit.style()) for span in swings.spans), default=0.0) + 1.0
    names = min(names, _NAMES * width, max(width - sum(amounts) - 3 * kit.gap, 4 * kit.em))
    bars = names + amounts[0] + 2 * kit.gap
    room = max(0.0, width - bars - amounts[1] - kit.gap)
    ends = [float(swings.likely), *(float(end) for span in swings.spans for end in (span.low, span.high))]
    low, high = min(ends), max(ends)
    return _Plan(width, names, amounts, bars, room, low, room / (high - low) if high > low else 0.0)


def _as_table(swings: Swings) -> Table:
    """The same without bars, where there is no room for them."""
    rows = tuple(
        (Cell(span.name, span.figure), *(Cell(words, span.figure) for words in span.words)) for span in swings.spans
    )
    return Table(tuple(Head(words) for words in swings.heads), rows)


def _heads(kit: Kit, swings: Swings, plan: _Plan) -> list[Piece]:
    muted, small = kit.colour("muted"), kit.small()
    name, low, high = swings.heads
    return [
        text_piece(kit, name, 0.0, 0.0, plan.names, small, muted),
        text_piece(kit, low, plan.names + kit.gap, 0.0, plan.amounts[0], small, muted, at_end=True),
        text_piece(kit, high, plan.last, 0.0, plan.amounts[1], small, muted),
    ]


def _row(kit: Kit, span: Span, plan: _Plan, y: float, likely: float) -> tuple[Piece, float]:
    """The bar to the value at low is hollow, that to the value at high is filled."""
    style, text = kit.style(), kit.colour("text")
    parts = [
        text_piece(kit, span.name, 0.0, y, plan.names, style, text, lines=2),
        text_piece(kit, span.words[0], plan.names + kit.gap, y, plan.amounts[0], style, text, at_end=True),
        text_piece(kit, span.words[1], plan.last, y, plan.amounts[1], style, text),
    ]
    middle, tall = y + style.size * style.line_height / 2, 0.8 * kit.em
    ink = kit.colour("badge")
    if plan.room:
        for amount, fill in ((span.low, kit.colour("card")), (span.high, blend(ink, kit.colour("card"), _TINT))):
            left, right = sorted((plan.at(float(amount)), plan.at(likely)))
            if right - left >= 0.5:
                bar: Primitive = (RECT, 0.0, 0.0, right - left, tall, 0.0, fill, ink, 1.0, ())
                parts.append(shape((bar,), left, middle - tall / 2, right - left, tall))
    height = max(part.height for part in parts)
    said = ", ".join(kit.words(value) for value in (span.name, *span.words))
    row = one_piece(parts, span.figure, (0.0, y, plan.width, height), said)
    return row, height + 0.45 * kit.em
