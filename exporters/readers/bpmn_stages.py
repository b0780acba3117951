"""Steps and stages of a BPMN diagram: our groups as they are, others' groups as stages, else from places or flow."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from exporters.readers.bpmn_lanes import Pools
from exporters.readers.bpmn_model import Diagram, Model, is_marked, own_of, ref
from exporters.readers.common.columns import columns_by_flow, columns_by_place, nearest_column
from exporters.readers.common.sketch import DrawnColumn, DrawnStage, Own, Sketch, Span
from model.layout.compose import is_rtl
from model.messages import message

_Group = tuple[str, str, Own | None, Span, Span]


def read_own_columns(sketch: Sketch, model: Model, pools: Pools, diagram: Diagram) -> bool:
    """Steps and stages from groups of ours; whether there are any, or nothing that would stand in them."""
    steps = _groups(sketch, model, pools, diagram, "step")
    stages = _groups(sketch, model, pools, diagram, "stage")
    if not steps and not stages:
        placed = any(card.lane is not None and not sketch.lanes[card.lane].tray for card in sketch.cards)
        return sketch.own is not None and not placed
    rtl = sketch.own is not None and is_rtl(str(sketch.own.fields.get("language", "en")))
    columns = [DrawnColumn(key, title, own, along=along) for key, title, own, along, _ in steps]
    for key, _, _, along, _ in stages:
        if not any(along.start <= step[3].middle <= along.end for step in steps):
            columns.append(DrawnColumn(f"{key}/", step=False, along=along))
    columns.sort(key=lambda column: column.along.middle if column.along else 0.0, reverse=rtl)
    stages.sort(key=lambda group: group[3].middle, reverse=rtl)
    sketch.stages.extend(DrawnStage(key, title, own) for key, title, own, _, _ in stages)
    if not stages:
        sketch.stages.append(DrawnStage("stage"))
    for column in columns:
        middle = column.along.middle if column.along else 0.0
        gaps = [
            (max(along.start - middle, middle - along.end, 0.0), place) for place, (*_, along, _) in enumerate(stages)
        ]
        column.stage = min(gaps)[1] if gaps else 0
    columns.sort(key=lambda column: column.stage)
    sketch.columns.extend(columns)
    _fit(sketch)
    return True


def _fit(sketch: Sketch) -> None:
    """Each card into the column its first part lies over."""
    rtl = sketch.own is not None and is_rtl(str(sketch.own.fields.get("language", "en")))
    for card in sketch.cards:
        if card.along is not None:
            half = card.along.length / card.steps / 2
            at = card.along.end - half if rtl else card.along.start + half
            card.column = nearest_column(sketch, Span(at, at))
        elif card.lane is not None:
            card.column = next((place for place, column in enumerate(sketch.columns) if column.step), None)


def _groups(sketch: Sketch, model: Model, pools: Pools, diagram: Diagram, tag: str) -> list[_Group]:
    """The groups of a kind of ours, or with an empty tag those of others, along the flow."""
    found = []
    for group in model.all("group"):
        shape = diagram.shapes.get(group.get("id", ""))
        wanted = is_marked(group, tag) if tag else not (is_marked(group, "step") or is_marked(group, "stage"))
        if shape is None or not wanted:
            continue
        own = own_of(group, tag, sketch) if tag else None
        box = shape.box
        flat, upright = Span(box.x, box.right), Span(box.y, box.bottom)
        along, across = (flat, upright) if pools.rows else (upright, flat)
        found.append((group.get("id", ""), _title(model, group), own, along, across))
    return sorted(found, key=lambda group: group[3].middle)


def _title(model: Model, group: Element) -> str:
    value = model.elements.get(ref(group, "categoryValueRef"))
    return "" if value is None else value.get("value", "")


def infer_columns(sketch: Sketch, model: Model, pools: Pools, diagram: Diagram | None) -> None:
    """Steps from where shapes stand if most have a place, else from the flow; stages from groups over the lanes."""
    placed = [card for card in sketch.cards if card.along is not None]
    if diagram is None or 2 * len(placed) < len(sketch.cards):
        columns_by_flow(sketch)
        return
    columns_by_place(sketch)
    for card in sketch.cards:
        if card.column is None and card.lane is not None and sketch.columns:
            card.column = 0
            sketch.infer(card.title, card.key, message("readers.bpmn.no_shape"))
    _stages(sketch, _groups(sketch, model, pools, diagram, ""))


def _stages(sketch: Sketch, groups: list[_Group]) -> None:
    """A group over half of the lanes or more makes its columns a stage; those between are stages without a name."""
    lanes = [lane.across for lane in sketch.lanes if lane.across is not None]
    height = max((lane.end for lane in lanes), default=0.0) - min((lane.start for lane in lanes), default=0.0)
    over = []
    for group in groups:
        if 2 * group[4].length < height:
            sketch.leave(group[1], group[0], message("readers.bpmn.small_group"))
        else:
            over.append(group)
    if not over:
        return
    sketch.stages.clear()
    last: int | None = -1
    for column in sketch.columns:
        middle = column.along.middle if column.along else 0.0
        within = next((place for place, group in enumerate(over) if group[3].start <= middle <= group[3].end), None)
        if within != last or not sketch.stages:
            key = f"stage {len(sketch.stages) + 1}" if within is None else over[within][0]
            title = "" if within is None else " ".join(over[within][1].split())
            sketch.stages.append(DrawnStage(key, title))
            sketch.infer(title, key, message("readers.bpmn.stage_by_group"))
        last = within
        column.stage = len(sketch.stages) - 1
