"""What a window costs to start, in a process of its own."""

from __future__ import annotations

from pathlib import Path
from subprocess import CompletedProcess

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.actions import ACTIONS
from app.gui import Desktop
from model.entries.columns import REGISTERS
from model.store import writing
from model.store.files import Files
from tests.app.test_cli_start import HEAVY, LOADED, ROOT, python
from tests.model.builders import a_grid
from tests.widgets.support import Small
from tests.widgets.window import close, opened
from widgets import panelled

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
# The module of each panel that comes later, and what the window calls it.
PANELS = {
    "widgets.outline": "outline",
    "widgets.find": "find_panel",
    "widgets.registers.panel": "registers",
    "widgets.answers": "asking",
    "widgets.findings.panel": "findings",
    "widgets.case.panel": "casing",
    "widgets.versions.panel": "versions",
}


def shown(folder: Path, script: str) -> CompletedProcess[str]:
    """A script that opens the window on a file in a process of its own, where nobody does anything."""
    writing.write(folder / "plan", writing.serialise(a_grid(title="1").document.rows()), Files(), "test")
    unmoved = "from PySide6.QtWidgets import QApplication as Q; Q.exec = lambda *_: Q.processEvents() or 0; "
    home = {"QT_QPA_PLATFORM": "offscreen", "THROUGHLINE_HOME": str(folder / "home")}
    done = python(folder, "-c", unmoved + script, "plan", **home)
    assert done.returncode == 0, done.stderr
    return done


def test_a_window_begins_with_no_more_than_it_shows(tmp_path: Path) -> None:
    """What only an act needs is imported when the act is first done."""
    done = shown(tmp_path, LOADED)

    loaded = set(done.stderr.split())
    assert "widgets.main_window" in loaded
    assert not (HEAVY - {"PySide6", "argparse", "uharfbuzz", "bidi"}) & {name.split(".")[0] for name in loaded}
    later = ("exporters.registry", "widgets.export.dialog", "widgets.presenter", "widgets.guide")
    assert not {*later, "app.portfolio", "model.analysis.checks.runner", "model.analysis.case"} & loaded
    assert not set(PANELS) & loaded
    dialogs = ("widgets.dialogs", "widgets.report", "widgets.registers.dialogs", "widgets.clipboard")
    assert not {*dialogs, "model.conflicts", "model.telling", "platform", "calendar"} & loaded


def test_what_edits_need_is_not_imported_before_the_window_is_seen() -> None:
    loaded = set(python(ROOT, "-c", "import sys, app.gui; print(*sys.modules)").stdout.split())

    assert "widgets.main_window" in loaded
    acts = ("model.editor", "model.rules", "model.capture", "model.clipboard", "model.new", "model.samples", "csv")
    assert not {*acts, "model.search", "model.modules", "model.entries.columns", "model.entries.reading"} & loaded
    canvas = ("widgets.canvas.type_ahead", "widgets.canvas.popup", "widgets.canvas.head_gestures", "widgets.images")
    assert not {*canvas, "widgets.minimap", "widgets.palette", "widgets.progress", "widgets.registers.acts"} & loaded
    paper = ("model.layout.paging", "model.layout.furniture", "model.layout.changes", "model.layout.case.sheet")
    assert not {*paper, "widgets.case.sheet_view", "model.analysis.control", "app.crashes"} & loaded
    assert not {name for name in loaded if name.startswith("model.commands.")}


def test_what_the_first_act_needs_is_imported_once_the_window_stands(desktop: Desktop, qtbot: QtBot) -> None:
    window, _ = opened(desktop)
    canvas = window.main.canvas

    qtbot.waitUntil(lambda: not canvas.idle.busy, timeout=20_000)

    assert "editor" in vars(canvas.workspace) and "ahead" in vars(canvas.capture)


def test_the_acts_name_every_register() -> None:
    named = [spec.argument for spec in ACTIONS if spec.handler == "panel.open_register"]

    assert named == [register.name for register in REGISTERS]


