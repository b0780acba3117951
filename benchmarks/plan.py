"""What the bare references draw: boxes and polylines lying as on our own map, in a small file for child processes."""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import NamedTuple

from model.document import DocumentView
from model.elements import Card, Link
from model.layout.drawing import Drawing

Rectangle = tuple[float, float, float, float]


class Plan(NamedTuple):
    """Cards as (x, y, width, height), links as (x, y, x, y) from end to end, and the size of the whole."""

    cards: list[Rectangle]
    links: list[Rectangle]
    width: float
    height: float


def plan_of(document: DocumentView, drawing: Drawing) -> Plan:
    """The plan of a composed map."""
    boxes = (drawing.box(id) for id in document.table(Card))
    cards = [(box.x, box.y, box.width, box.height) for box in boxes if box is not None]
    routes = (drawing.route(id) for id in document.table(Link))
    return Plan(cards, [(*route[0], *route[-1]) for route in routes if route], drawing.width, drawing.height)


def store(plan: Plan, file: Path) -> None:
    """Write a plan."""
    flat = array("d", [plan.width, plan.height, len(plan.cards)])
    for rectangle in (*plan.cards, *plan.links):
        flat.extend(rectangle)
    file.write_bytes(flat.tobytes())


def load(file: Path) -> Plan:
    """Read a plan."""
    flat = array("d")
    flat.frombytes(file.read_bytes())
    width, height, count = flat[0], flat[1], int(flat[2])
    fours = [(flat[i], flat[i + 1], flat[i + 2], flat[i + 3]) for i in range(3, len(flat), 4)]
    return Plan(fours[:count], fours[count:], width, height)
