"""draw.io: the map as a table whose rows are lanes and whose cells hold the cards, our routes as waypoints.

Stage, step and lane are said by where a card lies and nowhere else, so that they stay true when someone moves it in
draw.io. Every other field is an attribute of its shape ("Edit Data" there); what is not on the map is on a layer that
is not shown.
"""

from __future__ import annotations

from exporters.base import Exporter, ExportRequest, ExportResult, Form, Option, OptionKind
from exporters.common.fresh import FreshIds
from exporters.common.map_plan import SPACE, MapPlan, map_plan, waiting
from exporters.common.record_text import attributes, unsayable
from exporters.common.xml_text import element, html, number, opening, sayable
from exporters.drawio_styles import CELL, RECORD, ROW, TABLE, TRAY, card_style, filled, link_style, tint
from model.document import DocumentView
from model.elements import Blueprint, Card, Lane, Link, Stage, Step
from model.kinds import kind_of
from model.layout.drawing import Box, Point
from model.layout.theme import Theme, load_theme
from model.messages import message
from model.printing import PAPER_THEME
from model.record import Record
from model.texts import Texts

MARK = "throughline"
STAGES, STEPS, WAITING, REST = "stages", "steps", "tray", "registers"
# Said by the place of a shape, or by its label.
BY_PLACE = {
    Blueprint: ("title",),
    Stage: ("title",),
    Step: ("stage", "title"),
    Lane: ("title",),
    Card: ("lane", "step", "last_step", "title"),
    Link: ("source", "target", "label"),
}
PICTURE, FILE = "svg", "drawio"
_X, _Y = 40.0, 40.0
_TITLE, _STAGE, _STEP, _HEAD = 36.0, 34.0, 46.0, 168.0
_BESIDE = 40.0
_RECORDS_A_ROW = 8
_VERTEX = 'vertex="1"'


class _Writer:
    """Collects the cells of one page."""

    def __init__(self, document: DocumentView, plan: MapPlan) -> None:
        self.document = document
        self.plan = plan
        self.theme: Theme = load_theme(PAPER_THEME)
        self.texts = Texts(document.blueprint.language)
        self.parts: list[str] = []
        self.fresh = FreshIds((row.id for row in document.rows()), ("0", "1"))

    def shape(self, row: Record, label: str, parent: str, style: str, inside: str, edge: str = _VERTEX) -> None:
        """A record as a shape or an edge with its fields as attributes."""
        said = {"label": html(label), MARK: kind_of(row).table, **attributes(row, BY_PLACE.get(type(row), ()))}
        self.marked(row.id, said, parent, style, inside, edge)

    def marked(self, id: str, said: dict[str, str], parent: str, style: str, inside: str, edge: str = _VERTEX) -> None:
        """A shape with attributes."""
        start = opening("mxCell", {"style": style, "parent": parent})
        cell = f"{start} {edge}>{inside}</mxCell>"
        self.parts.append(element("UserObject", {**said, "id": id}, cell))

    def plain(self, wanted: str, parent: str, style: str, inside: str, more: str = "") -> str:
        """A shape that stands for no record; its id."""
        id = self.fresh(wanted)
        start = opening("mxCell", {"id": id, "style": style, "parent": parent})
        self.parts.append(f"{start} {_VERTEX}{more}>{inside}</mxCell>")
        return id


def _geometry(box: Box, inside: str = "") -> str:
    place = {"x": number(box.x), "y": number(box.y), "width": number(box.width), "height": number(box.height)}
    return element("mxGeometry", {**place, "as": "geometry"}, inside)


