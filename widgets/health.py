"""The health lights of a document, worked out beside the window a moment after each edit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

from model.blueprint_map import health_of
from model.change import Change
from model.document import Document
from model.layout.facts import Light
from widgets.worker import Worker

_PAUSE_MS = 150


class Health(QObject):
    """`told` carries the lights of the document as it is."""

    told = Signal(object)

    def __init__(self, document: Document, today: date) -> None:
        super().__init__()
        self._document = document
        self._today = today
        self._worker = Worker()
        self._worker.done.connect(self._done)
        self._worker.failed.connect(self._failed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._begin)
        self._timer.start()
        self._disconnect = document.changed.connect(self._changed)

    def detach(self) -> None:
        """Hear nothing of the document any more."""
        self._timer.stop()
        self._disconnect()
        self._worker.stop()

    def _changed(self, _change: Change) -> None:
        self._timer.start()

    def _begin(self) -> None:
        today = self._today
        self._worker.run(lambda document: health_of(document, today), self._document)

    def _done(self, lights: Sequence[Light], revision: int) -> None:
        if revision == self._document.revision:
            self.told.emit(lights)

    def _failed(self, error: Exception) -> None:
        raise error
