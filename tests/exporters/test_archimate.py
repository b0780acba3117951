"""ArchiMate: to the letter, read by pyArchimate, every relationship one that the specification allows."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from exporters import registry
from exporters.archimate_rules import OF_CARD, Concept, Relation, is_allowed, of_link
from exporters.base import run
from model.document import DocumentView
from model.elements import (
    Card,
    CardChannel,
    CardKind,
    CardSystem,
    Lane,
    Link,
    LinkKind,
    RaciEntry,
    Role,
    Stage,
    Step,
)
from model.ids import is_id
from model.registers import Channel, Metric, Owner, System, SystemExchange
from model.samples import build
from tests.exporters import hostile
from tests.model.builders import Grid, a_context, a_grid

NS = {"a": "http://www.opengroup.org/xsd/archimate/3.0/"}
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
SAMPLES = ("permit", "outpatient", "broken", "empty")


def exported(document: DocumentView) -> bytes:
    return run(registry.exporter("archimate"), document, a_context()).data


def parsed(document: DocumentView) -> Element:
    return fromstring(exported(document))


def related(root: Element) -> dict[str, tuple[str, str, str]]:
    """The relationships: type, source and target by id."""
    return {
        each.get("identifier", ""): (each.get(TYPE, ""), each.get("source", ""), each.get("target", ""))
        for each in root.iterfind(".//a:relationship", NS)
    }


def types(root: Element) -> dict[str, str]:
    """The types of the elements by id."""
    return {each.get("identifier", ""): each.get(TYPE, "") for each in root.iterfind("a:elements/a:element", NS)}


def a_service() -> tuple[Grid, dict[str, str]]:
    """One of each kind of element and of link."""
    grid = a_grid((1, 1), (Role.CUSTOMER, Role.FRONTSTAGE), title="Permit")
    editor = grid.editor
    ids = {"ask": grid.card(0, 0, "Asks"), "answer": grid.card(1, 0, "Answers"), "letter": grid.card(1, 1, "Letter")}
    editor.edit(ids["letter"], kind=CardKind.EVIDENCE, notes="Two\npages")
    ids["ada"] = editor.add(Owner, name="Ada")
    editor.edit(ids["answer"], owner=ids["ada"])
    ids["portal"] = editor.add(System, name="Portal", owner=ids["ada"])
    ids["store"] = editor.add(System, name="Store")
    ids["use"] = editor.add(CardSystem, card=ids["answer"], system=ids["portal"])
    ids["data"] = editor.add(SystemExchange, system=ids["portal"], other=ids["store"], what="Cases")
    ids["web"] = editor.add(Channel, name="Web")
    ids["over"] = editor.add(CardChannel, card=ids["ask"], channel=ids["web"])
    ids["raci"] = editor.add(RaciEntry, card=ids["ask"], owner=ids["ada"])
    ids["speed"] = editor.add(Metric, name="Speed", subject=grid.stages[1])
    for name, source, target, kind in (
        ("flow", "ask", "answer", LinkKind.FLOW),
        ("both", "ask", "answer", LinkKind.EXCHANGE),
        ("needs", "ask", "answer", LinkKind.NEEDS),
        ("reads", "answer", "letter", LinkKind.NEEDS),
        ("makes", "answer", "letter", LinkKind.FLOW),
    ):
        ids[name] = editor.add(Link, source=ids[source], target=ids[target], kind=kind)
    return grid, ids


def test_each_thing_is_the_concept_that_stands_for_it() -> None:
    grid, ids = a_service()

    found = types(parsed(grid.document))

    assert {name: found[ids[name]] for name in ("ask", "letter", "portal", "ada", "web", "speed")} == {
        "ask": "BusinessProcess",
        "letter": "BusinessObject",
        "portal": "ApplicationComponent",
        "ada": "BusinessRole",
        "web": "BusinessInterface",
        "speed": "Driver",
    }
    assert {found[id] for id in (*grid.stages, *grid.steps, *grid.lanes)} == {"Grouping"}
    assert len(found) == 2 + 2 + 2 + 3 + 5


def test_each_link_is_the_relationship_that_is_allowed() -> None:
    grid, ids = a_service()
    ask, answer, letter = ids["ask"], ids["answer"], ids["letter"]

    found = related(parsed(grid.document))

    assert found.pop(ids["flow"]) == ("Triggering", ask, answer)
    assert found.pop(ids["both"]) == ("Flow", ask, answer)
    assert found.pop(f"back.{ids['both']}") == ("Flow", answer, ask)
    assert found.pop(ids["needs"]) == ("Serving", answer, ask)
    assert found.pop(ids["reads"]) == ("Access", answer, letter)
    assert found.pop(ids["makes"]) == ("Association", answer, letter)
    assert found.pop(ids["use"]) == ("Serving", ids["portal"], answer)
    assert found.pop(ids["over"]) == ("Serving", ids["web"], ask)
    assert found.pop(ids["data"]) == ("Flow", ids["portal"], ids["store"])
    assert found.pop(ids["raci"]) == ("Association", ids["ada"], ask)
    assert found.pop(f"owner.{answer}") == ("Assignment", ids["ada"], answer)
    assert found.pop(f"owner.{ids['portal']}") == ("Association", ids["ada"], ids["portal"])
    assert found.pop(f"measures.{ids['speed']}") == ("Association", ids["speed"], grid.stages[1])
    assert {kind for kind, _, _ in found.values()} == {"Aggregation"}
    assert len(found) == 2 + 3 * 2


def test_the_view_holds_the_grid_at_absolute_places() -> None:
    grid, ids = a_service()

    root = parsed(grid.document)
    nodes = {each.get("elementRef"): each for each in root.iterfind(".//a:node", NS)}
    boxes = {id: [int(node.get(key, "")) for key in "xywh"] for id, node in nodes.items()}
    inside = {child.get("elementRef"): id for id, node in nodes.items() for child in node.iterfind("a:node", NS)}

    assert inside[ids["ask"]] == grid.lanes[0]
    assert inside[ids["letter"]] == grid.lanes[1]
    assert inside[grid.steps[0]] == grid.stages[0]
    for inner, outer in inside.items():
        (x, y, w, h), (left, top, width, height) = boxes[inner], boxes[outer]
        assert left <= x and x + w <= left + width
        assert top <= y and y + h <= top + height
    assert boxes[ids["ask"]][0] == boxes[ids["answer"]][0] < boxes[ids["letter"]][0]
    lines = {each.get("relationshipRef") for each in root.iterfind(".//a:connection", NS)}
    assert lines == {ids[name] for name in ("flow", "both", "needs", "reads", "makes")} | {f"back.{ids['both']}"}


def test_what_an_element_says_is_in_its_properties() -> None:
    grid, ids = a_service()
    root = parsed(grid.document)
    named = {each.get("identifier"): each[0].text for each in root.iterfind(".//a:propertyDefinition", NS)}

    (letter,) = (each for each in root.iterfind(".//a:element", NS) if each.get("identifier") == ids["letter"])

    said = {
        named[each.get("propertyDefinitionRef")]: each[0].text
        for each in letter.iterfind("a:properties/a:property", NS)
    }
    assert said == {"element": "card", "kind": "evidence"}
    assert [letter.findtext(f"a:{tag}", namespaces=NS) for tag in ("name", "documentation")] == ["Letter", "Two\npages"]


def test_ids_are_legal_and_nobody_elses_even_where_records_are_called_so() -> None:
    rows = list(hostile.document().rows())
    document = type(hostile.document())([*rows, Owner("view", "a0", name="A"), Owner("node.card-0", "a1", name="B")])

    root = parsed(document)

    ids = [each.get("identifier", "") for each in root.iter() if each.get("identifier")]
    assert len(ids) == len(set(ids))
    assert all(is_id(id) or "." in id for id in ids)
    assert not [id for id in ids if id[:1].isdigit()]


def test_our_rules_are_those_of_the_specification() -> None:
    checker = pytest.importorskip("pyArchimate.relationship", reason="pyArchimate is not installed")

    for source in Concept:
        for target in Concept:
            for relation in Relation:
                if is_allowed(relation, source, target):
                    assert checker.check_valid_relationship(relation.value, source.value, target.value)


@pytest.mark.parametrize("kind", LinkKind)
def test_every_link_between_any_cards_is_allowed(kind: LinkKind) -> None:
    for source in OF_CARD.values():
        for target in OF_CARD.values():
            relation, turned = of_link(kind, source, target)
            ends = (target, source) if turned else (source, target)
            assert is_allowed(relation, *ends)


def opened(folder: Path, document: DocumentView) -> Any:
    """The model as pyArchimate reads it."""
    library = pytest.importorskip("pyArchimate", reason="pyArchimate is not installed")
    file = folder / "model.xml"
    file.write_bytes(exported(document))
    model = library.Model("read")
    model.read(str(file))
    return model


@pytest.mark.parametrize("name", [*SAMPLES, "hostile"])
def test_pyarchimate_reads_it_and_finds_every_relationship_legal(tmp_path: Path, name: str) -> None:
    document = hostile.document() if name == "hostile" else build(name, a_context())

    model = opened(tmp_path, document)

    from pyArchimate.relationship import check_valid_relationship

    wrong = [
        (each.type, each.source.type, each.target.type)
        for each in model.relationships
        if not check_valid_relationship(each.type, each.source.type, each.target.type)
    ]
    assert wrong == []
    counted = (Stage, Step, Lane, Card, System, Owner, Channel, Metric)
    assert len(model.elements) == sum(len(document.table(kind)) for kind in counted)
    root = parsed(document)
    assert len(model.relationships) == len(related(root))
    assert {link.id for link in document.table(Link).values()} <= {each.uuid for each in model.relationships}
    assert len(model.nodes) == len(root.findall(".//a:node", NS))
    assert len(model.conns) == len(root.findall(".//a:connection", NS))


def test_pyarchimate_reads_the_words(tmp_path: Path) -> None:
    document = hostile.document()

    found = {each.uuid: each.name for each in opened(tmp_path, document).elements}

    for card in document.table(Card).values():
        wanted = "".join(c for c in " ".join(card.title.split()) if c.isprintable() or c in "\u202e\u202c\u200d\x7f")
        assert found[card.id] == (wanted or "(untitled)")
