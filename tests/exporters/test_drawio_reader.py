"""draw.io files of other hands: tables, cross-functional and swimlane forms, loose ends, several pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.elements import Card, CardKind, Lane, Link, LinkKind, Step
from model.errors import KnownError
from model.texts import Texts
from tests.exporters.diagram_files import (
    a_model,
    a_shape,
    an_edge,
    an_mxfile,
    codes,
    grid_of,
    links_of,
    packed,
    reading_of,
    roles_of,
)

LANE = "swimlane;html=1;horizontal=0;startSize=20;"
COLUMN = "swimlane;html=1;startSize=20;"
TABLE = "shape=table;childLayout=tableLayout;html=1;"
ROW = "shape=tableRow;horizontal=0;"
SWIMLANES = (
    a_shape("pool", "Shop", "1", (0, 0, 600, 200), LANE),
    a_shape("top", "Customer", "pool", (20, 0, 580, 100), LANE),
    a_shape("low", "", "pool", (20, 100, 580, 100), LANE),
    a_shape("a", "Asks &lt;b&gt;for&lt;/b&gt;&lt;div&gt;help&amp;nbsp;&lt;/div&gt;", "top", (20, 20, 80, 40)),
    a_shape("b", "Answers", "low", (140, 20, 80, 40)),
    a_shape("c", "Pays?", "low", (260, 20, 80, 40), "rhombus;html=1;"),
)


def refusal(text: str, file: Path, **options: str) -> str:
    """The line in which a file is refused."""
    with pytest.raises(KnownError) as caught:
        reading_of(text, file, **options)
    return Texts()(caught.value.message)


@pytest.mark.parametrize("pack", [str, packed], ids=["plain", "packed"])
def test_swimlanes_become_lanes_and_places_become_steps(pack: object, tmp_path: Path) -> None:
    # given two lanes in a pool, one without a name, and three shapes a step apart
    assert callable(pack)
    file = an_mxfile(("Page-1", pack(a_model(*SWIMLANES, an_edge("e", "a", "b", "asks")))))
    # when
    document, reading = reading_of(file, tmp_path / "shop.drawio")
    # then
    assert grid_of(document) == {"Customer": [["Asks for help"], [], []], "Shop": [[], ["Answers"], ["Pays?"]]}
    assert roles_of(document) == {"Customer": "customer", "Shop": "frontstage"}
    assert links_of(document) == [("Asks for help", "Answers", "asks")]
    assert [card.kind for card in document.where(Card, title="Pays?")] == [CardKind.DECISION]
    assert codes(reading).count("readers.diagram.step_by_place") == 3
    assert "readers.diagram.lane_by_pool" in codes(reading)
    assert document.blueprint.title == "Shop"


def test_a_bare_model_without_an_mxfile_is_read(tmp_path: Path) -> None:
    document, _ = reading_of(a_model(*SWIMLANES), tmp_path / "shop.xml")

    assert len(document.table(Card)) == 3


def test_lanes_side_by_side_run_from_top_to_bottom(tmp_path: Path) -> None:
    model = a_model(
        a_shape("l1", "Customer", "1", (0, 0, 160, 400), COLUMN),
        a_shape("l2", "Desk", "1", (160, 0, 160, 400), COLUMN),
        a_shape("a", "Asks", "l1", (20, 40, 120, 60)),
        a_shape("b", "Answers", "l2", (20, 200, 120, 60)),
    )

    document, reading = reading_of(model, tmp_path / "desk.drawio")

    assert grid_of(document) == {"Customer": [["Asks"], []], "Desk": [[], ["Answers"]]}
    assert "readers.diagram.columns_are_lanes" in codes(reading)


def test_a_table_of_cells_with_words_is_a_matrix(tmp_path: Path) -> None:
    # given a first row of steps, a first column of lanes, and two lines in a cell
    words = [["", "Find", "Buy"], ["Customer", "Looks", "Pays"], ["Clerk", "Helps&lt;br&gt;Smiles", ""]]
    rows = []
    for down, cells in enumerate(words):
        rows.append(a_shape(f"r{down}", "", "t", (0, down * 40, 300, 40), ROW))
        rows += [
            a_shape(f"c{down}{across}", text, f"r{down}", (across * 100, 0, 100, 40))
            for across, text in enumerate(cells)
        ]
    # when
    document, _ = reading_of(a_model(a_shape("t", "Shop", "1", (0, 0, 300, 120), TABLE), *rows), tmp_path / "t.drawio")
    # then
    assert grid_of(document) == {"Customer": [["Looks"], ["Pays"]], "Clerk": [["Helps", "Smiles"], []]}
    assert [step.title for step in document.where(Step)] == ["Find", "Buy"]


def test_a_cross_functional_table_has_its_lanes_in_its_rows_and_its_steps_in_the_first(tmp_path: Path) -> None:
    # given rows with words of their own, cells whose heads name steps, one merged cell, one card over both columns
    model = a_model(
        a_shape("t", "Shop", "1", (0, 0, 440, 240), TABLE),
        a_shape("r1", "Customer", "t", (0, 0, 440, 120), LANE),
        a_shape("c11", "Find", "r1", (40, 0, 200, 120), COLUMN),
        a_shape("c12", "Buy", "r1", (240, 0, 200, 120), COLUMN),
        a_shape("r2", "Clerk", "t", (0, 120, 440, 120), LANE),
        '<mxCell id="c21" style="swimlane;colspan=2;" parent="r2" vertex="1"><mxGeometry x="40" width="400" '
        'height="120" as="geometry"><mxRectangle width="200" height="120" as="alternateBounds"/></mxGeometry></mxCell>',
        '<mxCell id="c22" style="swimlane;" parent="r2" vertex="1" visible="0"><mxGeometry x="240" width="200" '
        'height="120" as="geometry"/></mxCell>',
        a_shape("a", "Looks", "c11", (20, 40, 120, 40)),
        a_shape("b", "Watches", "c21", (20, 40, 360, 40)),
    )
    # when
    document, _ = reading_of(model, tmp_path / "shop.drawio")
    # then
    assert grid_of(document) == {"Customer": [["Looks"], []], "Clerk": [["Watches"], []]}
    (wide,) = document.where(Card, title="Watches")
    assert document.need(Step, wide.last_step).title == "Buy"


def test_edges_are_bound_labelled_and_turned_as_they_are_drawn(tmp_path: Path) -> None:
    label = (
        '<mxCell id="w" value="by post" style="edgeLabel;html=1;" parent="e1" vertex="1" connectable="0">'
        '<mxGeometry x="-0.2" relative="1" as="geometry"/></mxCell>'
    )
    touching = '<mxPoint x="164" y="140" as="sourcePoint"/><mxPoint x="282" y="140" as="targetPoint"/>'
    far = '<mxPoint x="900" y="900" as="sourcePoint"/><mxPoint x="950" y="950" as="targetPoint"/>'
    model = a_model(
        *SWIMLANES,
        an_edge("e1", "a", "b"),
        label,
        an_edge("e2", "a", "b", "both", "startArrow=classic;endArrow=classic;"),
        an_edge("e3", "b", "c", "back", "startArrow=block;endArrow=none;"),
        an_edge("e4", "", "", "touching", inside=touching),
        an_edge("e5", "", "", "loose", inside=far),
        an_edge("e6", "a", "gone", "half"),
        an_edge("e7", "b", "top", "an offer"),
    )

    document, reading = reading_of(model, tmp_path / "shop.drawio")

    assert links_of(document) == [
        ("Asks for help", "Answers", "by post"),
        ("Asks for help", "Answers", "both"),
        ("Pays?", "Answers", "back"),
        ("Answers", "Pays?", "touching"),
        ("Answers", "an offer", "an offer"),
    ]
    assert [link.kind for link in document.where(Link)][1] is LinkKind.EXCHANGE
    assert grid_of(document)["Customer"][1] == ["an offer"]
    left = [(entry.element, entry.why.id) for entry in reading.report.left_out]
    assert left == [("loose", "readers.diagram.loose"), ("half", "readers.diagram.no_target")]


def test_shapes_in_groups_over_lanes_and_outside_are_told(tmp_path: Path) -> None:
    model = a_model(
        *SWIMLANES,
        a_shape("g", "", "top", (380, 10, 120, 60), "group"),
        a_shape("d", "Leaves", "g", (10, 10, 80, 40)),
        a_shape("over", "Waves", "1", (520, 30, 60, 40)),
        a_shape("out", "Later", "1", (0, 500, 80, 40)),
        a_shape("caption", "Figure 1", "1", (0, 600, 80, 20), "text;html=1;"),
        a_shape("blob", "", "top", (150, 10, 10, 10), "ellipse;"),
        '<UserObject id="u" label="Calls" tooltip="By phone" link="https://example.org" price="4">'
        '<mxCell style="html=1;" parent="low" vertex="1"><mxGeometry x="20" y="20" width="80" height="40" '
        'as="geometry"/></mxCell></UserObject>',
    )

    document, reading = reading_of(model, tmp_path / "shop.drawio")

    (later,) = document.where(Card, title="Later")
    assert (later.lane, later.step) == (None, None)
    assert {"Leaves", "Waves"} <= {title for cell in grid_of(document)["Customer"] for title in cell}
    (calls,) = document.where(Card, title="Calls")
    assert (calls.notes, calls.external_url, calls.extra) == (
        "By phone",
        "https://example.org",
        '{"x-data":{"price":"4"}}',
    )
    assert {entry.element for entry in reading.report.left_out} == {"Figure 1", "ellipse"}
    assert "readers.diagram.lane_by_place" in codes(reading)


def test_the_first_page_with_lanes_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    bare = a_model(a_shape("x", "Alone", "1", (0, 0, 80, 40)), an_edge("e", "x", "x"))
    text = an_mxfile(("Sketch", bare), ("Map", packed(a_model(*SWIMLANES))), ("Other", a_model(*SWIMLANES)))
    file = tmp_path / "pages.drawio"

    document, reading = reading_of(text, file)

    assert len(document.table(Lane)) == 2
    told = [(entry.element, entry.why.id) for entry in reading.report.left_out]
    assert told == [("Sketch", "readers.drawio.bare_page"), ("Other", "readers.drawio.other_page")]
    assert reading_of(text, file, page="3")[1].report.left_out[1].element == "Map"
    said = refusal(text, file, page="sketch")
    assert "no lanes on the page “Sketch”: 1 shapes and 1 connectors" in said
    assert "There are: Sketch, Map, Other." in refusal(text, file, page="4")


def test_the_same_file_gives_the_same_ids_and_another_name_others(tmp_path: Path) -> None:
    model = a_model(*SWIMLANES)
    first, _ = reading_of(model, tmp_path / "a.drawio")

    assert reading_of(model, tmp_path / "a.drawio")[0] == first
    assert not set(reading_of(model, tmp_path / "b.drawio")[0].table(Card)) & set(first.table(Card))
