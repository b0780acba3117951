"""An error nobody expected, met in a window: reported, told once, and the window goes on.

Qt calls our slots and painters; what they raise comes to `sys.excepthook` and the window lives on. Every edit is whole
or was not made, and is in the working copy when it was; so nothing is to be saved in a hurry.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from model.messages import message
from model.store.files import Files

if TYPE_CHECKING:
    from app.gui import Desktop
    from widgets.report import CrashDialog

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


class Mishaps(QObject):
    """Takes over what would end in a traceback nobody sees. The same error in the same place is told once."""

    happened = Signal(str)

    def __init__(self, desktop: Desktop) -> None:
        super().__init__()
        self._desktop = desktop
        self._told: set[str] = set()
        self._former = sys.excepthook
        self._former_thread = threading.excepthook
        self.dialog: CrashDialog | None = None
        # Never in the midst of a painting or an event that just failed.
        self.happened.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def watch(self) -> None:
        """From now on."""
        sys.excepthook = self.caught
        threading.excepthook = self._caught_in_thread

    def release(self) -> None:
        """No more."""
        sys.excepthook, threading.excepthook = self._former, self._former_thread

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Report an error; whoever started us from a terminal sees it there as well."""
        self._former(kind, error, trace)
        if not issubclass(kind, Exception):
            return
        from app import crashes

        now = self._desktop.context.now()
        report = crashes.describe(kind, error, trace, now)
        _, _, what = report.partition("\n\n")
        if what not in self._told:
            self._told.add(what)
            crashes.keep(self._desktop.home, report, now, Files())
            self.happened.emit(report)

    def _caught_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.caught(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _tell(self, report: str) -> None:
        texts, windows = self._desktop.texts, self._desktop.windows
        from widgets.report import CrashDialog

        self.dialog = CrashDialog(texts, message("crash.happened"), report, windows[-1].main if windows else None)
        self.dialog.open()
