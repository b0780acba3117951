"""D2 to the letter; tests/consumers has D2 itself lay it out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exporters import registry
from exporters.base import ExportResult, run
from exporters.common.plain_text import names
from exporters.d2 import quoted
from model.document import Document, DocumentView
from model.elements import Card, CardKind, Link, LinkKind, Role
from model.texts import Texts
from tests.model.builders import Grid, a_context, a_grid


def exported(document: DocumentView, **options: str) -> ExportResult:
    return run(registry.exporter("d2"), document, a_context(), options)


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


def test_a_link_of_a_card_to_itself_is_told_of_as_d2_refuses_it() -> None:
    grid = a_map()
    (card, *_) = grid.document.where(Card)
    document = Document((*grid.document.rows(), Link("loop", "a0", source=card.id, target=card.id)))

    result = exported(document)

    assert result.data == exported(grid.document).data
    assert Texts()(result.findings[1]) == "1 link of a card to itself is not drawn; D2 allows none in a grid."


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
