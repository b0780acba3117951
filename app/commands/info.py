"""`throughline info`: what a document holds, in counts; with `--variants` what each variant comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Any

from app.commands.call import Call
from model.document import Document
from model.elements import Blueprint, Card, Grounding
from model.grounding import is_assumed
from model.kinds import kinds
from model.messages import Value, message
from model.record import Record
from model.store.reading import Loaded
from model.store.schema import format_name

if TYPE_CHECKING:
    from model.analysis.by_variant import Figures

_FIRST = ("stages", "steps", "lanes", "cards", "links")
_FIGURES = ("cards", "own", "links", "steps", "minutes", "to_serve", "failure")
_REGISTERS = ("owners", "systems", "channels", "metrics", "sources", "costs", "forums", "decisions")


def run(call: Call) -> int:
    """Print the document's figures."""
    loaded = call.load(call.file)
    if call.has("variants"):
        _variants(call, Document(loaded.rows))
        return 0
    facts = facts_of(loaded)
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


def _variants(call: Call, document: Document) -> None:
    """Counts, time and money of the whole map and of each variant."""
    from app.commands.graph import say_table
    from model.analysis.by_variant import by_variant

    found = by_variant(document)
    if call.has("json"):
        rows = [_plain_variant(each) for each in found]
        call.say_json({"title": document.blueprint.title, "currency": document.blueprint.currency, "variants": rows})
        return
    if len(found) == 1:
        call.say(message("variants.none_kept"))
        return
    heads: list[Value] = [message(f"variants.column.{name}") for name in ("variant", *_FIGURES)]
    say_table(call, [heads, *([_name(each), *_cells(call, document, each)] for each in found)])


def _name(figures: Figures) -> Value:
    return message("variants.all") if figures.variant is None else figures.variant.title


def _cells(call: Call, document: Document, figures: Figures) -> Iterator[Value]:
    from model.durations import duration

    yield from (figures.cards, figures.own, figures.links, figures.steps)
    yield message("compare.none") if figures.minutes is None else duration(figures.minutes)
    yield from (call.texts.money(amount, document.blueprint.currency) for amount in (figures.to_serve, figures.failure))


def _plain_variant(figures: Figures) -> dict[str, Any]:
    """A variant of `info --variants --json`; the whole map has neither id nor title."""
    from app.commands.graph import plain_minutes, plain_money

    variant = figures.variant
    return {
        "id": None if variant is None else variant.id,
        "title": None if variant is None else variant.title,
        "cards": figures.cards,
        "ownCards": figures.own,
        "links": figures.links,
        "steps": figures.steps,
        "elapsedMinutes": plain_minutes(figures.minutes),
        "costToServe": plain_money(figures.to_serve),
        "failureCost": plain_money(figures.failure),
    }


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
