"""The window: canvas in the middle, outline and inspector beside it, a line of status below."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget

from model.messages import Message, message
from model.texts import Texts
from widgets import docks
from widgets.acts import Acts, Confirm
from widgets.answers import AnswersPanel
from widgets.asking import Asking
from widgets.canvas.canvas import Canvas
from widgets.canvas.light_tip import LightTip
from widgets.canvas.view import STEP
from widgets.case.casing import Casing
from widgets.case.panel import CasePanel
from widgets.case.strip import MoneyStrip
from widgets.clipboard import Clipboard, Preview
from widgets.export.running import Running
from widgets.find import FindPanel
from widgets.findings.panel import FindingsPanel
from widgets.findings.status import FindingsStatus
from widgets.inspector import Inspector
from widgets.middle import Middle
from widgets.minimap import Minimap
from widgets.moving import Moving
from widgets.outline import Outline
from widgets.panels import Panels
from widgets.panes import holds
from widgets.pictures import Pick, Pictures, held_picture, is_picture
from widgets.registers.acts import EntryActs, Questions
from widgets.registers.panel import RegistersPanel
from widgets.shaping import Shaping
from widgets.status_line import StatusLine
from widgets.versions.panel import VersionsPanel
from widgets.viewing import Viewing
from widgets.workspace import Workspace

_SAID_MS = 8000
_CASCADE = 32
_SIZE = (1440, 900)
# A dock's width where text is of the usual size.
_DOCK_WIDTH, _TEXT_SIZE = 270, 13


class MainWindow(QMainWindow):
    """Shows one workspace at a time. `may_close` is asked before it closes, `system_colours` tells of others."""

    files_dropped = Signal(list)
    system_colours = Signal()
    closed = Signal()

    def __init__(self, texts: Texts, may_close: Callable[[], bool]) -> None:
        super().__init__()
        self.texts = texts
        self._may_close = may_close
        self.canvas: Canvas
        self.acts: Acts
        self.clipboard: Clipboard
        self.pictures: Pictures
        self.shaping: Shaping
        self.moving: Moving
        self.inspector: Inspector
        self.outline: Outline
        self.find_panel: FindPanel
        self.minimap: Minimap
        self.findings: FindingsPanel
        self.answers: AnswersPanel
        self.asking: Asking
        self.viewing: Viewing
        self.folds: dict[str, bool] = {}
        self.registers: RegistersPanel
        self.case: CasePanel
        self.casing: Casing
        self._workspace: Workspace | None = None
        self.status = StatusLine(self.statusBar(), texts)
        self.panels = Panels(self)
        self.money: MoneyStrip
        self._money_wanted = True
        self.middle = Middle()
        self.setCentralWidget(self.middle)
        self.findings_status = FindingsStatus(texts, self.panels.show_findings)
        self.statusBar().insertPermanentWidget(0, self.findings_status)
        self._make_docks()
        self.setDockOptions(self.dockOptions() | QMainWindow.DockOption.GroupedDragging)
        self.setAcceptDrops(True)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.system_colours)
        self.resize(*_SIZE)

    def _make_docks(self) -> None:
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
        names = ("registers", "answers", "findings", "case")
        self.registers_dock, self.answers_dock, self.findings_dock, self.case_dock = map(self._dock_below, names)
        self.versions_dock = self._dock_below("versions")
        self.case_dock.visibilityChanged.connect(self._case_came_or_went)
        self.resizeDocks([self.inspector_dock], [_DOCK_WIDTH], Qt.Orientation.Horizontal)

    def show_running(self, running: Running) -> None:
        """Show in the line of status what is being made."""
        self.statusBar().insertPermanentWidget(0, running)

    def show_workspace(
        self, workspace: Workspace, confirm: Confirm, preview: Preview, pick: Pick, questions: Questions
    ) -> None:
        """Show a document, letting go of the one before."""
        self.release()
        self._workspace = workspace
        self.canvas = Canvas(workspace)
        LightTip(self.canvas)
        entries = EntryActs(workspace, questions)
        self.acts = Acts(self.canvas, confirm, entries.delete)
        self.pictures = Pictures(self.canvas, pick)
        self.clipboard = Clipboard(self.canvas, preview, self.pictures)
        self.shaping, self.moving = Shaping(self.canvas), Moving(self.canvas)
        self.inspector, self.outline = Inspector(workspace, self.folds), Outline(workspace)
        self.find_panel, self.minimap = FindPanel(workspace), Minimap(self.canvas)
        self.findings = FindingsPanel(workspace)
        self.answers = AnswersPanel(workspace)
        self.asking = Asking(self.canvas, self.answers, self.panels.bring_answers)
        self.viewing = Viewing(self.canvas, self.status.show_view)
        self.registers = RegistersPanel(workspace, entries)
        self.case = CasePanel(workspace)
        self.casing = Casing(self.canvas, self.case, self.panels.show_improvement)
        self.middle.fill(self.viewing.bar, self.canvas, self._money_of(workspace))
        docks.fill(
            (self.outline_dock, self.outline),
            (self.inspector_dock, self.inspector),
            (self.find_dock, self.find_panel),
            (self.overview_dock, self.minimap),
            (self.findings_dock, self.findings),
            (self.answers_dock, self.answers),
            (self.registers_dock, self.registers),
            (self.case_dock, self.case),
        )
        self.outline.chosen.connect(self.canvas.reveal_id)
        self.find_panel.chosen.connect(self.canvas.reveal_id)
        self.registers.chosen.connect(self.canvas.reveal_id)
        self._follow_findings()
        self._add_versions(workspace)
        self.canvas.zoomed.connect(self.status.show_zoom)
        workspace.said.connect(self.say)
        workspace.restyled.connect(lambda _: self._fit_docks())
        self._fit_docks()
        workspace.document.changed.connect(lambda _: self.status.show_counts(workspace.document))
        self.status.show_counts(workspace.document)
        self.status.show_zoom(self.canvas.view.zoom)
        self.canvas.setFocus()

    def _money_of(self, workspace: Workspace) -> MoneyStrip:
        self.money = MoneyStrip(workspace, wanted=self._money_wanted)
        self.money.make_way(self.case_dock.isVisible())
        self.money.opened.connect(self.panels.open_figure)
        self.money.chosen.connect(self.casing.show_on_map)
        return self.money

    def _follow_findings(self) -> None:
        self.findings.chosen.connect(self.canvas.reveal_id)
        self.findings.left.connect(self.canvas.setFocus)
        self.findings.entry_chosen.connect(self.registers.turn_to)
        self.findings.entry_wanted.connect(self.panels.show_entry)
        self.findings.counted.connect(self._count_findings)
        self.findings_status.begin()

    def _add_versions(self, workspace: Workspace) -> None:
        self.versions = VersionsPanel(workspace)
        docks.fill((self.versions_dock, self.versions))
        self.versions.chosen.connect(self.casing.show_on_map)
        for panel in (self.registers, self.versions):
            panel.left.connect(self.canvas.setFocus)

    def release(self) -> None:
        """Let go of the document shown."""
        if self._workspace is not None:
            self._workspace.close()
            parts = (self.canvas, self.inspector, self.outline, self.find_panel, self.minimap, self.asking)
            for part in (*parts, self.registers, self.findings, self.casing, self.money, self.versions):
                part.detach()
            self.viewing.detach()
            self.status.let_go()
            self._workspace = None

    def finish(self) -> None:
        """Keep what is being typed, on the map, in the inspector or in a register."""
        self.canvas.finish()
        self.inspector.finish()
        self.registers.finish()

    def here(self, id: str) -> Callable[[], None] | None:
        """What an act does where the keyboard is, if there it does something of its own."""
        focus = self.focusWidget()
        panel = next((each for each in (self.registers, self.versions) if holds(each, focus)), None)
        return None if panel is None else panel.here.get(id)

    def come_forward(self) -> None:
        """Be the window in front."""
        self.raise_()
        self.activateWindow()

    def stand_beside(self, other: MainWindow) -> None:
        """Leave an edge of another window to be seen."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMaximized)
        self.move(other.pos() + QPoint(_CASCADE, _CASCADE))

    def say(self, said: Message) -> None:
        """A message in the status line, for a while."""
        self.statusBar().showMessage(self.texts(said), _SAID_MS)

    def warn(self, text: str) -> None:
        """A line above the map that stays; an empty text takes it away."""
        self.middle.warn(text)

    def zoom_in(self) -> None:
        """A step nearer."""
        self.canvas.zoom_by(STEP)

    def zoom_out(self) -> None:
        """A step away."""
        self.canvas.zoom_by(1 / STEP)

    def actual_size(self) -> None:
        """100 %."""
        self.canvas.zoom_to(1.0)

    def fit(self) -> None:
        """The whole map."""
        self.canvas.zoom_to_fit()

    def want_money(self, wanted: bool) -> None:
        """Whether the money of the map stands below it where there is room."""
        self._money_wanted = wanted
        if self._workspace is not None:
            self.money.want(wanted)

    def _case_came_or_went(self, visible: bool) -> None:
        if self._workspace is not None:
            self.money.make_way(visible)

    def about(self) -> None:
        """What this program is."""
        self.say(message("window.said.about"))

    @property
    def layout_text(self) -> str:
        """Geometry, docks and folded groups as text for the settings."""
        return docks.layout_text(self, self.folds)

    def restore_layout(self, text: str) -> None:
        """Come back as left; what cannot be read is passed over."""
        self.folds.update(docks.restore(self, text))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close():
            event.accept()
            self.closed.emit()
        else:
            event.ignore()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if data.hasImage() or any(url.isLocalFile() for url in data.urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Pictures go onto the map where they are dropped; other files are opened."""
        data, at = event.mimeData(), self.canvas.mapFrom(self, event.position().toPoint())
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if shown := [path for path in paths if is_picture(path)]:
            self.pictures.drop(shown, at)
        if rest := [path for path in paths if path not in shown]:
            self.files_dropped.emit(rest)
        if not paths and (picture := held_picture(data)):
            self.pictures.drop_data(picture, at)

    def _fit_docks(self) -> None:
        """Room for the panels beside the map, which larger text needs more of."""
        wide = _DOCK_WIDTH * self.font().pixelSize() // _TEXT_SIZE
        now = self.inspector_dock.width()
        wanted = wide if now <= self.inspector_dock.minimumWidth() else max(wide, now)
        self.inspector_dock.setMinimumWidth(wide)
        self.resizeDocks([self.inspector_dock], [wanted], Qt.Orientation.Horizontal)

    def _count_findings(self, count: int, said: str) -> None:
        self.findings_status.say(said)
        self.findings_dock.setWindowTitle(self.texts("window.dock.findings_count", n=count))

    def _dock(self, name: str) -> QDockWidget:
        return docks.beside(self, name, self.texts(f"window.dock.{name}"))

    def _dock_below(self, name: str) -> QDockWidget:
        return docks.below(self, name, self.texts(f"window.dock.{name}"))
