"""A blueprint of agentic-service-blueprinting, made up for the tests, and how it is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from exporters import registry
from exporters.readers import base as readers
from exporters.readers.agentic_reader import READER
from exporters.readers.base import Reading
from model.document import Document
from model.validate import require
from tests.model.builders import a_context


def words(english: str, german: str = "") -> dict[str, str]:
    """A text in one language or two."""
    return {"en": english, "de": german} if german else {"en": english}


def a_layer(key: str, row: int, role: str | None, title: str = "", **more: Any) -> dict[str, Any]:
    return {"key": key, "row": row, "role": role, "display_name": words(title or key.capitalize()), **more}


def a_cell(layer: str, step: str, content: str = "", **more: Any) -> dict[str, Any]:
    return {"layer": layer, "step": step, **({"content": words(content)} if content else {}), **more}


def a_trigger(*places: str) -> dict[str, Any]:
    source, target = (dict(zip(("layer", "step"), place.split("/"), strict=True)) for place in places)
    return {"source": source, "target": target}


def a_path(key: str, kind: str, **more: Any) -> dict[str, Any]:
    layers = [a_layer("customer", 0, "customer_actions")]
    return {"key": key, "name": words(key.capitalize()), "path_type": kind, "layers": layers} | {
        "path_steps": ["ask"],
        "cells": [],
        **more,
    }


HAPPY = a_path(
    "fixed",
    "happy",
    name=words("Fixed at once", "Gleich repariert"),
    note=words("By day"),
    layers=[
        a_layer("office", 3, None, "Office"),
        a_layer("tenant", 0, "customer_actions", "Tenant"),
        a_layer("desk", 1, "frontstage_actions", "Desk", kpis=["First-time fix"], tools=["Ticketing"]),
        a_layer("app", 2, "frontstage_tech", "App"),
        a_layer("photos", 4, "visual", "Photos"),
    ],
    path_steps=["ask", "repair"],
    cells=[
        a_cell(
            "tenant",
            "ask",
            "Reports a\nleak",
            description=words("At night", "Nachts"),
            owner="Tenant board",
            perceived_owner="Landlord",
            provenance={"source": "interviews.docx", "section": "Page 3"},
            evidence=["It dripped all night"],
            value_props=[{"for": "Tenants", "value": "Peace of mind"}],
            links=[
                {"type": "tech_description", "label": words("Tap"), "description": words("How it works")},
                {"type": "url", "label": words("Form"), "url": "https://example.org/form"},
            ],
        ),
        a_cell("desk", "ask", "Takes the call", provenance={"source": "notes.txt"}, needs_review=True),
        a_cell("app", "ask", "Ticket form\nStatus page", owner="tenant BOARD"),
        a_cell("tenant", "repair", "Lets the plumber in"),
        a_cell("office", "repair", "Pays the bill"),
        a_cell("photos", "repair", picture="images/leak.png"),
        a_cell("tenant", "nowhere", "Lost"),
        a_cell("tenant", "ask", "Again"),
    ],
    triggers=[
        a_trigger("tenant/ask", "desk/ask"),
        a_trigger("desk/ask", "app/ask"),
        a_trigger("app/ask", "office/repair"),
        a_trigger("office/ask", "tenant/ask"),
        a_trigger("tenant/ask", "tenant/ask"),
    ],
)


IR: dict[str, Any] = {
    "schema_version": "0.4.0",
    "locales": ["en", "de"],
    "lifecycle": {
        "key": "renting",
        "name": words("Renting"),
        "phases": [
            {
                "key": "move-out",
                "name": words("Move out"),
                "order": 1,
                "scenarios": [],
            },
            {
                "key": "live",
                "name": words("Living there", "Wohnen"),
                "order": 0,
                "loops_to": "move-out",
                "scenarios": [
                    {
                        "key": "noise",
                        "name": words("Noise"),
                        "order": 1,
                        "view_type": "single",
                        "steps": [{"key": "ask", "name": words("Ask")}],
                        "paths": [a_path("quiet", "alternative")],
                    },
                    {
                        "key": "leak",
                        "name": words("A leak", "Ein Leck"),
                        "order": 0,
                        "view_type": "integrated",
                        "steps": [
                            {"key": "wait", "name": words("Wait")},
                            {"key": "repair", "name": words("Repair")},
                            {"key": "ask", "name": words("Ask", "Fragen")},
                        ],
                        "paths": [a_path("flood", "unhappy"), HAPPY],
                    },
                ],
            },
        ],
    },
}


def read(folder: Path, plain: Any = IR, into: Document | None = None, **options: str) -> Reading:
    """What the reader makes of a file, by way of the registry."""
    source = folder / "ir.json"
    source.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    reader = registry.reader_for(source)
    assert reader is READER
    return readers.run(reader, source, a_context(), options, into)


def the_document(reading: Reading) -> Document:
    """The document of a reading; its rows are sound."""
    require("ir.json", reading.rows)
    return Document(reading.rows)


def entries(found: tuple[readers.Entry, ...]) -> list[tuple[str, str, str]]:
    """What a report says: element, place and reason without its common beginning."""
    return [(entry.element, entry.place, entry.why.id.removeprefix("readers.agentic.")) for entry in found]
