"""Work that waits until nothing else is to be done: in slices too short to be felt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

_SLICE = 0.008
# The window comes first: what has just been painted is shown before anything else is begun.
_PAUSE_MS = 20


class Idle(QObject):
    """Does steps of work between events, as often as there are some again; `done` once there are no more."""

    done = Signal()

    def __init__(self, work: Callable[[], Iterator[None]], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._steps: Iterator[None] | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._slice)

    def begin(self) -> None:
        """Begin after a moment."""
        if not self._timer.isActive():
            self._timer.start(_PAUSE_MS)

    def stop(self) -> None:
        """Leave undone what is not done."""
        self._timer.stop()

    def restart(self) -> None:
        """What was done does not count: begin again after a moment."""
        self._steps = None
        self._timer.start(_PAUSE_MS)

    def finish(self) -> None:
        """Do all that is left, now."""
        self._timer.stop()
        for _ in self._going_on():
            pass
        self._steps = None
        self.done.emit()

    def _going_on(self) -> Iterator[None]:
        if self._steps is None:
            self._steps = self._work()
        return self._steps

    def _slice(self) -> None:
        self._timer.setInterval(0)
        end = perf_counter() + _SLICE
        for _ in self._going_on():
            if perf_counter() >= end:
                return
        self.finish()
