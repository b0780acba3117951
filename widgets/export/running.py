"""A file being made, in the line of status: what is waited for, and a way out. The window stays in use."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock, Thread

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from model.messages import Message
from model.texts import Texts

_SHOW_MS = 300
_WIDE = 90


class Running(QWidget):
    """Runs a piece of work once. `done` carries its result, `failed` what it raised; both come in the window's thread.

    The work asks `goes_on`, and after `cancel` leaves nothing behind.
    """

    done = Signal(object)
    failed = Signal(object)
    _ended = Signal(object, object)

    def __init__(self, texts: Texts, said: Message, work: Callable[[], object]) -> None:
        super().__init__()
        self._work = work
        self._cancelled, self._last = Event(), Lock()
        self._thread = Thread(target=self._run, daemon=True)
        self.busy = False
        self.label, self.bar = QLabel(texts(said)), QProgressBar()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_WIDE)
        self.bar.setAccessibleName(texts(said))
        self.button = QPushButton(texts("window.button.cancel"))
        self.button.setObjectName("add")
        self.button.clicked.connect(self.cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.label, self.bar, self.button):
            layout.addWidget(widget)
        self.hide()
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin; who is done in a moment is not announced."""
        self.busy = True
        QTimer.singleShot(_SHOW_MS, self, lambda: self.setVisible(self.busy))
        self._thread.start()

    def cancel(self) -> None:
        """It is not wanted any more."""
        self._cancelled.set()
        self.button.setEnabled(False)

    def goes_on(self) -> bool:
        """Whether it is still wanted; asked by the work."""
        return not self._cancelled.is_set()

    def last(self, act: Callable[[], bool]) -> bool:
        """Do the last of the work, which leaves something behind; not begun once it is cancelled."""
        with self._last:
            return self.goes_on() and act()

    def wait(self) -> None:
        """Until nothing half written is left. The rest of cancelled work may end with the program."""
        with self._last:
            self.busy = False

    def _run(self) -> None:
        """In the thread."""
        result: object = None
        failure: BaseException | None = None
        try:
            result = self._work()
        except Exception as error:
            failure = error
        # Qt's half of this object may have gone with its window.
        with suppress(RuntimeError):
            self._ended.emit(result, failure)

    def _end(self, result: object, failure: object) -> None:
        self.busy = False
        self.hide()
        if failure is None:
            self.done.emit(result)
        elif self.goes_on():
            self.failed.emit(failure)
        else:
            self.done.emit(None)
        self.deleteLater()
