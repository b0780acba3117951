"""Each panel fails in turn, in what it hears and in what it draws: the window, the document and the others live on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app import crashes
from app.gui import Desktop
from app.mishaps import Mishaps
from app.window import DocumentWindow
from model.elements import Card
from model.signal import Signal
from tests.widgets.support import Small
from tests.widgets.window import desktop_at, opened

pytestmark = [
    pytest.mark.qt_log_ignore("propagateSizeHints", "QBackingStore|QPainter"),
    pytest.mark.qt_no_exception_capture,
]
There = tuple[DocumentWindow, Small]
DOCKS = ("outline", "find", "overview", "registers", "answers", "findings", "case", "versions")
# Who makes a panel's part, by what name, how Qt asks it for what is to be seen, and the dock it is in.
DRAWN = (
    ("widgets.canvas.canvas", "CanvasView", "paintEvent", ""),
    ("widgets.canvas.canvas", "Strip", "paintEvent", ""),
    ("widgets.minimap", "Minimap", "paintEvent", "overview"),
    ("widgets.case.panel", "SheetView", "paintEvent", "case"),
    ("widgets.outline", "OutlineModel", "data", "outline"),
    ("widgets.registers.view", "EntriesModel", "data", "registers"),
    ("widgets.findings.panel", "FindingsModel", "data", "findings"),
)


@pytest.fixture
def desktop(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    """A desktop on which errors are told as they are to a person."""
    assert qapp is not None
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    with desktop_at(tmp_path / "home") as made:
        mishaps = watched(made)
        yield made
        mishaps.release()
        if mishaps.dialog is not None:
            mishaps.dialog.close()
            mishaps.dialog.deleteLater()


def all_open(desktop: Desktop, foremost: str = "") -> There:
    """A window with every panel open, one of them in front of those it shares its place with."""
    window, small = opened(desktop)
    for name in DOCKS:
        getattr(window.main, f"{name}_dock").show()
    if foremost:
        getattr(window.main, f"{foremost}_dock").raise_()
    window.main.findings.checking.ask()
    while not window.main.findings.checking.settled:
        QApplication.processEvents()
    return window, small


def watched(desktop: Desktop) -> Mishaps:
    mishaps = Mishaps(desktop)
    mishaps.watch()
    return mishaps


def fail(*_: object) -> None:
    raise RuntimeError("Confidential")


def by_qt(act: Callable[[], object]) -> None:
    """Let Qt call something, as it calls what a menu does."""
    QTimer.singleShot(0, act)
    for _ in range(5):
        QApplication.processEvents()


def lives_on(there: There, act: Callable[[str], None]) -> None:
    """An edit while something fails is made, can be undone and done again; after it the map is what it should be."""
    window, small = there
    depth = small.history.depth
    act("While it fails")
    assert window.main.isVisible()
    assert small.document.need(Card, small.reads).title == "While it fails"
    assert small.history.depth == depth + 1 and window.session.unsaved
    by_qt(small.editor.undo)
    by_qt(small.editor.redo)
    assert small.document.need(Card, small.reads).title == "While it fails"


def test_whichever_listener_fails_the_edit_is_made_and_the_others_hear_of_it(desktop: Desktop) -> None:
    there = window, small = all_open(desktop)
    heard: list[int] = []
    signal: Signal = small.document.changed
    count = len(signal._listeners)
    assert count > len(DOCKS)
    for number in range(count):
        listeners = list(signal._listeners)
        signal._listeners[:] = [
            fail if place == number else hearing(place, listener, heard) for place, listener in enumerate(listeners)
        ]
        heard.clear()

        lives_on(there, lambda title: by_qt(lambda: small.editor.rename(small.reads, title)))

        signal._listeners[:] = listeners
        assert set(heard) == set(range(count)) - {number}
        by_qt(partial(small.editor.rename, small.reads, f"After {number}"))
        kept = [piece[1:8] for piece in window.workspace.drawing.pieces()]
        window.workspace.fold(["nothing there"])
        assert kept == [piece[1:8] for piece in window.workspace.drawing.pieces()]
    assert len(crashes.kept(window.desktop.home)) > 0


def hearing(place: int, listener: Callable[[object], None], heard: list[int]) -> Callable[[object], None]:
    """A listener that says that it heard."""

    def hear(value: object) -> None:
        heard.append(place)
        listener(value)

    return hear


@pytest.mark.parametrize(("module", "name", "method", "dock"), DRAWN)
def test_whichever_panel_cannot_be_drawn_the_window_lives_on(
    desktop: Desktop, module: str, name: str, method: str, dock: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaking = Breaking(getattr(import_module(module), name), method)
    monkeypatch.setattr(f"{module}.{name}", breaking.kind)
    there = window, small = all_open(desktop, dock)
    breaking.broken = True

    lives_on(there, lambda title: by_qt(lambda: drawn_anew(window, small, title)))

    assert breaking.failed > 0 and "RuntimeError" in crashes.latest(desktop.home)
    breaking.broken, reports = False, len(crashes.kept(desktop.home))
    by_qt(lambda: drawn_anew(window, small, "Well again"))
    assert len(crashes.kept(desktop.home)) == reports
    assert small.document.need(Card, small.reads).title == "Well again"


class Breaking:
    """A kind of panel with a method that can be made to fail. A kind of its own: Qt keeps hold of what it has seen."""

    def __init__(self, kind: type, method: str) -> None:
        self.broken, self.failed = False, 0
        own = getattr(kind, method)

        def act(panel: object, *about: object) -> object:
            if self.broken:
                self.failed += 1
                raise RuntimeError("Confidential")
            return own(panel, *about)

        self.kind = type(kind.__name__, (kind,), {method: act})


def drawn_anew(window: DocumentWindow, small: Small, title: str) -> None:
    """An edit, after which all of the window is drawn again."""
    small.editor.rename(small.reads, title)
    for widget in window.main.findChildren(QWidget):
        widget.update()


def test_checks_that_fail_beside_the_window_take_nothing_with_them(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = window, small = all_open(desktop)
    monkeypatch.setattr("model.analysis.checks.runner.run", fail)

    window.main.findings.checking.ask()
    while "RuntimeError" not in crashes.latest(desktop.home):
        QApplication.processEvents()

    lives_on(there, lambda title: by_qt(lambda: small.editor.rename(small.reads, title)))
