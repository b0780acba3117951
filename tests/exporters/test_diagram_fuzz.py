"""Diagrams with anything changed in them: read into a sound document or refused with one line, never a traceback."""

from __future__ import annotations

from pathlib import Path
from random import Random
from xml.etree.ElementTree import Element, tostring

import pytest
from defusedxml.ElementTree import fromstring

from exporters import registry
from exporters.base import run as export
from exporters.readers.base import run as read
from model.document import Document
from model.errors import KnownError
from model.samples import build
from model.texts import Texts
from model.validate import faults
from tests.exporters.diagram_files import a_bpmn, a_model, a_shape, an_edge, bpmn_diagram, bpmn_shape
from tests.exporters.test_bpmn_reader import POOLS, PROCESS, SHAPES
from tests.exporters.test_drawio_reader import SWIMLANES
from tests.exporters.test_foreign_diagrams import BLUEPRINT, headed
from tests.model.builders import a_context

ROUNDS = 120
ODD = ["", "0", "-1", "1e308", "nan", "a:b", "x" * 70, "1", "true", "\u202e", "null", "[]", "{}", "%", "&#0;", "card"]


def bases(kind: str) -> list[str]:
    """Files to begin with: ours and another's."""
    ours = export(registry.exporter(kind), build("permit", a_context()), a_context()).data.decode()
    if kind == "svg":
        return [ours]
    if kind == "bpmn":
        return [ours, a_bpmn(POOLS, PROCESS, bpmn_diagram("co", *SHAPES, bpmn_shape("g", (1, 1, 9, 9))))]
    wide = a_shape("w", "Wide", "top", (10, 10, 500, 40))
    return [ours, a_model(*SWIMLANES, wide, an_edge("e", "a", "b", "x"), an_edge("f", "pool", "b")), headed(BLUEPRINT)]


def changed(root: Element, draw: Random) -> None:
    """A few changes to a tree: values, texts, tags, places; parts that go or stand twice."""
    for _ in range(draw.randint(1, 6)):
        element = draw.choice(list(root.iter()))
        act = draw.randrange(6)
        if act == 0 and element.attrib:
            element.set(draw.choice(list(element.attrib)), draw.choice(ODD))
        elif act == 1 and element.attrib:
            del element.attrib[draw.choice(list(element.attrib))]
        elif act == 2 and len(element):
            element.remove(draw.choice(list(element)))
        elif act == 3 and len(element):
            element.insert(draw.randrange(len(element) + 1), draw.choice(list(element)))
        elif act == 4:
            element.text = draw.choice(ODD)
        else:
            other = draw.choice(list(root.iter()))
            named = [each.get("id") for each in (element, other) if each.get("id")]
            if len(named) == 2:
                other.set(draw.choice(["parent", "source", "sourceRef", "targetRef", "id"]), str(named[0]))


@pytest.mark.parametrize("kind", ["drawio", "bpmn", "svg"])
def test_a_changed_file_is_read_soundly_or_refused(kind: str, tmp_path: Path) -> None:
    draw = Random(kind)
    file = tmp_path / f"odd.{kind}"
    outcomes = set()
    files = bases(kind)
    for number in range(ROUNDS):
        root = fromstring(files[number % len(files)])
        changed(root, draw)
        data = tostring(root)
        if number % 5 == 0:
            data = data[: draw.randrange(len(data))] or b"<"
        file.write_bytes(data)
        try:
            reading = read(registry.reader(kind), file, a_context())
        except KnownError as error:
            assert "\n" not in Texts()(error.message)
            outcomes.add("refused")
        else:
            assert list(faults(reading.rows)) == []
            Document(reading.rows)
            outcomes.add("read")
    assert outcomes == {"read", "refused"}
