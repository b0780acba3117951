"""What the charts of a case sheet are made with: styles, colours, words as pieces. x runs from the start side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from model.layout import bidi
from model.layout.case.data import Saying, Sign, Tone
from model.layout.drawing import ICON, PATH, Layer, Piece, Primitive
from model.layout.face import text_lines
from model.layout.icons import circle, polygon
from model.layout.text import Block, Shaper, TextStyle
from model.layout.theme import Theme
from model.messages import Message, Value
from model.texts import Texts

FIGURE, SHAPE = "figure", "shape"
_FROM_RIGHT = "\u200f"
_TONES = {
    Tone.PLAIN: ("text", False),
    Tone.STRONG: ("ink", True),
    Tone.QUIET: ("muted", False),
    Tone.GOOD: ("good", True),
    Tone.BAD: ("alert", True),
}


class Drawn(NamedTuple):
    """Pieces with their origin at (0, 0) of where they are to stand, and the height they take."""

    pieces: tuple[Piece, ...]
    height: float


class Kit(NamedTuple):
    """What everything on a sheet is set with; lengths go with the size of its text."""

    theme: Theme
    texts: Texts
    shaper: Shaper

    @property
    def em(self) -> float:
        """The size of ordinary text."""
        return self.theme.style("card").size

    @property
    def gap(self) -> float:
        """Air between things that stand side by side."""
        return self.em

    def style(self, bold: bool = False) -> TextStyle:
        """Ordinary text."""
        return TextStyle(self.em, bold, 1.4)

    def small(self, bold: bool = False) -> TextStyle:
        """Captions and marks of an axis."""
        return TextStyle(self.theme.style("legend").size, bold)

    def colour(self, name: str) -> str:
        return self.theme.colour(name)

    def words(self, value: Value) -> str:
        """A value as the document's reader reads it, on one line.

        A sentence of ours from right to left begins at the right, even with a number and its currency.
        """
        said = " ".join(self.texts.value(value).split())
        if isinstance(value, Message) and bidi.needs_bidi(said) and bidi.base_level(said) == 0 and self._from_right:
            return _FROM_RIGHT + said
        return said

    @property
    def _from_right(self) -> bool:
        """Whether the words of the catalogue run from right to left."""
        return bidi.base_level(self.texts("map.legend")) == 1

    def width(self, value: Value, style: TextStyle) -> float:
        """How wide words are on one line."""
        return self.shaper.line(self.words(value), style).width

    def block(self, value: Value, width: float, style: TextStyle, lines: int = 1) -> Block:
        """Words wrapped to a width, cut after so many lines (0: never)."""
        return self.shaper.block(self.words(value), max(width, 1.0), style, max_lines=lines)


def blend(colour: str, ground: str, share: float) -> str:
    """A colour mixed with another; `share` of it is the first."""
    mixed = (
        round(int(colour[at : at + 2], 16) * share + int(ground[at : at + 2], 16) * (1 - share)) for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)


def text_piece(
    kit: Kit,
    value: Value,
    x: float,
    y: float,
    room: float,
    style: TextStyle,
    colour: str,
    **more: Any,
) -> Piece:
    """Words in a room as one piece, as wide as they are; `figure`, `lines` and `at_end` (of the room) as named."""
    block = kit.block(value, room, style, more.get("lines", 1))
    at = x + room - block.width if more.get("at_end") else x
    made = tuple(text_lines(block, 0.0, block.width, 0.0, colour, bool(more.get("at_end"))))
    figure = more.get("figure", "")
    kind = FIGURE if figure else SHAPE
    return Piece(Layer.CARD, kind, figure, at, y, block.width, block.height, made, kit.words(value))


def shape(primitives: Iterable[Primitive], x: float, y: float, width: float, height: float) -> Piece:
    """Something drawn that says nothing by itself."""
    return Piece(Layer.LANE, SHAPE, "", x, y, width, height, tuple(primitives))


def said(kit: Kit, sayings: Iterable[Saying], width: float) -> Drawn:
    """Sayings under one another, wrapped."""
    pieces, y = [], 0.0
    for saying in sayings:
        colour, bold = _TONES[saying.tone]
        piece = text_piece(
            kit, saying.words, 0.0, y, width, kit.style(bold), kit.colour(colour), figure=saying.figure, lines=4
        )
        pieces.append(piece)
        y += piece.height + 0.35 * kit.em
    return Drawn(tuple(pieces), max(0.0, y - 0.35 * kit.em))


def tone_colour(kit: Kit, tone: Tone) -> tuple[str, bool]:
    """The colour of a tone, and whether it is bold."""
    name, bold = _TONES[tone]
    return kit.colour(name), bold


def sign(kit: Kit, which: Sign, x: float, middle: float) -> tuple[Primitive, ...]:
    """A sign one em wide: told apart by its shape as well as its colour."""
    size = 0.9 * kit.em
    centre, half = x + size / 2, size / 2
    if which is Sign.CHECK:
        return ((ICON, "approval", x, middle - half, size, kit.colour("good"), kit.colour("card")),)
    if which is Sign.DOT:
        return ((PATH, circle(centre, middle, 0.32 * size), kit.colour("good"), None, 0.0, ()),)
    if which is Sign.RING:
        return ((PATH, circle(centre, middle, 0.36 * size), None, kit.colour("muted"), 1.2, ()),)
    corners = polygon((centre, middle - half), (x + size, middle + 0.4 * size), (x, middle + 0.4 * size))
    return ((PATH, corners, kit.colour("alert"), None, 0.0, ()),)


def moved(pieces: Iterable[Piece], x: float, y: float) -> list[Piece]:
    """Pieces put elsewhere."""
    return [piece._replace(x=piece.x + x, y=piece.y + y) for piece in pieces]


def one_piece(pieces: Iterable[Piece], figure: str, box: tuple[float, float, float, float], text: str) -> Piece:
    """Several pieces as one that opens one figure."""
    x, y, width, height = box
    made = [_shifted(primitive, piece.x - x, piece.y - y) for piece in pieces for primitive in piece.primitives]
    return Piece(Layer.CARD, FIGURE if figure else SHAPE, figure, x, y, width, height, tuple(made), text)


def _shifted(primitive: Primitive, x: float, y: float) -> Primitive:
    kind = primitive[0]
    if kind == PATH:
        return (kind, tuple(_shifted_segment(segment, x, y) for segment in primitive[1]), *primitive[2:])
    if kind == ICON:
        return (kind, primitive[1], primitive[2] + x, primitive[3] + y, *primitive[4:])
    return (kind, primitive[1] + x, primitive[2] + y, *primitive[3:])


def _shifted_segment(segment: tuple[Any, ...], x: float, y: float) -> tuple[Any, ...]:
    values = segment[1:]
    return (segment[0], *(value + (x if place % 2 == 0 else y) for place, value in enumerate(values)))
