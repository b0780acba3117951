"""The bound of the best set: what no set of items can be worth more than (see `model.analysis.best_set`).

Limits are relaxed at a price each, and what an item costs is dealt out over the tables it is in, so that each table can
be maximised by itself. Whatever prices and shares there are, no set is worth more; subgradient steps choose those that
say most (Lagrangian relaxation and decomposition).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from model.analysis.blocks import Block, bits
from model.analysis.uncertain import Floats

Places = npt.NDArray[np.int64]
# Amounts closer than this count as equal; limits may be passed by as little.
NEAR = 1e-6
_STEPS = 300
_PATIENCE = 12


class Problem(NamedTuple):
    """Items in the order of their ids; what each costs and takes of each limit; `worth`: exact, of places chosen.

    `worth` is asked only where `blocks` hold a bound instead of the worth itself; else it is None.
    """

    items: tuple[str, ...]
    blocks: tuple[Block, ...]
    costs: Floats
    taken: Floats
    limits: Floats
    worth: Callable[[tuple[int, ...]], float] | None


class Relaxation:
    """The blocks with costs and the prices of limits dealt out over them."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        places = {id: place for place, id in enumerate(problem.items)}
        self.members: list[Places] = [
            np.array([places[id] for id in block.items], np.int64) for block in problem.blocks
        ]
        self.tables = [block.table for block in problem.blocks]
        self.bits = [bits(len(members)) for members in self.members]
        counts = np.zeros(len(problem.items))
        for members in self.members:
            counts[members] += 1.0
        self.counts = counts
        self.prices = np.zeros(len(problem.limits))
        self.shifts = [np.zeros(len(members)) for members in self.members]

    def parts(self) -> list[tuple[Places, Block]]:
        """Each block after the places of its items."""
        return list(zip(self.members, self.problem.blocks, strict=True))

    def reduced(self) -> list[Floats]:
        """Each table less what its items cost there."""
        dealt = (self.problem.costs + self.prices @ self.problem.taken) / self.counts
        return [
            table - flags @ (dealt[members] + shift)
            for table, flags, members, shift in zip(self.tables, self.bits, self.members, self.shifts, strict=True)
        ]

    def priced(self) -> float:
        """What the limits are worth at their prices."""
        return float(self.prices @ self.problem.limits)

    def tighten(self, floor: float) -> None:
        """Subgradient steps: prices and shares under which the bound is least; `floor`: the worth of some set."""
        best, kept, scale, since = np.inf, self._state(), 1.0, 0
        for _ in range(_STEPS):
            reduced = self.reduced()
            tops = [int(np.argmax(table)) for table in reduced]
            bound = self.priced() + sum(float(table[top]) for table, top in zip(reduced, tops, strict=True))
            if bound < best - NEAR:
                best, kept, since = bound, self._state(), 0
            else:
                since += 1
            if since > _PATIENCE:
                scale, since = scale / 2.0, 0
            gap = bound - floor if np.isfinite(floor) else abs(bound)
            if not self._step(tops, scale * gap):
                break
        self.prices, self.shifts = kept

    def _state(self) -> tuple[Floats, list[Floats]]:
        return self.prices, self.shifts

    def _step(self, tops: Sequence[int], gap: float) -> bool:
        picked = [flags[top] for flags, top in zip(self.bits, tops, strict=True)]
        mean = np.zeros(len(self.counts))
        for members, flags in zip(self.members, picked, strict=True):
            mean[members] += flags
        mean /= self.counts
        apart = [flags - mean[members] for flags, members in zip(picked, self.members, strict=True)]
        over = self.problem.taken @ mean - self.problem.limits
        over = np.where((self.prices <= 0.0) & (over < 0.0), 0.0, over)
        # Limits are amounts of money and shares are not: each is stepped in its own measure.
        spread = np.maximum(np.abs(self.problem.limits), 1.0)
        norm = float(sum((part * part).sum() for part in apart) + ((over / spread) ** 2).sum())
        if norm <= NEAR * NEAR or gap <= NEAR:
            return False
        step = gap / norm
        self.shifts = [shift + step * part for shift, part in zip(self.shifts, apart, strict=True)]
        self.prices = np.maximum(self.prices + step * over / spread**2, 0.0)
        return True
