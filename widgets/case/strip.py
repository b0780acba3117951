"""The money of the map in one row below it, kept abreast of the document while there is room and nobody hides it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from model.document import DocumentView
from model.errors import KnownError
from widgets.case.figures import fail_point_of, tips
from widgets.worker import Worker
from widgets.workspace import Workspace

if TYPE_CHECKING:
    from model.case_sheet.sheet import Sheets
    from model.layout.case.data import Panel
    from widgets.case.sheet_view import SheetView

# After an edit, once nobody types: the lights and the checks come first.
_WAIT_MS = 700
# A map keeps at least so many times the height of the strip.
_MAP = 4.5


class MoneyStrip(QWidget):
    """`opened`: the derivation of a figure is wanted; `chosen`: a fail point should be shown on the map."""

    opened = Signal(str)
    chosen = Signal(str)

    def __init__(self, workspace: Workspace, *, wanted: bool) -> None:
        super().__init__()
        self._workspace = workspace
        self._sheets: Sheets | None = None
        self._panels: Sequence[Panel] = ()
        self._wanted, self._beside_case, self._room = wanted, False, 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.worker = Worker()
        self.worker.done.connect(self._tell)
        self.worker.failed.connect(self._failed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._work)
        self._disconnect = (
            workspace.document.changed.connect(lambda _: self._changed()),
            workspace.restyled.connect(lambda _: self._lay_out()),
        )
        self._changed()

    @cached_property
    def view(self) -> SheetView:
        """Where it is shown, once there is something to show."""
        from widgets.case.sheet_view import SheetView

        workspace, texts = self._workspace, self._workspace.texts
        view = SheetView(workspace.fonts, workspace.theme, texts("window.money.name"), tips(texts, "tip_shown"))
        # The keyboard finds the same figures in the case.
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.opened.connect(self._open)
        view.hide()
        layout = self.layout()
        assert layout is not None
        layout.addWidget(view)
        return view

    @property
    def waits(self) -> bool:
        """Whether something will soon be shown anew."""
        return self._timer.isActive() or self.worker.busy

    def want(self, wanted: bool) -> None:
        """Show it wherever there is something to say, or never."""
        self._wanted = wanted
        self._panels = () if not wanted else self._panels
        self._lay_out()
        self._changed()

    def make_way(self, for_case: bool) -> None:
        """The case, which says all of it and more, is shown or hidden."""
        self._beside_case = for_case
        self._lay_out()

    def fit_into(self, height: int) -> None:
        """How high map and strip are together."""
        self._room = height
        self._lay_out()

    def detach(self) -> None:
        """Hear nothing of the document any more."""
        self._timer.stop()
        for disconnect in self._disconnect:
            disconnect()
        self.worker.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def _open(self, figure: str) -> None:
        """A ranked fail point is shown on the map beside it; how any other figure came about, in the case."""
        fail_point = fail_point_of(figure)
        if fail_point is None:
            self.opened.emit(figure)
        else:
            self.chosen.emit(fail_point)

    def _changed(self) -> None:
        if self._wanted:
            self._timer.start()

    def _work(self) -> None:
        self.worker.run(_find, self._workspace.document)

    def _tell(self, found: object, revision: int) -> None:
        if revision != self._workspace.document.revision:
            self._changed()
        elif self._wanted and isinstance(found, tuple):
            self._panels = found
            self._lay_out()

    def _failed(self, failure: object) -> None:
        """What contradicts itself the case says in words; here is simply nothing to show."""
        self._panels = ()
        self._lay_out()
        if isinstance(failure, BaseException) and not isinstance(failure, KnownError):
            raise failure

    def _lay_out(self) -> None:
        if not self._panels or self._beside_case or self.width() <= 0:
            if "view" in vars(self):
                self.view.hide()
            return
        from model.case_sheet.sheet import Sheets

        workspace = self._workspace
        self._sheets = self._sheets or Sheets(workspace.fonts)
        language = workspace.document.blueprint.language
        sheet = self._sheets.lay_out_strip(self._panels, language, workspace.theme, self.width())
        self.view.setVisible(self._room >= _MAP * sheet.height)
        self.view.show_sheet(sheet, workspace.theme)


def _find(document: DocumentView) -> tuple[Panel, ...]:
    """In the thread: what works the money out is imported on first use, so that no window waits for it."""
    from importlib import import_module

    from model.case_sheet.strip import strip_panels

    import_module("model.case_sheet.sheet")
    return strip_panels(document)
