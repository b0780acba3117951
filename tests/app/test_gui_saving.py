"""A large document is saved while its window goes on; here every document counts as large."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import TypeVar

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from app import backups, window_saving
from app.gui import Desktop
from app.session import Session
from app.window import DocumentWindow
from model.document import Document
from model.elements import Card
from model.store import reading
from model.store.files import Files
from tests.widgets.support import Small
from tests.widgets.window import asked, close, opened, trigger
from widgets.ask import Answer

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
T = TypeVar("T")


class Slow(Files):
    """Waits at its first write until it may go on, or refuses to write."""

    def __init__(self) -> None:
        self.may = Event()
        self.reached = Event()
        self.refuses = False

    def run(self, operation: str, path: Path, act: Callable[[], T]) -> T:
        if operation == "write" and path.name.startswith("."):
            self.reached.set()
            assert self.may.wait(20)
            if self.refuses:
                raise OSError(errno.ENOSPC, "full", str(path))
        return act()


@pytest.fixture
def files() -> Slow:
    return Slow()


@pytest.fixture(autouse=True)
def beside_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a small document is saved in a thread."""
    monkeypatch.setattr(window_saving, "_AT_ONCE", -1)


@pytest.fixture
def there(desktop: Desktop, tmp_path: Path, files: Slow) -> Iterator[tuple[DocumentWindow, Small]]:
    """A window on a document that has a file, on a disk that waits."""
    window, small = opened(desktop)
    asked(window).answer(save_path=tmp_path / "map.throughline")
    trigger(window, "save")
    window.session.files = files
    yield window, small
    files.may.set()


def saved(window: DocumentWindow) -> None:
    """Let the event loop run until nothing is being saved."""
    while window.file.saving.busy:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


def writes(files: Slow) -> None:
    """Let the event loop run until the file is being written."""
    while not files.reached.is_set():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


def on_the_disk(window: DocumentWindow, card: str) -> str:
    path = window.session.path
    assert path is not None
    return Document(reading.read(path, Files()).rows).need(Card, card).title


def test_the_file_holds_what_was_there_when_it_was_saved(there: tuple[DocumentWindow, Small], files: Slow) -> None:
    window, small = there
    small.editor.rename(small.reads, "First")

    trigger(window, "save")
    writes(files)
    assert window.file.saving.busy and "Saving" in window.main.statusBar().currentMessage()
    small.editor.rename(small.reads, "Second")
    files.may.set()
    saved(window)

    assert on_the_disk(window, small.reads) == "First"
    assert small.document.need(Card, small.reads).title == "Second"
    assert window.main.isWindowModified()
    assert "Saved" in window.main.statusBar().currentMessage()
    kept = backups.kept(window.desktop.home, small.document.blueprint.id)
    assert Document(reading.read(kept[0].path, Files()).rows).need(Card, small.reads).title == "First"
    trigger(window, "save")
    saved(window)
    assert on_the_disk(window, small.reads) == "Second" and not window.main.isWindowModified()


def test_saving_once_more_meanwhile_saves_once_more_after_it(there: tuple[DocumentWindow, Small], files: Slow) -> None:
    window, small = there
    small.editor.rename(small.reads, "First")
    trigger(window, "save")
    small.editor.rename(small.reads, "Second")
    trigger(window, "save")
    files.may.set()

    saved(window)

    assert on_the_disk(window, small.reads) == "Second" and not window.main.isWindowModified()


@pytest.mark.parametrize("written", [False, True])
def test_closing_waits_for_what_is_being_saved(there: tuple[DocumentWindow, Small], files: Slow, written: bool) -> None:
    window, small = there
    small.editor.rename(small.reads, "First")
    trigger(window, "save")
    if written:
        writes(files)
    Thread(target=files.may.set).start()

    window.main.close()

    # then nothing had to be asked, as everything was saved
    assert [name for name, _ in asked(window).asked] == ["save_path"]
    assert not window.main.isVisible() and on_the_disk(window, small.reads) == "First"


@pytest.mark.parametrize("act", ["revert", "protect"])
def test_acts_on_the_file_wait_for_it(there: tuple[DocumentWindow, Small], files: Slow, act: str) -> None:
    window, small = there
    small.editor.rename(small.reads, "First")
    trigger(window, "save")
    writes(files)
    files.may.set()
    asked(window).answer(new_passphrase=None)

    trigger(window, act)

    assert not window.file.saving.busy and on_the_disk(window, small.reads) == "First"
    assert small.document.need(Card, small.reads).title == "First"


def test_a_full_disk_is_told_and_the_edit_stays_unsaved(there: tuple[DocumentWindow, Small], files: Slow) -> None:
    window, small = there
    small.editor.rename(small.reads, "First")
    files.refuses = True
    files.may.set()

    trigger(window, "save")
    saved(window)

    assert asked(window).asked[-1][0] == "tell" and "full" in asked(window).asked[-1][1]
    assert window.main.isWindowModified() and on_the_disk(window, small.reads) == "Reads the letter"
    # and a retry works
    files.refuses = False
    trigger(window, "save")
    saved(window)
    assert not window.main.isWindowModified() and on_the_disk(window, small.reads) == "First"


def test_what_another_wrote_is_asked_about(there: tuple[DocumentWindow, Small], files: Slow, tmp_path: Path) -> None:
    window, small = there
    path = window.session.path
    assert path is not None
    other = Session.open(path, window.desktop.context, tmp_path / "other")
    other.read_only, other.locked_by = False, None
    other.editor.rename(small.fills, "Theirs")
    other.save()
    other.close()
    files.may.set()
    small.editor.rename(small.reads, "Ours")
    asked(window).answer(overwrite=Answer.SAVE)

    trigger(window, "save")
    saved(window)

    assert asked(window).asked[-1][0] == "overwrite"
    assert on_the_disk(window, small.reads) == "Ours" and on_the_disk(window, small.fills) == "Fills in the form"


def test_an_error_nobody_expected_is_raised_and_saving_can_be_tried_again(
    there: tuple[DocumentWindow, Small], files: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, small = there
    files.may.set()
    small.editor.rename(small.reads, "First")
    with monkeypatch.context() as broken:
        broken.setattr("app.saving.writing.serialise", lambda *_: 1 / 0)
        trigger(window, "save")
        with pytest.raises(ZeroDivisionError):
            window.file.saving.end()
    assert not window.file.saving.busy and window.main.isWindowModified()

    trigger(window, "save")
    close(window)

    assert on_the_disk(window, small.reads) == "First"
