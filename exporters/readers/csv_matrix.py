"""A matrix of lanes and steps as a blueprint: rows are lanes, columns steps, or the transpose; a line is a card.

The first row names the steps; where its title is the customer's ("User steps"), it fills the customer lane as well.
A row above it that names stages ("Phase", or heads over several steps) names the stages. A row without a title goes
on with the lane above it, as merged cells leave it; what stands alone above the table is the title of the blueprint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from exporters.readers.base import Entry, Reader, Reading, derived_id, finish
from exporters.readers.csv_roles import by_position, names_steps, role_of
from exporters.readers.csv_table import Cell, Rows, Table, place, table_of
from exporters.readers.limits import MOST_CARDS
from model.document import DocumentView
from model.elements import BAND_OF, Band, Blueprint, Card, CardKind, Lane, Role, Stage, Step
from model.errors import KnownError
from model.ids import last_order, spread
from model.messages import Message, message
from model.record import Record
from model.tables import BULLET, LINES, card_fields, usual_kind

AUTO = "auto"
LANES_IN_ROWS = "lanes-in-rows"
LANES_IN_COLUMNS = "lanes-in-columns"


@dataclass
class _Matrix:
    """A table with its lanes in rows; `turned` where the source had them in columns."""

    source: Path
    table: Table
    turned: bool
    heads_fill_a_lane: bool
    stages: Table | None
    rows: list[Record] = field(default_factory=list)
    inferred: list[Entry] = field(default_factory=list)
    left_out: list[Entry] = field(default_factory=list)
    cards: int = 0

    def place(self, row: int, column: int, part: Table | None = None) -> str:
        """Where a cell stands in the source."""
        table = part or self.table
        numbers = table.rows[row], table.columns[column]
        return place(*reversed(numbers)) if self.turned else place(*numbers)

    def id(self, prefix: str, *where: str) -> str:
        """The id of what stands somewhere."""
        return derived_id(prefix, self.source.name, *where)

    def say(self, element: str, where: str, why: Message) -> None:
        """Report what the source did not say."""
        self.inferred.append(Entry(element, where, why))


def read_matrix(
    reader: Reader,
    source: Path,
    rows: Rows,
    layout: str,
    told: Sequence[Entry],
    blueprint: tuple[Blueprint, Entry] | None,
    into: DocumentView | None,
) -> Reading:
    """A matrix of lanes and steps. `blueprint`: what it makes a new document of, and why it is called so."""
    table = table_of(rows, str(source))
    counts = (("tableRows", len(table.rows)), ("tableColumns", len(table.columns)))
    matrix = _matrix(source, table, layout)
    matrix.inferred += told
    if blueprint is not None:
        matrix.rows.append(blueprint[0])
        matrix.inferred.append(blueprint[1])
    steps = _steps(matrix, _stages(matrix, into))
    lanes = _lanes(matrix, into)
    _cards(matrix, steps, lanes)
    return finish(reader, source, counts, tuple(matrix.rows), matrix.inferred, matrix.left_out, into)


def _matrix(source: Path, table: Table, layout: str) -> _Matrix:
    """The table the way round that has its lanes in rows."""
    if len(table.rows) < 2 or len(table.columns) < 2:
        raise KnownError(message("readers.csv.no_table", file=str(source)))
    in_rows = sum(role_of(row[0].text) is not None for row in table.cells[1:])
    in_columns = sum(role_of(cell.text) is not None for cell in table.cells[0][1:])
    if layout == AUTO and not in_rows and not in_columns:
        first = ", ".join(row[0].text for row in table.cells[1:4])
        raise KnownError(message("readers.csv.no_lanes", file=str(source), found=first[:80]))
    turned = layout == LANES_IN_COLUMNS or (layout == AUTO and in_columns > in_rows)
    table = table.transposed() if turned else table
    titles = [row[0].text for row in table.cells]
    stages = None
    if len(titles) > 2 and _names_stages(table.cells[0], table.cells[1]):
        stages = table._replace(cells=table.cells[:1], rows=table.rows[:1])
        table = table._replace(cells=table.cells[1:], rows=table.rows[1:])
    fills = _fills_a_lane(table.cells[0][0].text, titles[1:])
    matrix = _Matrix(source, table, turned, fills, stages)
    for part in filter(None, (stages, None if fills else table)):
        if part.cells[0][0].text:
            heading = message("readers.csv.heading")
            matrix.left_out.append(Entry(part.cells[0][0].text, matrix.place(0, 0, part), heading))
    if layout == AUTO:
        side = "readers.csv.layout_columns" if turned else "readers.csv.layout_rows"
        matrix.say(source.name, "", message(side, n=max(in_rows, in_columns)))
    return matrix


def _names_stages(first: Sequence[Cell], second: Sequence[Cell]) -> bool:
    """Whether the first of two rows names stages over the steps that the second names: both are called so, or the
    first leaves out what its names go over."""
    corners = first[0].text, second[0].text
    if not names_steps(corners[0]):
        return False
    names, steps = (sum(bool(cell.text) for cell in row[1:]) for row in (first, second))
    if names_steps(corners[1]):
        return all(corners) or names < steps
    return role_of(corners[1]) is not None and steps == len(second) - 1 and 2 * names <= steps


def _fills_a_lane(corner: str, titles: list[str]) -> bool:
    """Whether the first row is a lane too: its title says so, or nobody else is the customer."""
    if names_steps(corner):
        return False
    return role_of(corner) is not None or not {Role.CUSTOMER, Role.EMPLOYEE} & {role_of(title) for title in titles}


def _orders(into: DocumentView | None, kind: type[Record], count: int) -> list[str]:
    """Order keys for new records of a kind, after those the open document has."""
    return spread(count, None if into is None else last_order(row.order for row in into.table(kind).values()))


def _stages(matrix: _Matrix, into: DocumentView | None) -> list[str]:
    """The stage of each column: one untitled, or those of the first row, each as far as the next name."""
    columns = len(matrix.table.columns) - 1
    if matrix.stages is None:
        (order,) = _orders(into, Stage, 1)
        matrix.rows.append(Stage(matrix.id("stage"), order))
        return [matrix.id("stage")] * columns
    cells = matrix.stages.cells[0]
    names = [" ".join(cell.text.split()) for cell in cells[1:]]
    starts = [i for i, name in enumerate(names) if i == 0 or (name and name != _last_name(names[:i]))]
    ids: list[str] = []
    for start, end, order in zip(starts, [*starts[1:], columns], _orders(into, Stage, len(starts)), strict=True):
        where = matrix.place(0, start + 1, matrix.stages)
        matrix.say(names[start], where, message("readers.csv.stage", n=end - start))
        ids += [matrix.id("stage", where)] * (end - start)
        matrix.rows.append(Stage(ids[-1], order, title=names[start]))
    return ids


def _last_name(names: list[str]) -> str:
    return next((name for name in reversed(names) if name), "")


def _steps(matrix: _Matrix, stages: list[str]) -> list[str]:
    """One step a column, named by the first row; the lines of a name are joined."""
    ids = []
    head = matrix.table.cells[0]
    for column, (stage, order) in enumerate(zip(stages, spread(len(stages)), strict=True), start=1):
        where = matrix.place(0, column)
        lines = _lines(matrix, head[column], where, report=not matrix.heads_fill_a_lane)
        title = " ".join(lines)
        if not lines:
            matrix.say("", where, message("readers.csv.no_step_name"))
        elif len(lines) > 1:
            matrix.say(title, where, message("readers.csv.step_name_joined", n=len(lines)))
        ids.append(matrix.id("step", where))
        matrix.rows.append(Step(ids[-1], order, stage=stage, title=title))
    return ids


def _lanes(matrix: _Matrix, into: DocumentView | None) -> list[tuple[Lane, list[int]]]:
    """The lanes with the rows they come from: the first row is one where it is the customer's."""
    titles = [row[0].text for row in matrix.table.cells]
    first = 0 if matrix.heads_fill_a_lane else 1
    numbers = [number for number in range(first, len(titles)) if titles[number] or number == first]
    known = [role_of(titles[number]) for number in numbers]
    if matrix.heads_fill_a_lane and known[0] is None:
        known[0] = Role.CUSTOMER
        matrix.say(titles[0], matrix.place(0, 0), message("readers.csv.first_row_customer"))
    roles = by_position(known)
    lanes = []
    deepest = 0
    ends = [*numbers[1:], len(titles)]
    for number, end, role, said, order in zip(
        numbers, ends, roles, known, _orders(into, Lane, len(numbers)), strict=True
    ):
        title, where = titles[number], matrix.place(number, 0)
        id = "readers.csv.role_by_title" if said is not None else "readers.csv.role_by_position"
        matrix.say(title, where, message(id, role=message(f"readers.role.{role.value}")))
        depth = list(Band).index(BAND_OF[role])
        if depth < deepest:
            matrix.say(title, where, message("readers.csv.own_band"))
        deepest = max(deepest, depth)
        for more in range(number + 1, end):
            matrix.say("", matrix.place(more, 0), message("readers.csv.lane_goes_on", lane=title))
        lane = Lane(matrix.id("lane", where), order, role=role, title=title)
        lanes.append((lane, list(range(number, end))))
        matrix.rows.append(lane)
    return lanes


