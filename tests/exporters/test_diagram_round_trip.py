"""draw.io and BPMN carry a whole document: written and read back it is what it was, for any document."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporters import registry
from exporters.base import run as export
from exporters.common.xml_text import sayable
from exporters.readers.base import Report
from exporters.readers.base import run as read
from model.document import Document, DocumentView
from model.elements import Card, Picture
from model.record import Record
from model.samples import NAMES, build
from tests.exporters.strategies import documents
from tests.model.builders import a_context

# Issue 7 asks for 300: the long form has more.
EXAMPLES = settings().max_examples if settings().max_examples > 300 else 20
FORMS = [
    ("drawio", {}, ".drawio"),
    ("drawio", {"form": "svg"}, ".drawio.svg"),
    ("bpmn", {}, ".bpmn"),
    ("bpmn", {"pools": "2"}, ".bpmn"),
    ("svg", {}, ".svg"),
]


def there_and_back(document: DocumentView, name: str, options: dict[str, str], file: Path) -> tuple[Document, Report]:
    """A document written to a file and read from it."""
    file.write_bytes(export(registry.exporter(name), document, a_context(), options).data)
    reader = registry.reader_for(file)
    assert reader.name == name
    reading = read(reader, file, a_context())
    return Document(reading.rows), reading.report


def carried(row: Record, name: str) -> Record:
    """What XML carries of a record: no characters it forbids. A card that ends where it begins does not say so."""
    if name == "svg":
        return row
    values: dict[str, Any] = {}
    for field in fields(row):
        value = getattr(row, field.name)
        if type(value) is str and field.name != "extra":
            values[field.name] = sayable(value)
    if isinstance(row, Card) and row.last_step == row.step:
        values["last_step"] = None
    return replace(row, **values)


def differences(document: DocumentView, again: DocumentView, name: str) -> list[object]:
    """What is not as it was: records that came or went, and fields with other values."""
    found: list[object] = []
    for id in {row.id: None for row in (*document.rows(), *again.rows())}:
        old, new = document.find(id), again.find(id)
        if old is None or new is None or type(old) is not type(new):
            found.append((old, new))
            continue
        old = carried(old, name)
        pairs = [(field.name, getattr(old, field.name), getattr(new, field.name)) for field in fields(old)]
        found += [(id, *pair) for pair in pairs if pair[1] != pair[2]]
    return found


@pytest.mark.parametrize(("name", "options", "suffix"), FORMS, ids=str)
@pytest.mark.parametrize("sample", NAMES)
def test_a_sample_comes_back_as_it_was(
    sample: str, name: str, options: dict[str, str], suffix: str, tmp_path: Path
) -> None:
    # given a sample
    document = build(sample, a_context())
    # when it is written and read back
    again, report = there_and_back(document, name, options, tmp_path / f"map{suffix}")
    # then it is the same, and nothing was guessed or left out
    assert not differences(document, again, name)
    assert (report.inferred, report.left_out) == ((), ())


@pytest.mark.parametrize(("name", "options", "suffix"), FORMS, ids=str)
def test_any_document_comes_back_as_it_was(
    name: str, options: dict[str, str], suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("any") / f"map{suffix}"

    @settings(max_examples=EXAMPLES)
    @given(documents(), st.sampled_from(["en", "de", "ar"]))
    def property(document: Document, language: str) -> None:
        blueprint = replace(document.blueprint, language=language)
        document = Document(blueprint if row.id == blueprint.id else row for row in document.rows())
        again, _ = there_and_back(document, name, options, file)
        assert differences(document, again, name) == []

    property()


def test_pictures_are_carried(tmp_path: Path) -> None:
    document = Document((*build("empty", a_context()).rows(), Picture("picture_1", data=bytes(range(256)))))

    for name, options, suffix in FORMS:
        again, _ = there_and_back(document, name, options, tmp_path / f"map{suffix}")
        assert again.need(Picture, "picture_1").data == bytes(range(256))
