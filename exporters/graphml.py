"""GraphML: cards, systems and owners as nodes; links, uses, accountability and exchanges of data as edges.

Every value is a scalar; what holds several is joined by `; `. Labels, places and colours stand in yFiles' own
elements, which yEd, Gephi and networkx read. Two nodes may have several edges: read it back as a multigraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from exporters.base import Exporter, ExportRequest, ExportResult
from exporters.common.cells import CARD_HEIGHT, CARD_WIDTH, GAP, Box, cells
from exporters.common.fresh import FreshIds
from exporters.common.labels import Labels
from exporters.common.xml_text import HEAD, attribute, content
from model.analysis.names import name_of
from model.analysis.places import Places
from model.document import DocumentView
from model.elements import Card, CardKind, CardSystem, Link, LinkKind
from model.kinds import FieldType, kind_of
from model.messages import message
from model.owners import accountable
from model.record import Record
from model.registers import Owner, System, SystemExchange
from model.validate import camel

Scalar = str | int | bool
_TYPES = {FieldType.INTEGER: "long", FieldType.FLAG: "boolean", FieldType.DECIMAL: "double"}
_SHAPES = {
    CardKind.DECISION: "diamond",
    CardKind.APPROVAL: "hexagon",
    CardKind.EVIDENCE: "parallelogram",
    CardKind.SYSTEM: "rectangle",
}
_FILLS = {"card": "#FFFFFF", "system": "#DCE9F5", "owner": "#F5E8D5"}
_LINES = {LinkKind.NEEDS: "dashed", LinkKind.ESCALATION: "dotted"}


class _Value(NamedTuple):
    """One value of a node or an edge; `type` is GraphML's."""

    name: str
    type: str
    text: str


class _Node(NamedTuple):
    id: str
    label: str
    box: Box
    shape: str
    fill: str
    values: tuple[_Value, ...]


class _Edge(NamedTuple):
    id: str
    ends: tuple[str, str]
    label: str
    line: str
    both: bool
    values: tuple[_Value, ...]


def export(request: ExportRequest) -> ExportResult:
    """The graph of a document."""
    labels = Labels(request.document)
    nodes, edges = tuple(_nodes(request.document, labels)), tuple(_edges(request.document, labels))
    keys = {
        **{("node", value.name): value.type for node in nodes for value in node.values},
        **{("edge", value.name): value.type for edge in edges for value in edge.values},
    }
    lines = [
        f'{HEAD}<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">',
        '<key id="node.graphics" for="node" yfiles.type="nodegraphics"/>',
        '<key id="edge.graphics" for="edge" yfiles.type="edgegraphics"/>',
        *(
            f'<key id="{domain}.{name}" for="{domain}" attr.name="{name}" attr.type="{type}"/>'
            for (domain, name), type in keys.items()
        ),
        f'<graph id="{attribute(request.document.blueprint.id)}" edgedefault="directed">',
        *map(_node_text, nodes),
        *map(_edge_text, edges),
        "</graph>\n</graphml>\n",
    ]
    return ExportResult("\n".join(lines).encode("utf-8"))


def _nodes(document: DocumentView, labels: Labels) -> Iterator[_Node]:
    grid, places = cells(document), Places(document)
    for id in places.ordered(places.cards):
        card = places.cards[id]
        band, owner = places.band(card), accountable(document, card)
        more = {
            "type": "card",
            "band": "" if band is None else band.value,
            "stageTitle": name_of(document, places.stage(card)),
            "stepTitle": name_of(document, card.step),
            "laneTitle": name_of(document, card.lane),
            "ownerName": "" if owner is None else labels.name(owner.id),
        }
        shape = _SHAPES.get(card.kind, "roundrectangle")
        yield _Node(id, labels.card(card), grid.cards[id], shape, _FILLS["card"], _values(card, more))
    y = grid.height + 2 * GAP
    for kind in (System, Owner):
        type = kind_of(kind).table
        for column, row in enumerate(document.where(kind)):
            box = Box(column * (CARD_WIDTH + GAP), y, CARD_WIDTH, CARD_HEIGHT)
            yield _Node(row.id, labels.name(row.id), box, "ellipse", _FILLS[type], _values(row, {"type": type}))
        y += CARD_HEIGHT + 2 * GAP


def _edges(document: DocumentView, labels: Labels) -> Iterator[_Edge]:
    fresh = FreshIds(row.id for row in document.rows())
    for link in document.where(Link):
        both = link.kind is LinkKind.EXCHANGE
        values = _values(link, {"type": "link"}, ("source", "target"))
        line = _LINES.get(link.kind, "line")
        yield _Edge(link.id, (link.source, link.target), labels.link(link), line, both, values)
    for use in document.where(CardSystem):
        values = _values(use, {"type": "uses"}, ("card", "system"))
        yield _Edge(use.id, (use.card, use.system), "", "line" if use.essential else "dashed", False, values)
    for row in document.where(SystemExchange):
        values = _values(row, {"type": "data"}, ("system", "other"))
        yield _Edge(row.id, (row.system, row.other), " ".join(row.what.split()), "line", True, values)
    for card in document.where(Card):
        owner = accountable(document, card)
        if owner is not None:
            values = (_Value("type", "string", "accountable"),)
            yield _Edge(fresh(f"accountable.{card.id}"), (owner.id, card.id), "", "dotted", False, values)


def _values(row: Record, more: dict[str, str], leave: tuple[str, ...] = ()) -> tuple[_Value, ...]:
    """What a record says, its defaults but for choices and flags left out; and what is said of it elsewhere."""
    found = [_Value(name, "string", text) for name, text in more.items() if text]
    for field in kind_of(row).fields:
        value: Any = getattr(row, field.name)
        said = value != field.default or field.holds in (FieldType.CHOICE, FieldType.FLAG)
        if field.name in ("id", "order", "extra", *leave) or value is None or not said:
            continue
        found.append(_Value(camel(field.name), _TYPES.get(field.holds, "string"), _text(field.to_plain(value))))
    return tuple(found)


def _text(plain: Any) -> str:
    if isinstance(plain, bool):
        return "true" if plain else "false"
    return "; ".join(plain) if isinstance(plain, list) else str(plain)


def _data(domain: str, values: tuple[_Value, ...]) -> str:
    return "".join([f'<data key="{domain}.{name}">{content(text)}</data>' for name, _, text in values])


def _node_text(node: _Node) -> str:
    box = node.box
    return (
        f'<node id="{attribute(node.id)}"><data key="node.graphics"><y:ShapeNode>'
        f'<y:Geometry height="{box.height}.0" width="{box.width}.0" x="{box.x}.0" y="{box.y}.0"/>'
        f'<y:Fill color="{node.fill}" transparent="false"/>'
        f"<y:NodeLabel>{content(node.label)}</y:NodeLabel>"
        f'<y:Shape type="{node.shape}"/></y:ShapeNode></data>{_data("node", node.values)}</node>'
    )


def _edge_text(edge: _Edge) -> str:
    source, target = map(attribute, edge.ends)
    label = f"<y:EdgeLabel>{content(edge.label)}</y:EdgeLabel>" if edge.label else ""
    return (
        f'<edge id="{attribute(edge.id)}" source="{source}" target="{target}"><data key="edge.graphics">'
        f'<y:PolyLineEdge><y:LineStyle color="#333333" type="{edge.line}" width="1.0"/>'
        f'<y:Arrows source="{"standard" if edge.both else "none"}" target="standard"/>{label}</y:PolyLineEdge></data>'
        f"{_data('edge', edge.values)}</edge>"
    )


EXPORTER = Exporter("graphml", ".graphml", message("graphml.title"), export)
