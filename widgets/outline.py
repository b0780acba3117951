"""The outline: the same document as a tree, in step with the canvas."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView

from model.change import Change
from model.elements import Card
from model.signal import Signal as Told
from widgets.idle import Later
from widgets.outline_model import OutlineModel
from widgets.panes import in_sight
from widgets.selection import Selection, cell_of
from widgets.workspace import Workspace

_OPEN_UP_TO = 600


class Outline(QTreeView):
    """`chosen`: an element was selected here and should be shown on the map."""

    chosen = Signal(str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._following = False
        # Out of sight it follows nothing; when it is painted it has come into sight.
        self._stale = False
        self._soon = Later(self)
        self._soon.timeout.connect(lambda: self._follow(workspace.selection))
        self._tree = OutlineModel(workspace.document, workspace.texts, self)
        self.setModel(self._tree)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAccessibleName(workspace.texts("window.dock.outline"))
        if len(workspace.document.table(Card)) <= _OPEN_UP_TO:
            self.expandToDepth(0)
        self.selectionModel().selectionChanged.connect(self._chosen)
        changed: Told[Change] = workspace.document.changed
        self._disconnect = (
            changed.connect(self._update),
            workspace.selection.changed.connect(self._follow),
        )
        self._follow(workspace.selection)

    def detach(self) -> None:
        """Hear nothing of the workspace any more."""
        self._soon.drop()
        for disconnect in self._disconnect:
            disconnect()

    def _update(self, change: Change) -> None:
        """Rows that go or move are no choice of the person's: the selection stays what it is."""
        self._tree.note(change)
        self._follow(self._workspace.selection)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._stale:
            self._soon.begin()
        super().paintEvent(event)

    def _chosen(self, _selected: QItemSelection, _dropped: QItemSelection) -> None:
        if self._following:
            return
        ids = [self._tree.id_at(index) for index in self.selectionModel().selectedRows()]
        known = [id for id in ids if id in self._workspace.document]
        current = self._tree.id_at(self.currentIndex())
        if current in known:
            known = [*(id for id in known if id != current), current]
        self._following = True
        self._workspace.selection.set(known, cell_of(self._workspace.document, known[-1] if known else None))
        self._following = False
        if known:
            self.chosen.emit(known[-1])

    def _follow(self, selection: Selection) -> None:
        if self._following:
            return
        self._stale = not in_sight(self)
        if self._stale:
            return
        self._following = True
        self._tree.catch_up()
        model = self.selectionModel()
        model.clearSelection()
        place = QModelIndex()
        for id in selection.ids if len(selection.ids) <= _OPEN_UP_TO else ():
            place = self._tree.index_of(id)
            if place.isValid():
                model.select(place, QItemSelectionModel.SelectionFlag.Select)
        if place.isValid():
            model.setCurrentIndex(place, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(place)
        self._following = False
