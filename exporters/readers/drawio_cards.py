"""The cards of a draw.io page: every shape with words that is no lane, no head and no label of an edge."""

from __future__ import annotations

from dataclasses import replace

from exporters.common.record_text import tags
from exporters.drawio import BY_PLACE, MARK
from exporters.readers.common.columns import covered_steps, nearest_column
from exporters.readers.common.sketch import DrawnCard, Sketch, Span
from exporters.readers.drawio_cells import Cell
from exporters.readers.drawio_lanes import Ground
from exporters.readers.drawio_own import own_of, unknown_of
from model.elements import Blueprint, Card, CardKind
from model.messages import message
from model.texts import Texts

# What a shape's name says of the kind, the first that it holds.
_KINDS = (
    ("rhombus", CardKind.DECISION),
    ("gateway", CardKind.DECISION),
    ("decision", CardKind.DECISION),
    ("document", CardKind.EVIDENCE),
    ("mxgraph.bpmn.data", CardKind.EVIDENCE),
    ("cylinder", CardKind.SYSTEM),
    ("datastore", CardKind.SYSTEM),
    ("database", CardKind.SYSTEM),
    ("note", CardKind.NOTE),
)
_NAMED = (("gateway", "gateway"), ("rhombus", "gateway"), ("event", "event"), ("task", "task"))


def read_cards(sketch: Sketch, ground: Ground, cells: dict[str, Cell], words: Texts) -> dict[str, int]:
    """Add the cards; the place of each in the list by its cell's id."""
    linked = {end for cell in cells.values() if cell.edge for end in (cell.source, cell.target)}
    found: dict[str, int] = {}
    for cell in cells.values():
        if not _may_be_card(cell, ground) or (cell.id in ground.cell_of and not cell.title):
            continue
        if not cell.visible and not cell.data.get(MARK):
            if cell.title:
                sketch.leave(cell.title, cell.id, message("readers.diagram.hidden"))
            continue
        inside = next((above for above in cell.holders() if above.id in found), None)
        if inside is not None and cell.id not in linked and not cell.data.get(MARK):
            sketch.leave(cell.title, cell.id, message("readers.diagram.part_of", card=inside.title))
            continue
        card = _card(sketch, cell, cell.id in linked, words)
        if card is None or not _stand(sketch, ground, cell, card):
            continue
        found[cell.id] = len(sketch.cards)
        sketch.cards.extend(_lines(cell, card) if cell.id in ground.cell_of else (card,))
    return found


def _lines(cell: Cell, card: DrawnCard) -> list[DrawnCard]:
    """A card for every line that stands in a cell of a table itself."""
    lines = [" ".join(line.split()) for line in cell.text.splitlines() if line.strip()]
    return [replace(card, key=f"{cell.id}/{index}", title=line) for index, line in enumerate(lines)] or [card]


def _may_be_card(cell: Cell, ground: Ground) -> bool:
    if not cell.vertex or cell.id in ground.heads or cell.shape == "group":
        return False
    if any(above.edge for above in cell.holders()):
        return False
    kind = tags().get(cell.data.get(MARK, ""))
    return kind is None or kind.record is Card or (kind.record in BY_PLACE and kind.record is not Blueprint)


def _card(sketch: Sketch, cell: Cell, linked: bool, words: Texts) -> DrawnCard | None:
    """A shape as a card; one without words only where links need it."""
    own = own_of(cell, "card", sketch)
    title = cell.text if own is not None else cell.title
    if own is None and not title:
        name = next((name for sign, name in _NAMED if sign in cell.shape.lower()), "")
        if not linked and not name:
            sketch.leave(cell.shape, cell.id, message("readers.diagram.decoration"))
            return None
        title = words(f"diagrams.{name or 'shape'}")
        sketch.infer(title, cell.id, message("readers.diagram.untitled"))
    card = DrawnCard(cell.id, title, own=own, extra=unknown_of(cell))
    if own is not None:
        card.kind = own.fields.get("kind", CardKind.ACTION)
        return card
    card.kind = next((kind for sign, kind in _KINDS if sign in cell.shape.lower()), None)
    if card.kind is not None:
        sketch.infer(
            title,
            cell.id,
            message("readers.diagram.kind_by_shape", kind=message(f"readers.drawn_kind.{card.kind.value}")),
        )
    card.notes = cell.tooltip
    if cell.link.startswith(("http://", "https://")):
        card.url = cell.link
    elif cell.link:
        sketch.leave(title, cell.id, message("readers.diagram.link", target=cell.link[:80]))
    return card


def _stand(sketch: Sketch, ground: Ground, cell: Cell, card: DrawnCard) -> bool:
    """Put a card where it lies; whether it is one, for what is but a caption outside the lanes is not."""
    box = cell.box
    card.along, card.across = _spans(cell, ground)
    holder = next((above for above in cell.holders() if above.id in ground.cell_of or above.id in ground.lane_of), None)
    if cell.id in ground.cell_of:
        card.lane, card.column = ground.cell_of[cell.id]
        return True
    if holder is not None and holder.id in ground.cell_of:
        card.lane, card.column = ground.cell_of[holder.id]
        if sketch.columns[card.column].step:
            card.steps = covered_steps(sketch, card.column, card.along)
            return True
        card.column = nearest_column(sketch, card.along)
        return True
    if holder is not None:
        card.lane = ground.lane_of[holder.id]
    else:
        middle = (box.x + box.width / 2, box.y + box.height / 2)
        over = next((place for place, lane in ground.boxes.items() if lane.box.contains(*middle)), None)
        if over is None:
            return _outside(sketch, cell, card)
        card.lane = over
        if card.own is None:
            sketch.infer(card.title, cell.id, message("readers.diagram.lane_by_place", lane=sketch.lanes[over].title))
    if sketch.columns:
        card.column = nearest_column(sketch, card.along)
        if card.column is not None:
            card.steps = covered_steps(sketch, card.column, card.along)
    return True


def _spans(cell: Cell, ground: Ground) -> tuple[Span, Span]:
    return cell.along(ground.rows), cell.along(not ground.rows)


def _outside(sketch: Sketch, cell: Cell, card: DrawnCard) -> bool:
    """What lies outside every lane waits in the tray; a caption is none of the blueprint's."""
    if cell.shape == "text" and card.own is None:
        sketch.leave(card.title, cell.id, message("readers.diagram.caption"))
        return False
    sketch.infer(card.title, cell.id, message("readers.diagram.outside"))
    return True
