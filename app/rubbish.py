"""Looking for rubbish in the windows' thread alone, and for that of long standing while the windows rest.

Left to itself, the collector works in whatever thread makes something. In another than the windows' it would end
objects of Qt there: that waits for the interpreter while it holds a lock of Qt, which the windows' thread may want
while it holds the interpreter, and both would wait for ever. So it is switched off, and the windows' thread looks
through the young, every hundredth of a second while there are many.

Python's collector looks through all that is old in one go: at 10,000 cards and a few answers that holds the window up
for 40 ms in the midst of typing, and finds next to nothing, as documents, drawings and answers hold no cycles. So it
looks only when nothing was made for a while, as then nobody types and no worker works; and what was there at such a
moment, or when a window had opened, is spared from then on. All of it is looked through when a document has gone, and
now and then while the person is in another program and cannot feel it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from model.collector import resting
from widgets.beside import at_work

_LOOK_MS = 1000
# So many objects are looked through in 15 ms; more at once are a map that is being exported or looked through in part.
_MUCH = 30_000
# After so many rests all is looked through: while the person is in another program, and where that never is.
_AWAY, _OFTEN = 10, 1000
# How many objects there are, in a single call of C: a list of them that is held for longer breaks the tuples that other
# threads are making, and lets go of what they have done with.
_counted = map(len, iter(gc.get_objects, None))
# A window that never rests must not grow without end: after so many rounds the old are looked through all the same.
_ROUNDS = 1000
# How soon the young are looked for again after some were found, and at the latest (ms).
_SOON_MS, _LATEST_MS = 10, 160


class Rubbish(QObject):
    """The collector of a process with windows, once `begin` is called: it then works in their thread alone.

    `spare` what has just been made; `unspare` when a document goes.
    """

    def __init__(self) -> None:
        super().__init__()
        self._made = (0, 0)
        self._spared = False
        self._rests = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._young = QTimer(self)
        self._young.timeout.connect(self.look_through_young)

    def begin(self) -> None:
        """A window opens."""
        gc.disable()
        self._young.start(_SOON_MS)

    def pass_over(self) -> None:
        """A window was made, and nothing in the making was rubbish: what is there is old from now on, unlooked at."""
        gc.freeze()

    def look_through_young(self) -> None:
        """Look through what was made since the last time, where it is enough to be worth it, as the collector would."""
        gc.disable()
        many, often, _ = gc.get_threshold()
        made, young, old = gc.get_count()
        if made <= many or resting():
            self._young.setInterval(min(2 * self._young.interval(), _LATEST_MS))
            return
        gc.collect(2 if old > _ROUNDS else 1 if young > often else 0)
        self._young.setInterval(_SOON_MS)

    def spare(self) -> None:
        """All that is there now is needed."""
        gc.freeze()
        self._spared = True
        self._timer.start()

    def unspare(self) -> None:
        """Some of that is needed no more, and is found at the next rest."""
        gc.unfreeze()
        self._spared = False

    def rest(self) -> None:
        """No window is left."""
        self._timer.stop()
        self._young.stop()

    def look(self) -> None:
        """Look through what was made since the last rest, or all there is, if nothing was made for a while.

        While a thread works beside the windows, as it makes a map or a file, there is much that will soon be gone.
        """
        if at_work() or resting():
            return
        made = gc.get_count()[1:]
        rests, self._made = made == self._made, made
        whole = not self._spared or self._rests >= (_AWAY if _away() else _OFTEN)
        if rests and (whole or made[1]):
            if whole:
                gc.unfreeze()
            if whole or next(_counted) < _MUCH:
                gc.collect()
            self.spare()
            self._rests = 0 if whole else self._rests + 1
            self._made = gc.get_count()[1:]


def _away() -> bool:
    """Whether the person is in another program."""
    return QGuiApplication.applicationState() != Qt.ApplicationState.ApplicationActive
