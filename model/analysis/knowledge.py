"""How well a blueprint is known: shares of assumed and of validated cards, by lane, stage and whole (R22, R28, R68).

Cards of annotation lanes say how things feel and look, not how they are: they do not count. Shares are unrounded, and
None where there is no card to count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from model.analysis.evaluation import Evaluation
from model.document import DocumentView
from model.elements import BAND_OF, Band, Card, Lane, Step, Validation
from model.grid import lanes, stages
from model.grounding import is_assumed
from model.named import NamedTuple
from model.registers import Consequence, FailPoint


class Share(NamedTuple):
    """How many of some cards it is true of."""

    part: int
    whole: int

    @property
    def value(self) -> Decimal | None:
        """The share, 1 for all."""
        return Decimal(self.part) / self.whole if self.whole else None


def counted(document: DocumentView) -> tuple[Card, ...]:
    """The cards that claim something: those in the tray too, but not those of annotation lanes."""
    aside = {lane.id for lane in document.where(Lane) if BAND_OF[lane.role] is Band.ANNOTATION}
    return tuple(card for card in document.where(Card) if card.lane not in aside)


def assumed(document: DocumentView) -> Share:
    """The cards that are assumptions."""
    return _share(counted(document), is_assumed)


def assumed_by_lane(document: DocumentView) -> dict[str, Share]:
    """The same lane by lane, for lanes with cards that count."""
    cards = counted(document)
    return _parts(cards, [lane.id for lane in lanes(document)], lambda card: card.lane, is_assumed)


def assumed_by_stage(document: DocumentView) -> dict[str, Share]:
    """The same stage by stage, a card belonging to the stage it begins in."""
    home = {step.id: step.stage for step in document.where(Step)}
    order = [stage.id for stage in stages(document)]
    return _parts(counted(document), order, lambda card: home.get(card.step or ""), is_assumed)


def validated(document: DocumentView) -> Share:
    """The cards that were validated with a source system."""
    sure = {row.card for row in document.where(Validation) if row.source_system and row.dated is not None}
    return _share(counted(document), lambda card: card.id in sure)


class Money(NamedTuple):
    """How much of an amount a year it is true of."""

    part: Decimal
    whole: Decimal

    @property
    def value(self) -> Decimal | None:
        """The share, 1 for all."""
        return self.part / self.whole if self.whole else None


def money_assumed(document: DocumentView, figures: Evaluation) -> Money:
    """The part of failure cost that rests on assumptions, of all failure cost that can be said.

    It does where the card that fails is an assumption, where nobody says on which day the failure rate was read, and
    where the card that handles the consequence, and so gives it its cost, is an assumption.
    """
    part = whole = Decimal(0)
    for row, loose in told_apart(document, figures):
        cost = figures.consequence_cost(row.id)
        whole += cost
        part += cost if loose else 0
    return Money(part, whole)


def told_apart(document: DocumentView, figures: Evaluation) -> Iterator[tuple[Consequence, bool]]:
    """The consequences whose cost can be said, and whether it rests on assumptions."""
    for fail_point in document.where(FailPoint):
        if figures.failure_cost(fail_point.id) is None:
            continue
        loose = fail_point.rate_date is None or is_assumed(document.need(Card, fail_point.card))
        for row in document.where(Consequence, fail_point=fail_point.id):
            lent = figures.is_inside(row.id) and is_assumed(document.need(Card, row.handled_by))
            yield row, loose or lent


def _share(cards: Iterable[Card], holds: Callable[[Card], bool]) -> Share:
    answers = [holds(card) for card in cards]
    return Share(sum(answers), len(answers))


def _parts(
    cards: Iterable[Card], order: Iterable[str], home: Callable[[Card], str | None], holds: Callable[[Card], bool]
) -> dict[str, Share]:
    dealt: dict[str, list[Card]] = {place: [] for place in order}
    for card in cards:
        place = home(card)
        if place in dealt:
            dealt[place].append(card)
    return {place: _share(some, holds) for place, some in dealt.items() if some}
