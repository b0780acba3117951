"""A screen of its own that nobody sees, and widgets that are surely painted on it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

_WAIT = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


def there_is_one() -> bool:
    """Whether this machine can make a screen that nobody sees."""
    return shutil.which("Xvfb") is not None


@contextmanager
def screen(width: int = 1680, height: int = 1050) -> Iterator[str]:
    """The name of a new screen, as DISPLAY takes it; gone at the end. `there_is_one` tells whether it can be had."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as stream:
            number = stream.readline().strip()
        try:
            yield f":{number}"
        finally:
            server.terminate()


def show(widget: QWidget) -> None:
    """Show a window and return when it is painted: a real screen says when it wants that."""
    widget.show()
    QApplication.processEvents()
    handle = widget.windowHandle()
    while not handle.isExposed():
        QApplication.processEvents(_WAIT, 50)
    QApplication.processEvents()


def let_go(widget: QWidget) -> None:
    """Close a window and end it at once: Qt would wait for an event loop to end it, and no row of ours runs one.

    Else all that was ever opened stays, and what comes later is measured in a process that is full of it.
    """
    widget.close()
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()
