"""Tables: words wrap, numbers stand at the end of their column; where there is no room rows become lists."""

from __future__ import annotations

from collections.abc import Sequence

from model.layout.case.data import Cell, Head, Table
from model.layout.case.kit import Drawn, Kit, moved, one_piece, shape, sign, text_piece, tone_colour
from model.layout.drawing import PATH, Piece
from model.layout.icons import line

_LEAST = 7.0
_LINES = 2
_SIGN = 1.3


def table(kit: Kit, found: Table, width: float) -> Drawn:
    """The table over the whole width, or as lists where its columns would be too narrow to read."""
    columns = _columns(kit, found, width)
    return _as_lists(kit, found, width) if columns is None else _as_table(kit, found, columns, width)


def _columns(kit: Kit, found: Table, width: float) -> list[tuple[float, float]] | None:
    """Start and width of each column, or None where they do not fit."""
    wanted = [_wanted(kit, found, place) for place in range(len(found.heads))]
    free = width - kit.gap * (len(found.heads) - 1)
    fixed = sum(want for want, head in zip(wanted, found.heads, strict=True) if head.number)
    words = [place for place, head in enumerate(found.heads) if not head.number]
    widths = dict(enumerate(wanted))
    asked = sum(wanted[place] for place in words)
    room = free - fixed
    if room < sum(min(wanted[place], _LEAST * kit.em) for place in words):
        return None
    if asked > room:
        widths |= _shared(wanted, words, room)
    elif words:
        widths[words[0]] += room - asked
    columns, x = [], 0.0
    for place in range(len(found.heads)):
        columns.append((x, widths[place]))
        x += widths[place] + kit.gap
    return columns


def _shared(wanted: Sequence[float], words: Sequence[int], room: float) -> dict[int, float]:
    """Columns of words get what they want, the shortest first, or an equal share of what is left."""
    given: dict[int, float] = {}
    order = sorted(words, key=lambda place: wanted[place])
    for rank, place in enumerate(order):
        given[place] = min(wanted[place], room / (len(order) - rank))
        room -= given[place]
    return given


def _wanted(kit: Kit, found: Table, place: int) -> float:
    cells = [row[place] for row in (*found.rows, *found.totals)]
    widest = max(
        (kit.width(cell.words, kit.style(True)) + (_SIGN * kit.em if cell.sign else 0.0) for cell in cells), default=0.0
    )
    return max(widest, kit.width(found.heads[place].words, kit.small())) + 1.0


def _as_table(kit: Kit, found: Table, columns: Sequence[tuple[float, float]], width: float) -> Drawn:
    pieces: list[Piece] = []
    for head, (x, wide) in zip(found.heads, columns, strict=True):
        pieces.append(
            text_piece(kit, head.words, x, 0.0, wide, kit.small(), kit.colour("muted"), lines=2, at_end=head.number)
        )
    y = max(piece.height for piece in pieces)
    for row in (*found.rows, *found.totals):
        strong = any(row is total for total in found.totals)
        y += 0.35 * kit.em
        pieces.append(_rule(kit, y, width, "card_line" if strong else "grid"))
        y += 0.35 * kit.em
        cells = [_cell(kit, cell, head, at, strong) for cell, head, at in zip(row, found.heads, columns, strict=True)]
        pieces += moved(cells, 0.0, y)
        y += max(piece.height for piece in cells)
    return Drawn(tuple(pieces), y)


def _cell(kit: Kit, cell: Cell, head: Head, column: tuple[float, float], strong: bool) -> Piece:
    x, wide = column
    colour, bold = tone_colour(kit, cell.tone)
    style = kit.style(bold or strong)
    indent = 0.0 if cell.sign is None else _SIGN * kit.em
    room, more = wide - indent, {"lines": _LINES, "at_end": head.number, "figure": "" if cell.sign else cell.figure}
    words = text_piece(kit, cell.words, x + indent, 0.0, room, style, colour, **more)
    if cell.sign is None:
        return words
    marks = shape(sign(kit, cell.sign, x, style.size * style.line_height / 2), 0.0, 0.0, 0.0, 0.0)
    box = (x, 0.0, indent + words.width, words.height)
    return one_piece([marks, words], cell.figure, box, kit.words(cell.words))


def _as_lists(kit: Kit, found: Table, width: float) -> Drawn:
    """Each row as its first cell with the others below it, each after its head."""
    pieces: list[Piece] = []
    y = 0.0
    side = min(max(kit.width(head.words, kit.small()) for head in found.heads[1:]) + kit.gap, 0.5 * width)
    for row in (*found.rows, *found.totals):
        first = _cell(kit, row[0], found.heads[0], (0.0, width), strong=True)
        pieces += moved([first], 0.0, y)
        y += first.height
        for cell, head in zip(row[1:], found.heads[1:], strict=True):
            if not kit.words(cell.words):
                continue
            label = text_piece(kit, head.words, 0.0, y, side - kit.gap, kit.small(), kit.colour("muted"))
            value = _cell(kit, cell, Head(""), (side, width - side), strong=False)
            label = label._replace(y=label.y + (kit.style().size * kit.style().line_height - label.height) / 2)
            pieces += [label, *moved([value], 0.0, y)]
            y += max(label.height, value.height)
        y += 0.6 * kit.em
    return Drawn(tuple(pieces), y)


def _rule(kit: Kit, y: float, width: float, colour: str) -> Piece:
    made = ((PATH, line((0.0, 0.5), (width, 0.5)), None, kit.colour(colour), 1.0, ()),)
    return shape(made, 0.0, y - 0.5, width, 1.0)
