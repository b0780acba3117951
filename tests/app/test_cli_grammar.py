"""How a command line is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.commands.grammar import COMMANDS, GLOBAL, complete, parse, spelling, wanted_locale
from model.errors import KnownError
from model.texts import Texts


@pytest.mark.parametrize(
    ("line", "command", "operands", "values"),
    [
        ("", "open", (), {}),
        ("plan.throughline", "open", ("plan.throughline",), {}),
        ("-- info", "open", ("info",), {}),
        ("info plan", "info", ("plan",), {}),
        ("info info", "info", ("info",), {}),
        ("info plan --json", "info", ("plan",), {"json": [""]}),
        ("--actor Ada info --json plan", "info", ("plan",), {"actor": ["Ada"], "json": [""]}),
        ("info plan --actor=Ada", "info", ("plan",), {"actor": ["Ada"]}),
        ("info plan --actor=", "info", ("plan",), {"actor": [""]}),
        ("export p -f pdf -O a=1 -Ob=2", "export", ("p",), {"format": ["pdf"], "option": ["a=1", "b=2"]}),
        ("export p -fpdf --output -x", "export", ("p",), {"format": ["pdf"], "output": ["-x"]}),
        ("new --list", "new", (), {"list": [""]}),
        ("verify -- --odd", "verify", ("--odd",), {}),
        ("-h", "open", (), {"help": [""]}),
        ("import - -o p", "import", ("-",), {"output": ["p"]}),
    ],
)
def test_lines_that_mean_something(
    line: str, command: str, operands: tuple[str, ...], values: dict[str, list[str]]
) -> None:
    parsed = parse(line.split())

    assert (parsed.command.name, parsed.operands, parsed.values) == (command, operands, values)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("info", "FILE"),
        ("info a b", "“b”"),
        ("inof a", "“inof”"),
        ("info a --colour", "--colour"),
        ("info a -x", "-x"),
        ("--json info a", "--json"),
        ("info a --json=yes", "--json"),
        ("info a --actor", "--actor"),
        ("info a --actor A --actor B", "--actor"),
        ("export a", "-f"),
        ("import a", "-o"),
        ("new", "FILE"),
    ],
)
def test_lines_that_mean_nothing_are_refused_by_name(line: str, named: str) -> None:
    with pytest.raises(KnownError) as caught:
        complete(parse(line.split()))

    assert named in Texts()(caught.value.message)


def test_every_command_option_and_value_has_its_words() -> None:
    texts = Texts()
    wanted = {f"cli.option.all.{switch.name}" for switch in GLOBAL}
    for command in COMMANDS:
        wanted |= {f"cli.command.{command.name}", *(f"cli.value.{name}" for name in command.operands)}
        wanted |= {f"cli.option.{command.name}.{switch.name}" for switch in command.switches}
        wanted |= {f"cli.value.{switch.value}" for switch in command.switches if switch.value}

    assert not {id for id in wanted if id not in texts}


def test_the_manual_names_every_command_and_option() -> None:
    manual = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `throughline (\w+)([^`]*)`.*$", manual, re.MULTILINE))

    assert list(rows) == [command.name for command in COMMANDS]
    for command in COMMANDS:
        line = next(line for line in manual.splitlines() if line.startswith(f"| `throughline {command.name}"))
        assert all(spelling(switch) in line for switch in command.switches)
    assert all(f"--{switch.name}" in manual for switch in GLOBAL)


@pytest.mark.parametrize(
    ("line", "locale"),
    [
        ("", None),
        ("--locale de info --bogus", "de"),
        ("info --bogus --locale=de", "de"),
        ("info --locale", None),
        ("info --locale=", None),
        ("info --bogus", None),
    ],
)
def test_a_line_that_is_refused_still_says_in_which_language(line: str, locale: str | None) -> None:
    assert wanted_locale(line.split()) == ({} if locale is None else {"locale": [locale]})
