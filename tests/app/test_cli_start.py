"""What a command costs to start, and that each of its words comes from the catalogue: in processes of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.commands import grammar
from exporters import registry
from model.store import writing
from model.store.files import Files
from tests.model.builders import a_grid

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"PySide6", "reportlab", "networkx", "numpy", "sqlite_utils", "uharfbuzz", "bidi", "msgspec", "argparse"}
LOADED = "import sys; from app.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
TABLE = "User steps,Ask\nFrontstage,Answer\n,Decide\n"


def python(folder: Path, *arguments: str, **said: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONIOENCODING": "utf-8", **said}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, encoding="utf-8", env=environment, cwd=folder, check=False
    )


def loaded_by(folder: Path, *arguments: str) -> set[str]:
    done = python(folder, "-c", LOADED, *arguments)
    assert done.returncode == 0, done.stderr
    return {name.split(".")[0] for name in done.stderr.split()}


def pseudo(folder: Path, *arguments: str) -> str:
    """What is left of a command's words in the pseudo-locale without those from the catalogue."""
    done = python(folder, "-m", "app", "--locale", "pseudo", *arguments)
    before, text = "", " ".join((done.stdout + done.stderr).split())
    while before != text:
        before, text = text, re.sub(r"\[[^\[\]]*\]", "", text)
    return " ".join(text.split())


@pytest.fixture
def file(tmp_path: Path) -> str:
    writing.write(tmp_path / "plan", writing.serialise(a_grid(title="1").document.rows()), Files(), "test")
    return "plan"


def test_a_short_command_loads_nothing_heavy(tmp_path: Path, file: str) -> None:
    for_help = loaded_by(tmp_path, "--help")

    assert not (HEAVY | {"sqlite3"}) & for_help
    assert not HEAVY & loaded_by(tmp_path, "info", file)


@pytest.mark.parametrize("name", registry.EXPORTERS)
def test_no_export_loads_qt(tmp_path: Path, file: str, name: str) -> None:
    assert "PySide6" not in loaded_by(tmp_path, "export", file, "-f", name, "-o", "out")


@pytest.mark.parametrize("command", [None, *(known.name for known in grammar.COMMANDS)])
def test_every_word_of_the_help_comes_from_the_catalogue(tmp_path: Path, command: str | None) -> None:
    left = pseudo(tmp_path, *filter(None, [command]), "--help")
    words = set(re.findall(r"(?<![-\w])[^\W\d_]\w*", left))

    assert words <= {"throughline", *(known.name for known in grammar.COMMANDS)}


def test_what_commands_say_comes_from_the_catalogue(tmp_path: Path, file: str) -> None:
    (tmp_path / "map.csv").write_text(TABLE, encoding="utf-8")

    assert pseudo(tmp_path, "import", "map.csv", "-o", "map") == "map"
    assert set(re.findall(r"[A-Za-z]+", pseudo(tmp_path, "info", file))) == set()
    assert pseudo(tmp_path, "info", "gone") == "throughline:"
    assert pseudo(tmp_path, "info") == "throughline:"
    assert pseudo(tmp_path, "info", "--bogus") == "throughline:"
    assert pseudo(tmp_path, "formats", "--as-of") == "throughline:"


def test_output_is_utf8_whatever_the_system_says(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "app", "--locale", "pseudo", "--help"]

    done = subprocess.run(command, capture_output=True, env=environment, cwd=tmp_path, check=True)

    assert "Ü" in done.stdout.decode("utf-8")


def test_a_reader_that_stops_reading_is_no_fault(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "app", "formats", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=tmp_path)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()

    said = process.stderr.read()

    process.stderr.close()
    assert (process.wait(), said) == (0, b"")
