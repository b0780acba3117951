"""ArchiMate 3.1 model exchange file: the elements, their relationships and one view, the grid.

Every relationship is one that the specification allows, which its schema does not check. Places in the view are
absolute. Ids are the document's own, which are legal as XML ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from exporters.archimate_rules import OF_CARD, Concept, Relation, between, is_allowed, of_link
from exporters.archimate_view import Line, Shape, view
from exporters.base import Exporter, ExportRequest, ExportResult
from exporters.common.fresh import FreshIds
from exporters.common.labels import Labels
from exporters.common.xml_text import HEAD, content, element, opening
from model.document import DocumentView
from model.elements import (
    Card,
    CardChannel,
    CardSystem,
    Lane,
    Link,
    LinkKind,
    RaciEntry,
    Stage,
)
from model.grid import lanes, stages, steps
from model.kinds import FieldType, Plain, kind_of
from model.messages import message
from model.owners import accountable
from model.record import Record
from model.registers import Channel, Metric, Owner, System, SystemExchange
from model.validate import camel

NAMESPACES = {
    "xmlns": "http://www.opengroup.org/xsd/archimate/3.0/",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": (
        "http://www.opengroup.org/xsd/archimate/3.0/ http://www.opengroup.org/xsd/archimate/3.1/archimate3_Diagram.xsd"
    ),
}
# Said by the element itself, or by its relationships.
_SAID = frozenset({"id", "order", "extra", "title", "name", "notes", "label"})


class _Element(NamedTuple):
    id: str
    concept: Concept
    name: str
    notes: str
    properties: Mapping[str, str]


class _Relationship(NamedTuple):
    id: str
    relation: Relation
    source: str
    target: str
    name: str = ""
    properties: Mapping[str, str] = {}


def export(request: ExportRequest) -> ExportResult:
    """The model of a document."""
    document = request.document
    labels = Labels(document)
    elements = {each.id: each for each in _elements(document, labels)}
    fresh = FreshIds(row.id for row in document.rows())
    concepts = {id: each.concept for id, each in elements.items()}
    links = tuple(_links(document, concepts, fresh))
    relationships = (*links, *_relationships(document, concepts, fresh))
    said = [*(each.properties for each in elements.values()), *(each.properties for each in relationships)]
    keys = dict.fromkeys(key for properties in said for key in properties)
    defined = {key: fresh(f"property.{key}") for key in keys}
    blueprint = document.blueprint
    shapes = (Shape(id, each.concept.value) for id, each in elements.items())
    lines = (Line(each.id, each.source, each.target) for each in links)
    parts = [
        HEAD + opening("model", {**NAMESPACES, "identifier": blueprint.id}) + ">",
        _words("name", labels.name(blueprint.id)) + _words("documentation", blueprint.notes),
        "<elements>",
        *(_element_text(each, defined) for each in elements.values()),
        "</elements>",
    ]
    if relationships:
        parts += ["<relationships>", *(_relationship_text(each, defined) for each in relationships), "</relationships>"]
    if defined:
        named = (_definition(id, key) for key, id in defined.items())
        parts += ["<propertyDefinitions>", *named, "</propertyDefinitions>"]
    parts += [*view(document, labels.name(blueprint.id), shapes, lines, fresh), "</model>\n"]
    return ExportResult("\n".join(parts).encode("utf-8"))


def _elements(document: DocumentView, labels: Labels) -> Iterator[_Element]:
    """What becomes an element, in the order of the grid, then register by register."""
    grouped: tuple[Record, ...] = (*stages(document), *steps(document), *lanes(document))
    for row in grouped:
        yield _element(row, Concept.GROUPING, labels.name(row.id))
    for card in document.where(Card):
        yield _element(card, OF_CARD[card.kind], labels.card(card))
    registers = (
        (System, Concept.COMPONENT),
        (Owner, Concept.ROLE),
        (Channel, Concept.INTERFACE),
        (Metric, Concept.DRIVER),
    )
    for kind, concept in registers:
        for entry in document.where(kind):
            yield _element(entry, concept, labels.name(entry.id))


def _element(row: Record, concept: Concept, name: str) -> _Element:
    properties = {"element": kind_of(row).table, **_properties(row)}
    return _Element(row.id, concept, name, getattr(row, "notes", ""), properties)


def _properties(row: Record) -> dict[str, str]:
    """What a record says that neither its element's name nor a relationship does; the kind and role always."""
    found = {}
    for field in kind_of(row).fields:
        value: Any = getattr(row, field.name)
        is_kind = field.name in ("kind", "role") and field.holds is FieldType.CHOICE
        if field.name in _SAID or field.refers or (value == field.default and not is_kind):
            continue
        text = _text(field.to_plain(value))
        if text:
            found[camel(field.name)] = text
    return found


