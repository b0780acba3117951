"""BPMN of other makers: nested and unnamed lanes, upright pools, black boxes, data, several diagrams, none at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporters import registry
from exporters.readers.base import run as read
from model.elements import Card, CardKind, CardSystem, Lane, Stage
from model.errors import KnownError
from model.registers import System
from model.texts import Texts
from tests.exporters.diagram_files import (
    a_bpmn,
    bpmn_diagram,
    bpmn_shape,
    codes,
    grid_of,
    links_of,
    reading_of,
    roles_of,
)
from tests.model.builders import a_context, an_editor

POOLS = (
    '<bpmn:collaboration id="co"><bpmn:participant id="p1" name="Customer"/>'
    '<bpmn:participant id="p2" name="Shop" processRef="pr"/>'
    '<bpmn:messageFlow id="m1" name="Order" sourceRef="p1" targetRef="t1"/></bpmn:collaboration>'
)
PROCESS = (
    '<bpmn:process id="pr"><bpmn:laneSet id="ls"><bpmn:lane id="l1" name="Front"><bpmn:flowNodeRef>s</bpmn:flowNodeRef>'
    "<bpmn:flowNodeRef>t1</bpmn:flowNodeRef></bpmn:lane>"
    '<bpmn:lane id="l2" name="Back office"><bpmn:childLaneSet id="cl"><bpmn:lane id="l21" name="Packing">'
    '<bpmn:flowNodeRef>t2</bpmn:flowNodeRef></bpmn:lane><bpmn:lane id="l22"/></bpmn:childLaneSet></bpmn:lane>'
    '</bpmn:laneSet><bpmn:startEvent id="s"/><bpmn:userTask id="t1" name="Takes&#10;the order">'
    "<bpmn:documentation>By phone</bpmn:documentation>"
    '<bpmn:dataOutputAssociation id="da"><bpmn:targetRef>st</bpmn:targetRef></bpmn:dataOutputAssociation>'
    '<bpmn:dataOutputAssociation id="db"><bpmn:targetRef>do</bpmn:targetRef></bpmn:dataOutputAssociation>'
    "</bpmn:userTask>"
    '<bpmn:serviceTask id="t2" name="Packs"/><bpmn:boundaryEvent id="b" name="Late" attachedToRef="t2"/>'
    '<bpmn:dataObjectReference id="do" name="Slip" dataObjectRef="d"/><bpmn:dataObject id="d"/>'
    '<bpmn:dataStoreReference id="st" name="Orders"/>'
    '<bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t1"/>'
    '<bpmn:sequenceFlow id="f2" name="paid" sourceRef="t1" targetRef="t2"/>'
    '<bpmn:sequenceFlow id="f3" sourceRef="t2" targetRef="nowhere"/></bpmn:process>'
)
SHAPES = (
    bpmn_shape("p1", (0, 0, 700, 60), ' isHorizontal="true"'),
    bpmn_shape("p2", (0, 80, 700, 300), ' isHorizontal="true"'),
    bpmn_shape("l1", (30, 80, 670, 100)),
    bpmn_shape("l21", (60, 180, 640, 100)),
    bpmn_shape("l22", (60, 280, 640, 100)),
    bpmn_shape("s", (80, 110, 36, 36)),
    bpmn_shape("t1", (200, 90, 100, 80)),
    bpmn_shape("t2", (400, 190, 100, 80)),
    bpmn_shape("b", (480, 250, 36, 36)),
    bpmn_shape("do", (220, 300, 36, 50)),
)


def test_pools_lanes_data_and_messages_of_another_maker(tmp_path: Path) -> None:
    # given a black box, nested lanes of which one has no name, data, a store, an event on a rim, a loose flow
    text = a_bpmn(POOLS, PROCESS, bpmn_diagram("co", *SHAPES, name="Orders"))
    # when
    document, reading = reading_of(text, tmp_path / "shop.bpmn")
    # then each leaf is a lane, the unnamed one called after what it lies in
    assert grid_of(document) == {
        "Customer": [[], ["Order"], []],
        "Front": [["Start"], ["Takes the order"], []],
        "Packing": [[], [], ["Packs", "Late"]],
        "Back office": [[], ["Slip"], []],
    }
    assert roles_of(document) == {
        "Customer": "customer",
        "Front": "frontstage",
        "Packing": "backstage",
        "Back office": "backstage",
    }
    assert [lane.notes for lane in document.where(Lane)] == ["", "", "Back office", ""]
    # and links are those of flows, messages, data and rims; the loose one is told
    assert links_of(document) == [
        ("Takes the order", "Slip", ""),
        ("Packs", "Late", ""),
        ("Start", "Takes the order", ""),
        ("Takes the order", "Packs", "paid"),
        ("Order", "Takes the order", "Order"),
    ]
    assert [(entry.place, entry.why.id) for entry in reading.report.left_out] == [("f3", "readers.diagram.no_target")]
    # and the store is a system that its activity uses
    (system,) = document.table(System).values()
    (use,) = document.table(CardSystem).values()
    assert (system.name, document.need(Card, use.card).title) == ("Orders", "Takes the order")
    assert [card.notes for card in document.where(Card, title="Takes the order")] == ["By phone"]
    assert [card.kind for card in document.where(Card, title="Slip")] == [CardKind.EVIDENCE]
    assert document.blueprint.title == "Orders"


def test_without_a_diagram_steps_follow_the_flow(tmp_path: Path) -> None:
    document, reading = reading_of(a_bpmn(POOLS, PROCESS), tmp_path / "shop.bpmn")

    assert grid_of(document)["Front"][:2] == [["Start"], ["Takes the order"]]
    assert ["Packs"] in grid_of(document)["Packing"]
    assert "readers.diagram.step_by_flow" in codes(reading)


def test_upright_pools_run_from_top_to_bottom(tmp_path: Path) -> None:
    process = (
        '<bpmn:process id="pr"><bpmn:laneSet id="ls"><bpmn:lane id="a" name="Customer"><bpmn:flowNodeRef>x'
        '</bpmn:flowNodeRef></bpmn:lane><bpmn:lane id="b" name="Desk"><bpmn:flowNodeRef>y</bpmn:flowNodeRef>'
        '</bpmn:lane></bpmn:laneSet><bpmn:task id="x" name="Asks"/><bpmn:task id="y" name="Answers"/></bpmn:process>'
    )
    shapes = (
        bpmn_shape("b", (200, 0, 200, 600), ' isHorizontal="false"'),
        bpmn_shape("a", (0, 0, 200, 600), ' isHorizontal="false"'),
        bpmn_shape("x", (50, 40, 100, 80)),
        bpmn_shape("y", (250, 300, 100, 80)),
    )

    document, _ = reading_of(a_bpmn(process, bpmn_diagram("pr", *shapes)), tmp_path / "upright.bpmn")

    assert grid_of(document) == {"Customer": [["Asks"], []], "Desk": [[], ["Answers"]]}


def test_groups_over_the_lanes_are_stages_and_smaller_ones_are_told(tmp_path: Path) -> None:
    groups = (
        '<bpmn:category id="c"><bpmn:categoryValue id="v1" value="Ordering"/><bpmn:categoryValue id="v2" value="Odd"/>'
        "</bpmn:category>"
    )
    pools = POOLS.replace(
        "</bpmn:collaboration>",
        '<bpmn:group id="g1" categoryValueRef="v1"/><bpmn:group id="g2" categoryValueRef="v2"/></bpmn:collaboration>',
    )
    shapes = (*SHAPES, bpmn_shape("g1", (60, 70, 260, 330)), bpmn_shape("g2", (390, 185, 130, 90)))

    document, reading = reading_of(a_bpmn(pools, PROCESS, groups, bpmn_diagram("co", *shapes)), tmp_path / "g.bpmn")

    assert [stage.title for stage in document.where(Stage)] == ["Ordering", ""]
    assert ("Odd", "readers.bpmn.small_group") in [(e.element, e.why.id) for e in reading.report.left_out]


def test_one_of_several_diagrams_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    other = '<bpmn:process id="q" name="Returns"><bpmn:task id="r" name="Takes back"/></bpmn:process>'
    diagrams = bpmn_diagram("co", *SHAPES, name="Orders") + bpmn_diagram(
        "q", bpmn_shape("r", (0, 0, 100, 80)), name="Returns"
    )
    text, file = a_bpmn(POOLS, PROCESS, other, diagrams), tmp_path / "two.bpmn"

    assert len(reading_of(text, file)[0].table(Card)) == 6
    document, reading = reading_of(text, file, diagram="returns")
    assert grid_of(document) == {"Returns": [["Takes back"]]}
    assert [entry.element for entry in reading.report.left_out] == ["Orders"]
    with pytest.raises(KnownError) as caught:
        reading_of(text, file, diagram="3")
    assert "There are: Orders, Returns." in Texts()(caught.value.message)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-16", "Заказ"),
        ("windows-1251", "Заказ"),
        ("shift_jis", "注文"),
        ("gb18030", "订单"),
        ("iso-8859-15", "Prüfung €"),
    ],
)
def test_other_encodings_are_read(encoding: str, name: str, tmp_path: Path) -> None:
    process = f'<bpmn:process id="q" name="Q"><bpmn:task id="r" name="{name}"/></bpmn:process>'
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n' + a_bpmn(process)

    document, _ = reading_of(text.encode(encoding), tmp_path / "coded.bpmn")

    assert [card.title for card in document.table(Card).values()] == [name]


def test_into_the_open_document_it_comes_as_one_change(tmp_path: Path) -> None:
    # given an open document and a foreign file
    document = an_editor().document
    file = tmp_path / "shop.bpmn"
    file.write_text(a_bpmn(POOLS, PROCESS, bpmn_diagram("co", *SHAPES)), encoding="utf-8")
    # when it is read into the document
    reading = read(registry.reader("bpmn"), file, a_context(), {}, document)
    assert reading.change is not None
    document.apply(reading.change)
    # then its cards are there, after what was there before
    assert len(document.table(Card)) == 6
    assert document.where(Stage)[0].id == "stage_1"
    # and read again, nothing changes
    again = read(registry.reader("bpmn"), file, a_context(), {}, document)
    assert again.change is not None
    assert again.change.deltas == ()
