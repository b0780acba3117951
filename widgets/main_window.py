"""The window: canvas in the middle, outline and inspector beside it, a line of status below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow

from model.messages import Message, message
from model.texts import Texts
from widgets import docks
from widgets.acts import Acts, Confirm
from widgets.canvas.canvas import Canvas
from widgets.canvas.light_tip import LightTip
from widgets.canvas.view import STEP
from widgets.case.strip import MoneyStrip
from widgets.findings.status import FindingsStatus
from widgets.inspector import Inspector
from widgets.middle import Middle
from widgets.moving import Moving
from widgets.panelled import PanelledWindow
from widgets.panes import holds
from widgets.pictures import Pick, Pictures, held_picture, is_picture
from widgets.shaping import Shaping
from widgets.status_line import StatusLine
from widgets.viewing import Viewing
from widgets.workspace import Workspace

if TYPE_CHECKING:
    from widgets.clipboard import Clipboard, Preview
    from widgets.export.running import Running
    from widgets.minimap import Minimap
    from widgets.registers.acts import Questions

_SAID_MS = 8000
_CASCADE = 32
_SIZE = (1440, 900)
# A dock's width where text is of the usual size.
_DOCK_WIDTH, _TEXT_SIZE = 270, 13


class MainWindow(PanelledWindow):
    """Shows one workspace at a time. `may_close` is asked before it closes, `system_colours` tells of others."""

    files_dropped = Signal(list)
    system_colours = Signal()
    closed = Signal()

    def __init__(self, texts: Texts, may_close: Callable[[], bool]) -> None:
        super().__init__(lambda name: texts(f"window.dock.{name}"))
        self.texts = texts
        self._may_close = may_close
        self.acts: Acts
        self._preview: Preview
        self.pictures: Pictures
        self.shaping: Shaping
        self.moving: Moving
        self.inspector: Inspector
        self.viewing: Viewing
        self.folds: dict[str, bool] = {}
        self._workspace: Workspace | None = None
        self.status = StatusLine(self.statusBar(), texts)
        self.money: MoneyStrip
        self._money_wanted = True
        self.middle = Middle()
        self.setCentralWidget(self.middle)
        self.findings_status = FindingsStatus(texts, self.panels.show_findings)
        self.statusBar().insertPermanentWidget(0, self.findings_status)
        self.counted.connect(self._count_findings)
        self.make_docks()
        self.case_dock.visibilityChanged.connect(self._case_came_or_went)
        self.resizeDocks([self.inspector_dock], [_DOCK_WIDTH], Qt.Orientation.Horizontal)
        self.setDockOptions(self.dockOptions() | QMainWindow.DockOption.GroupedDragging)
        self.setAcceptDrops(True)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.system_colours)
        self.resize(*_SIZE)

    @cached_property
    def clipboard(self) -> Clipboard:
        from widgets.clipboard import Clipboard

        return Clipboard(self.canvas, self._preview, self.pictures)

    def _paste_block(self) -> None:
        self.clipboard.paste_block()

    def _delete_entries(self, ids: Sequence[str]) -> bool:
        return self.entries.delete(ids)

    @cached_property
    def minimap(self) -> Minimap:
        from widgets.minimap import Minimap

        return self._put("minimap", Minimap(self.canvas))

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
        self.acts = Acts(self.canvas, confirm, self._delete_entries)
        self.pictures = Pictures(self.canvas, pick)
        self._preview = preview
        self.canvas.inline.block_pasted.connect(self._paste_block)
        self.shaping, self.moving = Shaping(self.canvas), Moving(self.canvas)
        self.viewing = Viewing(self.canvas, self.status.show_view)
        self.middle.fill(self.viewing.bar, self.canvas, self._money_of(workspace))
        # Tab goes from the map on to the inspector, as it was made after it.
        self.inspector = Inspector(workspace, self.folds, self.inspector_dock)
        docks.fill((self.inspector_dock, self.inspector))
        self.findings_status.begin()
        self.make_panels(questions)
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
        self.money.chosen.connect(self._show_on_map)
        return self.money

    def release(self) -> None:
        """Let go of the document shown."""
        if self._workspace is not None:
            self._workspace.close()
            self.drop_panels()
            vars(self).pop("clipboard", None)
            for part in (self.canvas, self.inspector, self.money, self.viewing):
                part.detach()
            self.status.let_go()
            self._workspace = None

    def finish(self) -> None:
        """Keep what is being typed, on the map, in the inspector or in a register."""
        self.canvas.finish()
        self.inspector.finish()
        if self.made("registers"):
            self.registers.finish()

    def here(self, id: str) -> Callable[[], None] | None:
        """What an act does where the keyboard is, if there it does something of its own."""
        focus = self.focusWidget()
        if self.made("registers") and holds(self.registers, focus):
            return self.registers.here.get(id)
        return self.versions.here.get(id) if self.made("versions") and holds(self.versions, focus) else None

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
