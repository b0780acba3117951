"""A map on a leaf: its part, targets for its stages and steps, its heads, the outline that leads there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from model import grid
from model.document import DocumentView
from model.elements import BAND_OF, Lane, Step
from model.layout.drawing import ALL, Box, Drawing, Layer, Piece
from model.layout.leaves import Entry, Part, Way
from model.layout.paging import Sheet
from model.layout.reading import Reading
from model.layout.theme import Theme
from model.layout.tiles import Head, Heads

INKED = tuple(layer for layer in ALL if layer is not Layer.PAPER)
Targets = tuple[tuple[str, float, float], ...]


def map_part(
    reading: Reading, sheet: Sheet, each: Callable[[Piece], Way] | None = None, layers: tuple[Layer, ...] = INKED
) -> Part:
    """A map on a sheet, or some layers of it; `each`: another way to its pieces than the reading's."""
    inked = partial(reading.pieces, layers=layers)
    return Part(inked, sheet.scale, sheet.left, sheet.top, each=each or reading.way, within=inked)


def targets(document: DocumentView, drawing: Drawing, sheet: Sheet, only: str | None = None) -> Targets:
    """Where stages and steps, or those of the `only` stage, lie on a sheet; what lies nowhere is at its corner."""
    shown = (stage for stage in grid.stages(document) if only in (None, stage.id))
    rows = [row.id for stage in shown for row in (stage, *document.where(Step, stage=stage.id))]
    boxes = ((id, drawing.box(id) or Box(0.0, 0.0, 0.0, 0.0)) for id in rows)
    return tuple((id, sheet.left + sheet.points(box.x), sheet.top + sheet.points(box.y)) for id, box in boxes)


def outline(document: DocumentView, only: str | None = None) -> tuple[Entry, ...]:
    """An outline of the stages, or of the `only` one, and their steps; what has no title goes by its number."""
    return tuple(
        Entry(stage.title or str(number), stage.id, _step_entries(document, stage.id))
        for number, stage in enumerate(grid.stages(document), 1)
        if only in (None, stage.id)
    )


def _step_entries(document: DocumentView, stage: str) -> tuple[Entry, ...]:
    rows = enumerate(document.where(Step, stage=stage), 1)
    return tuple(Entry(step.title or str(number), step.id) for number, step in rows)


def heads(document: DocumentView, drawing: Drawing, sheet: Sheet, theme: Theme) -> Heads:
    """The heads of the map, where its lanes, stages and steps lie on a sheet."""

    def said(piece: Piece) -> str:
        return str(getattr(document.find(piece.id), "title", "")) or piece.text

    def across(kind: str, ground: str) -> tuple[Head, ...]:
        found = (piece for piece in drawing.pieces(None, (Layer.TOP_HEAD,)) if piece.kind == kind)
        return tuple(Head(said(piece), *_reach(sheet, piece.x, piece.width, sheet.left), ground) for piece in found)

    lanes = []
    for piece in drawing.pieces(None, (Layer.SIDE_HEAD,)):
        lane = document.get(Lane, piece.id)
        if lane is not None and piece.kind != "change":
            colours = theme.bands[BAND_OF[lane.role]]
            reach = _reach(sheet, piece.y, piece.height, sheet.top)
            lanes.append(Head(said(piece), *reach, colours.tint, colours.head))
    return Heads(tuple(lanes), across("stage", theme.colour("head")), across("step", ""))


def _reach(sheet: Sheet, start: float, length: float, origin: float) -> tuple[float, float]:
    """From where to where a length of the drawing reaches on a sheet."""
    return origin + sheet.points(start), origin + sheet.points(start + length)
