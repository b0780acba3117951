"""Work beside the window on a frozen document: asked for again and again, only the last of it is told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from model.document import DocumentView
from model.making_way import make_way
from widgets.beside import beside

Work = Callable[[DocumentView], object]


class Worker(QObject):
    """Runs one piece of work at a time in a thread of its own; one that waits makes way for a newer.

    `done` carries a result and the revision of the document it holds for, `failed` what was raised; both come in the
    window's thread. Work makes way for that thread, in what it calls and whenever it walks the document. The worker
    belongs to the application, as a thread may outlive the window that asked: `stop` lets go of it, nothing more is
    told, and nothing more is begun.
    """

    done = Signal(object, int)
    failed = Signal(object)
    _ended = Signal(object, object, int)

    def __init__(self) -> None:
        super().__init__(QCoreApplication.instance())
        self._running = False
        self._stopped = False
        self._waiting: tuple[Work, DocumentView] | None = None
        # The thread stays: to begin and to end one each time, the window would have to wait for it.
        self._jobs: SimpleQueue[tuple[Work, DocumentView] | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether something is still to be told."""
        return self._running

    def run(self, work: Work, document: DocumentView) -> None:
        """Work something out from the document as it is now; what was asked for before is not told any more."""
        if self._stopped:
            return
        self._waiting = (work, document.frozen())
        if not self._running:
            self._begin()

    def stop(self) -> None:
        """Tell nothing more."""
        self._stopped, self._waiting = True, None
        self._jobs.put(None)
        if not self._running:
            self._let_go()

    def _begin(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._running = True
            if self._thread is None:
                self._thread = Thread(target=self._go_on, daemon=True)
                self._thread.start()
            self._jobs.put(waiting)

    def _go_on(self) -> None:
        """In the thread: one piece of work after another, of which nothing is kept."""
        while (job := self._jobs.get()) is not None:
            self._do(*job)
            del job

    def _do(self, work: Work, document: DocumentView) -> None:
        result: object = None
        failure: BaseException | None = None
        try:
            with beside():
                result = work(document.paced(make_way))
        except Exception as error:
            failure = error
        # At the end of the program Qt's half of this object goes before the thread does.
        with suppress(RuntimeError):
            self._ended.emit(result, failure, document.revision)

    def _end(self, result: object, failure: object, revision: int) -> None:
        self._running = False
        if self._stopped:
            self._let_go()
        elif self._waiting is not None:
            self._begin()
        elif failure is not None:
            self.failed.emit(failure)
        else:
            self.done.emit(result, revision)

    def _let_go(self) -> None:
        """Go. The thread may still be on its way out of telling: this object must not go before it."""
        if self._thread is not None:
            self._thread.join()
        self.deleteLater()
