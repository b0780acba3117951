"""The diagram of a BPMN file: bounds of pools, lanes, groups and cards, waypoints of links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from exporters.bpmn_shapes import STORE, bounds, label_box, route_between, shape_box
from exporters.common.fresh import FreshIds
from exporters.common.map_plan import SPACE, Column, MapPlan, waiting
from exporters.common.xml_text import element, number
from model.document import DocumentView
from model.elements import Card, Link
from model.grid import stages
from model.layout.drawing import Box, Point

_X, _Y = 160.0, 260.0
_HEAD = 30.0
_STAGE_ABOVE, _STEP_ABOVE, _WORDS = 80.0, 40.0, 14.0
_LEAST = 120.0
_STORE, _BETWEEN = 64.0, 120.0


class Pool(NamedTuple):
    """A pool: ids of its participant, process and lane set, its lanes from the top, and the lane of the tray."""

    id: str
    name: str
    process: str
    lane_set: str
    lanes: tuple[str, ...]
    tray: str


class _Diagram:
    """Collects shapes and edges; the map's origin is at the corner of the first cell."""

    def __init__(self, fresh: FreshIds) -> None:
        self._fresh = fresh
        self.parts: list[str] = []
        self.lowest = _Y

    def shape(self, id: str, box: Box, label: Box | None = None, **more: str) -> None:
        self.lowest = max(self.lowest, box.bottom)
        said = {"id": self._fresh(f"{id}_shape"), "bpmnElement": id, **more}
        words = element("bpmndi:BPMNLabel", {}, bounds(label)) if label is not None else ""
        self.parts.append(element("bpmndi:BPMNShape", said, bounds(box) + words))

    def edge(self, id: str, points: Iterable[Point]) -> None:
        said = {"id": self._fresh(f"{id}_edge"), "bpmnElement": id}
        ways = "".join(element("di:waypoint", {"x": number(x), "y": number(y)}) for x, y in points)
        self.parts.append(element("bpmndi:BPMNEdge", said, ways))


def diagram(
    document: DocumentView,
    plan: MapPlan,
    pools: list[Pool],
    tags: Mapping[str, str],
    stores: Mapping[str, str],
    collaboration: str,
    fresh: FreshIds,
) -> str:
    """The whole diagram of a collaboration."""
    drawn = _Diagram(fresh)
    rooms = {card: _placed(box) for card, box in plan.boxes.items()}
    for pool in pools:
        rooms |= _pool(drawn, document, plan, pool)
    _groups(drawn, document, plan)
    for card in document.where(Card):
        room, tag = rooms[card.id], tags[card.id]
        drawn.shape(card.id, shape_box(tag, room), label_box(tag, room))
    for link in document.where(Link):
        ends = rooms[link.source], rooms[link.target]
        shapes = shape_box(tags[link.source], ends[0]), shape_box(tags[link.target], ends[1])
        route = tuple((x + _X + 2 * _HEAD, y + _Y) for x, y in plan.routes.get(link.id, ()))
        drawn.edge(link.id, route_between(route, ends, shapes))
    below = drawn.lowest + SPACE * 2
    for index, store in enumerate(stores.values()):
        room = Box(_X + index * _BETWEEN, below, _BETWEEN - SPACE, _STORE)
        drawn.shape(store, shape_box(STORE, room), label_box(STORE, room))
    plane = {"id": fresh("plane"), "bpmnElement": collaboration}
    return element(
        "bpmndi:BPMNDiagram", {"id": fresh("diagram")}, element("bpmndi:BPMNPlane", plane, "".join(drawn.parts))
    )


def _placed(box: Box) -> Box:
    return box._replace(x=box.x + _X + 2 * _HEAD, y=box.y + _Y)


def _pool(drawn: _Diagram, document: DocumentView, plan: MapPlan, pool: Pool) -> dict[str, Box]:
    """A pool with its lanes; where the cards of its tray stand."""
    rows = [row for row in plan.rows if row.lane in pool.lanes]
    width = plan.width + 2 * _HEAD
    top = _Y + (rows[0].top if rows else plan.height)
    bottom = _Y + rows[-1].top + rows[-1].height if rows else top
    tray = waiting(document, width) if pool.tray else []
    end = bottom + (max((box.bottom for _, box in tray), default=0.0) + SPACE if tray else 0.0)
    end = max(end, top + _LEAST) if not rows else end
    drawn.shape(pool.id, Box(_X, top, width, end - top), isHorizontal="true")
    for row in rows:
        drawn.shape(row.lane, Box(_X + _HEAD, _Y + row.top, width - _HEAD, row.height), isHorizontal="true")
    if pool.tray:
        drawn.shape(pool.tray, Box(_X + _HEAD, bottom, width - _HEAD, end - bottom), isHorizontal="true")
    return {card.id: box._replace(x=box.x + _X + 2 * _HEAD, y=box.y + bottom) for card, box in tray}


def _groups(drawn: _Diagram, document: DocumentView, plan: MapPlan) -> None:
    """Stages round their steps, steps round their cards; their words above the pool."""
    bottom = _Y + plan.height
    for stage in stages(document):
        own = [column for column in plan.columns if column.stage == stage.id]
        _group(drawn, stage.id, own, _Y - _STAGE_ABOVE, bottom + SPACE)
    for column in plan.columns:
        if column.step is not None:
            _group(drawn, column.step, [column], _Y - _STEP_ABOVE, bottom + SPACE / 2)


def _group(drawn: _Diagram, id: str, columns: list[Column], top: float, bottom: float) -> None:
    left = min(column.left for column in columns) + _X + 2 * _HEAD
    right = max(column.left + column.width for column in columns) + _X + 2 * _HEAD
    words = Box(left + 4, top + 4, right - left - 8, _WORDS)
    drawn.shape(id, Box(left + 1, top, right - left - 2, bottom - top), words)
