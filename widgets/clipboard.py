"""Cut, copy, paste and duplicate: inside a window, between windows, and from and to other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from model import grid
from model.clipboard import (
    MIME,
    Plan,
    Shape,
    Table,
    as_cells,
    as_html,
    as_sheet,
    as_table,
    fragment,
    has_heads,
    is_fragment,
    plan_table,
    read_table,
)
from model.elements import Card, Lane, Stage, Step
from model.messages import message
from model.rules import may_delete
from widgets.canvas import cursor
from widgets.canvas.canvas import Canvas
from widgets.pictures import Pictures, held_picture
from widgets.selection import cell_of

TSV = "text/tab-separated-values"
# Given the plan for rows as lanes (False) or rows stacked in one lane (True): the plan the person wants, or None.
# Of the plans by whether rows are stacked and the first is heads: whether both ways make sense, and how to begin.
Preview = Callable[[Callable[[bool, bool], Plan], bool, bool, bool | None], Plan | None]


class Clipboard:
    """The clipboard's acts on one canvas. `preview` shows what a table from elsewhere would become."""

    def __init__(self, canvas: Canvas, preview: Preview, pictures: Pictures) -> None:
        self._canvas = canvas
        self._workspace = canvas.workspace
        self._document = canvas.workspace.document
        self._editor = canvas.workspace.editor
        self._selection = canvas.workspace.selection
        self._preview = preview
        self._pictures = pictures

    def copy(self) -> None:
        """Put what is selected on the clipboard: as a part of a blueprint, as a table, and as text."""
        ids = self._selection.ids
        text = fragment(self._document, ids)
        if not text:
            self._workspace.said.emit(message("rule.nothing_to_copy"))
            return
        _put(text, as_table(self._document, ids))
        self._workspace.said.emit(message("window.said.copied", n=len(ids)))

    def copy_table(self) -> None:
        """Put what is selected, or the whole map, on the clipboard as a table with its headings, for other programs."""
        rows = as_sheet(self._document, self._selection.ids)
        text, data = as_cells(rows), QMimeData()
        data.setData(TSV, text.encode())
        data.setHtml(as_html(rows))
        data.setText(text)
        QGuiApplication.clipboard().setMimeData(data)
        lanes, steps = len(rows) - 1, len(rows[0]) - 1
        self._workspace.said.emit(message("window.said.copied_table", lanes=lanes, steps=steps))

    def cut(self) -> None:
        """Take out what is selected, to paste it elsewhere; undo brings it back with all that went along."""
        ids, cell = self._selection.ids, self._selection.cell
        reason = may_delete(self._document, ids).reason if ids else message("rule.nothing_to_copy")
        if reason is not None:
            self._workspace.said.emit(reason)
            return
        table = as_table(self._document, ids)
        along = sum(1 for row in self._editor.goes_with(ids) if type(row).__name__ == "Link")
        text = self._workspace.attempt(lambda: self._editor.cut(ids))
        if text is not None:
            _put(text, table)
            there = cell is not None and cell[0] in self._document and cell[1] in self._document
            self._selection.set((), cell if there else None)
            self._workspace.said.emit(message("window.said.cut", n=along) if along else message("command.cut"))

    def paste(self) -> None:
        """Paste at the cursor: a part of a blueprint as it is, a table, list or text after a preview."""
        if self._workspace.read_only:
            self._workspace.attempt(lambda: None)
            return
        text, held = _held(), _data()
        if held is not None and not text and (picture := held_picture(held)):
            self._pictures.paste(picture)
            return
        lane, step, place = self._target()
        if is_fragment(text):
            self._show(self._workspace.attempt(lambda: self._editor.paste_fragment(text, lane, step, place)))
            return
        if not text.strip():
            self._workspace.said.emit(message("clipboard.empty"))
            return
        table = self._workspace.attempt(lambda: read_table(text))
        if table is None:
            return
        plan = self._workspace.attempt(lambda: self._planned(table, lane, step, place))
        if plan is not None:
            self._show(self._workspace.attempt(lambda: self._editor.paste(plan)))

    def duplicate(self) -> None:
        """Copy what is selected right after itself."""
        ids = self._selection.ids
        self._show(self._workspace.attempt(lambda: self._editor.duplicate(ids)))

    def paste_block(self) -> None:
        """Cells pasted into an empty entry land from there on."""
        self._canvas.capture.drop()
        self.paste()

    def _planned(self, table: Table, lane: str | None, step: str | None, place: int | None) -> Plan | None:
        """The plan the person agrees to; one card in a cell that is there needs no asking."""

        def plan(stacked: bool, headed: bool) -> Plan:
            return plan_table(self._document, table, lane, step, place=place, stacked=stacked, headed=headed)

        headed = has_heads(self._document, table)
        either = table.shape is Shape.CELLS and table.columns > 1 and len(table.cells) > 1 and lane is not None
        stacked = either and bool(plan(False, headed).new_lanes)
        first = plan(stacked, headed)
        if first.cards == 1 and not (first.left_out or first.new_lanes or first.new_steps):
            return first
        return self._preview(plan, either, stacked, headed if len(table.cells) > 1 and table.columns > 1 else None)

    def _target(self) -> tuple[str | None, str | None, int | None]:
        """Where things land: below the selected card, in the selected cell, or where the selected head begins."""
        current, document = self._selection.current, self._document
        cell = cell_of(document, current) or self._selection.cell or self._head_cell()
        if cell is None:
            return None, None, None
        cards = [card.id for card in grid.cell(document, *cell)]
        return *cell, cards.index(current) + 1 if current in cards else None

    def _head_cell(self) -> tuple[str, str] | None:
        first, row = cursor.first(self._document), self._document.find(self._selection.current or "")
        if first is None:
            return None
        if isinstance(row, Lane):
            return row.id, first.step
        if isinstance(row, Stage):
            row = next(iter(self._document.where(Step, stage=row.id)), None)
        return first.lane, row.id if isinstance(row, Step) else first.step

    def _show(self, ids: Iterable[str] | None) -> None:
        """Select what came, and bring the first of it into sight."""
        made = tuple(ids or ())
        if not made:
            return
        cells = (cell_of(self._document, id) for id in made if self._document.get(Card, id) is not None)
        self._selection.set(made, next(cells, None) or self._selection.cell)
        self._canvas.reveal_id(made[0])
        self._canvas.setFocus()


def _put(text: str, table: str) -> None:
    data = QMimeData()
    data.setData(MIME, text.encode())
    data.setData(TSV, table.encode())
    data.setText(table)
    QGuiApplication.clipboard().setMimeData(data)


def _held() -> str:
    """The text to paste; a part of a blueprint where there is one."""
    data = _data()
    if data is None:
        return ""
    return bytes(data.data(MIME).data()).decode("utf-8", "replace") if data.hasFormat(MIME) else data.text()


def _data() -> QMimeData | None:
    """What is on the clipboard; some platforms have nothing at all there at first."""
    return QGuiApplication.clipboard().mimeData()
