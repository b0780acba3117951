"""Cost to serve and failure cost of a year, and their parts by card, step, owner, system and the like (R05, R06).

Every partition of one total agrees with it to the cent: the total is rounded once, half even, and its parts take the
cents that are left by largest remainder, then by id. `""` is the part that belongs to none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import NamedTuple

from model.analysis.economy import Economy
from model.analysis.evaluation import Evaluation
from model.document import DocumentView
from model.elements import Card, CardChannel, CardSystem, Step
from model.owners import accountable
from model.registers import Consequence, FailPoint, Owner, System

ZERO = Decimal(0)
CENT = Decimal("0.01")
NONE = ""


class By(StrEnum):
    """What a total can be told apart by."""

    CARD = "card"
    STEP = "step"
    STAGE = "stage"
    OWNER = "owner"
    UNIT = "unit"
    SYSTEM = "system"
    CHANNEL = "channel"
    DRIVER = "driver"


class Driver(StrEnum):
    """What makes up cost to serve; failure cost has the kinds of consequence instead."""

    WORK = "work"
    ENTERED = "entered"
    SYSTEM = "system"


class Item(NamedTuple):
    """One amount a year, unrounded: on which card (None: on none), of which system or owner, and what drives it.

    `record`: the consequence, card or system that costs it; `yearly`: entered by the year.
    """

    amount: Decimal
    card: str | None
    driver: str
    record: str
    system: str | None = None
    owner: str | None = None
    yearly: bool = False


class Bill(NamedTuple):
    """The items of a total. `unknown`: cards, systems and fail points that cost something nobody can say."""

    items: tuple[Item, ...]
    unknown: tuple[str, ...]

    @property
    def total(self) -> Decimal:
        """The whole, to the cent."""
        return rounded(sum((item.amount for item in self.items), ZERO))


def rounded(amount: Decimal) -> Decimal:
    """An amount to the cent, half even."""
    return amount.quantize(CENT, ROUND_HALF_EVEN)


def cost_to_serve(document: DocumentView, figures: Evaluation | None = None) -> Bill:
    """What the service costs a year: the work of its cards, what is entered on them, and its share of the systems."""
    figures = figures or Evaluation(Economy(document))
    items: list[Item] = []
    unknown: list[str] = []
    for card in document.where(Card):
        cost, yearly = figures.running_cost(card.id), figures.yearly(card.id)
        if cost is not None:
            driver = Driver.WORK if figures.entered(card.id) is None else Driver.ENTERED
            items.append(Item(cost, card.id, driver, card.id))
        elif figures.cost_each(card.id) is not None:
            unknown.append(card.id)
        if yearly:
            items.append(Item(yearly, card.id, Driver.ENTERED, card.id, yearly=True))
    for system in document.where(System):
        shares = figures.allocated(system.id)
        if shares is None:
            unknown.append(system.id)
            shares = {}
            items.append(Item(figures.system_cost(system.id), None, Driver.SYSTEM, system.id, system.id))
        items += [Item(amount, card, Driver.SYSTEM, system.id, system.id) for card, amount in shares.items()]
    return Bill(tuple(items), tuple(unknown))


def failure_cost(document: DocumentView, figures: Evaluation | None = None) -> Bill:
    """What failures cost a year. What a card of the map handles is part of cost to serve: never add the two."""
    figures = figures or Evaluation(Economy(document))
    items: list[Item] = []
    unknown: list[str] = []
    for fail_point in document.where(FailPoint):
        rows = document.where(Consequence, fail_point=fail_point.id)
        if figures.failure_cost(fail_point.id) is None:
            unknown.append(fail_point.id)
            continue
        items += [
            Item(figures.consequence_cost(row.id), fail_point.card, row.kind.value, row.id, owner=fail_point.owner)
            for row in rows
        ]
    return Bill(tuple(items), tuple(unknown))


def handled_within(document: DocumentView, figures: Evaluation | None = None) -> Decimal:
    """The part of failure cost that is in cost to serve already, to the cent."""
    figures = figures or Evaluation(Economy(document))
    costs = (figures.consequence_cost(row.id) for row in document.where(Consequence) if figures.is_inside(row.id))
    return rounded(sum((cost for cost in costs if cost is not None), ZERO))


def parts(document: DocumentView, bill: Bill, by: By) -> dict[str, Decimal]:
    """A total told apart, to the cent: by the id (unit and driver: the word) of what each part belongs to, or `""`."""
    sums: dict[str, Decimal] = {}
    for item in bill.items:
        given = weights(document, item, by)
        whole = sum(given.values())
        for key, weight in given.items():
            sums[key] = sums.get(key, ZERO) + item.amount * weight / whole
    return to_cents(sums)


def weights(document: DocumentView, item: Item, by: By) -> dict[str, Decimal]:
    """To what an amount belongs, and with which weights where to several."""
    return _SHARES[by](document, item)


def to_cents(amounts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Amounts rounded so that they add up to their rounded sum: spare cents by largest remainder, then by key."""
    down = {key: amount.quantize(CENT, ROUND_FLOOR) for key, amount in amounts.items()}
    spare = int((rounded(sum(amounts.values(), ZERO)) - sum(down.values(), ZERO)) / CENT)
    for key in sorted(amounts, key=lambda key: (down[key] - amounts[key], key))[:spare]:
        down[key] += CENT
    return down


