"""Which records a field may refer to, what they are called, and which of them may be made by their name."""

from __future__ import annotations

from model import grid
from model.analysis.readouts import fail_point_line
from model.document import DocumentView
from model.elements import Band, Card, Lane, Link, Stage, Variant
from model.folding import same_name
from model.kinds import Field, kind_named, kind_of
from model.messages import message
from model.record import Record
from model.registers import (
    Channel,
    Consequence,
    DecisionOption,
    FailPoint,
    Forum,
    Metric,
    Owner,
    Reading,
    Source,
    System,
)
from model.texts import Texts
from widgets.field_editors import Names

# A new one of these is said by its name alone.
NAMED: tuple[type[Record], ...] = (Owner, System, Channel, Source, Metric, Forum, Variant)


def creates(field: Field) -> type[Record] | None:
    """The kind that a new name makes in a field, or None where only what is there may be chosen."""
    if len(field.refers) != 1 or "*" in field.refers:
        return None
    kind = kind_named(field.refers[0]).record
    return kind if kind in NAMED else None


def name_of(document: DocumentView, texts: Texts, id: str | None) -> str:
    """What a record is called, on one line."""
    row = document.find(id)
    if isinstance(row, Link):
        return _link_name(document, texts, row)
    if isinstance(row, FailPoint):
        return texts(fail_point_line(document, row))
    if isinstance(row, Reading):
        return texts(message("inspector.reading", value=row.value))
    said = " ".join(str(getattr(row, "name", "") or getattr(row, "title", "")).split())
    if not said and isinstance(row, Consequence):
        return texts(f"window.choice.ConsequenceKind.{row.kind.value}")
    return said or texts("window.outline.untitled")


def _link_name(document: DocumentView, texts: Texts, link: Link) -> str:
    ends = {end: name_of(document, texts, getattr(link, end)) for end in ("source", "target")}
    return texts("inspector.link", **ends)


def offered(document: DocumentView, texts: Texts, field: Field, row: Record | None) -> Names:
    """The records that a field of a row may refer to, by name."""
    kinds = [kind_named(name).record for name in field.refers if name in _KNOWN]
    rows = [each for kind in kinds for each in document.where(kind) if _may(document, field, row, each)]
    names = [(each.id, _among(document, texts, each, len(kinds) > 1)) for each in rows]
    return names if len(kinds) > 1 else sorted(names, key=lambda pair: (pair[1].casefold(), pair[0]))


def known(document: DocumentView, kind: type[Record], name: str) -> str | None:
    """The record of a kind with a name, whatever its case."""
    return next((row.id for row in document.where(kind) if same_name(str(getattr(row, "name", "")), name)), None)


def title_field(kind: type[Record]) -> str:
    """The field that holds what a record is called."""
    return "name" if any(field.name == "name" for field in kind_of(kind).fields) else "title"


def _among(document: DocumentView, texts: Texts, row: Record, mixed: bool) -> str:
    """A name; where records of several kinds are offered, with the kind before it."""
    name = name_of(document, texts, row.id)
    if not mixed:
        return name
    return texts("inspector.of_kind", kind=texts(f"window.selected.{kind_of(row).name}", n=1), name=name)


def _may(document: DocumentView, field: Field, row: Record | None, other: Record) -> bool:
    if row is None or other.id == row.id:
        return row is None
    if isinstance(other, Consequence) and isinstance(row, Consequence):
        return other.fail_point == row.fail_point
    if isinstance(other, DecisionOption):
        return other.decision == row.id
    if isinstance(row, Stage) and field.name == "loops_to":
        order = [stage.id for stage in grid.stages(document)]
        return order.index(other.id) < order.index(row.id)
    if isinstance(row, Lane) and isinstance(other, Lane):
        return grid.band(other) is not Band.ANNOTATION
    if isinstance(row, Card) and field.name == "contradicts":
        return isinstance(other, Card) and other.step is not None and other.step == row.step
    return True


_KNOWN = frozenset(
    {
        *("Owner", "System", "Channel", "Source", "Metric", "Forum", "Variant", "Blueprint", "Stage", "Step", "Lane"),
        *("Card", "Consequence", "DecisionOption", "Improvement", "FailPoint", "Cause"),
    }
)
