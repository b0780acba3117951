"""The stopping rule: what stops when a system, an owner or a card stops.

Nodes are cards, systems and owners. What stops is the least set that holds what was stopped first and in which

- a stopped system stops the cards that use it essentially (not those it only helps),
- a stopped owner stops the cards it is accountable for, not the systems it owns,
- with `A needs B` the stop of B stops A; but needs of one card that name the same group of alternatives stand in for
  each other, so that only the stop of all of them stops it,
- with `A flow B` the stop of A stops B; with `A exchange B` either stops the other; an escalation stops nothing.

Systems that exchange data do not stop each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from model.document import DocumentView
from model.elements import Card, CardSystem, Link, LinkKind
from model.making_way import by_the_way, make_way
from model.owners import owned
from model.registers import Owner, System


class Group(NamedTuple):
    """A card that stops only when all of these have stopped."""

    card: str
    members: frozenset[str]


class Stopping(NamedTuple):
    """The rule of one document. `effects`: by node, those that its stop alone stops at once; all nodes are in it."""

    effects: Mapping[str, tuple[str, ...]]
    groups: tuple[Group, ...]

    def causes(self) -> dict[str, list[str]]:
        """By node, those whose stop alone stops it at once."""
        found: dict[str, list[str]] = {node: [] for node in self.effects}
        for node, others in self.effects.items():
            for other in others:
                found[other].append(node)
        return found


def stopping(document: DocumentView) -> Stopping:
    """The rule as this document has it."""
    effects: dict[str, list[str]] = {}
    groups: dict[tuple[str, str], list[str]] = {}
    for use in document.table(CardSystem).values():
        if use.essential:
            effects.setdefault(use.system, []).append(use.card)
    for card, owner in owned(document):
        effects.setdefault(owner, []).append(card)
    for link in document.table(Link).values():
        if link.kind is LinkKind.NEEDS and link.alternatives:
            groups.setdefault((link.source, link.alternatives), []).append(link.target)
        else:
            for cause, effect in single(link):
                effects.setdefault(cause, []).append(effect)
    nodes = {id: () for kind in (System, Owner, Card) for id in document.table(kind)}
    led = by_the_way(effects.items())
    each = {node: tuple(dict.fromkeys(others) if len(others) > 1 else others) for node, others in led}
    found = tuple(Group(card, frozenset(members)) for (card, _), members in groups.items())
    return Stopping({**nodes, **each}, found)


def single(link: Link) -> tuple[tuple[str, str], ...]:
    """Pairs of cause and effect a link makes where nothing stands in."""
    if link.kind is LinkKind.NEEDS:
        return ((link.target, link.source),)
    if link.kind is LinkKind.FLOW:
        return ((link.source, link.target),)
    if link.kind is LinkKind.EXCHANGE:
        return ((link.source, link.target), (link.target, link.source))
    return ()


def stopped(rule: Stopping, first: Iterable[str]) -> frozenset[str]:
    """All that stops when these stop, themselves among it."""
    left = [len(group.members) for group in rule.groups]
    standing: dict[str, list[int]] = {}
    for number, group in enumerate(rule.groups):
        for member in group.members:
            standing.setdefault(member, []).append(number)
    found = set(first)
    waiting = list(found)
    while waiting:
        make_way()
        node = waiting.pop()
        reached = list(rule.effects[node])
        for number in standing.get(node, ()):
            left[number] -= 1
            if not left[number]:
                reached.append(rule.groups[number].card)
        for other in reached:
            if other not in found:
                found.add(other)
                waiting.append(other)
    return frozenset(found)


def touched(rule: Stopping, first: Iterable[str]) -> frozenset[str]:
    """All that a change of these may reach: as `stopped`, with no trust in alternatives (R40)."""
    effects = {node: list(others) for node, others in by_the_way(rule.effects.items())}
    for group in rule.groups:
        for member in group.members:
            effects[member].append(group.card)
    return stopped(Stopping({node: tuple(others) for node, others in by_the_way(effects.items())}, ()), first)
