"""What `throughline case --scenario` says beside the case: the scenario against today, and against the others."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from app.commands.call import Call
from app.commands.graph import plain_minutes, plain_money, plain_nodes, say_table, title
from model.analysis.asking.answer import joined, time
from model.analysis.names import name_of
from model.analysis.scenarios import Figures, Row, compare, overlay
from model.analysis.step_mix import Mix, changed
from model.document import DocumentView
from model.durations import duration
from model.errors import BugError
from model.messages import Message, Value, message
from model.money import exact

_MONEY = frozenset({"outlay", "serve", "failure", "brings", "running", "once", "npv"})
_COUNTS = frozenset({"steps", "hand_offs"})
ZERO = Decimal(0)
_HUNDREDTH = Decimal("0.01")
_KEYS = {
    "outlay": "outlay",
    "serve": "costToServe",
    "failure": "failureCost",
    "brings": "brings",
    "running": "runningCost",
    "once": "oneOff",
    "npv": "npv",
    "hours": "workHours",
    "each": "workMinutesPerCustomer",
    "elapsed": "elapsedMinutes",
    "steps": "steps",
    "hand_offs": "handOffs",
}


class Compared:
    """One scenario of a document beside the base and the others."""

    def __init__(self, document: DocumentView, scenario: str) -> None:
        """The scenario is one that can be: its case has been made."""
        self.document = document
        rows = compare(document)
        self.base, self.row = rows[0], next(row for row in rows if row.scenario == scenario)
        self.others = [row for row in rows[1:] if row is not self.row and row.figures is not None]
        self.mixes = changed(document, overlay(document, scenario))

    @property
    def figures(self) -> tuple[Figures, Figures, Figures]:
        """Today, in the scenario, and the difference."""
        before, after = figures(self.base), figures(self.row)
        return before, after, after.less(before)


def figures(row: Row) -> Figures:
    """The figures of a scenario that has some."""
    if row.figures is None:
        raise BugError(f"no figures of {row.scenario}")
    return row.figures


def facts_of_scenario(found: Compared) -> dict[str, Any]:
    """The comparison as plain data."""
    today, then, difference = found.figures
    row = found.row
    return {
        "id": row.scenario,
        "name": name_of(found.document, row.scenario),
        "today": plain_figures(today),
        "scenario": plain_figures(then),
        "difference": plain_figures(difference),
        "owners": list(row.owners),
        "stopped": list(row.stopped),
        "elsewhere": plain_nodes(row.elsewhere),
        "steps": [
            {"step": old.step, "today": _plain_mix(old), "scenario": _plain_mix(new)} for old, new in found.mixes
        ],
        "againstOthers": [
            {"id": other.scenario, "difference": plain_figures(then.less(figures(other)))} for other in found.others
        ],
    }


def plain_figures(values: Figures) -> dict[str, Any]:
    return {_KEYS[name]: _plain_figure(name, value) for name, value in values._asdict().items()}


def _plain_figure(name: str, value: Decimal | None) -> str | int | None:
    if value is None:
        return None
    if name in _COUNTS:
        return int(value)
    return plain_minutes(value) if name == "elapsed" else plain_money(value)


def _plain_mix(mix: Mix) -> dict[str, Any]:
    """By channel id, what has none under an empty key."""
    return {
        "occurrences": {channel: str(count) for channel, count in mix.occurrences.items()},
        "costToServe": {channel: str(cost) for channel, cost in mix.cost.items()},
        "workHours": plain_money(mix.hours),
        "elapsedMinutes": plain_minutes(mix.elapsed),
    }


def say_scenario(call: Call, found: Compared) -> None:
    """The comparison in words."""
    document, row = found.document, found.row
    speaker = Speaker(call, document)
    name = title(document, row.scenario)
    call.say(message("cli.scenario.head", name=name))
    speaker.figures(found.figures, ("today", "scenario"))
    speaker.names("owners", row.owners)
    speaker.names("stopped", row.stopped)
    speaker.names("elsewhere", (*row.elsewhere.systems, *row.elsewhere.owners, *row.elsewhere.cards))
    for before, after in found.mixes:
        speaker.mix(before, after)
    for other in found.others:
        difference = figures(row).less(figures(other))
        parts = {field: speaker.figure(field, getattr(difference, field)) for field in ("outlay", "npv", "elapsed")}
        call.say(message("cli.scenario.other", name=title(document, other.scenario), **parts))


class Speaker:
    """Says figures of one document."""

    def __init__(self, call: Call, document: DocumentView) -> None:
        self.call = call
        self.document = document

    def figure(self, name: str, value: Decimal | None) -> Value:
        """A figure in its unit."""
        if value is None:
            return message("answer.unknown")
        if name in _MONEY:
            return self.money(value)
        if name == "elapsed":
            return _minutes(value)
        return int(value) if name in _COUNTS else value.quantize(_HUNDREDTH, ROUND_HALF_EVEN)

    def figures(self, three: tuple[Figures, Figures, Figures], columns: tuple[str, str]) -> None:
        """Figures before and after under two columns (`cli.scenario.column`), with the difference."""
        head = (message(f"cli.scenario.column.{column}") for column in ("figure", *columns, "difference"))
        lines: list[tuple[Value, ...]] = [tuple(head)]
        for field, *values in zip(Figures._fields, *three, strict=True):
            if any(value is not None for value in values):
                cells = [self.figure(field, value) for value in values]
                lines.append((message(f"cli.scenario.figure.{field}"), *cells))
        say_table(self.call, lines)

    def money(self, amount: Decimal) -> Message:
        """An amount in the document's currency."""
        return exact(amount, self.document.blueprint.currency)

    def names(self, what: str, ids: tuple[str, ...]) -> None:
        """What some ids are called, if there are any."""
        if ids:
            names = joined([title(self.document, id) for id in ids])
            self.call.say(message(f"cli.scenario.{what}", n=len(ids), names=names))

    def mix(self, before: Mix, after: Mix) -> None:
        """What changes in a step: how often over which channel, at what cost, and how long."""
        self.call.say(message("cli.scenario.step", step=title(self.document, before.step)))
        rows: list[tuple[Value, ...]] = []
        for channel in dict.fromkeys((*before.occurrences, *after.occurrences, *before.cost, *after.cost)):
            pair = [self._over(mix, channel) for mix in (before, after)]
            called = title(self.document, channel) if channel else message("cli.scenario.no_channel")
            if pair[0] != pair[1]:
                rows.append((called, *pair))
        if before.elapsed != after.elapsed:
            rows.append((message("cli.scenario.figure.elapsed"), time(before.elapsed), time(after.elapsed)))
        if before.hours != after.hours:
            hours = (self.figure("hours", mix.hours) for mix in (before, after))
            rows.append((message("cli.scenario.figure.hours"), *hours))
        say_table(self.call, rows)

    def _over(self, mix: Mix, channel: str) -> Message:
        """How often over a channel, and what that costs."""
        count, cost = mix.occurrences.get(channel, ZERO), mix.cost.get(channel, ZERO)
        return message("cli.scenario.channel", count=count, cost=self.money(cost))


def _minutes(minutes: Decimal) -> Message:
    """A span, or how much less."""
    return duration(minutes) if minutes >= 0 else message("cli.scenario.less", what=duration(-minutes))
