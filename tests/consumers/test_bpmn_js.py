"""BPMN in the programs that others open it with: the OMG's schema, bpmn-moddle and the bpmn-js Modeler."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exporters import registry
from exporters.base import run as export
from exporters.readers.base import run as read
from model.document import Document
from model.elements import Card, Lane, Link, Stage, Step
from model.samples import build
from tests.consumers.support import browser, package, run_node
from tests.model.builders import a_context

WAYS = [(sample, pools) for sample in ("permit", "outpatient", "broken") for pools in ("1", "2")]
NODES = ("Task", "Gateway", "DataObjectReference", "TextAnnotation")
LINKS = ("bpmn:SequenceFlow", "bpmn:MessageFlow", "bpmn:Association")


def written(document: Document, pools: str) -> bytes:
    """A document as BPMN."""
    return export(registry.exporter("bpmn"), document, a_context(), {"pools": pools}).data


def opened(files: list[dict[str, Any]], folder: Path) -> Any:
    """What moddle and the Modeler make of files."""
    package("bpmn-moddle")
    package("bpmn-js")
    return run_node("bpmn.mjs", {"browser": browser(), "files": files}, folder)


@pytest.mark.parametrize(("sample", "pools"), WAYS)
def test_it_is_valid_against_the_schema_of_the_omg(sample: str, pools: str, tmp_path: Path) -> None:
    xmlschema = pytest.importorskip("xmlschema", reason="xmlschema is not installed")
    spiff = pytest.importorskip("SpiffWorkflow", reason="SpiffWorkflow, which holds the schema, is not installed")
    schema = xmlschema.XMLSchema(Path(spiff.__file__).parent / "bpmn" / "parser" / "schema" / "BPMN20.xsd")
    file = tmp_path / "map.bpmn"
    file.write_bytes(written(build(sample, a_context()), pools))

    assert [str(error.reason) for error in schema.iter_errors(str(file))] == []


def test_the_modeler_opens_every_card_lane_and_link_without_a_warning(tmp_path: Path) -> None:
    # given the samples, in one pool and in two
    documents = [build(sample, a_context()) for sample, _ in WAYS]
    files = [{"xml": written(document, pools).decode()} for document, (_, pools) in zip(documents, WAYS, strict=True)]
    # when they are opened
    results = opened(files, tmp_path)
    # then nobody warns, and all is there
    for document, (_, pools), result in zip(documents, WAYS, results, strict=True):
        types = result["types"]
        assert (result["moddle"], result["warnings"]) == ([], [])
        assert sum(n for type, n in types.items() if type.endswith(NODES)) == len(document.table(Card))
        tray = any(card.lane is None for card in document.table(Card).values())
        assert types["bpmn:Lane"] == len(document.table(Lane)) + tray
        assert sum(types.get(type, 0) for type in LINKS) == len(document.table(Link))
        assert types["bpmn:Group"] == len(document.table(Stage)) + len(document.table(Step))
        assert types["bpmn:Participant"] == int(pools)


def test_what_is_moved_and_reworded_there_is_read_with_its_new_lane_step_and_words(tmp_path: Path) -> None:
    # given a card of the sample, opened in the Modeler
    document = build("permit", a_context())
    titles = {card.title: card for card in document.table(Card).values()}
    card = titles["Approves and issues"]
    lanes = {lane.title: lane.id for lane in document.table(Lane).values()}
    steps = {step.title: step.id for step in document.table(Step).values()}
    edit = {"id": card.id, "x": -244, "y": -118, "into": document.blueprint.id, "text": "Grants <it> & prints"}
    files = [{"xml": written(document, "1").decode(), "edits": [edit]}]
    # when it is moved one lane up and one step back, reworded and saved
    (result,) = opened(files, tmp_path)
    saved = tmp_path / "saved.bpmn"
    saved.write_text(result["saved"], encoding="utf-8")
    again = Document(read(registry.reader_for(saved), saved, a_context()).rows)
    # then it is read where it now lies, and all else is as it was
    moved = again.need(Card, card.id)
    assert (moved.lane, moved.step) == (lanes["Permit portal"], steps["Pay"])
    assert moved.title == "Grants <it> & prints"
    for row in document.rows():
        if not isinstance(row, Card):
            assert again.find(row.id) == row
        elif row.id != card.id:
            assert replace(again.need(Card, row.id), order=row.order) == row
