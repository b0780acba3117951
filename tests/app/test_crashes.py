"""Crash reports: where it happened, and not a word of a document."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from app import crashes
from model.errors import BugError
from model.store.files import Files
from tests.model.store.builders import FullDisk

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def failing(title: str) -> str:
    """The report of an error about a document with a title, raised because of another."""
    try:
        try:
            raise ValueError(f"cannot draw {title}")
        except ValueError as error:
            raise BugError(f"the card {title!r} is lost") from error
    except BugError as error:
        return crashes.describe(type(error), error, error.__traceback__, NOON)


def test_a_report_says_kinds_and_places() -> None:
    report = failing("Confidential")

    assert "model.errors.BugError" in report and "builtins.ValueError" in report
    assert "tests/app/test_crashes.py:" in report and " failing" in report
    assert report.startswith("Throughline 0.1.0\nPython 3.")


def test_a_report_holds_nothing_of_a_document_and_no_folder_of_a_person() -> None:
    report = failing("Confidential")

    assert "Confidential" not in report
    assert "lost" not in report and "cannot draw" not in report
    assert str(Path.cwd()) not in report and str(Path.home()) + "/" not in report


def test_an_error_that_goes_in_a_circle_ends() -> None:
    one, two = ValueError(), KeyError()
    one.__cause__, two.__cause__ = two, one

    assert crashes.describe(ValueError, one, None, NOON).count("Error") == 2


def test_the_newest_reports_are_kept(tmp_path: Path) -> None:
    for minute in range(15):
        crashes.keep(tmp_path, f"report {minute}", NOON + timedelta(minutes=minute), Files())

    assert len(crashes.kept(tmp_path)) == crashes.NEWEST
    assert crashes.latest(tmp_path) == "report 14"


def test_a_full_disk_is_no_second_error(tmp_path: Path) -> None:
    assert crashes.keep(tmp_path, "report", NOON, FullDisk(0)) is None
    (tmp_path / "file").write_text("in the way")
    assert crashes.keep(tmp_path / "file", "report", NOON, Files()) is None
    assert crashes.latest(tmp_path / "elsewhere") == ""
