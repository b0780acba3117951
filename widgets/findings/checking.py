"""Running the checks beside the window: a moment after the last edit, and only those that it can change."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from model.change import Change
from model.document import DocumentView
from model.making_way import make_way
from widgets.worker import Worker
from widgets.workspace import Workspace

if TYPE_CHECKING:
    from model.analysis.checks.runner import Report
    from widgets.findings.listing import Listing

# A window that opens has more pressing things to do; one that is edited waits until the fingers rest.
_FIRST_MS, _PAUSE_MS = 1500, 400


class Checking(QObject):
    """`told` carries a `Listing` of the document as it is; `detailed`: whether its lines are wanted."""

    told = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._worker = Worker()
        self._worker.done.connect(self._done)
        self._worker.failed.connect(self._failed)
        self._asked = 0
        self._touched: set[str] = set()
        self.listing: Listing | None = None
        self.detailed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._begin)
        self._timer.start(_FIRST_MS)
        self._disconnect = workspace.document.changed.connect(self._changed)

    @property
    def settled(self) -> bool:
        """Whether what was told last holds for the document as it is, and nothing more is to come."""
        return self.listing is not None and not self._timer.isActive() and not self._worker.busy

    def ask(self) -> None:
        """Run now."""
        self._asked += 1
        self._timer.start(0)

    def detach(self) -> None:
        """Hear nothing of the document any more."""
        self._asked += 1
        self._timer.stop()
        self._disconnect()
        self._worker.stop()

    def _changed(self, change: Change) -> None:
        from model.analysis.checks.touching import touched_by

        self._touched |= touched_by(change)
        self._asked += 1
        self._timer.start(_PAUSE_MS)

    def _begin(self) -> None:
        """The checks are loaded in the worker: a window that opens does not wait for them."""
        asked, before = self._asked, None if self.listing is None else self.listing.report
        touched, detailed = frozenset(self._touched), self.detailed
        today, texts = self._workspace.context.today(), self._workspace.texts

        def go_on() -> bool:
            make_way()
            return self._asked == asked

        def work(document: DocumentView) -> Listing | None:
            from model.analysis.checks.pace import Overtaken, Pace
            from model.analysis.checks.runner import run
            from widgets.findings.listing import listing

            report: Report | None = run(document, today, before, touched, go_on)
            with suppress(Overtaken):
                return None if report is None else listing(document, report, texts, detailed, Pace(go_on))
            return None

        self._worker.run(work, self._workspace.document)

    def _done(self, found: Listing | None, revision: int) -> None:
        """Keep what holds for the document as it is; what an edit has overtaken is worked out again after it."""
        if found is not None and revision == self._workspace.document.revision:
            self.listing = found
            self._touched.clear()
            self.told.emit(found)

    def _failed(self, error: Exception) -> None:
        raise error
