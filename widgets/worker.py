"""Work off the window's thread: pure functions of a frozen document, whose results come back to the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal

from model.document import Document, DocumentView

T = TypeVar("T")


class _Carrier(QObject):
    """Brings a result over to the window's thread: the revision it is about, and it or the exception."""

    came = Signal(int, object, object)


class _Job(QRunnable):
    """One run. The carrier outlives it; a failure is carried over and raised there."""

    def __init__(self, work: Callable[[DocumentView], Any], document: DocumentView, carrier: _Carrier) -> None:
        super().__init__()
        self._work = work
        self._document = document
        self._carrier = carrier

    def run(self) -> None:
        try:
            result, error = self._work(self._document), None
        except Exception as caught:
            result, error = None, caught
        self._carrier.came.emit(self._document.revision, result, error)


class Worker(Generic[T]):
    """Keeps the result of one function of a document up to date: one run at a time, the latest state next.

    `ask` may be called after every edit: a run begins when `pause` ms have passed without another call. `deliver` gets
    a result only while the document is still as it was; else the work is done again.
    """

    def __init__(
        self, document: Document, work: Callable[[DocumentView], T], deliver: Callable[[T], None], pause: int = 120
    ) -> None:
        self._document = document
        self._work = work
        self._deliver = deliver
        self._running = False
        self._wanted = False
        self._carrier = _Carrier()
        self._carrier.came.connect(self._came, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self._carrier)
        self._timer.setSingleShot(True)
        self._timer.setInterval(pause)
        self._timer.timeout.connect(self._begin)

    def ask(self) -> None:
        """The document may have changed: work anew, soon."""
        self._wanted = True
        self._timer.start()

    def stop(self) -> None:
        """Deliver nothing any more."""
        self._wanted = False
        self._timer.stop()
        self._carrier.came.disconnect()

    @property
    def busy(self) -> bool:
        """Whether a result is still to come."""
        return self._running or self._wanted

    def _begin(self) -> None:
        if self._running or not self._wanted:
            return
        self._running, self._wanted = True, False
        QThreadPool.globalInstance().start(_Job(self._work, self._document.frozen(), self._carrier))

    def _came(self, revision: int, result: Any, error: Exception | None) -> None:
        self._running = False
        if error is not None:
            raise error
        if revision == self._document.revision:
            self._deliver(result)
        else:
            self._wanted = True
        if self._wanted and not self._timer.isActive():
            self._begin()
