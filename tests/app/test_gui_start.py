"""What a window costs to start, in a process of its own."""

from __future__ import annotations

from pathlib import Path

from model.store import writing
from model.store.files import Files
from tests.app.test_cli_start import HEAVY, LOADED, python
from tests.model.builders import a_grid


def test_a_window_begins_with_no_more_than_it_shows(tmp_path: Path) -> None:
    """What only an act needs is imported when the act is first done."""
    writing.write(tmp_path / "plan", writing.serialise(a_grid(title="1").document.rows()), Files(), "test")
    unmoved = "from PySide6.QtWidgets import QApplication as Q; Q.exec = lambda *_: Q.processEvents() or 0; "
    home = {"QT_QPA_PLATFORM": "offscreen", "THROUGHLINE_HOME": str(tmp_path / "home")}
    done = python(tmp_path, "-c", unmoved + LOADED, "plan", **home)

    assert done.returncode == 0, done.stderr
    loaded = set(done.stderr.split())
    assert "widgets.main_window" in loaded
    assert not (HEAVY - {"PySide6", "argparse", "uharfbuzz", "bidi"}) & {name.split(".")[0] for name in loaded}
    later = ("exporters.registry", "widgets.export.dialog", "widgets.presenter", "widgets.guide")
    assert not {*later, "app.portfolio", "model.analysis.checks.runner", "model.analysis.case"} & loaded
