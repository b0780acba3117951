"""What shapes of our own writing say of their records."""

from __future__ import annotations

from exporters.common.record_text import tags, values
from exporters.drawio import BY_PLACE, MARK
from exporters.readers.common.sketch import Own, Sketch
from exporters.readers.drawio_cells import Cell
from model.ids import is_id
from model.messages import message
from model.record import Record


def own_of(cell: Cell, tag: str, sketch: Sketch) -> Own | None:
    """The id and the fields of a shape that stands for a record of a kind; None where it does not."""
    kind = tags().get(cell.data.get(MARK, ""))
    if kind is None or kind.table != tag or not is_id(cell.id):
        return None
    said = values(kind, cell.data, (MARK,))
    for name in BY_PLACE.get(kind.record, ()):
        said.fields.pop(name, None)
    for key, text in said.wrong.items():
        sketch.leave(cell.title or cell.id, f"{cell.id}.{key}", message("readers.diagram.wrong", value=text[:60]))
    if kind.table != "card":
        for key in said.unknown:
            sketch.leave(cell.title or cell.id, f"{cell.id}.{key}", message("readers.diagram.no_field"))
    return Own(cell.id, said.fields)


def unknown_of(cell: Cell) -> dict[str, str]:
    """The attributes of a card that are no fields of ours, which it keeps."""
    kind = tags().get(cell.data.get(MARK, ""))
    if kind is None:
        return {key: value for key, value in cell.data.items() if key != MARK}
    return values(kind, cell.data, (MARK,)).unknown


def record_of(cell: Cell, sketch: Sketch) -> Record | None:
    """The record of a shape that stands for one that is not on the map."""
    kind = tags().get(cell.data.get(MARK, ""))
    if kind is None or kind.record in BY_PLACE:
        return None
    own = own_of(cell, kind.table, sketch)
    return None if own is None else kind.record(own.id, **own.fields)
