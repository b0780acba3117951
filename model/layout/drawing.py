"""The drawing: what every device plays, and nothing any device could see differently.

Primitives are plain tuples, an operation first; lengths are in px of the drawing (1 px is 1/96 inch at 100 %), y goes
down, colours are `#rrggbb`, None is no fill or no stroke:

    (RECT, x, y, width, height, radius, fill, stroke, stroke_width, dash)
    (PATH, segments, fill, stroke, stroke_width, dash)
        segments: ("M", x, y) ("L", x, y) ("C", x1, y1, x2, y2, x, y) ("Z",)
    (TEXT, x, baseline, line, colour)
        line: `model.layout.text.Line`, x its left
    (ICON, name, x, y, size, colour, second)
        a sign of `model.layout.icons`, in a square box
    (IMAGE, x, y, width, height, picture_id)

`dash` is a tuple of lengths, () for a solid line. A device that cannot see a picture draws nothing for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import Any, Protocol

from model.named import NamedTuple

RECT, PATH, TEXT, ICON, IMAGE = range(5)
Primitive = tuple[Any, ...]
Segment = tuple[Any, ...]
Point = tuple[float, float]


class Box(NamedTuple):
    """A rectangle of the drawing."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def contains(self, x: float, y: float) -> bool:
        return self.x <= x < self.right and self.y <= y < self.bottom

    def meets(self, other: Box) -> bool:
        left, top, width, height = self
        x, y, wide, high = other
        return left < x + wide and x < left + width and top < y + high and y < top + height


class Layer(IntEnum):
    """The layers of a drawing, bottom to top. BODY layers scroll both ways, heads are frozen at one side."""

    PAPER = 0
    LANE = 1
    GRID = 2
    LINK = 3
    CARD = 4
    SIDE_HEAD = 5
    TOP_HEAD = 6
    TITLE = 7
    LEGEND = 8


BODY = (Layer.LANE, Layer.GRID, Layer.LINK, Layer.CARD)
ALL = tuple(Layer)


class Piece(NamedTuple):
    """Primitives of one thing, with their origin at (x, y) of the drawing.

    `kind` is what it shows (`card`, `link`, `lane`, `step`, `stage`, `line`, `title`, `legend`, `paper`), `id` the
    element's id or empty, `text` its words in reading order (for SVG titles, PDF tags and screen readers).
    """

    layer: Layer
    kind: str
    id: str
    x: float
    y: float
    width: float
    height: float
    primitives: tuple[Primitive, ...]
    text: str = ""


class Areas(NamedTuple):
    """Where the parts of a drawing lie. A window shows `title`, `top` and `side` frozen and `legend` at its foot."""

    title: Box
    top: Box
    side: Box
    body: Box
    legend: Box


class Drawing(Protocol):
    """A laid out blueprint; made by `model.layout.compose`, already mirrored where it runs right to left."""

    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...
    @property
    def rtl(self) -> bool: ...
    @property
    def areas(self) -> Areas: ...
    def pieces(self, clip: Box | None = None, layers: tuple[Layer, ...] = ALL, *, keep: bool = True) -> Iterator[Piece]:
        """The pieces that meet the clip, layer by layer, in painting order.

        Who asks once, as paper does, has nothing kept for the next time.
        """
        ...

    def pieces_of(self, ids: Iterable[str], clip: Box | None = None) -> Iterator[Piece]:
        """The pieces of cards and links, of a link also what stands on it; what is outside the clip may be left out."""
        ...

    def within(self, clip: Box) -> list[str]:
        """The cards and links that may have pieces in a clip."""
        ...

    def box(self, id: str) -> Box | None:
        """Where a card, step, stage, lane or link lies (a link: the box round its route), or None."""
        ...

    def route(self, link: str) -> tuple[Point, ...]:
        """The corners of a link's route, from its source on."""
        ...

    def at(self, x: float, y: float) -> Hit | None:
        """What is at a point: the card or link there, else the head or the cell."""
        ...

    def slot(self, x: float, y: float) -> Slot | None:
        """The cell at a point of the body and before which of its cards the point falls."""
        ...

    def cell_box(self, lane: str, step: str) -> Box | None:
        """The whole of one cell."""
        ...

    def missing(self) -> dict[str, tuple[str, ...]]:
        """By element id, the characters that no font has."""
        ...


class Hit(NamedTuple):
    """What is at a point: kind as in `Piece` or `cell`, the element, and the cell's lane and step."""

    kind: str
    id: str
    lane: str | None = None
    step: str | None = None


class Slot(NamedTuple):
    """A place for a card: a cell, and before which of its cards (their count: last)."""

    lane: str
    step: str
    place: int
