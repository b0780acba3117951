"""Leaves for people in a room: an empty grid for sticky notes, a map with room for notes beside it, lines of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple

from model.layout.drawing import Box, Piece
from model.layout.furniture import MM, Press, box_piece, lines_piece, plain, words
from model.layout.leaves import Leaf, Part, Tag, Way
from model.layout.paging import MARGIN_MM

MARGIN = MARGIN_MM * MM
TITLE_SIZE, TEXT_SIZE = 15.0, 10.0
_SIDE, _TOP, _UNDER_TITLE = 34.0 * MM, 14.0 * MM, 26.0
# Up to this height of a page (A3 lying) heads of an empty grid are set small; on a wall they are read from afar.
_HELD = 297.0 * MM
# The smallest cell that takes a small sticky note (38 x 51 mm lying).
_CELL = (54.0 * MM, 40.0 * MM)
_RULED = 8.0 * MM
LEAST_NOTE = 26.0 * MM


class Row(NamedTuple):
    """A lane of an empty grid: its name, its role in words, and its colours."""

    title: str
    role: str
    ground: str
    bar: str


class Column(NamedTuple):
    """A step of an empty grid, under its stage."""

    title: str
    stage: str


def heading(press: Press, text: str, width: float, way: Way, larger: float = 1.0) -> Part:
    """The title of a page, so much larger than usual."""
    box = Box(MARGIN, MARGIN, width - 2 * MARGIN, 20.0 * larger)
    return plain([words(press, text, box, TITLE_SIZE * larger, True, "ink")], way)


def empty_grids(
    press: Press, title: str, rows: Sequence[Row], columns: Sequence[Column], width: float, height: float
) -> Iterator[Leaf]:
    """The grid on as few pages as leave each cell room for a note; its heads grow with the page."""
    larger = max(1.0, height / _HELD)
    room_x = width - 2 * MARGIN - _SIDE * larger
    room_y = height - 2 * MARGIN - (_TOP + _UNDER_TITLE) * larger
    across = _shares(len(columns), max(1, int(room_x // _CELL[0])))
    down = _shares(len(rows), max(1, int(room_y // _CELL[1])))
    for number, (top, bottom) in enumerate(down):
        for place, (first, last) in enumerate(across):
            way = (Tag("Sect", f"grid {number} {place}"),)
            head = heading(press, title, width, (*way, Tag("H1")), larger)
            cell = (room_x / (last - first), room_y / (bottom - top))
            made = _grid(press, rows[top:bottom], columns[first:last], cell, width, larger)
            yield Leaf(width, height, (head, plain([*made], (*way, Tag("P", "grid")))))


def _shares(count: int, most: int) -> list[tuple[int, int]]:
    """A count in as few equal shares as hold at most so many: from, up to."""
    pages = max(1, ceil(count / most))
    edges = [round(count * page / pages) for page in range(pages + 1)]
    return [(start, end) for start, end in zip(edges, edges[1:], strict=False) if end > start]


def _grid(
    press: Press,
    rows: Sequence[Row],
    columns: Sequence[Column],
    cell: tuple[float, float],
    width: float,
    larger: float,
) -> Iterator[Piece]:
    """Heads and empty cells; from the right where the document runs that way."""
    wide, tall = cell
    margin, top = MARGIN, MARGIN + _UNDER_TITLE * larger
    start, side_wide = top + _TOP * larger, _SIDE * larger
    side = width - margin - side_wide if press.rtl else margin
    left = margin if press.rtl else margin + side_wide
    for index, row in enumerate(rows):
        y = start + index * tall
        yield box_piece(Box(margin, y + 1.0, width - 2 * margin, tall - 2.0), row.ground, None)
        bar = side + side_wide - 4.0 if press.rtl else side
        yield box_piece(Box(bar, y + 1.0, 4.0, tall - 2.0), row.bar, None)
        inner = Box(side + 9.0, y + 7.0, side_wide - 16.0, tall)
        title = words(press, row.title or row.role, inner, 10.5 * larger, True, "ink", lines=3)
        yield title
        if row.title:
            below = inner._replace(y=inner.y + title.height + 1.0)
            yield words(press, row.role, below, 8.5 * larger, False, "muted")
    before = ""
    for index, column in enumerate(columns):
        place = len(columns) - 1 - index if press.rtl else index
        x = left + place * wide
        inner = Box(x + 5.0, top, wide - 10.0, 12.0)
        if column.stage and column.stage != before:
            yield words(press, column.stage, inner, 8.5 * larger, True, "muted")
            before = column.stage
        yield words(press, column.title, inner._replace(y=top + 12.0 * larger), 10.5 * larger, True, "ink", lines=2)
    edges = [left + i * wide for i in range(len(columns) + 1)]
    legs = [(x, start, x, start + len(rows) * tall) for x in edges]
    yield lines_piece(legs, press.theme.colour("grid"), 0.8)


def notes(press: Press, prompts: Sequence[str], box: Box, way: Way) -> list[Part]:
    """Questions one below the other, each with ruled lines to write on; as many as there is room for."""
    parts: list[Part] = []
    prompts = prompts[: max(0, int(box.height // LEAST_NOTE))]
    each = box.height / max(len(prompts), 1)
    for index, prompt in enumerate(prompts):
        top = box.y + index * each
        said = words(press, prompt, Box(box.x, top, box.width, 14.0), TEXT_SIZE, True, "ink", lines=2)
        parts.append(plain([said], (*way, Tag("P", f"prompt {index}"))))
        y = top + said.height + _RULED
        legs = []
        while y < top + each - 4.0:
            legs.append((box.x, y, box.x + box.width, y))
            y += _RULED
        parts.append(plain([lines_piece(legs, press.theme.colour("card_line"))]))
    return parts


class Line(NamedTuple):
    """A row of a list: what stands at the start, and what it says."""

    name: str
    said: str


class Listed(NamedTuple):
    """What of a table went into its box, where that ends, and how many lines did not."""

    parts: list[Part]
    bottom: float
    left: int


def listing(press: Press, title: str, lines: Sequence[Line], box: Box, share: float, way: Way, size: float) -> Listed:
    """A titled table of two columns, `share` of the width for the first, as far as it goes into a box."""
    head = words(press, title, Box(box.x, box.y, box.width, 16.0), size + 2.0, True, "ink")
    parts = [plain([head], (*way, Tag("H2", title)))]
    y, first = box.y + head.height + 5.0, box.width * share
    name_x, said_x = (box.right - first, box.x) if press.rtl else (box.x, box.x + first)
    for index, line in enumerate(lines):
        row = (*way, Tag("Table", title), Tag("TR", str(index)))
        name = words(press, line.name, Box(name_x, y, first - 8.0, 14.0), size, True, "text", lines=3)
        said = words(press, line.said, Box(said_x, y, box.width - first, 14.0), size, False, "text", lines=0)
        bottom = y + max(name.height, said.height) + 4.0
        if bottom > box.bottom and index:
            return Listed(parts, y, len(lines) - index)
        y = bottom
        rule = lines_piece([(box.x, y - 2.0, box.right, y - 2.0)], press.theme.colour("grid"), 0.4)
        parts += [plain([name], (*row, Tag("TH", f"row {index}"))), plain([said], (*row, Tag("TD", "said")))]
        parts.append(plain([rule]))
    return Listed(parts, y, 0)
