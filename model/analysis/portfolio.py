"""Many blueprints at a glance: how each stands, what they share, and what one system's stop means to all of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from model.analysis.health import Light, lights
from model.analysis.impact import Impact, impact
from model.analysis.partitions import failure_cost
from model.analysis.reviews import next_review
from model.document import DocumentView
from model.elements import Card, LifeCycle, State
from model.folding import name_key
from model.registers import Owner, System


class Summary(NamedTuple):
    """How one blueprint stands on a day. `failure_cost` is a year's, None where nothing is reckoned."""

    title: str
    service: str
    state: State
    life_cycle: LifeCycle
    cards: int
    lights: tuple[Light, ...]
    failure_cost: Decimal | None
    currency: str
    next_review: date | None
    systems: tuple[str, ...]
    owners: tuple[str, ...]


class Shared(NamedTuple):
    """A name that several blueprints use for a system or an owner, and the places of these blueprints."""

    name: str
    places: tuple[str, ...]


class Hit(NamedTuple):
    """What the stop of a system means to one blueprint that uses it."""

    place: str
    system: str
    impact: Impact
    currency: str


def summary(document: DocumentView, today: date) -> Summary:
    """How a blueprint stands."""
    blueprint, failing = document.blueprint, failure_cost(document)
    return Summary(
        blueprint.title,
        blueprint.service,
        blueprint.state,
        blueprint.life_cycle,
        len(document.table(Card)),
        lights(document, today),
        failing.total if failing.items else None,
        blueprint.currency,
        next_review(document),
        tuple(row.name for row in document.where(System) if row.name.strip()),
        tuple(row.name for row in document.where(Owner) if row.name.strip()),
    )


def shared(names: Iterable[tuple[str, Iterable[str]]]) -> tuple[Shared, ...]:
    """Of the names used at some places, those used at more than one, without regard to case; most used first."""
    places: dict[str, dict[str, None]] = {}
    spelled: dict[str, str] = {}
    for place, used in names:
        for name in used:
            key = name_key(name)
            places.setdefault(key, {})[place] = None
            spelled[key] = min(spelled.get(key, name), name)
    found = [Shared(spelled[key], tuple(at)) for key, at in places.items() if len(at) > 1]
    return tuple(sorted(found, key=lambda each: (-len(each.places), name_key(each.name))))


def hit(document: DocumentView, place: str, name: str) -> Hit | None:
    """What stops in a blueprint with the systems of a name, and who feels it; None where it uses none."""
    causes = [row.id for row in document.where(System) if name_key(row.name) == name_key(name)]
    if not causes:
        return None
    system = document.need(System, causes[0]).name
    return Hit(place, system, impact(document, causes), document.blueprint.currency)


def money_by_currency(amounts: Iterable[tuple[str, Decimal | None]]) -> dict[str, Decimal]:
    """Sums by currency: currencies never mix."""
    sums: dict[str, Decimal] = {}
    for currency, amount in amounts:
        if amount is not None:
            sums[currency] = sums.get(currency, Decimal(0)) + amount
    return dict(sorted(sums.items()))
