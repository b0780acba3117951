"""What we write as BPMN: legal links, containers that say where things are, nothing said twice."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from exporters import registry
from exporters.base import run as export
from exporters.bpmn_shapes import MODEL
from model.document import Document
from model.elements import Card, CardKind, CardSystem, Link
from model.samples import build
from tests.exporters.diagram_files import grid_of, reading_of
from tests.model.builders import Grid, a_context, a_grid

NAMES = {"m": MODEL, "t": "urn:throughline:bpmn:1"}
TAGS = {
    CardKind.ACTION: "manualTask",
    CardKind.EVIDENCE: "dataObjectReference",
    CardKind.SYSTEM: "serviceTask",
    CardKind.DECISION: "exclusiveGateway",
    CardKind.APPROVAL: "userTask",
    CardKind.IDEA: "textAnnotation",
    CardKind.QUESTION: "textAnnotation",
    CardKind.QUOTE: "textAnnotation",
    CardKind.POLICY: "businessRuleTask",
    CardKind.NOTE: "textAnnotation",
}


def data_of(document: Document, **options: str) -> bytes:
    """A document as BPMN."""
    return export(registry.exporter("bpmn"), document, a_context(), options).data


def by_id(root: Element) -> dict[str, Element]:
    """The elements of the model by id."""
    return {each.get("id", ""): each for each in root.iter() if each.get("id") and MODEL in str(each.tag)}


def tag(element: Element) -> str:
    """The name of an element."""
    return str(element.tag).rpartition("}")[2]


def linked(grid: Grid, first: CardKind, second: CardKind, lanes: tuple[int, int]) -> str:
    """A link between two cards of kinds in lanes."""
    ends = [grid.card(lane=lane, step=place) for place, lane in enumerate(lanes)]
    for card, kind in zip(ends, (first, second), strict=True):
        grid.editor.edit(card, kind=kind)
    return grid.editor.add_link(*ends)


@pytest.mark.parametrize("kind", CardKind)
def test_each_kind_of_card_is_the_element_that_says_most_of_it(kind: CardKind, tmp_path: Path) -> None:
    grid = a_grid((1,))
    card = grid.card(lane=1, title="It")
    grid.editor.edit(card, kind=kind)
    data = data_of(grid.document)

    assert tag(by_id(fromstring(data))[card]) == TAGS[kind]
    assert reading_of(data, tmp_path / "kind.bpmn")[0] == grid.document


def test_an_action_with_a_system_is_a_task_of_a_user() -> None:
    document = build("permit", a_context())
    elements = by_id(fromstring(data_of(document)))

    for card in document.table(Card).values():
        if card.kind is CardKind.ACTION:
            uses = bool(document.where(CardSystem, card=card.id))
            assert tag(elements[card.id]) == ("userTask" if uses else "manualTask")


@pytest.mark.parametrize(
    ("kinds", "lanes", "pools", "expected"),
    [
        ((CardKind.ACTION, CardKind.DECISION), (2, 3), "1", "sequenceFlow"),
        ((CardKind.ACTION, CardKind.ACTION), (1, 2), "2", "messageFlow"),
        ((CardKind.ACTION, CardKind.ACTION), (1, 2), "1", "sequenceFlow"),
        ((CardKind.ACTION, CardKind.DECISION), (1, 2), "2", "association"),
        ((CardKind.EVIDENCE, CardKind.ACTION), (0, 1), "1", "association"),
        ((CardKind.NOTE, CardKind.ACTION), (2, 3), "1", "association"),
    ],
)
def test_a_link_is_the_element_its_two_ends_may_have(
    kinds: tuple[CardKind, CardKind], lanes: tuple[int, int], pools: str, expected: str
) -> None:
    grid = a_grid((2,))
    link = linked(grid, *kinds, lanes)

    assert tag(by_id(fromstring(data_of(grid.document, pools=pools)))[link]) == expected


def test_flows_are_named_where_they_come_in_and_go_out() -> None:
    document = build("permit", a_context())
    root = fromstring(data_of(document))
    elements = by_id(root)

    flows = [element for element in elements.values() if tag(element) == "sequenceFlow"]
    assert flows
    for flow in flows:
        source, target = elements[flow.get("sourceRef", "")], elements[flow.get("targetRef", "")]
        assert flow.get("id") in [each.text for each in source.iterfind("m:outgoing", NAMES)]
        assert flow.get("id") in [each.text for each in target.iterfind("m:incoming", NAMES)]
    assert len({each.get("id") for each in root.iter() if each.get("id")}) > len(document.table(Link))


def test_lane_and_step_of_a_card_are_said_by_containers_alone() -> None:
    document = build("permit", a_context())
    root = fromstring(data_of(document))

    said = [key for card in root.iterfind(".//t:card", NAMES) for key in card.attrib]
    assert not {"lane", "step", "lastStep", "title"} & set(said)


def test_a_task_drawn_since_is_read_where_it_lies(tmp_path: Path) -> None:
    # given a file of ours with a task of somebody else's in the second step
    grid = a_grid((2,))
    grid.card(lane=1, step=0, title="Old")
    text = data_of(grid.document).decode()
    new = '<bpmn:task id="Activity_1" name="New"/></bpmn:process>'
    lane = f'<bpmn:lane id="{grid.lanes[1]}"'
    place = text.index("</bpmn:lane>", text.index(lane))
    text = text[:place] + "<bpmn:flowNodeRef>Activity_1</bpmn:flowNodeRef>" + text[place:]
    shape = (
        '<bpmndi:BPMNShape id="x_di" bpmnElement="Activity_1">'
        '<dc:Bounds x="500" y="300" width="100" height="80"/></bpmndi:BPMNShape></bpmndi:BPMNPlane>'
    )
    text = text.replace("</bpmn:process>", new).replace("</bpmndi:BPMNPlane>", shape)
    # when it is read
    document, _ = reading_of(text, tmp_path / "more.bpmn")
    # then it has its lane and its step
    assert grid_of(document)["Lane customer"] == [["Old"], ["New"]]
