"""Looking for rubbish in the windows' thread alone, and for that of long standing while the windows rest.

Left to itself, the collector works in whatever thread makes something. In another than the windows' it would end
objects of Qt there: that waits for the interpreter while it holds a lock of Qt, which the windows' thread may want
while it holds the interpreter, and both would wait for ever. So it is switched off, and the windows' thread looks
through the young, every hundredth of a second while there are many.

Python's collector looks through all that is old in one go: at 10,000 cards and a few answers that holds the window up
for 40 ms in the midst of typing, and finds next to nothing, as documents, drawings and answers hold no cycles. So it
looks only when nothing was made for a while, as then nobody types and no worker works; and what was there at such a
moment, or when a window had opened, is spared from then on. While somebody works without a pause, what has been there
for some rounds is looked through once more, where that is quick, and spared as well; so is at once what was made by the
ten thousand. All is looked through once a document has gone, before the next is ready where one takes its place, and
now and then while the person is in another program, or still, and cannot feel it.
"""

from __future__ import annotations

import gc
import sys
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from model.collector import resting
from widgets.beside import at_work
from widgets.idle import Unhurried

_LOOK_MS = 1000
# So many objects are looked through in 15 ms; more at once are a map that is being made, exported or looked through.
_MUCH = 30_000
# The same while somebody works and much else is in the processor's caches.
_SOME = 15_000
# After so many rests all is looked through: while the person is in another program, and where that never is; then
# also not before nothing was made for so many looks on end.
_AWAY, _OFTEN, _STILL = 10, 1000, 60
# How many objects there are, in a single call of C: a list of them that is held for longer breaks the tuples that other
# threads are making, and lets go of what they have done with.
_counted = map(len, iter(gc.get_objects, None))
_counted_young = map(len, iter(partial(gc.get_objects, 0), None))
# After so many rounds those that have survived them are looked through, where they are few, and spared.
_ROUNDS = 20
# A window that never rests must not grow without end: where so many times as much is there as after all was looked
# through, all is looked through all the same. That is asked whenever so many more were spared, and no worker has much.
_TIMES, _MORE = 3, 1_000_000
# How soon the young are looked for again after some were found, and at the latest (ms).
_SOON_MS, _LATEST_MS = 10, 160


class Rubbish(QObject):
    """The collector of a process with windows, once `begin` is called: it then works in their thread alone.

    `spare` what has just been made; `unspare` when a document goes, and tell once it has `gone`.
    """

    def __init__(self) -> None:
        super().__init__()
        self._made = (0, 0)
        self._spared = self._left = False
        self._rests = self._still = self._blocks = 0
        # So many young were looked through since they were twice; so many were spared since all were counted.
        self._grown = self._more = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._young, self._soon = Unhurried(self), _SOON_MS
        self._young.due.connect(self._come)
        self._gone = Unhurried(self)
        self._gone.due.connect(self._look_for_it)

    def begin(self) -> None:
        """A window opens."""
        gc.disable()
        self._spared, self._soon = False, _SOON_MS
        self._young.begin(self._soon)

    def pass_over(self) -> None:
        """A window was made, and nothing in the making was rubbish: what is there is old from now on, unlooked at."""
        gc.freeze()

    def _come(self) -> None:
        self.look_through_young()
        self._young.begin(self._soon)

    def look_through_young(self) -> None:
        """Look through what was made since the last time, where it is enough to be worth it, as the collector would."""
        gc.disable()
        many, often, _ = gc.get_threshold()
        made, young, old = gc.get_count()
        if made <= many or resting():
            self._soon = min(2 * self._soon, _LATEST_MS)
            return
        self._soon = _SOON_MS
        # More than were made net, where others have gone meanwhile.
        self._grown += next(_counted_young)
        if self._spared and self._grown > _SOME:
            self._spare_more(self._grown)
        elif self._spared and old > _ROUNDS:
            self._spare_old()
        else:
            gc.collect(1 if young > often else 0)
        if young > often:
            self._grown = 0

    def _spare_old(self) -> None:
        """What has survived many rounds is not rubbish, but for a little."""
        count = next(_counted)
        if count < _SOME:
            gc.collect()
        self._spare_more(count)

    def _spare_more(self, count: int) -> None:
        gc.freeze()
        self._grown = 0
        self._more += count
        if self._more > _MORE and not at_work():
            self._more = 0
            if sys.getallocatedblocks() > _TIMES * max(self._blocks, _MORE):
                self._look_through_all()

    def _look_through_all(self) -> None:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._rests, self._blocks, self._left = 0, sys.getallocatedblocks(), False

    def spare(self) -> None:
        """All that is there now is needed, but for what a document left that nobody has looked for yet."""
        if self._left:
            self._look_through_all()
        gc.freeze()
        if not self._spared:
            self._spared, self._blocks = True, sys.getallocatedblocks()
        self._timer.start()

    def unspare(self) -> None:
        """Some of that is needed no more."""
        gc.unfreeze()
        self._spared, self._left = False, True

    def gone(self) -> None:
        """What Qt held of it has gone as well: look for it at once, while the person waits for what comes instead."""
        self._gone.begin(_SOON_MS)

    def _look_for_it(self) -> None:
        """Once no thread works beside the windows, as that may hold it still."""
        if at_work() or resting():
            self._gone.begin(_SOON_MS)
        else:
            self._look_through_all()

    def rest(self) -> None:
        """No window is left; only what has gone is still looked for, where the program goes on."""
        self._timer.stop()
        self._young.stop()

    def stop(self) -> None:
        """Look for nothing any more."""
        self.rest()
        self._gone.stop()

    def look(self) -> None:
        """Look through what was made since the last rest, or all there is, if nothing was made for a while.

        While a thread works beside the windows, as it makes a map or a file, there is much that will soon be gone.
        """
        if at_work() or resting():
            return
        made = gc.get_count()[1:]
        rests, self._made = made == self._made, made
        self._still = self._still + 1 if rests else 0
        if rests and (self._all_is_due() or made[1]):
            if self._all_is_due():
                self._look_through_all()
            elif next(_counted) < _MUCH:
                gc.collect()
            self.spare()
            self._rests += 1
            self._made = gc.get_count()[1:]

    def _all_is_due(self) -> bool:
        rests = self._rests
        return not self._spared or (rests >= _AWAY and _away()) or (rests >= _OFTEN and self._still >= _STILL)


def _away() -> bool:
    """Whether the person is in another program."""
    return QGuiApplication.applicationState() != Qt.ApplicationState.ApplicationActive
