"""Every reader takes its stored files, and some changed ones, without a traceback. More: `python -m tests.fuzz`."""

from __future__ import annotations

import time
from collections import Counter
from itertools import count
from pathlib import Path

import pytest

from exporters import registry
from tests.fuzz.mutating import REFUSED, files, seeds, try_one

# How long (s) each reader is given here, the stored files apart.
QUICK = 0.5


def test_every_reader_has_files_to_begin_with() -> None:
    assert all(seeds(reader) for reader in registry.READERS)


@pytest.mark.parametrize("reader", registry.READERS)
def test_each_way_of_refusing_that_was_found_refuses_still(reader: str, tmp_path: Path) -> None:
    stored = sorted((REFUSED / reader).iterdir())

    found = [try_one(reader, path.name, path.read_bytes(), tmp_path, open_one=True) for path in stored]

    assert stored and found == [path.stem for path in stored]


@pytest.mark.parametrize("reader", registry.READERS)
def test_changed_files_are_read_soundly_or_refused(reader: str, tmp_path: Path) -> None:
    stored = len(seeds(reader))
    end = None
    seen: Counter[str] = Counter()
    for number, (name, data) in zip(count(), files(reader)):
        if number >= stored:
            end = end or time.monotonic() + QUICK
            if number > stored and time.monotonic() > end:
                break
        seen[try_one(reader, name, data, tmp_path, open_one=number % 8 == 7)] += 1

    assert seen["read"] > 0
    assert sum(seen.values()) > stored
