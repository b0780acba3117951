"""The ground of the map: bands of colour, stage and step boundaries, and the three dashed lines.

Dashed lines are cut to what is seen, at whole dashes, so that a huge map costs what its window shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import floor

from model.layout.axes import Column, Row
from model.layout.drawing import PATH, RECT, Box, Layer, Piece, Primitive
from model.layout.theme import Theme

STEP_DASH = (1.5, 4.5)
LINE_DASH = (7.0, 4.0)
# So many bands, and so many lines of a length, are the same objects wherever they lie.
_KEPT = 512


def rule_piece(box: Box, colour: str) -> Piece:
    """The paper under everything."""
    made = ((RECT, 0.0, 0.0, box.width, box.height, 0.0, colour, None, 0.0, ()),)
    return Piece(Layer.PAPER, "paper", "", *box, made)


def lane_band(row: Row, tint: str, body: Box) -> Piece:
    """A lane's tint across the body."""
    made = _band(body.width, row.height, tint)
    return Piece(Layer.LANE, "band", row.lane, body.x, row.y, body.width, row.height, made)


@lru_cache(_KEPT)
def _band(width: float, height: float, tint: str) -> tuple[Primitive, ...]:
    return ((RECT, 0.0, 0.0, width, height, 0.0, tint, None, 0.0, ()),)


def grid_piece(
    columns: Sequence[Column], lines: Sequence[tuple[str, float]], body: Box, seen: Box, theme: Theme
) -> Iterator[Piece]:
    """Boundaries of steps (dotted) and stages (strong), and the three lines, as far as they are seen."""
    for before, after in zip(columns, columns[1:], strict=False):
        x = after.start
        if not seen.x - 2 <= x <= seen.right + 2:
            continue
        if before.stage != after.stage:
            yield _upright(x, body.y, body.bottom, theme.colour("stage_line"), 1.4, ())
            continue
        top, bottom = _cut(body.y, body.bottom, seen.y, seen.bottom, sum(STEP_DASH))
        if bottom > top:
            yield _upright(x, top, bottom, theme.colour("grid"), 1.0, STEP_DASH)
    height = theme["line_band"]
    for name, y in lines:
        if y > seen.bottom or y + height < seen.y:
            continue
        start, end = _cut(body.x, body.right, seen.x, seen.right, sum(LINE_DASH))
        if end > start:
            made = _level(end - start, height / 2, theme.colour("band_line"))
            yield Piece(Layer.GRID, "line", name, start, y, end - start, height, made)


def _cut(start: float, end: float, seen_start: float, seen_end: float, period: float) -> tuple[float, float]:
    begins = start + max(0, floor((seen_start - start) / period)) * period
    return begins, min(end, max(seen_end, begins))


def _upright(x: float, top: float, bottom: float, colour: str, width: float, dash: tuple[float, ...]) -> Piece:
    made = _down(bottom - top, colour, width, dash)
    return Piece(Layer.GRID, "boundary", "", x - 1.0, top, 2.0, bottom - top, made)


@lru_cache(_KEPT)
def _level(length: float, y: float, colour: str) -> tuple[Primitive, ...]:
    return ((PATH, (("M", 0.0, y), ("L", length, y)), None, colour, 1.4, LINE_DASH),)


@lru_cache(_KEPT)
def _down(length: float, colour: str, width: float, dash: tuple[float, ...]) -> tuple[Primitive, ...]:
    return ((PATH, (("M", 1.0, 0.0), ("L", 1.0, length)), None, colour, width, dash),)
