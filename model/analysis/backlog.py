"""The backlog: a story and acceptance criteria for each improvement to be made and each fail point (R35).

Built from the step, what the customer does there, and what fails; an improvement's own story and acceptance criteria
take their place where somebody has written them. Ranked by money a year: what an improvement brings by itself once all
of it is there, what a fail point costs; what nobody can say comes last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from model.analysis import acceptance
from model.analysis.economy import Economy
from model.analysis.evaluation import Evaluation
from model.analysis.names import name_of
from model.analysis.places import Places
from model.analysis.timeline import Timeline, plan
from model.analysis.touching import nodes_of
from model.document import DocumentView
from model.elements import Band, Card, Step
from model.improvements import Cause, Effect, HypothesisResult, Improvement, ImprovementStatus
from model.messages import Message, Value, message
from model.registers import Consequence, FailPoint

ZERO = Decimal(0)
TO_DO = frozenset({ImprovementStatus.PROPOSED, ImprovementStatus.APPROVED, ImprovementStatus.IN_DELIVERY})


class Kind(StrEnum):
    """What an item of the backlog is made of."""

    IMPROVEMENT = "improvement"
    FAIL_POINT = "fail-point"


class Level(StrEnum):
    """How much of the money of its kind an item stands for, together with those worth more (ABC analysis)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"


# The items that make up the first four fifths of the money come first, then those up to nineteen twentieths.
_BOUNDS = ((Level.HIGH, Decimal("0.8")), (Level.MEDIUM, Decimal("0.95")))


class Item(NamedTuple):
    """One item. `worth`: money a year, None where nobody can say; `parent`: the best improvement that acts on it."""

    id: str
    kind: Kind
    title: Value
    story: tuple[Value, ...]
    acceptance: tuple[Value, ...]
    worth: Decimal | None
    steps: tuple[str, ...]
    cards: tuple[str, ...]
    status: ImprovementStatus | None = None
    owner: str | None = None
    parent: str | None = None


def backlog(document: DocumentView) -> tuple[Item, ...]:
    """The items, most money first; what is equal stays in the order of the document."""
    maker = _Maker(document)
    made = [maker.improvement(row) for row in document.where(Improvement) if _is_to_do(row)]
    improvements = sorted(made, key=_rank)
    parents: dict[str, str] = {}
    for item in improvements:
        for fail_point in maker.acts_on(item.id):
            parents.setdefault(fail_point, item.id)
    fails = [maker.fail_point(row)._replace(parent=parents.get(row.id)) for row in document.where(FailPoint)]
    return tuple(sorted((*improvements, *fails), key=_rank))


def levels(items: Iterable[Item]) -> dict[str, Level]:
    """The level of each item among those of its kind; what is worth nothing, or nobody knows what, has none."""
    found: dict[str, Level] = {}
    ranked = sorted(items, key=_rank)
    for kind in Kind:
        worth = {item.id: max(item.worth or ZERO, ZERO) for item in ranked if item.kind is kind}
        total, before = sum(worth.values(), ZERO), ZERO
        for id, amount in worth.items():
            below = (level for level, bound in _BOUNDS if before < bound * total)
            found[id] = next(below, Level.LOW) if amount else Level.NONE
            before += amount
    return found


def _is_to_do(row: Improvement) -> bool:
    return row.status in TO_DO and row.result is not HypothesisResult.REJECTED


def _rank(item: Item) -> tuple[bool, Decimal]:
    return item.worth is None, -(item.worth or ZERO)


