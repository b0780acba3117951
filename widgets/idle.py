"""Work that waits until nothing else is to be done: in slices too short to be felt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

_SLICE = 0.008
# The window comes first: what has just been painted is shown before anything else is begun.
_PAUSE_MS = 20
# Until then what was asked to be painted is being painted.
_PAINT_MS = 10
# A turn of the event loop that has taken so much longer (s) before a timer came is long enough.
_LATE = 0.004
# Between slices all that waits is heard: of several at work, one a turn of the event loop (s, ms).
_BREATH, _AGAIN_MS, _INSTEAD_MS = 0.001, 2, 1


NEXT_TURN = object()


class Later(QTimer):
    """Fires in a turn of the event loop of its own: what is painted comes before it, and what is typed between."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self._after = QTimer(self)
        self._after.setSingleShot(True)
        self._after.setInterval(_PAINT_MS)
        # A paint that takes long has made this timer due in its own turn; one started now is due in the next.
        self._after.timeout.connect(lambda: self.start(0))

    @property
    def waits(self) -> bool:
        """Whether it will fire."""
        return self._after.isActive() or self.isActive()

    def begin(self) -> None:
        """Fire once, as soon as there is time."""
        self.stop()
        self._after.start()

    def drop(self) -> None:
        """Do not fire."""
        self._after.stop()
        self.stop()


class Unhurried(QTimer):
    """Comes once, after so long; where much else was done in that turn of the event loop, in the next instead."""

    due = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self._at = 0.0
        self.timeout.connect(self._come)

    def begin(self, ms: int) -> None:
        """Be due after so long."""
        self._at = perf_counter() + ms / 1000.0
        self.start(ms)

    def _come(self) -> None:
        if perf_counter() > self._at + _LATE:
            self._at = inf
            self.start(0)
        else:
            self.due.emit()


class _Turn:
    """Who worked last, by its identity, and until when (s) no other may begin."""

    last = 0
    until = 0.0


class Idle(QObject):
    """Does steps of work between events, as often as there are some again; `done` once there are no more.

    A step that yields `NEXT_TURN` is the last of its slice.
    """

    done = Signal()

    def __init__(
        self, work: Callable[[], Iterator[object]], parent: QObject, pause: int = _PAUSE_MS, *, urgent: bool = False
    ) -> None:
        """`pause` (ms): how long it waits before it begins. `urgent`: somebody sees that it is not done yet."""
        super().__init__(parent)
        self._work, self._pause, self._urgent = work, pause, urgent
        self._steps: Iterator[object] | None = None
        self._busy = False
        self._timer = Unhurried(self)
        self._timer.due.connect(self._slice)

    @property
    def busy(self) -> bool:
        """Whether there is something left to be done."""
        return self._busy

    def begin(self) -> None:
        """Begin after a moment."""
        if not self._busy:
            self._busy = True
            self._timer.begin(self._pause)

    def stop(self) -> None:
        """Leave undone what is not done."""
        self._busy = False
        self._timer.stop()

    def restart(self) -> None:
        """What was done does not count: begin again after a moment."""
        self._steps, self._busy = None, True
        self._timer.begin(self._pause)

    def finish(self) -> None:
        """Do all that is left, now."""
        for _ in self._going_on():
            pass
        self._end()

    def _end(self) -> None:
        self.stop()
        self._steps = None
        self.done.emit()

    def _going_on(self) -> Iterator[object]:
        if self._steps is None:
            self._steps = self._work()
        return self._steps

    def _slice(self) -> None:
        now = perf_counter()
        if now < _Turn.until and _Turn.last != id(self) and not self._urgent:
            self._timer.begin(_INSTEAD_MS)
            return
        end = now + _SLICE
        for step in self._going_on():
            if step is NEXT_TURN or perf_counter() >= end:
                # Only now: a timer counts from when it is set. The step may have stopped all.
                if self._busy:
                    self._timer.begin(0 if self._urgent else _AGAIN_MS)
                break
        else:
            self._end()
        _Turn.last, _Turn.until = id(self), perf_counter() + _BREATH
