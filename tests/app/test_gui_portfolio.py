"""A folder of blueprints in the window: how they stand, sorted, opened, one system over all, unreadable files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.gui import Desktop
from app.window import DocumentWindow
from model.messages import Message
from tests.app.test_portfolio import a_blueprint
from tests.widgets.window import opened, trigger
from widgets import progress
from widgets.portfolio import PortfolioDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three blueprints that share a system and an owner, and a file that is none."""
    where = tmp_path / "folder"
    where.mkdir()
    for name, system in (("b", "Register"), ("a", "REGISTER"), ("c", "Till")):
        a_blueprint(where, name, system)
    (where / "broken.throughline").write_bytes(b"no blueprint")
    return where


def shown(desktop: Desktop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[DocumentWindow, PortfolioDialog]:
    """The portfolio of a folder that a person chose."""
    window, _ = opened(desktop)
    monkeypatch.setattr(window.ask, "folder", lambda _title: folder)
    trigger(window, "portfolio")
    assert window.portfolio.dialog is not None
    return window, window.portfolio.dialog


def column(dialog: PortfolioDialog, place: int) -> list[str]:
    """The words of a column from the top."""
    items = (dialog.table.item(row, place) for row in range(dialog.table.rowCount()))
    return [item.text() for item in items if item is not None]


def test_each_blueprint_has_its_lights_cost_and_review_and_what_is_no_blueprint_is_named(
    desktop: Desktop, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a folder, when it is shown
    _, dialog = shown(desktop, folder, monkeypatch)
    # then each blueprint has its line: 1,000 customers, a tenth of whom cost 5, with a sign for each light
    assert column(dialog, 0) == ["a.throughline", "b.throughline", "c.throughline"]
    assert all("500" in cost for cost in column(dialog, 6)) and column(dialog, 7) == ["no review yet"] * 3
    assert all(light[0] in "✓△▲" for place in range(2, 6) for light in column(dialog, place))
    # and what they share, and why a file is none
    said = [dialog.shared.item(row).text() for row in range(dialog.shared.count())]
    assert said[0] == "System “REGISTER” in 2: a.throughline, b.throughline"
    assert said[1].startswith("Owner “Desk” in 3") and said[2].startswith("broken.throughline cannot be read: ")
    # when it is sorted the other way, then so it is
    dialog.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert column(dialog, 0)[0] == "c.throughline"


def test_a_line_opens_its_file_and_a_system_says_what_its_stop_means(
    desktop: Desktop, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a portfolio
    window, dialog = shown(desktop, folder, monkeypatch)
    told: list[Sequence[tuple[str, Sequence[str]]]] = []
    monkeypatch.setattr(window.ask, "report", lambda _title, lines: told.append(lines))
    # when the shared system is chosen, then each blueprint that uses it says how it is hit
    dialog.shared.itemActivated.emit(dialog.shared.item(0))
    assert [place for place, _ in told[0]] == ["a.throughline", "b.throughline", "broken.throughline"]
    assert "1 touchpoint stops" in told[0][0][1][0]
    # when a line is chosen, then its file is opened
    dialog.table.itemActivated.emit(dialog.table.item(1, 3))
    assert any(each.session.path == folder / "b.throughline" for each in desktop.windows)


def test_who_does_not_want_to_wait_sees_nothing_and_no_folder_is_said(
    desktop: Desktop, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _ = opened(desktop)
    told: list[Message] = []
    monkeypatch.setattr(window.ask, "tell", told.append)
    # given a folder that is gone, then that is said
    window.portfolio.show_folder(folder / "gone")
    assert [each.id for each in told] == ["portfolio.no_folder"] and window.portfolio.dialog is None

    # given a person who cancels, then nothing is shown
    def cancelled(*_: object) -> None:
        raise progress.Cancelled

    monkeypatch.setattr("app.window_portfolio.run_beside", cancelled)
    window.portfolio.show_folder(folder)
    assert window.portfolio.dialog is None and len(told) == 1
