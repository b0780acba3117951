"""The page of requirements has all of them, each with a place, a command and tests that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from app.actions import ACTIONS
from app.commands.grammar import COMMANDS, spelling
from model.entries.columns import REGISTERS
from model.texts import Texts

ROOT = Path(__file__).resolve().parent.parent
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| R\d\d ", line)
]


def test_each_requirement_stands_once_and_in_order() -> None:
    assert [row[0] for row in ROWS] == [f"R{number:02}" for number in range(1, 74)]


def test_each_has_what_it_is_a_place_in_the_window_a_command_and_a_test() -> None:
    assert [row[0] for row in ROWS if len(row) != 5 or not all(row)] == []


def test_each_test_that_is_named_is_there() -> None:
    named = [(row[0], name) for row in ROWS for name in re.findall(r"`([^`]+)`", row[4])]

    assert {row[0] for row in ROWS} == {id for id, _ in named}
    assert [pair for pair in named if not (ROOT / pair[1]).is_file()] == []


def test_each_command_that_is_named_exists() -> None:
    known = {command.name: {spelling(switch) for switch in command.switches} for command in COMMANDS}
    named = [text.split() for row in ROWS for text in re.findall(r"`([^`]+)`", row[3])]
    options = [(words[0], option) for words in named for option in words[1:] if option.startswith("-")]

    assert {words[0] for words in named} <= set(known)
    assert [pair for pair in options if pair[1] not in known[pair[0]]] == []


def test_each_place_in_a_menu_and_each_register_that_is_named_is_there() -> None:
    texts = Texts()
    places = {"registers": {texts(f"register.name.{register.name}") for register in REGISTERS}}
    for act in ACTIONS:
        menu, _, within = act.menu.partition("/")
        names = [texts(act.text), *([texts(f"window.menu.{within}")] if within else [])]
        places.setdefault(menu, set()).update(name.replace("&", "").rstrip("…") for name in names)

    named = [pair for row in ROWS for pair in named_places(row[2])]

    assert len(named) > 50
    assert [(menu, name) for menu, name in named if name not in places[menu]] == []


def named_places(cell: str) -> Iterator[tuple[str, str]]:
    """Menu and act, or register, of `Ask › Hand-offs, Approvals (F9); Case`; what follows a second › is a submenu's."""
    for part in cell.split(";"):
        menu, found, rest = part.strip().partition(" › ")
        if found:
            for name in re.split(r", (?=[A-Z])", re.sub(r"\s*\([^)]*\)", "", rest)):
                yield menu.casefold(), name.split(" › ")[0].strip()
