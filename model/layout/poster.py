"""The poster: a whole drawing on one leaf, and its stages and steps as an outline."""

from __future__ import annotations

from model import grid
from model.document import DocumentView
from model.elements import Step
from model.layout.drawing import RECT, Box, Drawing, Layer, Piece
from model.layout.leaves import Book, Entry, Leaf, Part
from model.layout.paging import Sheet
from model.layout.reading import Reading
from model.layout.theme import Theme
from model.texts import Texts


def poster_book(
    document: DocumentView, drawing: Drawing, sheet: Sheet, theme: Theme, texts: Texts, only: str | None = None
) -> Book:
    """A drawing of a document, or of its `only` stage, on one sheet."""
    reading = Reading(document, drawing, texts)
    ground = ground_part(sheet.width, sheet.height, theme)
    body = Part(lambda: reading.pieces(ground=False), sheet.scale, sheet.left, sheet.top, each=reading.way)
    leaf = Leaf(sheet.width, sheet.height, (ground, body), targets(document, drawing, sheet))
    return Book((leaf,), stage_entries(document, only))


def targets(document: DocumentView, drawing: Drawing, sheet: Sheet) -> tuple[tuple[str, float, float], ...]:
    """Where stages and steps lie on a sheet; what lies nowhere is at the drawing's corner."""
    rows = [row.id for stage in grid.stages(document) for row in (stage, *document.where(Step, stage=stage.id))]
    boxes = ((id, drawing.box(id) or Box(0.0, 0.0, 0.0, 0.0)) for id in rows)
    return tuple((id, sheet.left + sheet.points(box.x), sheet.top + sheet.points(box.y)) for id, box in boxes)


def ground_part(width: float, height: float, theme: Theme) -> Part:
    """The paper's colour from edge to edge of a leaf, so that the drawing shows no border of its own."""
    box = (RECT, 0.0, 0.0, width, height, 0.0, theme.colour("paper"), None, 0.0, ())
    return Part(lambda: [Piece(Layer.PAPER, "paper", "", 0.0, 0.0, width, height, (box,))], 1.0, 0.0, 0.0)


def stage_entries(document: DocumentView, only: str | None = None) -> tuple[Entry, ...]:
    """An outline of the stages, or of the `only` one, and their steps; what has no title goes by its number."""
    return tuple(
        Entry(stage.title or str(number), stage.id, _step_entries(document, stage.id))
        for number, stage in enumerate(grid.stages(document), 1)
        if only in (None, stage.id)
    )


def _step_entries(document: DocumentView, stage: str) -> tuple[Entry, ...]:
    rows = enumerate(document.where(Step, stage=stage), 1)
    return tuple(Entry(step.title or str(number), step.id) for number, step in rows)
