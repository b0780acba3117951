"""The yearly figures of a blueprint: customers, occurrences, what they cost and what failures cost (domain section 3).

A figure that rests on something not said is None, and so is what needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from model.analysis.arithmetic import Number, added, divided, is_any, known, product
from model.analysis.cuts import NO_CUTS, Cuts, Node
from model.analysis.economy import Economy, Key
from model.document import DocumentView
from model.improvements import EffectKind
from model.making_way import Parting
from model.registers import Consequence, ConsequenceKind, FailPoint

HOUR = 60


def chain_of(document: DocumentView, id: str) -> tuple[str, ...]:
    """A consequence and those that it follows from, one after another; empty where it follows from itself."""
    found = [id]
    above = document.get(Consequence, document.need(Consequence, id).parent)
    while above is not None:
        if above.id in found:
            return ()
        found.append(above.id)
        above = document.get(Consequence, above.parent)
    return tuple(found)


class Evaluation(Parting):
    """The yearly figures of an economy under some cuts; each is computed once, when first asked for."""

    def __init__(
        self,
        economy: Economy,
        cuts: Cuts | None = None,
        values: Mapping[Key, Number] | None = None,
        answers: dict[Any, Number] | None = None,
    ) -> None:
        """`values` take the place of the economy's own, such as draws.

        `answers` are shared with evaluations of the same economy and values: a figure that some cuts leave alone is
        computed once for all of them.
        """
        self.economy = economy
        self._document = economy.document
        self._cuts = cuts or NO_CUTS
        self._values = values or {}
        self._one, self._zero = economy.one, economy.zero
        self._answers: dict[Any, Number] = {} if answers is None else answers
        self._asked: set[str] = set()

    def _once(self, name: str, id: str, compute: Callable[[str], Number]) -> Number:
        node = (name, id)
        key = (node, self._cuts.state(node))
        if key not in self._answers:
            self._answers[key] = compute(id)
        return self._answers[key]

    def _known(self, name: str, id: str) -> bool:
        node = (name, id)
        return (node, self._cuts.state(node)) in self._answers

    def _before(self, name: str, ids: Sequence[str], place: int, figure: Callable[[str], Number]) -> Number:
        """A figure of the record before a place, in a row of records of which each rests on the one before it.

        Those that are not known yet are reckoned first to last, as a row of a thousand must not be as many calls deep.
        """
        first = place - 1
        while first and not self._known(name, ids[first]):
            first -= 1
        *_, found = map(figure, ids[first:place])
        return found

    def value(self, id: str, name: str, default: Number = None) -> Number:
        """A number of a record as it is reckoned with here."""
        found = self._values.get((id, name))
        if found is None:
            found = self.economy.value(id, name)
        return default if found is None else found

    def share(self, effect: str) -> Number:
        """The relative cut of an effect at its full strength, never more than all."""
        key = (effect, "share")
        if key not in self._answers:
            self._answers[key] = self.economy.least(self.value(effect, "amount"), self._one)
        return self._answers[key]

    def _all(self, keys: tuple[Key, ...]) -> Number:
        return added([self.value(*key) for key in keys], self._zero)

    @property
    def arriving(self) -> list[Number]:
        """Customers into each step, and out of the last."""
        return [self.customers(), *map(self.leaving, self.economy.steps)]

    def customers(self) -> Number:
        """Customers who enter."""
        return self.value(self._document.blueprint.id, "volume")

    def leaving(self, step: str) -> Number:
        """Customers out of a step: in(n + 1) = in(n) x (1 - drop-off of n), drop-off as counted."""
        return self._once("leaving", step, self._leaving)

    def _leaving(self, step: str) -> Number:
        counted, cut = self.value(step, "customers_out"), self._cuts.factor(EffectKind.DROP_OFF, step, self)
        arriving = self._arriving(step)
        if counted is None:
            return arriving
        if cut is None and self._as_counted(step):
            return counted
        lost = self._lost_share(step)
        return product(arriving, None if lost is None else self._one - product(lost, known(cut, self._one)))

    def _arriving(self, step: str) -> Number:
        place = self.economy.places[step]
        return self._before("leaving", self.economy.steps, place, self.leaving) if place else self.customers()

    def _as_counted(self, step: str) -> bool:
        """Whether as many come to a step as its drop-off was counted on."""
        return self._arriving(step) is self._counted_in(step)

    def _counted_in(self, step: str) -> Number:
        """Customers into a step as entered: those out of the last step before it where they were counted."""
        for before in reversed(self.economy.steps[: self.economy.places[step]]):
            counted = self.economy.value(before, "customers_out")
            if counted is not None:
                return counted
        return self.economy.value(self._document.blueprint.id, "volume")

    def _lost_share(self, step: str) -> Number:
        """The share of its customers that a step loses, before any cut."""
        counted = self.value(step, "customers_out")
        left = self._one if counted is None else divided(counted, self._counted_in(step))
        return None if left is None else self._one - left

    def kept_worth(self, step: str) -> Number:
        """What customers bring who stay at a step because its drop-off is cut."""
        return self._once("worth", step, self._kept_worth)

    def _kept_worth(self, step: str) -> Number:
        worth = self._cuts.worth(step, self)
        return known(product(self._arriving(step), self._lost_share(step), worth), self._zero)

    def occurrences(self, card: str) -> Number:
        """How often a card happens a year; one that would set off itself has no count."""
        if card in self._asked:
            return None
        self._asked.add(card)
        found = self._once("occurrences", card, self._occurrences)
        self._asked.discard(card)
        return found

    def _occurrences(self, card: str) -> Number:
        own, left = self._uncut(card), self._cuts.factor(EffectKind.SHARE, card, self)
        if own is not None and left is not None:
            own = own * left
        for source in self._cuts.sources(card):
            share = self._cuts.moved(source, card, self)
            moved = product(self._uncut(source), share)
            own = None if own is None or moved is None else own + moved
        return own

    def _uncut(self, card: str) -> Number:
        return self._once("uncut", card, self._as_entered)

    def _as_entered(self, card: str) -> Number:
        part = self.economy.card(card)
        override = self.value(card, "occurrences")
        if override is not None:
            return override
        if part.handles:
            self._reckon_what_sets_off(card)
            return added([self._counted(row) for row in part.handles], self._zero)
        if part.step is None:
            return None
        arriving = self._arriving(self.economy.steps[part.step])
        return product(arriving, self.value(card, "share", self._one), self.value(card, "times", self._one))

    def _reckon_what_sets_off(self, card: str) -> None:
        """The occurrences of the cards whose failures a card handles, after those of the cards that set off these.

        A chain of such cards may be longer than calls may be deep.
        """
        seen = {card, *self._asked}
        waiting = [(before, False) for before in self._setting_off(card)]
        while waiting:
            this, is_next = waiting.pop()
            if is_next:
                self.occurrences(this)
            elif this not in seen and not self._known("occurrences", this):
                seen.add(this)
                waiting += [(this, True), *((before, False) for before in self._setting_off(this))]

    def _setting_off(self, card: str) -> list[str]:
        """The cards whose failures a card is counted by."""
        if self.value(card, "occurrences") is not None:
            return []
        fail_points = (self._row(id).fail_point for id in self.economy.card(card).handles)
        return [self._document.need(FailPoint, id).card for id in fail_points]

    def entered(self, card: str) -> Number:
        """The amounts entered for each time, or None."""
        keys = self.economy.card(card).entered
        return self._all(keys) if keys else None

    def cost_each(self, card: str) -> Number:
        """What a card costs each time: the amounts entered, else minutes / 60 x the owner's hourly cost, never both."""
        return self._once("each", card, self._cost_each)

    def _cost_each(self, card: str) -> Number:
        part = self.economy.card(card)
        hourly = None if part.hourly is None else self.value(*part.hourly)
        minutes, saved = self.value(card, "work_minutes"), self._cuts.minutes(card, self)
        each = self.entered(card)
        if each is None:
            each = None if minutes is None or hourly is None else minutes * hourly / HOUR
        if each is None or saved is None or hourly is None:
            return each
        if minutes is not None:
            saved = self.economy.least(saved, minutes)
        return each - self.economy.least(saved * hourly / HOUR, each)

    def yearly(self, card: str) -> Number:
        """What is entered on a card a year."""
        return self._all(self.economy.card(card).yearly)

    def failures(self, fail_point: str) -> Number:
        """How often a fail point fails a year."""
        return self._once("failures", fail_point, self._failures)

    def _failures(self, fail_point: str) -> Number:
        count = self.occurrences(self._document.need(FailPoint, fail_point).card)
        left = self._cuts.factor(EffectKind.FAILURE_RATE, fail_point, self)
        return product(count, self.value(fail_point, "rate"), known(left, self._one))

    def _row(self, id: str) -> Consequence:
        return self._document.need(Consequence, id)

    def _per_failure(self, id: str) -> Number:
        """How many of a consequence one failure brings; one that names a parent counts per parent.

        None where consequences from a stranger's file follow from themselves.
        """
        chain = chain_of(self._document, id)
        return product(*map(self._number_of, chain)) if chain else None

    def _number_of(self, id: str) -> Number:
        number, left = self.value(id, "number"), self._cuts.factor(EffectKind.NUMBER, id, self)
        return number if left is None or number is None else number * left

    def _counted(self, id: str) -> Number:
        """How many of a consequence there are a year, whatever it does to the customer."""
        return product(self.failures(self._row(id).fail_point), self._per_failure(id))

    def count(self, id: str) -> Number:
        """How many of a consequence there are a year; of churn, the customers it loses, each of them once."""
        return self._lost(id) if self._row(id).kind is ConsequenceKind.CHURN else self._counted(id)

    def lost(self) -> dict[str, Number]:
        """Customers that each churn loses, in step order: (customers - already lost) x min(1, count / customers)."""
        return {id: self._lost(id) for id in self.economy.churn}

    def _lost(self, id: str) -> Number:
        return product(self._left_before(id), self._hit(id))

    def _hit(self, id: str) -> Number:
        """The share of all customers that a churn would lose by itself."""
        return self._once("hit", id, self._churning)

    def _churning(self, id: str) -> Number:
        hit = divided(self._counted(id), self.customers())
        return None if hit is None else self.economy.least(hit, self._one)

    def _left_before(self, id: str) -> Number:
        """Customers whom no earlier churn has lost."""
        return self._once("left", id, self._left)

    def _left(self, id: str) -> Number:
        place, churn = self.economy.churn_places[id], self.economy.churn
        if not place:
            return self.customers()
        left, lost = self._before("left", churn, place, self._left_before), self._lost(churn[place - 1])
        return None if left is None or lost is None else left - lost

    def unit_cost(self, id: str) -> Number:
        """What one of a consequence costs: as the card that handles it, else as entered."""
        handler = self._row(id).handled_by
        each = None if handler is None else self.cost_each(handler)
        if each is not None:
            return each
        entered, left = self.value(id, "unit_cost"), self._cuts.factor(EffectKind.UNIT_COST, id, self)
        return entered if left is None or entered is None else entered * left

    def failure_cost(self, fail_point: str) -> Number:
        """What a fail point costs a year: over its consequences, how many x unit cost; None where it has none."""
        rows = self._document.where(Consequence, fail_point=fail_point)
        return added([self.consequence_cost(row.id) for row in rows], self._zero) if rows else None

    def consequence_cost(self, id: str) -> Number:
        """What a consequence costs a year."""
        return product(self.count(id), self.unit_cost(id))

    def is_inside(self, id: str) -> bool:
        """Whether a consequence is part of cost to serve already: a card of the map handles it, at its own cost."""
        handler = self._row(id).handled_by
        return handler is not None and self.cost_each(handler) is not None

    def running_cost(self, card: str) -> Number:
        """What a card costs a year by happening: occurrences x cost each. Amounts a year and systems come to it."""
        return product(self.occurrences(card), self.cost_each(card))

    def system_cost(self, system: str) -> Number:
        """This blueprint's yearly cost of a system."""
        part = self.economy.system(system)
        yearly = self._all(part.yearly)
        if part.shared:
            yearly = yearly + self.value(system, "running_cost") * self.value(system, "running_share")
        return yearly

    def allocated(self, system: str) -> dict[str, Number] | None:
        """A system's cost over the cards that use it, by occurrences; all zero: equally; None: these are unknown."""
        cards, yearly = self.economy.system(system).cards, self.system_cost(system)
        if not is_any(yearly):
            return {}
        counts = [self.occurrences(card) for card in cards]
        if not counts or any(count is None for count in counts):
            return None
        total = added(counts, self._zero)
        if not is_any(total):
            return {card: yearly / len(counts) for card in cards}
        return {card: yearly * count / total for card, count in zip(cards, counts, strict=True)}

    def term(self, node: Node) -> Number:
        """One summand of what the service costs a year: a card that happens, a consequence, an effect in money.

        What cannot be said is left out: it is the same before and after, or the effect on it cannot be said either.
        """
        name, id = node
        if name == "running":
            return known(self.running_cost(id), self._zero)
        if name == "worth":
            return self._zero - self.kept_worth(id)
        if name == "yearly":
            return self._zero - self._cuts.yearly(id, self)
        return self._zero if self.is_inside(id) else known(self.consequence_cost(id), self._zero)
