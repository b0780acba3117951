"""The ir JSON of agentic-service-blueprinting: one path read whole, the rest told of; faults named by their place."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters import registry
from exporters.json_format import write
from exporters.readers import base as readers
from exporters.readers.agentic_reader import READER
from exporters.readers.base import Reading
from model.document import Document
from model.elements import Blueprint, Card, CardKind, Grounding, Lane, Link, Role, Stage, Step, Translation
from model.errors import KnownError
from model.grid import lanes, steps
from model.registers import Metric, Owner, Source, SourceKind, System
from model.texts import Texts
from model.validate import require
from tests.model.builders import a_context, a_grid

SCHEMA = Path(__file__).resolve().parents[3] / "shared" / "examples" / "agentic-ir.schema.json"


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


def cell_titles(document: Document, lane: str, step: str) -> list[str]:
    """The cards of a cell, by titles."""
    (row,) = (each for each in document.table(Lane).values() if each.title == lane)
    (column,) = (each for each in document.table(Step).values() if each.title == step)
    return [card.title for card in document.where(Card, lane=row.id, step=column.id)]


def card(document: Document, title: str) -> Card:
    """The one card of a title."""
    (found,) = (each for each in document.table(Card).values() if each.title == title)
    return found


def test_the_fixture_is_what_the_format_allows() -> None:
    if not SCHEMA.is_file():
        pytest.skip("the shared examples are not beside this checkout")
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")

    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))

    assert [error.message for error in validator.iter_errors(IR)] == []


def test_the_happy_path_of_the_first_scenario_is_a_blueprint(tmp_path: Path) -> None:
    document = the_document(read(tmp_path))

    blueprint = document.blueprint
    assert (blueprint.title, blueprint.service, blueprint.scenario) == ("A leak", "Renting", "Fixed at once")
    assert (blueprint.language, blueprint.notes) == ("en", "By day")
    assert [stage.title for stage in document.where(Stage)] == ["Living there"]
    assert [step.title for step in steps(document)] == ["Ask", "Repair"]
    assert [(lane.title, lane.role) for lane in lanes(document)] == [
        ("Photos", Role.STORYBOARD),
        ("Tenant", Role.CUSTOMER),
        ("Desk", Role.FRONTSTAGE),
        ("App", Role.FRONTSTAGE_TECH),
        ("Office", Role.BACKSTAGE),
    ]
    assert cell_titles(document, "Tenant", "Ask") == ["Reports a leak"]
    assert cell_titles(document, "App", "Ask") == ["Ticket form", "Status page"]
    assert card(document, "Ticket form").kind is CardKind.SYSTEM
    assert len(document.table(Card)) == 6


def test_a_cell_says_who_whence_and_for_whom(tmp_path: Path) -> None:
    document = the_document(read(tmp_path))
    leak, call = card(document, "Reports a leak"), card(document, "Takes the call")

    names = {row.id: row.name for row in document.where(Owner)}
    assert names[leak.owner or ""] == "Tenant board"
    assert names[leak.perceived_owner or ""] == "Landlord"
    assert leak.owner == card(document, "Ticket form").owner
    assert (leak.notes, leak.value_for) == ("At night", ("Tenants",))
    assert (leak.external_url, leak.external_ref) == ("https://example.org/form", "Form")
    assert (leak.grounding, call.grounding) == (Grounding.REPORTED, Grounding.ASSUMED)
    assert [(row.name, row.kind) for row in document.where(Source)] == [
        ("interviews.docx, Page 3", SourceKind.DOCUMENT),
        ("notes.txt", SourceKind.DOCUMENT),
    ]
    kept = json.loads(leak.extra)["x-agentic-ir"]
    assert kept["evidence"] == ["It dripped all night"]
    assert kept["values"] == ["Tenants: Peace of mind"]
    assert kept["links"][0] == {"type": "tech_description", "label": "Tap", "description": "How it works"}


def test_a_lane_says_what_it_is_measured_on_and_works_in(tmp_path: Path) -> None:
    document = the_document(read(tmp_path))

    (metric,) = document.where(Metric)
    assert (metric.name, document.need(Lane, metric.subject).title) == ("First-time fix", "Desk")
    assert [row.name for row in document.where(System)] == ["Ticketing"]


def test_triggers_are_links_from_the_last_item_to_the_first(tmp_path: Path) -> None:
    document = the_document(read(tmp_path))

    titles = {row.id: row.title for row in document.where(Card)}
    assert [(titles[link.source], titles[link.target]) for link in document.where(Link)] == [
        ("Reports a leak", "Takes the call"),
        ("Takes the call", "Ticket form"),
        ("Status page", "Pays the bill"),
    ]


def test_other_languages_are_translations(tmp_path: Path) -> None:
    english, german = (the_document(read(tmp_path, language=language)) for language in ("en", "DE"))

    said = {(type(english.find(row.element)), row.field, row.text) for row in english.where(Translation)}
    assert said == {
        (Blueprint, "title", "Ein Leck"),
        (Stage, "title", "Wohnen"),
        (Step, "title", "Fragen"),
        (Card, "notes", "Nachts"),
    }
    assert (german.blueprint.title, german.blueprint.language) == ("Ein Leck", "de")
    assert {row.text for row in german.where(Translation)} == {"A leak", "Living there", "Ask", "At night"}
    assert {row.id for row in english.where(Card)} == {row.id for row in german.where(Card)}


def test_the_report_tells_all_that_is_not_there(tmp_path: Path) -> None:
    report = read(tmp_path).report

    assert report.read == (
        ("phases", 2),
        ("scenarios", 2),
        ("paths", 2),
        ("layers", 5),
        ("cells", 8),
        ("triggers", 5),
    )
    leak, path = "lifecycle.phases[1].scenarios[1]", "lifecycle.phases[1].scenarios[1].paths[1]"
    assert entries(report.left_out) == [
        ("Noise", "lifecycle.phases[1].scenarios[0]", "other_scenario"),
        ("Move out", "lifecycle.phases[0]", "empty_phase"),
        ("Flood", f"{leak}.paths[0]", "other_path"),
        ("Living there", "lifecycle.phases[1].loops_to", "loop"),
        ("Wait", f"{leak}.steps[0]", "off_path"),
        ("Reports a\nleak", f"{path}.cells[0]", "kept"),
        ("images/leak.png", f"{path}.cells[5].picture", "picture"),
        ("Lost", f"{path}.cells[6]", "no_place"),
        ("Again", f"{path}.cells[7]", "second_cell"),
        ("office/ask > tenant/ask", f"{path}.triggers[3]", "no_end"),
        ("tenant/ask > tenant/ask", f"{path}.triggers[4]", "to_itself"),
    ]
    assert entries(report.inferred) == [
        ("First-time fix", f"{path}.layers[2].kpis", "kpi"),
        ("Ticketing", f"{path}.layers[2].tools", "tool"),
        ("Office", f"{path}.layers[0]", "role"),
        ("interviews.docx, Page 3", f"{path}.cells[0].provenance", "reported"),
        ("notes.txt", f"{path}.cells[1].provenance", "doubtful"),
        ("desk/ask > app/ask", f"{path}.triggers[1]", "between_items"),
        ("app/ask > office/repair", f"{path}.triggers[2]", "between_items"),
    ]
    assert all(Texts()(entry.why) for entry in (*report.left_out, *report.inferred))
    assert all(Texts()(f"count.{name}", n=number) for name, number in report.read)


def test_scenarios_and_languages_can_be_chosen_from_and_paths_where_there_is_one_scenario(tmp_path: Path) -> None:
    parts = registry.reader("agentic-ir").parts
    assert parts is not None
    file = tmp_path / "one.json"
    file.write_text(json.dumps(IR), encoding="utf-8")
    scenario, language = parts(file)

    assert (scenario.option, [words for _, words in scenario.choices]) == ("scenario", ["Noise", "A leak"])
    assert (language.option, [value for value, _ in language.choices]) == ("language", ["en", "de"])
    assert the_document(read(tmp_path, scenario=scenario.usual, language=language.usual)) == the_document(
        read(tmp_path)
    )
    alone = copy.deepcopy(IR)
    del alone["lifecycle"]["phases"][1]["scenarios"][0]
    file.write_text(json.dumps(alone), encoding="utf-8")
    assert [part.option for part in parts(file)] == ["path", "language"]


@pytest.mark.parametrize("said", ["noise", "live/noise", "Noise", "2"])
def test_a_scenario_is_picked_by_key_name_or_number(tmp_path: Path, said: str) -> None:
    assert the_document(read(tmp_path, scenario=said)).blueprint.title == "Noise"


@pytest.mark.parametrize("said", ["flood", "Flood", "1"])
def test_a_path_is_picked_by_key_name_or_number(tmp_path: Path, said: str) -> None:
    assert the_document(read(tmp_path, path=said)).blueprint.scenario == "Flood"


@pytest.mark.parametrize(
    ("options", "known"),
    [
        ({"scenario": "fire"}, "leak, noise"),
        ({"scenario": "0"}, "leak, noise"),
        ({"path": "noise"}, "flood, fixed"),
        ({"language": "fr"}, "en, de"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(tmp_path: Path, options: dict[str, str], known: str) -> None:
    with pytest.raises(KnownError) as caught:
        read(tmp_path, **options)
    assert Texts()(caught.value.message).endswith(f"{known}.")


def test_reading_again_finds_the_same_elements(tmp_path: Path) -> None:
    before = the_document(read(tmp_path))
    changed = copy.deepcopy(IR)
    changed["lifecycle"]["phases"][1]["scenarios"][1]["paths"][1]["cells"][3]["content"]["en"] = "Opens the door"

    change = read(tmp_path, changed, before).change

    assert change is not None
    touched = [(getattr(delta.before, "title", ""), getattr(delta.after, "title", "")) for delta in change.deltas]
    assert ("Lets the plumber in", "Opens the door") in touched
    assert all(delta.before is not None for delta in change.deltas)


def test_a_file_goes_into_an_open_document_after_what_is_there(tmp_path: Path) -> None:
    document = a_grid((1, 1)).document
    change = read(tmp_path, IR, document).change
    assert change is not None

    document.apply(change)

    assert [stage.title for stage in document.where(Stage)] == ["", "Stage 2", "Living there"]
    assert [lane.title for lane in lanes(document) if lane.role is Role.CUSTOMER] == ["Lane customer", "Tenant"]


def without(*path: str | int) -> Callable[[Any], None]:
    """Takes a field away."""

    def act(plain: Any) -> None:
        for key in path[:-1]:
            plain = plain[key]
        del plain[path[-1]]

    return act


def put(value: Any, *path: str | int) -> Callable[[Any], None]:
    """Sets a field."""

    def act(plain: Any) -> None:
        for key in path[:-1]:
            plain = plain[key]
        plain[path[-1]] = value

    return act


LEAK = ("lifecycle", "phases", 1, "scenarios", 1)
FIXED = (*LEAK, "paths", 1)


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (without("lifecycle"), "lifecycle"),
        (put([], "lifecycle"), "lifecycle"),
        (without("locales"), "locales"),
        (put([], "locales"), "locales"),
        (put({}, "lifecycle", "phases"), "lifecycle.phases"),
        (put([], "lifecycle", "phases"), "no scenario"),
        (put("1", "lifecycle", "phases", 0, "order"), "lifecycle.phases[0].order"),
        (put(True, "lifecycle", "phases", 0, "order"), "lifecycle.phases[0].order"),
        (put([], *LEAK, "paths"), "lifecycle.phases[1].scenarios[1]"),
        (put("Leak", *LEAK, "name"), "lifecycle.phases[1].scenarios[1].name"),
        (without(*LEAK, "name"), "lifecycle.phases[1].scenarios[1]"),
        (put({"en": 1}, *FIXED, "cells", 0, "content"), "cells[0].content"),
        (put("yes", *FIXED, "cells", 0, "needs_review"), "cells[0].needs_review"),
        (put([1], *FIXED, "cells", 0, "evidence"), "cells[0].evidence"),
        (put({}, *FIXED, "cells", 0, "provenance"), "cells[0].provenance"),
        (put(7, *FIXED, "cells", 0), "cells[0]"),
        (put("x", *FIXED, "triggers", 0, "source"), "triggers[0].source"),
        (put("ask", *FIXED, "path_steps"), "path_steps"),
    ],
)
def test_a_fault_is_one_line_with_its_place(tmp_path: Path, spoil: Callable[[Any], None], place: str) -> None:
    plain = copy.deepcopy(IR)
    spoil(plain)
    source = tmp_path / "bad.json"
    source.write_text(json.dumps(plain), encoding="utf-8")

    with pytest.raises(KnownError) as caught:
        readers.run(READER, source, a_context(), {}, None)
    said = Texts()(caught.value.message)
    assert said.startswith(str(source))
    assert place in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b"\xff\xfe{",
        b'{"lifecycle": ' + b"[" * 100_000,
        b'{"lifecycle": {"key": "a", "key": "b"}}',
        b'{"lifecycle": NaN}',
        b'["lifecycle"]',
    ],
)
def test_what_is_no_json_of_the_kind_is_refused(tmp_path: Path, data: bytes) -> None:
    source = tmp_path / "bad.json"
    source.write_bytes(data)

    with pytest.raises(KnownError) as caught:
        readers.run(READER, source, a_context(), {}, None)
    assert Texts()(caught.value.message)


def test_our_own_json_is_not_taken_for_it(tmp_path: Path) -> None:
    source = tmp_path / "own.json"
    source.write_bytes(write(a_grid(title='"lifecycle" "schema_version"').document))

    assert registry.reader_for(source).name == "json"


def test_fields_that_the_format_does_not_have_are_told_of(tmp_path: Path) -> None:
    plain = copy.deepcopy(IR)
    put("blue", *FIXED, "cells", 0, "colour")(plain)
    put("x", "$schema")(plain)

    left = entries(read(tmp_path, plain).report.left_out)

    assert ("blue", "lifecycle.phases[1].scenarios[1].paths[1].cells[0].colour", "unknown_field") in left
    assert ("x", "$schema", "unknown_field") in left


@given(st.data())
def test_any_text_in_any_place_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    plain = copy.deepcopy(IR)
    spots: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        for key, inner in list(value.items()) if isinstance(value, dict) else list(enumerate(value)):
            spots.append((value, key))
            if isinstance(inner, dict | list):
                walk(inner)

    walk(plain["lifecycle"])
    holder, key = data.draw(st.sampled_from(spots))
    holder[key] = data.draw(
        st.text() | st.none() | st.integers() | st.lists(st.text()) | st.dictionaries(st.text(), st.text())
    )
    source = tmp_path_factory.mktemp("ir") / "ir.json"
    source.write_text(json.dumps(plain), encoding="utf-8")

    try:
        reading = readers.run(READER, source, a_context(), {}, None)
    except KnownError as error:
        assert str(source) in Texts()(error.message)
    else:
        the_document(reading)
