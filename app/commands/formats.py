"""`throughline formats`: what can be written and read."""

from __future__ import annotations

from typing import Any

from app.commands.call import Call
from exporters import registry
from exporters.base import Option, OptionKind
from model.messages import message


def run(call: Call) -> int:
    """List every exporter and reader with suffixes and options."""
    exporters = [
        _entry(call, one.name, (one.suffix,), call.texts(one.title), one.options) for one in registry.exporters()
    ]
    readers = [_entry(call, one.name, one.suffixes, call.texts(one.title), one.options) for one in registry.readers()]
    if call.has("json"):
        broken = [call.texts(why) for why in registry.broken()]
        call.say_json({"exporters": exporters, "readers": readers, "broken": broken})
        return 0
    for head, entries in (("cli.formats.exporters", exporters), ("cli.formats.readers", readers)):
        call.say(message(head))
        for entry in entries:
            call.say(f"  {entry['name']:<10}{' '.join(entry['suffixes']):<18}{entry['title']}")
            for option in entry["options"]:
                call.say(f"    -O {option['name']}={_values(option)}  {option['label']}")
    call.complain(registry.broken())
    return 0


def _entry(call: Call, name: str, suffixes: tuple[str, ...], title: str, options: tuple[Option, ...]) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "suffixes": list(suffixes),
        "options": [
            {
                "name": option.name,
                "kind": option.kind.value,
                "default": option.default,
                "choices": list(option.choices) if option.kind is not OptionKind.FLAG else ["yes", "no"],
                "label": call.texts(option.label),
            }
            for option in options
        ],
    }


def _values(option: dict[str, Any]) -> str:
    """The choices, the default first and marked by its place."""
    others = [choice for choice in option["choices"] if choice != option["default"]]
    return "|".join([option["default"], *others])
