"""The styles of a draw.io table and its cards, in the colours of the light theme."""

from __future__ import annotations

from exporters.common.xml_text import number
from model.elements import BAND_OF, Card, CardKind, Lane, LinkKind
from model.layout.drawing import Box, Point
from model.layout.theme import Theme

TABLE = (
    "shape=table;startSize={head};container=1;collapsible=0;childLayout=tableLayout;fixedRows=1;rowLines=1;"
    "columnLines=1;fontStyle=1;align=center;resizeLast=0;html=1;whiteSpace=wrap;fillColor={paper};"
    "strokeColor={line};fontColor={text};"
)
ROW = (
    "shape=tableRow;horizontal=0;startSize=0;swimlaneHead=0;swimlaneBody=0;top=0;left=0;bottom=0;right=0;"
    "collapsible=0;dropTarget=0;fillColor=none;strokeColor=inherit;points=[[0,0.5],[1,0.5]];portConstraint=eastwest;"
)
CELL = (
    "shape=partialRectangle;html=1;whiteSpace=wrap;connectable=0;overflow=hidden;top=0;left=0;bottom=0;right=0;"
    "container=1;collapsible=0;dropTarget=1;recursiveResize=0;strokeColor=inherit;fontColor={text};fillColor={fill};"
)
TRAY = "swimlane;html=1;startSize=30;collapsible=0;whiteSpace=wrap;fillColor={paper};strokeColor={line};dashed=1;"
RECORD = "rounded=1;whiteSpace=wrap;html=1;fillColor={paper};strokeColor={line};"
_CARD = "whiteSpace=wrap;html=1;fillColor={card};strokeColor={line};fontColor={text};fontSize=12;"
_SHAPES = {
    CardKind.DECISION: "rhombus;",
    CardKind.EVIDENCE: "shape=document;size=0.15;",
    CardKind.SYSTEM: "shape=cylinder3;boundedLbl=1;backgroundOutline=1;size=8;",
    CardKind.NOTE: "shape=note;size=12;",
    CardKind.IDEA: "shape=note;size=12;",
    CardKind.QUESTION: "shape=callout;size=8;position=0.1;",
    CardKind.QUOTE: "shape=callout;size=8;position=0.1;",
}
_LINK = "edgeStyle=orthogonalEdgeStyle;rounded=1;html=1;strokeColor={colour};fontColor={text};fontSize=11;"
_LINES = {
    LinkKind.FLOW: "endArrow=classic;",
    LinkKind.EXCHANGE: "startArrow=classic;endArrow=classic;",
    LinkKind.NEEDS: "dashed=1;endArrow=open;",
    LinkKind.ESCALATION: "endArrow=block;endFill=0;",
}


def filled(style: str, theme: Theme, fill: str = "none", head: int = 0) -> str:
    """A style with its colours."""
    colour = theme.colour
    return style.format(
        paper=colour("paper"), line=colour("card_line"), text=colour("text"), card=colour("card"), fill=fill, head=head
    )


def card_style(card: Card, theme: Theme) -> str:
    """The style of a card: its kind is its shape."""
    return _SHAPES.get(card.kind, "rounded=1;arcSize=8;") + filled(_CARD, theme)


def tint(lane: Lane, theme: Theme) -> str:
    """The colour of a lane's head."""
    return theme.bands[BAND_OF[lane.role]].tint


def link_style(kind: LinkKind, theme: Theme, route: tuple[Point, ...], ends: tuple[Box, Box] | None) -> str:
    """The style of a link; where our route leaves and enters its cards stands in it."""
    colour = theme.colour("alert" if kind is LinkKind.ESCALATION else "link")
    style = _LINK.format(colour=colour, text=theme.colour("text")) + _LINES[kind]
    if ends is None or len(route) < 2:
        return style
    return style + _end("exit", route[0], ends[0]) + _end("entry", route[-1], ends[1])


def _end(name: str, point: Point, box: Box) -> str:
    across = min(max((point[0] - box.x) / box.width, 0.0), 1.0)
    down = min(max((point[1] - box.y) / box.height, 0.0), 1.0)
    return f"{name}X={number(across)};{name}Y={number(down)};{name}Dx=0;{name}Dy=0;"
