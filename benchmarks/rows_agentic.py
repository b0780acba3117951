"""The row of a format that is only read: the document as another program would have written it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from benchmarks.stage import Stage
from benchmarks.table import Row
from benchmarks.timing import paired
from exporters import registry
from exporters.readers.base import run as read
from model.document import Document
from model.elements import Card, Link
from model.grid import lanes, steps


def written(document: Document) -> bytes:
    """The lanes, steps, cells and links of a document as ir JSON, in one scenario of one phase."""
    cells: dict[tuple[str, str], list[str]] = {}
    for card in document.where(Card):
        if card.lane and card.step:
            cells.setdefault((card.lane, card.step), []).append(card.title)
    place = {card.id: {"layer": card.lane, "step": card.step} for card in document.table(Card).values()}
    path = {
        **_named("path", "Path"),
        "path_type": "happy",
        "layers": [
            {"key": lane.id, "display_name": {"en": lane.title}, "role": None, "row": row}
            for row, lane in enumerate(lanes(document))
        ],
        "path_steps": [step.id for step in steps(document)],
        "cells": [
            {"layer": lane, "step": step, "content": {"en": "\n".join(titles)}}
            for (lane, step), titles in cells.items()
        ],
        "triggers": [
            {"source": place[link.source], "target": place[link.target]} for link in document.table(Link).values()
        ],
    }
    scenario = {
        **_named("scenario", "Scenario"),
        "order": 0,
        "view_type": "single",
        "steps": [_named(step.id, step.title) for step in steps(document)],
        "paths": [path],
    }
    phase = {**_named("phase", "Phase"), "order": 0, "scenarios": [scenario]}
    whole = {"schema_version": "1", "locales": ["en"], "lifecycle": {**_named("service", "Service"), "phases": [phase]}}
    return json.dumps(whole).encode("utf-8")


def _named(key: str, name: str) -> dict[str, Any]:
    return {"key": key, "name": {"en": name}}


def reading(stage: Stage) -> Iterator[Row]:
    """A file of ir JSON to rows and a report."""
    file = stage.folder / f"{stage.size}-agentic.json"
    data = written(stage.document)
    file.write_bytes(data)
    reader = registry.reader("agentic-ir")
    pair = paired(lambda: read(reader, file, stage.context), lambda: json.loads(data), stage.times)
    what = "a file of agentic-ir to rows and a report"
    yield Row("read-agentic-ir", stage.size, pair.ours, pair.floor, what, "json.loads of the file")
