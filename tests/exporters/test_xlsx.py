"""XLSX: what is written reads back as the same records, and what a person edits is what changes."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings

from exporters import registry
from exporters.base import run as export
from exporters.readers.base import Reading
from exporters.readers.base import run as read
from model.document import Document, DocumentView
from model.kinds import to_plain
from tests.exporters.strategies import documents
from tests.model.builders import a_context


def written(document: DocumentView) -> bytes:
    return export(registry.exporter("xlsx"), document, a_context()).data


def read_back(folder: Path, data: bytes, into: DocumentView | None = None) -> Reading:
    source = folder / "plan.xlsx"
    source.write_bytes(data)
    return read(registry.reader("xlsx"), source, a_context(), into=into)


def plain(document: DocumentView) -> dict[str, object]:
    return {row.id: (type(row).__name__, to_plain(row)) for row in document.rows()}


@given(document=documents())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_export_and_import_is_the_identity(tmp_path: Path, document: Document) -> None:
    data = written(document)

    reading = read_back(tmp_path, data)

    assert plain(Document(reading.rows)) == plain(document)
    assert reading.report.left_out == ()
    again = read_back(tmp_path, data, document)
    assert again.change is not None and again.change.deltas == ()
