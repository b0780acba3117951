"""`python -m benchmarks.growth`: how figures grow with the document. The same rows at L, twice and four times L.

The exponent is the slope of the least squares line through the logarithms: 1 means twice the cards, twice the time;
0 means that an act does not care how large the document is.

An act may cost more where its row and its column hold more, as they do in a larger map of the shape of L. So acts are
measured a second time (`apart`) where only the rest grows: in two and four maps of L, corner to corner.
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
from benchmarks.runs import Wanted, on_its_own
from benchmarks.table import RESULTS, last_stored_rows, machine

TIMES = 3
STORED = RESULTS / "growth"
FITTED = {
    "L": generate.SIZES["L"][0],
    **{size: cards for size, (cards, _) in generate.LARGER.items()},
    **{size: maps * generate.SIZES["L"][0] for size, maps in generate.CORNERS.items()},
}
SIZES = (*generate.SIZES, *generate.LARGER, *generate.CORNERS)
# What an exponent may stray by noise: a document four times as large may then take 1.15 times as long.
NOISE = 0.1
ACTS = ("durable", "keystroke", "move", "undo")
_APART = " apart"
# The largest exponent a row may have.
BARS = {
    **dict.fromkeys(ACTS, NOISE),
    **{act + _APART: NOISE for act in ACTS},
    **dict.fromkeys(("open", "compose", "save", "poster", "impact"), 1.1),
}
NAMES = tuple(name for name in BARS if not name.endswith(_APART))
_SHORT, _WIDE = 15, 13


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
        return "ok" if found <= self.bar else "MISS"

    @property
    def bar(self) -> float:
        """The largest exponent it may have."""
        return BARS[self.name]


def exponent(taken: Mapping[str, float]) -> float | None:
    """The exponent over L and beyond; None where fewer than two of these were run."""
    sizes = [size for size in FITTED if size in taken]
    if len(sizes) < 2:
        return None
    across = [math.log(FITTED[size]) for size in sizes]
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
        f"<= {row.bar:<4g}",
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
            "bar": row.bar,
            "verdict": row.verdict,
        }
        for row in rows
    ]
    return json.dumps({"machine": machine(), "sizes": list(sizes), "rows": listed}, indent=1) + "\n"


def grown(sizes: Sequence[str], names: Sequence[str], times: int) -> tuple[list[Grown], list[Grown]]:
    """Every row at every size but those corner to corner; every act at L and at these. Each size by its own process."""
    rows, apart = {name: Grown(name) for name in names}, {name: Grown(name + _APART) for name in names if name in ACTS}
    for size in sizes:
        corners = size in generate.CORNERS
        for row in on_its_own(Wanted(list(apart if corners else rows), size, times, 0.0)):
            tables = [rows] * (not corners) + [apart] * (corners or size == "L")
            for table in tables:
                if row.name in table:
                    table[row.name].ours[size], table[row.name].floor[size] = row.ours, row.floor
            print(f"{row.name} {size}: {row.ours:.2f} ms", file=sys.stderr, flush=True)
    return list(rows.values()), [row for row in apart.values() if row.ours.keys() & generate.CORNERS.keys()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and store it where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description="How the figures grow.")
    parser.add_argument("--size", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--rows", nargs="+", choices=NAMES, default=list(NAMES), metavar="NAME")
    parser.add_argument("--times", type=int, default=TIMES, help="how often each row runs")
    parser.add_argument("--json", type=Path, help="store the table in this file")
    given = parser.parse_args(arguments)
    stored, former = last_stored_rows(STORED)
    if stored:
        print(f"`before` is from results/growth/{stored}")
    before = {row["name"]: row["exponent"] for row in former if row["exponent"] is not None}
    rows, apart = grown(given.size, given.rows, given.times)
    for table in filter(None, (rows, apart)):
        sizes = [size for size in given.size if size in table[0].ours]
        print(head(sizes))
        print("\n".join(line(row, sizes, before) for row in table))
    if given.json is not None:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(as_json([*rows, *apart], given.size), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
