"""The one view of an ArchiMate model: lanes with their cards inside, stages and steps above them, links between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from exporters.common.cells import CARD_HEIGHT, Box, cells
from exporters.common.fresh import FreshIds
from exporters.common.xml_text import content, element, opening
from model.document import DocumentView
from model.elements import Card
from model.grid import lanes, stages, steps, tray


class Shape(NamedTuple):
    """An element that may be shown."""

    id: str
    concept: str


class Line(NamedTuple):
    """A relationship to show, between two elements."""

    id: str
    source: str
    target: str


def view(
    document: DocumentView, name: str, shapes: Iterable[Shape], lines: Iterable[Line], fresh: FreshIds
) -> Iterator[str]:
    """The view as lines of XML. An element stands in it once."""
    nodes = {shape.id: fresh(f"node.{shape.id}") for shape in shapes}
    grid = cells(document, CARD_HEIGHT)
    yield "<views><diagrams>"
    yield opening("view", {"identifier": fresh("view"), "xsi:type": "Diagram"}) + f"><name>{content(name)}</name>"
    inside: dict[str, list[str]] = {}
    for step in steps(document):
        inside.setdefault(step.stage, []).append(_node(nodes, step.id, grid.steps[step.id]))
    for stage in stages(document):
        below = [grid.steps[step.id] for step in steps(document) if step.stage == stage.id]
        if below:
            left = min(box.x for box in below)
            width = max(box.x + box.width for box in below) - left
            yield _node(nodes, stage.id, Box(left, 0, width, 2 * CARD_HEIGHT), inside[stage.id])
    for lane in lanes(document):
        cards = [_node(nodes, card.id, grid.cards[card.id]) for card in document.where(Card, lane=lane.id)]
        yield _node(nodes, lane.id, grid.lanes[lane.id], cards)
    for card in tray(document):
        yield _node(nodes, card.id, grid.cards[card.id])
    for line in lines:
        said = {
            "identifier": fresh(f"line.{line.id}"),
            "relationshipRef": line.id,
            "xsi:type": "Relationship",
            "source": nodes[line.source],
            "target": nodes[line.target],
        }
        yield element("connection", said)
    yield "</view>\n</diagrams></views>"


def _node(nodes: Mapping[str, str], id: str, box: Box, inside: Iterable[str] = ()) -> str:
    said = {
        "identifier": nodes[id],
        "elementRef": id,
        "xsi:type": "Element",
        "x": str(box.x),
        "y": str(box.y),
        "w": str(box.width),
        "h": str(box.height),
    }
    return element("node", said, "".join(inside))
