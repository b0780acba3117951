"""D2 as D2 itself lays it out: every card within its lane and its step, and any text as it is."""

from __future__ import annotations

from typing import Any

import pytest

from exporters import registry
from exporters.base import run
from exporters.common.plain_text import one_line
from model.document import DocumentView
from model.elements import Card, Link, LinkKind, Step
from model.samples import build
from model.texts import Texts
from tests.consumers.support import package, run_node
from tests.exporters import hostile
from tests.model.builders import a_context

DOCUMENTS: dict[str, DocumentView] = {"permit": build("permit", a_context()), "hostile": hostile.document()}


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What D2 makes of a sample and of the hostile document."""
    package("@terrastruct/d2")
    files = [run(registry.exporter("d2"), document, a_context()).data.decode() for document in DOCUMENTS.values()]
    found = run_node("d2.mjs", {"files": files}, tmp_path_factory.mktemp("d2"))
    return dict(zip(DOCUMENTS, found, strict=True))


def test_d2_keeps_lanes_and_steps(compiled: dict[str, Any]) -> None:
    document, found = DOCUMENTS["permit"], compiled["permit"]

    shapes = found["shapes"]
    cards = [card for card in document.table(Card).values() if card.lane]
    paths = {id.rpartition(".")[2]: box for id, box in shapes.items()}
    for card in cards:
        box, head, side = paths[f"c_{card.id}"], shapes[f"s_{card.step}"], shapes[f"l_{card.lane}"]
        assert box["label"] == one_line(card.title)
        assert head["x"] <= box["x"] and box["x"] + box["width"] <= head["x"] + head["width"]
        assert side["y"] <= box["y"] and box["y"] + box["height"] <= side["y"] + side["height"]
    inside = {card.id for card in cards}
    links = [link for link in document.table(Link).values() if {link.source, link.target} <= inside]
    assert len(found["links"]) == len(links) > 10
    assert found["svg"] > 1000


def test_hostile_texts_are_drawn_as_they_are(compiled: dict[str, Any]) -> None:
    document, found = DOCUMENTS["hostile"], compiled["hostile"]

    labels = {id.rpartition(".")[2]: box["label"] for id, box in found["shapes"].items()}
    for number, text in enumerate(hostile.TEXTS):
        assert labels[f"c_card_{number}"] == (one_line(text) or "(untitled)")
    assert sorted(label for _, _, label in found["links"]) == sorted(
        one_line(link.label) or ("" if link.kind is LinkKind.FLOW else Texts()(f"map.link.{link.kind.value}"))
        for link in document.table(Link).values()
    )
    assert len(labels) == 1 + len(document.table(Step)) + len(hostile.ROLES) * 5 + len(hostile.TEXTS)
