"""The cards of a BPMN diagram: activities, events, gateways, data and annotations; and the systems its stores are."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from exporters.bpmn_shapes import ANNOTATION, DATA, KIND_OF, STORE, may_be
from exporters.readers.base import derived_id
from exporters.readers.bpmn_lanes import Pools
from exporters.readers.bpmn_model import Diagram, Model, children, extensions, notes, own_of, ref, words
from exporters.readers.common.sketch import DrawnCard, Own, Sketch, Span
from exporters.readers.common.xml_tree import local
from model.elements import CardKind
from model.ids import spread
from model.messages import message
from model.registers import System
from model.texts import Texts

_SUB = ("subProcess", "transaction", "adHocSubProcess")
_NAMED = (("startEvent", "start"), ("endEvent", "end"), ("Event", "event"), ("Gateway", "gateway"))
_SILENT = frozenset(
    {
        *("documentation", "extensionElements", "laneSet", "sequenceFlow", "association", "dataObject", "group"),
        *("ioSpecification", "incoming", "outgoing", "property", "auditing", "monitoring", "supports"),
    }
)


def is_flow_node(tag: str) -> bool:
    """Whether an element is an activity, an event or a gateway."""
    return tag.endswith(("Task", "Event", "Gateway")) or tag in ("task", "callActivity", *_SUB)


def nodes_of(process: Element) -> Iterator[tuple[Element, str]]:
    """The nodes of a process and of its sub-processes, each with the sub-process it lies in."""
    todo = [(child, "") for child in reversed(list(children(process)))]
    while todo:
        element, inside = todo.pop()
        yield element, inside
        if local(element) in _SUB:
            own = element.get("id", "")
            todo.extend((child, own) for child in reversed(list(children(element))))


def read_cards(sketch: Sketch, model: Model, pools: Pools, diagram: Diagram | None, texts: Texts) -> dict[str, int]:
    """Add the cards; the place of each in the list by its element's id."""
    found: dict[str, int] = {}
    artifacts = [child for each in model.all("collaboration") for child in children(each)]
    for process in pools.processes:
        home = pools.home.get(process.get("id", ""), [])
        for element, inside in nodes_of(process):
            _node(sketch, found, element, inside, home, pools, diagram, texts)
    for element in artifacts:
        if local(element) == ANNOTATION and (diagram is None or element.get("id") in diagram.shapes):
            _node(sketch, found, element, "", [], pools, diagram, texts)
    return found


def _node(
    sketch: Sketch,
    found: dict[str, int],
    element: Element,
    inside: str,
    home: list[int],
    pools: Pools,
    diagram: Diagram | None,
    texts: Texts,
) -> None:
    tag, id = local(element), element.get("id", "")
    if tag == STORE or tag in _SILENT:
        return
    if not (is_flow_node(tag) or tag in (DATA, ANNOTATION)):
        if element.get("id"):
            sketch.leave(words(element), id, message("readers.bpmn.no_card", kind=tag))
        return
    card = _card(sketch, element, tag, texts)
    shape = None if diagram is None else diagram.shapes.get(id)
    if shape is not None:
        across, along = Span(shape.box.y, shape.box.bottom), Span(shape.box.x, shape.box.right)
        card.along, card.across = (along, across) if pools.rows else (across, along)
    card.lane = _lane(sketch, card, inside, found, home, pools)
    found[id] = len(sketch.cards)
    sketch.cards.append(card)


def _card(sketch: Sketch, element: Element, tag: str, texts: Texts) -> DrawnCard:
    own = own_of(element, "card", sketch, ("steps",))
    id = element.get("id", "")
    if tag == ANNOTATION:
        text = "".join(each for child in children(element) if local(child) == "text" for each in child.itertext())
    else:
        text = element.get("name", "")
    card = DrawnCard(id, text if own is not None else " ".join(text.split()), own=own)
    card.notes = notes(element, own is not None)
    card.kind = KIND_OF.get(tag)
    if own is not None:
        card.kind = _own_kind(own, tag)
        card.steps = _steps(element)
        own.fields["notes"] = card.notes
        return card
    if not card.title:
        name = next((name for sign, name in _NAMED if tag.endswith(sign)), "shape")
        card.title = texts(f"diagrams.{name}")
        sketch.infer(card.title, id, message("readers.diagram.untitled"))
    if card.kind is not None:
        kind = message(f"readers.drawn_kind.{card.kind.value}")
        sketch.infer(card.title, id, message("readers.diagram.kind_by_shape", kind=kind))
    return card


def _own_kind(own: Own, tag: str) -> CardKind:
    """The kind we wrote, unless the element has since been made one that it cannot be."""
    said = own.fields.get("kind")
    usual = KIND_OF.get(tag, CardKind.ACTION)
    return said if isinstance(said, CardKind) and may_be(tag, said) else usual


def _steps(element: Element) -> int:
    """Over how many steps a card of ours goes."""
    for each in extensions(element):
        text = each.get("steps", "")
        if local(each) == "card" and text.isascii() and text.isdigit() and len(text) < 6:
            return max(int(text), 1)
    return 1


def _lane(
    sketch: Sketch, card: DrawnCard, inside: str, found: dict[str, int], home: list[int], pools: Pools
) -> int | None:
    """The lane that holds a node; else that of its sub-process, the one it lies over, or the only one of its pool."""
    if card.key in pools.lane_of:
        return pools.lane_of[card.key]
    if inside in found:
        return sketch.cards[found[inside]].lane
    if len(home) == 1:
        return home[0]
    if card.along is not None and card.across is not None:
        first, second = (card.along, card.across) if pools.rows else (card.across, card.along)
        for place, box in pools.boxes.items():
            if box.contains(first.middle, second.middle):
                if card.own is None:
                    lane = sketch.lanes[place].title
                    sketch.infer(card.title, card.key, message("readers.diagram.lane_by_place", lane=lane))
                return place
    sketch.infer(card.title, card.key, message("readers.diagram.outside"))
    return None


def read_stores(sketch: Sketch, model: Model, pools: Pools) -> dict[str, str]:
    """Add the systems that data stores are; the id of each system by the ids of its store's shapes."""
    named = {ref(each, "dataStoreRef"): each for each in model.all(STORE)}
    shown = {element.get("id", "") for process in pools.processes for element, _ in nodes_of(process)}
    found: dict[str, str] = {}
    keys = iter(spread(len(model.all("dataStore")) + len(model.all(STORE))))
    for store in model.all("dataStore"):
        id, used = store.get("id", ""), named.get(store.get("id", ""))
        own = own_of(store, "system", sketch)
        title = (used if used is not None else store).get("name", "") or store.get("name", "")
        if own is not None:
            sketch.rest.append(System(own.id, **{**own.fields, "name": title}))
            found[id] = own.id
        elif used is None or used.get("id") in shown:
            found[id] = derived_id("system", sketch.source.name, id)
            sketch.rest.append(System(found[id], next(keys), name=" ".join(title.split())))
            sketch.infer(title, id, message("readers.bpmn.store"))
    for each in model.all(STORE):
        id, of = each.get("id", ""), ref(each, "dataStoreRef")
        if of in found:
            found[id] = found[of]
        elif id in shown:
            found[id] = derived_id("system", sketch.source.name, id)
            sketch.rest.append(System(found[id], next(keys), name=words(each)))
            sketch.infer(words(each), id, message("readers.bpmn.store"))
    return found
