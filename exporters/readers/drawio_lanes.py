"""The lanes of a draw.io page: the rows of a table with its columns, or swimlanes, beside or below one another."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations

from exporters.drawio import MARK, STAGES, STEPS, WAITING
from exporters.readers.common.sketch import DrawnColumn, DrawnLane, DrawnStage, Sketch, Span
from exporters.readers.csv_roles import names_steps
from exporters.readers.drawio_cells import Cell
from exporters.readers.drawio_own import own_of
from model.messages import message


@dataclass(eq=False)
class Ground:
    """Where cards may lie: a lane's place by its cell's id; a lane's and a column's by that of a table's cell.

    `rows`: lanes run from left to right; `table`: columns are given. `heads`: cells that name something, no cards.
    """

    rows: bool = True
    table: bool = True
    lane_of: dict[str, int] = field(default_factory=dict)
    cell_of: dict[str, tuple[int, int]] = field(default_factory=dict)
    heads: set[str] = field(default_factory=set)
    boxes: dict[int, Cell] = field(default_factory=dict)


def is_table(cell: Cell) -> bool:
    """Whether a cell is a table with at least one row."""
    tabled = cell.style.get("shape") == "table" or cell.style.get("childLayout") == "tableLayout"
    return cell.vertex and tabled and bool(_rows(cell))


def is_swimlane(cell: Cell) -> bool:
    """Whether a cell is a swimlane or a pool."""
    return cell.vertex and (cell.style.get("") == "swimlane" or cell.style.get("shape") in ("swimlane", "pool"))


def _rows(table: Cell) -> list[Cell]:
    rows = [
        cell for cell in table.children if cell.vertex and (cell.style.get("shape") == "tableRow" or is_swimlane(cell))
    ]
    return sorted(rows, key=lambda cell: (cell.frame.y, cell.place))


def _across(row: Cell) -> list[Cell]:
    return sorted((cell for cell in row.children if cell.vertex), key=lambda cell: (cell.frame.x, cell.place))


def read_own_table(sketch: Sketch, table: Cell, rtl: bool) -> Ground:
    """A table that we wrote, whatever was since done to it."""
    ground = Ground()
    ground.heads.add(table.id)
    grid = [(row, _across(row)) for row in _rows(table)]
    widest = max((len(cells) for _, cells in grid), default=1)
    stages: list[Cell | None] = [None] * widest
    steps: list[Cell | None] = [None] * widest
    for row, cells in grid:
        mark = cells[0].data.get(MARK) if cells else None
        ground.heads.add(row.id)
        if mark in (STAGES, STEPS):
            ground.heads.update(cell.id for cell in cells)
            (stages if mark == STAGES else steps)[: len(cells)] = _covering(cells)
            continue
        place = len(sketch.lanes)
        head = cells[0] if cells else row
        ground.heads.add(head.id)
        sketch.lanes.append(DrawnLane(head.id, _own_title(head), own=own_of(head, "lane", sketch), across=_down(row)))
        ground.boxes[place] = row
        ground.lane_of[row.id] = place
        last = max(widest - 1, 1)
        for index, cell in enumerate(cells[1:]):
            ground.cell_of[cell.id] = (place, last - 1 - index if rtl else index)
    _own_columns(sketch, steps[1:][::-1] if rtl else steps[1:], stages[1:][::-1] if rtl else stages[1:])
    return ground


def _covering(cells: list[Cell]) -> list[Cell]:
    """The cells of a row, each of those that are merged into another replaced by it."""
    found = list(cells)
    for index, cell in enumerate(cells):
        span = cell.style.get("colspan", "1")
        if span.isascii() and span.isdigit() and cell.visible:
            for place in range(index + 1, min(index + int(span[:4]), len(cells))):
                if not cells[place].visible:
                    found[place] = cell
    return found


def _own_title(cell: Cell) -> str:
    return cell.text if cell.data.get(MARK) else cell.title


def _own_columns(sketch: Sketch, steps: list[Cell | None], stages: list[Cell | None]) -> None:
    """The columns with their steps; a stage goes on until another's head."""
    for index, (step, stage) in enumerate(zip(steps, stages, strict=True)):
        begins = stage is not None and (stage.data.get(MARK) == "stage" or bool(stage.title))
        if stage is not None and begins and stage.id not in {each.key for each in sketch.stages}:
            sketch.stages.append(DrawnStage(stage.id, _own_title(stage), own_of(stage, "stage", sketch)))
        if not sketch.stages:
            sketch.stages.append(DrawnStage("stage"))
        own = None if step is None else own_of(step, "step", sketch)
        along = None if step is None else Span(step.box.x, step.box.x + (step.full or step.box.width))
        title = "" if step is None else _own_title(step)
        column = DrawnColumn(step.id if step is not None else f"column {index + 1}", title, own, len(sketch.stages) - 1)
        column.along = along
        column.step = own is not None or bool(title)
        sketch.columns.append(column)


