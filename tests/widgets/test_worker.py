"""Work beside the window: told in the window's thread, and only the last of it."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event, current_thread, main_thread

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from model.document import DocumentView
from tests.widgets.support import Small
from widgets.worker import Worker


@pytest.fixture
def worker(qapp: QApplication) -> Iterator[Worker]:
    assert qapp is not None
    made = Worker()
    yield made
    made.stop()


def test_a_result_comes_with_the_revision_it_holds_for(worker: Worker, qtbot: QtBot) -> None:
    small = Small()
    told_in: list[object] = []
    worker.done.connect(lambda *_: told_in.append(current_thread()))

    def count(document: DocumentView) -> object:
        return len(document), current_thread()

    with qtbot.waitSignal(worker.done, timeout=3000) as done:
        worker.run(count, small.document)
        before = len(small.document), small.document.revision
        small.editor.rename(small.reads, "Later")

    assert done.args is not None
    (counted, thread), revision = done.args
    assert (counted, revision) == before and small.document.revision == revision + 1
    assert thread is not main_thread() and told_in == [main_thread()]
    assert not worker.busy


def test_what_waits_makes_way_for_a_newer_and_the_older_is_not_told(worker: Worker, qtbot: QtBot) -> None:
    small, go = Small(), Event()
    worked: list[str] = []
    told: list[object] = []
    worker.done.connect(lambda result, _: told.append(result))

    def work(name: str) -> object:
        worked.append(name)
        assert go.wait(3)
        return name

    for name in ("first", "second", "third"):
        worker.run(lambda _, name=name: work(name), small.document)
    with qtbot.waitSignal(worker.done, timeout=3000):
        go.set()

    assert worked == ["first", "third"]
    assert told == ["third"]


def test_a_failure_is_told(worker: Worker, qtbot: QtBot) -> None:
    with qtbot.waitSignal(worker.failed, timeout=3000) as failed:
        worker.run(lambda _: 1 / 0, Small().document)

    assert failed.args is not None and isinstance(failed.args[0], ZeroDivisionError)
    with qtbot.waitSignal(worker.done, timeout=3000):
        worker.run(len, Small().document)


def test_a_worker_that_was_stopped_tells_nothing(qapp: QApplication, qtbot: QtBot) -> None:
    assert qapp is not None
    worker, go = Worker(), Event()
    told: list[object] = []
    gone: list[object] = []
    worker.done.connect(lambda *_: told.append(1))
    worker.destroyed.connect(lambda *_: gone.append(1))
    worker.run(lambda _: go.wait(3), Small().document)

    worker.stop()
    go.set()

    qtbot.waitUntil(lambda: bool(gone), timeout=3000)
    assert not told


def test_a_worker_that_was_stopped_begins_nothing(qapp: QApplication) -> None:
    began: list[object] = []
    worker = Worker()

    worker.stop()
    worker.run(began.append, Small().document)

    assert not worker.busy and began == []
    qapp.processEvents()
