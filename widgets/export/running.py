"""A file being made, in the line of status: what is waited for, and a way out. The window stays in use."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Lock

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from model.document import DocumentView
from model.messages import Message
from model.texts import Texts
from widgets.worker import Worker

_SHOW_MS = 300
_WIDE = 90


class Running(QWidget):
    """Runs a piece of work once. `done` carries its result, `failed` what it raised; both come in the window's thread.

    The work asks `goes_on`, and after `cancel` leaves nothing behind.
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, texts: Texts, said: Message, work: Callable[[], object], document: DocumentView) -> None:
        """`document`: what the work is about."""
        super().__init__()
        self._work, self._document = work, document
        self._cancelled, self._last = Event(), Lock()
        self.worker = Worker()
        self.worker.done.connect(lambda result, _revision: self._end(result, None))
        self.worker.failed.connect(lambda failure: self._end(None, failure))
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

    def start(self) -> None:
        """Begin; who is done in a moment is not announced."""
        QTimer.singleShot(_SHOW_MS, self, lambda: self.setVisible(self.worker.busy))
        work = self._work
        self.worker.run(lambda _document: work(), self._document)

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

    def let_go(self) -> None:
        """Tell nothing more, once nothing half written is left. The rest of cancelled work may end with the program."""
        with self._last:
            self.worker.stop()

    def _end(self, result: object, failure: object) -> None:
        self.hide()
        if failure is None:
            self.done.emit(result)
        elif self.goes_on():
            self.failed.emit(failure)
        else:
            self.done.emit(None)
        self.worker.stop()
        self.deleteLater()
