"""Versions inside a document: taken, restored and dropped without any other losing a row."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace

import pytest

from model.document import Document, DocumentView
from model.errors import KnownError
from model.keeping import Snapshot
from model.record import Record
from model.registers import Consequence, FailPoint
from model.rules import Refused
from model.snapshots import as_of, rows_of, take
from tests.model.analysis.random_documents import a_random_document
from tests.model.builders import Grid, a_context, a_grid
from tests.model.random_work import at_work


def held(document: DocumentView) -> dict[str, Record]:
    """All rows but the versions."""
    return {row.id: row for row in document.rows() if not isinstance(row, Snapshot)}


def three(grid: Grid) -> tuple[str, str, str]:
    """Three versions of a growing blueprint."""
    found = []
    for number in range(3):
        grid.card(title=f"Card {number}")
        found.append(grid.editor.take_snapshot(f"v{number}", "why"))
    return found[0], found[1], found[2]


def test_a_version_holds_the_document_as_it_was() -> None:
    grid = a_grid()
    before = held(grid.document)
    version = grid.editor.take_snapshot("Before the workshop", "for the board")
    grid.card(title="New")
    grid.editor.delete([grid.lanes[0]])

    assert rows_of(grid.document, version) == before
    row = grid.document.need(Snapshot, version)
    assert (row.name, row.note, row.actor, str(row.taken)) == (
        *("Before the workshop", "for the board", "Ada", "2026-11-23 12:00:00+00:00"),
    )


def test_a_version_is_told_by_what_differs_from_the_one_before() -> None:
    grid = a_grid()
    first, second, _ = three(grid)

    content = json.loads(zlib.decompress(grid.document.need(Snapshot, second).content))

    assert grid.document.need(Snapshot, second).parent == first
    assert [row["title"] for row in content["rows"].pop("cards")] == ["Card 1"]
    assert content == {"rows": {}, "gone": []}


def test_restoring_keeps_what_it_replaces_and_is_one_step_to_undo() -> None:
    grid = a_grid()
    first, second, third = three(grid)
    before = list(grid.document.rows())
    now = held(grid.document)

    grid.editor.restore_snapshot(first, "Before restoring v0")

    assert held(grid.document) == rows_of(grid.document, first)
    (kept,) = set(grid.document.table(Snapshot)) - {first, second, third}
    assert rows_of(grid.document, kept) == now
    grid.editor.undo()
    assert list(grid.document.rows()) == before


def test_dropping_a_version_leaves_the_others_as_they_were() -> None:
    grid = a_grid()
    first, second, third = three(grid)
    wanted = {id: rows_of(grid.document, id) for id in (second, third)}

    with pytest.raises(Refused):
        grid.editor.delete([first])
    grid.editor.drop_snapshot(first)

    assert {id: rows_of(grid.document, id) for id in (second, third)} == wanted
    assert grid.document.need(Snapshot, second).parent is None


@pytest.mark.parametrize("seed", range(20))
def test_versions_of_random_work_come_back_row_by_row(seed: int) -> None:
    document = a_random_document(seed)
    kept: dict[str, dict[str, Record]] = {}
    for number in range(4):
        document = at_work(document, f"{seed} {number}", 5)
        change, version = take(document, a_context(f"version {number}"), str(number))
        kept[version] = held(document)
        document.apply(change)

    assert {id: rows_of(document, id) for id in kept} == kept


@pytest.mark.parametrize(
    "content", [b"", b"no", zlib.compress(b"{"), zlib.compress(b"[]"), zlib.compress(b'{"rows":{}}')]
)
def test_a_damaged_version_is_refused_by_its_name(content: bytes) -> None:
    grid = a_grid()
    version = grid.editor.take_snapshot("Friday")
    broken = replace(grid.document.need(Snapshot, version), content=content)
    document = DocumentView([broken if row.id == version else row for row in grid.document.rows()])

    with pytest.raises(KnownError, match="Friday"):
        rows_of(document, version)


def test_what_a_file_may_hold_a_version_may_hold_too() -> None:
    """A consequence within itself is a fault to mend, and no reason to lose a version."""
    grid = a_grid()
    fail = grid.editor.add(FailPoint, card=grid.card())
    looped = grid.document.need(Consequence, grid.editor.add(Consequence, fail_point=fail))
    rows = {row.id: row for row in grid.document.rows()}
    rows[looped.id] = replace(looped, parent=looped.id)
    document = Document(rows.values())

    change, version = take(document, a_context(), "As found")
    document.apply(change)

    assert rows_of(document, version) == rows


def test_versions_that_build_on_one_another_in_a_circle_are_refused() -> None:
    grid = a_grid()
    first, second, _ = three(grid)
    rows = {row.id: row for row in grid.document.rows()}
    rows[first] = replace(grid.document.need(Snapshot, first), parent=second)

    with pytest.raises(KnownError, match="v0"):
        rows_of(DocumentView(rows.values()), first)


def test_what_a_version_unpacks_to_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    grid = a_grid()
    version = grid.editor.take_snapshot("Friday")
    monkeypatch.setattr("model.snapshots.LARGEST", 10)

    with pytest.raises(KnownError, match="Friday"):
        as_of(grid.document, version)
