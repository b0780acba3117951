"""Tables over pages: words wrap, numbers stand at the end of their column, heads stand again, tall rows are divided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from model.layout.case.kit import shape, sign
from model.layout.drawing import TEXT, Box, Layer, Piece, Primitive
from model.layout.face import text_lines
from model.layout.leaves import Tag
from model.layout.pack.columns import GAP, columns_of
from model.layout.pack.data import Cell, Column, Grid, Pairs, Row, Said
from model.layout.pack.strips import TALLEST, Bit, Late, Lead, Pen, Strip, indent_of, rule
from model.layout.text import Block, TextStyle

# The share of the width that labels may take, beside what is said of them.
_LABELS = 0.36
_LOWER = 0.7


class Air(NamedTuple):
    """Air before a table and before other blocks, and in rows above and below their words."""

    table: float
    before: float
    pad: float


USUAL, TIGHT = Air(8.0, 4.0, 3.5), Air(1.0, 2.0, 1.5)


class _Line(NamedTuple):
    """A line of a cell: what it is part of, where it begins, and its words."""

    said: Said
    x: float
    primitives: tuple[Primitive, ...]
    width: float
    text: str


class _Inside(NamedTuple):
    """What some lines of a cell come to."""

    pieces: tuple[Piece, ...]
    late: Late | None
    leads: tuple[Lead, ...]


def grid(pen: Pen, found: Grid, width: float, name: str, air: Air) -> list[Strip]:
    """The strips of a table: its heads, and each row."""
    return _Table(pen, found, width, name, air).strips()


class _Table:
    """A table being set."""

    def __init__(self, pen: Pen, found: Grid, width: float, name: str, air: Air) -> None:
        self._pen = pen
        self._found = found
        self._width = width
        self._tag = Tag("Table", name)
        self._air = air
        self._places = columns_of(pen, found, width)

    def strips(self) -> list[Strip]:
        head = self._head()
        again = (head._replace(bits=tuple(bit._replace(tags=()) for bit in head.bits)),)
        strips = [head._replace(before=self._air.table, keep=True)]
        for number, row in enumerate(self._found.rows):
            made = [strip._replace(again=again) for strip in self._row(row, str(number))]
            strips += (*made[:-1], made[-1]._replace(keep=row.keep))
        if len(self._found.rows) > 2:
            strips[-2] = strips[-2]._replace(keep=True)
        return strips

    def _head(self) -> Strip:
        pen, pad = self._pen, self._air.pad
        small, muted = pen.kit.small(True), pen.kit.colour("muted")
        both = list(zip(self._found.columns, self._places, strict=True))
        tallest = max(pen.lines(column.words, wide, small).height for column, (_, wide) in both)
        bits = []
        for number, (column, (x, wide)) in enumerate(both):
            y = tallest - pen.lines(column.words, wide, small).height
            piece = pen.words(column.words, x, y, wide, small, muted, at_end=column.number)
            bits.append(Bit((piece,), (self._tag, Tag("TR", "head"), Tag("TH", str(number)))))
        bits.append(Bit((rule(pen, 0.0, tallest + pad, self._width, "card_line", 1.2),)))
        return Strip(tallest + 2 * pad, tuple(bits))

    def _row(self, row: Row, number: str) -> list[Strip]:
        """A row; one that is too tall as several, each with some of its lines."""
        pen, style = self._pen, self._pen.table(row.strong)
        both = list(zip(self._found.columns, self._places, strict=True))
        cells = [_lines(pen, cell, *places, style) for cell, places in zip(row.cells, both, strict=True)]
        tall = max(1, *(len(lines) for lines in cells))
        step = style.size * style.line_height
        strips = []
        for first in range(0, tall, TALLEST):
            count = min(TALLEST, tall - first)
            height = count * step + 2 * self._air.pad
            bits: list[Bit] = []
            leads: list[Lead] = []
            for place, lines in enumerate(cells):
                tags = (self._tag, Tag("TR", number), Tag("TD", str(place)))
                own = _inside(pen, lines[first : first + count], self._air.pad, style, *both[place])
                leads += [lead._replace(tags=tags) for lead in own.leads]
                if own.pieces or own.late is not None:
                    bits.append(Bit(own.pieces, tags, own.late))
            if first + count >= tall:
                colour = "card_line" if row.strong else "grid"
                bits.append(Bit((rule(pen, 0.0, height, self._width, colour),)))
            marks = ((row.target, 0.0),) if row.target and not first else ()
            strips.append(Strip(height, tuple(bits), leads=tuple(leads), marks=marks))
        return strips


def _lines(pen: Pen, cell: Cell, column: Column, place: tuple[float, float], style: TextStyle) -> list[_Line]:
    """The lines of a cell."""
    found: list[_Line] = []
    x, wide = place
    for said in cell:
        if said.page:
            found.append(_Line(said, x, (), wide, ""))
            continue
        indent = indent_of(pen, said)
        colour, bold = pen.colour(said)
        block = pen.lines(said.words, wide - indent, style._replace(bold=style.bold or bold))
        at_end = column.number or (pen.turned(block) and len(block.lines) > 1)
        for number, text in enumerate(text_lines(block, 0.0, block.width, 0.0, colour, at_end)):
            line = _line(text, block, wide - block.width if column.number else indent)
            found.append(line._replace(said=said, x=x))
            if number == 0 and said.sign is not None:
                made = sign(pen.kit, said.sign, 0.0, block.line_height / 2)
                found[-1] = found[-1]._replace(primitives=(*made, *line.primitives))
    return found


def _line(text: Primitive, block: Block, at: float) -> _Line:
    """One line of a block so far from the start of its cell."""
    _, across, _, line, colour = text
    made: tuple[Primitive, ...] = ((TEXT, at + across, block.ascent, line, colour),)
    return _Line(Said(), 0.0, made, at + across + line.width, line.text)


def _inside(
    pen: Pen, lines: Sequence[_Line], top: float, style: TextStyle, column: Column, place: tuple[float, float]
) -> _Inside:
    """Lines under one another from a height on."""
    pieces: list[Piece] = []
    leads: list[Lead] = []
    late = None
    step = style.size * style.line_height
    for number, line in enumerate(lines):
        y = top + number * step
        if line.said.page:
            late = pen.page(line.said, line.x, y, line.width, style)
        elif line.primitives:
            made = shape(line.primitives, line.x, y, line.width, step)
            pieces.append(made._replace(layer=Layer.CARD, kind="words", text=line.text))
        if line.said.to:
            begin, wide = place if column.number else (line.x, line.width)
            leads.append(Lead(Box(begin, y, wide, step), line.said.to, line.text))
    return _Inside(tuple(pieces), late, tuple(leads))


def pairs(pen: Pen, found: Pairs, width: float, name: str, air: Air) -> list[Strip]:
    """Labels at the start, what is said of them beside them; each pair is a paragraph."""
    style, small = pen.table(), pen.kit.small()
    side = min(max(pen.kit.width(label, small) for label, _ in found.rows) + GAP, _LABELS * width)
    place, plain = (side, width - side), Column("")
    strips = []
    for number, (label, cell) in enumerate(found.rows):
        tags = (Tag("P", f"{name}.{number}"),)
        lines = _lines(pen, cell, plain, place, style)
        own = _inside(pen, lines, air.pad, style, plain, place)
        muted = pen.words(label, 0.0, air.pad + _LOWER, side - GAP, small, pen.kit.colour("muted"))
        height = max(muted.y + muted.height, air.pad + len(lines) * style.size * style.line_height)
        leads = tuple(lead._replace(tags=tags) for lead in own.leads)
        before = air.before if number == 0 else 0.0
        strips.append(Strip(height, (Bit((muted, *own.pieces), tags, own.late),), before, number == 0, (), leads))
    return strips
