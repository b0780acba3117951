"""A long day in one window: edits, undo, saves and changes of the view leave its memory and its speed as they were."""

from __future__ import annotations

import gc
import time
from pathlib import Path
from statistics import median

import pytest
from PySide6.QtCore import SIGNAL
from PySide6.QtWidgets import QApplication, QToolButton

from tests.widgets.window import asked, desktop_at, opened, trigger

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
STATUS = Path("/proc/self/status")
# Undo is for ever, and keeps each edit: a long day is one of many short rounds, each taken back.
ROUND = 10


def resident() -> int:
    """How many kB of memory this process holds."""
    gc.collect()
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1])


@pytest.mark.skipif(not STATUS.exists(), reason="no /proc there")
@pytest.mark.parametrize(
    ("edits", "after", "bound"), [(300, 100, 0.10), pytest.param(10_000, 1000, 0.10, marks=pytest.mark.full)]
)
def test_memory_and_speed_stay(qapp: QApplication, tmp_path: Path, edits: int, after: int, bound: float) -> None:
    with desktop_at(tmp_path / "home") as desktop:
        window, small = opened(desktop)
        asked(window).answer(save_path=tmp_path / "soak.throughline")
        trigger(window, "save")
        themes = [id for id in window.menus.actions if id.startswith("density.")]
        memory, took = 0, []
        for number in range(edits):
            begun = time.process_time()
            small.editor.rename(small.reads, f"Title {number}")
            qapp.processEvents()
            took.append(time.process_time() - begun)
            if number % ROUND == ROUND - 1:
                for _ in range(ROUND):
                    trigger(window, "undo")
                trigger(window, themes[number // ROUND % len(themes)])
                trigger(window, "save")
                qapp.processEvents()
            if number == after:
                memory = resident()
            if number % 1000 == 999:
                print(number + 1, f"{resident() / 1024:.0f} MB, {median(took[-500:]) * 1e3:.2f} ms")
        grown = resident() / memory - 1
        early, late = median(took[after - after // 2 : after]), median(took[-after // 2 :])

    print(f"{edits} edits: memory {memory / 1024:.0f} MB grown by {grown:.1%}; {early * 1e3:.2f}, {late * 1e3:.2f} ms")
    assert grown < bound
    assert late < 2 * early + 0.002


def test_however_often_an_act_changes_its_button_listens_no_more_often(qapp: QApplication, tmp_path: Path) -> None:
    with desktop_at(tmp_path / "home") as desktop:
        window, small = opened(desktop)
        undo = window.menus.actions["undo"]
        counts = []
        for number in range(20):
            small.editor.rename(small.reads, f"Title {number}")
            qapp.processEvents()
            counts.append(undo.receivers(SIGNAL("changed()")))
        button = next(each for each in window.main.findChildren(QToolButton) if each.defaultAction() is undo)

        assert max(counts) < 6
        assert button.isEnabled()
        for _ in range(20):
            button.click()
        assert not button.isEnabled()
