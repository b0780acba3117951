"""The table several times over, and the rows of the window in a real one: what holds in each run, by medians."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from math import nan
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.screen import screen
from benchmarks.table import Row, figures

_ROOT = Path(__file__).resolve().parents[1]

Key = tuple[str, str, bool]


class Wanted(NamedTuple):
    """What is to be measured of one size: rows, how often, for how long; where the row of use writes what it saw."""

    names: Sequence[str]
    size: str
    times: int
    minutes: float
    csv: Path | None = None


def on_its_own(wanted: Wanted, around: Mapping[str, str] | None = None) -> list[Row]:
    """Rows measured by another process, so that none of them finds memory there that another size has let go of."""
    with TemporaryDirectory(prefix="throughline-bench-") as folder:
        kept = Path(folder) / "rows.json"
        command = [sys.executable, "-m", "benchmarks", "--size", wanted.size, "--rows", *wanted.names]
        command += ["--times", str(wanted.times), "--minutes", str(wanted.minutes), "--json", str(kept)]
        command += [] if wanted.csv is None else ["--csv", str(wanted.csv)]
        subprocess.run(command, cwd=_ROOT, env={**os.environ, **(around or {})}, check=True, stdout=subprocess.DEVNULL)
        return stored_rows(kept.read_text(encoding="utf-8"))


def on_a_screen(wanted: Wanted) -> list[Row]:
    """Rows measured by another process whose windows a display server shows (X11)."""
    with screen() as display:
        rows = on_its_own(wanted, {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"})
    return [row._replace(screen=True) for row in rows]


def stored_rows(text: str) -> list[Row]:
    """The rows of a stored table."""
    rows = json.loads(text)["rows"]
    floors = [nan if row["floor"] is None else row["floor"] for row in rows]
    names = ("name", "size", "ours", "what", "against", "unit", "note")
    return [Row(floor=floor, **{name: row[name] for name in names}) for row, floor in zip(rows, floors, strict=True)]


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
