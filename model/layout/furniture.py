"""What stands around a map on paper: header, footer, page number, stamp, logo, and a rule to check the printer by."""

from __future__ import annotations

from math import atan2, degrees, hypot
from typing import NamedTuple

from model.elements import Picture
from model.layout.drawing import IMAGE, PATH, RECT, Box, Layer, Piece, Primitive
from model.layout.face import text_lines
from model.layout.leaves import Leaf, Part, Way
from model.layout.paging import MARGIN_MM, POINTS_PER_MM, Insets
from model.layout.text import Shaper, TextStyle
from model.layout.theme import Theme
from model.texts import Texts

MM = POINTS_PER_MM
SMALL = 7.5
# How much of a page's edge (mm) printers leave bare: a header begins there, and a footer ends.
BARE = 5.0
_EDGE = BARE * MM
_LINE = 1.35 * SMALL
_LOGO = (45.0 * MM, 12.0 * MM)
_LOGO_BAND, _RULE_BAND = 14.0, 9.0
_RULE = 100.0 * MM
_STAMP_SHARE, _STAMP_MOST, _STAMP_OPACITY = 0.6, 150.0, 0.14
_THIN = 0.5
_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
# Beside the page number, for a picture of which sheet of all this is.
MINI_ROOM = 20.0 * MM


class Furniture(NamedTuple):
    """What is wanted. `across`: the stamp lies light across the page, else it stands in the margin."""

    header: str = ""
    footer: str = ""
    stamp: str = ""
    across: bool = True
    logo: Picture | None = None
    rule: bool = False

    @property
    def insets(self) -> Insets:
        """The room it takes."""
        return Insets(MARGIN_MM, _LOGO_BAND if self.logo else 0.0, _RULE_BAND if self.rule else 0.0)


class Page(NamedTuple):
    """Which of how many pages one is, and what it is called before the footer."""

    number: int
    of: int
    label: str = ""


class Press(NamedTuple):
    """What words around a map are set with, in points; `rtl`: the page starts at its right."""

    theme: Theme
    texts: Texts
    shaper: Shaper
    rtl: bool


def words(
    press: Press,
    text: str,
    box: Box,
    size: float = SMALL,
    bold: bool = False,
    colour: str = "muted",
    at_end: bool = False,
    lines: int = 1,
) -> Piece:
    """A text from the top of a box, at its start or end side, cut after so many lines (0: never)."""
    block = press.shaper.block(text, max(box.width, 1.0), TextStyle(size, bold), max_lines=lines)
    right = at_end != press.rtl
    made = text_lines(block, 0.0, box.width, 0.0, press.theme.colour(colour), right)
    return Piece(Layer.TITLE, "words", "", box.x, box.y, box.width, block.height, tuple(made), text)


def plain(pieces: list[Piece], tags: Way = ()) -> Part:
    """Pieces measured in points of the leaf."""
    return Part(lambda: pieces, 1.0, 0.0, 0.0, tags=tags)


def lines_piece(legs: list[tuple[float, float, float, float]], colour: str, width: float = _THIN) -> Piece:
    """Straight lines from (x, y) to (x, y)."""
    segments = tuple(part for x, y, x1, y1 in legs for part in (("M", x, y), ("L", x1, y1)))
    return _drawn(((PATH, segments, None, colour, width, ()),))


def _drawn(primitives: tuple[Primitive, ...], box: Box = _NOWHERE) -> Piece:
    return Piece(Layer.TITLE, "shape", "", *box, primitives)


def on_map(leaf: Leaf, wanted: Furniture, press: Press) -> Leaf:
    """A leaf with what is printed on its map's own ground: the logo, and a stamp across."""
    parts = [*leaf.parts]
    if wanted.logo is not None:
        parts.append(plain([_logo(leaf, wanted.logo, press)]))
    if wanted.stamp and wanted.across:
        parts.append(_stamp(leaf, wanted.stamp, press))
    return leaf._replace(parts=tuple(parts))


def in_margin(leaf: Leaf, wanted: Furniture, press: Press, page: Page) -> Leaf:
    """A leaf with what is printed in its margins: header, footer, page number, a stamp beside the header, the rule."""
    parts = [*leaf.parts, plain(_margin_words(leaf, wanted, press, page))]
    if wanted.rule:
        top = leaf.height - (MARGIN_MM + _RULE_BAND) * MM
        parts.append(plain(rule_pieces(press, MARGIN_MM * MM, top + 2.0 * MM, leaf.width)))
    return leaf._replace(parts=tuple(parts))


