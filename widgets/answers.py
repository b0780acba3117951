"""Answers of the graph: a heading, what it says, and its rows. What is lit on the map is left to `widgets.asking`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from model.analysis.asking.answer import Answer, Row
from model.analysis.names import by_name, name_of
from model.document import DocumentView
from model.messages import Value, message
from model.registers import Owner, System
from model.texts import Texts
from widgets.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
_WIDEST = 340
# Rows that are looked at to find how wide a column is.
_LOOKED_AT = 30
_NO_PARENT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_BEGINS = Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchWrap


class AnswerModel(QAbstractTableModel):
    """The rows of an answer, in words only as they are seen."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._columns: Sequence[Value] = ()
        self.rows: Sequence[Row] = ()
        # What the cells of a column begin with, once somebody types to find a row.
        self._beginnings: dict[int, list[str]] = {}

    def show(self, columns: Sequence[Value], rows: Sequence[Row]) -> None:
        """Show these and nothing else."""
        self.beginResetModel()
        self._columns, self.rows, self._beginnings = columns, rows, {}
        self.endResetModel()

    def match(
        self, start: Index, role: int, value: object, hits: int = 1, flags: Qt.MatchFlag = _BEGINS
    ) -> list[QModelIndex]:
        """The row that begins with what is typed: Qt would ask for each of ten thousand cells, at each key."""
        if (role, hits, flags) != (Qt.ItemDataRole.DisplayRole, 1, _BEGINS):
            return super().match(start, role, value, hits, flags)
        column, first, typed = start.column(), start.row(), str(value).casefold()
        beginnings = self._beginnings.get(column)
        if beginnings is None:
            said = (self._said(row.cells[column]).casefold() for row in self.rows)
            beginnings = self._beginnings[column] = list(said)
        rows = (*range(first, len(beginnings)), *range(first))
        found = next((row for row in rows if beginnings[row].startswith(typed)), None)
        return [] if found is None else [self.index(found, column)]

    def ids(self, index: Index) -> tuple[str, ...]:
        """What a cell is about."""
        if not index.isValid():
            return ()
        row = self.rows[index.row()]
        return row.parts[index.column()] if row.parts else row.ids

    def text(self) -> str:
        """The whole table, tabs between columns."""
        lines = [self._columns, *(row.cells for row in self.rows)]
        return "\n".join("\t".join(map(self._said, line)) for line in lines)

    def _said(self, cell: Value) -> str:
        return " ".join(self._texts.value(cell).split())

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        value = self.rows[index.row()].cells[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._said(value)
        if role == Qt.ItemDataRole.TextAlignmentRole and isinstance(value, int | Decimal):
            return int(_RIGHT)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._texts.value(self._columns[section])
        return None


class AnswersPanel(QWidget):
    """What an answer says.

    `chosen`: what a row is about should be shown on the map; `opened`: and as large as fits; `wanted`: a system or
    owner to ask about (empty: what is selected); `narrowed`: the rest is to be hidden; `ended`: the map is to be shown
    whole again; `shown`: the panel can be seen from now on.
    """

    chosen = Signal(tuple)
    opened = Signal(tuple)
    wanted = Signal(str)
    narrowed = Signal()
    ended = Signal()
    shown = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        texts = self._texts = workspace.texts
        self.head, self.said = QLabel(), QLabel()
        self.head.setObjectName("head")
        self.said.setObjectName("caption")
        for label in (self.head, self.said):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.about = QComboBox()
        self.about.setAccessibleName(texts("window.answers.about"))
        self.about_label = QLabel(texts("window.answers.ask_about"))
        self.about_label.setBuddy(self.about)
        self.about.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.about.setMinimumContentsLength(24)
        self.about.activated.connect(lambda index: self.wanted.emit(str(self.about.itemData(index) or "")))
        self.copy_button = QPushButton(texts("window.answers.copy"))
        self.copy_button.clicked.connect(self.copy)
        self.only_button = QPushButton(texts("window.answers.only"))
        self.only_button.setToolTip(texts("window.does.ask.only"))
        self.only_button.clicked.connect(self.narrowed)
        self.end_button = QPushButton(texts("window.action.ask.end"))
        self.end_button.clicked.connect(self.ended)
        self.model = AnswerModel(texts)
        self.table = QTableView()
        self._set_up_table()
        self._lay_out()
        self.clear()

    def clear(self) -> None:
        """Show that nothing has been asked."""
        self._tell(self._texts("window.answers.empty"), "")
        self.model.show((), ())
        self._show_about(False)
        for button in (self.copy_button, self.only_button, self.end_button):
            button.setEnabled(False)

    def wait(self) -> None:
        """Say that an answer is being worked out."""
        self.said.setText(self._texts("window.answers.waiting"))

    def fail(self) -> None:
        """Say that there is no answer."""
        self.said.setText(self._texts("window.answers.failed"))

    def show_answer(self, answer: Answer, about: Sequence[str]) -> None:
        """Show an answer; `about`: what was asked about, where it is about something."""
        self._tell(self._texts(answer.head), " ".join(map(self._texts, answer.said)))
        whole_rows = not any(row.parts for row in answer.rows)
        behaviour = QAbstractItemView.SelectionBehavior
        self.table.setSelectionBehavior(behaviour.SelectRows if whole_rows else behaviour.SelectItems)
        self.model.show(answer.columns, answer.rows)
        self._fit_columns()
        self.table.setAccessibleDescription(self.head.text())
        self._show_about(answer.question in ("impact", "touched"))
        self._offer(about)
        self.copy_button.setEnabled(bool(answer.rows))
        for button in (self.only_button, self.end_button):
            button.setEnabled(bool(answer.shown))

    def take_focus(self) -> None:
        """Give the keyboard to the rows, or to the choice of what to ask about where there are none."""
        target = self.about if not self.model.rows and not self.about.isHidden() else self.table
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        # Qt makes the first row the current one; the first arrow key is to go there.
        self.table.selectionModel().clearCurrentIndex()

    def copy(self) -> None:
        """Put the rows on the clipboard, as a spreadsheet takes them."""
        QGuiApplication.clipboard().setText(self.model.text())
        self._workspace.said.emit(message("window.answers.copied"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.ended.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def _tell(self, head: str, said: str) -> None:
        self.head.setText(head)
        self.said.setText(said)
        self.said.setVisible(bool(said))

    def _show_about(self, shown: bool) -> None:
        """Let what is asked about be chosen, or not."""
        for widget in (self.about_label, self.about):
            widget.setVisible(shown)

    def _offer(self, about: Sequence[str]) -> None:
        """What can be asked about without being on the map, and what was."""
        document, texts = self._workspace.document, self._texts
        self.about.clear()
        self.about.addItem(texts("window.answers.selected" if about else "window.answers.choose"), "")
        for kind, words in ((System, "system"), (Owner, "owner")):
            for id in _named(document, kind):
                self.about.addItem(texts(f"window.answers.{words}", name=name_of(document, id)), id)
        if len(about) == 1:
            self.about.setCurrentIndex(max(0, self.about.findData(about[0])))

    def _chosen(self) -> None:
        selected = self.table.selectionModel().selectedIndexes()
        ids = self.model.ids(selected[0]) if selected else ()
        if ids:
            self.chosen.emit(ids)

    def _fit_columns(self) -> None:
        """As wide as what they hold, but for a limit, which is wider for the last."""
        self.table.resizeColumnsToContents()
        last = self.model.columnCount() - 1
        for column in range(last + 1):
            limit = _WIDEST if column < last else 3 * _WIDEST
            if self.table.columnWidth(column) > limit:
                self.table.setColumnWidth(column, limit)

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(self._texts("window.answers.table"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.verticalHeader().hide()
        heads = table.horizontalHeader()
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setHighlightSections(False)
        heads.setResizeContentsPrecision(_LOOKED_AT)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        table.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        table.activated.connect(lambda index: self.opened.emit(self.model.ids(index)))

    def _lay_out(self) -> None:
        layout, top = QVBoxLayout(self), QHBoxLayout()
        layout.setContentsMargins(14, 8, 14, 8)
        self.head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        for widget in (self.head, self.about_label, self.about, self.copy_button, self.only_button, self.end_button):
            top.addWidget(widget)
        layout.addLayout(top)
        layout.addWidget(self.said)
        layout.addWidget(self.table, 1)


def _named(document: DocumentView, kind: type[System] | type[Owner]) -> list[str]:
    """Those that have a name, by it."""
    return [id for id in by_name(document, document.table(kind)) if name_of(document, id)]
