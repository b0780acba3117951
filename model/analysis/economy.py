"""The money of a blueprint as one model: the numbers it rests on, and where each comes in (domain section 3).

The same arithmetic (`model.analysis.evaluation`) serves exact figures (`Decimal`) and draws (numpy arrays): a model
holds numbers of one kind, made by `number`; `least` is the smaller of two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from model.analysis.arithmetic import Number
from model.document import DocumentView
from model.elements import Card, CardSystem
from model.grid import steps
from model.making_way import Parting
from model.named import NamedTuple
from model.owners import accountable
from model.registers import Consequence, ConsequenceKind, Cost, CostBasis, FailPoint, System

Key = tuple[str, str]


class CardPart(NamedTuple):
    """What a card adds: where its customers come from, what it costs each time and each year, what it handles."""

    step: int | None
    entered: tuple[Key, ...]
    hourly: Key | None
    yearly: tuple[Key, ...]
    handles: tuple[str, ...]


class SystemPart(NamedTuple):
    """The numbers of this blueprint's yearly cost of a system, and the cards it is allocated over."""

    shared: bool
    yearly: tuple[Key, ...]
    cards: tuple[str, ...]


class Economy(Parting):
    """A document's numbers, each read once, when first asked for; the document must not change meanwhile."""

    def __init__(
        self,
        document: DocumentView,
        number: Callable[[Any], Number] = Decimal,
        least: Callable[[Number, Number], Number] = min,
    ) -> None:
        self.document = document
        self.number = number
        self.least = least
        self.zero, self.one = number(0), number(1)
        self.steps = tuple(step.id for step in steps(document))
        self.places = {step: place for place, step in enumerate(self.steps)}
        self._values: dict[Key, Number] = {}
        self._cards: dict[str, CardPart] = {}
        self._systems: dict[str, SystemPart] = {}

    def value(self, id: str, name: str) -> Number:
        """A number of a record, or None where it is not said."""
        key = (id, name)
        if key not in self._values:
            found = getattr(self.document.find(id), name)
            self._values[key] = None if found is None else self.number(found)
        return self._values[key]

    def card(self, id: str) -> CardPart:
        """What a card adds."""
        if id not in self._cards:
            self._cards[id] = self._card(self.document.need(Card, id))
        return self._cards[id]

    def system(self, id: str) -> SystemPart:
        """What a system adds."""
        if id not in self._systems:
            system = self.document.need(System, id)
            shared = system.running_cost is not None and system.running_share is not None
            cards = tuple(use.card for use in self.document.where(CardSystem, system=id))
            self._systems[id] = SystemPart(shared, amounts(self.document, id, CostBasis.PER_YEAR), cards)
        return self._systems[id]

    @cached_property
    def churn(self) -> tuple[str, ...]:
        """The churn consequences in the order in which they meet the customer, step by step."""
        document, last = self.document, len(self.steps)

        def place(row: Consequence) -> tuple[int | str, ...]:
            fail_point = document.need(FailPoint, row.fail_point)
            card = document.need(Card, fail_point.card)
            at = self.places.get(card.step or "", last)
            return at, card.order, card.id, fail_point.order, fail_point.id, row.order, row.id

        rows = (row for row in document.where(Consequence) if row.kind is ConsequenceKind.CHURN)
        return tuple(row.id for row in sorted(rows, key=place))

    @cached_property
    def churn_places(self) -> Mapping[str, int]:
        """By churn consequence, how many meet the customer before it."""
        return {id: place for place, id in enumerate(self.churn)}

    def _card(self, card: Card) -> CardPart:
        owner = accountable(self.document, card)
        return CardPart(
            self.places.get(card.step or ""),
            amounts(self.document, card.id, CostBasis.PER_OCCURRENCE),
            None if owner is None else (owner.id, "hourly_cost"),
            amounts(self.document, card.id, CostBasis.PER_YEAR),
            tuple(row.id for row in self.document.where(Consequence, handled_by=card.id)),
        )


def amounts(document: DocumentView, subject: str, basis: CostBasis) -> tuple[Key, ...]:
    """The amounts of a basis that are entered on a record."""
    rows = document.where(Cost, subject=subject)
    return tuple((row.id, "amount") for row in rows if row.basis is basis and row.amount is not None)
