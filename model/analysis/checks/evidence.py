"""How well the map is known: content that is looked after, sources, their age and kinds, reviews."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from model.analysis import knowledge
from model.analysis.checks.base import Act, Check, Found, Needs, Severity, fixing, reads
from model.analysis.checks.facts import ACCOUNTABLE, Facts
from model.analysis.health import ASSUMED_AMBER
from model.analysis.reviews import after, is_within
from model.elements import Card, CardKind
from model.messages import Message, message
from model.registers import Metric, Reading, Source

SOURCED = frozenset({"Card.sources", "Source.dated"})
CADENCE = frozenset({"Blueprint.cadence"})


def content_owners(facts: Facts) -> Iterator[Found]:
    """Evidence without a content owner; whoever is accountable for the card may be it."""
    for card in _content(facts):
        if card.content_owner is None:
            owner = facts.owners.get(card.id)
            fix = None if owner is None else fixing("content_owner", Act.EDIT, card.id, content_owner=owner.id)
            yield Found((card.id,), fix=fix)


def any_content_owner(facts: Facts) -> bool:
    """Whether some evidence has a content owner."""
    return any(card.content_owner for card in _content(facts))


def unchecked(facts: Facts) -> Iterator[Found]:
    """Evidence that nobody has said to have checked."""
    for card in _content(facts):
        if card.last_checked is None:
            yield Found((card.id,), fix=fixing("checked_today", Act.EDIT, card.id, last_checked=facts.today))


def any_checked(facts: Facts) -> bool:
    """Whether some evidence was checked."""
    return any(card.last_checked for card in _content(facts))


def _content(facts: Facts) -> Iterable[Card]:
    return (card for card in facts.document.table(Card).values() if card.kind is CardKind.EVIDENCE)


def assumed(facts: Facts) -> Iterator[Found]:
    """More of the cards are assumptions than the data light puts up with."""
    blueprint = facts.blueprint
    limit = ASSUMED_AMBER if blueprint.assumed_amber is None else blueprint.assumed_amber
    share = knowledge.assumed(facts.document).value
    if share is not None and share >= limit:
        yield Found((blueprint.id,), parameters={"share": _percent(share), "limit": _percent(limit)})


def any_source(facts: Facts) -> bool:
    """Whether some card names a source."""
    return any(card.sources for card in facts.document.table(Card).values())


def _percent(share: Decimal) -> int:
    return int((share * 100).quantize(Decimal(1), ROUND_HALF_EVEN))


def stale_cards(facts: Facts) -> Iterator[Found]:
    """What is known of a card is older than the review cadence."""
    for card in facts.document.table(Card).values():
        known = _known(facts, card)
        if known is not None and not is_within(known, facts.today, facts.cadence):
            yield Found((card.id,), parameters={"day": known})


def undated_cards(facts: Facts) -> Message | None:
    """Of a card whose sources have no date nobody can say how old it is."""
    unsaid = [card for card in facts.document.table(Card).values() if card.sources and _known(facts, card) is None]
    return message("checks.evidence.stale_card.cannot", n=len(unsaid)) if unsaid else None


def _known(facts: Facts, card: Card) -> date | None:
    """The day a card was last looked at, or the latest of its sources."""
    sources = facts.document.table(Source)
    days = [sources[id].dated for id in card.sources]
    return max((day for day in (card.last_checked, *days) if day is not None), default=None)


def one_kind(facts: Facts) -> Iterator[Found]:
    """A claim or a metric rests on sources of one kind, however many."""
    for card in facts.document.table(Card).values():
        yield from _of_one_kind(facts, card.id, card.sources)
    read: dict[str, list[str]] = {}
    for row in facts.document.table(Reading).values():
        if row.source is not None:
            read.setdefault(row.metric, []).append(row.source)
    for metric in facts.document.table(Metric).values():
        sources = [*read.get(metric.id, ()), *([] if metric.source is None else [metric.source])]
        yield from _of_one_kind(facts, metric.id, sources)


def _of_one_kind(facts: Facts, id: str, sources: Iterable[str]) -> Iterator[Found]:
    table = facts.document.table(Source)
    kinds = {table[source].kind for source in sources}
    if len(kinds) == 1:
        kind = kinds.pop().value
        yield Found((id,), parameters={"kind": message(f"checks.source_kind.{kind}")})


def old_sources(facts: Facts) -> Iterator[Found]:
    """A source of more than a year ago."""
    for source in facts.document.table(Source).values():
        if source.dated is not None and source.dated < facts.year_ago:
            yield Found((source.id,), parameters={"day": source.dated})


def undated_sources(facts: Facts) -> Message | None:
    """Of a source without a date nobody can say how old it is."""
    unsaid = [source for source in facts.document.table(Source).values() if source.dated is None]
    return message("checks.evidence.old_source.cannot", n=len(unsaid)) if unsaid else None


def review(facts: Facts) -> Iterator[Found]:
    """The blueprint is due for a review, or was never reviewed."""
    held = facts.reviewed
    if held is None:
        yield Found((facts.blueprint.id,), "never")
    elif not is_within(held, facts.today, facts.cadence):
        yield Found((facts.blueprint.id,), parameters={"day": after(held, facts.cadence)})


def any_review(facts: Facts) -> bool:
    """Whether a review was held."""
    return facts.reviewed is not None


def baseline(facts: Facts) -> Iterator[Found]:
    """There is a goal, but nobody has said where things stood; once validated, no goal either is no excuse."""
    blueprint = facts.blueprint
    if not blueprint.goal_baseline:
        if blueprint.goal:
            yield Found((blueprint.id,))
        elif facts.validated:
            yield Found((blueprint.id,), "no_goal")


_REVIEWS = reads(CADENCE, "Review.held")
_KNOWN = reads(CADENCE, SOURCED, "Card.last_checked")
_KINDS = reads("Card.sources", "Source.kind", "Metric.source", "Reading.metric", "Reading.source")
_ASSUMED = reads("Card.grounding", "Card.sources", "Card.lane", "Lane.role", "Blueprint.assumed_amber")
_GOAL = reads("Blueprint.goal", "Blueprint.goal_baseline", "Blueprint.life_cycle")
CHECKS = (
    Check("evidence.review", Severity.WARNING, Needs.EITHER, _REVIEWS, review, any_review),
    Check("evidence.baseline", Severity.WARNING, Needs.ALWAYS, _GOAL, baseline),
    Check("evidence.assumed", Severity.WARNING, Needs.EITHER, _ASSUMED, assumed, any_source),
    Check(
        "evidence.content_owner",
        Severity.WARNING,
        Needs.EITHER,
        reads(ACCOUNTABLE, "Card.kind", "Card.content_owner"),
        content_owners,
        any_content_owner,
    ),
    Check(
        "evidence.unchecked",
        Severity.NOTE,
        Needs.EITHER,
        reads("Card.kind", "Card.last_checked"),
        unchecked,
        any_checked,
    ),
    Check("evidence.stale_card", Severity.NOTE, Needs.ALWAYS, _KNOWN, stale_cards, cannot=undated_cards),
    Check("evidence.one_kind", Severity.NOTE, Needs.VALIDATED, _KINDS, one_kind),
    Check(
        "evidence.old_source", Severity.NOTE, Needs.ALWAYS, reads("Source.dated"), old_sources, cannot=undated_sources
    ),
)
