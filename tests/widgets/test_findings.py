"""The findings panel by keys and clicks: run beside the window, shown on the map, fixed, dismissed, brought back."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.gui import Desktop
from app.window import DocumentWindow
from model import samples
from model.context import fixed_context
from model.elements import Card, Step
from model.messages import message
from tests.model.builders import DAY
from tests.widgets.finding import (
    KEY,
    check_soon,
    current,
    go_to,
    on_every_fault,
    press,
    rules,
    settle,
    shown,
)
from tests.widgets.window import trigger
from widgets.findings.model import SHOWN

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def checked_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    check_soon(monkeypatch)


@pytest.fixture
def window(desktop: Desktop) -> DocumentWindow:
    return on_every_fault(desktop)


def test_the_status_line_counts_and_a_press_opens_the_panel(desktop: Desktop) -> None:
    window = desktop.show(desktop.session(samples.build("broken", fixed_context(DAY))))
    settle(window)
    listing = window.main.findings.checking.listing
    assert listing is not None
    assert listing.groups == ()  # nobody looks: nothing is put into words
    assert not window.main.findings_dock.isVisible()
    assert listing.said == "4 to mend, 59 to look at, 69 hints"
    assert window.main.findings_status.text() == listing.said

    QTest.mouseClick(window.main.findings_status, Qt.MouseButton.LeftButton)
    settle(window)

    assert window.main.findings_dock.isVisible()
    assert window.main.findings.said.text() == listing.said
    assert window.main.findings_dock.windowTitle() == f"Findings ({len(listing.report.findings)})"
    assert sum(shown(window.main.findings).values()) == len(listing.report.findings) + len(listing.report.cannot)


def test_f7_goes_to_the_findings_and_back(window: DocumentWindow) -> None:
    panel = window.main.findings
    assert panel.tree.hasFocus()

    trigger(window, "findings")
    assert not panel.isVisible()
    assert on_the_map(window)

    trigger(window, "findings")
    assert panel.tree.hasFocus()


def test_who_asks_before_the_checks_are_done_finds_the_first_finding_chosen(desktop: Desktop) -> None:
    window = desktop.show(desktop.session(samples.build("broken", fixed_context(DAY))))
    panel = window.main.findings

    trigger(window, "findings")
    assert panel.current is None
    settle(window)

    assert panel.current is not None
    assert panel.current.why in panel.why.text()


def test_the_arrow_keys_walk_the_findings_and_the_map_shows_each(window: DocumentWindow) -> None:
    panel, selection = window.main.findings, window.workspace.selection
    assert current(panel).rule == "ownership.end_to_end"

    press(panel, KEY.Key_Down, 5)

    line = current(panel)
    assert line.rule == "ownership.card"
    assert line.finding is not None
    (card,) = line.finding.subjects
    assert selection.ids == (card,)
    assert selection.cell is not None
    assert window.main.canvas.view.viewport().rect().contains(centre(window, card))
    assert line.why in panel.why.text()
    assert panel.tree.hasFocus()

    press(panel, KEY.Key_Return)
    assert on_the_map(window)


def on_the_map(window: DocumentWindow) -> bool:
    """Whether the keyboard is on the map."""
    focus, canvas = window.main.focusWidget(), window.main.canvas
    return focus is canvas or canvas.isAncestorOf(focus)


def centre(window: DocumentWindow, id: str) -> QPoint:
    canvas = window.main.canvas
    box = canvas.workspace.drawing.box(id)
    assert box is not None
    return canvas.view.mapFromScene(box.x + box.width / 2, box.y + box.height / 2)


def test_a_click_shows_on_the_map(window: DocumentWindow) -> None:
    panel = window.main.findings
    line = go_to(panel, "structure.long_text")
    window.workspace.selection.clear()

    QTest.mouseClick(
        panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=panel.tree.visualRect(panel.tree.currentIndex()).center()
    )

    assert line.finding is not None
    assert window.workspace.selection.ids == line.finding.subjects


def test_a_finding_about_an_entry_shows_it_and_opens_its_register_at_the_row(window: DocumentWindow) -> None:
    panel, registers = window.main.findings, window.main.registers
    line = go_to(panel, "operation.system_owner")
    assert line.finding is not None
    (system,) = line.finding.subjects

    assert window.workspace.selection.ids == (system,)
    assert panel.tree.hasFocus() and panel.buttons["open"].isVisible()
    press(panel, KEY.Key_Return)

    assert registers.isVisible() and registers.table.hasFocus()
    assert (registers.register.name, registers.table.current()) == ("systems", system)
    trigger(window, "findings")
    line = go_to(panel, "structure.long_text")
    assert not panel.buttons["open"].isVisible()


def test_a_register_in_sight_turns_to_what_a_finding_is_about(window: DocumentWindow) -> None:
    main = window.main
    main.splitDockWidget(main.findings_dock, main.registers_dock, Qt.Orientation.Horizontal)
    main.registers_dock.show()
    QApplication.processEvents()

    line = go_to(main.findings, "metrics.orphan")

    assert line.finding is not None
    assert (main.registers.register.name, main.registers.table.current()) == ("metrics", line.finding.subjects[0])
    assert main.findings.tree.hasFocus()


def test_the_filter_takes_words_of_finding_place_and_rule(window: DocumentWindow) -> None:
    panel = window.main.findings

    QTest.keyClicks(panel.line, "labels double")
    QTest.keyClick(panel.line, KEY.Key_Down)

    assert shown(panel) == {"To look at (1)": 1}
    assert current(panel).rule == "structure.double"

    panel.line.setFocus()
    QTest.keyClick(panel.line, KEY.Key_Escape)
    settle(window)
    assert panel.line.text() == ""


def test_an_edit_on_the_map_leaves_the_chosen_finding_chosen(window: DocumentWindow) -> None:
    panel, editor = window.main.findings, window.session.editor
    line = go_to(panel, "ownership.raci")

    editor.edit(next(iter(editor.document.table(Card))), notes="Something else")
    settle(window)

    assert current(panel).key == line.key


def test_what_cannot_run_is_listed_apart_and_can_neither_be_fixed_nor_dismissed(window: DocumentWindow) -> None:
    panel = window.main.findings
    go_to(panel, "money.fail_point_cost")
    assert list(shown(panel)) == ["To look at (2)", "Cannot run (1)"]

    press(panel, KEY.Key_End)

    assert current(panel).finding is None
    assert not any(button.isEnabled() for button in panel.buttons.values())
    assert current(panel).words.startswith("What 1 fail point costs a year cannot be said")


def test_results_of_an_older_state_are_dropped(window: DocumentWindow) -> None:
    panel, editor = window.main.findings, window.session.editor
    told: list[object] = []
    panel.checking.told.connect(told.append)
    gate = threading.Event()
    listing = panel.checking.listing

    panel.checking._worker.run(lambda _: gate.wait(5) and listing, editor.document)
    editor.edit(editor.document.blueprint.id, notes="Newer")
    gate.set()
    settle(window)

    assert len(told) == 1
    assert told[0] is not listing


def test_the_checks_never_run_in_the_windows_thread(window: DocumentWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    from model.analysis.checks import runner

    threads: list[threading.Thread] = []
    run = runner.run
    monkeypatch.setattr(runner, "run", lambda *given: threads.append(threading.current_thread()) or run(*given))

    window.session.editor.edit(window.session.document.blueprint.id, notes="Newer")
    settle(window)

    assert threads
    assert threading.main_thread() not in threads


def test_a_run_that_an_edit_has_overtaken_stops(window: DocumentWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    from model.analysis.checks import runner

    results: list[object] = []
    run = runner.run
    begun = threading.Event()

    def slow(document: Any, today: Any, _before: Any, _touched: Any, go_on: Any) -> Any:
        def wait() -> bool:
            begun.set()
            sleep(0.02)
            return bool(go_on())

        results.append(run(document, today, go_on=wait))
        return results[-1]

    monkeypatch.setattr(runner, "run", slow)
    window.main.findings.checking.ask()
    while not begun.is_set():
        QApplication.processEvents()
    monkeypatch.setattr(runner, "run", run)
    window.session.editor.edit(window.session.document.blueprint.id, notes="Newer")
    settle(window)

    assert results == [None]


def test_a_screen_reader_reads_findings_with_their_place(window: DocumentWindow) -> None:
    panel = window.main.findings
    line = go_to(panel, "structure.empty_step")
    interface = QAccessible.queryAccessibleInterface(panel.tree)
    assert interface is not None
    assert interface.text(QAccessible.Text.Name) == "Findings"
    spoken = panel.tree.model().data(panel.tree.currentIndex(), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"{line.words} {line.where}" == "This step has no cards. Reads on"
    assert panel.line.accessibleName() and panel.reason.accessibleName()


def test_another_document_in_the_window_is_checked_anew(desktop: Desktop, window: DocumentWindow) -> None:
    window.show(desktop.session(samples.build("permit", fixed_context(DAY))))
    assert window.main.findings_status.text() == "Checking…"
    settle(window)

    listing = window.main.findings.checking.listing
    assert listing is not None
    assert window.main.findings_status.text() == "6 to look at, 2 hints"
    assert "ownership.end_to_end" not in {finding.check for finding in listing.report.findings}


def test_of_very_many_findings_the_first_are_shown_and_the_filter_finds_the_others(window: DocumentWindow) -> None:
    panel, editor = window.main.findings, window.session.editor
    lane = next(iter(editor.document.where(Card))).lane
    step = next(iter(editor.document.table(Step)))
    with editor.group(message("command.edit.several")):
        for number in range(SHOWN + 20):
            editor.add_card(lane, step, f"{'Very long ' * 15}{number}")
    settle(window)

    go_to(panel, "structure.long_text")
    (heading,) = shown(panel).items()
    assert heading == (f"Hints ({SHOWN + 21})", SHOWN)
    ((rule, lines),) = rules(panel).items()
    assert rule.startswith(f"{SHOWN + 21} × A title is too long to be read at a glance. The first {SHOWN} are shown")
    assert lines == SHOWN

    panel.line.setText(f"structure.long_text {SHOWN + 19}")
    panel.begin()
    QTest.keyClick(panel.line, KEY.Key_Return)
    assert shown(panel) == {"Hints (1)": 1}


def test_a_window_that_opens_does_not_load_the_checks() -> None:
    code = "import app.gui, sys; print([name for name in sys.modules if name.startswith('model.analysis.checks.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stdout.strip() == "[]"
