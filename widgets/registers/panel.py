"""The registers below the map: a list of them with counts, the entries of one as a table, and parts of the entry."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from model.change import Change
from model.elements import Card
from model.entries.columns import REGISTERS, Register, register_of
from model.improvements import Improvement
from model.messages import message
from model.naming import called
from widgets.find import shown_by
from widgets.living.trend_view import TrendView
from widgets.registers.acts import EntryActs
from widgets.registers.layout import Columns
from widgets.registers.register_list import RegisterList
from widgets.registers.view import EntriesView
from widgets.selection import cell_of
from widgets.workspace import Workspace

_WAIT_MS = 120
_LIST_WIDTH = 158
_USUAL_SIZE = 13
_FILTER_WIDTH = 240
# Of very many the window is told the current one alone.
_MOST_SELECTED = 500
_SHARES = (50, 22, 28)
_GAP = 10
_SIZE = QSize(900, 320)


class _Filter(QLineEdit):
    """The line that filters: Down and Enter go to the table, Esc shows all again and then goes there too."""

    done = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.done.emit()
        else:
            super().keyPressEvent(event)


class RegistersPanel(QWidget):
    """`chosen`: an element should be shown on the map. `left`: the keyboard goes back there."""

    chosen = Signal(str)
    left = Signal()
    menu_wanted = Signal(str, QPoint)

    def __init__(self, workspace: Workspace, acts: EntryActs) -> None:
        super().__init__()
        self._workspace = workspace
        self._texts = workspace.texts
        self._acts = acts
        self._columns = Columns()
        self._stale = True
        self._showing = False
        self.register = REGISTERS[0]
        self.list = RegisterList(workspace)
        self.filter_line = _Filter()
        self.purpose, self.caption = QLabel(), QLabel()
        self.table, self.details = (EntriesView(workspace, self._columns, self) for _ in range(2))
        self.active = self.table
        self.beside, self.trend = QWidget(), TrendView(workspace)
        self._buttons: list[QPushButton] = []
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self.look)
        self._connect()
        self._disconnect = (
            workspace.document.changed.connect(self._changed),
            workspace.restyled.connect(lambda _: self._fit()),
            workspace.document.changed.connect(self.trend.follow),
        )
        self._show_register(self.register)

    def detach(self) -> None:
        """Hear nothing of the workspace any more."""
        self._timer.stop()
        for disconnect in self._disconnect:
            disconnect()

    def finish(self) -> None:
        """Keep what is being typed."""
        self.table.cells.finish()
        self.details.cells.finish()

    def follow(self) -> None:
        """Let be typed what now may be, or no more."""
        if self.table.entries.editable == self._workspace.read_only:
            self._show_register(self.register)

    @property
    def layout_text(self) -> str:
        """Which columns are shown, and how wide, as text for the settings."""
        return self._columns.text

    def restore_layout(self, text: str) -> None:
        """Show columns as they were left."""
        self._columns.restore(text)
        self._fit()

    @property
    def here(self) -> dict[str, Callable[[], None]]:
        """What acts of the window do while the keyboard is in here, by their ids."""
        view = self.active
        return {
            "copy": view.copy,
            "cut": view.cut,
            "paste": view.paste,
            "delete": self.delete,
            "edit_text": view.edit_cell,
            "select_all": view.selectAll,
            "add_card": view.add,
            "find": self.filter,
        }

    def open(self, name: str) -> None:
        """Show a register, and give it the keyboard."""
        self.list.setCurrentRow([register.name for register in REGISTERS].index(name))
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def add(self) -> None:
        """Go to the empty last row."""
        if self._shown():
            self.active.add()

    def filter(self) -> None:
        """Go to the line that filters."""
        if self._shown():
            self.filter_line.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.filter_line.selectAll()

    def sort(self) -> None:
        """Sort by the column of the keyboard."""
        if self._shown():
            self.active.sort_here()

    def columns(self) -> None:
        """Offer the columns to show or hide."""
        if self._shown():
            self.active.column_menu()

    def used(self) -> None:
        """List what refers to the current entry, and show what is chosen."""
        if not self._shown():
            return
        id = self.active.current()
        if id is None:
            self._workspace.said.emit(message("window.said.no_entry"))
        elif found := self._acts.used(id):
            self.show_record(found)

    def delete(self) -> None:
        """Delete the selected entries, saying first what refers to them."""
        view = self.active
        ids, index = view.selected(), view.currentIndex()
        if not ids:
            view.entries.forget()
        elif self._acts.delete(ids):
            row = min(index.row(), view.entries.rowCount() - 1)
            view.setCurrentIndex(view.entries.index(max(0, row), index.column()))

    def merge(self) -> None:
        """Make one of the selected entries."""
        if self._shown():
            kept = self._acts.merge(self.active.selected())
            self.active.select((kept,) if kept else ())

    def duplicates(self) -> None:
        """Offer to merge entries of the same name."""
        if self._shown():
            self._select(self._acts.merge_duplicates(self.register))

    def show_record(self, id: str) -> None:
        """Show a record on the map, and where it is an entry in its register too."""
        document = self._workspace.document
        row = document.find(id)
        target = shown_by(document, id)
        register = None if row is None or isinstance(row, Card) else register_of(row)
        if register is not None:
            self.open(register.name)
            self.filter_line.clear()
            self.look()
            self._select((id,))
        if target is not None:
            self._workspace.selection.set((target,), cell_of(document, target))
            self.chosen.emit(target)

    def turn_to(self, id: str) -> None:
        """Turn to the row of an entry while this is in sight; the keyboard stays where it is."""
        row = self._workspace.document.find(id)
        register = None if row is None or isinstance(row, Card) else register_of(row)
        if register is not None and self.isVisible():
            self.list.setCurrentRow(REGISTERS.index(register))
            self.filter_line.clear()
            self.look()
            self._select((id,))

    def show_improvement(self, id: str) -> None:
        """Show an improvement, or the one that a record is a part of; of any other record: all improvements."""
        id = getattr(self._workspace.document.find(id), "improvement", id)
        if self._workspace.document.get(Improvement, id) is None:
            self.open("improvements")
        else:
            self.show_record(id)

    def look(self) -> None:
        """Filter by what is typed."""
        self._timer.stop()
        self.table.cells.finish()
        current, column = self.table.current(), self.table.currentIndex().column()
        self.table.entries.filter(self.filter_line.text(), self.table.seen)
        if current is not None:
            self.table.select((current,), max(0, column))
        self._show_details()

    def sizeHint(self) -> QSize:
        """Room for some ten entries."""
        return _SIZE * self.font().pixelSize() / _USUAL_SIZE

    def showEvent(self, event: QShowEvent) -> None:
        """While it was out of sight nothing was kept in step."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.list.count_all()
            self._show_register(self.register)

    def _shown(self) -> bool:
        """Whether there is a table to act on; else it is said how to get one."""
        if not self.isVisible():
            self._workspace.said.emit(message("window.said.no_register"))
        return self.isVisible()

    def _select(self, ids: tuple[str, ...]) -> None:
        self.table.select(id for id in ids if id)

    def _changed(self, change: Change) -> None:
        if not self.isVisible():
            self._stale = True
            return
        self.table.entries.update(change)
        if self.details.model() is not None:
            self.details.entries.update(change)
        self.list.recount(change)
        self._say_purpose()
        master = self._master()
        if any(delta.id == master for delta in change.deltas) or self._shown_master() != master:
            self._show_details()

    def _show_register(self, register: Register) -> None:
        """Show a register; what is selected in the window stays so until the person moves in the table."""
        self._showing = True
        self.register = register
        self.filter_line.blockSignals(True)
        self.filter_line.clear()
        self.filter_line.blockSignals(False)
        self.table.show_register(register)
        self.beside.setVisible(register.details is not None)
        self.active = self.table
        self._show_details()
        self._say_purpose()
        self._showing = False

    def _show_details(self) -> None:
        """Show the parts of the entry the keyboard is in."""
        details, master = self.register.details, self._master()
        self.trend.show_metric(master)
        if details is None:
            return
        name = self._texts(f"register.name.{details.name}")
        if master is None:
            self.caption.setText(self._texts("register.detail_none", details=name.lower()))
        else:
            whose = called(self._workspace.document, self._workspace.document.find(master))
            self.caption.setText(self._texts("register.detail_of", details=name, name=whose))
        self.details.setVisible(master is not None)
        same = self._shown_master() == master and self.details.model() is not None
        if master is not None and not (same and self.details.entries.register is details):
            self.details.show_register(details, master)

    def _master(self) -> str | None:
        return self.table.current()

    def _shown_master(self) -> str | None:
        return None if self.details.model() is None else self.details.entries.master

    def _picked(self) -> None:
        """What the keyboard is in is what the window is about, and has its parts shown."""
        self._show_details()
        view = self.table
        if not self._showing and (view.hasFocus() or view.cells.open is not None):
            ids, current = view.selected(), view.current()
            if current is not None:
                document = self._workspace.document
                self._workspace.selection.set(
                    (*(id for id in ids if id != current), current), cell_of(document, current)
                )

    def _say_purpose(self) -> None:
        """An empty register says what it is for."""
        self.purpose.setText(self._texts(f"register.purpose.{self.register.name}"))
        self.purpose.setVisible(not self.list.entries(self.register))

    def _fit(self) -> None:
        size = self.font().pixelSize()
        self.list.setFixedWidth(_LIST_WIDTH * size // _USUAL_SIZE)
        self.filter_line.setMaximumWidth(_FILTER_WIDTH * size // _USUAL_SIZE)
        self.table.fit()
        self.trend.follow_theme()
        if self.details.model() is not None:
            self.details.fit()

    def _filtered(self) -> None:
        """From the line to what it found."""
        self.look()
        self.table.setFocus()

    def _activate(self, view: EntriesView) -> None:
        self.active = view

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(lambda row: self._show_register(REGISTERS[row]))
        self.filter_line.textChanged.connect(lambda _: self._timer.start())
        self.filter_line.done.connect(self._filtered)
        self.table.picked.connect(self._picked)
        for view in (self.table, self.details):
            view.used_wanted.connect(self.used)
            view.left.connect(self.left)
            view.focused.connect(lambda view=view: self._activate(view))
            view.menu_wanted.connect(lambda at: self.menu_wanted.emit("entry", at))

    def _lay_out(self) -> None:
        texts = self._texts
        outer, right, line = QHBoxLayout(self), QVBoxLayout(), QHBoxLayout()
        outer.setContentsMargins(10, 8, 10, 8)
        outer.setSpacing(10)
        right.setSpacing(6)
        self.filter_line.setPlaceholderText(texts("register.filter_hint"))
        self.filter_line.setAccessibleName(texts("register.filter"))
        self.filter_line.setClearButtonEnabled(True)
        line.addWidget(self.filter_line, 1)
        line.addStretch(1)
        acts = {"used": self.used, "merge": self.merge, "duplicates": self.duplicates}
        for name, act in acts.items():
            button = QPushButton(texts(f"window.action.register.{name}").replace("&", ""))
            button.setToolTip(texts(f"window.does.register.{name}"))
            button.clicked.connect(act)
            line.addWidget(button)
            self._buttons.append(button)
        for label in (self.purpose, self.caption):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setObjectName("caption")
        below = QVBoxLayout(self.beside)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(4)
        below.addWidget(self.caption)
        below.addWidget(self.details, 1)
        below.addStretch(0)
        self._split.addWidget(self.table)
        self._split.addWidget(self.beside)
        self._split.addWidget(self.trend)
        self._split.setSizes([10 * share for share in _SHARES])
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(_GAP)
        for place, share in enumerate(_SHARES):
            self._split.setStretchFactor(place, share)
        right.addLayout(line)
        right.addWidget(self.purpose)
        right.addWidget(self._split, 1)
        outer.addWidget(self.list)
        outer.addLayout(right, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