def _cards(matrix: _Matrix, steps: list[str], lanes: list[tuple[Lane, list[int]]]) -> None:
    """The cards of every cell, a line each; those of the rows of one lane below one another."""
    for lane, numbers in lanes:
        made = 0
        for column, step in enumerate(steps, start=1):
            found = [
                (matrix.id("card", where, str(index)), line)
                for where, cell in ((matrix.place(row, column), matrix.table.cells[row][column]) for row in numbers)
                for index, line in enumerate(_lines(matrix, cell, where))
            ]
            made += len(found)
            for (id, line), order in zip(found, spread(len(found)), strict=True):
                matrix.rows.append(Card(id, order, lane=lane.id, step=step, **card_fields(lane.role, line)))
        matrix.cards += made
        if matrix.cards > MOST_CARDS:
            raise KnownError(message("readers.csv.too_many_cards", file=str(matrix.source), most=MOST_CARDS))
        kind = usual_kind(lane.role)
        if kind is not CardKind.ACTION and made:
            why = message("readers.csv.kind_by_lane", n=made, kind=message(f"readers.kind.{kind.value}"))
            matrix.say(lane.title, matrix.place(numbers[0], 0), why)


def _lines(matrix: _Matrix, cell: Cell, where: str, report: bool = True) -> list[str]:
    """The lines of a cell that say something, without bullets; `report` whether to tell what was taken off."""
    if cell.guarded and report:
        matrix.say(cell.text, where, message("readers.csv.guard"))
    found = []
    for line in LINES.split(cell.text):
        text = line.strip()
        bullet = BULLET.match(text)
        if bullet is not None:
            text = text[bullet.end() :]
            if report:
                matrix.say(text, where, message("readers.csv.bullet", bullet=bullet.group().strip()))
        if text:
            found.append(text)
    return found
