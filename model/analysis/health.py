"""The four health lights, each green, amber or red by its own rule (domain section 5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from model.analysis import knowledge, metrics
from model.analysis.metrics import Standing
from model.analysis.reviews import after, cadence_of, is_within, last_review
from model.document import DocumentView
from model.elements import BAND_OF, Band, Card, Lane, Step
from model.grid import stages
from model.messages import Message, message
from model.named import NamedTuple
from model.owners import accountable
from model.registers import Metric, Owner

ASSUMED_GREEN = Decimal("0.25")
ASSUMED_AMBER = Decimal("0.60")
BELOW_INTERACTION = frozenset({Band.FRONTSTAGE, Band.BACKSTAGE, Band.SUPPORT})


class Colour(StrEnum):
    """What a light shows."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Light(NamedTuple):
    """One light: `owner`, `data`, `updates` or `metrics`, its colour, and in words why."""

    name: str
    colour: Colour
    words: Message


def lights(document: DocumentView, today: date) -> tuple[Light, ...]:
    """The four lights of a blueprint on a day."""
    return (_owner(document), _data(document), _updates(document, today), _metrics(document, today))


def unowned(document: DocumentView) -> tuple[Card, ...]:
    """The cards below the line of interaction that nobody is accountable for, after inheritance."""
    below = [lane for lane in document.where(Lane) if BAND_OF[lane.role] in BELOW_INTERACTION]
    return tuple(
        card for lane in below for card in document.where(Card, lane=lane.id) if accountable(document, card) is None
    )


def unwell(document: DocumentView, today: date) -> tuple[tuple[Metric, Standing], ...]:
    """The metrics that the light of the metrics counts, those that lead, as far as they do not stand well."""
    known = metrics.by_stage(document)
    found = (
        (metric, metrics.status(document, metric, today).standing)
        for stage in stages(document)
        if document.where(Step, stage=stage.id)
        for metric in known.get(stage.id, ())
        if metric.leading
    )
    return tuple(each for each in found if each[1] is not Standing.GOOD)


def _owner(document: DocumentView) -> Light:
    if document.get(Owner, document.blueprint.owner) is None:
        return Light("owner", Colour.RED, message("map.health.owner.nobody"))
    missing = len(unowned(document))
    if missing:
        return Light("owner", Colour.AMBER, message("map.health.owner.needed", n=missing))
    return Light("owner", Colour.GREEN, message("map.health.owner.ok"))


def _data(document: DocumentView) -> Light:
    blueprint = document.blueprint
    green = ASSUMED_GREEN if blueprint.assumed_green is None else blueprint.assumed_green
    amber = ASSUMED_AMBER if blueprint.assumed_amber is None else blueprint.assumed_amber
    share = knowledge.assumed(document).value
    if share is None:
        return Light("data", Colour.RED, message("map.health.data.none"))
    colour = Colour.GREEN if share < green else Colour.AMBER if share < amber else Colour.RED
    return Light("data", colour, message("map.health.data.assumed", percent=int((share * 100).to_integral_value())))


def _updates(document: DocumentView, today: date) -> Light:
    held, cadence = last_review(document), cadence_of(document)
    if held is None:
        return Light("updates", Colour.RED, message("map.health.updates.never"))
    if is_within(held, today, cadence):
        return Light("updates", Colour.GREEN, message("map.health.updates.ok"))
    colour = Colour.AMBER if is_within(held, today, cadence, times=2) else Colour.RED
    return Light("updates", colour, message("map.health.updates.due", day=after(held, cadence)))


def _metrics(document: DocumentView, today: date) -> Light:
    """Green: every stage with steps has a leading metric that stands well; amber: one stage or metric does not."""
    wanted = [stage.id for stage in stages(document) if document.where(Step, stage=stage.id)]
    known = metrics.by_stage(document)
    if not document.table(Metric):
        return Light("metrics", Colour.RED, message("map.health.metrics.none"))
    without = [stage for stage in wanted if not any(metric.leading for metric in known.get(stage, ()))]
    standings = [standing for _, standing in unwell(document, today)]
    out, stale = standings.count(Standing.OUT), standings.count(Standing.STALE) + standings.count(Standing.UNREAD)
    parts = {"out": out, "stale": stale, "missing": len(without)}
    bad = sum(parts.values())
    if not bad:
        return Light("metrics", Colour.GREEN, message("map.health.metrics.ok"))
    colour = Colour.AMBER if bad == 1 else Colour.RED
    wrong = [name for name, n in parts.items() if n]
    what = wrong[0] if len(wrong) == 1 else "several"
    return Light("metrics", colour, message(f"map.health.metrics.{what}", n=bad))
