"""Work that may take long: done beside the window, with a way out."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QProgressDialog, QWidget

from model.messages import Message
from model.texts import Texts

T = TypeVar("T")
_LOOK_MS = 15
_SHOW_MS = 400


class Cancelled(Exception):
    """The person did not want to wait."""


class _Work(Generic[T]):
    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self.result: list[T] = []
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            self.result.append(self._work())
        except BaseException as error:
            self.failure = error


def run_beside(work: Callable[[], T], said: Message, texts: Texts, parent: QWidget | None) -> T:
    """The result of work done in a thread; after a moment a dialog says what is being waited for.

    `Cancelled` when the person cancels: the work goes on unseen and its result is dropped.
    """
    task = _Work(work)
    thread = Thread(target=task.run, daemon=True)
    dialog = QProgressDialog(texts(said), texts("window.button.cancel"), 0, 0, parent)
    dialog.setWindowTitle(texts("window.name"))
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.setMinimumDuration(_SHOW_MS)
    dialog.setValue(0)
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if not thread.is_alive() or dialog.wasCanceled() else None)
    thread.start()
    timer.start(_LOOK_MS)
    loop.exec()
    timer.stop()
    cancelled = dialog.wasCanceled() and thread.is_alive()
    dialog.close()
    dialog.deleteLater()
    if cancelled:
        raise Cancelled
    thread.join()
    if task.failure is not None:
        raise task.failure
    return task.result[0]
