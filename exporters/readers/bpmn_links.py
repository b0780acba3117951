"""The links of a BPMN diagram: flows, messages, data that goes in and out, events on the rim of an activity."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from exporters.readers.base import derived_id
from exporters.readers.bpmn_cards import nodes_of
from exporters.readers.bpmn_lanes import Pools
from exporters.readers.bpmn_model import Model, children, extensions, own_of, ref, refs, words
from exporters.readers.common.sketch import DrawnCard, DrawnLink, Own, Sketch
from exporters.readers.common.xml_tree import local
from model.elements import CardKind, CardSystem
from model.messages import message


class _Links:
    """Adds links to a sketch."""

    def __init__(self, sketch: Sketch, pools: Pools, cards: dict[str, int], systems: dict[str, str]) -> None:
        self.sketch = sketch
        self.pools = pools
        self.cards = cards
        self.systems = systems
        self.uses: list[tuple[int, str]] = []

    def add(self, element: Element, source: str, target: str, own: Own | None = None, label: str = "") -> None:
        """A link between two elements; one that ends at a pool gets a card there."""
        key = element.get("id", "")
        ends = [self.cards.get(source), self.cards.get(target)]
        for side, name in enumerate((source, target)):
            other = ends[1 - side]
            if ends[side] is None and name in self.pools.door and other is not None:
                ends[side] = self._stand_in(key, self.pools.door[name], other, label)
        first, last = ends
        if first is None or last is None:
            why = "readers.diagram.loose"
            if first is not None or last is not None:
                why = "readers.diagram.no_source" if first is None else "readers.diagram.no_target"
            self.sketch.leave(label, key, message(why))
            return
        self.sketch.links.append(DrawnLink(key, first, last, label, own=own))

    def _stand_in(self, key: str, lane: int, other: int, label: str) -> int:
        near = self.sketch.cards[other]
        title = label or self.sketch.lanes[lane].title
        card = DrawnCard(f"{key}/{lane}", title, lane=lane, column=near.column, along=near.along)
        self.sketch.infer(title, key, message("readers.diagram.stand_in", lane=self.sketch.lanes[lane].title))
        self.sketch.cards.append(card)
        return len(self.sketch.cards) - 1

    def joins_data(self, source: str, target: str) -> bool:
        """Whether two elements are cards, one of them data."""
        ends = [self.sketch.cards[self.cards[end]] for end in (source, target) if end in self.cards]
        return len(ends) == 2 and any(card.kind is CardKind.EVIDENCE for card in ends)

    def use(self, card: str, store: str) -> None:
        """An activity reads or writes a store: it uses the system."""
        if card in self.cards and (self.cards[card], self.systems[store]) not in self.uses:
            self.uses.append((self.cards[card], self.systems[store]))


def read_links(
    sketch: Sketch, model: Model, pools: Pools, cards: dict[str, int], systems: dict[str, str]
) -> list[tuple[int, str]]:
    """Add the links; which cards, by their places in the list, use which systems."""
    links = _Links(sketch, pools, cards, systems)
    elements = [element for process in pools.processes for element, _ in nodes_of(process)]
    between = [child for each in model.all("collaboration") for child in children(each)]
    shown = {*cards, *pools.door}
    for element in (*elements, *between):
        tag = local(element)
        source, target = ref(element, "sourceRef"), ref(element, "targetRef")
        if tag == "messageFlow" and not {source, target} & shown:
            continue
        if tag in ("sequenceFlow", "messageFlow"):
            own = own_of(element, "link", sketch)
            links.add(element, source, target, own, element.get("name", "") if own else words(element))
        elif tag == "association":
            _association(links, element, source, target)
        elif tag == "boundaryEvent":
            links.add(element, ref(element, "attachedToRef"), element.get("id", ""))
            sketch.infer(words(element), element.get("id", ""), message("readers.bpmn.boundary"))
        _data(links, element)
    return links.uses


def _association(links: _Links, element: Element, source: str, target: str) -> None:
    """One of ours is a link, as is another's to data; else it says what a note belongs to, as its place does."""
    own = own_of(element, "link", links.sketch, ("label",))
    if own is None:
        if links.joins_data(source, target):
            links.add(element, source, target)
        elif source in links.systems or target in links.systems:
            links.use(source if target in links.systems else target, target if target in links.systems else source)
        elif source in links.cards or target in links.cards:
            links.sketch.leave("", element.get("id", ""), message("readers.bpmn.association"))
        return
    label = next((each.get("label", "") for each in extensions(element) if local(each) == "link"), "")
    links.add(element, source, target, own, label)


def _data(links: _Links, element: Element) -> None:
    """Data that goes into an activity or comes out of it; a store makes it a use of a system."""
    id = element.get("id", "")
    for child in children(element):
        name = {"dataInputAssociation": "sourceRef", "dataOutputAssociation": "targetRef"}.get(local(child))
        if name is None:
            continue
        for other in refs(child, name):
            if other in links.systems:
                links.use(id, other)
            elif name == "sourceRef":
                links.add(child, other, id)
            else:
                links.add(child, id, other)


def uses_as_records(sketch: Sketch, uses: list[tuple[int, str]], cards: list[str]) -> list[CardSystem]:
    """The uses of systems as records, ids of the cards given in the order of their list."""
    return [
        CardSystem(derived_id("card_system", sketch.source.name, cards[card], system), card=cards[card], system=system)
        for card, system in uses
    ]
