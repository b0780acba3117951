"""How it feels: contested people and channels, words nobody outside knows, hidden money, value for nobody (R72)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from model.analysis.checks.base import Act, Check, Fix, Found, Needs, Severity, fixing, reads
from model.analysis.checks.facts import ACCOUNTABLE, BANDS, COLUMNS, PLACES, Facts
from model.elements import Card, CardChannel, Lane, RaciEntry, RaciRole
from model.folding import fold, name_key
from model.registers import Channel, Metric, Owner, OwnerKind, System

_WORD = re.compile(r"\w+")
# Two to six capitals, with digits among them; longer ones are shouted words.
_ABBREVIATION = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z])[A-Z][A-Z0-9]{1,5}\b")


def contested(facts: Facts) -> Iterator[Found]:
    """One person, or a channel that serves one thing at a time, is needed by two cards of one step."""
    people = {owner.id for owner in facts.document.table(Owner).values() if owner.kind is OwnerKind.PERSON}
    single = {row.id for row in facts.document.table(Channel).values() if row.single_use}
    wanted: dict[str, set[str]] = {}
    for card in facts.cards:
        owner = facts.owners.get(card.id)
        if owner is not None and owner.id in people:
            wanted.setdefault(card.id, set()).add(owner.id)
    for part in facts.document.table(RaciEntry).values():
        if part.owner in people and part.role is RaciRole.RESPONSIBLE:
            wanted.setdefault(part.card, set()).add(part.owner)
    for row in facts.document.table(CardChannel).values():
        if row.channel in single:
            wanted.setdefault(row.card, set()).add(row.channel)
    if wanted:
        on_map = {card.id for card in facts.cards}
        for step, cards in facts.over.items():
            needing: dict[str, list[str]] = {}
            for card in cards:
                for id in wanted.get(card.id, ()) if card.id in on_map else ():
                    needing.setdefault(id, []).append(card.id)
            for id, ids in needing.items():
                if len(ids) > 1:
                    words = "person" if id in people else "channel"
                    yield Found((step, id, *sorted(ids)), words, {"n": len(ids)})


def jargon(facts: Facts) -> Iterator[Found]:
    """Words no customer should meet, names of systems and unexplained abbreviations above the line of visibility."""
    words = {fold(word): word for word in facts.blueprint.jargon if word.strip()}
    systems = {system.name for system in facts.document.table(System).values() if system.name.strip()}
    inside, named = _pattern(words), _pattern(systems)
    explained = {name_key(word) for word in facts.blueprint.explained}
    for card in facts.visible:
        text = f"{card.title}\n{card.promise}"
        used = set(inside.findall(fold(text))) if inside is not None else set()
        for word in sorted(used):
            yield Found((card.id,), "jargon", {"word": words[word]})
        met = {name for name in named.findall(text) if fold(name) not in used} if named is not None else set()
        for name in sorted(met):
            yield Found((card.id,), "system", {"word": name})
        known = used | {fold(part) for name in met for part in _WORD.findall(name)}
        if text.isupper():
            continue
        for short in sorted(set(_ABBREVIATION.findall(text))):
            if name_key(short) not in explained and fold(short) not in known:
                yield Found((card.id,), "abbreviation", {"word": short}, _explain(facts, short))


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """Finds whole words and names, the longest first."""
    known = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)") if known else None


def _explain(facts: Facts, short: str) -> Fix:
    blueprint = facts.blueprint
    return fixing("explained", Act.EDIT, blueprint.id, explained=(*blueprint.explained, short))


def any_jargon(facts: Facts) -> bool:
    """Whether the blueprint says which words its customers know or do not."""
    return bool(facts.blueprint.jargon or facts.blueprint.explained)


def hidden_fees(facts: Facts) -> Iterator[Found]:
    """Money changes hands below the line of visibility, and nothing above it has told of money up to there."""
    told = [facts.columns[card.step or ""] for card in facts.visible if card.price]
    first = min(told, default=len(facts.columns))
    for card in facts.below_visibility:
        if card.price and facts.columns[card.step or ""] < first:
            yield Found((card.id,))


def value_for_nobody(facts: Facts) -> Iterator[Found]:
    """A step in which no card creates value for anybody."""
    for step, cards in facts.over.items():
        if cards and not any(card.value_for for card in cards):
            yield Found((step,))


def any_value(facts: Facts) -> bool:
    """Whether some card says for whom it creates value."""
    return any(card.value_for for card in facts.document.table(Card).values())


def audiences(facts: Facts) -> Iterator[Found]:
    """An audience for which no card on the map creates value."""
    served = {name_key(name) for card in facts.cards for name in card.value_for}
    for audience in facts.blueprint.audiences:
        if name_key(audience) not in served:
            yield Found((facts.blueprint.id,), parameters={"name": audience})


def unmoved(facts: Facts) -> Iterator[Found]:
    """A metric of a lane that no card of the lane moves."""
    moved: dict[str, set[str]] = {}
    for card in facts.document.table(Card).values():
        for id in card.moves:
            moved.setdefault(id, set()).add(card.lane or "")
    for metric in facts.document.table(Metric).values():
        lane = facts.document.get(Lane, metric.subject)
        if lane is not None and lane.id not in moved.get(metric.id, ()):
            yield Found((metric.id, lane.id))


def contradictions(facts: Facts) -> Iterator[Found]:
    """Two cards of a step say different things over their channels."""
    pairs = {
        tuple(sorted((card.id, other)))
        for card in facts.document.table(Card).values()
        for other in card.contradicts
        if other != card.id
    }
    for pair in pairs:
        yield Found(pair)


_JARGON = reads("Blueprint.jargon", "Blueprint.explained", "System.name", "Card.title", "Card.promise", BANDS, "Step")
_CONTESTED = reads(
    *(ACCOUNTABLE, PLACES, "Owner.kind", "Channel.single_use", "CardChannel.card", "CardChannel.channel"),
    *("RaciEntry.card", "RaciEntry.owner", "RaciEntry.role"),
)
CHECKS = (
    Check("experience.hidden_fee", Severity.WARNING, Needs.ALWAYS, reads(COLUMNS, BANDS, "Card.price"), hidden_fees),
    Check("experience.contradiction", Severity.WARNING, Needs.ALWAYS, reads("Card.contradicts"), contradictions),
    Check("experience.contested", Severity.WARNING, Needs.ALWAYS, _CONTESTED, contested),
    Check("experience.jargon", Severity.NOTE, Needs.EITHER, _JARGON, jargon, any_jargon),
    Check("experience.value", Severity.NOTE, Needs.USED, reads(PLACES, "Card.value_for"), value_for_nobody, any_value),
    Check(
        "experience.audience",
        Severity.NOTE,
        Needs.ALWAYS,
        reads(BANDS, "Blueprint.audiences", "Card.value_for"),
        audiences,
    ),
    Check(
        "experience.unmoved",
        Severity.NOTE,
        Needs.ALWAYS,
        reads("Metric.subject", "Card.moves", "Card.lane", "Lane"),
        unmoved,
    ),
)
