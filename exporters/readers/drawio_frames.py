"""Lanes of a draw.io page that are no swimlanes: plain shapes called like lanes, with cards in them or beside them.

At least two shapes must be called as lanes usually are; those that stand in line with them are lanes too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from exporters.readers.common.sketch import DrawnColumn, DrawnLane, DrawnStage, Sketch, Span
from exporters.readers.csv_roles import names_steps, role_of
from exporters.readers.drawio_cells import Cell
from exporters.readers.drawio_lanes import Ground, are_rows
from exporters.readers.limits import MOST_FRAMED
from model.layout.drawing import Box
from model.messages import message

_FEWEST = 2
# How far (px) shapes in line may be out of it, and how far beyond its head a lane goes.
_OFF = 8.0
_BEYOND = 10.0
_FAR = 10.0**7


def framed(cells: Iterable[Cell]) -> list[Cell]:
    """The shapes that are lanes by what they are called and how they stand, in their order; none where too few are."""
    shapes = [cell for cell in cells if _is_shape(cell)]
    if len(shapes) > MOST_FRAMED:
        return []
    named = [cell for cell in shapes if role_of(cell.title) is not None]
    holding = [cell for cell in named if _holds(cell, shapes)]
    named = holding if len(holding) >= _FEWEST else [cell for cell in named if cell not in holding]
    if len(named) < _FEWEST:
        return []
    rows = are_rows(named)
    first = named[0]
    found = [cell for cell in shapes if cell in named or _is_like(cell, first, rows)]
    found.sort(key=lambda cell: _across(cell, rows).start)
    apart = all(_across(a, rows).end <= _across(b, rows).start + _OFF for a, b in zip(found, found[1:], strict=False))
    return found if apart else []


def read_frames(sketch: Sketch, cells: Sequence[Cell]) -> Ground:
    """The lanes of a page that `framed` finds some on, and the steps that a row of words above them names."""
    lanes = framed(cells)
    shapes = [cell for cell in cells if _is_shape(cell)]
    ground = Ground(rows=are_rows(lanes), table=False)
    bands = _bands(lanes, shapes, ground.rows)
    for cell, band in zip(lanes, bands, strict=True):
        ground.heads.add(cell.id)
        if cell.title and names_steps(cell.title):
            _columns(sketch, ground, [each for each in shapes if each is not cell and _is_in(each, band, ground.rows)])
            continue
        place = len(sketch.lanes)
        sketch.lanes.append(DrawnLane(cell.id, cell.title, across=band))
        sketch.infer(cell.title, cell.id, message("readers.drawio.lane_by_words"))
        ground.lane_of[cell.id] = place
        ground.boxes[place] = replace(cell, box=_stretched(cell, band, lanes, ground.rows))
    if not ground.table and bands:
        _columns(sketch, ground, _above(shapes, bands[0], ground.rows))
    if not ground.rows:
        sketch.infer("", "", message("readers.diagram.columns_are_lanes"))
    return ground


def _is_shape(cell: Cell) -> bool:
    return cell.vertex and cell.visible and bool(cell.title) and not any(above.edge for above in cell.holders())


def _holds(cell: Cell, shapes: Iterable[Cell]) -> bool:
    """Whether other shapes lie in a shape, or over it."""
    return any(
        each is not cell and (cell in each.holders() or (_middle_in(each, cell.box) and _area(each) < _area(cell)))
        for each in shapes
    )


def _middle_in(cell: Cell, box: Box) -> bool:
    return box.contains(cell.box.x + cell.box.width / 2, cell.box.y + cell.box.height / 2)


def _area(cell: Cell) -> float:
    return cell.box.width * cell.box.height


def _across(cell: Cell, rows: bool) -> Span:
    return cell.along(not rows)


def _is_like(cell: Cell, lane: Cell, rows: bool) -> bool:
    """Whether a shape stands in line with a lane and is as long."""
    one, other = cell.along(rows), lane.along(rows)
    return abs(one.start - other.start) <= _OFF and abs(one.end - other.end) <= _OFF and cell.above is lane.above


def _bands(lanes: Sequence[Cell], shapes: Iterable[Cell], rows: bool) -> list[Span]:
    """From where to where each lane goes: frames are their own, heads share what is between them."""
    spans = [_across(lane, rows) for lane in lanes]
    if any(_holds(lane, shapes) for lane in lanes):
        return spans
    between = [(one.end + other.start) / 2 for one, other in zip(spans, spans[1:], strict=False)]
    edges = [spans[0].start - _BEYOND, *between, spans[-1].end + _BEYOND]
    return [Span(start, end) for start, end in zip(edges, edges[1:], strict=False)]


def _stretched(lane: Cell, band: Span, lanes: Sequence[Cell], rows: bool) -> Box:
    """Where the cards of a lane lie: in a frame, or anywhere beside a head."""
    if band == _across(lane, rows):
        return lane.box
    start = min(each.along(rows).start for each in lanes)
    whole = Span(start, _FAR)
    along, across = (whole, band) if rows else (band, whole)
    return Box(along.start, across.start, along.length, across.length)


def _is_in(cell: Cell, band: Span, rows: bool) -> bool:
    return band.start <= _across(cell, rows).middle <= band.end


def _above(shapes: Iterable[Cell], band: Span, rows: bool) -> list[Cell]:
    """The row of shapes before the first lane that is nearest to it, where it is one of several."""
    before = [cell for cell in shapes if _across(cell, rows).end <= band.start + _BEYOND + _OFF]
    if not before:
        return []
    nearest = max(before, key=lambda cell: _across(cell, rows).end)
    row = [cell for cell in before if abs(_across(cell, rows).middle - _across(nearest, rows).middle) <= _OFF]
    return row if len(row) >= _FEWEST else []


def _columns(sketch: Sketch, ground: Ground, heads: Sequence[Cell]) -> None:
    """The steps that heads name."""
    if not heads:
        return
    ground.table = True
    sketch.stages.append(DrawnStage("stage"))
    for cell in sorted(heads, key=lambda cell: cell.along(ground.rows).start):
        ground.heads.add(cell.id)
        sketch.columns.append(DrawnColumn(cell.id, cell.title, along=cell.along(ground.rows)))
        sketch.infer(cell.title, cell.id, message("readers.drawio.step_by_words"))
