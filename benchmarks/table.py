"""The table: a line a row, beside the last stored one, which is printed and never asserted."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping
from math import isnan
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.bars import DESIGN, REQUIRED_NOW, Bar

RESULTS = Path(__file__).parent / "results"
_HEAD = ("row", "size", "ours", "reference", "ratio", "before", "now", "bar")


class Row(NamedTuple):
    """One measured row; `what` and `against` say in words what was done, `unit` is ms or MB.

    The reference is not a number where it is a program that this machine has not; there is then no verdict.
    `screen`: in a real window, whose name then ends in an X in the table.
    """

    name: str
    size: str
    ours: float
    floor: float
    what: str
    against: str
    unit: str = "ms"
    note: str = ""
    screen: bool = False

    @property
    def ratio(self) -> float:
        return self.ours / self.floor

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The design's."""
        return DESIGN.get(self.name, {}).get(self.size, ())

    @property
    def bars_now(self) -> tuple[Bar, ...]:
        """Those that are required already."""
        return REQUIRED_NOW.get(self.name, {}).get(self.size, ())

    def verdict(self, bars: tuple[Bar, ...]) -> str:
        """`ok`, `MISS`, or `-` where there is no bar."""
        if not bars or isnan(self.floor):
            return "-"
        return "ok" if all(bar.reached(self.ours, self.floor) for bar in bars) else "MISS"


def line(row: Row, before: Mapping[tuple[str, str], float]) -> str:
    """A row in words: ends in its verdict by the design's bar."""
    former, here = None if row.screen else before.get((row.name, row.size)), not isnan(row.floor)
    cells = (
        f"{row.name + ' X' * row.screen:<12}",
        f"{row.size:<4}",
        f"{_figure(row.ours):>9} {row.unit}",
        f"{_figure(row.floor):>9} {row.unit}" if here else f"{'not here':>12}",
        f"{row.ratio:>7.2f}" if here else f"{'':>7}",
        f"{'' if former is None else f'{former:.2f}':>7}",
        f"{_said(row, row.bars_now):<26}",
        f"{' and '.join(map(str, row.bars)):<20}",
    )
    return f"{'  '.join(cells)}  {row.verdict(row.bars)}"


def head() -> str:
    """The line over the rows."""
    widths = (12, 4, 12, 12, 7, 7, 26, 20)
    right = (2, 3, 4, 5)
    cells = (
        f"{name:>{w}}" if i in right else f"{name:<{w}}" for i, (name, w) in enumerate(zip(_HEAD, widths, strict=True))
    )
    return f"{'  '.join(cells)}  verdict"


def legend(rows: Iterable[Row]) -> list[str]:
    """What each row does and what stands beside it."""
    said = {row.name: f"{row.name}: {row.what}; beside: {row.against}" for row in rows}
    notes = [f"{row.name} {row.size}: {row.note}" for row in rows if row.note]
    return [*said.values(), *notes]


def figures(row: Row) -> str:
    """What was measured, and how many times the reference that is."""
    beside = "" if isnan(row.floor) else f" ({row.ratio:.2f} x)"
    return f"{_figure(row.ours)} {row.unit}{beside}"


def _said(row: Row, bars: tuple[Bar, ...]) -> str:
    return f"{' and '.join(map(str, bars))} {row.verdict(bars)}" if bars else ""


def _figure(value: float) -> str:
    return f"{value:.2f}" if value < 100 else f"{value:.0f}"


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    from importlib.metadata import version

    named = {name: version(name) for name in ("PySide6-Essentials", "reportlab", "uharfbuzz")}
    return {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count(), **named}


def as_json(rows: Iterable[Row]) -> str:
    """The table to store."""
    listed = [
        {
            **row._asdict(),
            "ours": round(row.ours, 4),
            "floor": None if isnan(row.floor) else round(row.floor, 4),
            "bar": [str(bar) for bar in row.bars],
            "verdict": row.verdict(row.bars),
            "now": [str(bar) for bar in row.bars_now],
            "verdict_now": row.verdict(row.bars_now),
        }
        for row in rows
    ]
    return json.dumps({"machine": machine(), "rows": listed}, indent=1, ensure_ascii=False) + "\n"


def last_stored(folder: Path = RESULTS) -> tuple[str, dict[tuple[str, str], float]]:
    """The name of the last stored table, by name, and its ratios by row and size; empty where there is none."""
    name, rows = last_stored_rows(folder)
    offscreen = (row for row in rows if row["floor"] and not row.get("screen"))
    return name, {(row["name"], row["size"]): row["ours"] / row["floor"] for row in offscreen}


def last_stored_rows(folder: Path) -> tuple[str, list[dict[str, Any]]]:
    """The name of the last table stored in a folder, by name, and its rows; empty where there is none."""
    stored = sorted(folder.glob("*.json"))
    if not stored:
        return "", []
    rows: list[dict[str, Any]] = json.loads(stored[-1].read_text(encoding="utf-8"))["rows"]
    return stored[-1].name, rows
