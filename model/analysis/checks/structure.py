"""Whether the map can be read: empty parts, gaps, links that run back, doubles, long texts, size, loose ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from model.analysis.checks.base import Act, Check, Found, Needs, Severity, fixing, reads
from model.analysis.checks.facts import BANDS, COLUMNS, LINKS, PLACES, READING_ORDER, Facts
from model.elements import Band, Card, CardKind, Lane, LinkKind, Stage, Step
from model.folding import name_key
from model.grid import band
from model.record import Record
from model.registers import Channel, Metric, Owner, Source, System
from model.size import MOST_CARDS, MOST_STEPS

# Three steps of silence are a gap in what is known, not a pause of the customer's.
EMPTY_IN_A_ROW = 3
# What six lines of a card, and two of a head, hold at the usual width.
LONGEST_CARD = 140
LONGEST_HEAD = 60
HEADS: tuple[type[Record], ...] = (Stage, Step, Lane)
REGISTERS: tuple[type[Record], ...] = (Owner, System, Channel, Metric, Source)


def empty_stages(facts: Facts) -> Iterator[Found]:
    """A stage without steps."""
    known = {step.stage for step in facts.steps}
    for stage in facts.stages:
        if stage.id not in known:
            only = len(facts.stages) == 1
            yield Found((stage.id,), fix=None if only else fixing("delete_stage", Act.DELETE, stage.id))


def empty_steps(facts: Facts) -> Iterator[Found]:
    """A step that no card covers."""
    for step, cards in facts.over.items():
        if not cards:
            yield Found((step,), fix=fixing("delete_step", Act.DELETE, step))


def empty_lanes(facts: Facts) -> Iterator[Found]:
    """A lane without cards; lanes of annotations may wait for theirs."""
    used = {card.lane for card in facts.document.table(Card).values()}
    for lane in facts.document.table(Lane).values():
        if lane.id not in used and band(lane) is not Band.ANNOTATION:
            yield Found((lane.id,), fix=fixing("delete_lane", Act.DELETE, lane.id))


def gaps(facts: Facts) -> Iterator[Found]:
    """Three or more steps in a row of a customer lane in which the customer does nothing."""
    covered: dict[str, set[str]] = {}
    for card in facts.within(Band.CUSTOMER):
        covered.setdefault(card.lane or "", set()).update(facts.places.covered(card))
    for lane, busy in covered.items():
        idle = [step not in busy for step in facts.places.steps]
        for is_idle, run in groupby(range(len(idle)), key=idle.__getitem__):
            steps = [facts.places.steps[place] for place in run]
            if is_idle and len(steps) >= EMPTY_IN_A_ROW:
                yield Found((lane, *steps), parameters={"n": len(steps)})


def backwards(facts: Facts) -> Iterator[Found]:
    """Work is handed back to an earlier stage, and the link does not say why."""
    for link in facts.links:
        if link.kind in (LinkKind.FLOW, LinkKind.ESCALATION) and not link.label:
            source, target = (facts.places.cards[id].step for id in (link.source, link.target))
            if source and target and facts.stage_places[target] < facts.stage_places[source]:
                yield Found((link.id,))


def doubles(facts: Facts) -> Iterator[Found]:
    """The same title twice: cards of one cell, steps, stages, lanes, or entries of a register."""
    cells: dict[tuple[str, str, str], list[Card]] = {}
    for card in facts.document.table(Card).values():
        if card.lane is not None and card.title.strip():
            cells.setdefault((card.lane, card.step or "", name_key(card.title)), []).append(card)
    for cards in cells.values():
        if len(cards) > 1:
            ids = facts.places.ordered(card.id for card in cards)
            yield Found(ids, "cards", {"n": len(ids)}, fixing("merge", Act.MERGE_CARDS, *ids))
    for rows in (_table(facts, kind) for kind in HEADS):
        yield from _same(rows, "heads")
    for rows in (_table(facts, kind) for kind in REGISTERS):
        yield from _same(rows, "entries")


def _table(facts: Facts, kind: type[Record]) -> Iterable[tuple[str, str]]:
    """The rows of a kind: what they are called, and their ids."""
    for row in facts.document.table(kind).values():
        yield str(getattr(row, "title", "") or getattr(row, "name", "")), row.id


def _same(named: Iterable[tuple[str, str]], words: str) -> Iterator[Found]:
    found: dict[str, list[str]] = {}
    for name, id in named:
        if name.strip():
            found.setdefault(name_key(name), []).append(id)
    for ids in found.values():
        if len(ids) > 1:
            yield Found(tuple(sorted(ids)), words, {"n": len(ids)})


def long_texts(facts: Facts) -> Iterator[Found]:
    """A title that nobody reads to its end."""
    for card in facts.document.table(Card).values():
        if len(card.title) > LONGEST_CARD:
            yield Found((card.id,), parameters={"n": len(card.title), "most": LONGEST_CARD})
    for kind in HEADS:
        for title, id in _table(facts, kind):
            if len(title) > LONGEST_HEAD:
                yield Found((id,), parameters={"n": len(title), "most": LONGEST_HEAD})


def tray(facts: Facts) -> Iterator[Found]:
    """Cards wait in the tray."""
    waiting = sorted(card.id for card in facts.document.table(Card).values() if card.lane is None)
    if waiting:
        yield Found(tuple(waiting), parameters={"n": len(waiting)})


def customer_questions(facts: Facts) -> Iterator[Found]:
    """What customers ask, stage by stage, and nobody has answered."""
    for each in facts.questions:
        yield from _asked(each.stage, each.customer)


def team_questions(facts: Facts) -> Iterator[Found]:
    """What the team asks, stage by stage, and nobody has answered."""
    for each in facts.questions:
        yield from _asked(each.stage, each.team)


def _asked(stage: str | None, cards: tuple[str, ...]) -> Iterator[Found]:
    if cards:
        yield Found((*cards, *([] if stage is None else [stage])), parameters={"n": len(cards)})


def any_question(facts: Facts) -> bool:
    """Whether questions are kept apart: some is answered, or has somebody who asks it."""
    cards = facts.document.table(Card).values()
    return any(card.answered or card.asked_by for card in cards if card.kind is CardKind.QUESTION)


def too_many_steps(facts: Facts) -> Iterator[Found]:
    """More steps than are taken in at one look."""
    if len(facts.steps) > MOST_STEPS:
        yield Found((facts.blueprint.id,), parameters={"n": len(facts.steps), "most": MOST_STEPS})


def too_many_cards(facts: Facts) -> Iterator[Found]:
    """More cards of one lane in one stage than are taken in at one look."""
    found: dict[tuple[str, str], int] = {}
    for card in facts.cards:
        place = card.lane or "", facts.places.stage(card) or ""
        found[place] = found.get(place, 0) + 1
    for (lane, stage), count in found.items():
        if count > MOST_CARDS:
            yield Found((lane, stage), parameters={"n": count, "most": MOST_CARDS})


_QUESTIONS = reads(READING_ORDER, "Card.kind", "Card.answered", "Card.asked_by")
_TITLES = frozenset({"Stage.title", "Step.title", "Lane.title", "Card.title"})
_NAMES = frozenset({"Owner.name", "System.name", "Channel.name", "Metric.name", "Source.name"})
_CELLS = reads(BANDS, "Step.stage")
CHECKS = (
    Check("structure.gap", Severity.WARNING, Needs.ALWAYS, PLACES, gaps),
    Check(
        "structure.backwards",
        Severity.WARNING,
        Needs.ALWAYS,
        reads(COLUMNS, LINKS, "Card.step", "Link.label"),
        backwards,
    ),
    Check("structure.double", Severity.WARNING, Needs.ALWAYS, reads(READING_ORDER, _TITLES, _NAMES), doubles),
    Check("structure.customer_question", Severity.NOTE, Needs.EITHER, _QUESTIONS, customer_questions, any_question),
    Check("structure.team_question", Severity.NOTE, Needs.EITHER, _QUESTIONS, team_questions, any_question),
    Check("structure.tray", Severity.NOTE, Needs.ALWAYS, reads("Card.lane"), tray),
    Check("structure.empty_stage", Severity.NOTE, Needs.ALWAYS, reads("Stage", "Step.stage"), empty_stages),
    Check("structure.empty_step", Severity.NOTE, Needs.ALWAYS, PLACES, empty_steps),
    Check("structure.empty_lane", Severity.NOTE, Needs.ALWAYS, reads("Card.lane", "Lane.role"), empty_lanes),
    Check("structure.long_text", Severity.NOTE, Needs.ALWAYS, _TITLES, long_texts),
    Check("structure.steps", Severity.NOTE, Needs.ALWAYS, reads("Stage", "Step.stage"), too_many_steps),
    Check("structure.cards", Severity.NOTE, Needs.ALWAYS, _CELLS, too_many_cards),
)
