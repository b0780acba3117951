"""Branch and bound over sets of items whose worth is a sum of small tables (see `model.analysis.best_set`).

A table of three states an item (out, in, undecided) makes the bound of each set in the making a few look-ups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from model.analysis.relaxation import NEAR, Problem, Relaxation
from model.analysis.uncertain import Floats

OUT, IN, OPEN = 0, 1, 2
STATES = 3
_NODES_A_LOOK = 64


class Solution(NamedTuple):
    """The places chosen, their worth less costs, and the most that any set can have: equal where it is proven."""

    places: tuple[int, ...]
    value: float
    most: float


class _Node(NamedTuple):
    """A set in the making: `depth` items decided, the state of each table, what is left of each limit."""

    bound: float
    depth: int
    codes: tuple[int, ...]
    left: tuple[float, ...]
    chosen: tuple[int, ...]
    cost: float


def solve(problem: Problem, out_of_time: Callable[[], bool]) -> Solution | None:
    """The best set; where time runs out, the best found. Ties: less cost, then the ids that come first.

    None where no set fits the limits.
    """
    relaxation = Relaxation(problem)
    best = _Best(problem, relaxation)
    best.offer(())
    best.greedy()
    relaxation.tighten(best.value)
    most = _Search(problem, relaxation, best).run(out_of_time)
    return None if best.places is None else Solution(best.places, best.value, max(most, best.value))


class _Best:
    """The best set so far."""

    def __init__(self, problem: Problem, relaxation: Relaxation) -> None:
        self._problem = problem
        self._tables = [(members.tolist(), block.table) for members, block in relaxation.parts()]
        self._costs: list[float] = problem.costs.tolist()
        self.places: tuple[int, ...] | None = None
        self.value, self.cost = -np.inf, np.inf

    def beaten_by(self, value: float, cost: float, places: Sequence[int]) -> bool:
        """Whether a set is better: worth more, or as much at less cost, or of fewer items, or of earlier ones."""
        if self.places is None or abs(value - self.value) > NEAR:
            return value > self.value
        if abs(cost - self.cost) > NEAR:
            return cost < self.cost
        return (len(places), sorted(places)) < (len(self.places), list(self.places))

    def worth(self, chosen: Sequence[int]) -> float:
        """What a set is worth less what it costs, by the tables."""
        inside = set(chosen)
        total = -sum(self._costs[place] for place in chosen)
        for members, table in self._tables:
            total += float(table[sum(1 << digit for digit, place in enumerate(members) if place in inside)])
        return total

    def offer(self, chosen: Sequence[int]) -> None:
        """Keep a set that fits the limits if it is better."""
        places = tuple(sorted(chosen))
        left = self._problem.limits - self._problem.taken[:, list(places)].sum(axis=1)
        if (left < -NEAR).any():
            return
        value, cost = self.worth(places), sum(self._costs[place] for place in places)
        if self._problem.worth is not None and value > self.value - NEAR:
            value = self._problem.worth(places) - cost
        if self.beaten_by(value, cost, places):
            self.places, self.value, self.cost = places, value, cost

    def greedy(self) -> None:
        """A good set to begin with: one after another, what adds most for what it takes of the limits."""
        taken, limits = self._problem.taken, self._problem.limits
        weights = np.maximum((taken / np.maximum(limits, NEAR)[:, None]).max(axis=0, initial=0.0), NEAR)
        chosen: list[int] = []
        while True:
            left = limits - taken[:, chosen].sum(axis=1)
            before = self.worth(chosen)
            fits = [
                place
                for place in range(len(self._costs))
                if place not in chosen and not (taken[:, place] > left + NEAR).any()
            ]
            gains = [((self.worth([*chosen, place]) - before) / float(weights[place]), -place) for place in fits]
            gain, place = max(gains, default=(0.0, 0))
            if gain <= NEAR:
                break
            chosen.append(-place)
        self.offer(chosen)


class _Search:
    """Depth first, the more promising side of each item first; items that decide most come first."""

    def __init__(self, problem: Problem, relaxation: Relaxation, best: _Best) -> None:
        self._best = best
        reduced = relaxation.reduced()
        self._peaks = [_peaks(table) for table in reduced]
        self._at: list[list[tuple[int, int]]] = [[] for _ in problem.items]
        scores = np.zeros(len(problem.items))
        for block, (members, _) in enumerate(relaxation.parts()):
            for digit, place in enumerate(members.tolist()):
                power = STATES**digit
                self._at[place].append((block, power))
                full = len(self._peaks[block]) - 1
                sides = [float(self._peaks[block][full - (OPEN - state) * power]) for state in (OUT, IN)]
                scores[place] += np.inf if -np.inf in sides else sides[IN] - sides[OUT]
        self._order = sorted(range(len(problem.items)), key=lambda place: (-abs(scores[place]), place))
        self._costs: list[float] = problem.costs.tolist()
        self._taken: list[list[float]] = problem.taken.T.tolist()
        self._limits: list[float] = problem.limits.tolist()
        self._priced = relaxation.priced()
        # What items still to decide may give back to the limits, and to the costs.
        self._refunds = [self._refund(depth) for depth in range(len(self._order) + 1)]
        self._savings = [
            sum(min(0.0, self._costs[place]) for place in self._order[depth:]) for depth in range(len(self._order) + 1)
        ]

    def _refund(self, depth: int) -> tuple[float, ...]:
        rest = [self._taken[place] for place in self._order[depth:]]
        return tuple(sum(max(0.0, -row[limit]) for row in rest) for limit in range(len(self._limits)))

    def run(self, out_of_time: Callable[[], bool]) -> float:
        """Look through all sets that might be better; the most that one can be worth that was not looked at."""
        codes = tuple(len(peaks) - 1 for peaks in self._peaks)
        bound = self._priced + sum(float(peaks[code]) for peaks, code in zip(self._peaks, codes, strict=True))
        stack = [_Node(bound, 0, codes, tuple(self._limits), (), 0.0)]
        seen = 0
        while stack:
            seen += 1
            if seen % _NODES_A_LOOK == 0 and out_of_time():
                return max(node.bound for node in stack)
            node = stack.pop()
            if not self._may_win(node):
                continue
            if node.depth == len(self._order):
                self._best.offer(node.chosen)
            else:
                stack += sorted(self._children(node), key=lambda child: child.bound)
        return -np.inf

    def _may_win(self, node: _Node) -> bool:
        if node.bound < self._best.value - NEAR:
            return False
        if node.bound > self._best.value + NEAR:
            return True
        # It can be as good at most, and only more items would follow.
        return self._best.beaten_by(self._best.value, node.cost + self._savings[node.depth], node.chosen)

    def _children(self, node: _Node) -> Iterator[_Node]:
        place, depth = self._order[node.depth], node.depth + 1
        refunds = self._refunds[depth]
        for state in (OUT, IN):
            left, chosen, cost = node.left, node.chosen, node.cost
            if state is IN:
                left = tuple([have - take for have, take in zip(left, self._taken[place], strict=True)])
                chosen, cost = (*chosen, place), cost + self._costs[place]
            if any(have + refund < -NEAR for have, refund in zip(left, refunds, strict=True)):
                continue
            bound, codes = node.bound, list(node.codes)
            for block, power in self._at[place]:
                peaks, code = self._peaks[block], codes[block]
                codes[block] = code - (OPEN - state) * power
                bound += float(peaks[codes[block]]) - float(peaks[code])
            if bound > -np.inf:
                yield _Node(bound, depth, tuple(codes), left, chosen, cost)


def _peaks(table: Floats) -> Floats:
    """The most of a table for each state of its items: digit j of a place, in base three, is item j's state."""
    count = int(table.size).bit_length() - 1
    found = table.reshape((2,) * count)
    for axis in range(count):
        out, inside = np.take(found, [OUT], axis), np.take(found, [IN], axis)
        found = np.concatenate((out, inside, np.maximum(out, inside)), axis)
    return found.reshape(-1)
