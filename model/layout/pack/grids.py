"""Tables over pages: words wrap, numbers stand at the end of their column, heads stand again, tall rows are divided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from model.layout.case.kit import shape, sign
from model.layout.drawing import TEXT, Box, Layer, Piece, Primitive
from model.layout.face import text_lines
from model.layout.leaves import Tag
from model.layout.pack.data import Cell, Column, Grid, Pairs, Row, Said
from model.layout.pack.strips import SIGN, Bit, Lead, Pen, Strip, rule
from model.layout.text import Block, TextStyle

GAP, PAD = 12.0, 3.5
# No row is taller than this many lines: it goes on as another.
TALLEST = 24
_LEAST = 48.0
# The share of the width that labels may take, beside what is said of them.
_LABELS = 0.36


class _Line(NamedTuple):
    """A line of a cell: what it is part of, where it begins, and its words."""

    said: Said
    x: float
    primitives: tuple[Primitive, ...]
    width: float
    text: str


def grid(pen: Pen, found: Grid, width: float, name: str, before: float) -> list[Strip]:
    """The strips of a table: its heads, and each row."""
    columns = _columns(pen, found, width)
    head = _head(pen, found.columns, columns, width, name)
    again = (head._replace(bits=tuple(bit._replace(tags=()) for bit in head.bits)),)
    strips = [head._replace(before=before, keep=True)]
    for number, row in enumerate(found.rows):
        strips += _row(pen, found, row, columns, width, f"{name}.{number}", again)
    if len(found.rows) > 2:
        strips[-2] = strips[-2]._replace(keep=True)
    return strips


def _columns(pen: Pen, found: Grid, width: float) -> list[tuple[float, float]]:
    """Start and width of each column: numbers get what they want, words the same or a fair share of what is left."""
    free = width - GAP * (len(found.columns) - 1)
    wanted = [_wanted(pen, found, place, free) for place in range(len(found.columns))]
    widths = _shared(wanted, found.columns, free)
    left = free - sum(widths)
    words = [place for place, column in enumerate(found.columns) if not column.number]
    if left > 0 and words:
        widths[words[-1]] += left
    columns, x = [], 0.0
    for own in widths:
        columns.append((x, own))
        x += own + GAP
    return columns


def _shared(wanted: Sequence[float], columns: Sequence[Column], free: float) -> list[float]:
    """What each column gets, those that want least first; numbers before words."""
    order = sorted(range(len(wanted)), key=lambda place: (not columns[place].number, wanted[place]))
    given = [0.0] * len(wanted)
    room = free
    for rank, place in enumerate(order):
        share = room / (len(order) - rank)
        given[place] = min(wanted[place], share if not columns[place].number else room)
        room -= given[place]
    return given


def _wanted(pen: Pen, found: Grid, place: int, free: float) -> float:
    column = found.columns[place]
    widest = max((_widest(pen, row.cells[place]) for row in found.rows), default=0.0)
    head = pen.kit.width(column.words, pen.kit.small()) if column.number else _LEAST
    return min(max(widest, head) + 1.0, column.most * free)


def _widest(pen: Pen, cell: Cell) -> float:
    style = pen.table(True)
    return max(
        (pen.kit.width("0000" if said.page else said.words, style) + _indent(pen, said) for said in cell), default=0.0
    )


def _indent(pen: Pen, said: Said) -> float:
    return 0.0 if said.sign is None else SIGN * pen.em


def _head(pen: Pen, columns: Sequence[Column], places: Sequence[tuple[float, float]], width: float, name: str) -> Strip:
    bits = []
    small = pen.kit.small(True)
    tallest = max(
        pen.lines(column.words, wide, small).height for column, (_, wide) in zip(columns, places, strict=True)
    )
    for number, (column, (x, wide)) in enumerate(zip(columns, places, strict=True)):
        height = pen.lines(column.words, wide, small).height
        piece = pen.words(column.words, x, tallest - height, wide, small, pen.kit.colour("muted"), at_end=column.number)
        bits.append(Bit((piece,), (Tag("Table", name), Tag("TR", "head"), Tag("TH", str(number)))))
    bits.append(Bit((rule(pen, 0.0, tallest + PAD, width, "card_line", 1.2),)))
    return Strip(tallest + 2 * PAD, tuple(bits))


def _row(
    pen: Pen,
    found: Grid,
    row: Row,
    places: Sequence[tuple[float, float]],
    width: float,
    name: str,
    again: tuple[Strip, ...],
) -> list[Strip]:
    """A row; one that is too tall as several, each with some of its lines."""
    style = pen.table(row.strong)
    cells = [
        _lines(pen, cell, column, place, style)
        for cell, column, place in zip(row.cells, found.columns, places, strict=True)
    ]
    tall = max(1, *(len(lines) for lines in cells))
    step = style.size * style.line_height
    table, _, number = name.rpartition(".")
    strips = []
    for first in range(0, tall, TALLEST):
        count = min(TALLEST, tall - first)
        height = count * step + 2 * PAD
        bits, leads = [], []
        for place, lines in enumerate(cells):
            tags = (Tag("Table", table), Tag("TR", number), Tag("TD", str(place)))
            own, led = _cell(pen, lines[first : first + count], step, style, places[place], found.columns[place])
            leads += led
            if own.pieces or own.late is not None:
                bits.append(own._replace(tags=tags))
        last = first + count >= tall
        if last:
            bits.append(Bit((rule(pen, 0.0, height, width, "card_line" if row.strong else "grid"),)))
        marks = ((row.target, 0.0),) if row.target and not first else ()
        strips.append(Strip(height, tuple(bits), again=again, leads=tuple(leads), marks=marks))
    return strips


def _lines(pen: Pen, cell: Cell, column: Column, place: tuple[float, float], style: TextStyle) -> list[_Line]:
    """The lines of a cell."""
    found = []
    for said in cell:
        x, wide = place
        indent = _indent(pen, said)
        colour, bold = pen.colour(said)
        own = style._replace(bold=style.bold or bold)
        if said.page:
            found.append(_Line(said, x, (), wide, ""))
            continue
        block = pen.lines(said.words, wide - indent, own)
        at_end = column.number or (pen.turned(block) and len(block.lines) > 1)
        for number, primitive in enumerate(text_lines(block, 0.0, block.width, 0.0, colour, at_end)):
            first = number == 0 and said.sign is not None
            found.append(_line(pen, said, primitive, block, x, wide, column.number, indent, first))
    return found


def _line(
    pen: Pen, said: Said, text: Primitive, block: Block, x: float, wide: float, number: bool, indent: float, first: bool
) -> _Line:
    """One line of a block, with its sign before the first."""
    _, across, _, line, colour = text
    at = wide - block.width if number else indent
    made: tuple[Primitive, ...] = ((TEXT, at + across, block.ascent, line, colour),)
    if first and said.sign is not None:
        made = (*sign(pen.kit, said.sign, 0.0, block.line_height / 2), *made)
    return _Line(said, x, made, at + across + line.width, line.text)


def _cell(
    pen: Pen, lines: Sequence[_Line], step: float, style: TextStyle, place: tuple[float, float], column: Column
) -> tuple[Bit, list[Lead]]:
    pieces: list[Piece] = []
    leads: list[Lead] = []
    late = None
    for number, line in enumerate(lines):
        y = PAD + number * step
        if line.said.page:
            late = pen.page(line.said, line.x, y, line.width, style)
        elif line.primitives:
            made = shape(line.primitives, line.x, y, line.width, step)
            pieces.append(made._replace(layer=Layer.CARD, kind="words", text=line.text))
        if line.said.to:
            begin, wide = (line.x, line.width) if not column.number else place
            leads.append(Lead(Box(begin, y, wide, step), line.said.to))
    return Bit(tuple(pieces), (), late), leads


def pairs(pen: Pen, found: Pairs, width: float, name: str, before: float) -> list[Strip]:
    """Labels at the start, what is said of them beside them; each pair is a paragraph."""
    style, small = pen.table(), pen.kit.small()
    side = min(max(pen.kit.width(label, small) for label, _ in found.rows) + GAP, _LABELS * width)
    strips = []
    for number, (label, cell) in enumerate(found.rows):
        place = (side, width - side)
        lines = _lines(pen, cell, Column(""), place, style)
        step = style.size * style.line_height
        body, leads = _cell(pen, lines, step, style, place, Column(""))
        muted = pen.words(label, 0.0, PAD + 0.7, side - GAP, small, pen.kit.colour("muted"))
        tags = (Tag("P", f"{name}.{number}"),)
        height = max(PAD + 0.7 + muted.height, PAD + len(lines) * step)
        bit = Bit((muted, *body.pieces), tags, body.late)
        strips.append(Strip(height, (bit,), before if number == 0 else 0.0, keep=number == 0, leads=tuple(leads)))
    return strips