def _card(_document: DocumentView, item: Item) -> dict[str, Decimal]:
    return _whole(item.card)


def _step(document: DocumentView, item: Item) -> dict[str, Decimal]:
    card = document.get(Card, item.card)
    return _whole(None if card is None else card.step)


def _stage(document: DocumentView, item: Item) -> dict[str, Decimal]:
    card = document.get(Card, item.card)
    step = None if card is None else document.get(Step, card.step)
    return _whole(None if step is None else step.stage)


def _owner(document: DocumentView, item: Item) -> dict[str, Decimal]:
    owner = _owner_of(document, item)
    return _whole(None if owner is None else owner.id)


def _unit(document: DocumentView, item: Item) -> dict[str, Decimal]:
    owner = _owner_of(document, item)
    return _whole(None if owner is None else owner.unit)


def _owner_of(document: DocumentView, item: Item) -> Owner | None:
    card = document.get(Card, item.card)
    return document.get(Owner, item.owner) or (None if card is None else accountable(document, card))


def _system(document: DocumentView, item: Item) -> dict[str, Decimal]:
    """A system's own cost is its own; a card's costs go equally to the systems it cannot do without."""
    if item.system is not None:
        return _whole(item.system)
    uses = document.where(CardSystem, card=item.card) if item.card is not None else ()
    return _equally(use.system for use in uses if use.essential)


def _channel(document: DocumentView, item: Item) -> dict[str, Decimal]:
    """By the card's mix where it gives shares, what they leave to none; else equally."""
    uses = document.where(CardChannel, card=item.card) if item.card is not None else ()
    given = {use.channel: use.share for use in uses if use.share}
    if not given:
        return _equally(use.channel for use in uses)
    found = {channel: share for channel, share in given.items() if share is not None}
    left = 1 - sum(found.values(), ZERO)
    return {**found, NONE: left} if left > 0 else found


def _driver(_document: DocumentView, item: Item) -> dict[str, Decimal]:
    return _whole(item.driver)


def _whole(key: str | None) -> dict[str, Decimal]:
    return {key or NONE: Decimal(1)}


def _equally(keys: Iterable[str]) -> dict[str, Decimal]:
    return dict.fromkeys(keys, Decimal(1)) or _whole(None)


_SHARES: dict[By, Callable[[DocumentView, Item], dict[str, Decimal]]] = {
    By.CARD: _card,
    By.STEP: _step,
    By.STAGE: _stage,
    By.OWNER: _owner,
    By.UNIT: _unit,
    By.SYSTEM: _system,
    By.CHANNEL: _channel,
    By.DRIVER: _driver,
}
