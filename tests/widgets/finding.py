"""A window on the sample with every fault, its findings shown, and ways to walk and read them."""

from __future__ import annotations

from time import perf_counter, sleep

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.gui import Desktop
from app.window import DocumentWindow
from model import samples
from model.context import fixed_context
from tests.model.builders import DAY
from tests.widgets.window import trigger
from widgets.findings import checking
from widgets.findings.listing import Line
from widgets.findings.panel import FindingsPanel

KEY = Qt.Key
LATEST = 10.0


def check_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no check wait for the fingers to rest."""
    monkeypatch.setattr(checking, "_FIRST_MS", 0)
    monkeypatch.setattr(checking, "_PAUSE_MS", 10)


def on_every_fault(desktop: Desktop) -> DocumentWindow:
    """The window, with the keyboard in the findings."""
    document = samples.build("broken", fixed_context(DAY))
    made = desktop.show(desktop.session(document))
    made.main.resize(1400, 900)
    made.main.activateWindow()
    trigger(made, "findings")
    settle(made)
    made.main.findings.begin()
    return made


def settle(window: DocumentWindow) -> None:
    """Wait until the checks have told what holds for the document as it is."""
    panel = window.main.findings
    end = perf_counter() + LATEST
    QApplication.processEvents()
    while not (panel.checking.settled and holds(window)):
        assert perf_counter() < end
        QApplication.processEvents()
        sleep(0.002)
    QApplication.processEvents()


def holds(window: DocumentWindow) -> bool:
    listing = window.main.findings.checking.listing
    return listing is not None and (bool(listing.groups) or not window.main.findings.isVisible())


def press(panel: FindingsPanel, key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(panel.tree, key)


def current(panel: FindingsPanel) -> Line:
    line = panel.current
    assert line is not None
    return line


def go_to(panel: FindingsPanel, rule: str) -> Line:
    """Filter for a rule by typing, and go to its first finding."""
    panel.line.setFocus()
    panel.line.selectAll()
    QTest.keyClicks(panel.line, rule)
    QTest.keyClick(panel.line, KEY.Key_Return)
    line = current(panel)
    assert line.rule == rule
    return line


def shown(panel: FindingsPanel) -> dict[str, int]:
    """The weights with how many lines each has."""
    return {str(heading.data()): len(lines_below(panel, heading)) for heading in below(panel)}


def rules(panel: FindingsPanel) -> dict[str, int]:
    """The headings of rules with how many lines each has."""
    found = [each for heading in below(panel) for each in below(panel, heading) if below(panel, each)]
    return {str(heading.data()): len(below(panel, heading)) for heading in found}


def below(panel: FindingsPanel, heading: QModelIndex | None = None) -> list[QModelIndex]:
    model, parent = panel.tree.model(), heading or QModelIndex()
    return [model.index(row, 0, parent) for row in range(model.rowCount(parent))]


def lines_below(panel: FindingsPanel, heading: QModelIndex) -> list[QModelIndex]:
    return [line for each in below(panel, heading) for line in below(panel, each) or [each]]
