"""Damaged and hostile documents by the thousand: each is refused with one clear line or loads whole, soon."""

from __future__ import annotations

import resource
import time
from collections import Counter
from pathlib import Path

import pytest

from model.document import Document
from model.errors import KnownError
from model.store import reading, writing
from model.store.files import Files, Stamp
from model.texts import Texts
from tests.model.store.builders import same
from tests.model.store.corpus import MAKES, document

SECONDS = 2.0
MEGABYTES = 500
TEXTS = Texts("en")


def outcome(path: Path) -> str:
    """What becomes of a file: "loaded", and then in full, or the id of the one line that refuses it."""
    before = path.read_bytes()
    begun = time.process_time()
    try:
        loaded = reading.read(path, Files())
    except KnownError as error:
        line = TEXTS(error.message)
        assert path.name in line and "\n" not in line and len(line) < 500
        found = error.message.id
    else:
        found = "loaded"
    assert time.process_time() - begun < SECONDS
    assert path.read_bytes() == before
    if found == "loaded":
        Document(loaded.rows)
        again = reading.load(path, writing.serialise(loaded.rows, loaded.extra).data, Stamp(0, 0, 0), pages=True)
        assert same(again.rows, loaded.rows)
    return found


@pytest.mark.parametrize("count", [150, pytest.param(2500, marks=pytest.mark.full)])
def test_no_document_of_the_corpus_gets_further_than_a_clear_line(tmp_path: Path, count: int) -> None:
    path, work = tmp_path / "odd.throughline", tmp_path / "work.throughline"
    seen: Counter[str] = Counter()
    kinds: dict[str, set[str]] = {make.__name__: set() for make in MAKES}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    for number in range(count):
        kind, data = document(number, work)
        path.write_bytes(data)
        found = outcome(path)
        seen[found] += 1
        kinds[kind].add(found)

    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    print(count, dict(seen), f"grown by {grown:.0f} MB")
    assert grown < MEGABYTES
    assert all(found - {"loaded"} for found in kinds.values())
    assert {"store.damaged", "store.schema", "store.foreign", "store.newer", "store.row"} <= set(seen)
