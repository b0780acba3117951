"""Reads BPMN 2.0 of any maker: one diagram of a file at a time, or all of it where it has none; ours without loss.

The container wins: a node is in the lane that lists it, else in the one it lies over; its step is where it lies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from exporters.base import Option, OptionKind
from exporters.bpmn_shapes import MODEL, OURS
from exporters.common.record_text import tags
from exporters.readers.base import Part, Reader, Reading, finish, load
from exporters.readers.bpmn_cards import read_cards, read_stores
from exporters.readers.bpmn_lanes import Pools, read_pools
from exporters.readers.bpmn_links import read_links, uses_as_records
from exporters.readers.bpmn_model import Diagram, Model, children, extensions, fields_of, load_model, own_of, words
from exporters.readers.bpmn_stages import infer_columns, read_own_columns
from exporters.readers.common.building import rows_of
from exporters.readers.common.sketch import Sketch
from exporters.readers.common.xml_tree import local, plain_head
from exporters.readers.limits import XML_BYTES
from model.context import Context
from model.document import DocumentView
from model.elements import Card
from model.errors import KnownError
from model.ids import is_id
from model.messages import message
from model.record import Record
from model.texts import Texts


def read(source: Path, _context: Context, options: Mapping[str, str], into: DocumentView | None) -> Reading:
    """The reader's entry."""
    data = load(source, XML_BYTES)
    model = load_model(data, str(source))
    diagram = _chosen(model, options["diagram"], str(source))
    sketch = Sketch(source, digest=hashlib.sha256(data).hexdigest())
    for place, other in enumerate(model.diagrams, 1):
        if other is not diagram:
            sketch.leave(other.name, str(place), message("readers.bpmn.other_diagram", diagram=other.name))
    _title(sketch, model, diagram)
    pools = read_pools(sketch, model, diagram)
    texts = Texts("en" if into is None else into.blueprint.language)
    cards = read_cards(sketch, model, pools, diagram, texts)
    _not_read(sketch, model)
    if not cards and not sketch.lanes and sketch.own is None:
        raise KnownError(message("readers.bpmn.nothing", file=str(source)))
    systems = read_stores(sketch, model, pools)
    own = diagram is not None and read_own_columns(sketch, model, pools, diagram)
    if not own and diagram is not None and any(card.along for card in sketch.cards):
        infer_columns(sketch, model, pools, diagram)
    uses = read_links(sketch, model, pools, cards, systems)
    if not own and not sketch.columns:
        infer_columns(sketch, model, pools, None)
    _rest(sketch, model)
    counts = _counts(sketch, model, pools)
    rows = rows_of(sketch, into)
    ids = [row.id for row in rows if isinstance(row, Card)]
    rows = (*rows, *uses_as_records(sketch, uses, ids))
    return finish(READER, source, counts, rows, sketch.inferred, sketch.left_out, into)


def parts(source: Path) -> tuple[Part, ...]:
    """The diagrams of a file, where there are several."""
    found = load_model(load(source, XML_BYTES), str(source)).diagrams
    named = tuple((str(number), diagram.name) for number, diagram in enumerate(found, 1))
    return (Part("diagram", named, "1"),) if len(named) > 1 else ()


def _counts(sketch: Sketch, model: Model, pools: Pools) -> tuple[tuple[str, int], ...]:
    return (
        ("drawnPages", len(model.diagrams)),
        (
            "drawnPools",
            len(pools.home) + len(set(pools.door.values()) - {x for own in pools.home.values() for x in own}),
        ),
        ("drawnLanes", sum(not lane.tray for lane in sketch.lanes)),
        ("drawnShapes", len(sketch.cards)),
        ("drawnEdges", len(sketch.links)),
    )


def _chosen(model: Model, wanted: str, file: str) -> Diagram | None:
    """The diagram asked for by name or number, else the first; None where the file has none."""
    if not wanted:
        return model.diagrams[0] if model.diagrams else None
    by_name = [diagram for diagram in model.diagrams if diagram.name.casefold() == wanted.casefold()]
    by_number = [diagram for place, diagram in enumerate(model.diagrams, 1) if str(place) == wanted]
    if found := [*by_name, *by_number]:
        return found[0]
    known = ", ".join(diagram.name for diagram in model.diagrams)
    raise KnownError(message("readers.bpmn.which_diagram", file=file, diagram=wanted, known=known[:200]))


def _title(sketch: Sketch, model: Model, diagram: Diagram | None) -> None:
    """The blueprint of ours, which is a pool; else a title from the diagram, its only pool, or the file."""
    for participant in model.all("participant"):
        own = own_of(participant, "blueprint", sketch)
        if own is not None:
            sketch.own, sketch.title = own, participant.get("name", "")
            return
    pools = model.all("participant")
    named = diagram.name if diagram is not None and not diagram.name.isdigit() else ""
    alone = words(pools[0]) if len(pools) == 1 else ""
    sketch.title = named or alone or words(model.root) or sketch.source.stem


def _not_read(sketch: Sketch, model: Model) -> None:
    """Tell of what a choreography holds: who speaks to whom, which no lane does."""
    for whole in (*model.all("choreography"), *model.all("globalConversation")):
        for element in children(whole):
            if element.get("name") and local(element) != "participant":
                why = message("readers.bpmn.no_card", kind=local(element))
                sketch.leave(words(element), element.get("id", ""), why)


def _rest(sketch: Sketch, model: Model) -> None:
    """The records that stand on no map."""
    known = tags()
    for collaboration in model.all("collaboration"):
        for each in extensions(collaboration):
            kind, id = known.get(local(each)), each.get("id", "")
            if kind is None or not is_id(id):
                sketch.leave(local(each), id, message("readers.diagram.no_field"))
                continue
            record: Record = kind.record(id, **fields_of(each, kind.table, id, sketch))
            sketch.rest.append(record)


def sniff(head: bytes, name: str) -> bool:
    """Whether a file begins like BPMN's, or like XML that says by its name that it is."""
    plain = plain_head(head)
    named = name.lower().endswith((".bpmn", ".bpmn2", ".bpmn20.xml")) and plain.lstrip()[:1] == b"<"
    return MODEL.encode() in plain or OURS.encode() in plain or named


READER = Reader(
    "bpmn",
    (".bpmn", ".bpmn2", ".bpmn20.xml"),
    message("readers.bpmn.title"),
    sniff,
    read,
    (Option("diagram", OptionKind.TEXT, "", message("readers.bpmn.diagram")),),
    parts=parts,
)
