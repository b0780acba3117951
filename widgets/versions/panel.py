"""The versions below the map: each with its day, author, note and what changed, and two states compared beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from model.analysis.differences import Sort
from model.errors import KnownError
from model.keeping import Snapshot
from widgets.versions.compare_view import CompareView
from widgets.versions.sides import Compared, Pair, Side, compared, listed
from widgets.versions.tree import Tree
from widgets.worker import Worker
from widgets.workspace import Workspace

if TYPE_CHECKING:
    from model.versions import Version

_WAIT_MS = 250
_ID = Qt.ItemDataRole.UserRole
_COLUMNS = ("taken", "name", "actor", "changed", "note")
_ACTS = ("keep", "compare", "compare_file", "restore", "open", "export", "drop")
_NEED_ONE = frozenset({"compare", "restore", "open", "export", "drop"})
_EDIT = frozenset({"keep", "restore", "drop"})
_ACROSS = 4


class VersionsPanel(QWidget):
    """`wanted`: an act, by its id; `chosen`: an element should be shown on the map; `left`: back to the map."""

    wanted = Signal(str)
    chosen = Signal(str)
    left = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        texts = self._texts = workspace.texts
        self.list = Tree(texts("window.versions.list"), [texts(f"window.versions.{name}") for name in _COLUMNS])
        self.list.setRootIsDecorated(False)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.itemSelectionChanged.connect(self._enable)
        self.list.itemDoubleClicked.connect(lambda _item: self.wanted.emit("version.compare"))
        self.list.entered.connect(lambda: self.wanted.emit("version.compare"))
        self.list.left.connect(self.left)
        self.buttons = {name: self._button(name) for name in _ACTS}
        self.compare_view = CompareView(texts)
        self.compare_view.wanted.connect(self.wanted)
        self.compare_view.left.connect(self.left)
        self.compare_view.chosen.connect(self.chosen)
        self.compared: Compared | None = None
        self._pair: Pair | None = None
        self._stale = True
        self._lister, self._comparer = Worker(), Worker()
        self._lister.done.connect(lambda found, _revision: self._show_list(found))
        self._lister.failed.connect(_raise)
        self._comparer.done.connect(lambda found, _revision: self._show_compared(found))
        self._comparer.failed.connect(self._failed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._work)
        self._disconnect = workspace.document.changed.connect(lambda _: self._changed())
        self.here: dict[str, Callable[[], None]] = {"delete": lambda: self.wanted.emit("version.drop")}
        self._lay_out()
        self._enable()

    @property
    def picked(self) -> tuple[str, ...]:
        """The ids of the versions that are selected, in the order in which they were taken."""
        items = [item for item in self.list.items() if item.isSelected()]
        return tuple(str(item.data(0, _ID)) for item in reversed(items))

    @property
    def waits(self) -> bool:
        """Whether something will soon be shown anew."""
        return self._timer.isActive() or self._lister.busy or self._comparer.busy

    def compare(self, pair: Pair) -> None:
        """Compare two states, and go on comparing them as the document changes."""
        self._pair = pair
        self.compare_view.wait()
        self._compare()

    def pair_picked(self) -> Pair | None:
        """What is to be compared: the selected version with the present document, or two selected ones."""
        document = self._workspace.document
        sides = [Side(document.need(Snapshot, id).name, id) for id in self.picked if id in document]
        if not sides:
            return None
        return Pair(sides[0], sides[-1] if len(sides) > 1 else Side(self._texts("window.versions.present")))

    def take_focus(self) -> None:
        """Give the keyboard to the list."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._begin()

    def detach(self) -> None:
        """Hear nothing of the document any more."""
        self._timer.stop()
        self._disconnect()
        self._lister.stop()
        self._comparer.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._work()

    def _begin(self) -> None:
        """The keyboard is on the newest version, unless it is on another."""
        first = next(self.list.items(), None)
        if self.list.currentItem() is None and first is not None:
            self.list.setCurrentItem(first)

    def _changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self._timer.start()

    def _work(self) -> None:
        self._timer.stop()
        self._stale = False
        self._lister.run(listed, self._workspace.document)
        self._compare()

    def _compare(self) -> None:
        pair, texts = self._pair, self._texts
        if pair is not None:
            self._comparer.run(lambda document: compared(document, pair, texts), self._workspace.document)

    def _show_list(self, found: tuple[Version, ...]) -> None:
        picked = set(self.picked)
        self.list.clear()
        for each in reversed(found):
            item = QTreeWidgetItem(self._cells(each))
            item.setData(0, _ID, each.id)
            item.setToolTip(_COLUMNS.index("note"), each.note)
            self.list.addTopLevelItem(item)
            if each.id in picked:
                self.list.setCurrentItem(item)
        for item in self.list.items():
            item.setSelected(item.data(0, _ID) in picked)
        empty = not self.list.topLevelItemCount()
        if self.list.hasFocus():
            self._begin()
        self.list.setAccessibleDescription(self._texts("window.versions.none") if empty else "")
        self._enable()

    def _cells(self, version: Version) -> list[str]:
        texts, counts = self._texts, version.counts
        day = "" if version.taken is None else texts.day(version.taken.date())
        if counts is None:
            said = texts("window.versions.damaged")
        else:
            parts = [texts(f"cli.diff.count.{sort.value}", n=counts[sort]) for sort in Sort if counts.get(sort)]
            said = ", ".join(parts) or texts("cli.diff.same")
        return [day, version.name, version.actor, said, " ".join(version.note.split())]

    def _show_compared(self, found: object) -> None:
        if isinstance(found, Compared) and found.pair == self._pair:
            self.compared = found
            self.compare_view.show_compared(found)

    def _failed(self, failure: object) -> None:
        self.compared = None
        if isinstance(failure, KnownError):
            self.compare_view.fail(self._texts(failure.message))
            return
        self.compare_view.fail(self._texts("window.versions.failed"))
        _raise(failure)

    def _enable(self) -> None:
        count = len(self.picked)
        for name, button in self.buttons.items():
            fits = name not in _NEED_ONE or count == 1 or (name == "compare" and count == 2)
            button.setEnabled(fits and not (name in _EDIT and self._workspace.read_only))

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(self._texts(f"window.action.version.{name}"))
        button.clicked.connect(lambda: self.wanted.emit(f"version.{name}"))
        return button

    def _lay_out(self) -> None:
        mode = QHeaderView.ResizeMode
        for column in range(len(_COLUMNS) - 1):
            self.list.header().setSectionResizeMode(column, mode.ResizeToContents)
        self.list.header().setStretchLastSection(True)
        side = QWidget()
        layout, grid = QVBoxLayout(side), QGridLayout()
        layout.setContentsMargins(8, 6, 0, 6)
        layout.addWidget(self.list, 1)
        for place, button in enumerate(self.buttons.values()):
            grid.addWidget(button, place // _ACROSS, place % _ACROSS)
        layout.addLayout(grid)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(side)
        split.addWidget(self.compare_view)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)


def _raise(failure: object) -> None:
    if isinstance(failure, BaseException):
        raise failure
