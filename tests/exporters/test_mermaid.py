"""Mermaid to the letter; tests/consumers has Mermaid itself draw it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters import registry
from exporters.base import ExportResult, run
from exporters.mermaid import label
from model.document import Document, DocumentView
from model.elements import Card, CardKind, Grounding, Lane, Link, LinkKind, Mark, Role, Step
from model.registers import Source
from model.texts import Texts
from tests.model.builders import Grid, a_context, a_grid


def exported(document: DocumentView, **options: str) -> ExportResult:
    return run(registry.exporter("mermaid"), document, a_context(), options)


def a_map() -> Grid:
    """Two cards in two lanes with a link, one decision, one card in the tray."""
    grid = a_grid((1, 1), (Role.CUSTOMER, Role.FRONTSTAGE), title="Permit: 50%")
    editor = grid.editor
    source = editor.add(Source, name="Log")
    ask, answer = grid.card(0, 0, "Asks, twice"), grid.card(1, 1, "Answers?")
    editor.edit(ask, grounding=Grounding.OBSERVED, sources=(source,), marks=(Mark.FAIL_POINT,))
    editor.edit(answer, kind=CardKind.DECISION)
    editor.add(Link, source=ask, target=answer)
    editor.add(Link, source=answer, target=ask, kind=LinkKind.NEEDS)
    editor.add(Link, source=answer, target=ask, kind=LinkKind.EXCHANGE, label="50% of them")
    editor.add_card(None, None, "Waits")
    return grid


def test_a_grid_to_the_letter() -> None:
    grid = a_map()
    first, second = (f"c_{card.id}" for card in grid.document.where(Card) if card.lane)
    (one, two), (upper, lower) = (f"s_{id}" for id in grid.steps), (f"l_{id}" for id in grid.lanes)
    cells = (f"g_{grid.lanes[0]}_{grid.steps[0]}", f"g_{grid.lanes[1]}_{grid.steps[1]}")

    result = exported(grid.document)

    assert result.data.decode().splitlines() == [
        "block-beta",
        "  columns 3",
        '  corner["Permit#58; 50#37;"]',
        f'  {one}["(untitled)<br/>Step 1"]',
        f'  {two}["Stage 2<br/>Step 2"]',
        f'  {upper}["Lane customer"]',
        f"  block:{cells[0]}",
        "    columns 1",
        f'    {first}["Asks, twice"]',
        "  end",
        "  space",
        f'  {lower}["Lane frontstage"]',
        "  space",
        f"  block:{cells[1]}",
        "    columns 1",
        f'    {second}{{{{"Answers?"}}}}',
        "  end",
        f"  {first} --> {second}",
        f'  {second} -- "needs" --> {first}',
        f'  {second} -- "50#37; of them" --> {first}',
        "  classDef customer fill:#E7F1FB",
        f"  class {first} customer",
        "  classDef frontstage fill:#E8F5EC",
        f"  class {second} frontstage",
        "  classDef assumed stroke-dasharray:5 4",
        f"  class {second} assumed",
        "  classDef fail_point stroke:#b3261e,stroke-width:3px",
        f"  class {first} fail_point",
    ]
    assert [Texts()(each) for each in result.findings] == ["1 card waits in the tray and is not drawn."]


def test_a_flowchart_to_the_letter() -> None:
    grid = a_map()
    first, second = (f"c_{card.id}" for card in grid.document.where(Card) if card.lane)

    assert exported(grid.document, form="flow").data.decode().splitlines()[:9] == [
        "---",
        'title: "Permit: 50\\u0025"',
        "---",
        "flowchart LR",
        f'  {first}["Asks, twice"]',
        f'  {second}{{{{"Answers?"}}}}',
        f"  {first} --> {second}",
        f'  {second} -.->|"needs"| {first}',
        f'  {second} <-->|"50#37; of them"| {first}',
    ]


@pytest.mark.parametrize("form", ["grid", "flow"])
def test_one_stage_can_stand_alone(form: str) -> None:
    one = exported(a_map().document, stage="Stage 2", form=form)

    assert "Answers" in one.data.decode()
    assert "Asks" not in one.data.decode()
    assert "-->" not in one.data.decode()
    assert one.findings == ()


def test_a_document_written_from_the_right_runs_from_the_right() -> None:
    grid = a_grid((2,), language="he")
    text = exported(grid.document).data.decode()

    assert text.index(grid.steps[1]) < text.index(grid.steps[0])
    assert "flowchart RL" in exported(grid.document, form="flow").data.decode()


def test_what_mermaid_would_not_draw_is_said() -> None:
    cards = [f"card_{number}" for number in range(24)]
    pairs = [(source, target) for source in cards for target in cards if source != target][:501]
    rows = a_grid((1,)).document
    (step, *_), (lane, *_) = rows.table(Step), rows.table(Lane)
    links = [Link(f"link_{number}", "a0", source=a, target=b) for number, (a, b) in enumerate(pairs)]
    document = Document((*rows.rows(), *(Card(id, "a0", lane=lane, step=step) for id in cards), *links))

    assert "500 links" in Texts()(exported(document).findings[0])


@given(st.text())
def test_a_label_holds_no_sign_of_mermaids(text: str) -> None:
    inside = label(text)[1:-1]

    assert not set(re.sub(r"#[0-9]+;", "", inside)) & set("\"`#;[]{}<>|%&'\\*_~^$@:-.\n\r\t\x00")
    assert inside
