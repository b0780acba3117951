"""The money of a blueprint as one model, evaluated as it is or with cuts (domain section 3).

The same arithmetic serves exact figures (`Decimal`) and draws (numpy arrays): a model holds numbers of one kind, made
by `number`; `least` is the smaller of two. A figure that rests on something not said is None, and so is what needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from model.document import DocumentView
from model.elements import Card, CardSystem
from model.grid import steps
from model.owners import accountable
from model.registers import Consequence, ConsequenceKind, Cost, CostBasis, FailPoint, System

# A Decimal, or a float or array of floats where `number` is float.
Number = Any
Key = tuple[str, str]
HOUR = 60


class CardPart(NamedTuple):
    """What a card adds: where its customers come from, what it costs each time and each year."""

    step: int | None
    entered: Number
    hourly: Number
    yearly: Number
    handles: tuple[str, ...]


class SystemPart(NamedTuple):
    """This blueprint's yearly cost of a system, and the cards it is allocated over."""

    yearly: Number
    cards: tuple[str, ...]


class Economy:
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
        self._places = {step: place for place, step in enumerate(self.steps)}
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
            self._systems[id] = self._system(self.document.need(System, id))
        return self._systems[id]

    @cached_property
    def churn(self) -> tuple[str, ...]:
        """The churn consequences in the order in which they meet the customer, step by step."""
        document, last = self.document, len(self.steps)

        def place(row: Consequence) -> tuple[int | str, ...]:
            fail_point = document.need(FailPoint, row.fail_point)
            card = document.need(Card, fail_point.card)
            at = self._places.get(card.step or "", last)
            return at, card.order, card.id, fail_point.order, fail_point.id, row.order, row.id

        rows = (row for row in document.where(Consequence) if row.kind is ConsequenceKind.CHURN)
        return tuple(row.id for row in sorted(rows, key=place))

    def _card(self, card: Card) -> CardPart:
        owner = accountable(self.document, card)
        entered, yearly = None, self.zero
        for cost in self.document.where(Cost, subject=card.id):
            if cost.amount is None:
                continue
            if cost.basis is CostBasis.PER_OCCURRENCE:
                entered = self.number(cost.amount) + (self.zero if entered is None else entered)
            elif cost.basis is CostBasis.PER_YEAR:
                yearly = yearly + self.number(cost.amount)
        hourly = None if owner is None or owner.hourly_cost is None else self.number(owner.hourly_cost)
        handles = tuple(row.id for row in self.document.where(Consequence, handled_by=card.id))
        return CardPart(self._places.get(card.step or ""), entered, hourly, yearly, handles)

    def _system(self, system: System) -> SystemPart:
        yearly = self.zero
        if system.running_cost is not None and system.running_share is not None:
            yearly = self.number(system.running_cost) * self.number(system.running_share)
        for cost in self.document.where(Cost, subject=system.id):
            if cost.basis is CostBasis.PER_YEAR and cost.amount is not None:
                yearly = yearly + self.number(cost.amount)
        return SystemPart(yearly, tuple(use.card for use in self.document.where(CardSystem, system=system.id)))


@dataclass
class Cuts:
    """What improvements change at one moment: factors that are left (1: nothing is cut), minutes saved, moves."""

    rate: dict[str, Number] = field(default_factory=dict)
    number: dict[str, Number] = field(default_factory=dict)
    unit_cost: dict[str, Number] = field(default_factory=dict)
    minutes: dict[str, Number] = field(default_factory=dict)
    share: dict[str, Number] = field(default_factory=dict)
    moves: dict[str, list[str]] = field(default_factory=dict)
    drop: dict[str, Number] = field(default_factory=dict)
    worth: dict[str, Number] = field(default_factory=dict)
    yearly: Number = 0


