"""A desktop of windows for tests: its own home, scripted answers, everything closed at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication

from app.gui import Desktop, application
from app.window import DocumentWindow
from model.context import fixed_context
from tests.widgets.support import Scripted, Small
from widgets.ask import Answer


@contextmanager
def desktop_at(home: Path, locale: str = "en") -> Iterator[Desktop]:
    """A desktop of Ann's with its settings and sessions in a folder."""
    made = Desktop(fixed_context(date(2026, 11, 23), "Ann", locale=locale), home, Scripted)
    running = application(made, [])
    try:
        yield made
    finally:
        for window in list(made.windows):
            close(window)
        made.rubbish.stop()
        running.setStyleSheet("")


def opened(desktop: Desktop, small: Small | None = None) -> tuple[DocumentWindow, Small]:
    """A window on the small document, at 100 %; `small` then speaks of what the window holds."""
    small = small or Small()
    window = desktop.show(desktop.session(small.document))
    small.document, small.history, small.editor = (
        window.session.document,
        window.session.history,
        window.session.editor,
    )
    window.main.resize(1300, 850)
    window.main.activateWindow()
    QApplication.processEvents()
    window.main.canvas.zoom_to(1.0)
    return window, small


def close(window: DocumentWindow) -> None:
    """Close a window, unsaved edits and all."""
    asked(window).answers["unsaved"] = [Answer.DISCARD]
    window.main.close()
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def exported(window: DocumentWindow) -> None:
    """Wait until the file that is being made is there."""
    while window.file.exports.busy:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


def asked(window: DocumentWindow) -> Scripted:
    """Who answers for the person at a window."""
    assert isinstance(window.ask, Scripted)
    return window.ask


def trigger(window: DocumentWindow, id: str) -> None:
    """Do what a menu entry does."""
    window.menus.actions[id].trigger()
