"""Saving a large document beside its window, which goes on being used."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from app.saving import SaveJob
from model.elements import Card
from model.errors import KnownError
from model.messages import message
from model.store.files import Stamp
from model.store.writing import Written
from widgets.beside import beside

if TYPE_CHECKING:
    from app.window import DocumentWindow

# Up to so many cards a file is written in a moment.
_AT_ONCE = 400


class Saving(QObject):
    """One Save after another. `end` brings what runs to its end: before anything else is done to the file.

    What must be asked or said about it is in `failed`, `saved`: called in the window's thread.
    """

    _done = Signal(int)

    def __init__(
        self, window: DocumentWindow, saved: Callable[[], None], failed: Callable[[KnownError], object]
    ) -> None:
        super().__init__(window.main)
        self._window = window
        self._saved, self._failed = saved, failed
        self._job: SaveJob | None = None
        self._thread: Thread | None = None
        self._result: Written | tuple[Written, Stamp | None] | BaseException | None = None
        self._again = False
        self._part = 0
        self._done.connect(self._parted, Qt.ConnectionType.QueuedConnection)

    @property
    def large(self) -> bool:
        """Whether the window would have to wait for it."""
        return len(self._window.session.document.table(Card)) > _AT_ONCE

    @property
    def busy(self) -> bool:
        """Whether something is being saved."""
        return self._job is not None

    def begin(self) -> None:
        """Save as it is now; while that is done already, once more after it."""
        window, session = self._window, self._window.session
        if self.busy:
            self._again = True
            return
        try:
            job = self._job = session.begin_save()
        except KnownError as error:
            self._failed(error)
            return
        window.main.say(message("window.said.saving", name=str(session.path)))
        self._run(lambda: session.prepare(job)[0])

    def end(self) -> None:
        """Wait for it."""
        while self.busy:
            self._step()

    def _run(self, work: Callable[[], Written | tuple[Written, Stamp | None]]) -> None:
        self._part += 1
        part = self._part

        def run() -> None:
            try:
                with beside():
                    self._result = work()
            except BaseException as error:
                self._result = error
            self._done.emit(part)

        self._thread = Thread(target=run)
        self._thread.start()

    def _parted(self, part: int) -> None:
        """A thread has done its part; nothing to do where somebody has waited for that."""
        if part == self._part:
            self._step()

    def _step(self) -> None:
        job, thread = self._job, self._thread
        if job is None or thread is None:
            return
        thread.join()
        result, session = self._result, self._window.session
        self._result = self._thread = None
        self._job = None
        if isinstance(result, Written):
            session.attempt(result)
            self._job = job
            self._run(lambda: (result, session.put(job, result)))
            return
        again, self._again = self._again, False
        if isinstance(result, tuple):
            session.finish_save(job, *result)
            self._saved()
            if again:
                self.begin()
        elif isinstance(result, KnownError):
            self._failed(result)
        elif result is not None:
            raise result
