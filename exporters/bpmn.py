"""BPMN 2.0 with its diagram: lanes in one pool or two, stages and steps as groups, cards as tasks and the like.

Lane, step and stage are said by where a shape lies and nowhere else. What BPMN has no word for stands in
`extensionElements` of ours, the registers in those of the collaboration.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from exporters.base import Exporter, ExportRequest, ExportResult, Option, OptionKind
from exporters.bpmn_diagram import Pool, diagram
from exporters.bpmn_shapes import ANNOTATION, DATA, GATEWAY, KIND_OF, NAMESPACES, STORE, is_node, tag_of
from exporters.common.fresh import FreshIds
from exporters.common.map_plan import MapPlan, map_plan
from exporters.common.record_text import attributes, unsayable
from exporters.common.xml_text import HEAD, content, element
from model.document import DocumentView
from model.elements import BAND_OF, Band, Blueprint, Card, CardKind, Lane, Link, Stage, Step
from model.grid import lanes, stages
from model.kinds import kind_of
from model.messages import message
from model.record import Record
from model.registers import System
from model.texts import Texts

GAP = 60.0
_SAID = {
    Blueprint: ("title",),
    Stage: ("title",),
    Step: ("stage", "title"),
    Lane: ("title",),
    Card: ("lane", "step", "last_step", "title", "notes"),
    Link: ("source", "target", "label"),
    System: ("name",),
}


@dataclass
class _Process:
    """The parts of one process in the order of the schema."""

    pool: Pool
    nodes: list[str] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)
    artifacts: list[str] = field(default_factory=list)
    members: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


class _Writer:
    """One file; `pool_of` and `tags` by card, `drawn` the links' elements by the link's id."""

    def __init__(self, document: DocumentView, plan: MapPlan, pools: list[Pool], fresh: FreshIds) -> None:
        self.document = document
        self.plan = plan
        self.texts = Texts(document.blueprint.language)
        self.fresh = fresh
        self.processes = [_Process(pool) for pool in pools]
        self.tags = {id: tag_of(document, card) for id, card in document.table(Card).items()}
        by_lane = {lane: index for index, pool in enumerate(pools) for lane in pool.lanes}
        last = len(pools) - 1
        self.pool_of = {id: by_lane.get(card.lane or "", last) for id, card in document.table(Card).items()}
        steps = [column.step for column in plan.columns if column.step is not None]
        self.steps = {step: place for place, step in enumerate(steps)}
        self.between: list[str] = []
        self.artifacts: list[str] = []
        self.stores = {system.id: fresh(f"{system.id}_store") for system in document.where(System)}
        self.incoming: dict[str, list[str]] = defaultdict(list)
        self.outgoing: dict[str, list[str]] = defaultdict(list)


def extension(row: Record, **more: str) -> str:
    """What BPMN has no word for of a record, where there is any."""
    said = {**attributes(row, _SAID.get(type(row), ())), **more}
    if isinstance(row, Card):
        said = _without_usual_kind(row, said)
    inside = element(f"throughline:{kind_of(row).table}", said)
    return element("bpmn:extensionElements", {}, inside)


def _without_usual_kind(card: Card, said: dict[str, str]) -> dict[str, str]:
    """The kind is said only where the shape does not tell it."""
    told = card.kind in (CardKind.ACTION, *KIND_OF.values())
    return {key: value for key, value in said.items() if key != "kind" or not told}


def _links(writer: _Writer) -> None:
    """Each link as the element that its two ends allow."""
    for link in writer.document.where(Link):
        tags = writer.tags[link.source], writer.tags[link.target]
        pools = writer.pool_of[link.source], writer.pool_of[link.target]
        ends = {"id": link.id, "sourceRef": link.source, "targetRef": link.target}
        named = ends | ({"name": link.label} if link.label else {})
        if all(map(is_node, tags)) and pools[0] == pools[1]:
            writer.processes[pools[0]].flows.append(element("bpmn:sequenceFlow", named, extension(link)))
            writer.outgoing[link.source].append(link.id)
            writer.incoming[link.target].append(link.id)
        elif all(map(is_node, tags)) and GATEWAY not in tags:
            writer.between.append(element("bpmn:messageFlow", named, extension(link)))
        else:
            more = {"label": link.label} if link.label else {}
            flow = element("bpmn:association", ends | {"associationDirection": "One"}, extension(link, **more))
            (writer.processes[pools[0]].artifacts if pools[0] == pools[1] else writer.artifacts).append(flow)


def _card(writer: _Writer, card: Card) -> None:
    """A card as the element of its kind, in the process of its pool."""
    process, tag = writer.processes[writer.pool_of[card.id]], writer.tags[card.id]
    span = _span(writer, card)
    inside = element("bpmn:documentation", {}, content(card.notes)) if card.notes else ""
    inside += extension(card, **({"steps": str(span)} if span > 1 else {}))
    if tag == ANNOTATION:
        inside += element("bpmn:text", {}, content(card.title))
        process.artifacts.insert(0, element("bpmn:textAnnotation", {"id": card.id}, inside))
        return
    said = {"id": card.id, "name": card.title}
    if tag == DATA:
        data = writer.fresh(f"{card.id}_data")
        process.nodes.append(element("bpmn:dataObject", {"id": data}))
        said["dataObjectRef"] = data
    else:
        process.members[card.lane or ""].append(card.id)
        inside += "".join(element("bpmn:incoming", {}, flow) for flow in writer.incoming[card.id])
        inside += "".join(element("bpmn:outgoing", {}, flow) for flow in writer.outgoing[card.id])
    process.nodes.append(element(f"bpmn:{tag}", said, inside))


def _span(writer: _Writer, card: Card) -> int:
    """Over how many steps a card goes."""
    if card.last_step is None or card.step is None:
        return 1
    return writer.steps[card.last_step] - writer.steps[card.step] + 1


def _process(writer: _Writer, process: _Process) -> str:
    """A process with its lanes, the last of which may be the tray."""
    rows = []
    pool = process.pool
    for id in pool.lanes:
        lane = writer.document.need(Lane, id)
        members = "".join(element("bpmn:flowNodeRef", {}, card) for card in process.members[id])
        rows.append(element("bpmn:lane", {"id": id, "name": lane.title}, extension(lane) + members))
    if pool.tray:
        mark = element("bpmn:extensionElements", {}, element("throughline:tray", {}))
        members = "".join(element("bpmn:flowNodeRef", {}, card) for card in process.members[""])
        rows.append(element("bpmn:lane", {"id": pool.tray, "name": writer.texts("diagrams.tray")}, mark + members))
    laned = element("bpmn:laneSet", {"id": pool.lane_set}, "".join(rows)) if rows else ""
    inside = laned + "".join(process.nodes + process.flows + process.artifacts)
    return element("bpmn:process", {"id": pool.process, "isExecutable": "false"}, inside)


def _groups(writer: _Writer) -> tuple[str, str]:
    """Stages and steps as groups, and the two categories whose values name them."""
    groups, categories = [], []
    for name, rows in (("stages", stages(writer.document)), ("steps", writer.document.where(Step))):
        values = []
        for row in rows:
            value = writer.fresh(f"{row.id}_value")
            values.append(element("bpmn:categoryValue", {"id": value, "value": row.title}))
            groups.append(element("bpmn:group", {"id": row.id, "categoryValueRef": value}, extension(row)))
        if values:
            said = {"id": writer.fresh(f"category_{name}"), "name": writer.texts(f"diagrams.{name}")}
            categories.append(element("bpmn:category", said, "".join(values)))
    return "".join(groups), "".join(categories)


def _collaboration(writer: _Writer, id: str, groups: str) -> str:
    """The pools, what passes between them, the groups, and all that is not on the map."""
    document = writer.document
    rest = "".join(
        element(f"throughline:{kind_of(row).table}", {"id": row.id, **attributes(row)})
        for row in document.rows()
        if type(row) not in _SAID
    )
    parts = [element("bpmn:extensionElements", {}, rest)] if rest else []
    for process in writer.processes:
        pool = process.pool
        said = {"id": pool.id, "name": pool.name, "processRef": pool.process}
        own = extension(document.blueprint) if pool.id == document.blueprint.id else ""
        parts.append(element("bpmn:participant", said, own))
    inside = "".join([*parts, *writer.between, groups, *writer.artifacts])
    return element("bpmn:collaboration", {"id": id}, inside)


def _stores(writer: _Writer) -> str:
    """The systems as data stores, and a shape for each."""
    found = []
    for system in writer.document.where(System):
        found.append(element("bpmn:dataStore", {"id": system.id, "name": system.name}, extension(system)))
        said = {"id": writer.stores[system.id], "name": system.name, "dataStoreRef": system.id}
        writer.processes[-1].nodes.append(element(f"bpmn:{STORE}", said))
    return "".join(found)


def pools_of(document: DocumentView, count: int, texts: Texts, fresh: FreshIds) -> list[Pool]:
    """The pools: one, or the customer's above and the organisation's below, where both have lanes."""
    shown = lanes(document)
    upper = (Band.EVIDENCE, Band.CUSTOMER)
    split = max((index for index, lane in enumerate(shown, 1) if BAND_OF[lane.role] in upper), default=0)
    parts = [shown[:split], shown[split:]] if count == 2 and 0 < split < len(shown) else [shown]
    waits = any(card.lane is None for card in document.table(Card).values())
    found = []
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        found.append(
            Pool(
                document.blueprint.id if last else fresh("customer"),
                document.blueprint.title if last else document.blueprint.segment or texts("diagrams.customer"),
                fresh(f"process_{index + 1}"),
                fresh(f"lanes_{index + 1}"),
                tuple(lane.id for lane in part),
                fresh("tray") if last and waits else "",
            )
        )
    return found


def export(request: ExportRequest) -> ExportResult:
    """The exporter's entry."""
    document = request.document
    fresh = FreshIds(row.id for row in document.rows())
    pools = pools_of(document, int(request.options["pools"]), Texts(document.blueprint.language), fresh)
    part = pools[-1].lanes[0] if len(pools) > 1 else None
    plan = map_plan(document, request.context.today(), part, GAP)
    writer = _Writer(document, plan, pools, fresh)
    _links(writer)
    for card in document.where(Card):
        _card(writer, card)
    stores = _stores(writer)
    groups, categories = _groups(writer)
    whole = fresh("collaboration")
    parts = [_collaboration(writer, whole, groups), *(_process(writer, process) for process in writer.processes)]
    shown = diagram(document, plan, pools, writer.tags, writer.stores, whole, fresh)
    said = {
        **NAMESPACES,
        "id": fresh("definitions"),
        "targetNamespace": "urn:throughline:blueprint",
        "exporter": "Throughline",
    }
    text = element("bpmn:definitions", said, "".join([*parts, categories, stores, shown]))
    return ExportResult((HEAD + text + "\n").encode("utf-8"), unsayable(document))


EXPORTER = Exporter(
    "bpmn",
    ".bpmn",
    message("bpmn.title"),
    export,
    (Option("pools", OptionKind.CHOICE, "1", message("bpmn.pools"), ("1", "2")),),
)
