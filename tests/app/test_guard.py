"""Start-up refuses a stranger's package under one of our names, and names the system package Qt lacks."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from app import guard
from model.errors import KnownError
from model.texts import Texts

ROOT = Path(__file__).resolve().parents[2]
START = """
import sys
sys.path[:0] = sys.argv[1:]
from app import guard
assert not {"model", "resources", "widgets", "exporters"} & sys.modules.keys()
try:
    guard.check_packages()
except Exception as error:
    from model.texts import Texts
    print(type(error).__name__, Texts()(error.message))
else:
    print("ours")
print(*sorted({"model", "resources", "widgets", "exporters", "PySide6"} & sys.modules.keys()))
"""


def start(*path: Path) -> list[str]:
    """The lines of a fresh interpreter that looks for packages in these folders first."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", START, *map(str, path)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def our_app_after(stranger: Path) -> tuple[Path, Path]:
    """A search path on which only `app` is ours before the stranger's folder is looked at."""
    (stranger / "app").symlink_to(ROOT / "app", target_is_directory=True)
    return stranger, ROOT


def test_our_own_tree_passes_and_nothing_is_imported() -> None:
    guard.check_packages()

    assert start(ROOT) == ["ours", ""]


@pytest.mark.parametrize("name", ["model", "widgets", "exporters", "resources"])
def test_a_stranger_in_front_is_named_with_its_path(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("raise RuntimeError('a stranger was imported')")

    said, _ = start(*our_app_after(tmp_path))

    assert said.startswith("KnownError ")
    assert f"“{name}”" in said
    assert str(tmp_path / name) in said


def test_a_single_file_in_front_is_a_stranger_too(tmp_path: Path) -> None:
    (tmp_path / "widgets.py").write_text("raise RuntimeError('a stranger was imported')")

    said, _ = start(*our_app_after(tmp_path))

    assert str(tmp_path / "widgets.py") in said


def test_a_package_that_is_nowhere_is_reported_as_missing() -> None:
    with pytest.raises(KnownError) as refusal:
        guard.check_packages(names=["throughline_has_no_such_package"])

    assert refusal.value.message.id == "guard.missing"
    assert str(ROOT) in Texts()(refusal.value.message)


def without(monkeypatch: pytest.MonkeyPatch, *missing: str) -> str:
    """What the guard says on a machine that lacks these libraries."""

    def import_module(name: str) -> None:
        raise ImportError(f"{missing[0]}: cannot open shared object file: No such file or directory", name=name)

    def load(library: str) -> None:
        if library in missing:
            raise OSError(f"{library}: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(importlib, "import_module", import_module)
    monkeypatch.setattr(guard, "_load", load)
    with pytest.raises(KnownError) as refusal:
        guard.check_qt()
    return Texts()(refusal.value.message)


def test_missing_system_libraries_are_told_at_once_with_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")

    said = without(monkeypatch, "libEGL.so.1", "libGL.so.1", "libxcb-cursor.so.0")

    assert "libEGL.so.1 libGL.so.1." in said
    assert "apt install libegl1 libgl1." in said
    assert "dnf install libglvnd-egl libglvnd-glx." in said


def test_the_libraries_of_the_display_are_asked_for_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setenv("DISPLAY", ":1")

    said = without(monkeypatch, "libxcb-cursor.so.0", "libwayland-client.so.0")

    assert "apt install libxcb-cursor0." in said


def test_a_library_nobody_knows_is_named_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "apt install libnew.so.9." in without(monkeypatch, "libnew.so.9")


def test_qt_not_installed_is_told_from_qt_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def not_installed(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    def broken(name: str) -> None:
        raise ImportError("undefined symbol: qt_version_tag", name=name)

    for fault, id in ((not_installed, "guard.no_qt"), (broken, "guard.qt_broken")):
        monkeypatch.setattr(importlib, "import_module", fault)
        with pytest.raises(KnownError) as refusal:
            guard.check_qt()
        assert refusal.value.message.id == id
