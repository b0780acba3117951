"""`throughline info`: what a document holds, in counts."""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from app.commands.call import Call
from model.elements import Blueprint, Card, Grounding
from model.grounding import is_assumed
from model.kinds import kinds
from model.messages import message
from model.record import Record
from model.store.reading import Loaded
from model.store.schema import format_name

_FIRST = ("stages", "steps", "lanes", "cards", "links")
_REGISTERS = ("owners", "systems", "channels", "metrics", "sources", "costs", "forums", "decisions")


def run(call: Call) -> int:
    """Print the document's figures."""
    facts = facts_of(call.load(call.file))
    if call.has("json"):
        call.say_json(facts)
        return 0
    call.say(message("cli.info.title", title=facts["title"] or call.file.stem))
    state, cycle = message(f"cli.state.{facts['state']}"), message(f"cli.life_cycle.{facts['lifeCycle']}")
    call.say(message("cli.info.state", state=state, life_cycle=cycle))
    always = [message(f"count.{name}", n=facts["counts"][name]) for name in _FIRST]
    rest = [message(f"count.{name}", n=n) for name, n in facts["counts"].items() if n and name not in _FIRST]
    call.say(", ".join(map(call.texts, always)))
    if rest:
        call.say(", ".join(map(call.texts, rest)))
    shares = [
        call.texts("cli.info.share", grounding=message(f"cli.grounding.{name}"), percent=_percent(call, part["share"]))
        for name, part in facts["grounding"].items()
        if part["cards"]
    ]
    if shares:
        call.say(message("cli.info.grounding", shares=", ".join(shares)))
    call.say(message("cli.info.format", format=facts["formatVersion"], hash=facts["hash"]))
    return 0


def _percent(call: Call, share: str) -> str:
    return call.texts.percent(Decimal(share))


def facts_of(loaded: Loaded) -> dict[str, Any]:
    """What `info --json` prints, in its order."""
    (blueprint,) = (row for row in loaded.rows if isinstance(row, Blueprint))
    return {
        "title": blueprint.title,
        "state": blueprint.state.value,
        "lifeCycle": blueprint.life_cycle.value,
        "counts": _counts(loaded.rows),
        "grounding": _groundings(loaded.rows),
        "formatVersion": format_name(loaded.version),
        "hash": loaded.content,
    }


def _counts(rows: list[Record]) -> dict[str, int]:
    found = Counter(type(row) for row in rows)
    counts = {kind.plural: found[kind.record] for kind in kinds() if kind.record is not Blueprint}
    order = [*_FIRST, *_REGISTERS, *(name for name in counts if name not in (*_FIRST, *_REGISTERS))]
    return {name: counts[name] for name in order}


def _groundings(rows: list[Record]) -> dict[str, Any]:
    """Cards by how well they are known, with their share of all; without a source a card is an assumption."""
    cards = [row for row in rows if isinstance(row, Card)]
    found = Counter(Grounding.ASSUMED if is_assumed(card) else card.grounding for card in cards)
    return {
        grounding.value: {"cards": found[grounding], "share": _share(found[grounding], len(cards))}
        for grounding in Grounding
    }


def _share(part: int, whole: int) -> str:
    if not whole:
        return "0.0000"
    return str((Decimal(part) / whole).quantize(Decimal("0.0001"), rounding=ROUND_HALF_EVEN))
