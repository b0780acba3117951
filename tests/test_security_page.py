"""SECURITY.md says what the code does: its limits are the code's, its tests are there, what is done by hand works."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from app.session import Session
from exporters.readers import limits
from tests.model.store.builders import context, die, saved

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
LIMITS = re.findall(r"^\| [^|]+ \| (\d+) \w+ \| `([\w.]+):(\w+)` \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("value", "module", "name"), LIMITS)
def test_a_limit_is_what_the_page_says(value: str, module: str, name: str) -> None:
    assert getattr(import_module(module), name) == int(value)


def test_the_whole_table_is_read() -> None:
    table = PAGE.partition("## Limits")[2]

    assert len(LIMITS) == len(re.findall(r"^\| ", table, re.MULTILINE)) - 1


def test_every_file_the_page_names_is_there() -> None:
    named = set(re.findall(r"`((?:tests|model|app)/[\w/]+\.py)`", PAGE))

    assert len(named) > 8
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_the_bounds_of_the_readers_are_all_on_the_page() -> None:
    bounds = {name for name in vars(limits) if name.isupper() and name != "MB" and not name.startswith("_")}

    assert [name for name in sorted(bounds) if f"exporters.readers.limits:{name}`" not in PAGE] == []


def test_what_is_to_be_done_by_hand_finds_every_edit_and_what_the_document_says(tmp_path: Path) -> None:
    # given a session that died, whose folder was copied
    session = Session.open(saved(tmp_path / "permit.throughline"), context(), tmp_path / "home")
    session.editor.rename("card1", "Pays at the desk")
    folder = shutil.copytree(tmp_path / "home" / "sessions" / die(session), tmp_path / "by hand")
    (of_journal, of_document) = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    # when the page's lines are put to both files
    (about, edits) = asked(folder / "journal.sqlite", of_journal)
    (cards, titles) = asked(folder / "base.throughline", of_document)
    # then they say what was worked on, what was done, and what stands in it
    assert about[0][:2] == (str(tmp_path / "permit.throughline"), "Parking permit")
    assert len(edits) == 1 and "Pays at the desk" in edits[0][1]
    assert ("Lane 1", "Step 1", "Card 1", "") in cards and titles == [("Parking permit",)]


def asked(file: Path, lines: str) -> list[list[Any]]:
    """What a plain SQLite answers to each statement."""
    with closing(sqlite3.connect(file)) as connection:
        return [connection.execute(line).fetchall() for line in lines.strip().splitlines()]
