"""The frame of the map: columns, rows, lines, heads, legend and areas, from sizes already known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from model.elements import Band, Lane, Step
from model.grid import band
from model.layout.axes import Column, Row, columns, slot_tops
from model.layout.drawing import Areas, Box, Layer, Piece
from model.layout.folds import hidden_steps
from model.layout.heads import (
    LaneHead,
    Setting,
    lane_head,
    lane_piece,
    line_piece,
    side_width,
    stage_pieces,
    step_pieces,
    title_piece,
)
from model.layout.legend import InUse, legend_piece
from model.layout.moods import curve_height
from model.layout.theme import Theme
from model.layout.wardrobe import LONG_WORD
from model.named import NamedTuple

LEAST_WIDTH = 760.0
LEAST_BODY = 160.0
STAGE_GAP = 12.0
STEP_GAP = 8.0
LEGEND_GAP = 12.0
# Makes named tuples sooner than their own names do.
_NEW = tuple.__new__


class Tops(NamedTuple):
    """What hangs on columns and heads alone: heads over the columns, heads of lanes, where the body begins.

    `due`: after which lanes lines fall. `curves`: how high the curve of each lane is. `drawn`: what was last drawn
    beside and below rows: heads of lanes by the lane's place, names of lines by name, legends by what they explain.
    """

    columns: tuple[Column, ...]
    title: Piece
    stages: tuple[Piece, ...]
    steps: tuple[Piece, ...]
    lanes: tuple[LaneHead, ...]
    side: float
    top: float
    due: Mapping[int, list[str]]
    curves: tuple[float, ...]
    drawn: dict[int | str | InUse, Piece]


class Frame(NamedTuple):
    """All that is not cards and links: axes, band lines (name, top), heads, legend and areas."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    lines: tuple[tuple[str, float], ...]
    heads: tuple[Piece, ...]
    areas: Areas
    width: float
    height: float


def make_columns(setting: Setting, steps: Sequence[Step], wide: Mapping[int, float]) -> tuple[Column, ...]:
    """The columns of the steps; `wide` are widths that cards need, by column."""
    theme = setting.theme
    widths = []
    for index, step in enumerate(steps):
        width = max(theme["card_width"], wide.get(index, 0.0))
        if hidden_steps(setting.document, step, setting.view):
            width = theme["folded_width"]
        elif max(map(len, step.title.split()), default=0) >= LONG_WORD:
            need = setting.shaper.longest_word(step.title, theme.style("step")) + 1.0
            width = max(width, min(need, theme["card_width_most"]))
        widths.append(width)
    pairs = [(step.id, step.stage) for step in steps]
    return columns(pairs, widths, theme["margin"] + side_width(setting), theme)


def make_tops(setting: Setting, across: tuple[Column, ...], lanes: Sequence[Lane]) -> Tops:
    """The part of a frame that edits of cards and links leave as it is, unless a column grows."""
    side = side_width(setting)
    title = title_piece(setting, _width(setting, across, side))
    stages = stage_pieces(setting, across, title.height)
    below = title.height + (stages[0].height + STAGE_GAP if stages else 0.0)
    steps = step_pieces(setting, across, below)
    top = below + (steps[0].height + STEP_GAP if steps else 0.0)
    heads = tuple([lane_head(setting, lane, side) for lane in lanes])
    curves = tuple([curve_height(lane, setting.view) for lane in lanes])
    return Tops(across, title, tuple(stages), tuple(steps), heads, side, top, lines_after(lanes), curves, {})


def _width(setting: Setting, across: Sequence[Column], side: float) -> float:
    margin = setting.theme["margin"]
    right = across[-1].end if across else margin + side + LEAST_WIDTH
    return max(right + margin, LEAST_WIDTH)


def make_frame(
    setting: Setting, tops: Tops, lanes: Sequence[Lane], heights: Sequence[Sequence[float]], used: InUse
) -> Frame:
    """The frame of a map whose slots have these heights, lane by lane."""
    across, title, stages, steps, _, side, top, *_ = tops
    margin = setting.theme["margin"]
    start, width = margin + side, _width(setting, across, side)
    right = across[-1].end if across else start + LEAST_WIDTH
    rows, lines, bottom = make_rows(setting.theme, tops, lanes, heights)
    bottom = max(bottom, top + LEAST_BODY)
    sides = _sides(setting, tops, lanes, rows)
    sides += [_kept(tops, name, y, partial(line_piece, setting, name, side=side)) for name, y in lines]
    legend = _kept(tops, used, bottom + LEGEND_GAP, partial(legend_piece, setting, used, width=width))
    areas = Areas(
        Box(0.0, 0.0, width, title.height),
        Box(start, title.height, right - start, top - title.height),
        Box(margin, top, side, bottom - top),
        Box(start, top, right - start, bottom - top),
        Box(0.0, legend.y, width, legend.height),
    )
    return Frame(across, rows, lines, (*sides, *stages, *steps, title, legend), areas, width, legend.y + legend.height)


