"""draw.io 21 itself opens what we write, changes it, packs it and saves it as a picture; we read both back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from exporters import registry
from exporters.base import run as export
from exporters.readers.base import run as read
from model.document import Document
from model.elements import Card, Lane, Link, Step
from model.grid import lanes
from model.samples import build
from tests.consumers.support import browser, drawio_app, package, run_node, served
from tests.model.builders import a_context

SAMPLES = ("permit", "outpatient", "broken")


def written(document: Document, **options: str) -> str:
    """A document as draw.io."""
    return export(registry.exporter("drawio"), document, a_context(), options).data.decode()


def opened(files: list[dict[str, Any]], folder: Path) -> Any:
    """What draw.io makes of files."""
    package("playwright-core")
    with served(drawio_app()) as address:
        return run_node("drawio.mjs", {"browser": browser(), "address": address, "files": files}, folder)


def read_back(text: str, file: Path) -> Document:
    """A text in a file of its own, read by whichever reader knows it."""
    file.write_text(text, encoding="utf-8")
    reader = registry.reader_for(file)
    assert reader.name == "drawio"
    return Document(read(reader, file, a_context()).rows)


def test_it_opens_and_saves_every_card_lane_and_link_without_loss(tmp_path: Path) -> None:
    # given the samples, as diagrams and as pictures
    documents = [build(sample, a_context()) for sample in SAMPLES]
    files = [{"xml": written(document)} for document in documents]
    # when draw.io opens and saves them
    results = opened([*files, {"xml": written(documents[0], form="svg")}], tmp_path)
    # then all is there, and comes back from the packed file and from the picture as it was
    for document, result in zip([*documents, documents[0]], results, strict=True):
        assert result["counts"]["cards"] == len(document.table(Card))
        assert result["counts"]["lanes"] == len(document.table(Lane))
        assert result["counts"]["edges"] == len(document.table(Link))
        assert "<mxGraphModel" not in result["xml"], "draw.io packs what it saves"
        assert read_back(result["xml"], tmp_path / "saved.drawio") == document
        assert read_back(result["picture"], tmp_path / "saved.drawio.svg") == document


def test_what_is_moved_and_reworded_there_is_read_with_its_new_lane_step_and_words(tmp_path: Path) -> None:
    # given a card of the sample, and an empty cell
    document = build("permit", a_context())
    card = next(card for card in document.table(Card).values() if card.title == "Approves and issues")
    place = [lane.title for lane in lanes(document)].index("Permit portal")
    edit = {"id": card.id, "into": f"cell_{place}_0", "label": "Grants <b>it</b> &amp; prints"}
    # when draw.io puts it there and rewords it
    (result,) = opened([{"xml": written(document), "edits": [edit]}], tmp_path)
    again = read_back(result["xml"], tmp_path / "saved.drawio")
    # then it is read where it now lies, and all else is as it was
    moved = again.need(Card, card.id)
    assert again.need(Lane, moved.lane).title == "Permit portal"
    assert again.need(Step, moved.step).title == "Learn that it expires"
    assert moved.title == "Grants it & prints"
    for row in document.rows():
        if not isinstance(row, Card):
            assert again.find(row.id) == row
        elif row.id != card.id:
            assert replace(again.need(Card, row.id), order=row.order) == row
