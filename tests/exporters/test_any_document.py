"""The formats for other diagram tools and the calendar: well formed whatever a document says, and always the same."""

from __future__ import annotations

import io
import re

import networkx
from defusedxml.ElementTree import fromstring
from hypothesis import given

from exporters import registry
from exporters.base import run
from model.document import DocumentView
from model.elements import Card, Link
from tests.exporters.strategies import documents
from tests.model.builders import a_context

NAMES = ("archimate", "graphml", "mermaid", "d2", "ics")


@given(documents())
def test_any_document_is_well_formed(document: DocumentView) -> None:
    found = {name: run(registry.exporter(name), document, a_context()).data for name in NAMES}

    assert found == {name: run(registry.exporter(name), document, a_context()).data for name in NAMES}
    archimate(found["archimate"])
    graph = networkx.read_graphml(io.BytesIO(found["graphml"]), force_multigraph=True)
    assert set(document.table(Card)) <= set(graph.nodes)
    assert {link.id for link in document.table(Link).values()} <= {key for _, _, key in graph.edges(keys=True)}
    quoted(found["mermaid"].decode(), r'"[^"]*"')
    quoted(found["d2"].decode(), r'"(?:[^"\\]|\\.)*"')
    calendar(found["ics"])


def archimate(data: bytes) -> None:
    """Ids stand once, and what is referred to is there."""
    root = fromstring(data)
    ids = [each.get("identifier") for each in root.iter() if each.get("identifier")]
    assert len(ids) == len(set(ids))
    keys = ("source", "target", "elementRef", "relationshipRef", "propertyDefinitionRef")
    assert {each.get(key) for each in root.iter() for key in keys if each.get(key)} <= set(ids)


def quoted(text: str, pattern: str) -> None:
    """Outside its quotation marks, which close on their lines, a file holds nothing of the document's but names."""
    for line in text.split("\n"):
        assert line.startswith("#") or re.fullmatch(r"[ -~]*", re.sub(pattern, "", line)), line
        assert line.startswith("#") or '"' not in re.sub(pattern, "", line), line


def calendar(data: bytes) -> None:
    """Content lines are short, have names, and events an id of their own."""
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    lines = data.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert all(re.match(r"[A-Z-]+(;[A-Z-]+=[A-Z-]+)*:", line) for line in lines)
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(uids) == len(set(uids)) == lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT")
