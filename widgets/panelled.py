"""A window with panels beside and below its map. All but the inspector are made when first shown or asked for.

So a window begins with what is seen of it; nor are the modules of a panel imported before. Those that take long to make
are made one by one once the window has been there for a while, so that nobody waits for them when first asked for. The
checks run all the same: the line of status tells how many findings there are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QMainWindow, QTabWidget, QWidget

from widgets import docks
from widgets.beside import at_work
from widgets.canvas.canvas import Canvas
from widgets.findings.checking import Checking
from widgets.panels import Panels
from widgets.panes import seen

if TYPE_CHECKING:
    from widgets.answers import AnswersPanel
    from widgets.asking import Asking
    from widgets.case.casing import Casing
    from widgets.case.panel import CasePanel
    from widgets.find import FindPanel
    from widgets.findings.listing import Listing
    from widgets.findings.panel import FindingsPanel
    from widgets.inspector import Inspector
    from widgets.outline import Outline
    from widgets.registers.acts import EntryActs, Questions
    from widgets.registers.panel import RegistersPanel
    from widgets.versions.panel import VersionsPanel

# The room that is kept for panels: of those behind the inspector's tab the largest, so that nothing moves for them.
_LEAST, _WANTED = QSize(60, 60), QSize(256, 190)
_ROOM = {"find_panel": (QSize(220, 306), QSize(284, 430))}
# Made ahead, each in a moment of its own (ms): the first after a while, the others soon after.
_AHEAD = ("registers", "asking", "casing", "versions")
_WHILE_MS, _SOON_MS = 6000, 400
# Who edits a large map on end has something worked out all the time: so often is waited for that, for each of them.
_PATIENT = 5
P = TypeVar("P", bound=QWidget)


class Promise(QWidget):
    """Where a panel will be. `wanted`: it was painted, as happens only where something of it can be seen."""

    wanted = Signal()

    def __init__(self, least: QSize, wanted: QSize) -> None:
        """`least`, `wanted`: the room it takes. Given none, it would never be seen."""
        super().__init__()
        self._wanted = wanted
        self.setMinimumSize(least)
        self.resize(least)

    def sizeHint(self) -> QSize:
        return self._wanted

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.wanted.emit()


# The dock of each, by the part that fills it.
_DOCKS = {
    "outline": "outline_dock",
    "find_panel": "find_dock",
    "minimap": "overview_dock",
    "registers": "registers_dock",
    "asking": "answers_dock",
    "findings": "findings_dock",
    "casing": "case_dock",
    "versions": "versions_dock",
}


class PanelledWindow(QMainWindow):
    """`counted`: how many findings there are, and how many of each weight in words; `menu_wanted`: a context menu of a
    panel at a point of the screen; `act_wanted`: an act of the window by its id. `register_layout`: which columns the
    registers show, as text.
    """

    counted = Signal(int, str)
    menu_wanted = Signal(str, QPoint)
    act_wanted = Signal(str)
    canvas: Canvas
    inspector: Inspector

    def __init__(self, title_of: Callable[[str], str]) -> None:
        """`title_of`: what a panel is called."""
        super().__init__()
        self._title_of = title_of
        self._questions: Questions | None = None
        self.panels = Panels(self)
        self.register_layout = ""
        self.checking: Checking
        self._put_off = 0
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.timeout.connect(self._make_ahead)

    def make_docks(self) -> None:
        """Once there is something in the middle, which otherwise would get what room they leave."""
        self.inspector_dock = self._dock("inspector")
        self.overview_dock = self._dock("overview")
        # First: a dock beside tabs would become a tab.
        self.splitDockWidget(self.inspector_dock, self.overview_dock, Qt.Orientation.Vertical)
        self.overview_dock.hide()
        self.outline_dock = self._dock("outline")
        self.find_dock = self._dock("find")
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.tabifyDockWidget(self.inspector_dock, self.outline_dock)
        self.tabifyDockWidget(self.outline_dock, self.find_dock)
        self.inspector_dock.raise_()
        self.registers_dock = self._dock_below("registers", None)
        self.answers_dock = self._dock_below("answers", self.registers_dock)
        self.findings_dock = self._dock_below("findings", self.answers_dock)
        self.case_dock = self._dock_below("case", self.findings_dock)
        self.versions_dock = self._dock_below("versions", self.case_dock)
        for part, dock in _DOCKS.items():
            getattr(self, dock).coming.connect(partial(self._came_or_went, part, True))
            getattr(self, dock).visibilityChanged.connect(partial(self._came_or_went, part))
            self._promise(part)

    @cached_property
    def outline(self) -> Outline:
        from widgets.outline import Outline

        panel = Outline(self.canvas.workspace)
        panel.chosen.connect(self.canvas.reveal_id)
        return self._put("outline", panel)

    @cached_property
    def find_panel(self) -> FindPanel:
        from widgets.find import FindPanel

        panel = FindPanel(self.canvas.workspace)
        panel.chosen.connect(self.canvas.reveal_id)
        return self._put("find_panel", panel)

    @cached_property
    def entries(self) -> EntryActs:
        """The acts on entries of registers."""
        from widgets.registers.acts import EntryActs

        assert self._questions is not None
        return EntryActs(self.canvas.workspace, self._questions)

    @cached_property
    def registers(self) -> RegistersPanel:
        from widgets.registers.panel import RegistersPanel

        panel = RegistersPanel(self.canvas.workspace, self.entries)
        panel.restore_layout(self.register_layout)
        panel.menu_wanted.connect(self.menu_wanted)
        panel.chosen.connect(self.canvas.reveal_id)
        panel.left.connect(self.canvas.setFocus)
        return self._put("registers", panel)

    @cached_property
    def asking(self) -> Asking:
        from widgets.answers import AnswersPanel
        from widgets.asking import Asking

        asking = Asking(self.canvas, AnswersPanel(self.canvas.workspace), self.panels.bring_answers)
        self._put("asking", asking.panel)
        return asking

    @property
    def answers(self) -> AnswersPanel:
        """Where answers are shown."""
        return self.asking.panel

    @cached_property
    def findings(self) -> FindingsPanel:
        from widgets.findings.panel import FindingsPanel

        panel = FindingsPanel(self.canvas.workspace, self.checking)
        panel.chosen.connect(self.canvas.reveal_id)
        panel.left.connect(self.canvas.setFocus)
        panel.entry_chosen.connect(self._turn_to_entry)
        panel.entry_wanted.connect(self.panels.show_entry)
        panel.menu_wanted.connect(self.menu_wanted)
        return self._put("findings", panel)

    @cached_property
    def casing(self) -> Casing:
        from widgets.case.casing import Casing
        from widgets.case.panel import CasePanel

        casing = Casing(self.canvas, CasePanel(self.canvas.workspace), self.panels.show_improvement)
        self._put("casing", casing.panel)
        return casing

    @property
    def case(self) -> CasePanel:
        """The case of the blueprint."""
        return self.casing.panel

    @cached_property
    def versions(self) -> VersionsPanel:
        from widgets.versions.panel import VersionsPanel

        panel = VersionsPanel(self.canvas.workspace)
        panel.chosen.connect(self._show_on_map)
        panel.wanted.connect(self.act_wanted)
        panel.left.connect(self.canvas.setFocus)
        return self._put("versions", panel)

    def made(self, part: str) -> bool:
        """Whether a panel, or what keeps it, has been made."""
        return part in vars(self)

    def make_panels(self, questions: Questions) -> None:
        """Another document is shown: make the panels that are in sight, and soon run the checks."""
        self._questions = questions
        self.checking = Checking(self.canvas.workspace, self.canvas)
        self.checking.told.connect(self._told)
        for part, dock in _DOCKS.items():
            if seen(getattr(self, dock).widget()):
                getattr(self, part)
        self._ahead.start(_WHILE_MS)

    def _make_ahead(self) -> None:
        """Make one panel that nobody has asked for yet, rather not while something is being worked out."""
        part = next((part for part in _AHEAD if not self.made(part)), "")
        if part:
            self._put_off = self._put_off + 1 if at_work() else 0
            if self._put_off % _PATIENT == 0:
                getattr(self, part)
            self._ahead.start(_SOON_MS)

    def drop_panels(self) -> None:
        """Let go of all that were made."""
        self._ahead.stop()
        self._questions = None
        vars(self).pop("entries", None)
        self.checking.detach()
        for part in _DOCKS:
            made = vars(self).pop(part, None)
            if made is not None:
                made.detach()
                self._promise(part)

    def _promise(self, part: str) -> None:
        promise = Promise(*_ROOM.get(part, (_LEAST, _WANTED)))
        promise.wanted.connect(partial(self._came_or_went, part, True), Qt.ConnectionType.QueuedConnection)
        docks.fill((getattr(self, _DOCKS[part]), promise))

    def _put(self, part: str, panel: P) -> P:
        """Let a panel be seen where its dock is."""
        docks.fill((getattr(self, _DOCKS[part]), panel))
        panel.setVisible(True)
        return panel

    def _came_or_went(self, part: str, visible: bool) -> None:
        if visible and self._questions is not None:
            getattr(self, part)

    def _told(self, listing: Listing) -> None:
        self.counted.emit(len(listing.report.findings), listing.said)

    def _show_on_map(self, id: str) -> None:
        self.casing.show_on_map(id)

    def _turn_to_entry(self, id: str) -> None:
        """Turn to an entry where its register is in sight."""
        if self.registers_dock.isVisible():
            self.registers.turn_to(id)

    def _dock(self, name: str) -> docks.Dock:
        return docks.beside(self, name, self._title_of(name))

    def _dock_below(self, name: str, before: docks.Dock | None) -> docks.Dock:
        return docks.below(self, name, self._title_of(name), before)
