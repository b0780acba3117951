"""`throughline portfolio`: all blueprints of a folder, what they share, and the stop of one system over all."""

from __future__ import annotations

from typing import Any

from app.commands.call import Call
from app.commands.graph import plain_money, say_table
from app.portfolio import Folder, Found, Unread
from model.analysis.asking.answer import joined, whole
from model.analysis.portfolio import Hit, Shared, Summary, money_by_currency, shared
from model.messages import Value, message
from model.money import exact


def run(call: Call) -> int:
    """Print how the blueprints stand, or what the stop of a system means to them."""
    folder = Folder(call.file, passphrase=call.passphrase)
    if call.has("system"):
        hits, unread = folder.hits(call.value("system") or "")
        if call.has("json"):
            call.say_json(_plain_hits(call, call.value("system") or "", hits, unread))
        else:
            _say_hits(call, call.value("system") or "", hits)
            _say_unread(call, unread)
        return 0
    found = folder.read(call.context.today())
    if call.has("json"):
        call.say_json(_plain(call, found))
    else:
        _say(call, found)
    return 0


def _sharing(found: Found) -> dict[str, tuple[Shared, ...]]:
    return {
        "systems": shared((place, row.systems) for place, row in found.blueprints),
        "owners": shared((place, row.owners) for place, row in found.blueprints),
    }


def _total(found: Found) -> dict[str, str | None]:
    sums = money_by_currency((row.currency, row.failure_cost) for _, row in found.blueprints)
    return {currency: plain_money(amount) for currency, amount in sums.items()}


def _plain(call: Call, found: Found) -> dict[str, Any]:
    """What `portfolio --json` prints, in its order."""
    return {
        "folder": str(found.folder),
        "blueprints": [_plain_one(call, place, row) for place, row in found.blueprints],
        "failureCost": _total(found),
        **{
            f"shared{what.capitalize()}": [{"name": each.name, "files": list(each.places)} for each in rows]
            for what, rows in _sharing(found).items()
        },
        "unreadable": _plain_unread(call, found.unread),
    }


def _plain_one(call: Call, place: str, row: Summary) -> dict[str, Any]:
    return {
        "file": place,
        "title": row.title,
        "service": row.service,
        "state": row.state.value,
        "lifeCycle": row.life_cycle.value,
        "cards": row.cards,
        "lights": {light.name: {"colour": light.colour.value, "why": call.texts(light.words)} for light in row.lights},
        "failureCost": plain_money(row.failure_cost),
        "currency": row.currency,
        "nextReview": None if row.next_review is None else row.next_review.isoformat(),
    }


def _plain_unread(call: Call, unread: tuple[Unread, ...]) -> list[dict[str, str]]:
    return [{"file": each.place, "why": call.texts(each.why)} for each in unread]


def _plain_hits(call: Call, system: str, hits: tuple[Hit, ...], unread: tuple[Unread, ...]) -> dict[str, Any]:
    return {
        "system": system,
        "blueprints": [
            {
                "file": each.place,
                "touchpoints": sum(len(cards) for _, cards in each.impact.touchpoints),
                "customersHit": None if each.impact.customers is None else whole(each.impact.customers),
                "yearlyExposure": plain_money(each.impact.exposure),
                "currency": each.currency,
            }
            for each in hits
        ],
        "yearlyExposure": {
            currency: plain_money(amount)
            for currency, amount in money_by_currency((each.currency, each.impact.exposure) for each in hits).items()
        },
        "unreadable": _plain_unread(call, unread),
    }


def _say(call: Call, found: Found) -> None:
    call.say(message("cli.portfolio.head", n=len(found.blueprints), folder=str(found.folder)))
    if found.blueprints:
        say_table(call, (_line(call, place, row) for place, row in found.blueprints))
    for currency, amount in money_by_currency((row.currency, row.failure_cost) for _, row in found.blueprints).items():
        call.say(message("cli.portfolio.total", amount=exact(amount, currency)))
    for what, rows in _sharing(found).items():
        for each in rows:
            call.say(message(f"cli.portfolio.{what}", name=each.name, n=len(each.places), files=joined(each.places)))
    _say_unread(call, found.unread)


def _line(call: Call, place: str, row: Summary) -> tuple[Value, ...]:
    lights = ", ".join(call.texts(light.words) for light in row.lights)
    cost = message("answer.unknown") if row.failure_cost is None else exact(row.failure_cost, row.currency)
    review = message("cli.portfolio.no_review") if row.next_review is None else row.next_review
    return (place, row.title, lights, cost, review)


def _say_hits(call: Call, system: str, hits: tuple[Hit, ...]) -> None:
    call.say(message("cli.portfolio.hits", system=system, n=len(hits)))
    for each in hits:
        found = each.impact
        touched = sum(len(cards) for _, cards in found.touchpoints)
        customers: Value = message("answer.unknown") if found.customers is None else whole(found.customers)
        exposure = message("answer.unknown") if found.exposure is None else exact(found.exposure, each.currency)
        words: dict[str, Value] = {"file": each.place, "n": touched, "customers": customers, "exposure": exposure}
        call.say(message("cli.portfolio.hit", **words))


def _say_unread(call: Call, unread: tuple[Unread, ...]) -> None:
    for each in unread:
        call.say(message("cli.portfolio.unread", file=each.place, why=each.why))
