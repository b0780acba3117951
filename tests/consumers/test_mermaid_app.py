"""Mermaid as Mermaid itself draws it in Chromium: every card and link, and any text as it is."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from exporters import registry
from exporters.base import run
from exporters.common.plain_text import one_line
from model.document import DocumentView
from model.elements import Card, Link, Stage, Step
from model.grid import lanes
from model.samples import build
from tests.consumers.support import browser, package, run_node
from tests.exporters import hostile
from tests.model.builders import a_context

DOCUMENTS: dict[str, DocumentView] = {"outpatient": build("outpatient", a_context()), "hostile": hostile.document()}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Any]:
    """What Mermaid shows of a sample and of the hostile document, in both forms."""
    package("mermaid")
    package("playwright-core")
    wanted = [(name, form) for name in DOCUMENTS for form in ("grid", "flow")]
    exporter = registry.exporter("mermaid")
    files = [run(exporter, DOCUMENTS[name], a_context(), {"form": form}).data.decode() for name, form in wanted]
    found = run_node("mermaid.mjs", {"browser": browser(), "files": files}, tmp_path_factory.mktemp("mermaid"))
    return dict(zip(wanted, found, strict=True))


@pytest.mark.parametrize("form", ["grid", "flow"])
def test_mermaid_draws_every_card_and_link(drawn: dict[tuple[str, str], Any], form: str) -> None:
    document, found = DOCUMENTS["outpatient"], drawn["outpatient", form]

    placed = {card.id: one_line(card.title) for card in document.table(Card).values() if card.lane}
    heads = [one_line(row.title) for row in lanes(document)] if form == "grid" else []
    steps = [one_line(f"{stage_of(document, step)}{step.title}") for step in document.where(Step)]
    title = [document.blueprint.title]
    wanted = [*placed.values(), *heads, *(steps + title if form == "grid" else [])]
    assert sorted(found["nodes"]) == sorted(wanted)
    links = [link for link in document.table(Link).values() if {link.source, link.target} <= placed.keys()]
    assert found["edges"] == len(links) > 100
    assert found["foreign"] == 0
    assert form == "grid" or found["title"] == document.blueprint.title


def stage_of(document: DocumentView, step: Step) -> str:
    """The title of the stage of a step."""
    return document.need(Stage, step.stage).title


@pytest.mark.parametrize("form", ["grid", "flow"])
def test_hostile_texts_are_drawn_as_they_are(drawn: dict[tuple[str, str], Any], form: str) -> None:
    document, found = DOCUMENTS["hostile"], drawn["hostile", form]

    texts = [one_line(text) or "(untitled)" for text in hostile.TEXTS]
    assert not Counter(texts) - Counter(found["nodes"])
    assert len(found["nodes"]) == len(texts) + (1 + 4 + len(hostile.ROLES) if form == "grid" else 0)
    assert found["edges"] == len(document.table(Link))
    said = [one_line(link.label) for link in document.table(Link).values() if link.label.strip()]
    assert not Counter(said) - Counter(found["labels"])
    assert found["foreign"] == 0
