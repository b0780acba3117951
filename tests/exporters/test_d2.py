"""D2: to the letter, and as D2 itself lays it out: every card within its lane and its step."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters import registry
from exporters.base import ExportResult, run
from exporters.common.plain_text import names, one_line
from exporters.d2 import quoted
from model.document import DocumentView
from model.elements import Card, CardKind, Link, LinkKind, Role, Step
from model.samples import build
from model.texts import Texts
from tests.exporters import hostile, node_tools
from tests.model.builders import Grid, a_context, a_grid

DOCUMENTS: dict[str, DocumentView] = {"permit": build("permit", a_context()), "hostile": hostile.document()}


def exported(document: DocumentView, **options: str) -> ExportResult:
    return run(registry.exporter("d2"), document, a_context(), options)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What D2 makes of a sample and of the hostile document."""
    bundle = node_tools.package("@terrastruct/d2/dist/node-esm/index.js")
    folder = tmp_path_factory.mktemp("d2")
    files = [folder / f"{name}.d2" for name in DOCUMENTS]
    for file, document in zip(files, DOCUMENTS.values(), strict=True):
        file.write_bytes(exported(document).data)
    return dict(zip(DOCUMENTS, node_tools.run("d2_render.mjs", bundle, *files), strict=True))


def a_map() -> Grid:
    """Two cards in two lanes with a link, and one that covers both steps."""
    grid = a_grid((1, 1), (Role.CUSTOMER, Role.SUPPORT), title="Permit")
    editor = grid.editor
    ask, answer = grid.card(0, 0, 'Asks "twice"'), grid.card(1, 1, "Costs $5")
    editor.edit(answer, kind=CardKind.SYSTEM)
    editor.add(Link, source=ask, target=answer)
    editor.add(Link, source=ask, target=answer, kind=LinkKind.NEEDS)
    editor.edit(grid.card(1, 0, "Long"), last_step=grid.steps[1])
    editor.add_card(None, None, "Waits")
    return grid


def test_a_grid_to_the_letter() -> None:
    grid = a_map()
    titles = ('Asks "twice"', "Costs $5", "Long")
    asks, costs, long = (f"c_{c.id}" for title in titles for c in grid.document.where(Card) if c.title == title)
    first, second = (f"s_{id}" for id in grid.steps)
    upper, lower = (f"l_{id}" for id in grid.lanes)
    cells = {(lane, step): f"g_{lane}_{step}" for lane in grid.lanes for step in grid.steps}

    result = exported(grid.document)

    def cell(lane: int, step: int, fill: str, *cards: str) -> tuple[str, ...]:
        name = cells[grid.lanes[lane], grid.steps[step]]
        return (f'{name}: "" {{', "  grid-columns: 1", f'  style.fill: "{fill}"', *cards, "}")

    ask = f"{cells[grid.lanes[0], grid.steps[0]]}.{asks}"
    answer = f"{cells[grid.lanes[1], grid.steps[1]]}.{costs}"
    assert result.data.decode() == "\n".join(
        (
            "# Permit",
            "grid-rows: 3",
            "grid-columns: 3",
            'corner: "" {style.opacity: 0}',
            f'{first}: "(untitled)\\nStep 1" {{style.bold: true}}',
            f'{second}: "Stage 2\\nStep 2" {{style.bold: true}}',
            f'{upper}: "Lane customer" {{style.bold: true; style.fill: "#E7F1FB"}}',
            *cell(0, 0, "#E7F1FB", f'  {asks}: "Asks \\"twice\\"" {{style.stroke-dash: 4}}'),
            *cell(0, 1, "#E7F1FB"),
            f'{lower}: "Lane support" {{style.bold: true; style.fill: "#EFEFEF"}}',
            *cell(1, 0, "#EFEFEF", f'  {long}: "Long" {{style.stroke-dash: 4}}'),
            *cell(1, 1, "#EFEFEF", f'  {costs}: "Costs \\$5" {{shape: cylinder; style.stroke-dash: 4}}'),
            f"{ask} -> {answer}",
            f'{ask} -> {answer}: "needs" {{style.stroke-dash: 4}}',
            "",
        )
    )
    assert [Texts()(each) for each in result.findings] == [
        "1 card covers several steps; it stands in its first.",
        "1 card waits in the tray and is not drawn.",
    ]


def test_one_stage_can_stand_alone() -> None:
    text = exported(a_map().document, stage="Stage 2").data.decode()

    assert "grid-columns: 2" in text
    assert "Costs" in text
    assert "Asks" not in text
    assert "->" not in text


def test_names_differ_whatever_their_case() -> None:
    made = dict(names("c", ["a.b", "a-b", "A_b", "end"]))

    assert list(made.values()) == ["c_a_b", "c_a_b_", "c_A_b__", "c_end"]


@given(st.text())
def test_a_label_ends_where_it_should(text: str) -> None:
    inside = quoted(text)[1:-1]

    plain = inside.replace("\\\\", "").replace('\\"', "").replace("\\$", "").replace("\\n", "")
    assert not set(plain) & set('"\\$\n\r\x00')


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
