"""Reads a blueprint kept as a table of text: a matrix of lanes and steps, one card a row, or a register's own table.

In a matrix rows are lanes, columns steps, or the transpose; a line in a cell is a card.
The first row names the steps; where its title is the customer's ("User steps"), it fills the customer lane as well.
Two first rows that only name things ("Phase", "Steps") name the stages and the steps.
Ids come from the file's name and the place in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from exporters.base import Option, OptionKind
from exporters.readers.base import Entry, Proposal, Reader, Reading, derived_id, finish, load
from exporters.readers.csv_cards import cards
from exporters.readers.csv_mapping import KEEP, fits, holds, is_card_table, kept_in, mapped, said_in
from exporters.readers.csv_register import fitting, has_ids, read_register, table_kind
from exporters.readers.csv_roles import by_position, names_steps, role_of
from exporters.readers.csv_table import Cell, Rows, Table, is_text, place, read_rows, table_of, why_encoding
from exporters.readers.limits import MOST_CARDS, TEXT_BYTES
from model.context import Context
from model.document import DocumentView
from model.elements import BAND_OF, Band, Blueprint, Card, CardKind, Lane, Role, Stage, Step
from model.errors import KnownError
from model.ids import last_order, spread
from model.kinds import kinds
from model.messages import Message, message
from model.record import Record
from model.tables import BULLET, DELIMITERS, LINES, card_fields, usual_kind

LIMIT = TEXT_BYTES
SUFFIXES = (".csv", ".tsv", ".tab")
LANES_IN_ROWS = "lanes-in-rows"
LANES_IN_COLUMNS = "lanes-in-columns"
CARDS = "cards"
TABLE = "table"
AUTO = "auto"
# So many rows are looked at for an example of what a column holds.
_LOOKED_AT = 20


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


def read(source: Path, context: Context, options: Mapping[str, str], into: DocumentView | None) -> Reading:
    """The reader's entry."""
    file = str(source)
    data = load(source, LIMIT)
    rows = read_rows(data, file, DELIMITERS.get(options["delimiter"], ""))
    said = said_in(options["columns"]) | (kept_in(options["map"]) if options["map"] else {})
    layout = _layout(rows, options, said, context.locale)
    told = [Entry(source.name, "", why_encoding(rows.encoding))] if rows.encoding else []
    if layout == TABLE:
        counts = (("tableRows", len(rows.cells)),)
        kind = table_kind(rows, options["table"], file, context.locale, into)
        if kind is None:
            raise KnownError(message("readers.csv.no_lanes", file=file, found=", ".join(rows.heads)[:80]))
        return read_register(READER, source, context, rows, kind, counts, told, into)
    if layout == CARDS:
        return _cards_read(source, data, rows, said, told, into)
    return _matrix_read(source, data, rows, layout, told, into)


def _layout(rows: Rows, options: Mapping[str, str], said: Mapping[str, str], locale: str) -> str:
    """How the table is to be read: as is said, else by its headings."""
    heads = rows.heads
    if options["layout"] != AUTO:
        return options["layout"]
    if options["table"] != AUTO or has_ids(heads, locale):
        return TABLE
    if "title" in said.values() or is_card_table(heads):
        return CARDS
    lanes = any(role_of(row[0]) is not None for _, row in rows.body if row) or any(map(role_of, heads[1:]))
    every = fitting(heads, locale) and not lanes
    return TABLE if every else AUTO


def propose(source: Path) -> Proposal | None:
    """Which column holds what, where a table has one card a row, or is none that is known."""
    rows = read_rows(load(source, LIMIT), str(source))
    heads = rows.heads
    plain_options = {option.name: option.default for option in READER.options}
    if _layout(rows, plain_options, {}, "en") != CARDS:
        return None
    found = mapped(heads, {}, str(source))
    first = [row for _, row in rows.body[:_LOOKED_AT]]
    columns = []
    for column, head in enumerate(heads):
        example = next((row[column].strip() for row in first if column < len(row) and row[column].strip()), "")
        if head:
            columns.append((head, example, found.get(column, KEEP)))
    return Proposal(tuple(columns), holds(), fits)


def _blueprint(source: Path, data: bytes) -> tuple[Blueprint, Entry]:
    """A blueprint called as the file is, and that it is so."""
    title = source.stem.strip()
    id = derived_id("blueprint", source.name, hashlib.sha256(data).hexdigest())
    return Blueprint(id, title=title), Entry(title, "", message("readers.csv.title_from_name"))


