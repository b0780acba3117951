"""What each node's stop alone stops, and what alone stops it, for all nodes at once.

D(v), what alone stops v, is the least solution of D(v) = {v} + the union of D over v's single causes + for each group
of alternatives the intersection of D over its members. Nodes that stop one another over single causes share their D,
so sets are whole numbers with a bit a component, and one pass from causes to effects fills them; only alternatives
that lie in a circle take more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, reduce
from operator import and_, or_

from model.analysis.components import components
from model.analysis.stopping import Stopping


class Alone:
    """The single causes and effects of one document."""

    def __init__(self, rule: Stopping) -> None:
        self._parts = components(rule.effects)
        self._part = {node: number for number, members in enumerate(self._parts) for node in members}
        part = self._part
        self._effects: list[set[int]] = [set() for _ in self._parts]
        for node, others in rule.effects.items():
            self._effects[part[node]].update(part[other] for other in others)
        self._groups = [(part[card], frozenset(part[member] for member in members)) for card, members in rule.groups]

    def rests_on(self, id: str) -> frozenset[str]:
        """Every node whose stop alone would stop this one, itself among them."""
        return frozenset(node for number in _bits(self._rests[self._part[id]]) for node in self._parts[number])

    def stops(self, marked: Sequence[str]) -> dict[str, int]:
        """By node, which of the marked its stop alone stops: bit n for `marked[n]`."""
        edges = {number: set(others) for number, others in enumerate(self._effects)}
        for card, members in self._groups:
            for cause in _bits(reduce(and_, (self._rests[member] for member in members))):
                edges[cause].add(card)
        found = [0] * len(self._parts)
        for number, id in enumerate(marked):
            found[self._part[id]] |= 1 << number
        for circle in reversed(components(edges)):
            all_of_it = reduce(or_, (found[other] for part in circle for other in (part, *edges[part])))
            for part in circle:
                found[part] = all_of_it
        return {node: found[number] for node, number in self._part.items()}

    @cached_property
    def _rests(self) -> list[int]:
        """D, by component."""
        causes: list[list[int]] = [[] for _ in self._parts]
        leads = {number: set(others) for number, others in enumerate(self._effects)}
        for number, others in enumerate(self._effects):
            for other in others:
                causes[other].append(number)
        groups: dict[int, list[frozenset[int]]] = {}
        for card, members in self._groups:
            groups.setdefault(card, []).append(members)
            for member in members:
                leads[member].add(card)
        bits = [1 << number for number in range(len(self._parts))]
        for circle in components(leads):
            growing = True
            while growing:
                growing = False
                for part in circle:
                    grown = reduce(or_, (bits[cause] for cause in causes[part]), bits[part])
                    for members in groups.get(part, ()):
                        grown |= reduce(and_, (bits[member] for member in members))
                    growing |= grown != bits[part] and len(circle) > 1
                    bits[part] = grown
        return bits


def _bits(number: int) -> Iterator[int]:
    """The places of the bits that are set, lowest first."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
