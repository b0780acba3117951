"""Looking for rubbish of long standing while the windows rest.

Python's collector looks through all that is old in one go: at 10,000 cards and a few answers that holds the window up
for 40 ms in the midst of typing, and finds next to nothing, as documents, drawings and answers hold no cycles. So what
was there when a window had opened is not looked through at all, the young are as ever, and the rest only when nothing
was made since the last look: then nobody types and no worker works. What is left then is needed, and is spared as well
until a document goes.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 1000
# A window that never rests must not grow without end: after so many rounds the old are looked through all the same.
_ROUNDS = 1000


class Rubbish(QObject):
    """The collector of a process with windows. `spare` what has just been made; `unspare` when a document goes."""

    def __init__(self) -> None:
        super().__init__()
        self._usual = gc.get_threshold()
        self._made = (0, 0)
        self._spared = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def spare(self) -> None:
        """All that is there now is needed."""
        gc.freeze()
        self._spared = True
        gc.set_threshold(*self._usual[:2], _ROUNDS)
        gc.enable()
        self._timer.start()

    def unspare(self) -> None:
        """Some of that is needed no more, and is found at the next rest."""
        gc.unfreeze()
        self._spared = False

    def rest(self) -> None:
        """No window is left: the collector does as it is used to."""
        self._timer.stop()
        gc.set_threshold(*self._usual)

    def look(self) -> None:
        """Look through the old where there are new ones among them, and nothing was made for a while."""
        made = gc.get_count()[1:]
        rests, self._made = made == self._made, made
        if rests and (made[1] or not self._spared):
            gc.collect()
            self.spare()
            self._made = gc.get_count()[1:]
