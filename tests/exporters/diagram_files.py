"""Small files of the shapes that other programs write."""

from __future__ import annotations

import base64
import zlib
from pathlib import Path
from urllib.parse import quote

from exporters import registry
from exporters.readers.base import Reading
from exporters.readers.base import run as read
from model.document import Document
from model.elements import Card, Lane, Link
from model.grid import lanes
from tests.model.builders import a_context

BPMN_HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'targetNamespace="urn:test">'
)


def a_shape(id: str, words: str, parent: str, box: tuple[int, int, int, int], style: str = "html=1;") -> str:
    """A shape of draw.io."""
    x, y, width, height = box
    return (
        f'<mxCell id="{id}" value="{words}" style="{style}" parent="{parent}" vertex="1">'
        f'<mxGeometry x="{x}" y="{y}" width="{width}" height="{height}" as="geometry"/></mxCell>'
    )


def an_edge(id: str, source: str, target: str, words: str = "", style: str = "", inside: str = "") -> str:
    """An edge of draw.io."""
    ends = (f' source="{source}"' if source else "") + (f' target="{target}"' if target else "")
    return (
        f'<mxCell id="{id}" value="{words}" style="{style}" parent="1" edge="1"{ends}>'
        f'<mxGeometry relative="1" as="geometry">{inside}</mxGeometry></mxCell>'
    )


def a_model(*cells: str) -> str:
    """A page of draw.io."""
    return f'<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>{"".join(cells)}</root></mxGraphModel>'


def packed(model: str) -> str:
    """A page as draw.io packs it."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = deflate.compress(quote(model, safe="~()*!.'").encode()) + deflate.flush()
    return base64.b64encode(data).decode()


def an_mxfile(*pages: tuple[str, str]) -> str:
    """A file of draw.io: names and pages, packed or not."""
    diagrams = "".join(f'<diagram id="{name}" name="{name}">{page}</diagram>' for name, page in pages)
    return f"<mxfile>{diagrams}</mxfile>"


def bpmn_shape(of: str, box: tuple[int, int, int, int], more: str = "") -> str:
    """A shape of a BPMN diagram."""
    x, y, width, height = box
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return f'<di:BPMNShape id="{of}_di" bpmnElement="{of}"{more}>{bounds}</di:BPMNShape>'


def bpmn_diagram(of: str, *shapes: str, name: str = "") -> str:
    """A BPMN diagram."""
    plane = f'<di:BPMNPlane bpmnElement="{of}">{"".join(shapes)}</di:BPMNPlane>'
    return f'<di:BPMNDiagram name="{name}">{plane}</di:BPMNDiagram>'


def a_bpmn(*parts: str) -> str:
    """A BPMN file."""
    return f"{BPMN_HEAD}{''.join(parts)}</bpmn:definitions>"


def reading_of(text: str | bytes, file: Path, **options: str) -> tuple[Document, Reading]:
    """What the reader that knows a file makes of it."""
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    reading = read(registry.reader_for(file), file, a_context(), options)
    return Document(reading.rows), reading


def grid_of(document: Document) -> dict[str, list[list[str]]]:
    """The titles of the cards by lane and step."""
    from model.grid import cell, steps

    shown = steps(document)
    return {
        lane.title: [[card.title for card in cell(document, lane.id, step.id)] for step in shown]
        for lane in lanes(document)
    }


def links_of(document: Document) -> list[tuple[str, str, str]]:
    """The links as titles of their cards, with their labels."""
    return [
        (document.need(Card, link.source).title, document.need(Card, link.target).title, link.label)
        for link in document.where(Link)
    ]


def roles_of(document: Document) -> dict[str, str]:
    """The role of each lane by its title."""
    return {lane.title: lane.role.value for lane in document.table(Lane).values()}


def codes(reading: Reading) -> list[str]:
    """The reasons of a report, those of what was left out last."""
    return [entry.why.id for entry in (*reading.report.inferred, *reading.report.left_out)]
