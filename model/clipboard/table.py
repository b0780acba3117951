"""Tables and lists of text as other programs put them on the clipboard, read and written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from html import escape
from typing import NamedTuple

from model.clipboard.picked import picked
from model.document import DocumentView
from model.elements import Card
from model.errors import KnownError
from model.grid import cell, lanes, steps
from model.messages import message
from model.tables import LINES, Malformed, guarded, lines_of, split, unguarded, words_of

LIMIT = 16 * 2**20
MOST_ROWS = 2000
MOST_COLUMNS = 500
_QUOTED = re.compile(r'[\n\r\t"]')
_FIELD = re.compile(r'"([^"]*(?:""[^"]*)*)"(?=[\t\n]|\Z)|([^\t\n]*)')
# Word processors write the bullets of a list, of its inner ones too, with a tab behind them.
_LISTED = re.compile(r"\s*(?:[-*\u2022\u2023\u25e6\u00b7\u2013\u2014\u25aa\u25cf\uf0b7\u00a7o]|\w{1,3}[.)])\t\s*(?=\S)")
_PROSE = re.compile(r"[,;]\s")


class Shape(StrEnum):
    """Whether a text is a block of cells, or a list with a card on each line."""

    CELLS = "cells"
    LIST = "list"


class Table(NamedTuple):
    """Cells row by row, all rows of one length; a list is one column."""

    shape: Shape
    cells: tuple[tuple[str, ...], ...]

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return len(self.cells[0])


def read_table(text: str) -> Table:
    """A text of the clipboard as a table. Tabs make cells; commas or semicolons only where every line has as many.

    Quoted cells hold line breaks. A text without cells is a list: bullets and empty lines go. `KnownError` where
    there is nothing in it, or too much.
    """
    if len(text) > LIMIT:
        raise KnownError(message("clipboard.too_long", limit=LIMIT // 2**20))
    listed = _listed(text)
    rows = _cells(text) if listed is None else None
    if rows is None:
        lines = lines_of(text if listed is None else listed)
        if not lines:
            raise KnownError(message("clipboard.empty"))
        table = Table(Shape.LIST, tuple((line,) for line in lines))
    else:
        width = max(map(len, rows))
        table = Table(Shape.CELLS, tuple(tuple(_bare(row, width)) for row in rows))
        if not any(cell for row in table.cells for cell in row):
            raise KnownError(message("clipboard.empty"))
    if len(table.cells) > MOST_ROWS or table.columns > MOST_COLUMNS:
        raise KnownError(message("clipboard.too_many", rows=MOST_ROWS, columns=MOST_COLUMNS))
    return table


def read_cells(text: str) -> tuple[tuple[str, ...], ...]:
    """A text of the clipboard as cells divided by tabs and lines alone, as a table of records takes it.

    Quoted cells hold line breaks; a line without a tab is one cell, as it stands. `KnownError` as `read_table`.
    """
    if len(text) > LIMIT:
        raise KnownError(message("clipboard.too_long", limit=LIMIT // 2**20))
    if not text.strip():
        raise KnownError(message("clipboard.empty"))
    rows, _ = _fields(text)
    width = max(map(len, rows))
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
        raise KnownError(message("clipboard.too_many", rows=MOST_ROWS, columns=MOST_COLUMNS))
    return tuple(tuple(_bare(row, width)) for row in rows)


def as_cells(rows: Iterable[Iterable[str]]) -> str:
    """Rows of cells as text, divided by tabs; cells that hold breaks or tabs are quoted."""
    return "".join("\t".join(map(_written, row)) + "\n" for row in rows)


def as_table(document: DocumentView, ids: Iterable[str]) -> str:
    """What is selected as cells divided by tabs, as spreadsheets read them: lanes are rows, steps columns.

    Cards of one cell are its lines. Cards of the tray are rows of their own, last.
    """
    found = picked(document, ids)
    cards = {id: document.need(Card, id) for id in found.cards}
    rows = {lane.id: place for place, lane in enumerate(lanes(document))}
    columns = {step.id: place for place, step in enumerate(steps(document))}
    placed = {(card.lane, card.step): None for card in cards.values() if card.lane is not None}
    downwards = sorted({rows[lane or ""] for lane, _ in placed} | {rows[lane] for lane in found.lanes})
    along = sorted({columns[step or ""] for _, step in placed} | {columns[step] for step in found.steps})
    lines = []
    ordered_lanes, ordered_steps = list(rows), list(columns)
    for row in range(downwards[0], downwards[-1] + 1) if downwards and along else ():
        texts = []
        for column in range(along[0], along[-1] + 1):
            inside = cell(document, ordered_lanes[row], ordered_steps[column])
            texts.append("\n".join(words_of(card) for card in inside if card.id in cards))
        lines.append("\t".join(map(_written, texts)))
    lines += [_written(card.title) for card in cards.values() if card.lane is None]
    return "".join(f"{line}\n" for line in lines)


def as_sheet(document: DocumentView, ids: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """What is selected as a table to read: steps above, lanes at the side, the cards of a cell on lines of their own.

    Nothing selected: the whole map. A lane is shown with all steps, a step with all lanes.
    """
    found = picked(document, ids)
    whole = not any(found)
    inside = set(found.cards)
    cards = [document.need(Card, id) for id in inside]
    in_lanes, in_steps = {card.lane for card in cards} | {*found.lanes}, {card.step for card in cards} | {*found.steps}
    rows = [lane for lane in lanes(document) if whole or found.steps or lane.id in in_lanes]
    columns = [step for step in steps(document) if whole or found.lanes or step.id in in_steps]

    def stacked(lane: str, step: str) -> str:
        shown = (card for card in cell(document, lane, step) if whole or card.id in inside)
        return "\n".join(filter(None, (_line(words_of(card)) for card in shown)))

    head = ("", *(_line(step.title) for step in columns))
    return (head, *((_line(lane.title), *(stacked(lane.id, step.id) for step in columns)) for lane in rows))


def as_html(rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells as a table of HTML, as word processors take it; the first row and column are headings."""
    lines = []
    for number, row in enumerate(rows):
        tags = ("th" if number == 0 or place == 0 else "td" for place, _ in enumerate(row))
        cells = (f"<{tag}>{_html(text)}</{tag}>" for tag, text in zip(tags, row, strict=True))
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(lines)}</table>"


