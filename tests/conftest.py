"""What every test stands on: no display, no home of the user's, one Hypothesis profile."""

from __future__ import annotations

import atexit
import gc
import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.gui import Desktop
    from app.window import DocumentWindow
    from tests.widgets.support import Small

IN_CI = os.environ.get("CI", "").lower() not in {"", "0", "false"}
PRIVATE = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "APPDATA", "LOCALAPPDATA")


def _private_folders() -> None:
    """Working copies, settings and sockets of a test run never touch those of the person who runs it."""
    home = Path(tempfile.mkdtemp(prefix="throughline-tests-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for name in PRIVATE:
        folder = home / name.lower()
        folder.mkdir(mode=0o700)
        os.environ[name] = str(folder)


def _display() -> None:
    """Qt draws into memory; a locale without UTF-8 would make it warn, and warnings fail tests."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or os.environ.get("LANG") or "C"
    if "utf" not in spoken.lower():
        os.environ["LC_ALL"] = "C.UTF-8"


def _profiles() -> None:
    """`quick` is the default, `--hypothesis-profile=full` the long form; in CI the examples are fixed."""
    slow_machine = [HealthCheck.too_slow]
    for name, examples in (("quick", 30), ("full", 1000)):
        settings.register_profile(
            name, max_examples=examples, deadline=None, derandomize=IN_CI, suppress_health_check=slow_machine
        )
    settings.load_profile("quick")


_private_folders()
_display()
_profiles()


@pytest.fixture
def desktop(qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    """A desktop of windows that answers for the person, closed at the end (this file is read without Qt as well)."""
    from tests.widgets.window import desktop_at

    assert qapp is not None
    with desktop_at(tmp_path / "home") as made:
        yield made


@pytest.fixture
def there(desktop: Desktop) -> tuple[DocumentWindow, Small]:
    """A window on the small document, at 100 %."""
    from tests.widgets.window import opened

    return opened(desktop)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Where there are windows the collector works between tests alone: never in a thread that works beside them."""
    if "qapp" in getattr(item, "fixturenames", ()):
        gc.disable()
    else:
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """No widget outlives its module: Qt dresses every one there is whenever a window opens."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if not gc.isenabled():
        gc.collect(1 if nextitem is not None and nextitem.path == item.path else 2)
    if widgets is None or (nextitem is not None and nextitem.path == item.path):
        return
    core = sys.modules["PySide6.QtCore"]
    for widget in widgets.QApplication.topLevelWidgets():
        # A popup is its completer's to delete.
        if widget.parentWidget() is None and widget.windowType() != core.Qt.WindowType.Popup:
            widget.deleteLater()
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)


def pytest_sessionfinish() -> None:
    """Empty the clipboard while Python lives: the offscreen platform would destroy its Python object after that."""
    gui = sys.modules.get("PySide6.QtGui")
    if gui is not None and gui.QGuiApplication.instance() is not None:
        gui.QGuiApplication.clipboard().clear()


if importlib.util.find_spec("pytestqt") is None:

    def pytest_addoption(parser: pytest.Parser) -> None:
        """The environment without Qt reads the same configuration, whose Qt options nobody declares there."""
        parser.addini("qt_api", "unused without pytest-qt")
        parser.addini("qt_log_level_fail", "unused without pytest-qt")
        parser.addini("qt_log_ignore", "unused without pytest-qt", type="linelist")
