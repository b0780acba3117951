"""Strongly connected components. networkx is imported on first use, as that takes a tenth of a second."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

Node = TypeVar("Node", str, int)


def components(successors: Mapping[Node, Iterable[Node]]) -> list[tuple[Node, ...]]:
    """The nodes that reach one another, together, sorted; each component comes before those it leads to."""
    import networkx

    graph: networkx.DiGraph[Node] = networkx.DiGraph()
    graph.add_nodes_from(successors)
    graph.add_edges_from((node, other) for node, others in successors.items() for other in others)
    condensed = networkx.condensation(graph)
    number_of: Mapping[Node, int] = condensed.graph["mapping"]
    members: dict[int, list[Node]] = {}
    for node, number in number_of.items():
        members.setdefault(number, []).append(node)
    return [tuple(sorted(members[number])) for number in networkx.topological_sort(condensed)]
