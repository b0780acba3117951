"""`python -m benchmarks.growth`: how figures grow with the document. The same rows at L, twice and four times L.

The exponent is the slope of the least squares line through the logarithms: 1 means twice the cards, twice the time;
0 means that an act does not care how large the document is.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import generate
from benchmarks.__main__ import measured
from benchmarks.table import RESULTS, last_stored_rows, machine

TIMES = 3
STORED = RESULTS / "growth"
FITTED = ("L", *generate.LARGER)
SIZES = (*generate.SIZES, *generate.LARGER)
# What an exponent may stray by noise: a document four times as large may then take 1.15 times as long.
NOISE = 0.1
# The largest exponent a row may have.
BARS = {
    **dict.fromkeys(("durable", "keystroke", "move", "undo"), NOISE),
    **dict.fromkeys(("open", "compose", "save", "poster", "impact"), 1.1),
}
_SHORT, _WIDE = 9, 13


@dataclass
class Grown:
    """A row at each size: ours and its reference, in milliseconds."""

    name: str
    ours: dict[str, float] = field(default_factory=dict)
    floor: dict[str, float] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """`ok`, `MISS`, or `-` where too few sizes were run."""
        found = exponent(self.ours)
        if found is None:
            return "-"
        return "ok" if found <= BARS[self.name] else "MISS"


def exponent(taken: Mapping[str, float]) -> float | None:
    """The exponent over L and beyond; None where fewer than two of these were run."""
    sizes = [size for size in FITTED if size in taken]
    if len(sizes) < 2:
        return None
    every = {**generate.SIZES, **generate.LARGER}
    across = [math.log(every[size][0]) for size in sizes]
    up = [math.log(taken[size]) for size in sizes]
    middle, height = math.fsum(across) / len(sizes), math.fsum(up) / len(sizes)
    slope = math.fsum((x - middle) * (y - height) for x, y in zip(across, up, strict=True))
    return slope / math.fsum((x - middle) ** 2 for x in across)


def line(row: Grown, sizes: Sequence[str], before: Mapping[str, float]) -> str:
    """A row in words: its figures, its exponent beside the reference's and the last stored one, its verdict."""
    former = before.get(row.name)
    cells = (
        f"{row.name:<{_SHORT}}",
        *(f"{row.ours[size]:>{_WIDE - 3}.2f} ms" for size in sizes),
        f"{_signed(exponent(row.ours)):>9}",
        f"{_signed(exponent(row.floor)):>9}",
        f"{_signed(former):>9}",
        f"<= {BARS[row.name]:<4g}",
    )
    return f"{'  '.join(cells)}  {row.verdict}"


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.2f}"


def head(sizes: Sequence[str]) -> str:
    """The line over the rows."""
    cells = (
        f"{'row':<{_SHORT}}",
        *(f"{size:>{_WIDE}}" for size in sizes),
        " exponent",
        "reference",
        "   before",
        "bar    ",
    )
    return f"{'  '.join(cells)}  verdict"


def as_json(rows: Iterable[Grown], sizes: Sequence[str]) -> str:
    """The table to store."""
    listed = [
        {
            "name": row.name,
            "ours": {size: round(taken, 4) for size, taken in row.ours.items()},
            "floor": {size: round(taken, 4) for size, taken in row.floor.items()},
            "exponent": exponent(row.ours),
            "floor_exponent": exponent(row.floor),
            "bar": BARS[row.name],
            "verdict": row.verdict,
        }
        for row in rows
    ]
    return json.dumps({"machine": machine(), "sizes": list(sizes), "rows": listed}, indent=1) + "\n"


def grown(sizes: Sequence[str], names: Sequence[str], times: int) -> list[Grown]:
    """Every row at every size."""
    rows = {name: Grown(name) for name in names}
    for row in measured(sizes, names, times):
        rows[row.name].ours[row.size] = row.ours
        rows[row.name].floor[row.size] = row.floor
        print(f"{row.name} {row.size}: {row.ours:.2f} ms", file=sys.stderr, flush=True)
    return list(rows.values())


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and store it where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description="How the figures grow.")
    parser.add_argument("--size", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--rows", nargs="+", choices=tuple(BARS), default=list(BARS), metavar="NAME")
    parser.add_argument("--times", type=int, default=TIMES, help="how often each row runs")
    parser.add_argument("--json", type=Path, help="store the table in this file")
    given = parser.parse_args(arguments)
    stored, former = last_stored_rows(STORED)
    if stored:
        print(f"`before` is from results/growth/{stored}")
    before = {row["name"]: row["exponent"] for row in former if row["exponent"] is not None}
    rows = grown(given.size, given.rows, given.times)
    print(head(given.size))
    print("\n".join(line(row, given.size, before) for row in rows))
    if given.json is not None:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(as_json(rows, given.size), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
