"""`python -m benchmarks`: measures and prints the table. Nothing fails when a bar is missed; the row says so."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import (
    generate,
    rows_agentic,
    rows_blocks,
    rows_case,
    rows_checks,
    rows_folder,
    rows_formats,
    rows_graph,
    rows_layout,
    rows_paper,
    rows_paste,
    rows_preview,
    rows_process,
    rows_store,
    rows_use,
    rows_window,
)
from benchmarks.formats import READING, WRITING
from benchmarks.stage import Measure, staged
from benchmarks.table import Row, as_json, head, last_stored, legend, line

TIMES = 5
# What a measure yields by name: a name given by --rows runs only the measures that yield it.
MEASURES: tuple[tuple[Measure, tuple[str, ...]], ...] = (
    (rows_window.opening, ("open", "opened")),
    (rows_window.frames, ("pan", "repaint", "zoom", "whole")),
    (rows_window.edits, ("keystroke", "move", "undo")),
    (rows_paste.paste, ("paste",)),
    (rows_blocks.blocks, ("blocks",)),
    (rows_use.use, ("use",)),
    (rows_store.durable, ("durable", "durable L/S")),
    (rows_store.save, ("save",)),
    (rows_store.read, ("read",)),
    (rows_layout.layout, ("cells", "compose", "pieces")),
    (rows_paper.poster, ("poster", "poster-drawn", "poster-calls", "poster-qt", "export")),
    (rows_paper.peers, ("poster-cairo", "poster-chromium")),
    (rows_preview.preview, ("preview",)),
    (rows_paper.pack, ("pack",)),
    (rows_graph.graph, ("impact", "single")),
    (rows_checks.checks, ("checks", "checks-edit")),
    (rows_case.investment, ("simulation", "best-set")),
    (rows_formats.writing, WRITING),
    (rows_formats.reading, READING),
    (rows_agentic.reading, ("read-agentic-ir",)),
    (rows_folder.folder, ("portfolio", "portfolio-warm")),
    (rows_process.memory, ("memory",)),
    (rows_process.start, ("start",)),
    (rows_process.command_line, ("help", "info")),
)
NAMES = tuple(name for _, names in MEASURES for name in names)


def measured(
    sizes: Sequence[str], names: Sequence[str], times: int, minutes: float = 1.0, kept: Path | None = None
) -> Iterator[Row]:
    """The rows, as they are ready."""
    for size in sizes:
        with staged(size, times, minutes, kept) as stage:
            stage.prepare()
            for measure, yields in MEASURES:
                if set(yields) & set(names):
                    yield from (row for row in measure(stage) if row.name in names)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and store it where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure and print the table of speeds.")
    parser.add_argument("--size", nargs="+", choices=tuple(generate.SIZES), default=list(generate.SIZES))
    parser.add_argument("--rows", nargs="+", choices=NAMES, default=list(NAMES), metavar="NAME")
    parser.add_argument("--times", type=int, default=TIMES, help="how often each row runs")
    parser.add_argument("--minutes", type=float, default=1.0, help="how long a person works in the row `use`")
    parser.add_argument("--csv", type=Path, help="write each frame and late turn of that row to this file")
    parser.add_argument("--json", type=Path, help="store the table in this file")
    given = parser.parse_args(arguments)
    stored, before = last_stored()
    if stored:
        print(f"`before` is the ratio in results/{stored}")
    print(head())
    rows = []
    for row in measured(given.size, given.rows, given.times, given.minutes, given.csv):
        rows.append(row)
        print(line(row, before), flush=True)
    print()
    print("\n".join(legend(rows)))
    if given.json is not None:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(as_json(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
