"""Looks over the pages of a PDF as a reader would: what is blank, what comes too near the edge, which words overlap.

Words are judged by the ink of their characters, as pdfium finds it; marks over and under letters stand on others.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pypdfium2 import PdfDocument, PdfPage
from pypdfium2.raw import FPDFText_GetUnicode

# Points of bare paper at the edges, for printers that cannot print there.
EDGE = 12.0
# The share of a letter that another may cover, and the share of a page, without its margins, that is no bare paper.
_COVERED, _INK = 0.12, 0.0004
# Letters so near in the order of the text belong together: ligatures, kerning, letters that join.
_NEAR = 4
# Larger than any letter that is read: of a stamp, which lies across all else.
_STAMP = 60.0
_CELL, _WIDE, _PAPER = 12.0, 1000, 250


class Letter(NamedTuple):
    """A character with its ink in points; `place`: its place in the text."""

    place: int
    sign: str
    left: float
    bottom: float
    right: float
    top: float


def faults(data: bytes, words: bool = True) -> list[str]:
    """What is wrong on which page; `words`: whether words are judged as well, else only whether a page is blank."""
    found, document = [], PdfDocument(data)
    for number in range(len(document)):
        page = document[number]
        letters = list(_letters(page)) if words else []
        made = [*_blank(page), *_inked_edge(page), *_at_edge(page, letters), *_overlaps(letters)]
        found += [f"page {number + 1}: {fault}" for fault in made]
    return found


def _blank(page: PdfPage) -> Iterator[str]:
    picture = page.render(scale=_WIDE / max(page.get_size())).to_pil().convert("L")
    margin = picture.height // 12
    counts = picture.crop((0, margin, picture.width, picture.height - margin)).histogram()
    if sum(counts[:_PAPER]) < _INK * sum(counts):
        yield "blank"


def _inked_edge(page: PdfPage) -> Iterator[str]:
    scale = _WIDE / max(page.get_size())
    picture = page.render(scale=scale).to_pil().convert("L").point(lambda value: 255 * (value < _PAPER))
    box = picture.getbbox()
    if box is not None:
        bare = min(box[0], box[1], picture.width - box[2], picture.height - box[3]) + 1
        if bare < EDGE * scale:
            yield f"ink {bare / scale:.0f} points from the edge"


def _letters(page: PdfPage) -> Iterator[Letter]:
    text = page.get_textpage()
    for place in range(text.count_chars()):
        sign = chr(FPDFText_GetUnicode(text, place))
        if not sign.isspace() and sign.isprintable() and not unicodedata.combining(sign):
            left, bottom, right, top = text.get_charbox(place)
            if right > left and _STAMP > top - bottom > 0.0:
                yield Letter(place, sign, left, bottom, right, top)


def _at_edge(page: PdfPage, letters: Sequence[Letter]) -> Iterator[str]:
    width, height = page.get_size()
    out = [each for each in letters if min(each.left, each.bottom, width - each.right, height - each.top) < EDGE]
    if out:
        yield f"“{''.join(each.sign for each in out)[:40]}” at the edge"


def _overlaps(letters: Sequence[Letter]) -> Iterator[str]:
    """Letters of different words in one place."""
    near: dict[tuple[int, int], list[Letter]] = {}
    for one in letters:
        across = range(int(one.left // _CELL), int(one.right // _CELL) + 1)
        down = range(int(one.bottom // _CELL), int(one.top // _CELL) + 1)
        cells = [near.setdefault((x, y), []) for x in across for y in down]
        for other in dict.fromkeys(other for cell in cells for other in cell):
            if one.place - other.place >= _NEAR and _meet(one, other):
                yield f"“{_around(letters, one)}” on “{_around(letters, other)}”"
        for cell in cells:
            cell.append(one)


def _meet(one: Letter, other: Letter) -> bool:
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.top, other.top) - max(one.bottom, other.bottom)
    smaller = min((each.right - each.left) * (each.top - each.bottom) for each in (one, other))
    return wide > 0.0 and high > 0.0 and wide * high > _COVERED * smaller


def _around(letters: Sequence[Letter], letter: Letter) -> str:
    return "".join(each.sign for each in letters if abs(each.place - letter.place) < 2 * _NEAR)
