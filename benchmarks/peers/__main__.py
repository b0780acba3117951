"""`python -m benchmarks.peers`: our window beside other editors of diagrams, on the same maps. Nothing fails."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks import generate, programs
from benchmarks.peers.rows import PEERS, Failed, PeerRow, beside, ours
from benchmarks.stage import Stage, staged
from benchmarks.table import RESULTS, last_stored_rows, machine

TIMES = 5
STORED = RESULTS / "peers"
_WIDTHS = (8, 4, 13, 12, 12, 9, 9, 6)
_HEAD = ("row", "size", "peer", "ours", "theirs", "faster", "before", "wanted")
Before = Mapping[tuple[str, str, str], float]


def last_stored(folder: Path = STORED) -> tuple[str, Before]:
    """The name of the last stored table, by name, and how many times faster we were by row, size and peer."""
    name, rows = last_stored_rows(folder)
    return name, {(row["act"], row["size"], row["peer"]): row["theirs"] / row["ours"] for row in rows}


def line(row: PeerRow, before: Before) -> str:
    """A row in words: ends in its verdict."""
    former = before.get((row.act, row.size, row.peer))
    cells = (
        row.act,
        row.size,
        row.peer,
        f"{row.ours:.2f} ms",
        f"{row.theirs:.1f} ms",
        f"{row.faster:.1f} x",
        "" if former is None else f"{former:.1f} x",
        "" if row.wanted is None else f">= {row.wanted:g}",
    )
    return f"{_spread(cells)}  {row.verdict}"


def _spread(cells: Iterable[str]) -> str:
    left = (0, 1, 2)
    return "  ".join(
        f"{cell:<{width}}" if place in left else f"{cell:>{width}}"
        for place, (cell, width) in enumerate(zip(cells, _WIDTHS, strict=True))
    )


def versions() -> dict[str, str]:
    """Which versions of the peers are here."""
    found = {}
    package = programs.FOLDER / "node_modules" / "bpmn-js" / "package.json"
    if package.is_file():
        found["bpmn-js"] = json.loads(package.read_text(encoding="utf-8"))["version"]
    for name in ("drawio", "orange"):
        file = programs.FOLDER / f"{name}.version"
        if file.is_file():
            found[name] = file.read_text(encoding="utf-8").strip()
    return found


def as_json(rows: Iterable[PeerRow], missing: Mapping[str, str]) -> str:
    """The table to store."""
    listed = [
        {
            **row._asdict(),
            "ours": round(row.ours, 4),
            "theirs": round(row.theirs, 2),
            "faster": round(row.faster, 2),
            "wanted": row.wanted,
            "verdict": row.verdict,
        }
        for row in rows
    ]
    whole = {"machine": machine(), "peers": versions(), "missing": missing, "rows": listed}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def measured(stage: Stage, peers: Sequence[str], before: Before, missing: dict[str, str]) -> Iterator[list[PeerRow]]:
    """The rows of one size, peer by peer, printed as they are ready; `missing` takes what one that gives none says."""
    own = ours(stage)
    for peer in peers:
        try:
            theirs = PEERS[peer](stage)
        except (programs.Absent, Failed) as reason:
            missing[f"{peer} {stage.size}"] = str(reason)
            print(f"{_spread(('-', stage.size, peer, '', '', '', '', ''))}  {reason}", flush=True)
            yield []
            continue
        if "still" in theirs:
            print(f"{peer} {stage.size}: two frames in which nothing changes take {theirs['still']:.1f} ms")
        rows = list(beside(stage, peer, own, theirs))
        print("\n".join(line(row, before) for row in rows), flush=True)
        yield rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and store it where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description="Our window beside its peers.")
    parser.add_argument("--size", nargs="+", choices=tuple(generate.SIZES), default=list(generate.SIZES))
    parser.add_argument("--peers", nargs="+", choices=tuple(PEERS), default=list(PEERS), metavar="NAME")
    parser.add_argument("--times", type=int, default=TIMES, help="how often each row runs")
    parser.add_argument("--json", type=Path, help="store the table in this file")
    given = parser.parse_args(arguments)
    stored, before = last_stored()
    if stored:
        print(f"`before` is from results/peers/{stored}")
    print(f"{_spread(_HEAD)}  verdict")
    rows: list[PeerRow] = []
    missing: dict[str, str] = {}
    for size in given.size:
        with staged(size, given.times) as stage:
            stage.prepare()
            for found in measured(stage, given.peers, before, missing):
                rows += found
                if given.json is not None:
                    # After each peer: the next may take so long that somebody loses patience.
                    given.json.parent.mkdir(parents=True, exist_ok=True)
                    given.json.write_text(as_json(rows, missing), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
