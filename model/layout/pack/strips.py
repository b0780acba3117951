"""Strips: what lies across a page and is not broken, in px from the start side; and the pen that they are written with.

Their boxes and pieces have their origin at the top of the strip, at the start side of the page's room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from model.layout.case.data import Tone
from model.layout.case.kit import Drawn, Kit, shape, sign, tone_colour
from model.layout.drawing import PATH, Box, Layer, Piece, Primitive
from model.layout.face import text_lines
from model.layout.icons import line
from model.layout.leaves import Tag, Way
from model.layout.pack.data import Said, Targets
from model.layout.text import Block, TextStyle
from model.messages import Value, message

SIGN = 1.3
_DEPTH = 10.0
# Neither a row of a table nor a piece of a paragraph has more lines.
TALLEST = 24
PageOf = Callable[[Targets], int | None]
Late = Callable[[PageOf], tuple[Piece, ...]]


class Bit(NamedTuple):
    """Pieces of one tag. `late`: more pieces, which need to know on which page others are."""

    pieces: tuple[Piece, ...]
    tags: tuple[Tag, ...] = ()
    late: Late | None = None


class Lead(NamedTuple):
    """A place that leads to a target, the first that there is; in words, and inside what that is."""

    box: Box
    to: Targets
    words: str = ""
    tags: Way = ()


class Strip(NamedTuple):
    """A strip of a page. `keep`: on the page of the next one; `before`: air above it, but not at the top of a page.

    `again`: strips that stand above it where it begins a page. `marks`: targets that lead to it, with how far down.
    """

    height: float
    bits: tuple[Bit, ...] = ()
    before: float = 0.0
    keep: bool = False
    again: tuple[Strip, ...] = ()
    leads: tuple[Lead, ...] = ()
    marks: tuple[tuple[str, float], ...] = ()


class Pen(NamedTuple):
    """What strips are written with."""

    kit: Kit
    rtl: bool

    @property
    def em(self) -> float:
        return self.kit.em

    def style(self, bold: bool = False) -> TextStyle:
        """Ordinary text: 9 points."""
        return self.kit.style(bold)

    def table(self, bold: bool = False) -> TextStyle:
        """Text of tables: a little smaller."""
        return TextStyle(11.0, bold, 1.34)

    def heading(self, level: int) -> TextStyle:
        """Headings by level."""
        return TextStyle({0: 34.0, 1: 22.0, 2: 14.5}.get(level, 12.0), True, 1.25)

    def colour(self, said: Said) -> tuple[str, bool]:
        """The colour of something said, and whether it is bold; what leads on looks like it."""
        colour, bold = tone_colour(self.kit, said.tone)
        plain = said.to and said.tone in (Tone.PLAIN, Tone.QUIET)
        return (self.kit.colour("system_text") if plain else colour), bold

    def lines(self, value: Value, width: float, style: TextStyle) -> Block:
        """Words wrapped, whole."""
        return self.kit.block(value, width, style, 0)

    def turned(self, block: Block) -> bool:
        """Whether lines of a block begin at the other side than the page does."""
        return block.rtl != self.rtl

    def words(
        self, value: Value, x: float, y: float, room: float, style: TextStyle, colour: str, at_end: bool = False
    ) -> Piece:
        """Words in a room as one piece as wide as they are, wrapped and never cut."""
        return self.piece(self.lines(value, room, style), x, y, room, colour, at_end)

    def piece(self, block: Block, x: float, y: float, room: float, colour: str, at_end: bool = False) -> Piece:
        """Lines in a room as one piece."""
        at = x + room - block.width if at_end else x
        made = tuple(text_lines(block, 0.0, block.width, 0.0, colour, at_end or self.turned(block)))
        height = block.line_height * len(block.lines)
        said = " ".join(line.text for line in block.lines)
        return Piece(Layer.CARD, "words", "", at, y, block.width, height, made, said)

    def page(self, said: Said, x: float, y: float, room: float, style: TextStyle) -> Late:
        """The number of the page of a target, at the end of a room; a dash where it is nowhere."""

        def made(page_of: PageOf) -> tuple[Piece, ...]:
            number = page_of(said.to)
            value: Value = message("sheet.dash") if number is None else number
            colour = self.colour(said)[0] if number is not None else self.kit.colour("muted")
            return (self.words(value, x, y, room, style, colour, at_end=True),)

        return made


def indent_of(pen: Pen, said: Said) -> float:
    """How far words in a cell are set in: by their depth, and for their sign."""
    return said.inset * _DEPTH + (0.0 if said.sign is None else SIGN * pen.em)


def said_strips(pen: Pen, said: Said, width: float, style: TextStyle, name: str, before: float) -> list[Strip]:
    """A paragraph: whole, or where it is long in pieces of so many lines."""
    colour, bold = pen.colour(said)
    style = style._replace(bold=style.bold or bold)
    indent = 0.0 if said.sign is None else SIGN * pen.em
    block = pen.lines(said.words, width - indent, style)
    tags = (Tag("P", name),)
    strips = []
    for first in range(0, len(block.lines), TALLEST):
        some = block._replace(lines=block.lines[first : first + TALLEST])
        piece = pen.piece(some, indent, 0.0, width - indent, colour)
        pieces: tuple[Piece, ...] = (piece,)
        if said.sign is not None and not first:
            middle = block.line_height / 2
            pieces = (shape(sign(pen.kit, said.sign, 0.0, middle), 0.0, 0.0, 0.0, 0.0), piece)
        leads = (Lead(box_of(piece), said.to, piece.text, tags),) if said.to else ()
        strips.append(Strip(piece.height, (Bit(pieces, tags),), 0.0 if first else before, leads=leads))
    return strips


def asked(*pieces: Piece) -> Callable[[], tuple[Piece, ...]]:
    """Pieces for whoever asks for them."""
    return lambda: pieces


def box_of(piece: Piece) -> Box:
    """Where a piece lies."""
    return Box(piece.x, piece.y, piece.width, piece.height)


def rule(pen: Pen, x: float, y: float, width: float, colour: str = "grid", thick: float = 1.0) -> Piece:
    """A line across."""
    made: tuple[Primitive, ...] = (
        (PATH, line((0.0, thick / 2), (width, thick / 2)), None, pen.kit.colour(colour), thick, ()),
    )
    return shape(made, x, y - thick / 2, width, thick)


def shifted(strip: Strip, x: float, y: float = 0.0) -> Strip:
    """A strip whose content lies elsewhere in it."""
    return strip._replace(
        bits=tuple(_shifted(bit, x, y) for bit in strip.bits),
        leads=tuple(lead._replace(box=lead.box._replace(x=lead.box.x + x, y=lead.box.y + y)) for lead in strip.leads),
        marks=tuple((name, down + y) for name, down in strip.marks),
        again=tuple(shifted(each, x, y) for each in strip.again),
    )


def _shifted(bit: Bit, x: float, y: float) -> Bit:
    late = bit.late

    def made(page_of: PageOf) -> tuple[Piece, ...]:
        return _moved(late(page_of), x, y) if late is not None else ()

    return Bit(_moved(bit.pieces, x, y), bit.tags, None if late is None else made)


def _moved(pieces: Iterable[Piece], x: float, y: float) -> tuple[Piece, ...]:
    return tuple(piece._replace(x=piece.x + x, y=piece.y + y) for piece in pieces)


def stacked(strips: Iterable[Strip]) -> Strip:
    """Strips under one another as one that is not broken."""
    bits: list[Bit] = []
    leads: list[Lead] = []
    marks: list[tuple[str, float]] = []
    y = 0.0
    for place, strip in enumerate(strips):
        y += strip.before if place else 0.0
        moved = shifted(strip, 0.0, y)
        bits += moved.bits
        leads += moved.leads
        marks += moved.marks
        y += strip.height
    return Strip(y, tuple(bits), leads=tuple(leads), marks=tuple(marks))


def drawn_strip(drawn: Drawn, tags: tuple[Tag, ...], before: float) -> Strip:
    """Something of the case sheet as a strip; its figures lead to how they came about."""
    leads = tuple(Lead(box_of(piece), (f"how {piece.id}",), piece.text) for piece in drawn.pieces if piece.id)
    return Strip(drawn.height, (Bit(drawn.pieces, tags),), before, leads=leads)
