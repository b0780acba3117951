"""The published schema: generated, valid, as strict as it says, and met by what we export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from exporters.json_format import write
from exporters.json_schema import FILE, schema, text
from exporters.readers.json_reader import parse
from model.document import Document
from model.elements import Blueprint
from resources import path
from tests.exporters.strategies import documents

BARE: dict[str, Any] = {"format": "throughline", "formatVersion": "1.1", "blueprint": {"id": "bp"}}


def faults(plain: Any) -> list[str]:
    return [error.json_path for error in Draft202012Validator(schema()).iter_errors(plain)]


def test_the_file_that_ships_is_the_generated_one() -> None:
    assert path(*FILE).read_text(encoding="utf-8") == text()


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


@given(documents())
def test_every_export_meets_it(document: Document) -> None:
    plain = json.loads(write(document))
    for rows in plain.values():
        for row in rows if isinstance(rows, list) else [rows]:
            if isinstance(row, dict):
                row.pop("mood", None)

    assert not faults(plain)


def test_the_least_document_meets_it() -> None:
    assert not faults(json.loads(write(Document([Blueprint("bp")]))))


@pytest.mark.parametrize(
    "wrong",
    [
        {"stages": {}},
        {"stage": []},
        {"formatVersion": "1.2"},
        {"blueprint": {}},
        {"blueprint": {"id": "1"}},
        {"blueprint": {"id": "bp", "titel": ""}},
        {"blueprint": {"id": "bp", "budget": 12.5}},
        {"blueprint": {"id": "bp", "budget": "1e5"}},
        {"blueprint": {"id": "bp", "state": "past"}},
        {"links": [{"id": "l", "source": "a"}]},
        {"cards": [{"id": "c", "marks": ["fail"]}]},
        {"cards": [{"id": "c", "title": None}]},
        {"cards": [{"id": "c", "lastChecked": "1 Jan"}]},
    ],
    ids=str,
)
def test_it_refuses_what_is_wrong(wrong: dict[str, Any]) -> None:
    assert not faults(BARE)
    assert faults(BARE | wrong)


def test_the_example_in_the_manual_is_what_we_write() -> None:
    manual = (Path(__file__).resolve().parents[2] / "docs" / "json-format.md").read_text(encoding="utf-8")
    example = manual.split("```json\n")[1].split("```")[0]

    assert not faults(json.loads(example))
    assert write(Document(parse(example.encode(), "manual").rows)).decode() == example


def test_names_beginning_with_x_are_free() -> None:
    assert not faults({**BARE, "x-a": 1, "blueprint": {"id": "bp", "x-b": [None]}})