def _text(plain: Plain) -> str:
    if isinstance(plain, bool):
        return "true" if plain else "false"
    return "; ".join(plain) if isinstance(plain, list) else "" if plain is None else str(plain)


def _links(document: DocumentView, concepts: Mapping[str, Concept], fresh: FreshIds) -> Iterator[_Relationship]:
    """The links of the map; what two must agree on flows both ways."""
    for link in document.where(Link):
        relation, turned = of_link(link.kind, concepts[link.source], concepts[link.target])
        source, target = (link.target, link.source) if turned else (link.source, link.target)
        name, properties = " ".join(link.label.split()), _properties(link)
        yield _Relationship(link.id, relation, source, target, name, properties)
        if link.kind is LinkKind.EXCHANGE and relation is Relation.FLOW:
            yield _Relationship(fresh(f"back.{link.id}"), relation, target, source, name, properties)


def _relationships(document: DocumentView, concepts: Mapping[str, Concept], fresh: FreshIds) -> Iterator[_Relationship]:
    """The relationships beside the links: what is part of what, and who and what stands behind it."""

    def related(id: str, wanted: Relation, source: str, target: str, name: str = "") -> _Relationship:
        return _Relationship(id, between(wanted, concepts[source], concepts[target]), source, target, name)

    for step in steps(document):
        yield related(fresh(f"stage.{step.id}"), Relation.AGGREGATION, step.stage, step.id)
    for card in document.where(Card):
        for role, place in (("lane", card.lane), ("step", card.step)):
            if place is not None:
                yield related(fresh(f"{role}.{card.id}"), Relation.AGGREGATION, place, card.id)
        owner = accountable(document, card)
        if owner is not None:
            wanted = Relation.ASSIGNMENT
            if is_allowed(Relation.ACCESS, Concept.ROLE, concepts[card.id]):
                wanted = Relation.ACCESS
            yield related(fresh(f"owner.{card.id}"), wanted, owner.id, card.id, "accountable")
    for entry in document.where(RaciEntry):
        yield related(entry.id, Relation.ASSOCIATION, entry.owner, entry.card, entry.role.value)
    for use in document.where(CardSystem):
        yield related(use.id, Relation.SERVING, use.system, use.card, "essential" if use.essential else "helpful")
    for over in document.where(CardChannel):
        yield related(over.id, Relation.SERVING, over.channel, over.card)
    for row in document.where(SystemExchange):
        yield related(row.id, Relation.FLOW, row.system, row.other, " ".join(row.what.split()))
    owned: tuple[System | Metric | Stage | Lane, ...] = (
        *document.where(System),
        *document.where(Metric),
        *stages(document),
        *lanes(document),
    )
    for each in owned:
        if each.owner is not None:
            yield related(fresh(f"owner.{each.id}"), Relation.ASSOCIATION, each.owner, each.id, "owner")
    for metric in document.where(Metric):
        if metric.subject in concepts:
            yield related(fresh(f"measures.{metric.id}"), Relation.ASSOCIATION, metric.id, str(metric.subject))


def _words(tag: str, text: str) -> str:
    return f"<{tag}>{content(text)}</{tag}>" if text.strip() else ""


def _definition(id: str, key: str) -> str:
    return element("propertyDefinition", {"identifier": id, "type": "string"}, f"<name>{content(key)}</name>")


def _values(properties: Mapping[str, str], defined: Mapping[str, str]) -> str:
    if not properties:
        return ""
    each = (
        element("property", {"propertyDefinitionRef": defined[key]}, f"<value>{content(text)}</value>")
        for key, text in properties.items()
    )
    return f"<properties>{''.join(each)}</properties>"


def _element_text(each: _Element, defined: Mapping[str, str]) -> str:
    inside = _words("name", each.name) + _words("documentation", each.notes) + _values(each.properties, defined)
    return element("element", {"identifier": each.id, "xsi:type": each.concept.value}, inside)


def _relationship_text(each: _Relationship, defined: Mapping[str, str]) -> str:
    said = {"identifier": each.id, "source": each.source, "target": each.target, "xsi:type": each.relation.value}
    if each.relation is Relation.ACCESS:
        said["accessType"] = "Read"
    if each.relation is Relation.ASSOCIATION:
        said["isDirected"] = "true"
    return element("relationship", said, _words("name", each.name) + _values(each.properties, defined))


EXPORTER = Exporter("archimate", ".xml", message("archimate.title"), export)
