"""`python -m benchmarks`: measures and prints the table. Nothing fails when a bar is missed; the row says so."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from benchmarks.runs import Wanted, medians, on_a_screen, on_its_own, summary
from benchmarks.screen import there_is_one
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
    (rows_process.reopened, ("reopened",)),
    (rows_process.start, ("start",)),
    (rows_process.command_line, ("help", "info")),
)
NAMES = tuple(name for _, names in MEASURES for name in names)
# What is measured in a window, and so in a real one too where `--screen` asks for it.
_OF_WINDOWS = (
    rows_window.opening,
    rows_window.frames,
    rows_window.edits,
    rows_paste.paste,
    rows_blocks.blocks,
    rows_use.use,
)
IN_WINDOWS = tuple(name for measure, names in MEASURES if measure in _OF_WINDOWS for name in names)


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


def _printed(rows: Iterable[Row], before: Mapping[tuple[str, str], float]) -> Iterator[Row]:
    for row in rows:
        print(line(row, before), flush=True)
        yield row


def _run(given: argparse.Namespace, before: Mapping[tuple[str, str], float]) -> list[Row]:
    """The table once, printed as it comes: one size here, several by a process each."""
    print(head())
    rows: list[Row] = []
    if given.runs == 1 and len(given.size) == 1:
        rows += _printed(measured(given.size, given.rows, given.times, given.minutes, given.csv), before)
    else:
        for size in given.size:
            rows += _printed(on_its_own(Wanted(given.rows, size, given.times, given.minutes, given.csv)), before)
    names = [name for name in given.rows if name in IN_WINDOWS]
    for size in given.size if given.screen and names else ():
        rows += _printed(on_a_screen(Wanted(names, size, given.times, given.minutes)), before)
    print()
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and store it where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure and print the table of speeds.")
    every = (*generate.SIZES, *generate.LARGER, *generate.CORNERS)
    parser.add_argument("--size", nargs="+", choices=every, default=list(generate.SIZES))
    parser.add_argument("--rows", nargs="+", choices=NAMES, default=list(NAMES), metavar="NAME")
    parser.add_argument("--times", type=int, default=TIMES, help="how often each row runs")
    parser.add_argument("--minutes", type=float, default=1.0, help="how long a person works in the row `use`")
    parser.add_argument("--csv", type=Path, help="write each frame and late turn of that row to this file")
    parser.add_argument("--runs", type=int, default=1, help="print the table this often, then what held in each run")
    parser.add_argument("--screen", action="store_true", help="measure the rows of the window in a real one as well")
    parser.add_argument("--json", type=Path, help="store the table in this file, with medians of the runs")
    given = parser.parse_args(arguments)
    if given.screen and not there_is_one():
        print("no screen for a real window: Xvfb is not installed")
        given.screen = False
    stored, before = last_stored()
    if stored:
        print(f"`before` is the ratio in results/{stored}")
    runs = [_run(given, before) for _ in range(given.runs)]
    rows = medians(runs)
    if given.runs > 1:
        print("\n".join((*summary(runs), "")))
    print("\n".join(legend(rows)))
    if given.json is not None:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(as_json(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
