"""CSV: the cards, the links or any register as a table to be read back by ids, or the map as a matrix.

Text that a spreadsheet would compute is guarded by an apostrophe, which the reader takes off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from exporters.base import Exporter, ExportRequest, ExportResult, Option, OptionKind
from exporters.sheets.names import Names, named
from exporters.sheets.plan import FIRST, sheet
from exporters.sheets.values import plain_text
from model import grid
from model.document import DocumentView
from model.elements import Card
from model.kinds import FieldType, Kind, kinds
from model.messages import Message, message
from model.reading_order import ordered
from model.tables import DELIMITERS, guarded, words_of
from model.texts import Texts

MATRIX = "matrix"
CARDS = "cards"
LANES_IN_ROWS = "lanes-in-rows"
LANES_IN_COLUMNS = "lanes-in-columns"
_MARK = "\ufeff"
# What no spreadsheet computes and nobody mistakes for text.
_NUMBERS = frozenset({FieldType.INTEGER, FieldType.DECIMAL})


def export(request: ExportRequest) -> ExportResult:
    """The exporter's entry."""
    options, texts = request.options, Texts(request.context.locale)
    findings: list[Message] = []
    if options["table"] == MATRIX:
        rows = list(_matrix(request.document, texts, findings))
        if options["layout"] == LANES_IN_COLUMNS:
            rows = [list(row) for row in zip(*rows, strict=True)]
    else:
        kind = next(kind for kind in kinds() if kind.plural == options["table"])
        rows = list(_table(request.document, kind, texts))
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=DELIMITERS[options["delimiter"]]).writerows(rows)
    return ExportResult((_MARK + stream.getvalue()).encode("utf-8", "surrogatepass"), tuple(findings))


def _table(document: DocumentView, kind: Kind, texts: Texts) -> Iterator[list[str]]:
    """The records of a kind, a row each, in reading order; headings first."""
    plan = sheet(kind, texts)
    names = Names(named(document))
    yield [column.heading for column in plan.columns]
    positions: dict[str, int] = {}
    found = {each.plural: ordered(document, each, positions) for each in kinds()}
    for row in found[kind.plural]:
        cells = []
        for column in plan.columns:
            text = plain_text(column.field, getattr(row, column.field.name), names)
            cells.append(text if column.field.holds in _NUMBERS else guarded(text))
        yield cells


def _matrix(document: DocumentView, texts: Texts, findings: list[Message]) -> Iterator[list[str]]:
    """Stages where they have titles, steps, then a row a lane; the cards of a cell are its lines."""
    steps, stages = grid.steps(document), grid.stages(document)
    titles = {stage.id: _line(stage.title) for stage in stages}
    if any(titles.values()):
        yield [texts("sheet.corner.stages"), *_once(guarded(titles[step.stage]) for step in steps)]
    yield [texts("sheet.corner.steps"), *(guarded(_line(step.title)) for step in steps)]
    for lane in grid.lanes(document):
        title = _line(lane.title) or texts(f"readers.role.{lane.role.value}")
        cells = (grid.cell(document, lane.id, step.id) for step in steps)
        yield [guarded(title), *(guarded("\n".join(filter(None, map(_said, inside)))) for inside in cells)]
    tray = document.where(Card, lane=None)
    if tray:
        findings.append(message("sheet.tray", n=len(tray)))
    spanning = sum(card.last_step not in (None, card.step) for card in document.table(Card).values())
    if spanning:
        findings.append(message("sheet.spanning", n=spanning))


def _once(titles: Iterable[str]) -> Iterator[str]:
    """Titles with those empty that are the same as the one before."""
    last = ""
    for title in titles:
        yield "" if title == last else title
        last = title


def _line(text: str) -> str:
    return " ".join(text.split())


def _said(card: Card) -> str:
    """What stands for a card in a cell, on one line."""
    return _line(words_of(card))


EXPORTER = Exporter(
    "csv",
    ".csv",
    message("exporters.csv.title"),
    export,
    (
        Option(
            "table",
            OptionKind.CHOICE,
            CARDS,
            message("exporters.csv.table"),
            (MATRIX, *FIRST, *(kind.plural for kind in kinds() if kind.plural not in FIRST)),
        ),
        Option("delimiter", OptionKind.CHOICE, "comma", message("readers.csv.delimiter"), tuple(DELIMITERS)),
        Option(
            "layout",
            OptionKind.CHOICE,
            LANES_IN_ROWS,
            message("readers.csv.layout"),
            (LANES_IN_ROWS, LANES_IN_COLUMNS),
        ),
    ),
)
