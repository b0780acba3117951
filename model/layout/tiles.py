"""A leaf cut into sheets that an office printer manages: overlap, crop marks, repeated heads, and a map of the sheets.

Cut along the marks and joined edge to edge the sheets are the leaf again. Each sheet shows its cell of the leaf and,
beyond the marks, the overlap to glue on; lane and step heads stand outside the marks, where they are cut away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from math import ceil
from typing import NamedTuple

from model.layout.drawing import TEXT, Box, Piece
from model.layout.furniture import BARE, MM, Press, box_piece, lines_piece, plain, rule_pieces, words
from model.layout.leaves import Leaf, Link, Part, Tag, Way
from model.layout.paging import POINTS_PER_MM, Paper

EDGE = 10.0 * MM
_GAP, _TICK = 4.0 * MM, 3.0 * MM
# The strips of heads: that of the lanes at the start, that of stages and steps on top.
_SIDE, _TOP, _STAGE = 22.0 * MM, 11.5 * MM, 4.3 * MM
_HEAD = 7.0
# Narrower than this, a word would be broken.
_NARROW = 20.0 * MM
_MINI = (18.0 * MM, 7.0 * MM)
_OVERVIEW_TOP = 26.0 * MM
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Head(NamedTuple):
    """A head to repeat: its words, from where to where it reaches on the leaf, and its colours (ground, bar)."""

    text: str
    start: float
    end: float
    ground: str = ""
    bar: str = ""


class Heads(NamedTuple):
    """The heads of a map on a leaf."""

    lanes: tuple[Head, ...] = ()
    stages: tuple[Head, ...] = ()
    steps: tuple[Head, ...] = ()


class Tiling(NamedTuple):
    """How a leaf is cut: the sheet's size, rows and columns, a cell's size, the overlap; all in points."""

    width: float
    height: float
    rows: int
    columns: int
    cell_width: float
    cell_height: float
    overlap: float

    @property
    def sheets(self) -> int:
        return self.rows * self.columns


def tiling(leaf_width: float, leaf_height: float, on: Paper, overlap_mm: float, least: float) -> Tiling | None:
    """The way to cut a leaf of a size into the fewest sheets; None where a sheet has less than `least` for it."""
    short, long = sorted((on.width * POINTS_PER_MM, on.height * POINTS_PER_MM))
    pages = [(on.width * POINTS_PER_MM, on.height * POINTS_PER_MM)] if on.own else [(long, short), (short, long)]
    found = [_cut(leaf_width, leaf_height, *page, overlap_mm * POINTS_PER_MM, least) for page in pages]
    return min((one for one in found if one is not None), key=lambda one: one.sheets, default=None)


def _cut(
    leaf_width: float, leaf_height: float, width: float, height: float, overlap: float, least: float
) -> Tiling | None:
    room_x = width - 2 * EDGE - _SIDE - _GAP - overlap
    room_y = height - 2 * EDGE - _TOP - _GAP - overlap
    if min(room_x, room_y) < least:
        return None
    columns, rows = ceil(leaf_width / room_x - 1e-6), ceil(leaf_height / room_y - 1e-6)
    return Tiling(width, height, rows, columns, leaf_width / columns, leaf_height / rows, overlap)


class Cell(NamedTuple):
    """One sheet: its place, the part of the leaf it shows inside its marks and in all, and where that lies on it."""

    row: int
    column: int
    crop: Box
    shown: Box
    left: float
    top: float

    @property
    def name(self) -> str:
        """A letter a row, a number a column from the start side."""
        return f"{row_name(self.row)}{self.column + 1}"

    def on_sheet(self, box: Box) -> Box:
        """A box of the leaf on the sheet."""
        return Box(box.x - self.shown.x + self.left, box.y - self.shown.y + self.top, box.width, box.height)


def row_name(row: int) -> str:
    """A, B, ... Z, AA, AB, ..."""
    name = ""
    number = row + 1
    while number:
        number, letter = divmod(number - 1, len(_LETTERS))
        name = _LETTERS[letter] + name
    return name


def cells(cut: Tiling, rtl: bool) -> Iterator[Cell]:
    """The sheets in reading order: row by row, from the start side; the overlap is at the end side and below."""
    top = EDGE + _TOP + _GAP
    for row in range(cut.rows):
        for column in range(cut.columns):
            x = (cut.columns - 1 - column if rtl else column) * cut.cell_width
            crop = Box(x, row * cut.cell_height, cut.cell_width, cut.cell_height)
            more_x = cut.overlap if column + 1 < cut.columns else 0.0
            more_y = cut.overlap if row + 1 < cut.rows else 0.0
            shown = Box(x - more_x if rtl else x, crop.y, crop.width + more_x, crop.height + more_y)
            left = cut.width - EDGE - _SIDE - _GAP - shown.width if rtl else EDGE + _SIDE + _GAP
            yield Cell(row, column, crop, shown, left, top)


def sheet(leaf: Leaf, cut: Tiling, cell: Cell, heads: Heads, press: Press) -> Leaf:
    """One sheet of a leaf, without what is printed in its margins."""
    window = cell.on_sheet(cell.shown)
    parts = [_shown(part, cell, window, press.rtl) for part in leaf.parts]
    parts.append(plain([*_lane_strip(cut, cell, heads, press), *_step_strip(cell, heads, press)]))
    parts.append(plain([_crop_marks(cell, window, press), *_mini(cut, cell, press)]))
    targets = tuple(
        (name, at.x, at.y)
        for name, x, y in leaf.targets
        if cell.crop.contains(x, y)
        for at in (cell.on_sheet(Box(x, y, 0.0, 0.0)),)
    )
    links = tuple(_moved_link(link, cell) for link in leaf.links if cell.crop.contains(link.box.x, link.box.y))
    return Leaf(cut.width, cut.height, tuple(parts), targets, links)


def _moved_link(link: Link, cell: Cell) -> Link:
    return link._replace(box=cell.on_sheet(link.box))


def _shown(part: Part, cell: Cell, window: Box, rtl: bool) -> Part:
    """What a sheet shows of a part; a piece is heard on the sheet where it starts."""
    clip = window
    if part.clip is not None:
        own = cell.on_sheet(part.clip)
        left, top = max(own.x, window.x), max(own.y, window.y)
        clip = Box(
            left, top, max(0.0, min(own.right, window.right) - left), max(0.0, min(own.bottom, window.bottom) - top)
        )
    left, top = part.left - cell.shown.x + cell.left, part.top - cell.shown.y + cell.top
    x, y = (cell.shown.x - part.left) / part.scale, (cell.shown.y - part.top) / part.scale
    seen = Box(x, y, cell.shown.width / part.scale, cell.shown.height / part.scale)
    within = part.within
    pieces = part.pieces if within is None else partial(within, seen)
    each = _heard(part, cell, rtl)
    return part._replace(pieces=pieces, left=left, top=top, clip=clip, each=each, within=None, shared="")


def _heard(part: Part, cell: Cell, rtl: bool) -> Callable[[Piece], Way] | None:
    """The way to a piece on the sheet where it starts, () on others."""
    each = part.each
    if each is None:
        return None

    def way(piece: Piece) -> Way:
        x = piece.x + piece.width - 1.0 if rtl else piece.x + 1.0
        at = (part.left + x * part.scale, part.top + (piece.y + 1.0) * part.scale)
        return each(piece) if cell.crop.contains(*at) else ()

    return way


def _lane_strip(cut: Tiling, cell: Cell, heads: Heads, press: Press) -> list[Piece]:
    """The names of the lanes that a sheet shows, beside them."""
    x = cut.width - EDGE - _SIDE if press.rtl else EDGE
    pieces = []
    for head in heads.lanes:
        start, end = max(head.start, cell.crop.y), min(head.end, cell.crop.bottom)
        if end - start < 2.0:
            continue
        box = Box(x, start - cell.shown.y + cell.top, _SIDE, end - start)
        pieces.append(box_piece(box, head.ground or None, None))
        bar = box._replace(width=2.0, x=box.right - 2.0 if press.rtl else box.x)
        pieces.append(box_piece(bar, head.bar or None, None))
        room = int((box.height - 3.0) // (_HEAD * 1.3))
        if room:
            inner = Box(box.x + 4.0, box.y + 2.0, box.width - 8.0, box.height)
            pieces.append(words(press, head.text, inner, _HEAD, True, "ink", lines=room))
    return pieces


def _step_strip(cell: Cell, heads: Heads, press: Press) -> list[Piece]:
    """The names of the stages and steps that a sheet shows, above them."""
    pieces = []
    for rows, top, height, bold in (
        (heads.stages, EDGE, _STAGE, True),
        (heads.steps, EDGE + _STAGE, _TOP - _STAGE, False),
    ):
        for head in rows:
            start, end = max(head.start, cell.crop.x), min(head.end, cell.crop.right)
            if end - start < 12.0:
                continue
            box = Box(start - cell.shown.x + cell.left, top, end - start, height)
            if head.ground:
                pieces.append(box_piece(box._replace(x=box.x + 0.5, width=box.width - 1.0), head.ground, None))
            inner = Box(box.x + 3.0, box.y + 1.2, box.width - 6.0, box.height)
            lines = max(1, int(height // (_HEAD * 1.3))) if inner.width > _NARROW else 1
            pieces.append(words(press, head.text, inner, _HEAD, bold, "ink", lines=lines))
    return pieces


def _crop_marks(cell: Cell, window: Box, press: Press) -> Piece:
    """Short lines at the corners of the cell, outside of all that is printed of the leaf."""
    crop = cell.on_sheet(cell.crop)
    near, far = 1.0 * MM, 1.0 * MM + _TICK
    legs = []
    for x in (crop.x, crop.right):
        legs += [(x, window.y - far, x, window.y - near), (x, window.bottom + near, x, window.bottom + far)]
    for y in (crop.y, crop.bottom):
        legs += [(window.x - far, y, window.x - near, y), (window.right + near, y, window.right + far, y)]
    return lines_piece(legs, press.theme.colour("text"))


def _mini(cut: Tiling, cell: Cell, press: Press) -> list[Piece]:
    """Which of all sheets this is, as a small grid beside the page number."""
    unit = min(_MINI[0] / (cut.columns * cut.cell_width), _MINI[1] / (cut.rows * cut.cell_height))
    wide, tall = unit * cut.cell_width, unit * cut.cell_height
    share = 0.2 * (cut.width - 2 * EDGE)
    x = EDGE + share if press.rtl else cut.width - EDGE - share - cut.columns * wide
    y = cut.height - BARE * MM - cut.rows * tall
    ink = press.theme.colour("muted")
    here = Box(x + cell.crop.x * unit, y + cell.row * tall, wide, tall)
    legs = [(x + i * wide, y, x + i * wide, y + cut.rows * tall) for i in range(cut.columns + 1)]
    legs += [(x, y + i * tall, x + cut.columns * wide, y + i * tall) for i in range(cut.rows + 1)]
    return [box_piece(here, ink, None), lines_piece(legs, ink, 0.3)]


def sheet_map(leaf: Leaf, cut: Tiling, press: Press, title: str) -> Leaf:
    """The first sheet: which sheet is where, how to join them, and a rule to check the printer by."""
    inner_width, top = cut.width - 2 * EDGE, EDGE + _OVERVIEW_TOP
    room = cut.height - top - EDGE - 12.0 * MM
    unit = min(inner_width / leaf.width, room / leaf.height)
    left = cut.width - EDGE - leaf.width * unit if press.rtl else EDGE
    area = Box(left, top, leaf.width * unit, leaf.height * unit)
    parts = [_small(part, unit, area) for part in leaf.parts]
    head = words(press, title, Box(EDGE, EDGE, inner_width, 16.0), 13.0, True, "ink")
    join = press.texts("printed.join", mm=round(cut.overlap / MM), n=cut.sheets)
    said = words(press, join, Box(EDGE, EDGE + 20.0, inner_width, 40.0), 9.0, lines=4)
    parts += [plain([head], (Tag("P", "sheets"),)), plain([said], (Tag("P", "join"),))]
    parts.append(plain(_grid(cut, area, press)))
    parts.append(plain(rule_pieces(press, EDGE, cut.height - EDGE - 9.0 * MM, cut.width)))
    return Leaf(cut.width, cut.height, tuple(parts))


def _small(part: Part, unit: float, area: Box) -> Part:
    """A part of a leaf in its overview, without words, which nobody could read."""

    def wordless() -> Iterator[Piece]:
        for piece in part.pieces():
            yield piece._replace(primitives=tuple(one for one in piece.primitives if one[0] != TEXT))

    left, top = area.x + part.left * unit, area.y + part.top * unit
    return part._replace(
        pieces=wordless,
        scale=part.scale * unit,
        left=left,
        top=top,
        clip=area,
        tags=(),
        each=None,
        shared="",
        within=None,
    )


def _grid(cut: Tiling, area: Box, press: Press) -> list[Piece]:
    """The cuts over the overview, and each sheet's name in its cell."""
    ink = press.theme.colour("alert")
    wide, tall = area.width / cut.columns, area.height / cut.rows
    legs = [(area.x + i * wide, area.y, area.x + i * wide, area.bottom) for i in range(cut.columns + 1)]
    legs += [(area.x, area.y + i * tall, area.right, area.y + i * tall) for i in range(cut.rows + 1)]
    pieces = [lines_piece(legs, ink, 1.0)]
    size = max(6.0, min(14.0, tall / 3, wide / 3))
    for cell in cells(cut, press.rtl):
        x = area.x + cell.crop.x / cut.cell_width * wide
        box = Box(x + 3.0, area.y + cell.row * tall + 2.0, wide - 6.0, tall)
        pieces.append(words(press, cell.name, box, size, True, "alert"))
    return pieces
