"""The commands and options of docs/cli.md as data, and how a command line is read by them.

Our own small reader instead of argparse: every word it says comes from the catalogue, global options stand before or
after the command, and a start costs no import.
"""

from __future__ import annotations

from collections.abc import Sequence

from model.errors import KnownError
from model.messages import message
from model.named import NamedTuple


class Switch(NamedTuple):
    """One option. `value` names what it takes (`cli.value.*`), empty for a flag; `many`: it may be repeated."""

    name: str
    value: str = ""
    short: str = ""
    many: bool = False


class Command(NamedTuple):
    """One command: its module in `app.commands`, what it works on (`cli.value.*`), its options."""

    name: str
    module: str
    operands: tuple[str, ...] = ()
    switches: tuple[Switch, ...] = ()
    needs: tuple[str, ...] = ()


class Parsed(NamedTuple):
    """A command line: the command (`open` where none is named), its operands, and option values by name."""

    command: Command
    operands: tuple[str, ...]
    values: dict[str, list[str]]


GLOBAL = (
    Switch("as-of", "date"),
    Switch("actor", "name"),
    Switch("locale", "locale"),
    Switch("id-seed", "number"),
    Switch("passphrase-file", "passphrase"),
    Switch("help", short="h"),
    Switch("version"),
)
_JSON = Switch("json")
_OPTION = Switch("option", "option", "O", many=True)
_CARD = Switch("card", "id")
OPEN = Command("open", "window", ("file",))
COMMANDS = (
    Command("demo", "demo", (), (Switch("out", "folder"),)),
    Command(
        "new",
        "new",
        ("file",),
        (Switch("sample", "name"), Switch("template", "name"), Switch("title", "title"), Switch("list")),
    ),
    Command("info", "info", ("file",), (Switch("variants"), _JSON)),
    Command("formats", "formats", (), (_JSON,)),
    Command(
        "export",
        "export",
        ("file",),
        (
            Switch("format", "format", "f"),
            Switch("output", "out", "o"),
            _OPTION,
            *(Switch("view", "name"), Switch("snapshot", "name")),
        ),
        ("format",),
    ),
    Command(
        "import",
        "bring_in",
        ("source",),
        (Switch("output", "file", "o"), Switch("from", "format"), _OPTION, Switch("report", "report")),
        ("output",),
    ),
    Command("check", "check", ("file",), (_JSON, Switch("fail-on", "severity"), Switch("rule", "rule", many=True))),
    Command("impact", "impact", ("file",), (Switch("system", "name"), Switch("owner", "name"), _CARD, _JSON)),
    Command("trace", "trace", ("file",), (_CARD, _JSON), ("card",)),
    Command("handoffs", "handoffs", ("file",), (_JSON,)),
    Command(
        "case",
        "case",
        ("file",),
        (
            *(Switch("scenario", "name"), Switch("budget", "amount"), Switch("pilot", "pilot")),
            *(Switch("draws", "number"), Switch("seed", "number"), _JSON),
        ),
    ),
    Command(
        "diff",
        "diff",
        ("before", "after"),
        (Switch("from", "name"), Switch("to", "name"), Switch("output", "out", "o"), _OPTION, _JSON),
    ),
    Command(
        "merge",
        "merge",
        ("base", "ours", "theirs"),
        (Switch("output", "file", "o"), Switch("report", "report")),
        ("output",),
    ),
    Command("insert", "insert", ("file", "module"), (Switch("swap", "name"), Switch("own-entries"))),
    Command("snapshot", "snapshot", ("file", "name"), (Switch("note", "text"),)),
    Command("log", "log", ("file",), (_JSON,)),
    Command("readings", "readings", ("file", "source"), (_OPTION, Switch("report", "report"))),
    Command("portfolio", "portfolio", ("folder",), (_JSON, Switch("system", "name"))),
    Command("verify", "verify", ("file",)),
)


def spelling(switch: Switch) -> str:
    """An option as it is written: the short form alone for those known by it."""
    return f"-{switch.short}" if switch.short in {"f", "o", "O"} else f"--{switch.name}"


def parse(arguments: Sequence[str]) -> Parsed:
    """Read a command line, or `KnownError`. What is missing is not looked for here: see `complete`."""
    command = OPEN
    operands: list[str] = []
    values: dict[str, list[str]] = {}
    rest = list(arguments)
    named = False
    while rest:
        word = rest.pop(0)
        if word == "--":
            operands += rest
            break
        if len(word) < 2 or not word.startswith("-"):
            found = next((known for known in COMMANDS if known.name == word), None)
            if found is not None and not named and not operands:
                command, named = found, True
            else:
                operands.append(word)
            continue
        switch, value = _switch(command, word)
        if switch.value and value is None:
            if not rest:
                raise KnownError(message("cli.error.no_value", option=word))
            value = rest.pop(0)
        if not switch.many and switch.name in values:
            raise KnownError(message("cli.error.twice", option=spelling(switch)))
        values.setdefault(switch.name, []).append(value or "")
    return Parsed(command, tuple(operands), values)


def wanted_locale(arguments: Sequence[str]) -> dict[str, list[str]]:
    """The value of `--locale` as `parse` gives it, also of a line that it refuses: the refusal is said in it."""
    for word, after in zip(arguments, [*arguments[1:], ""], strict=False):
        name, equals, value = word.partition("=")
        if name == "--locale" and (value or after):
            return {"locale": [value if equals else after]}
    return {}


def _switch(command: Command, word: str) -> tuple[Switch, str | None]:
    """The option a word begins, and the value written in the same word."""
    if word.startswith("--"):
        name, equals, value = word[2:].partition("=")
        switch = next((known for known in (*command.switches, *GLOBAL) if known.name == name), None)
        given = value if equals else None
    else:
        switch = next((known for known in (*command.switches, *GLOBAL) if known.short == word[1]), None)
        given = word[2:] or None
    if switch is None:
        raise KnownError(message("cli.error.option", option=word, help=_help_for(command)))
    if given is not None and not switch.value:
        raise KnownError(message("cli.error.flag", option=spelling(switch)))
    return switch, given


def complete(parsed: Parsed) -> None:
    """`KnownError` where a command lacks what it works on, or has too much."""
    command, operands, values = parsed
    most = len(command.operands)
    if len(operands) > most:
        # After a word that is no command, more words mean that it was meant to be one.
        word = operands[0] if command is OPEN else operands[most]
        raise KnownError(message("cli.error.too_many", word=word, help=_help_for(command)))
    may_lack = command is OPEN or "list" in values
    if len(operands) < most and not may_lack:
        missing = message(f"cli.value.{command.operands[len(operands)]}")
        raise KnownError(message("cli.error.missing", command=command.name, what=missing, help=_help_for(command)))
    for switch in command.switches:
        if switch.name in command.needs and switch.name not in values:
            what = spelling(switch)
            raise KnownError(message("cli.error.missing", command=command.name, what=what, help=_help_for(command)))


def _help_for(command: Command) -> str:
    return "throughline --help" if command is OPEN else f"throughline {command.name} --help"