def _margin_words(leaf: Leaf, wanted: Furniture, press: Press, at_page: Page) -> list[Piece]:
    """Header, stamp in the margin, footer and page number."""
    margin = MARGIN_MM * MM
    inner = leaf.width - 2 * margin
    top, bottom = _EDGE, leaf.height - _EDGE - _LINE
    page = press.texts("printed.page", page=at_page.number, pages=at_page.of)
    share = 0.2 * inner
    at = margin if press.rtl else margin + inner - share
    pieces = [words(press, page, Box(at, bottom, share, SMALL), at_end=True)]
    start = margin + share + MINI_ROOM if press.rtl else margin
    said = press.texts("map.separator").join(text for text in (wanted.footer, at_page.label) if text)
    if said:
        pieces.append(words(press, said, Box(start, bottom, inner - share - MINI_ROOM, SMALL)))
    aside = bool(wanted.stamp) and not wanted.across
    if wanted.header:
        share = 0.65 if aside else 1.0
        left = margin + (1.0 - share) * inner if press.rtl else margin
        pieces.append(words(press, wanted.header, Box(left, top, share * inner, SMALL)))
    if aside:
        left = margin if press.rtl else margin + 0.65 * inner
        box = Box(left, top, 0.35 * inner, SMALL)
        pieces.append(words(press, wanted.stamp, box, bold=True, colour="alert", at_end=True))
    return pieces


def _logo(leaf: Leaf, logo: Picture, press: Press) -> Piece:
    """The logo at the end of the page's head, as large as its room."""
    margin = MARGIN_MM * MM
    scale = min(_LOGO[0] / max(logo.width, 1), _LOGO[1] / max(logo.height, 1))
    width, height = logo.width * scale, logo.height * scale
    x = margin if press.rtl else leaf.width - margin - width
    return _drawn(((IMAGE, 0.0, 0.0, width, height, logo.id),), Box(x, margin, width, height))


def rule_pieces(press: Press, margin: float, y: float, width: float) -> list[Piece]:
    """A rule of 100 mm, or 50 mm on narrow pages, at the start of a page's width, and what it is for."""
    length = _RULE if width > _RULE + 2 * margin else _RULE / 2
    x = width - margin - length if press.rtl else margin
    tenth = 10.0 * MM
    legs = [(x, y, x + length, y)]
    for i in range(round(length / tenth) + 1):
        legs.append((x + i * tenth, y, x + i * tenth, y + (3.0 if i % 5 == 0 else 1.5) * MM))
    said = press.texts("printed.rule", mm=round(length / MM))
    box = Box(margin, y + 3.4 * MM, width - 2 * margin, SMALL)
    return [lines_piece(legs, press.theme.colour("text")), words(press, said, box)]


def _stamp(leaf: Leaf, text: str, press: Press) -> Part:
    """A word across the page, light, from the lower left to the upper right."""
    reach = hypot(leaf.width, leaf.height) * _STAMP_SHARE
    unit = press.shaper.line(text, TextStyle(100.0, True)).width
    size = min(_STAMP_MOST * max(leaf.width, leaf.height) / 842.0, 100.0 * reach / max(unit, 1.0))
    style = TextStyle(size, True)
    line = press.shaper.line(text, style)
    block = press.shaper.block(text, line.width + 1.0, style)
    made = tuple(text_lines(block, -line.width / 2, line.width, -block.height / 2, press.theme.colour("alert")))
    piece = _drawn(made, Box(0.0, 0.0, line.width, block.height))
    angle = -degrees(atan2(leaf.height, leaf.width))
    return Part(lambda: [piece], 1.0, leaf.width / 2, leaf.height / 2, turn=angle, opacity=_STAMP_OPACITY)


def box_piece(box: Box, fill: str | None, stroke: str | None, width: float = _THIN) -> Piece:
    """A box in points of the leaf."""
    return _drawn(((RECT, 0.0, 0.0, box.width, box.height, 0.0, fill, stroke, width if stroke else 0.0, ()),), box)
