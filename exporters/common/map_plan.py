"""Where columns, rows, cards and links stand on the drawn map, as tables and pools need it: nothing between cells.

The origin is the corner of the first cell. A stage without steps has a column of its own, which the drawing has not:
what lies beyond it is moved along.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from model.document import DocumentView
from model.elements import Card, Link, Step
from model.grid import lanes, stages, tray
from model.layout.drawing import Box, Drawing, Point
from model.printing import light_drawing

COLUMN = 244.0
ROW = 96.0
CARD_WIDTH, CARD_HEIGHT = 208.0, 60.0
SPACE = 16.0
_NEAR = 0.5


class Column(NamedTuple):
    """One column: a step, or a stage that has none."""

    stage: str
    step: str | None
    left: float
    width: float


class Row(NamedTuple):
    """One lane, down to where the next begins."""

    lane: str
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class MapPlan:
    """Columns in reading order, rows from the top; boxes of the cards on the map; corners of the links' routes."""

    rtl: bool
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    boxes: Mapping[str, Box]
    routes: Mapping[str, tuple[Point, ...]]

    @property
    def width(self) -> float:
        return max((column.left + column.width for column in self.columns), default=COLUMN)

    @property
    def height(self) -> float:
        return max((row.top + row.height for row in self.rows), default=0.0)

    def visual(self) -> tuple[Column, ...]:
        """The columns from left to right."""
        return self.columns[::-1] if self.rtl else self.columns


class _Shift:
    """How far what lies at or beyond each of some places is moved."""

    def __init__(self, places: Iterable[tuple[float, float]]) -> None:
        known = sorted(places)
        self._starts = [start for start, _ in known]
        self._by = [by for _, by in known]

    def __call__(self, place: float) -> float:
        index = bisect_right(self._starts, place + _NEAR) - 1
        return place + (self._by[max(index, 0)] if self._by else 0.0)


def map_plan(document: DocumentView, today: date, part: str | None = None, gap: float = 0.0) -> MapPlan:
    """The plan of a document as it stands on a day; what lies from the lane `part` on is `gap` lower."""
    drawing, _ = light_drawing(document, today)
    shown = lanes(document)
    across, columns = _columns(document, drawing, shown[0].id if shown else None)
    tops = [(lane.id, _top(drawing, lane.id, index)) for index, lane in enumerate(shown)]
    down, rows = _rows(tops, _bottom(drawing, tops), part, gap)

    def moved(point: Point) -> Point:
        return across(point[0]), down(point[1])

    boxes = {}
    for card in document.table(Card):
        box = drawing.box(card)
        if box is not None:
            left, top = moved((box.x, box.y))
            boxes[card] = Box(left, top, across(box.right - 1) + 1 - left, box.height)
    routes = {link: tuple(map(moved, drawing.route(link))) for link in document.table(Link)}
    return MapPlan(drawing.rtl, columns, rows, boxes, {id: route for id, route in routes.items() if route})


def _columns(document: DocumentView, drawing: Drawing, lane: str | None) -> tuple[_Shift, tuple[Column, ...]]:
    """The columns, and how far each is from where the drawing has it."""
    found: list[tuple[str, str | None, float, float]] = []
    for stage in stages(document):
        steps = document.where(Step, stage=stage.id)
        for step in steps:
            box = None if lane is None else drawing.cell_box(lane, step.id)
            before = len(found) * COLUMN
            found.append((stage.id, step.id, *((box.x, box.width) if box is not None else (before, COLUMN))))
        if not steps:
            found.append((stage.id, None, 0.0, COLUMN))
    ordered = found[::-1] if drawing.rtl else found
    lefts = accumulate((width for _, _, _, width in ordered), initial=0.0)
    placed = [
        (Column(stage, step, left, width), x) for (stage, step, x, width), left in zip(ordered, lefts, strict=False)
    ]
    shift = _Shift((x, column.left - x) for column, x in placed if column.step is not None)
    columns = tuple(column for column, _ in placed)
    return shift, columns[::-1] if drawing.rtl else columns


def _top(drawing: Drawing, lane: str, index: int) -> float:
    box = drawing.box(lane)
    return index * ROW if box is None else box.y


def _bottom(drawing: Drawing, tops: list[tuple[str, float]]) -> float:
    box = drawing.box(tops[-1][0]) if tops else None
    return box.bottom if box is not None else len(tops) * ROW


def _rows(tops: list[tuple[str, float]], bottom: float, part: str | None, gap: float) -> tuple[_Shift, tuple[Row, ...]]:
    """The rows from 0 on, and how far each is from where the drawing has it."""
    first = tops[0][1] if tops else 0.0
    ends = [*(top for _, top in tops[1:]), bottom]
    rows, shifts, lower = [], [], 0.0
    for (lane, top), end in zip(tops, ends, strict=False):
        lower = gap if lane == part else lower
        rows.append(Row(lane, top - first + lower, end - top))
        shifts.append((top, lower - first))
    return _Shift(shifts), tuple(rows)


def waiting(document: DocumentView, width: float) -> list[tuple[Card, Box]]:
    """The cards of the tray, row by row in a width, from a corner of their own."""
    room = CARD_WIDTH + SPACE
    across = max(int((width - SPACE) // room), 1)
    return [
        (
            card,
            Box(
                SPACE + index % across * room, SPACE + index // across * (CARD_HEIGHT + SPACE), CARD_WIDTH, CARD_HEIGHT
            ),
        )
        for index, card in enumerate(tray(document))
    ]