def shifted_from(before: Frame, after: Frame) -> float | None:
    """From which y on rows lie elsewhere, where all above is as it was; None where more differs than rows.

    What lies beside rows counts for nothing here: heads of lanes, the legend.
    """
    top, side = slice(0, 2), slice(0, 3, 2)
    if before.columns != after.columns or before.width != after.width:
        return None
    if before.areas[top] != after.areas[top] or before.areas.side[side] != after.areas.side[side]:
        return None
    if _above(before) != _above(after):
        return None
    for one, other in zip(before.rows, after.rows, strict=True):
        if one != other:
            return one.y + _alike(one, other)
    return before.areas.body.bottom


def _above(frame: Frame) -> list[Piece]:
    return [head for head in frame.heads if head.layer in (Layer.TOP_HEAD, Layer.TITLE)]


def _alike(one: Row, other: Row) -> float:
    """How far down two rows with one beginning are alike."""
    low = 0.0
    for slot, now in zip(one.slots, other.slots, strict=False):
        if slot != now:
            return min(slot[0], now[0])
        low = slot[0] + slot[1]
    return low


def _sides(setting: Setting, tops: Tops, lanes: Sequence[Lane], rows: Sequence[Row]) -> list[Piece]:
    """The heads of lanes beside their rows; those that only lie elsewhere are not drawn anew."""
    found = []
    for place, row in enumerate(rows):
        piece = tops.drawn.get(place)
        if piece is None or piece.height != row.height:
            piece = tops.drawn[place] = lane_piece(setting, lanes[place], tops.lanes[place], row, tops.side)
        found.append(_at(piece, row.y))
    return found


def _kept(tops: Tops, key: str | InUse, y: float, draw: Callable[[float], Piece]) -> Piece:
    """What hangs on its key alone, at a y."""
    piece = tops.drawn.get(key)
    if piece is None:
        piece = tops.drawn[key] = draw(y)
    return _at(piece, y)


def _at(piece: Piece, y: float) -> Piece:
    """A piece, at a y."""
    return piece if piece.y == y else _NEW(Piece, (*piece[:4], y, *piece[5:]))


def make_rows(
    theme: Theme, tops: Tops, lanes: Sequence[Lane], heights: Sequence[Sequence[float]]
) -> tuple[tuple[Row, ...], tuple[tuple[str, float], ...], float]:
    """Rows and lines below the tops, and where the last row ends."""
    due, measures = tops.due, theme.measures
    band, gap = measures["line_band"], measures["lane_gap"]
    rows: list[Row] = []
    lines: list[tuple[str, float]] = []
    y, first, last = tops.top, 0, len(lanes) - 1
    sizes = zip(tops.lanes, tops.curves, heights, strict=True)
    for index, (head, curve, slot_heights) in enumerate(sizes):
        slots, height = slot_tops(slot_heights, theme)
        row = _NEW(Row, (lanes[index].id, y, max(height + curve, head.height), slots, first, curve))
        rows.append(row)
        first += len(slots)
        y += row.height
        if index in due:
            for name in due[index]:
                lines.append((name, y))
                y += band
        elif index < last:
            y += gap
    return tuple(rows), tuple(lines), y


_LINES = (
    ("interaction", Band.CUSTOMER),
    ("visibility", Band.FRONTSTAGE),
    ("internal", Band.BACKSTAGE),
)


def lines_after(lanes: Sequence[Lane]) -> dict[int, list[str]]:
    """After which lane (by index) each line falls; one whose band is empty falls between its neighbours.

    An annotation lane belongs to the lane above it. A line with nothing above or nothing below it is left out.
    """
    order = tuple(Band)
    levels: list[int] = []
    for lane in lanes:
        level = order.index(band(lane))
        levels.append((levels[-1] if levels else 0) if band(lane) is Band.ANNOTATION else level)
    due: dict[int, list[str]] = {}
    for name, last in _LINES:
        above = [index for index, level in enumerate(levels) if level <= order.index(last)]
        if above and above[-1] + 1 < len(lanes):
            due.setdefault(above[-1], []).append(name)
    return due
