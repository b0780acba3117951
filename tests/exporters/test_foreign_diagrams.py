"""Diagrams the way other programs write them: read as a person would, or refused with what to do instead."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from exporters import registry
from model.document import Document
from model.elements import Card, CardKind, CardSystem, Lane, Stage
from model.errors import KnownError
from model.grid import lanes, stages, steps
from model.registers import System
from model.texts import Texts
from tests.exporters.diagram_files import (
    a_bpmn,
    a_model,
    a_shape,
    an_edge,
    an_mxfile,
    bpmn_diagram,
    bpmn_shape,
    grid_of,
    links_of,
    packed,
    reading_of,
)

LANE = "swimlane;html=1;startSize=20;horizontal=0;"
POOL = "swimlane;html=1;childLayout=stackLayout;resizeParent=1;horizontal=1;startSize=20;horizontalStack=0;"
HEAD = "rounded=0;whiteSpace=wrap;html=1;"
BLUEPRINT = ("Evidence", "Customer actions", "Our clerk", "Backstage", "Support processes")


def headed(titles: tuple[str, ...], steps: tuple[str, ...] = ()) -> str:
    """A page as templates for blueprints draw one: heads of lanes at the left, cards beside them, no swimlanes."""
    heads = [a_shape(f"h{i}", title, "1", (0, 100 + 100 * i, 120, 90), HEAD) for i, title in enumerate(titles)]
    names = [a_shape(f"s{j}", name, "1", (150 + 150 * j, 50, 120, 30), "text;html=1;") for j, name in enumerate(steps)]
    cards = [
        a_shape(f"k{i}{j}", f"{i} {j}", "1", (150 + 150 * j, 110 + 100 * i, 120, 60))
        for i in range(len(titles))
        for j in range(2)
    ]
    return a_model(*heads, *names, *cards, an_edge("e", "k10", "k20"))


def test_a_pool_with_stacked_lanes_and_labels_in_html(tmp_path: Path) -> None:
    page = a_model(
        a_shape("p", "Order &lt;b&gt;a&lt;/b&gt; book", "1", (0, 0, 600, 200), POOL),
        a_shape("l", "Customer", "p", (0, 20, 600, 90), LANE),
        a_shape("m", "Shop&lt;br&gt;assistant", "p", (0, 110, 600, 90), LANE),
        a_shape("a", "&lt;p&gt;Looks for&lt;/p&gt;&lt;p&gt;a book&amp;nbsp;&lt;/p&gt;", "l", (40, 20, 100, 50)),
        a_shape("b", "Orders &amp;amp; pays", "l", (200, 20, 100, 50)),
        a_shape("c", "Takes it", "m", (200, 20, 100, 50)),
        an_edge("e", "b", "c", "&lt;span style=&quot;font-size:11px&quot;&gt;by phone&lt;/span&gt;", "html=1;"),
    )
    for text in (an_mxfile(("Page-1", page)), an_mxfile(("Page-1", packed(page)))):
        document, _ = reading_of(text, tmp_path / "map.drawio")

        assert document.blueprint.title == "Order a book"
        assert grid_of(document) == {
            "Customer": [["Looks for a book"], ["Orders & pays"]],
            "Shop assistant": [[], ["Takes it"]],
        }
        assert links_of(document) == [("Orders & pays", "Takes it", "by phone")]


def test_heads_beside_cards_are_lanes_where_two_are_called_so(tmp_path: Path) -> None:
    document, reading = reading_of(an_mxfile(("P", headed(BLUEPRINT, ("Ask", "Pay")))), tmp_path / "map.drawio")

    assert [lane.title for lane in lanes(document)] == list(BLUEPRINT)
    assert [step.title for step in steps(document)] == ["Ask", "Pay"]
    assert grid_of(document)["Our clerk"] == [["2 0"], ["2 1"]]
    told = [entry.element for entry in reading.report.inferred if entry.why.id == "readers.drawio.lane_by_words"]
    assert told == list(BLUEPRINT)


def test_heads_that_nobody_calls_lanes_are_none(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        reading_of(an_mxfile(("P", headed(("Red", "Customer", "Blue")))), tmp_path / "map.drawio")

    assert "no table and no swimlanes" in Texts()(caught.value.message)


def test_more_shapes_than_anybody_draws_are_not_held_against_one_another(tmp_path: Path) -> None:
    shapes = [a_shape(f"h{i}", "Customer", "1", (0, 100 * i, 120, 90), HEAD) for i in range(40_000)]
    before = time.process_time()

    with pytest.raises(KnownError):
        reading_of(a_model(*shapes), tmp_path / "map.drawio")

    assert time.process_time() - before < 20


def test_shapes_that_hold_others_are_lanes_by_what_they_are_called(tmp_path: Path) -> None:
    page = a_model(
        a_shape("l", "Customer", "1", (0, 0, 500, 100), "container=1;html=1;"),
        a_shape("m", "Backstage", "1", (0, 120, 500, 100), "html=1;"),
        a_shape("a", "Asks", "l", (20, 30, 100, 40)),
        a_shape("b", "Looks", "1", (20, 150, 100, 40)),
        a_shape("c", "Waits outside", "1", (20, 400, 100, 40)),
    )

    document, _ = reading_of(page, tmp_path / "map.xml")

    assert grid_of(document) == {"Customer": [["Asks"]], "Backstage": [["Looks"]]}
    assert [card.title for card in document.table(Card).values() if card.lane is None] == ["Waits outside"]


def test_labels_take_what_they_name_from_their_shape(tmp_path: Path) -> None:
    shape = '<object id="o" label="%who% pays %what%" who="Ann" placeholders="1"><mxCell vertex="1" parent="l">'
    shape += '<mxGeometry x="9" y="9" width="90" height="40" as="geometry"/></mxCell></object>'
    page = a_model(a_shape("l", "Customer", "1", (0, 0, 500, 100), LANE), shape)

    document, _ = reading_of(an_mxfile(("P", page)), tmp_path / "map.drawio")

    assert grid_of(document) == {"Customer": [["Ann pays %what%"]]}


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("map.drawio.png", b"\x89PNG\r\n\x1a\n" + bytes(9), ".drawio.svg"),
        ("map.html", b'<!DOCTYPE html><html><div data-mxgraph="&lt;mxfile"/></html>', "web page"),
        ("lib.xml", b'<mxlibrary>[{"xml":"x"}]</mxlibrary>', "library of shapes"),
        ("plan.vsdx", b"PK\x03\x04" + bytes(9), "Visio"),
        ("plan.docx", b"PK\x03\x04" + bytes(9), "paste it onto the map"),
        ("plan.ods", b"PK\x03\x04" + bytes(9), "Save it as .xlsx"),
        ("plan.xls", b"\xd0\xcf\x11\xe0" + bytes(9), "Save it as .xlsx"),
        ("plan.pdf", b"%PDF-1.7", "a PDF"),
        ("plan.throughline", b"SQLite format 3\0", "Open it"),
        ("rules.dmn", b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>', "neither BPMN 2.0 nor"),
        ("plan.data", b"\x00\x01\x02", "none of the formats"),
    ],
)
def test_what_is_no_diagram_is_refused_with_what_to_do(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(data)

    with pytest.raises(KnownError) as caught:
        registry.reader_for(file)

    line = Texts()(caught.value.message)
    assert line.startswith(str(file)) and said in line


def test_a_black_box_unnamed_starts_and_data_that_is_only_associated(tmp_path: Path) -> None:
    # given a process as web modelers write it: line breaks in names, data bound by a plain association
    process = (
        '<bpmn:collaboration id="c"><bpmn:participant id="p" name="Bank" processRef="pr"/>'
        '<bpmn:participant id="q" name="Customer"/>'
        '<bpmn:messageFlow id="m" name="asks" sourceRef="q" targetRef="s"/></bpmn:collaboration>'
        '<bpmn:process id="pr"><bpmn:laneSet id="ls"><bpmn:lane id="l" name="Clerk">'
        "<bpmn:flowNodeRef>s</bpmn:flowNodeRef><bpmn:flowNodeRef>t</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
        '<bpmn:startEvent id="s"/><bpmn:task id="t" name="Takes&#10;request"/>'
        '<bpmn:dataObjectReference id="d" name="Form"/><bpmn:dataStoreReference id="ds" name="Ledger"/>'
        '<bpmn:association id="a" sourceRef="d" targetRef="t"/><bpmn:association id="b" sourceRef="t" targetRef="ds"/>'
        '<bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/></bpmn:process>'
    )
    shapes = (
        bpmn_shape("q", (0, 0, 600, 60)),
        bpmn_shape("p", (0, 100, 600, 200)),
        bpmn_shape("l", (30, 100, 570, 200)),
        bpmn_shape("s", (60, 150, 30, 30)),
        bpmn_shape("t", (200, 130, 100, 80)),
        bpmn_shape("d", (210, 230, 30, 30)),
        bpmn_shape("ds", (260, 230, 30, 30)),
    )
    # when it is read
    document, _ = reading_of(a_bpmn(process, bpmn_diagram("c", *shapes)), tmp_path / "map.bpmn")
    # then what is bound is linked, and what is exchanged with the black box is a card there
    assert grid_of(document) == {"Customer": [["asks"], []], "Clerk": [["Start"], ["Takes request", "Form"]]}
    assert ("Form", "Takes request", "") in links_of(document)
    assert [system.name for system in document.where(System)] == ["Ledger"]
    assert len(document.table(CardSystem)) == 1
    assert next(card for card in document.table(Card).values() if card.title == "Form").kind is CardKind.EVIDENCE


def test_notes_in_html_and_milestones_drawn_as_groups(tmp_path: Path) -> None:
    process = (
        '<bpmn:category id="c"><bpmn:categoryValue id="v" value="Phase one"/></bpmn:category>'
        '<bpmn:process id="pr" name="Permit"><bpmn:laneSet id="ls"><bpmn:lane id="l" name="Citizen">'
        "<bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
        '<bpmn:task id="a" name="Applies"><bpmn:documentation>&lt;p&gt;By post&lt;br/&gt;or mail&lt;/p&gt;'
        '</bpmn:documentation></bpmn:task><bpmn:group id="g" categoryValueRef="v"/></bpmn:process>'
    )
    shapes = (
        bpmn_shape("l", (0, 0, 600, 100)),
        bpmn_shape("a", (60, 20, 90, 60)),
        bpmn_shape("g", (40, 0, 200, 100)),
    )

    document, _ = reading_of(a_bpmn(process, bpmn_diagram("pr", *shapes)), tmp_path / "map.bpmn")

    assert [card.notes for card in document.table(Card).values()] == ["By post\nor mail"]
    assert [stage.title for stage in stages(document)] == ["Phase one"]


def test_lanes_that_list_nothing_hold_what_lies_over_them(tmp_path: Path) -> None:
    process = (
        '<bpmn:process id="pr" name="Travel"><bpmn:laneSet id="ls"><bpmn:lane id="l" name="Employee"/>'
        '<bpmn:lane id="m" name="Manager"/></bpmn:laneSet><bpmn:task id="a" name="Asks"/>'
        '<bpmn:subProcess id="s" name="Books"><bpmn:task id="t" name="Flight"/></bpmn:subProcess></bpmn:process>'
    )
    shapes = (
        bpmn_shape("l", (0, 0, 600, 100)),
        bpmn_shape("m", (0, 100, 600, 100)),
        bpmn_shape("a", (60, 20, 90, 60)),
        bpmn_shape("s", (200, 110, 200, 80), ' isExpanded="true"'),
        bpmn_shape("t", (260, 120, 60, 40)),
    )

    document, _ = reading_of(a_bpmn(process, bpmn_diagram("pr", *shapes)), tmp_path / "map.bpmn")

    assert grid_of(document) == {"Employee": [["Asks"], []], "Manager": [[], ["Books", "Flight"]]}


def test_a_process_that_nothing_names_is_called_as_its_file(tmp_path: Path) -> None:
    process = '<bpmn:process id="pr"><bpmn:startEvent id="s" name="Order received"/></bpmn:process>'

    document, _ = reading_of(
        a_bpmn(process, bpmn_diagram("pr", bpmn_shape("s", (9, 9, 36, 36)))), tmp_path / "orders.bpmn"
    )

    assert [lane.title for lane in document.table(Lane).values()] == ["orders"]
    assert len(document.table(Stage)) == 1


def test_what_a_choreography_holds_is_told(tmp_path: Path) -> None:
    text = (
        '<bpmn:choreography id="c"><bpmn:participant id="p" name="A"/>'
        '<bpmn:choreographyTask id="t" name="Order"/></bpmn:choreography>'
    )

    _, reading = reading_of(a_bpmn(text), tmp_path / "map.bpmn")

    assert [entry.element for entry in reading.report.left_out] == ["Order"]


def test_the_first_page_with_lanes_comes_before_one_that_only_calls_shapes_so(tmp_path: Path) -> None:
    swimlanes = a_model(a_shape("l", "Guest", "1", (0, 0, 500, 100), LANE), a_shape("a", "Asks", "l", (9, 9, 90, 40)))
    pages = an_mxfile(("Sketch", headed(BLUEPRINT)), ("As is", swimlanes))

    first, _ = reading_of(pages, tmp_path / "map.drawio")
    asked, _ = reading_of(pages, tmp_path / "map.drawio", page="Sketch")

    assert [lane.title for lane in first.table(Lane).values()] == ["Guest"]
    assert len(asked.table(Lane)) == 5
    assert isinstance(first, Document)


def test_pages_with_lanes_and_diagrams_can_be_chosen_from(tmp_path: Path) -> None:
    swimlanes = a_model(a_shape("l", "Guest", "1", (0, 0, 500, 100), LANE), a_shape("a", "Asks", "l", (9, 9, 90, 40)))
    drawn, modelled = tmp_path / "map.drawio", tmp_path / "map.bpmn"
    drawn.write_text(an_mxfile(("Cover", a_model()), ("As is", swimlanes), ("To be", packed(swimlanes))))
    task = '<bpmn:process id="pr"><bpmn:task id="t" name="Asks"/></bpmn:process>'
    shape = bpmn_shape("t", (9, 9, 90, 60))
    modelled.write_text(a_bpmn(task, bpmn_diagram("pr", shape, name="One"), bpmn_diagram("pr", shape, name="Two")))

    pages, diagrams = registry.reader_for(drawn).parts, registry.reader_for(modelled).parts

    assert pages is not None and diagrams is not None
    assert pages(drawn) == (("page", (("2", "As is"), ("3", "To be")), "2"),)
    assert diagrams(modelled) == (("diagram", (("1", "One"), ("2", "Two")), "1"),)
