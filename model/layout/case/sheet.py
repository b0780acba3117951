"""The case sheet: its head, and its panels side by side as far as there is room, for a width of screen or paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from model.layout.case.bars import bars
from model.layout.case.cash import cash_curve, spread
from model.layout.case.data import CaseData, Panel
from model.layout.case.funnel import funnel
from model.layout.case.kit import FIGURE, Drawn, Kit, moved, said, text_piece
from model.layout.case.table import table
from model.layout.case.tornado import tornado
from model.layout.drawing import RECT, Layer, Piece
from model.layout.mirror import mirror

# In ems: the least width of a panel beside others, its padding, the air between panels.
_LEAST, _PAD, _AIR = 23.0, 1.4, 1.2
_RADIUS = 10.0


class CaseSheet(NamedTuple):
    """A sheet laid out: pieces in the order of reading, already mirrored where it runs right to left."""

    width: float
    height: float
    rtl: bool
    pieces: tuple[Piece, ...]

    @property
    def figures(self) -> tuple[Piece, ...]:
        """The pieces that open a derivation, in the order of reading."""
        return tuple(piece for piece in self.pieces if piece.kind == FIGURE)

    def at(self, x: float, y: float) -> Piece | None:
        """The figure at a point: the smallest that holds it."""
        hits = [
            piece
            for piece in self.figures
            if piece.x <= x < piece.x + piece.width and piece.y <= y < piece.y + piece.height
        ]
        return min(hits, key=lambda piece: piece.width * piece.height, default=None)


def case_sheet(kit: Kit, data: CaseData, width: float, rtl: bool) -> CaseSheet:
    """Lay the sheet out for a width."""
    margin = kit.theme["margin"]
    room = width - 2 * margin
    head = _head(kit, data, room)
    pieces = moved(head.pieces, margin, margin)
    y = margin + head.height + _AIR * kit.em
    for row in rows_of(kit, data.panels, room):
        drawn = side_by_side(kit, row, room)
        pieces += moved(drawn.pieces, margin, y)
        y += drawn.height + _AIR * kit.em
    return _on_paper(kit, pieces, width, y - _AIR * kit.em + margin, rtl)


def case_strip(kit: Kit, panels: Sequence[Panel], width: float, rtl: bool) -> CaseSheet:
    """Panels in one row, without a head; of those that would get too narrow the first and the last stay."""
    margin = kit.theme["margin"]
    room = width - 2 * margin
    rows = (panels, (panels[0], panels[-1]))
    shown = next((row for row in rows if _fits(kit, row, room)), panels[-1:])
    drawn = side_by_side(kit, shown, room)
    air = 0.6 * kit.em
    return _on_paper(kit, moved(drawn.pieces, margin, air), width, drawn.height + 2 * air, rtl)


def _on_paper(kit: Kit, pieces: Sequence[Piece], width: float, height: float, rtl: bool) -> CaseSheet:
    paper = (RECT, 0.0, 0.0, width, height, 0.0, kit.colour("paper"), None, 0.0, ())
    whole = (Piece(Layer.PAPER, "paper", "", 0.0, 0.0, width, height, (paper,)), *pieces)
    return CaseSheet(width, height, rtl, tuple(_mirrored(piece, width) for piece in whole) if rtl else whole)


def _mirrored(piece: Piece, width: float) -> Piece:
    return piece._replace(x=width - piece.x - piece.width, primitives=mirror(piece.primitives, piece.width))


def _head(kit: Kit, data: CaseData, width: float) -> Drawn:
    title = text_piece(kit, data.title, 0.0, 0.0, width, kit.theme.style("stage"), kit.colour("ink"), lines=2)
    basis = text_piece(
        kit,
        data.basis,
        0.0,
        title.height + 0.2 * kit.em,
        width,
        kit.style(),
        kit.colour("muted"),
        figure="basis",
        lines=3,
    )
    return Drawn((title, basis), basis.y + basis.height)


def rows_of(kit: Kit, panels: Sequence[Panel], room: float) -> list[list[Panel]]:
    """Panels that would stand in one row do, as far as none gets too narrow; else those that come on go below."""
    rows: list[list[Panel]] = []
    for panel in panels:
        if rows and rows[-1][0].row == panel.row and _fits(kit, [*rows[-1], panel], room):
            rows[-1].append(panel)
        else:
            rows.append([panel])
    return rows


def _fits(kit: Kit, row: Sequence[Panel], room: float) -> bool:
    return all(width >= _LEAST * kit.em for width in _widths(kit, row, room))


def _widths(kit: Kit, row: Sequence[Panel], room: float) -> list[float]:
    """By weight, or alike where that would make one too narrow."""
    free = room - _AIR * kit.em * (len(row) - 1)
    whole = sum(panel.weight for panel in row)
    weighted = [free * panel.weight / whole for panel in row]
    return weighted if min(weighted) >= _LEAST * kit.em else [free / len(row)] * len(row)


def side_by_side(kit: Kit, row: Sequence[Panel], room: float) -> Drawn:
    """The panels of a row: the box of each, kind `panel`, then what is in it, its title first."""
    widths = _widths(kit, row, room)
    drawn = [_inside(kit, panel, width - 2 * _PAD * kit.em) for panel, width in zip(row, widths, strict=True)]
    height = max(each.height for each in drawn) + 2 * _PAD * kit.em
    pieces: list[Piece] = []
    x = 0.0
    for each, width in zip(drawn, widths, strict=True):
        box = (RECT, 0.0, 0.0, width, height, _RADIUS, kit.colour("card"), kit.colour("grid"), 1.0, ())
        pieces.append(Piece(Layer.PAPER, "panel", "", x, 0.0, width, height, (box,)))
        pieces += moved(each.pieces, x + _PAD * kit.em, _PAD * kit.em)
        x += width + _AIR * kit.em
    return Drawn(tuple(pieces), height)


def _inside(kit: Kit, panel: Panel, width: float) -> Drawn:
    title = text_piece(kit, panel.title, 0.0, 0.0, width, kit.theme.style("step"), kit.colour("ink"), lines=2)
    pieces, y = [title], title.height
    for part in _parts(kit, panel, width):
        if part.pieces:
            y += 0.8 * kit.em
            pieces += moved(part.pieces, 0.0, y)
            y += part.height
    return Drawn(tuple(pieces), y)


def _parts(kit: Kit, panel: Panel, width: float) -> list[Drawn]:
    parts = [said(kit, panel.above, width)]
    if panel.bars:
        parts.append(bars(kit, panel.bars, width))
    if panel.curve is not None:
        parts.append(cash_curve(kit, panel.curve, "cash", width))
    if panel.swings is not None:
        parts.append(tornado(kit, panel.swings, width))
    if panel.spread is not None:
        parts.append(spread(kit, panel.spread, width))
    if panel.funnel:
        parts.append(funnel(kit, panel.funnel, width))
    if panel.table is not None:
        parts.append(table(kit, panel.table, width))
    return [*parts, said(kit, panel.below, width)]
