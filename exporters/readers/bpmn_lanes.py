"""The lanes of a BPMN diagram: leaves of nested lane sets, pools without lanes, black boxes; and which way they run."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from exporters.readers.bpmn_model import Diagram, Model, children, is_marked, own_of, ref, refs, words
from exporters.readers.common.sketch import DrawnLane, Sketch, Span
from exporters.readers.common.xml_tree import local
from model.layout.drawing import Box
from model.messages import message

_DEEPEST = 32


@dataclass(eq=False)
class Pools:
    """The processes of a diagram with their lanes.

    `lane_of`: the lane of a flow node, by its id; `home`: the lanes of a process; `door`: the lane of a participant
    that messages go to, where it has but one.
    """

    rows: bool = True
    processes: list[Element] = field(default_factory=list)
    lane_of: dict[str, int] = field(default_factory=dict)
    home: dict[str, list[int]] = field(default_factory=dict)
    door: dict[str, int] = field(default_factory=dict)
    boxes: dict[int, Box] = field(default_factory=dict)


def read_pools(sketch: Sketch, model: Model, diagram: Diagram | None) -> Pools:
    """The lanes of what a diagram shows, sorted as they stand; of the whole file where it has no diagram."""
    pools = Pools()
    pairs = _participants(model, diagram)
    pools.rows = _are_rows([participant for participant, _ in pairs], model, diagram)
    single = sum(process is not None for _, process in pairs) == 1
    for participant, process in pairs:
        _pool(sketch, pools, participant, process, single)
    _sort(sketch, pools, diagram)
    return pools


def _participants(model: Model, diagram: Diagram | None) -> list[tuple[Element | None, Element | None]]:
    """The pools, each with its process; a black box has none, and a process may be without a pool."""
    shown = None if diagram is None else model.elements.get(diagram.plane)
    if shown is not None and local(shown) == "process":
        return [(None, shown)]
    if shown is not None and local(shown) == "collaboration":
        members = [child for child in children(shown) if local(child) == "participant"]
        return [(member, model.elements.get(ref(member, "processRef"))) for member in members]
    pairs: list[tuple[Element | None, Element | None]] = [
        (member, model.elements.get(ref(member, "processRef"))) for member in model.all("participant")
    ]
    taken = {id(process) for _, process in pairs}
    return [*pairs, *((None, process) for process in model.all("process") if id(process) not in taken)]


def _are_rows(participants: list[Element | None], model: Model, diagram: Diagram | None) -> bool:
    """Whether lanes run from left to right: as most pools and lanes say."""
    if diagram is None:
        return True
    ids = [each.get("id", "") for each in participants if each is not None]
    ids += [each.get("id", "") for each in model.all("lane")]
    said = [diagram.shapes[each].horizontal for each in ids if each in diagram.shapes]
    return said.count("false") <= len(said) / 2


def _pool(
    sketch: Sketch,
    pools: Pools,
    participant: Element | None,
    process: Element | None,
    single: bool,
) -> None:
    title = words(participant) if participant is not None else ""
    title = title or (words(process) if process is not None else "")
    title = title or (sketch.title if single else "")
    first = len(sketch.lanes)
    if process is not None:
        pools.processes.append(process)
        for child in children(process):
            if local(child) == "laneSet":
                _lanes(sketch, pools, child, [], title if not single else "", title)
    whole = participant if participant is not None else process
    if len(sketch.lanes) == first and whole is not None and not _is_own(participant):
        key = whole.get("id", "")
        sketch.lanes.append(DrawnLane(key, title))
        why = "readers.bpmn.lane_is_pool" if process is not None else "readers.bpmn.black_box"
        sketch.infer(title, key, message(why))
    own = list(range(first, len(sketch.lanes)))
    if process is not None:
        pools.home[process.get("id", "")] = own
    if participant is not None and len(own) == 1:
        pools.door[participant.get("id", "")] = own[0]


def _is_own(participant: Element | None) -> bool:
    """Whether a pool is that of a blueprint of ours, which may have no lanes."""
    return participant is not None and is_marked(participant, "blueprint")


def _lanes(sketch: Sketch, pools: Pools, lane_set: Element, above: list[str], pool: str, fallback: str) -> None:
    """The leaves of a lane set; what they lie in is kept in their notes."""
    for lane in children(lane_set):
        if local(lane) != "lane":
            continue
        title = words(lane)
        inner = [child for child in children(lane) if local(child) == "childLaneSet"]
        inner = [each for each in inner if any(local(child) == "lane" for child in each)]
        if inner and len(above) < _DEEPEST:
            for each in inner:
                _lanes(sketch, pools, each, [*above, title], pool, title or fallback)
            for node in refs(lane, "flowNodeRef"):
                pools.lane_of.setdefault(node, len(sketch.lanes) - 1)
            continue
        place, key = len(sketch.lanes), lane.get("id", "")
        own = own_of(lane, "lane", sketch)
        drawn = DrawnLane(key, lane.get("name", "") if own is not None else title, own=own)
        drawn.tray = is_marked(lane, "tray")
        if own is None and not drawn.tray:
            _name_lane(sketch, drawn, [pool, *above], fallback)
        sketch.lanes.append(drawn)
        for node in refs(lane, "flowNodeRef"):
            pools.lane_of[node] = place


def _name_lane(sketch: Sketch, lane: DrawnLane, above: list[str], fallback: str) -> None:
    """An unnamed lane is called after what it lies in; the names it lies in go to its notes."""
    named = [name for name in above if name]
    if not lane.title:
        lane.title = named.pop() if named else fallback
        sketch.infer(lane.title, lane.key, message("readers.diagram.lane_by_pool"))
    if named:
        lane.notes = " / ".join(named)
        sketch.infer(lane.title, lane.key, message("readers.diagram.pool_in_notes", pool=lane.notes))


def _sort(sketch: Sketch, pools: Pools, diagram: Diagram | None) -> None:
    """The lanes as they stand in the diagram, where it shows them all; else as they stand in the file."""
    shapes = {} if diagram is None else diagram.shapes
    boxes = [shapes[lane.key].box if lane.key in shapes else None for lane in sketch.lanes]
    for lane, box in zip(sketch.lanes, boxes, strict=True):
        if box is not None:
            lane.across = Span(box.y, box.bottom) if pools.rows else Span(box.x, box.right)
    order = list(range(len(boxes)))
    if all(lane.across is not None for lane in sketch.lanes):
        order.sort(key=lambda place: sketch.lanes[place].across or Span(0, 0))
    new = {old: place for place, old in enumerate(order)}
    sketch.lanes[:] = [sketch.lanes[old] for old in order]
    pools.lane_of = {node: new[lane] for node, lane in pools.lane_of.items() if lane in new}
    pools.home = {process: [new[lane] for lane in own] for process, own in pools.home.items()}
    pools.door = {participant: new[lane] for participant, lane in pools.door.items()}
    pools.boxes = {new[old]: box for old, box in enumerate(boxes) if box is not None}
