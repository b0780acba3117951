"""What a real window does: how long its frames take, and how long its event loop hears nothing, and why.

A timer beats; where it comes late, the loop was blocked for so long. Meanwhile a thread looks in which function the
window's own thread is. None of it is there before it is asked for.
"""

from __future__ import annotations

import os
import threading
from collections import Counter, deque
from collections.abc import Iterable
from contextlib import suppress
from io import BufferedReader
from itertools import takewhile
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from widgets.standing import Standing

# Longer than this (ms) nobody at a window may have to wait.
LIMIT = 50.0
# What the thread is called that sees where a window's thread is.
WATCH = "watch"
_BEAT_MS = 5
# What is said of the last moments goes so far back (s); so many records are kept, which are hours of work.
_LATELY, _MOST = 5.0, 200_000
_GIVEN = {
    QEvent.Type.KeyPress: "key",
    QEvent.Type.MouseButtonPress: "press",
    QEvent.Type.MouseButtonRelease: "release",
    QEvent.Type.Wheel: "wheel",
}
_DEEP = 3
_QUEUE, _LINE = Path("/proc/thread-self/schedstat"), 100
# What is taken down: a painting of the map, and a beat that came late.
FRAME, BEAT = "frame", "beat"
HEAD = ("seconds", "what", "ms", "computed", "queued", "act", "since", "where")


class Pulse(NamedTuple):
    """A frame, or a late beat: when it ended (s), how long it took (ms), what act came last, and how long ago (s).

    `computed`: how much of that the window's thread computed (ms); `queued`: how long it waited for a processor that
    others had, where the system tells it. The rest it waited for another thread of the program, or for a disk.
    `where`: the functions that were seen running while the beat was late, the innermost first.
    """

    seconds: float
    what: str
    ms: float
    computed: float
    queued: float
    act: str
    since: float
    where: str = ""


class _Moment(NamedTuple):
    """Seconds that have passed, that this thread has computed, and that it has waited for a processor."""

    passed: float
    computed: float
    queued: float


class _Clock:
    """The moments of the thread that made it; what it waited for a processor as Linux tells it, nothing elsewhere."""

    def __init__(self) -> None:
        try:
            self._queue: BufferedReader | None = _QUEUE.open("rb")
        except OSError:
            self._queue = None

    def now(self) -> _Moment:
        return _Moment(perf_counter(), thread_time(), self._queued())

    def stop(self) -> None:
        if self._queue is not None:
            self._queue.close()

    def _queued(self) -> float:
        # Each call of the system gives the interpreter away: a single one.
        told = b"" if self._queue is None else os.pread(self._queue.fileno(), _LINE, 0)
        return int(told.split()[1]) / 1e9 if told else 0.0


class Lately(NamedTuple):
    """The last moments: frames and the longest block in ms; and how many blocks there were since the beginning."""

    last: float
    median: float
    worst: float
    block: float
    act: str
    blocks: int


class Pulses(QObject):
    """Takes the pulse of the window whose map is painted on `viewport`, until it is let go of."""

    def __init__(self, viewport: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self.taken: deque[Pulse] = deque(maxlen=_MOST)
        self.blocks = 0
        self._viewport = viewport
        self.begun = self._act_at = perf_counter()
        self._clock = _Clock()
        self._beaten = self._clock.now()
        self._painting: _Moment | None = None
        self._act = ""
        self._beat = QTimer(self)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._beats)
        self._beat.start()
        self._watch = _Watch()
        # What a person does comes to the window first; watching all that widgets hear would cost what is measured.
        self._window = viewport.window().windowHandle()
        for source in (self._window, viewport):
            source.installEventFilter(self)

    def note(self, act: str) -> None:
        """This is being done from now on."""
        self._act, self._act_at = act, perf_counter()

    def painted(self) -> None:
        """The map has been painted."""
        if self._painting is not None:
            self._take(FRAME, self._painting, self._clock.now())
            self._painting = None

    def lately(self) -> Lately:
        """How it went in the last moments."""
        since = perf_counter() - self.begun - _LATELY
        new = list(takewhile(lambda pulse: pulse.seconds >= since, reversed(self.taken)))
        frames = [pulse.ms for pulse in new if pulse.what == FRAME] or [0.0]
        late = [(pulse.ms, pulse.act) for pulse in new if pulse.what == BEAT]
        return Lately(frames[0], median(frames), max(frames), *max(late, default=(0.0, "")), self.blocks)

    def let_go(self) -> None:
        """No more."""
        self._beat.stop()
        self._clock.stop()
        self._watch.stop()
        for source in (self._window, self._viewport):
            source.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear what a person does, and when the map begins to be painted."""
        kind = event.type()
        if kind == QEvent.Type.Paint and watched is self._viewport:
            self._painting = self._clock.now()
        elif kind in _GIVEN and watched is self._window:
            self.note(_GIVEN[kind])
        return False

    def _beats(self) -> None:
        now, before, where = self._clock.now(), self._beaten, self._watch.beats()
        self._beaten = now
        late = (now.passed - before.passed) * 1000.0
        if late > 2 * _BEAT_MS:
            self._take(BEAT, before, now, where)
            self.blocks += late > LIMIT

    def _take(self, what: str, begun: _Moment, ended: _Moment, where: str = "") -> None:
        taken, computed, queued = ((after - before) * 1000.0 for before, after in zip(begun, ended, strict=True))
        seconds, since = ended.passed - self.begun, ended.passed - self._act_at
        self.taken.append(Pulse(seconds, what, taken, computed, queued, self._act, since, where))


class _Watch:
    """A thread that looks where the one that made it is, once it has not beaten for a while."""

    def __init__(self) -> None:
        self._depths = [_within(threading.get_ident(), depth) for depth in range(_DEEP, 0, -1)]
        self._stopped = threading.Event()
        self._beaten = perf_counter()
        self._seen: Counter[str] = Counter()
        threading.Thread(target=self._run, name=WATCH, daemon=True).start()

    def beats(self) -> str:
        """It goes on; where it was mostly seen since the last time."""
        seen, self._seen, self._beaten = self._seen, Counter(), perf_counter()
        return next((place for place, _ in seen.most_common(1)), "")

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(_BEAT_MS / 1000.0):
            if (perf_counter() - self._beaten) * 1000.0 > LIMIT / 2:
                self._seen[_place(self._depths)] += 1


def _place(depths: Iterable[Standing]) -> str:
    """The innermost functions, by module and name; as many as there are."""
    for standing in depths:
        with suppress(AttributeError, KeyError):
            found = standing()
            pairs = zip(found[::2], found[1::2], strict=True)
            return " < ".join(f"{names.get('__name__', '')}.{code.co_name}" for code, names in pairs)
    return ""


def _within(thread: int, depth: int) -> Standing:
    """The code and the names of the innermost functions of a thread."""
    outward = ["f_back." * place for place in range(depth)]
    return Standing(thread, *(way + what for way in outward for what in ("f_code", "f_globals")))


def as_csv(pulses: Iterable[Pulse]) -> str:
    """For a spreadsheet or a script: a line each."""
    lines = [",".join(HEAD)]
    lines += [
        f"{p.seconds:.4f},{p.what},{p.ms:.2f},{p.computed:.2f},{p.queued:.2f},{p.act},{p.since:.3f},{p.where}"
        for p in pulses
    ]
    return "\n".join([*lines, ""])


def memory() -> float | None:
    """What the process holds of the machine's memory now (MB); None where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
