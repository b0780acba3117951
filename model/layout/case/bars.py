"""Bars in rows: a ranking, each from zero, or a waterfall, each from where the one above ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from model.layout.case.data import Bar
from model.layout.case.kit import Drawn, Kit, blend, one_piece, shape, text_piece
from model.layout.drawing import PATH, RECT, Piece, Primitive
from model.layout.icons import line

# The most of a row that names may take, and the least room for bars, in ems.
_NAMES, _LEAST = 0.42, 2.0
_TINT = 0.45


class _Plan(NamedTuple):
    """Where the columns of the rows lie, and what an amount is long."""

    width: float
    names: float
    bars: float
    room: float
    low: float
    scale: float
    stepped: bool

    def at(self, amount: float) -> float:
        """Where an amount lies across the row."""
        return self.bars + (amount - self.low) * self.scale


def bars(kit: Kit, rows: Sequence[Bar], width: float) -> Drawn:
    """The bars under one another; each row is one piece that opens its figure."""
    plan = _plan(kit, rows, width)
    pieces: list[Piece] = []
    y, before = 0.0, None
    for row in rows:
        drawn, height, middle = _row(kit, row, plan, y)
        if plan.stepped and before is not None and row.end is not None and plan.room:
            pieces.append(_step(kit, plan.at(float(row.end if row.whole else row.start)), before, middle))
        pieces.append(drawn)
        y += height
        before = None if row.end is None else middle
    return Drawn(tuple(pieces), y)


def _plan(kit: Kit, rows: Sequence[Bar], width: float) -> _Plan:
    measured = [row for row in rows if row.end is not None]
    amounts = max((kit.width(row.words, kit.style(True)) for row in measured), default=0.0)
    names = max((kit.width(row.name, kit.style(row.whole)) for row in rows), default=0.0)
    names = min(names + 1.0, _NAMES * width, max(width - amounts - kit.gap, 4 * kit.em))
    start = names + kit.gap
    room = width - start - amounts - kit.gap
    room = room if room >= _LEAST * kit.em else 0.0
    ends = [float(amount) for row in measured for amount in (row.start, row.end) if amount is not None]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    stepped = any(row.start for row in rows)
    return _Plan(width, names, start, room, low, room / (high - low) if high > low else 0.0, stepped)


def _row(kit: Kit, row: Bar, plan: _Plan, y: float) -> tuple[Piece, float, float]:
    """One row, its height, and the middle of its bar."""
    name = kit.colour("ink" if row.whole else "text")
    parts = [text_piece(kit, row.name, 0.0, y, plan.names, kit.style(row.whole), name, lines=2)]
    tall = parts[0].height
    rest = plan.width - plan.bars
    if row.end is None:
        parts.append(text_piece(kit, row.words, plan.bars, y, rest, kit.style(), kit.colour("muted"), lines=3))
        tall = max(tall, parts[-1].height)
    else:
        line_height = kit.style().size * kit.style().line_height
        edges = sorted((plan.at(float(row.start)), plan.at(float(row.end))))
        if plan.room:
            parts.append(_bar(kit, row, edges, y + line_height / 2))
        beside = edges[1] + 0.6 * kit.em if plan.room and not plan.stepped else plan.bars
        room = plan.width - beside
        at_end = plan.stepped or not plan.room
        strong = kit.colour("ink")
        parts.append(text_piece(kit, row.words, beside, y, room, kit.style(True), strong, at_end=at_end))
    text = f"{kit.words(row.name)}: {kit.words(row.words)}"
    box = (0.0, y, plan.width, tall)
    middle = y + kit.style().size * kit.style().line_height / 2
    return one_piece(parts, row.figure, box, text), tall + 0.45 * kit.em, middle


def _bar(kit: Kit, row: Bar, edges: Sequence[float], middle: float) -> Piece:
    tall = 0.8 * kit.em
    strong = kit.colour("alert" if row.bad else "badge")
    fill = strong if row.whole else blend(strong, kit.colour("card"), _TINT)
    wide = max(edges[1] - edges[0], 1.5)
    made: tuple[Primitive, ...] = ((RECT, 0.0, 0.0, wide, tall, min(2.0, wide / 2), fill, None, 0.0, ()),)
    return shape(made, edges[0], middle - tall / 2, wide, tall)


def _step(kit: Kit, x: float, top: float, bottom: float) -> Piece:
    """The thin line from the end of one bar to the beginning of the next."""
    begin, end = top + 0.4 * kit.em, bottom - 0.4 * kit.em
    made = ((PATH, line((0.5, 0.0), (0.5, end - begin)), None, kit.colour("card_line"), 1.0, ()),)
    return shape(made, x - 0.5, begin, 1.0, end - begin)