def page(document: DocumentView, plan: MapPlan) -> str:
    """The model of the one page."""
    writer = _Writer(document, plan)
    blueprint = document.blueprint
    width, height = _HEAD + plan.width, _TITLE + _STAGE + _STEP + plan.height
    style = filled(TABLE, writer.theme, head=int(_TITLE))
    writer.shape(blueprint, blueprint.title, "1", style, _geometry(Box(_X, _Y, width, height)))
    _stage_row(writer)
    _step_row(writer)
    for index, row in enumerate(plan.rows):
        _lane_row(writer, index, document.need(Lane, row.lane), Box(0, _top(row.top), width, row.height))
    boxes = {card: box._replace(x=box.x + _X + _HEAD, y=box.y + _Y + _top(0)) for card, box in plan.boxes.items()}
    boxes |= _tray(writer, Box(_X, _Y + height + _BESIDE, width, 0))
    for link in document.where(Link):
        _link(writer, link, boxes)
    layer = _registers(writer)
    root = f'<mxCell id="0"/><mxCell id="1" parent="0"/>{layer}{"".join(writer.parts)}'
    return (
        '<mxGraphModel grid="1" gridSize="10" guides="1" tooltips="1" connect="1" arrows="1" fold="1" page="0" '
        f'pageScale="1" math="0" shadow="0"><root>{root}</root></mxGraphModel>'
    )


def _top(y: float) -> float:
    """Where a place of the map is in the table."""
    return _TITLE + _STAGE + _STEP + y


def _row(writer: _Writer, name: str, box: Box) -> str:
    return writer.plain(f"row_{name}", writer.document.blueprint.id, ROW, _geometry(box))


def _blank(writer: _Writer, name: str, parent: str, box: Box, more: str = "") -> str:
    return writer.plain(f"cell_{name}", parent, filled(CELL, writer.theme), _geometry(box), more)


def _corner(writer: _Writer, mark: str, parent: str, height: float) -> None:
    """The first cell of a row of heads says what the row is."""
    said = {"label": "", MARK: mark}
    box = _geometry(Box(0, 0, _HEAD, height))
    writer.marked(writer.fresh(f"cell_{mark}"), said, parent, filled(CELL, writer.theme), box)


def _stage_row(writer: _Writer) -> None:
    """A head for each stage, over all of its columns; the cells it covers are not shown."""
    plan, theme = writer.plan, writer.theme
    row = _row(writer, STAGES, Box(0, _TITLE, _HEAD + plan.width, _STAGE))
    _corner(writer, STAGES, row, _STAGE)
    columns = plan.visual()
    style = filled(CELL, theme, theme.colour("head")) + "fontStyle=1;align=center;"
    seen = ""
    for index, column in enumerate(columns):
        box = Box(_HEAD + column.left, 0, column.width, _STAGE)
        if column.stage == seen:
            _blank(writer, f"stage_{index}", row, box, ' visible="0"')
            continue
        seen = column.stage
        own = [other for other in columns if other.stage == seen]
        stage = writer.document.need(Stage, seen)
        whole = box._replace(width=sum(other.width for other in own))
        alone = element(
            "mxRectangle", {"width": number(column.width), "height": number(_STAGE), "as": "alternateBounds"}
        )
        span = f"colspan={len(own)};" if len(own) > 1 else ""
        inside = _geometry(whole, alone if span else "")
        writer.shape(stage, stage.title, row, f"{style}{span}", inside)


def _step_row(writer: _Writer) -> None:
    plan, theme = writer.plan, writer.theme
    row = _row(writer, STEPS, Box(0, _TITLE + _STAGE, _HEAD + plan.width, _STEP))
    _corner(writer, STEPS, row, _STEP)
    style = filled(CELL, theme, theme.colour("head")) + "align=center;"
    for index, column in enumerate(plan.visual()):
        box = Box(_HEAD + column.left, 0, column.width, _STEP)
        step = writer.document.get(Step, column.step)
        if step is None:
            _blank(writer, f"step_{index}", row, box)
        else:
            writer.shape(step, step.title, row, style, _geometry(box))


