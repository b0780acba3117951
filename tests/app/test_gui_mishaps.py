"""An error in one panel: the window and the document live on, and it is told once."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from app import crashes
from app.gui import Desktop
from app.mishaps import Mishaps
from app.recovery import recover, recoverable
from model.elements import Card
from tests.model.store.builders import die
from tests.widgets.window import asked, opened, trigger

pytestmark = [pytest.mark.qt_log_ignore("propagateSizeHints"), pytest.mark.qt_no_exception_capture]


@pytest.fixture
def mishaps(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mishaps]:
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    watching = Mishaps(desktop)
    watching.watch()
    yield watching
    watching.release()
    if watching.dialog is not None:
        watching.dialog.close()
        watching.dialog.deleteLater()


def fail(*_: object) -> None:
    raise RuntimeError("Confidential")


def later(act: object) -> None:
    """Let Qt call something, as it calls a slot."""
    QTimer.singleShot(0, act)
    for _ in range(10):
        QApplication.processEvents()


def test_an_edit_goes_through_though_a_panel_fails_and_is_recovered(desktop: Desktop, mishaps: Mishaps) -> None:
    window, small = opened(desktop)
    disconnect = small.document.changed.connect(fail)

    later(lambda: small.editor.rename(small.reads, "Kept"))
    disconnect()

    assert window.main.isVisible()
    assert small.document.need(Card, small.reads).title == "Kept"
    assert mishaps.dialog is not None and mishaps.dialog.isVisible()
    small.editor.undo()
    small.editor.redo()
    id = die(window.session)
    window.session._working = None
    assert [entry.id for entry in recoverable(desktop.home)] == [id]
    found = recover(desktop.home, id, desktop.context)
    assert found.document.need(Card, small.reads).title == "Kept"
    found.close(discard=True)


def test_the_report_is_kept_shown_and_copied_without_the_words(desktop: Desktop, mishaps: Mishaps) -> None:
    later(fail)

    assert mishaps.dialog is not None
    shown = mishaps.dialog.findChild(QPlainTextEdit)
    assert isinstance(shown, QPlainTextEdit)
    mishaps.dialog.copy.click()
    report = crashes.latest(desktop.home)
    assert shown.toPlainText() == QGuiApplication.clipboard().text() == report
    assert "RuntimeError" in report and "Confidential" not in report


@pytest.mark.usefixtures("mishaps")
def test_the_same_error_is_told_once(desktop: Desktop) -> None:
    for _ in range(5):
        later(fail)

    assert len(crashes.kept(desktop.home)) == 1


def test_an_error_in_a_thread_is_reported_too(desktop: Desktop, mishaps: Mishaps) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    later(lambda: None)

    assert "RuntimeError" in crashes.latest(desktop.home)
    assert mishaps.dialog is not None


@pytest.mark.usefixtures("mishaps")
def test_the_last_report_can_be_seen_again(desktop: Desktop) -> None:
    window, _ = opened(desktop)
    trigger(window, "crash_report")
    assert asked(window).asked == []

    later(fail)
    trigger(window, "crash_report")

    assert asked(window).asked == [("crash_report", crashes.latest(desktop.home))]


def test_whoever_interrupts_the_program_gets_no_report(desktop: Desktop, mishaps: Mishaps) -> None:
    mishaps.caught(KeyboardInterrupt, KeyboardInterrupt(), None)

    assert crashes.kept(desktop.home) == []
