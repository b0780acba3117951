"""The table of a register: moves and edits like a spreadsheet, copies and pastes blocks, sorts by its heads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from model.clipboard.table import read_cells
from model.entries.columns import USES, Column, Register
from model.entries.filling import Filling, Row
from model.entries.pasting import copied, copyable, filling_of
from model.messages import message
from widgets.registers.delegate import CellDelegate
from widgets.registers.layout import Columns
from widgets.registers.table_model import EntriesModel
from widgets.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
_TRIGGER = QAbstractItemView.EditTrigger
_FLAG = QItemSelectionModel.SelectionFlag
_ROW_AIR = 12


class EntriesView(QTableView):
    """`picked`: other entries are selected. `used_wanted`: where is this used. `left`: Esc gives the keyboard back."""

    picked = Signal()
    used_wanted = Signal()
    menu_wanted = Signal(QPoint)
    focused = Signal()
    left = Signal()

    def __init__(self, workspace: Workspace, columns: Columns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._columns = columns
        self.entries: EntriesModel
        self.cells = CellDelegate(workspace, self.commit, self)
        self.cells.moved.connect(self._go)
        self.setItemDelegate(self.cells)
        self.setEditTriggers(_TRIGGER.AnyKeyPressed | _TRIGGER.DoubleClicked | _TRIGGER.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setSectionsClickable(True)
        head.setHighlightSections(False)
        head.setSortIndicatorShown(True)
        head.setSortIndicatorClearable(True)
        head.setStretchLastSection(True)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.sectionClicked.connect(self._sort)
        head.sectionResized.connect(self._resized)
        head.customContextMenuRequested.connect(lambda at: self.column_menu(head.mapToGlobal(at)))
        self.doubleClicked.connect(self._double_clicked)

    def show_register(self, register: Register, master: str | None = None) -> None:
        """Show the entries of a register, or the parts of an entry."""
        self.cells.finish()
        old, chosen = self.model(), self.selectionModel()
        self.entries = EntriesModel(self._workspace, register, master, self)
        self.setModel(self.entries)
        self.setAccessibleName(self._workspace.texts(f"register.name.{register.name}"))
        self.selectionModel().selectionChanged.connect(lambda *_: self.picked.emit())
        self.selectionModel().currentChanged.connect(lambda *_: self.picked.emit())
        if old is not None:
            old.deleteLater()
            chosen.deleteLater()
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.fit()
        self.begin()

    def begin(self) -> None:
        """Be in the first cell."""
        if self.entries.rowCount():
            self.setCurrentIndex(self.entries.index(0, self._places()[0]))

    def fit(self) -> None:
        """Give rows and columns the room that text of this size takes."""
        size = self.font().pixelSize()
        self.verticalHeader().setDefaultSectionSize(size + _ROW_AIR)
        head = self.horizontalHeader()
        head.blockSignals(True)
        for place, column in enumerate(self.entries.columns):
            heading = str(self.entries.headerData(place, Qt.Orientation.Horizontal))
            self.setColumnWidth(place, self._columns.width(self.entries.register, column, heading, size))
            self.setColumnHidden(place, not self._columns.seen(self.entries.register, column))
        head.blockSignals(False)
        self.updateGeometries()

    @property
    def seen(self) -> list[Column]:
        """The columns that are shown, as they stand."""
        return [self.entries.columns[place] for place in self._places()]

    def selected(self) -> list[str]:
        """The entries that have a selected cell, top to bottom."""
        rows = {row for part in self._chosen() for row in range(part.top(), part.bottom() + 1)}
        return [id for row in sorted(rows) if (id := self.entries.id_at(row)) is not None]

    def current(self) -> str | None:
        """The entry the keyboard is in."""
        index = self.currentIndex()
        return self.entries.id_at(index.row()) if index.isValid() else None

    def select(self, ids: Iterable[str], column: int | None = None) -> None:
        """Select the rows of entries, and go to the last of them."""
        rows = [row for id in ids if (row := self.entries.row_of(id)) >= 0]
        if not rows:
            return
        place = self._places()[0] if column is None else column
        chosen = QItemSelection()
        last = self.entries.columnCount() - 1
        for row in rows:
            chosen.select(self.entries.index(row, 0), self.entries.index(row, last))
        self.selectionModel().setCurrentIndex(self.entries.index(rows[-1], place), _FLAG.NoUpdate)
        self.selectionModel().select(chosen, _FLAG.ClearAndSelect)
        self.scrollTo(self.entries.index(rows[-1], place))

    def commit(self, index: Index, value: Any) -> bool:
        """Set a cell, or that column of every selected entry; whether it could be set."""
        column, id = self.entries.columns[index.column()], self.entries.id_at(index.row())
        if id is None:
            return self._begin(column, value)
        selected = self.selected()
        ids = selected if id in selected and len(selected) > 1 else [id]
        return self._fill(Filling(self.entries.register.record, tuple(self._rows(ids, column, value)))) is not None

    def copy(self) -> None:
        """Put the selected block of cells on the clipboard, as spreadsheets take it."""
        ids, columns = self.selected(), copyable(self._block())
        if ids and columns:
            QGuiApplication.clipboard().setText(copied(self.entries.words, ids, columns))
            self._workspace.said.emit(message("window.said.copied", n=len(ids)))

    def cut(self) -> None:
        """Copy the selected cells and empty them."""
        self.copy()
        self.clear_cells()

    def paste(self) -> None:
        """Paste a block from the current cell on, or one row of it into every selected entry."""
        index = self.currentIndex()
        text = QGuiApplication.clipboard().text()
        if not index.isValid():
            return
        selected = self.selected()
        first = self.entries.row_of(selected[0]) if len(selected) > 1 else index.row()
        columns = copyable(self.entries.columns[place] for place in self._from(index.column()))

        def act() -> tuple[str, ...]:
            block = read_cells(text)
            below = self.entries.listing.ids[first:]
            into = below if len(block) > 1 else selected if len(selected) > 1 else below[:1]
            return self._workspace.editor.fill(filling_of(self.entries.words, into, columns, block))

        made = self._workspace.attempt(act)
        if made:
            self._show_made(made, index.column())
            self._workspace.said.emit(message("window.said.pasted", n=len(made)))

    def clear_cells(self) -> None:
        """Empty the selected cells, as far as they can be."""
        blank: dict[str, Any] = {}
        for column in self._block():
            field = column.field
            if field is not None and not column.fixed and (field.optional or field.default in ("", ())):
                blank[column.name] = field.default
        ids = self.selected()
        if blank and ids:
            self._fill(Filling(self.entries.register.record, tuple(Row(id, blank) for id in ids)))

    def add(self) -> None:
        """Go to the empty last row."""
        self.setFocus()
        self.setCurrentIndex(self.entries.index(self.entries.rowCount() - 1, self._places()[0]))
        self.scrollToBottom()

    def edit_cell(self) -> None:
        """Edit the current cell; of the count of uses, list them."""
        index = self.currentIndex()
        if index.isValid() and self.entries.columns[index.column()].name == USES:
            self.used_wanted.emit()
        elif index.isValid() and self.entries.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def sort_here(self) -> None:
        """Sort by the current column: upwards, then downwards, then as the document has it."""
        index = self.currentIndex()
        place = index.column() if index.isValid() else self._places()[0]
        listing, head = self.entries.listing, self.horizontalHeader()
        if listing.column is not self.entries.columns[place]:
            head.setSortIndicator(place, Qt.SortOrder.AscendingOrder)
        elif not listing.down:
            head.setSortIndicator(place, Qt.SortOrder.DescendingOrder)
        else:
            head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._sort()

    def column_menu(self, at: QPoint | None = None) -> QMenu:
        """Offer the columns to show or hide; the first always stays."""
        menu = QMenu(self._workspace.texts("register.columns"), self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        currency = self._workspace.document.blueprint.currency
        for place, column in enumerate(self.entries.columns):
            action = menu.addAction(self._workspace.texts(column.heading(currency)))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(place))
            action.setEnabled(place > 0)
            action.toggled.connect(lambda seen, column=column: self._show_column(column, seen))
        menu.popup(at or self.horizontalHeader().mapToGlobal(QPoint(0, self.horizontalHeader().height())))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes down, Backspace empties, Esc leaves; plain characters edit."""
        key, back = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        index = self.currentIndex()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if index.isValid() and self.entries.columns[index.column()].name == USES:
                self.used_wanted.emit()
            else:
                self._go(-1 if back else 1, 0)
        elif key == Qt.Key.Key_Backspace:
            self.clear_cells()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard needs a cell to be in."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.begin()
        self.focused.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The entry under the mouse, or of the keyboard, is what the menu is about."""
        self.setFocus()
        self.menu_wanted.emit(event.globalPos())

    def _rows(self, ids: Iterable[str], column: Column, value: Any) -> Iterable[Row]:
        document, register = self._workspace.document, self.entries.register
        for id in ids:
            yield Row(id, {register.field_of(document.find(id), column, self.entries.master): value})

    def _begin(self, column: Column, value: Any) -> bool:
        """Add an entry with what was typed in the empty row, once it lacks nothing."""
        whole = self.entries.begin(column, value)
        if whole is None:
            self._workspace.said.emit(message("register.lacking", columns=self.entries.lacking))
            return True
        place = self.entries.columns.index(column)
        made = self._fill(self.entries.filling((whole,)))
        if made is None:
            return False
        self._show_made(made, place)
        return True

    def _show_made(self, ids: Iterable[str], column: int) -> None:
        """Select what was made here, which stays in sight until the filter is set anew."""
        made = tuple(ids)
        self.entries.reveal(made)
        self.select(made, column)

    def _fill(self, filling: Filling) -> tuple[str, ...] | None:
        made = self._workspace.attempt(lambda: self._workspace.editor.fill(filling))
        if made is not None and len(made) > 1:
            self._workspace.said.emit(message("window.said.filled", n=len(made)))
        return made

    def _go(self, down: int, on: int) -> None:
        """To another cell; beyond the last column of a row lies the first of the next."""
        index, places = self.currentIndex(), self._places()
        if not index.isValid() or index.column() not in places:
            return
        row, at = index.row() + down, places.index(index.column()) + on
        if not 0 <= at < len(places):
            row, at = row + (1 if at > 0 else -1), 0 if at > 0 else len(places) - 1
        if 0 <= row < self.entries.rowCount():
            self.setCurrentIndex(self.entries.index(row, places[at]))
        self.setFocus()

    def _places(self) -> list[int]:
        """The columns that are shown, from the start to the end."""
        head = self.horizontalHeader()
        logical = (head.logicalIndex(place) for place in range(head.count()))
        return [place for place in logical if not self.isColumnHidden(place)]

    def _from(self, first: int) -> list[int]:
        """The shown columns from one on."""
        places = self._places()
        return places[places.index(first) :] if first in places else []

    def _block(self) -> list[Column]:
        """The shown columns that have a selected cell."""
        chosen = {place for part in self._chosen() for place in range(part.left(), part.right() + 1)}
        return [self.entries.columns[place] for place in self._places() if place in chosen]

    def _chosen(self) -> list[QItemSelectionRange]:
        found = self.selectionModel().selection()
        return [found.at(place) for place in range(found.count())]

    def _sort(self) -> None:
        """List in the order that the heads show, keeping the selection."""
        head = self.horizontalHeader()
        place, down = head.sortIndicatorSection(), head.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        known = 0 <= place < len(self.entries.columns)
        column, ids = self.currentIndex().column(), self.selected()
        self.entries.sort_by(self.entries.columns[place] if known else None, down and known)
        self.select(ids, column if column >= 0 else None)

    def _resized(self, place: int, _old: int, new: int) -> None:
        if new > 0 and place != self._places()[-1]:
            self._columns.keep_width(self.entries.register, self.entries.columns[place], new, self.font().pixelSize())

    def _show_column(self, column: Column, seen: bool) -> None:
        self._columns.keep_seen(self.entries.register, column, seen)
        self.fit()

    def _double_clicked(self, index: QModelIndex) -> None:
        if self.entries.columns[index.column()].name == USES:
            self.used_wanted.emit()