class _Maker:
    """Makes the items of one document."""

    def __init__(self, document: DocumentView) -> None:
        self.document = document
        self.places = Places(document)
        self.figures = Evaluation(Economy(document))
        self.timeline = Timeline(Economy(document), plan(document))

    def fail_point(self, row: FailPoint) -> Item:
        card = self.document.need(Card, row.card)
        name = name_of(self.document, card.id) or message("backlog.unnamed")
        what = plain(row.delivered or row.cause)
        title = (
            message("backlog.fail.title", card=name, what=what) if what else message("backlog.fail.plain", card=name)
        )
        wanted = plain(row.expected) or message("backlog.fail.wanted", card=name)
        lines = [self._story(wanted, card.step)]
        lines += [message("backlog.today", what=plain(row.delivered)) for _ in [1] if plain(row.delivered)]
        lines += [message("backlog.cause", what=plain(row.cause)) for _ in [1] if plain(row.cause)]
        return Item(
            row.id,
            Kind.FAIL_POINT,
            title,
            tuple(lines),
            acceptance.of_fail_point(self.document, row, self._at(wanted, card.step)),
            self.figures.failure_cost(row.id),
            () if card.step is None else (card.step,),
            (card.id,),
            owner=row.owner,
        )

    def improvement(self, row: Improvement) -> Item:
        cards, steps = self._where(row)
        wanted = plain(row.change) or plain(row.name) or message("backlog.unnamed")
        story: tuple[Value, ...] = tuple(lines_of(row.story))
        if not story:
            why = plain(row.expected)
            so = (message("backlog.expected", what=why),) if why else ()
            story = (self._story(wanted, steps[0] if steps else None), *so, *self._failing(row))
        written: tuple[Value, ...] = tuple(lines_of(row.acceptance))
        return Item(
            row.id,
            Kind.IMPROVEMENT,
            plain(row.name) or message("backlog.unnamed"),
            story,
            written or acceptance.of_improvement(self.document, row),
            self._worth(row),
            steps,
            cards,
            row.status,
            row.owner,
        )

    def acts_on(self, improvement: str) -> tuple[str, ...]:
        """The fail points that an improvement does something about."""
        found: dict[str, None] = {}
        for effect in self.document.where(Effect, improvement=improvement):
            target = self.document.find(effect.target)
            if isinstance(target, Cause | Consequence):
                target = self.document.find(target.fail_point)
            if isinstance(target, FailPoint):
                found[target.id] = None
        return tuple(found)

    def _worth(self, row: Improvement) -> Decimal | None:
        """What an improvement brings a year, of all classes, once all of it is there."""
        if all(effect.amount is None for effect in self.document.where(Effect, improvement=row.id)):
            return None
        return sum(self.timeline.gains((row.id,), (row.go_live or 0) + (row.ramp or 0)).values(), ZERO)

    def _where(self, row: Improvement) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The cards and steps that an improvement acts on, in the order of the map."""
        targets = [effect.target for effect in self.document.where(Effect, improvement=row.id)]
        steps = {id for id in targets if id is not None and self.document.get(Step, id) is not None}
        about = nodes_of(self.document, (id for id in targets if id is not None and id not in steps))
        cards = self.places.ordered(id for id in about if id in self.places.cards)
        steps |= {step for id in cards if (step := self.places.cards[id].step) is not None}
        return cards, tuple(step for step in self.places.steps if step in steps)

    def _failing(self, row: Improvement) -> Iterator[Message]:
        """What fails today where an improvement acts."""
        for id in self.acts_on(row.id):
            fail_point = self.document.need(FailPoint, id)
            if plain(fail_point.delivered):
                yield message("backlog.today", what=plain(fail_point.delivered))

    def _story(self, wanted: Value, step: str | None) -> Message:
        """Who wants what, where, and what they do there."""
        segment = plain(self.document.blueprint.segment)
        who = message("backlog.segment", segment=segment) if segment else message("backlog.customer")
        return self._place("story", step, who=who, what=wanted)

    def _at(self, wanted: Value, step: str | None) -> Message:
        """What is to be seen, where."""
        return self._place("at", step, what=wanted)

    def _place(self, form: str, step: str | None, **parameters: Value) -> Message:
        title, action = name_of(self.document, step), self._action(step)
        if title and action:
            return message(f"backlog.{form}.doing", step=title, action=action, **parameters)
        if title:
            return message(f"backlog.{form}.step", step=title, **parameters)
        return message(f"backlog.{form}.plain", **parameters)

    def _action(self, step: str | None) -> str:
        """What the customer does in a step; empty where nothing is said."""
        cards = (card for card in self.places.cards.values() if self.places.band(card) is Band.CUSTOMER)
        doing = self.places.ordered(card.id for card in cards if step in self.places.covered(card))
        return next((name for name in (name_of(self.document, id) for id in doing) if name), "")


def plain(text: str) -> str:
    """A text on one line, without the full stop at its end."""
    return " ".join(text.split()).removesuffix(".")


def lines_of(text: str) -> Iterable[str]:
    """The lines of a text that say something."""
    return (line.strip() for line in text.splitlines() if line.strip())