def _lane_row(writer: _Writer, index: int, lane: Lane, box: Box) -> None:
    """A lane: its head, then a cell a column, each with the cards that begin there."""
    document, plan, theme = writer.document, writer.plan, writer.theme
    row = _row(writer, str(index), box)
    style = filled(CELL, theme, tint(lane, theme)) + "align=left;spacingLeft=8;fontStyle=1;"
    writer.shape(lane, lane.title, row, style, _geometry(Box(0, 0, _HEAD, box.height)))
    for place, column in enumerate(plan.visual()):
        cell = _blank(writer, f"{index}_{place}", row, Box(_HEAD + column.left, 0, column.width, box.height))
        for card in document.where(Card, lane=lane.id, step=column.step) if column.step is not None else ():
            at = plan.boxes[card.id]
            inside = _geometry(at._replace(x=at.x - column.left, y=at.y - (box.y - _top(0))))
            writer.shape(card, card.title, cell, card_style(card, theme), inside)


def _tray(writer: _Writer, at: Box) -> dict[str, Box]:
    """The cards not yet placed, in a box below the table; where each stands on the page."""
    cards = waiting(writer.document, at.width)
    if not cards:
        return {}
    id, head = writer.fresh(WAITING), 30.0
    height = head + max(box.bottom for _, box in cards) + SPACE
    said = {"label": html(writer.texts("diagrams.tray")), MARK: WAITING}
    inside = _geometry(at._replace(height=height))
    writer.marked(id, said, "1", filled(TRAY, writer.theme), inside)
    for card, box in cards:
        inside = _geometry(box._replace(y=box.y + head))
        writer.shape(card, card.title, id, card_style(card, writer.theme), inside)
    return {card.id: box._replace(x=box.x + at.x, y=box.y + head + at.y) for card, box in cards}


def _link(writer: _Writer, link: Link, boxes: dict[str, Box]) -> None:
    """A link as an edge of the page, with the corners of our route between its two ends."""
    route: tuple[Point, ...] = tuple((x + _X + _HEAD, y + _Y + _top(0)) for x, y in writer.plan.routes.get(link.id, ()))
    ends = (boxes[link.source], boxes[link.target]) if route else None
    corners = "".join(element("mxPoint", {"x": number(x), "y": number(y)}) for x, y in route[1:-1])
    points = f'<Array as="points">{corners}</Array>' if corners else ""
    inside = element("mxGeometry", {"relative": "1", "as": "geometry"}, points)
    edge = f'edge="1" source="{link.source}" target="{link.target}"'
    style = link_style(link.kind, writer.theme, route, ends)
    writer.shape(link, link.label, "1", style, inside, edge)


def _registers(writer: _Writer) -> str:
    """All other records, on a layer of their own that is not shown; the layer."""
    rows = [row for row in writer.document.rows() if type(row) not in BY_PLACE]
    if not rows:
        return ""
    layer = writer.fresh(REST)
    style = filled(RECORD, writer.theme)
    for index, row in enumerate(rows):
        down, across = divmod(index, _RECORDS_A_ROW)
        box = Box(_X + across * 180, _Y + down * 50, 160, 40)
        writer.shape(row, "", layer, style, _geometry(box))
    return element("mxCell", {"id": layer, "value": writer.texts("diagrams.registers"), "parent": "0", "visible": "0"})


def mxfile(document: DocumentView, plan: MapPlan) -> str:
    """The whole file, not compressed."""
    name = sayable(document.blueprint.title).strip() or "Page-1"
    diagram = element("diagram", {"id": "map", "name": name}, page(document, plan))
    return element("mxfile", {"host": "Throughline", "type": "device", "pages": "1"}, diagram)


def export(request: ExportRequest) -> ExportResult:
    """The exporter's entry: a diagram, or a picture (SVG) that draw.io opens as that diagram."""
    document, today = request.document, request.context.today()
    text = mxfile(document, map_plan(document, today))
    found = unsayable(document)
    if request.options["form"] == FILE:
        return ExportResult((text + "\n").encode("utf-8"), found)
    from exporters.common.svg_page import whole_map

    picture, told = whole_map(document, today, {"content": text})
    return ExportResult(picture.encode("utf-8"), (*found, *told))


EXPORTER = Exporter(
    "drawio",
    ".drawio",
    message("drawio.title"),
    export,
    (Option("form", OptionKind.CHOICE, FILE, message("drawio.form"), (FILE, PICTURE)),),
    forms=(Form(".drawio.svg", "form", PICTURE),),
)
