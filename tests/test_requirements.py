"""The page of requirements names tests that are there and commands that exist."""

from __future__ import annotations

import re
from pathlib import Path

from app.commands.grammar import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| R\d\d ", line)
]


def test_each_requirement_stands_once_and_in_order() -> None:
    ids = [row[0] for row in ROWS]

    assert len(ROWS) > 50
    assert ids == sorted(set(ids))


def test_each_test_that_is_named_is_there() -> None:
    named = [(row[0], name) for row in ROWS for name in re.findall(r"`([^`]+)`", row[4])]

    assert {row[0] for row in ROWS} == {id for id, _ in named}
    assert [pair for pair in named if not (ROOT / pair[1]).is_file()] == []


def test_each_command_that_is_named_exists() -> None:
    known = {command.name for command in COMMANDS}
    named = {text.split()[0] for row in ROWS for text in re.findall(r"`([^`]+)`", row[3])}

    assert named <= known
