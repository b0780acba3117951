"""Taking times: medians of several runs, ours and its reference in turn, so that noise falls on both alike."""

from __future__ import annotations

import gc
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import NamedTuple

from model.collector import without_collector

Act = Callable[[], object]


class Paired(NamedTuple):
    """Milliseconds: the medians of ours and of the reference, and the slowest of ours."""

    ours: float
    floor: float
    worst: float


def once(act: Act) -> float:
    """Milliseconds of one run, rubbish of former ones taken out before."""
    gc.collect()
    return again(act)


def at_rest(act: Act) -> float:
    """The same with the collector as a program with windows has it: off, so that it does not wake meanwhile."""
    with without_collector():
        return once(act)


def again(act: Act) -> float:
    """Milliseconds of one run right after another, as acts of a person follow one another.

    What it made is let go of once the clock has stopped, as a program does much later, if ever.
    """
    begun = perf_counter()
    _made = act()
    return (perf_counter() - begun) * 1000.0


def paired(ours: Act, floor: Act, times: int, timer: Callable[[Act], float] = once) -> Paired:
    """Run both in turn after one turn that does not count."""
    ours()
    floor()
    taken: list[tuple[float, float]] = []
    for _ in range(times):
        taken.append((timer(ours), timer(floor)))
    mine, theirs = zip(*taken, strict=True)
    return Paired(median(mine), median(theirs), max(mine))


def repeated(act: Act, times: int) -> list[float]:
    """Milliseconds of each of several runs, one after another, the first not counted."""
    act()
    gc.collect()
    return [again(act) for _ in range(times)]