def _html(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _line(text: str) -> str:
    return " ".join(text.split())


def _written(text: str) -> str:
    text = guarded(text)
    return '"{}"'.format(text.replace('"', '""')) if _QUOTED.search(text) else text


def _bare(row: list[str], width: int) -> list[str]:
    return [unguarded(text).strip() for text in row] + [""] * (width - len(row))


def _listed(text: str) -> str | None:
    """The text of a list with tabs in it, without bullets, or None where the tabs make cells.

    In a list tabs stand only before the words of a line, and not as many on each; a block of cells has as many.
    """
    lines = [line for line in LINES.split(text) if line]
    bare = [_LISTED.sub("", line, count=1).lstrip() for line in lines]
    if "\t" not in text or '"' in text or any("\t" in line for line in bare):
        return None
    uneven = len({line.count("\t") for line in lines}) > 1
    return "\n".join(bare) if uneven or any(_LISTED.match(line) for line in lines) else None


def _cells(text: str) -> list[list[str]] | None:
    """The rows of a block of cells, or None where the text is a list."""
    rows: list[list[str]] | None
    if not text.strip():
        return None
    if "\t" in text or '"' in text:
        rows = _tabbed(text)
        if rows is not None:
            return rows
    for delimiter in ";,":
        if delimiter not in text or _PROSE.search(text):
            continue
        try:
            rows = [row for row in split(text, delimiter, MOST_ROWS) if row]
        except Malformed:
            continue
        if len(rows) > 1 and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1:
            return rows
    return None


def _tabbed(text: str) -> list[list[str]] | None:
    """Rows of cells divided by tabs, or None where there is one column without quoted line breaks."""
    rows, quoted = _fields(text)
    return rows if quoted or max(map(len, rows)) > 1 else None


def _fields(text: str) -> tuple[list[list[str]], bool]:
    """Rows of cells divided by tabs, at most one more than may be, and whether quotes hold a line break.

    A quote opens a cell only where one closes it right before a tab or the end of a line: spreadsheets leave quotes
    that are signs of the text as they are.
    """
    text = LINES.sub("\n", text).rstrip("\n")
    rows: list[list[str]] = [[]]
    quoted, place = False, 0
    while True:
        match = _FIELD.match(text, place)
        assert match is not None
        inner = match[1]
        quoted = quoted or (inner is not None and "\n" in inner)
        rows[-1].append(match[2] if inner is None else inner.replace('""', '"'))
        place = match.end()
        if place >= len(text):
            return rows, quoted
        if text[place] == "\n":
            rows.append([])
            if len(rows) > MOST_ROWS + 1:
                return rows[:-1], quoted
        place += 1
