"""What a card is in BPMN, and where its shape and its links stand in the diagram."""

from __future__ import annotations

from exporters.common.xml_text import element, number
from model.document import DocumentView
from model.elements import Card, CardKind, CardSystem
from model.layout.drawing import Box, Point

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
OURS = "urn:throughline:bpmn:1"
NAMESPACES = {
    "xmlns:bpmn": MODEL,
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
    "xmlns:throughline": OURS,
}
ANNOTATION, DATA, STORE, GATEWAY = "textAnnotation", "dataObjectReference", "dataStoreReference", "exclusiveGateway"
_TAGS = {
    CardKind.APPROVAL: "userTask",
    CardKind.SYSTEM: "serviceTask",
    CardKind.DECISION: GATEWAY,
    CardKind.POLICY: "businessRuleTask",
    CardKind.EVIDENCE: DATA,
    CardKind.IDEA: ANNOTATION,
    CardKind.QUESTION: ANNOTATION,
    CardKind.QUOTE: ANNOTATION,
    CardKind.NOTE: ANNOTATION,
}
# The kind that a shape has where nothing else says it.
KIND_OF = {
    "serviceTask": CardKind.SYSTEM,
    "scriptTask": CardKind.SYSTEM,
    "businessRuleTask": CardKind.POLICY,
    "exclusiveGateway": CardKind.DECISION,
    "inclusiveGateway": CardKind.DECISION,
    "parallelGateway": CardKind.DECISION,
    "complexGateway": CardKind.DECISION,
    "eventBasedGateway": CardKind.DECISION,
    DATA: CardKind.EVIDENCE,
    "dataObject": CardKind.EVIDENCE,
    ANNOTATION: CardKind.NOTE,
}
_LABEL = 14.0


def tag_of(document: DocumentView, card: Card) -> str:
    """The element of a card; an action is done by hand where it uses no system."""
    tag = _TAGS.get(card.kind)
    if tag is None:
        return "userTask" if document.where(CardSystem, card=card.id) else "manualTask"
    return tag


def may_be(tag: str, kind: CardKind) -> bool:
    """Whether a card of a kind may be such an element."""
    usual = KIND_OF.get(tag, CardKind.ACTION)
    return usual is kind or KIND_OF.get(_TAGS.get(kind, "task"), CardKind.ACTION) is usual


def is_node(tag: str) -> bool:
    """Whether flows may begin and end at an element."""
    return tag not in (ANNOTATION, DATA, STORE)


def shape_box(tag: str, box: Box) -> Box:
    """Where the shape stands in the room of its card: gateways and data are small, their words below them."""
    if tag not in (GATEWAY, DATA, STORE):
        return box
    height = max(min(50.0, box.height - _LABEL - 2), 16.0)
    width = height if tag == GATEWAY else height * 0.72
    return Box(box.x + (box.width - width) / 2, box.y, width, height)


def label_box(tag: str, box: Box) -> Box | None:
    """Where the words of a small shape stand."""
    shape = shape_box(tag, box)
    return None if shape == box else Box(box.x, shape.bottom + 1, box.width, _LABEL)


def bounds(box: Box) -> str:
    """A box as bounds of the diagram."""
    place = {"x": number(box.x), "y": number(box.y), "width": number(box.width), "height": number(box.height)}
    return element("dc:Bounds", place)


def route_between(route: tuple[Point, ...], rooms: tuple[Box, Box], shapes: tuple[Box, Box]) -> list[Point]:
    """A route from shape to shape: where a shape is smaller than its card's room, the rest of the way to it."""
    if len(route) < 2:
        first, last = shapes
        return [(first.right, first.y + first.height / 2), (last.x, last.y + last.height / 2)]
    start, end = _dock(route[0], rooms[0], shapes[0]), _dock(route[-1], rooms[1], shapes[1])
    return [*start, *route, *reversed(end)]


def _dock(at: Point, room: Box, shape: Box) -> list[Point]:
    """The way from a small shape to where the route leaves the card's room."""
    if room == shape:
        return []
    x, y = at
    middle, centre = (shape.x + shape.width / 2, shape.y + shape.height / 2)
    if abs(y - room.y) < 1 or abs(y - room.bottom) < 1:
        tip = (middle, shape.y if abs(y - room.y) < 1 else shape.bottom)
        return [tip, (middle, y)] if abs(middle - x) >= 1 else [tip]
    tip = (shape.x if x <= middle else shape.right, centre)
    return [tip, (x, centre)] if abs(centre - y) >= 1 else [tip]
