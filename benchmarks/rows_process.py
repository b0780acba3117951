"""The rows that need a process of their own: start of the window and the command line, memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.plan import store
from benchmarks.stage import Stage
from benchmarks.table import Row
from benchmarks.timing import Act, paired

_ROOT = Path(__file__).resolve().parents[1]
_MANY, _SOME = 50, 10


def start(stage: Stage) -> Iterator[Row]:
    """`throughline FILE` up to a painted, idle window."""
    if stage.size != "S":
        return
    file = str(stage.file)
    pair = paired(
        lambda: _ready_after(stage, "window", file), lambda: _ready_after(stage, "bare_window"), stage.times, _its_own
    )
    what = "`throughline FILE` from its start to a painted window"
    yield Row("start", "S", pair.ours, pair.floor, what, "a bare PySide6 window")


def _its_own(act: Act) -> float:
    """The milliseconds that an act measured itself."""
    return float(str(act()))


def _ready_after(stage: Stage, *arguments: str) -> float:
    begun = time.monotonic()
    return (_child(stage, ["-m", "benchmarks.children", *arguments]) - begun) * 1000.0


def command_line(stage: Stage) -> Iterator[Row]:
    """The shortest commands."""
    if stage.size != "S":
        return
    yield _command(stage, "help", "`throughline --help`", "--help")
    yield _command(stage, "info", "`throughline info FILE`", "info", str(stage.file))


def _command(stage: Stage, name: str, what: str, *arguments: str) -> Row:
    pair = paired(
        lambda: _run(stage, ["-m", "app", *arguments]), lambda: _run(stage, ["-c", "pass"]), 2 * stage.times - 1
    )
    return Row(name, "S", pair.ours, pair.floor, what, "`python -c pass`")


def memory(stage: Stage) -> Iterator[Row]:
    """Peaks of two processes."""
    plan = stage.folder / "plan"
    store(stage.plan, plan)
    ours = _child(stage, ["-m", "benchmarks.children", "map_memory", str(stage.file), str(stage.home)])
    bare = _child(stage, ["-m", "benchmarks.children", "bare_memory", str(plan)])
    what, against = "the most memory held while a file is opened and laid out", "while painting the bare scene"
    yield Row("memory", stage.size, ours, bare, what, against, "MB")


def reopened(stage: Stage) -> Iterator[Row]:
    """What a process holds after its window was opened and closed many times."""

    def held_after(times: int) -> float:
        return _child(
            stage, ["-m", "benchmarks.children", "reopened_memory", str(stage.file), str(stage.home), f"{times}"]
        )

    what = f"held after the window was opened on the file and closed {_MANY} times"
    yield Row("reopened", stage.size, held_after(_MANY), held_after(_SOME), what, f"after {_SOME} times", "MB")


def _run(stage: Stage, arguments: Sequence[str]) -> str:
    # As installed: byte code is kept, whatever the shell of whoever measures says.
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "QT_QPA_PLATFORM": "offscreen",
        "THROUGHLINE_HOME": str(stage.folder / "child-home"),
        "PYTHONPATH": str(_ROOT),
    }
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=stage.folder, check=True, capture_output=True, text=True
    )
    return done.stdout


def _child(stage: Stage, arguments: Sequence[str]) -> float:
    return float(_run(stage, arguments).strip().splitlines()[-1])