def _down(cell: Cell) -> Span:
    return Span(cell.box.y, cell.box.bottom)


def read_table(sketch: Sketch, table: Cell) -> Ground:
    """Another's table: rows are lanes, columns steps, named by the cells of the first row that has words."""
    ground = Ground()
    ground.heads.add(table.id)
    grid = [(row, _across(row)) for row in _rows(table)]
    named = any(row.title for row, _ in grid)
    first = 0 if named else 1
    widest = max((len(cells) for _, cells in grid), default=0)
    columns = [_column(grid, index) for index in range(first, widest)]
    for row, cells in grid:
        ground.heads.add(row.id)
        title = row.title if named else (cells[0].title if cells else "")
        if not sketch.lanes and not any(column.title for column in columns) and _is_head(cells, title, first):
            for column, cell in zip(columns, cells[first:], strict=False):
                column.title = cell.title
            ground.heads.update(cell.id for cell in cells)
            continue
        place = len(sketch.lanes)
        sketch.lanes.append(DrawnLane(row.id, title, across=_down(row)))
        ground.boxes[place] = row
        ground.lane_of[row.id] = place
        if not named and cells:
            ground.heads.add(cells[0].id)
        naming = not any(column.title for column in columns) and any(cell.children for cell in cells[first:])
        for index, cell in enumerate(cells[first:]):
            ground.cell_of[cell.id] = (place, index)
            if naming:
                columns[index].title = cell.title
                ground.heads.add(cell.id)
            elif cell.children or not cell.title:
                ground.heads.add(cell.id)
    sketch.columns.extend(columns)
    sketch.stages.append(DrawnStage("stage"))
    for column in columns:
        if not column.title:
            sketch.infer("", column.key, message("readers.diagram.step_without_name"))
    return ground


def _is_head(cells: list[Cell], title: str, first: int) -> bool:
    """Whether a row only names the columns: it holds words and no shapes, and no lane's name stands before it."""
    empty = not any(cell.children for cell in cells[first:])
    return empty and any(cell.title for cell in cells[first:]) and names_steps(title)


def _column(grid: list[tuple[Cell, list[Cell]]], index: int) -> DrawnColumn:
    """A column as wide as its cells were before any were merged."""
    cells = [cells[index] for _, cells in grid if index < len(cells)]
    start = min(cell.box.x for cell in cells)
    widths = [cell.full or cell.box.width for cell in cells if "colspan" not in cell.style or cell.full is not None]
    return DrawnColumn(f"column {index + 1}", along=Span(start, start + (min(widths) if widths else 0.0)))


def read_swimlanes(sketch: Sketch, cells: list[Cell]) -> Ground:
    """Swimlanes: those that hold no others are the lanes, the others their pools."""
    ground = Ground(table=False)
    drawn = [cell for cell in cells if is_swimlane(cell)]
    pools = {above.id for cell in drawn for above in cell.holders() if is_swimlane(above)}
    ground.heads.update(cell.id for cell in drawn)
    lanes = [cell for cell in drawn if cell.id not in pools]
    ground.rows = are_rows(lanes)
    lanes.sort(key=lambda cell: (cell.box.y, cell.box.x) if ground.rows else (cell.box.x, cell.box.y))
    for place, cell in enumerate(lanes):
        above = [each.title for each in cell.holders() if is_swimlane(each) and each.title]
        across = _down(cell) if ground.rows else Span(cell.box.x, cell.box.right)
        lane = DrawnLane(cell.id, cell.title, across=across)
        if not lane.title and above:
            lane.title = above.pop(0)
            sketch.infer(lane.title, cell.id, message("readers.diagram.lane_by_pool"))
        if above:
            lane.notes = " / ".join(reversed(above))
            sketch.infer(lane.title, cell.id, message("readers.diagram.pool_in_notes", pool=lane.notes))
        sketch.lanes.append(lane)
        ground.boxes[place] = cell
        ground.lane_of[cell.id] = place
    if not ground.rows:
        sketch.infer("", "", message("readers.diagram.columns_are_lanes"))
    return ground


def are_rows(lanes: list[Cell]) -> bool:
    """Whether lanes stand below one another: one alone says so by its head, or by being wider than high."""
    if len(lanes) == 1:
        return lanes[0].style.get("horizontal") == "0" or lanes[0].box.width >= lanes[0].box.height
    below = beside = 0
    for one, other in combinations(lanes[:60], 2):
        a, b = one.box, other.box
        if a.x < b.right and b.x < a.right:
            below += 1
        if a.y < b.bottom and b.y < a.bottom:
            beside += 1
    return below >= beside


def tray_of(sketch: Sketch, ground: Ground, cells: list[Cell]) -> None:
    """The box of cards not yet placed, where there is one."""
    for cell in cells:
        if cell.data.get(MARK) == WAITING:
            ground.heads.add(cell.id)
            ground.lane_of[cell.id] = len(sketch.lanes)
            sketch.lanes.append(DrawnLane(cell.id, cell.title, tray=True, across=_down(cell)))
