"""Packs for tests: the book of a document, and what stands on its pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from model.document import DocumentView
from model.layout.drawing import Piece
from model.layout.leaves import Book, Leaf, Part, Tag
from model.layout.paging import paper
from model.pack.binding import bind
from model.pack.chapters import parts_called
from tests.model.builders import DAY
from tests.model.layout.sheets import Ink

# On both sides of the words of a legend.
MARGIN = 24.0


def a_book(document: DocumentView, parts: str = "all", size: str = "A4", day: date = DAY) -> Book:
    """The pack of a document, with some parts."""
    return bind(document, day, lambda: 0.0, paper(size), parts_called(parts)).book


def pieces(leaf: Leaf) -> Iterator[tuple[Part, Piece]]:
    """All that stands on a leaf."""
    for part in leaf.parts:
        for piece in part.pieces():
            yield part, piece


def said_on(leaf: Leaf) -> list[str]:
    """The words on a leaf, piece by piece, in the order of reading."""
    return [piece.text for _, piece in pieces(leaf) if piece.text]


def tags_on(leaf: Leaf) -> list[Tag]:
    """Every step of the ways to what stands on a leaf."""
    ways = [part.tags if part.each is None else (*part.tags, *part.each(piece)) for part, piece in pieces(leaf)]
    return [tag for way in ways for tag in way]


def said(document: DocumentView, parts: str, day: date = DAY) -> list[str]:
    """The words of some parts of a pack."""
    return [text for leaf in a_book(document, parts, day=day).leaves for text in said_on(leaf)]


def row_with(texts: list[str], first: str, count: int) -> list[str]:
    """So many words from one on."""
    place = texts.index(first)
    return texts[place : place + count]


def targets(book: Book) -> dict[str, int]:
    """By target, the number of its page."""
    found: dict[str, int] = {}
    for number, leaf in enumerate(book.leaves, 1):
        for name, *_ in leaf.targets:
            found.setdefault(name, number)
    return found


def ink_of(leaf: Leaf) -> list[Ink]:
    """Where words stand on a leaf, in points; those of the map only as far as they are seen."""
    found = []
    for part, piece in pieces(leaf):
        if not piece.text:
            continue
        scale = part.scale
        left, top = part.left + piece.x * scale, part.top + piece.y * scale
        right, bottom = left + piece.width * scale, top + piece.height * scale
        if piece.kind == "legend":
            left, right = left + MARGIN * scale, right - MARGIN * scale
        if part.clip is not None:
            left, top = max(left, part.clip.x), max(top, part.clip.y)
            right, bottom = min(right, part.clip.right), min(bottom, part.clip.bottom)
        if right > left and bottom > top:
            found.append(Ink(left, top, right, bottom, piece.text))
    return found
