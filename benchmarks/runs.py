"""The table several times over, and the rows of the window in a real one: what holds in each run, by medians."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from math import nan
from pathlib import Path
from statistics import median

from benchmarks.screen import screen
from benchmarks.table import Row, figures

_ROOT = Path(__file__).resolve().parents[1]

Key = tuple[str, str, bool]


def on_a_screen(names: Sequence[str], size: str, times: int, minutes: float, folder: Path) -> Iterator[Row]:
    """These rows of one size, measured by another process whose windows a display server shows (X11)."""
    kept = folder / "on-a-screen.json"
    command = [sys.executable, "-m", "benchmarks", "--size", size, "--rows", *names, "--json", str(kept)]
    command += ["--times", str(times), "--minutes", str(minutes)]
    with screen() as display:
        around = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        subprocess.run(command, cwd=_ROOT, env=around, check=True, stdout=subprocess.DEVNULL)
    yield from stored_rows(kept.read_text(encoding="utf-8"))


def stored_rows(text: str) -> Iterator[Row]:
    """The rows of a stored table, as measured in a real window."""
    for row in json.loads(text)["rows"]:
        floor = nan if row["floor"] is None else row["floor"]
        yield Row(
            row["name"],
            row["size"],
            row["ours"],
            floor,
            row["what"],
            row["against"],
            row["unit"],
            row["note"],
            screen=True,
        )


def by_row(runs: Sequence[Sequence[Row]]) -> dict[Key, list[Row]]:
    """Each row as it was in every run."""
    found: dict[Key, list[Row]] = {}
    for run in runs:
        for row in run:
            found.setdefault((row.name, row.size, row.screen), []).append(row)
    return found


def medians(runs: Sequence[Sequence[Row]]) -> list[Row]:
    """Each row with the medians of ours and of the reference over all runs; the note is the last run's."""
    return [
        each[-1]._replace(ours=median(row.ours for row in each), floor=median(row.floor for row in each))
        for each in by_row(runs).values()
    ]


def summary(runs: Sequence[Sequence[Row]]) -> list[str]:
    """A line for each row that has a bar: what was measured in each run, and whether the bar was reached in all."""
    lines = []
    for (name, size, shown), each in by_row(runs).items():
        verdicts = [row.verdict(row.bars) for row in each]
        if set(verdicts) == {"-"}:
            continue
        bars = " and ".join(map(str, each[0].bars))
        word = "ok" if set(verdicts) == {"ok"} else f"MISS in {verdicts.count('MISS')} of {len(each)}"
        told = "  ".join(f"{figures(row):>20}" for row in each)
        lines.append(f"{name + ' X' * shown:<14} {size:<3} {told}  {bars:<22} {word}")
    return lines
