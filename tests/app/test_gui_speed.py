"""The overlay of speed: what it measures, what it costs when it is off, and its figures in a file."""

from __future__ import annotations

import csv
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.window import DocumentWindow
from tests.widgets.support import Small
from tests.widgets.window import asked, close, trigger
from widgets.pulse import BEAT, FRAME, LIMIT, WATCH, Pulse
from widgets.speed import SpeedOverlay

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def watches() -> int:
    """How many threads watch a window."""
    return sum(thread.name == WATCH for thread in threading.enumerate())


def go_on(seconds: float = 0.08) -> None:
    """Let the event loop run on."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 5)


def overlay(window: DocumentWindow) -> SpeedOverlay:
    found = window.speed.overlay
    assert found is not None
    return found


def taken(window: DocumentWindow, what: str) -> list[Pulse]:
    return [pulse for pulse in overlay(window).pulses.taken if pulse.what == what]


def hold_up(_checked: bool = False) -> None:
    """An act that keeps the window from hearing anything."""
    time.sleep(0.12)


def test_a_block_is_told_with_the_act_and_the_place(there: tuple[DocumentWindow, Small]) -> None:
    window, _ = there
    window.menus.actions["fit"].triggered.connect(hold_up)
    trigger(window, "speed.show")
    go_on()
    before = overlay(window).pulses.blocks

    trigger(window, "fit")
    go_on()

    # What other programs of the machine hold up is no block of this one.
    worst = max(taken(window, BEAT), key=lambda pulse: pulse.ms - pulse.queued)
    assert worst.ms >= 115.0 and worst.computed < worst.ms - 100.0 and worst.act == "fit" and worst.since < 1.0
    assert "test_gui_speed.hold_up" in worst.where
    assert overlay(window).pulses.blocks > before
    overlay(window).tell()
    said = overlay(window).text()
    assert "(fit)" in said and f"over {LIMIT:.0f} ms" in said and "MB in memory" in said


def test_frames_are_those_of_the_map_and_not_of_the_overlay(there: tuple[DocumentWindow, Small]) -> None:
    window, _ = there
    trigger(window, "speed.show")
    # given a window that has come to rest
    before = -1
    while before != len(taken(window, FRAME)):
        before = len(taken(window, FRAME))
        go_on(0.3)

    overlay(window).setText("9\n8\n7\n6")
    go_on()
    assert len(taken(window, FRAME)) == before

    window.main.canvas.view.viewport().repaint()
    assert len(taken(window, FRAME)) == before + 1
    assert 0.0 < taken(window, FRAME)[-1].ms < 1000.0


def test_keys_are_acts_too(there: tuple[DocumentWindow, Small]) -> None:
    window, _ = there
    trigger(window, "speed.show")

    QTest.keyClick(window.main.windowHandle(), Qt.Key.Key_Down)
    window.main.canvas.view.viewport().repaint()

    assert taken(window, FRAME)[-1].act == "key"


def test_when_it_is_off_nothing_of_it_is_left(there: tuple[DocumentWindow, Small]) -> None:
    window, _ = there
    trigger(window, "speed.show")
    shown = overlay(window)
    assert watches() == 1

    trigger(window, "speed.show")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    go_on()

    assert window.speed.overlay is None and watches() == 0
    had = len(shown.pulses.taken)
    window.main.canvas.view.viewport().repaint()
    assert len(shown.pulses.taken) == had


def test_it_goes_with_its_window(there: tuple[DocumentWindow, Small]) -> None:
    window, _ = there
    trigger(window, "speed.show")

    close(window)
    go_on()

    assert window.speed.overlay is None and watches() == 0


def test_it_stays_in_the_corner_of_the_map(there: tuple[DocumentWindow, Small]) -> None:
    window, _ = there
    trigger(window, "speed.show")

    for width in (900, 1300):
        window.main.resize(width, 700)
        go_on()
        canvas = window.main.canvas
        assert canvas.view.geometry().contains(overlay(window).geometry())
        assert canvas.view.geometry().right() - overlay(window).geometry().right() < 40


def test_what_was_measured_is_written_to_a_file(there: tuple[DocumentWindow, Small], tmp_path: Path) -> None:
    window, _ = there
    path = tmp_path / "speed.csv"
    trigger(window, "speed.keep")
    assert window.main.statusBar().currentMessage().startswith("Nothing is being measured")
    trigger(window, "speed.show")
    trigger(window, "zoom_in")
    window.main.canvas.view.viewport().repaint()
    asked(window).answer(save_path=path)

    trigger(window, "speed.keep")

    with path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["seconds", "what", "ms", "computed", "queued", "act", "since", "where"]
    assert any(row["what"] == "frame" and row["act"] == "zoom_in" and float(row["ms"]) > 0 for row in rows)


def test_no_menu_shows_it(there: tuple[DocumentWindow, Small]) -> None:
    window, _ = there
    shown = {action for menu in window.main.menuBar().findChildren(QMenu) for action in menu.actions()}

    assert window.menus.actions["about"] in shown
    assert window.menus.actions["speed.show"] not in shown and window.menus.actions["speed.keep"] not in shown
