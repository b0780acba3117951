"""Leaves: the pages of something printed, as any device plays them. Points (1/72 inch) from a leaf's top left, y down.

A book is what a poster, its tiles, the committee's pack and the handouts have in common: leaves, what leads where, and
how a screen reader hears it. Only its exporter knows how a file is made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from model.elements import Picture
from model.layout.drawing import Box, Piece


class Tag(NamedTuple):
    """One step of the way from the whole document down to a part: its role, and a name among those beside it.

    Roles are those of ISO 32000-1, 14.8.4 (`H1`, `P`, `Table`, `TR`, `TH`, `TD`, `Figure`); `alt` says a figure in
    words. Equal ways are one element, also over pages, so two paragraphs side by side have two names.
    """

    role: str
    name: str = ""
    alt: str = ""


Way = tuple[Tag, ...]


class Part(NamedTuple):
    """Pieces on a leaf: `scale` points a px, their origin at (left, top), seen only inside `clip` (points of the leaf).

    `tags` lead to the part; neighbours share the steps that are equal; none: a decoration nobody needs to hear (heads
    repeated on a tile, page numbers, cut marks). `each` leads further to a single piece of it, or is () for one that is
    a decoration. Parts with the same `shared` name show the same pieces, played once; they have no `each`.

    `turn`: degrees clockwise round the origin. `opacity`: 1 hides what is below. `within`: only the pieces that meet a
    box (px), for who shows a part of the part.
    """

    pieces: Callable[[], Iterable[Piece]]
    scale: float
    left: float
    top: float
    clip: Box | None = None
    tags: Way = ()
    shared: str = ""
    each: Callable[[Piece], Way] | None = None
    turn: float = 0.0
    opacity: float = 1.0
    within: Callable[[Box], Iterable[Piece]] | None = None


class Link(NamedTuple):
    """A place of a leaf that leads on: to a target of the book by name, or to an address (http, https, mailto).

    `words` say where it leads; `tags` lead to what holds the link. A target that no leaf has makes no link.
    """

    box: Box
    target: str = ""
    address: str = ""
    words: str = ""
    tags: Way = ()


class Leaf(NamedTuple):
    """A page. `targets`: the names that lead here, with their places on it."""

    width: float
    height: float
    parts: tuple[Part, ...]
    targets: tuple[tuple[str, float, float], ...] = ()
    links: tuple[Link, ...] = ()


class Entry(NamedTuple):
    """A line of the outline, which leads to a target by name."""

    title: str
    target: str
    inner: tuple[Entry, ...] = ()


class Book(NamedTuple):
    """All leaves in their order, and the outline.

    `title`: that of the document where it is empty. `pictures`: those shown which the document does not hold.
    """

    leaves: tuple[Leaf, ...]
    outline: tuple[Entry, ...] = ()
    title: str = ""
    pictures: tuple[Picture, ...] = ()