class Evaluation:
    """The yearly figures of an economy under some cuts; each is computed once, when first asked for."""

    def __init__(self, economy: Economy, cuts: Cuts | None = None, values: Mapping[Key, Number] | None = None) -> None:
        """`values` take the place of the economy's own, such as draws."""
        self.economy = economy
        self._document = economy.document
        self._cuts = cuts or Cuts()
        self._values = values or {}
        self._one, self._zero = economy.one, economy.zero
        self._drop: dict[str, Number] = {}
        self.arriving = self._arrivals()
        self._occurrences: dict[str, Number] = {}
        self._asked: set[str] = set()
        self._moved_from = {to: name for name, targets in self._cuts.moves.items() for to in targets}
        self._lost: dict[str, Number] | None = None

    def _value(self, id: str, name: str, default: Number = None) -> Number:
        found = self._values.get((id, name))
        if found is None:
            found = self.economy.value(id, name)
        return default if found is None else found

    def _arrivals(self) -> list[Number]:
        """Customers into each step, and out of the last: in(n+1) = in(n) x (1 - drop-off of n), drop-off as counted."""
        blueprint = self._document.blueprint.id
        likely, now = self.economy.value(blueprint, "volume"), self._value(blueprint, "volume")
        found = [now]
        for step in self.economy.steps:
            out = self._value(step, "customers_out", likely)
            lost = None if likely is None or not _any(likely) else self._one - out / likely
            self._drop[step] = lost
            if step in self._cuts.drop and lost is not None:
                lost = lost * self._cuts.drop[step]
            as_counted = now is likely and step not in self._cuts.drop
            now = out if as_counted else None if lost is None else now * (self._one - lost)
            likely = _or(self.economy.value(step, "customers_out"), likely)
            found.append(now)
        return found

    def customers(self) -> Number:
        """Customers who enter."""
        return self.arriving[0]

    def kept(self, step: str) -> Number:
        """Customers who stay at a step because its drop-off is cut."""
        arriving, lost = self.arriving[self.economy.steps.index(step)], self._drop[step]
        return _product(arriving, None if lost is None else lost * (self._one - self._cuts.drop[step]))

    def occurrences(self, card: str) -> Number:
        """How often a card happens a year; one that would set off itself has no count."""
        if card not in self._occurrences:
            if card in self._asked:
                return None
            self._asked.add(card)
            self._occurrences[card] = self._count(card)
            self._asked.discard(card)
        return self._occurrences[card]

    def _count(self, card: str) -> Number:
        own = self._uncut(card)
        if own is not None and card in self._cuts.share:
            own = own * self._cuts.share[card]
        source = self._moved_from.get(card)
        if source is not None and own is not None:
            whole = self._uncut(source)
            moved = None if whole is None else whole * (self._one - self._cuts.share[source])
            own = None if moved is None else own + moved
        return own

    def _uncut(self, card: str) -> Number:
        part = self.economy.card(card)
        override = self._value(card, "occurrences")
        if override is not None:
            return override
        if part.handles:
            return _sum([self._counted(row) for row in part.handles], self._zero)
        arriving = None if part.step is None else self.arriving[part.step]
        if arriving is None:
            return None
        return arriving * self._value(card, "share", self._one) * self._value(card, "times", self._one)

    def cost_each(self, card: str) -> Number:
        """What a card costs each time: the amounts entered, else minutes / 60 x the owner's hourly cost, never both."""
        part = self.economy.card(card)
        minutes = self._value(card, "work_minutes")
        saved = self._cuts.minutes.get(card)
        each = part.entered
        if each is None:
            each = None if minutes is None or part.hourly is None else minutes * part.hourly / HOUR
        if each is None or saved is None or part.hourly is None:
            return each
        if minutes is not None:
            saved = self.economy.least(saved, minutes)
        return each - self.economy.least(saved * part.hourly / HOUR, each)

    def failures(self, fail_point: str) -> Number:
        """How often a fail point fails a year."""
        rate = self._value(fail_point, "rate")
        count = _product(self.occurrences(self._document.need(FailPoint, fail_point).card), rate)
        factor = self._cuts.rate.get(fail_point)
        return count if factor is None or count is None else count * factor

    def _row(self, id: str) -> Consequence:
        return self._document.need(Consequence, id)

    def _per_failure(self, id: str) -> Number:
        """How many of a consequence one failure brings; one that names a parent counts per parent.

        None where consequences from a stranger's file follow from themselves.
        """
        number, seen = self._number_of(id), {id}
        above = self._document.get(Consequence, self._row(id).parent)
        while above is not None:
            if above.id in seen:
                return None
            seen.add(above.id)
            number = _product(number, self._number_of(above.id))
            above = self._document.get(Consequence, above.parent)
        return number

    def _number_of(self, id: str) -> Number:
        number = self._value(id, "number")
        factor = self._cuts.number.get(id)
        return number if factor is None or number is None else number * factor

    def _counted(self, id: str) -> Number:
        """How many of a consequence there are a year, whatever it does to the customer."""
        return _product(self.failures(self._row(id).fail_point), self._per_failure(id))

    def count(self, id: str) -> Number:
        """How many of a consequence there are a year; of churn, the customers it loses, each of them once."""
        if self._row(id).kind is ConsequenceKind.CHURN:
            return self.lost()[id]
        return self._counted(id)

    def lost(self) -> dict[str, Number]:
        """Customers that each churn loses, in step order: (customers - already lost) x min(1, count / customers)."""
        if self._lost is None:
            self._lost = {}
            customers, already = self.customers(), self._zero
            for id in self.economy.churn:
                hit = _divided(self._counted(id), customers)
                share = None if hit is None else self.economy.least(hit, self._one)
                lost = self._lost[id] = _product(None if already is None else customers - already, share)
                already = None if lost is None else already + lost
        return self._lost

    def unit_cost(self, id: str) -> Number:
        """What one of a consequence costs: as the card that handles it, else as entered."""
        handler = self._row(id).handled_by
        each = None if handler is None else self.cost_each(handler)
        if each is not None:
            return each
        entered, factor = self._value(id, "unit_cost"), self._cuts.unit_cost.get(id)
        return entered if factor is None or entered is None else entered * factor

    def failure_cost(self, fail_point: str) -> Number:
        """What a fail point costs a year: over its consequences, how many x unit cost; None where it has none."""
        rows = self._document.where(Consequence, fail_point=fail_point)
        return _sum([self.consequence_cost(row.id) for row in rows], self._zero) if rows else None

    def consequence_cost(self, id: str) -> Number:
        """What a consequence costs a year."""
        return _product(self.count(id), self.unit_cost(id))

    def is_inside(self, id: str) -> bool:
        """Whether a consequence is part of cost to serve already: a card of the map handles it, at its own cost."""
        handler = self._row(id).handled_by
        return handler is not None and self.cost_each(handler) is not None

    def running_cost(self, card: str) -> Number:
        """What a card costs a year by happening: occurrences x cost each. Amounts a year and systems come to it."""
        return _product(self.occurrences(card), self.cost_each(card))

    def allocated(self, system: str) -> dict[str, Number] | None:
        """A system's cost over the cards that use it, by occurrences; all zero: equally; None: these are unknown."""
        part = self.economy.system(system)
        if not _any(part.yearly):
            return {}
        counts = [self.occurrences(card) for card in part.cards]
        if not counts or any(count is None for count in counts):
            return None
        total = _sum(counts, self._zero)
        if not _any(total):
            return {card: part.yearly / len(counts) for card in part.cards}
        return {card: part.yearly * count / total for card, count in zip(part.cards, counts, strict=True)}

    def outlay(self) -> Number:
        """What the service costs a year, failures that no card handles included, less what effects bring directly.

        What cannot be said is left out: it is the same before and after, or the effect on it cannot be said either.
        """
        total = self._zero - self._cuts.yearly
        for card in self._document.table(Card):
            total = total + _or(self.running_cost(card), self._zero) + self.economy.card(card).yearly
        for system in self._document.table(System):
            total = total + self.economy.system(system).yearly
        for id in self._document.table(Consequence):
            if not self.is_inside(id):
                total = total + _or(self.consequence_cost(id), self._zero)
        for step, worth in self._cuts.worth.items():
            total = total - _or(_product(self.kept(step), worth), self._zero)
        return total


def _product(left: Number, right: Number) -> Number:
    return None if left is None or right is None else left * right


def _divided(left: Number, right: Number) -> Number:
    return None if left is None or right is None or not _any(right) else left / right


def _sum(values: list[Number], zero: Number) -> Number:
    total = zero
    for value in values:
        if value is None:
            return None
        total = total + value
    return total


def _or(value: Number, other: Number) -> Number:
    return other if value is None else value


def _any(value: Number) -> bool:
    """Whether a number, or any of an array, is not zero."""
    found = value != 0
    return bool(found if isinstance(found, bool) else found.any())
