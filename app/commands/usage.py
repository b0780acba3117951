"""`--help`: the commands, or one command with its options."""

from __future__ import annotations

from collections.abc import Iterable

from app.commands.grammar import COMMANDS, GLOBAL, OPEN, Command, Switch
from model.texts import Texts

_INDENT = 28
_WIDTH = 100


def usage(command: Command, texts: Texts) -> str:
    """The help of a command; of the program where none is named."""
    if command is OPEN:
        forms = f"throughline {_operands(OPEN, texts)} | throughline {texts('cli.value.command')} ..."
        lines = [texts("cli.help.usage", line=forms), "", texts("cli.help.about"), ""]
        lines.append(texts("cli.help.commands"))
        lines += _entry("throughline " + _operands(OPEN, texts), texts("cli.command.open"))
        for known in COMMANDS:
            lines += _entry(known.name, texts(f"cli.command.{known.name}"))
    else:
        words = [_operands(command, texts), *(_in_usage(command, switch, texts) for switch in command.switches)]
        line = " ".join(["throughline", command.name, *filter(None, words)])
        lines = [texts("cli.help.usage", line=line), "", texts(f"cli.command.{command.name}")]
        if command.switches:
            lines += ["", texts("cli.help.options"), *_switches(command.name, command.switches, texts)]
    lines += ["", texts("cli.help.global"), *_switches("all", GLOBAL, texts)]
    if command is OPEN:
        lines += ["", texts("cli.help.exit")]
    return "\n".join(lines)


def _operands(command: Command, texts: Texts) -> str:
    names = [texts(f"cli.value.{name}") for name in command.operands]
    optional = command is OPEN or any(switch.name == "list" for switch in command.switches)
    return " ".join(f"[{name}]" if optional else name for name in names)


def _in_usage(command: Command, switch: Switch, texts: Texts) -> str:
    spelled = _spelled(switch, texts, long=not switch.short)
    if switch.name in command.needs:
        return spelled
    return f"[{spelled}]" + ("..." if switch.many else "")


def _spelled(switch: Switch, texts: Texts, long: bool) -> str:
    name = f"--{switch.name}" if long else f"-{switch.short}"
    return f"{name} {texts(f'cli.value.{switch.value}')}" if switch.value else name


def _switches(owner: str, switches: Iterable[Switch], texts: Texts) -> list[str]:
    lines: list[str] = []
    for switch in switches:
        forms = [f"-{switch.short}"] if switch.short else []
        forms.append(_spelled(switch, texts, long=True))
        lines += _entry(", ".join(forms), texts(f"cli.option.{owner}.{switch.name}"))
    return lines


def _entry(head: str, text: str) -> list[str]:
    """A line `  head      text`, wrapped under itself."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _WIDTH - _INDENT:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    first = f"  {head}".ljust(_INDENT - 1) + " "
    if len(first) > _INDENT:
        return [first.rstrip(), *(" " * _INDENT + line for line in lines)]
    return [first + lines[0], *(" " * _INDENT + line for line in lines[1:])]
