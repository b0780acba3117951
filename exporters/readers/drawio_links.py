"""The links of a draw.io page: edges with what lies on them as their words, loose ends bound to what they touch."""

from __future__ import annotations

from exporters.readers.common.sketch import DrawnCard, DrawnLink, Sketch
from exporters.readers.drawio_cells import Cell
from exporters.readers.drawio_lanes import Ground
from exporters.readers.drawio_own import own_of
from model.elements import LinkKind
from model.layout.drawing import Box
from model.messages import message

_NEAR = 8.0
# Ends that point somewhere; a circle or a rhombus does not.
_HEADS = ("classic", "block", "open", "async")
_SIDES = ("source", "target")


def read_links(sketch: Sketch, ground: Ground, cells: dict[str, Cell], cards: dict[str, int]) -> None:
    """Add a link for every edge between two cards; an edge to a lane gets a card there."""
    for cell in cells.values():
        if not cell.edge:
            continue
        own = own_of(cell, "link", sketch)
        label = cell.text if own is not None else _label(cell)
        ends = [_end(sketch, cell, side, cells, cards) for side in _SIDES]
        lanes = [
            _lane(cell, side, cells, ground) if end is None else None for side, end in zip(_SIDES, ends, strict=True)
        ]
        for side, (end, lane) in enumerate(zip(ends, lanes, strict=True)):
            other = ends[1 - side]
            if end is None and lane is not None and other is not None:
                ends[side] = _stand_in(sketch, cell, lane, other, label)
        source, target = ends
        if source is None or target is None:
            sketch.leave(label, cell.id, message(_why(ends)))
            continue
        link = DrawnLink(cell.id, source, target, label, own=own)
        if own is None:
            _direct(sketch, link, cell)
        sketch.links.append(link)


def _why(ends: list[int | None]) -> str:
    if ends[0] is None and ends[1] is None:
        return "readers.diagram.loose"
    return "readers.diagram.no_source" if ends[0] is None else "readers.diagram.no_target"


def _label(cell: Cell) -> str:
    """The words of an edge and of the labels that lie on it."""
    parts = [cell.title, *(child.title for child in cell.children if child.vertex)]
    return " ".join(part for part in parts if part)


def _end(sketch: Sketch, edge: Cell, side: str, cells: dict[str, Cell], cards: dict[str, int]) -> int | None:
    """The card at one end: the one named or what it is a part of; where none is named, the one touched."""
    name = edge.source if side == "source" else edge.target
    cell = cells.get(name)
    if cell is not None:
        return next((cards[each.id] for each in (cell, *cell.holders()) if each.id in cards), None)
    point = edge.ends.get(f"{side}Point")
    if name or point is None:
        return None
    above = edge.above.box if edge.above is not None else Box(0, 0, 0, 0)
    x, y = point[0] + above.x, point[1] + above.y
    touched = [id for id in cards if _touches(cells[id].box, x, y)]
    if not touched:
        return None
    nearest = min(touched, key=lambda id: (cells[id].box.width * cells[id].box.height, id))
    sketch.infer(_label(edge), edge.id, message("readers.diagram.end_by_place", card=cells[nearest].title))
    return cards[nearest]


def _touches(box: Box, x: float, y: float) -> bool:
    return box.x - _NEAR <= x <= box.right + _NEAR and box.y - _NEAR <= y <= box.bottom + _NEAR


def _lane(edge: Cell, side: str, cells: dict[str, Cell], ground: Ground) -> int | None:
    """The lane at one end, also where it is a pool of one lane."""
    cell = cells.get(edge.source if side == "source" else edge.target)
    if cell is None:
        return None
    if cell.id in ground.lane_of:
        return ground.lane_of[cell.id]
    inside = [ground.lane_of[child.id] for child in cell.children if child.id in ground.lane_of]
    return inside[0] if len(inside) == 1 else None


def _stand_in(sketch: Sketch, edge: Cell, lane: int, other: int, label: str) -> int:
    """A card in a lane that an edge ends at, at the step of the other end."""
    near = sketch.cards[other]
    title = label or sketch.lanes[lane].title
    card = DrawnCard(f"{edge.id}/{lane}", title, lane=lane, column=near.column, along=near.along)
    sketch.infer(title, edge.id, message("readers.diagram.stand_in", lane=sketch.lanes[lane].title))
    sketch.cards.append(card)
    return len(sketch.cards) - 1


def _direct(sketch: Sketch, link: DrawnLink, cell: Cell) -> None:
    """Arrows tell the direction: one at the start alone turns it round, at both ends it is an exchange."""
    start = cell.style.get("startArrow", "none").lower().startswith(_HEADS)
    end = cell.style.get("endArrow", "classic").lower().startswith(_HEADS)
    if start and end:
        link.kind = LinkKind.EXCHANGE
        sketch.infer(link.label, link.key, message("readers.diagram.exchange"))
    elif start:
        link.source, link.target = link.target, link.source
        sketch.infer(link.label, link.key, message("readers.diagram.turned"))
    elif not end:
        sketch.infer(link.label, link.key, message("readers.diagram.no_arrow"))