def test_no_module_is_read_as_text_while_a_window_opens(tmp_path: Path) -> None:
    """PySide6 would look into each for a feature of its own."""
    done = shown(tmp_path, f"{LOADED}; import linecache; print(*linecache.cache)")

    assert "widgets.main_window" in done.stderr.split()
    assert not [name for name in done.stdout.split() if Path(name).parent.name == "widgets"]


def test_no_class_of_qt_is_made_that_nothing_names(tmp_path: Path) -> None:
    """PySide6 makes a class when it is named, and all kinds of widgets when it must find out what one is."""
    made = "[*map(print, (each.__name__ for each in gc.get_objects() if isinstance(each, type)))]"

    done = shown(tmp_path, f"{LOADED}; import gc; gc.unfreeze(); {made}")

    named = set(done.stdout.split())
    assert {"QMainWindow", "QScrollBar", "QComboBox"} <= named
    assert not {"QStyle", "QWizard", "QTreeWidget", "QCalendarWidget", "QAbstractItemView", "QDialog"} & named


def test_a_panel_is_made_when_its_dock_comes_into_sight_or_an_act_asks_for_it(desktop: Desktop) -> None:
    window, _ = opened(desktop)
    main = window.main
    assert [part for part in PANELS.values() if main.made(part)] == []

    main.registers_dock.show()
    main.outline_dock.raise_()
    QApplication.processEvents()
    window.menus.actions["find"].trigger()

    assert {part for part in PANELS.values() if main.made(part)} == {"registers", "outline", "find_panel"}
    assert main.registers_dock.widget() is main.registers and main.registers.isVisible()


def test_tab_goes_from_the_bar_of_a_view_to_the_map_and_on_to_the_inspector(desktop: Desktop) -> None:
    """Whatever of it is made first."""
    window, _ = opened(desktop)
    main = window.main

    chain: list[QWidget] = []
    here: QWidget = main.viewing.bar.choose
    while here not in chain:
        chain.append(here)
        here = here.nextInFocusChain()

    stops = (main.viewing.bar.choose, main.viewing.bar.end, main.canvas.inline, main.inspector, main.findings_status)
    places = [chain.index(stop) for stop in stops]
    assert places == sorted(places)


def test_panels_that_take_long_are_made_ahead_and_stay_out_of_sight(
    desktop: Desktop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panelled, "_WHILE_MS", 0)
    monkeypatch.setattr(panelled, "_SOON_MS", 0)
    window, _ = opened(desktop)
    main, keyboard = window.main, QApplication.focusWidget()

    qtbot.waitUntil(lambda: all(main.made(part) for part in panelled._AHEAD), timeout=20_000)

    docks = (main.registers_dock, main.answers_dock, main.case_dock, main.versions_dock)
    assert not any(dock.isVisible() for dock in docks)
    assert QApplication.focusWidget() is keyboard and not main.made("findings")


def test_a_window_that_was_left_with_a_panel_begins_with_it(desktop: Desktop) -> None:
    window, _ = opened(desktop)
    window.main.versions_dock.show()
    QApplication.processEvents()
    close(window)

    again, _ = opened(desktop)

    assert [part for part in PANELS.values() if again.main.made(part)] == ["versions"]
    assert again.main.versions.isVisible()


def test_another_document_in_a_window_takes_the_panels_of_the_one_before_away(desktop: Desktop) -> None:
    window, small = opened(desktop)
    window.main.find_panel.line.setText("pays")
    window.main.registers_dock.show()
    QApplication.processEvents()
    before = window.main.registers

    window.show(desktop.session(Small().document))
    QApplication.processEvents()

    assert not window.main.made("find_panel")
    assert window.main.registers is not before and window.main.registers.isVisible()
    assert window.main.find_panel.line.text() == ""


def test_findings_are_counted_though_nobody_looks_at_them(desktop: Desktop, qtbot: QtBot) -> None:
    window, _ = opened(desktop)
    main = window.main
    main.checking.ask()

    qtbot.waitUntil(lambda: main.checking.settled, timeout=20_000)

    assert main.checking.listing is not None
    count = len(main.checking.listing.report.findings)
    assert count and main.findings_status.text() == main.checking.listing.said
    assert main.findings_dock.windowTitle() == desktop.texts("window.dock.findings_count", n=count)
    assert not main.made("findings")