def _cards_read(
    source: Path, data: bytes, rows: Rows, said: Mapping[str, str], told: list[Entry], into: DocumentView | None
) -> Reading:
    """A table with one card a row."""
    file = str(source)
    heads = rows.heads
    columns = mapped(heads, said, file)
    if "title" not in columns.values():
        raise KnownError(message("readers.cards.no_title", file=file))
    if len(rows.cells) > MOST_CARDS:
        raise KnownError(message("readers.csv.too_many_cards", file=file, most=MOST_CARDS))
    found = cards(source, rows, columns, into)
    made = found.rows
    if into is None:
        blueprint, why = _blueprint(source, data)
        made, told = [blueprint, *made], [*told, why]
    counts = (("tableRows", len(rows.cells)), ("tableColumns", len(heads)))
    reading = finish(READER, source, counts, tuple(made), [*told, *found.inferred], found.left_out, into)
    mapping = tuple((head, columns.get(column, KEEP)) for column, head in enumerate(heads) if head)
    return replace(reading, report=replace(reading.report, mapping=mapping))


def _matrix_read(
    source: Path, data: bytes, rows: Rows, layout: str, told: list[Entry], into: DocumentView | None
) -> Reading:
    """A matrix of lanes and steps."""
    table = table_of(rows, str(source))
    counts = (("tableRows", len(table.rows)), ("tableColumns", len(table.columns)))
    matrix = _matrix(source, table, layout)
    matrix.inferred += told
    if into is None:
        blueprint, why = _blueprint(source, data)
        matrix.rows.append(blueprint)
        matrix.inferred.append(why)
    steps = _steps(matrix, _stages(matrix, into))
    lanes = _lanes(matrix, into)
    _cards(matrix, steps, lanes)
    return finish(READER, source, counts, tuple(matrix.rows), matrix.inferred, matrix.left_out, into)


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
    if len(titles) > 2 and all(title and names_steps(title) for title in titles[:2]):
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


def _lanes(matrix: _Matrix, into: DocumentView | None) -> list[tuple[int, Lane]]:
    """The lanes with the rows they come from: the first row is one where it is the customer's."""
    titles = [row[0].text for row in matrix.table.cells]
    numbers = list(range(0 if matrix.heads_fill_a_lane else 1, len(titles)))
    known = [role_of(titles[number]) for number in numbers]
    if matrix.heads_fill_a_lane and known[0] is None:
        known[0] = Role.CUSTOMER
        matrix.say(titles[0], matrix.place(0, 0), message("readers.csv.first_row_customer"))
    roles = by_position(known)
    lanes = []
    deepest = 0
    for number, role, said, order in zip(numbers, roles, known, _orders(into, Lane, len(numbers)), strict=True):
        title, where = titles[number], matrix.place(number, 0)
        id = "readers.csv.role_by_title" if said is not None else "readers.csv.role_by_position"
        matrix.say(title, where, message(id, role=message(f"readers.role.{role.value}")))
        depth = list(Band).index(BAND_OF[role])
        if depth < deepest:
            matrix.say(title, where, message("readers.csv.own_band"))
        deepest = max(deepest, depth)
        lane = Lane(matrix.id("lane", where), order, role=role, title=title)
        lanes.append((number, lane))
        matrix.rows.append(lane)
    return lanes


def _cards(matrix: _Matrix, steps: list[str], lanes: list[tuple[int, Lane]]) -> None:
    """The cards of every cell, a line each."""
    for number, lane in lanes:
        before = len(matrix.rows)
        for column, step in enumerate(steps, start=1):
            where = matrix.place(number, column)
            lines = _lines(matrix, matrix.table.cells[number][column], where)
            for index, (line, order) in enumerate(zip(lines, spread(len(lines)), strict=True)):
                id = matrix.id("card", where, str(index))
                matrix.rows.append(Card(id, order, lane=lane.id, step=step, **card_fields(lane.role, line)))
        made = len(matrix.rows) - before
        matrix.cards += made
        if matrix.cards > MOST_CARDS:
            raise KnownError(message("readers.csv.too_many_cards", file=str(matrix.source), most=MOST_CARDS))
        kind = usual_kind(lane.role)
        if kind is not CardKind.ACTION and made:
            why = message("readers.csv.kind_by_lane", n=made, kind=message(f"readers.kind.{kind.value}"))
            matrix.say(lane.title, matrix.place(number, 0), why)


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


def sniff(head: bytes, name: str) -> bool:
    """Whether a file is named like a table of text and holds text."""
    return name.lower().endswith(SUFFIXES) and is_text(head)


READER = Reader(
    "csv",
    SUFFIXES,
    message("readers.csv.title"),
    sniff,
    read,
    (
        Option(
            "layout",
            OptionKind.CHOICE,
            AUTO,
            message("readers.csv.layout"),
            (AUTO, LANES_IN_ROWS, LANES_IN_COLUMNS, CARDS, TABLE),
        ),
        Option(
            "table",
            OptionKind.CHOICE,
            AUTO,
            message("readers.cards.option_table"),
            (AUTO, *(kind.plural for kind in kinds())),
        ),
        Option("columns", OptionKind.TEXT, "", message("readers.cards.option_columns")),
        Option("map", OptionKind.TEXT, "", message("readers.cards.option_map")),
        Option("delimiter", OptionKind.CHOICE, AUTO, message("readers.csv.delimiter"), (AUTO, *DELIMITERS)),
    ),
    propose,
)
