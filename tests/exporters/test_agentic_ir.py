"""Blueprints of agentic-service-blueprinting: what becomes what, and what the report tells."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from exporters import registry
from model.document import Document
from model.elements import Blueprint, Card, CardKind, Grounding, Lane, Link, Role, Stage, Step, Translation
from model.errors import KnownError
from model.grid import lanes, steps
from model.registers import Metric, Owner, Source, SourceKind, System
from model.texts import Texts
from tests.exporters.agentic_fixture import (
    IR,
    entries,
    read,
    the_document,
)
from tests.model.builders import a_grid

SCHEMA = Path(__file__).resolve().parents[3] / "shared" / "examples" / "agentic-ir.schema.json"


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
