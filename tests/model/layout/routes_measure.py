"""What makes routes hard to follow, counted: crossings and bends, ours and those of Graphviz on the same cards."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from random import Random
from typing import NamedTuple

from model.layout.drawing import Box, Point

# Less than this, in px, is no length: Graphviz writes five digits.
NOTHING = 0.6
# Graphviz measures cards in inches and places them in points; here a point is a px.
POINTS_AN_INCH = 72.0

# How far a card is nudged, in px.
NUDGE = 0.05

Polyline = Sequence[Point]
Ends = tuple[str, str]


class Straight(NamedTuple):
    """A horizontal or vertical piece of a link: its y or x, from, to."""

    at: float
    low: float
    high: float
    link: str


class Count(NamedTuple):
    """The crossings between different links, and the bends."""

    crossings: int
    bends: int


def neato() -> str | None:
    """Where Graphviz's `neato` is, if it is installed."""
    return shutil.which("neato")


def straightened(points: Iterable[Point]) -> tuple[Point, ...]:
    """A polyline without points that are no corner, and without pieces too short to see."""
    kept: list[Point] = []
    for point in points:
        if kept and _near(kept[-1], point):
            continue
        while len(kept) > 1 and _in_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _near(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) < NOTHING and abs(one[1] - other[1]) < NOTHING


def _in_line(one: Point, middle: Point, other: Point) -> bool:
    return any(abs(one[axis] - middle[axis]) < NOTHING and abs(middle[axis] - other[axis]) < NOTHING for axis in (0, 1))


def pieces(routes: Mapping[str, Polyline]) -> tuple[list[Straight], list[Straight]]:
    """The horizontal and the vertical pieces of all links."""
    across: list[Straight] = []
    down: list[Straight] = []
    for link, points in routes.items():
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(x0 - x1) < abs(y0 - y1):
                down.append(Straight((x0 + x1) / 2, min(y0, y1), max(y0, y1), link))
            else:
                across.append(Straight((y0 + y1) / 2, min(x0, x1), max(x0, x1), link))
    return across, down


def crossings(routes: Mapping[str, Polyline]) -> int:
    """How often pieces of two different links cross; to touch with an end is not to cross."""
    across, down = pieces(routes)
    across.sort()
    heights = [piece.at for piece in across]
    found = 0
    for x, low, high, link in down:
        between = across[bisect_right(heights, low + NOTHING) : bisect_left(heights, high - NOTHING)]
        found += sum(1 for _, begin, end, other in between if begin + NOTHING < x < end - NOTHING and other != link)
    return found


def bends(routes: Mapping[str, Polyline]) -> int:
    """How many corners all links have."""
    return sum(max(len(straightened(points)) - 2, 0) for points in routes.values())


def count(routes: Mapping[str, Polyline]) -> Count:
    """Crossings and bends."""
    return Count(crossings(routes), bends(routes))


def through_cards(routes: Mapping[str, Polyline], boxes: Iterable[Box]) -> list[tuple[str, Box]]:
    """The links that run through a card, with the card."""
    found = []
    for box in boxes:
        for link, points in routes.items():
            for (x0, y0), (x1, y1) in pairwise(points):
                if min(x0, x1) < box.right and max(x0, x1) > box.x and min(y0, y1) < box.bottom and max(y0, y1) > box.y:
                    found.append((link, box))
    return found


def shared_runs(routes: Mapping[str, Polyline]) -> Iterator[Box]:
    """Where links lie on one another: lines without width, as long as what hangs together."""
    for upright, found in enumerate(pieces(routes)):
        found.sort()
        run: list[Straight] = []
        reach = 0.0
        for piece in [*found, Straight(float("inf"), 0.0, 0.0, "")]:
            if run and (piece.at != run[0].at or piece.low > reach):
                if len({one.link for one in run}) > 1:
                    at, low = run[0].at, run[0].low
                    yield Box(at, low, 0.0, reach - low) if upright else Box(low, at, reach - low, 0.0)
                run = []
            reach = max(reach, piece.high) if run else piece.high
            run.append(piece)


def graphviz(program: str, boxes: Mapping[str, Box], ends: Mapping[str, Ends]) -> dict[str, Polyline] | None:
    """The routes that `neato -n -Gsplines=ortho` finds for these cards; None where it stops at its own assertion."""
    lines = ['digraph { graph [splines=ortho]; node [shape=box fixedsize=true label=""]; edge [dir=none];']
    for card, box in boxes.items():
        x, y = box.x + box.width / 2, -(box.y + box.height / 2)
        size = f"width={box.width / POINTS_AN_INCH:.5f} height={box.height / POINTS_AN_INCH:.5f}"
        lines.append(f'"{card}" [pos="{x:.3f},{y:.3f}" {size}];')
    lines += [f'"{source}" -> "{target}" [id="{link}"];' for link, (source, target) in ends.items()]
    command = [program, "-n", "-Gsplines=ortho", "-Tjson"]
    text = "\n".join([*lines, "}"])
    made = subprocess.run(command, input=text, capture_output=True, text=True, timeout=300, check=False)
    if made.returncode == -signal.SIGABRT:
        return None
    made.check_returncode()
    return {edge["id"]: spline_corners(edge["pos"]) for edge in json.loads(made.stdout).get("edges", ())}


def nudged(boxes: Mapping[str, Box], seed: int) -> dict[str, Box]:
    """The cards out of line by less than can be seen: cards in line are what makes some versions of `neato` stop."""
    draw = Random(seed)
    return {
        card: box._replace(x=box.x + draw.uniform(-NUDGE, NUDGE), y=box.y + draw.uniform(-NUDGE, NUDGE))
        for card, box in boxes.items()
    }


def counts_of_graphviz(
    program: str, boxes: Mapping[str, Box], ends: Mapping[str, Ends], nudges: int
) -> Iterator[Count]:
    """What `neato` reaches with the cards where they are, and nudged in so many ways; runs that stop are left out."""
    for seed in range(nudges + 1):
        routes = graphviz(program, nudged(boxes, seed) if seed else boxes, ends)
        if routes is not None:
            yield count(routes)


def spline_corners(text: str) -> tuple[Point, ...]:
    """The corners of an orthogonal Graphviz spline: cubics whose control points all lie on straight pieces."""
    numbers = [tuple(map(float, part.split(","))) for part in text.split() if not part.startswith(("s,", "e,"))]
    return straightened((x, -y) for x, y in numbers)
