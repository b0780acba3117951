"""GraphML: read back by networkx with its labels, its types and every edge."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import networkx
import pytest

from exporters import registry
from exporters.base import run
from model.document import DocumentView
from model.elements import Card, CardKind, CardSystem, Grounding, Link, LinkKind, Mark, Role
from model.kinds import FieldType, kind_of
from model.owners import accountable
from model.registers import Owner, Source, System, SystemExchange
from model.samples import build
from tests.exporters import hostile
from tests.model.builders import Grid, a_context, a_grid

SCALARS = (FieldType.INTEGER, FieldType.FLAG, FieldType.DECIMAL)


def read(document: DocumentView) -> Any:
    """The graph as networkx reads it."""
    data = run(registry.exporter("graphml"), document, a_context()).data
    return networkx.read_graphml(io.BytesIO(data), force_multigraph=True)


def a_service() -> tuple[Grid, dict[str, str]]:
    """Cards, systems and an owner with all that joins them."""
    grid = a_grid((1, 1), (Role.CUSTOMER, Role.FRONTSTAGE))
    editor = grid.editor
    ids = {"ask": grid.card(0, 0, "Asks"), "answer": grid.card(1, 1, "Answers")}
    ids["ada"], ids["log"] = editor.add(Owner, name="Ada"), editor.add(Source, name="Log")
    editor.edit(
        ids["answer"],
        owner=ids["ada"],
        kind=CardKind.DECISION,
        marks=(Mark.FAIL_POINT, Mark.REGULATED),
        work_minutes=Decimal("2.50"),
        grounding=Grounding.OBSERVED,
        sources=(ids["log"],),
    )
    ids["portal"], ids["store"] = editor.add(System, name="Portal"), editor.add(System, name="Store")
    ids["use"] = editor.add(CardSystem, card=ids["answer"], system=ids["portal"], essential=False)
    ids["data"] = editor.add(SystemExchange, system=ids["portal"], other=ids["store"], what="Cases")
    ids["flow"] = editor.add(Link, source=ids["ask"], target=ids["answer"], label="hands on")
    ids["needs"] = editor.add(Link, source=ids["ask"], target=ids["answer"], kind=LinkKind.NEEDS)
    return grid, ids


def test_a_card_is_a_node_with_a_label_and_scalars() -> None:
    grid, ids = a_service()

    graph = read(grid.document)

    assert set(graph.nodes) == {ids[name] for name in ("ask", "answer", "ada", "portal", "store")}
    node = graph.nodes[ids["answer"]]
    assert (float(node.pop("x")), float(node.pop("y"))) == (350.0, 150.0)
    assert node == {
        "label": "Answers",
        "shape_type": "diamond",
        "type": "card",
        "band": "frontstage",
        "stageTitle": "Stage 2",
        "stepTitle": "Step 2",
        "laneTitle": "Lane frontstage",
        "ownerName": "Ada",
        "lane": grid.lanes[1],
        "step": grid.steps[1],
        "title": "Answers",
        "kind": "decision",
        "marks": "fail_point; regulated",
        "grounding": "observed",
        "owner": ids["ada"],
        "sources": ids["log"],
        "workMinutes": 2.5,
        "answered": False,
    }


def test_what_joins_them_are_edges() -> None:
    grid, ids = a_service()

    edges = {
        key: (source, target, said) for source, target, key, said in read(grid.document).edges(keys=True, data=True)
    }

    ask, answer = ids["ask"], ids["answer"]
    assert edges == {
        ids["flow"]: (ask, answer, {"type": "link", "kind": "flow", "label": "hands on"}),
        ids["needs"]: (ask, answer, {"type": "link", "kind": "needs", "label": "needs"}),
        ids["use"]: (answer, ids["portal"], {"type": "uses", "essential": False}),
        ids["data"]: (ids["portal"], ids["store"], {"type": "data", "what": "Cases", "label": "Cases"}),
        f"accountable.{answer}": (ids["ada"], answer, {"type": "accountable"}),
    }


@pytest.mark.parametrize("name", ["permit", "outpatient", "broken", "empty"])
def test_networkx_reads_every_node_and_edge_of_the_samples(name: str) -> None:
    document = build(name, a_context())

    graph = read(document)

    nodes = [id for kind in (Card, System, Owner) for id in document.table(kind)]
    assert set(graph.nodes) == set(nodes)
    assert all(said["label"] for _, said in graph.nodes(data=True))
    owned = sum(accountable(document, card) is not None for card in document.table(Card).values())
    joined = sum(len(document.table(kind)) for kind in (Link, CardSystem, SystemExchange))
    assert graph.number_of_edges() == joined + owned
    assert networkx.is_directed(graph)


def test_hostile_texts_come_back() -> None:
    document = hostile.document()

    graph = read(document)

    for card in document.table(Card).values():
        wanted = "".join(c for c in " ".join(card.title.split()) if c.isprintable() or c in "\u202e\u202c\u200d\x7f")
        assert graph.nodes[card.id]["label"] == (wanted or "(untitled)")
    assert graph.number_of_edges() == len(document.table(Link))


def test_no_value_has_two_types() -> None:
    named: dict[tuple[str, str], set[FieldType]] = {}
    for domain, kinds in (("node", (Card, System, Owner)), ("edge", (Link, CardSystem, SystemExchange))):
        for kind in kinds:
            for field in kind_of(kind).fields:
                scalar = (
                    field.holds
                    if field.holds in (FieldType.INTEGER, FieldType.FLAG, FieldType.DECIMAL)
                    else FieldType.TEXT
                )
                named.setdefault((domain, field.name), set()).add(scalar)

    assert {name: found for name, found in named.items() if len(found) > 1} == {}
