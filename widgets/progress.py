"""Work that may take long: done beside the window, with a way out."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QLabel, QProgressDialog, QWidget

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

    Until then the window goes on being painted, and what is typed or clicked waits. `Cancelled` when the person
    cancels: the work goes on unseen and its result is dropped.
    """
    task = _Work(work)
    thread = Thread(target=task.run, daemon=True)
    thread.start()
    _wait(thread, QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, _SHOW_MS)
    if thread.is_alive():
        dialog = _dialog(texts(said), texts, parent)
        _wait(thread, QEventLoop.ProcessEventsFlag.AllEvents, None, dialog.wasCanceled)
        cancelled = dialog.wasCanceled() and thread.is_alive()
        dialog.close()
        dialog.deleteLater()
        if cancelled:
            raise Cancelled
    thread.join()
    if task.failure is not None:
        raise task.failure
    return task.result[0]


def _wait(
    thread: Thread, events: QEventLoop.ProcessEventsFlag, most: int | None, given_up: Callable[[], bool] = bool
) -> None:
    """Let the window live until the thread has ended, for so many ms at most, or until the wait is given up."""
    loop, look = QEventLoop(), QTimer()
    look.timeout.connect(lambda: loop.quit() if not thread.is_alive() or given_up() else None)
    look.start(_LOOK_MS)
    if most is not None:
        QTimer.singleShot(most, loop, loop.quit)
    loop.exec(events)
    look.stop()


def _dialog(said: str, texts: Texts, parent: QWidget | None) -> QProgressDialog:
    """Says what is being waited for, in words that are no markup."""
    dialog = QProgressDialog("", texts("window.button.cancel"), 0, 0, parent)
    label = QLabel(said)
    label.setTextFormat(Qt.TextFormat.PlainText)
    dialog.setLabel(label)
    dialog.setWindowTitle(texts("window.name"))
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.show()
    return dialog
