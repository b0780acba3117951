"""Paper: sizes by name or in millimetres, and how a drawing lies on a sheet. Points are 1/72 inch."""

from __future__ import annotations

import re
from typing import NamedTuple

from model.errors import KnownError
from model.messages import message

POINTS_PER_MM = 72 / 25.4
POINTS_PER_PX = 0.75
MARGIN_MM = 10.0
# A drawing is enlarged to fill a poster, but a few cards on A0 do not become a billboard.
LARGEST_SCALE = 4.0
# No PDF page may be longer than 14,400 points.
LONGEST_MM = 5080.0
SHORTEST_MM = 50.0
LANDSCAPE, PORTRAIT, BEST = "landscape", "portrait", "best"
PAPERS: dict[str, tuple[float, float]] = {
    "A0": (841.0, 1189.0),
    "A1": (594.0, 841.0),
    "A2": (420.0, 594.0),
    "A3": (297.0, 420.0),
    "A4": (210.0, 297.0),
    "Letter": (215.9, 279.4),
    "Legal": (215.9, 355.6),
    "Tabloid": (279.4, 431.8),
}
_OWN = re.compile(r"(\d{1,5}(?:\.\d{1,2})?)[x×](\d{1,5}(?:\.\d{1,2})?)(?:mm)?", re.ASCII | re.IGNORECASE)


class Paper(NamedTuple):
    """A sheet in millimetres. A named one is given upright; an `own` size lies as it was typed."""

    name: str
    width: float
    height: float
    own: bool = False


class Sheet(NamedTuple):
    """A drawing on a page in points: the page's size, its scale (points a px), its place from the page's top left."""

    width: float
    height: float
    scale: float
    left: float
    top: float

    def points(self, px: float) -> float:
        """A length of the drawing on paper."""
        return px * self.scale


def paper(text: str) -> Paper:
    """The paper of a name (A0 to A4, Letter, Legal, Tabloid) or of WIDTHxHEIGHTmm."""
    wanted = text.strip()
    for name, (width, height) in PAPERS.items():
        if name.casefold() == wanted.casefold():
            return Paper(name, width, height)
    match = _OWN.fullmatch(wanted.replace(" ", ""))
    if match is None:
        raise KnownError(message("paper.unknown", value=text, known=", ".join(PAPERS)))
    own_width, own_height = float(match[1]), float(match[2])
    if not all(SHORTEST_MM <= side <= LONGEST_MM for side in (own_width, own_height)):
        raise KnownError(message("paper.size", value=text, shortest=int(SHORTEST_MM), longest=int(LONGEST_MM)))
    return Paper(f"{match[1]}x{match[2]}mm", own_width, own_height, True)


class Insets(NamedTuple):
    """What is kept free on a page, in mm: a margin all round, and room at its head and foot."""

    margin: float = MARGIN_MM
    head: float = 0.0
    foot: float = 0.0


MARGINS = Insets()


def fit(
    width: float,
    height: float,
    on: Paper,
    orientation: str = BEST,
    insets: Insets = MARGINS,
    largest: float = LARGEST_SCALE,
) -> Sheet:
    """Lay a drawing of `width` x `height` px on paper, centred, as large as fits and at most `largest` (1: 100 %).

    `best` turns a named paper the way in which the drawing gets larger, and leaves an own size as it is.
    """
    short, long = sorted((on.width, on.height))
    upright, lying = (short, long), (long, short)
    choices = {PORTRAIT: [upright], LANDSCAPE: [lying], BEST: [(on.width, on.height)] if on.own else [lying, upright]}
    sheets = [_sheet(width, height, *page, insets, largest) for page in choices[orientation]]
    return max(sheets, key=lambda sheet: sheet.scale)


def _sheet(width: float, height: float, page_width: float, page_height: float, insets: Insets, largest: float) -> Sheet:
    page = (page_width * POINTS_PER_MM, page_height * POINTS_PER_MM)
    margin, head, foot = (part * POINTS_PER_MM for part in insets)
    inner = (page[0] - 2 * margin, page[1] - 2 * margin - head - foot)
    scale = min(largest * POINTS_PER_PX, inner[0] / max(width, 1.0), inner[1] / max(height, 1.0))
    left, top = margin + (inner[0] - width * scale) / 2, margin + head + (inner[1] - height * scale) / 2
    return Sheet(*page, scale, left, top)
