"""What a card's face says, gathered from the document: the key by which faces are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, Protocol

from model.document import DocumentView
from model.elements import BAND_OF, Band, Card, CardChannel, CardKind, CardSystem, Lane, Mark, Picture, Role, Variant
from model.grounding import is_assumed
from model.layout.curves import Spark
from model.layout.view import Density
from model.messages import Message
from model.owners import accountable
from model.registers import Channel, Owner, System, SystemState
from model.texts import Texts


class Amount(NamedTuple):
    """Money on a card: a year of failure cost, or `each` occurrence."""

    money: Decimal
    each: bool


class Flow(NamedTuple):
    """Customers a year into a step, the share of them lost there, and whether that is worth an alarm."""

    customers: Decimal
    drop: Decimal | None
    alarm: bool


class Light(NamedTuple):
    """One light of the document's health: `green`, `amber` or `red`, and in words why."""

    colour: str
    words: Message


class Figures(Protocol):
    """The computed figures a map shows; they come from `model.analysis`, which layout does not know."""

    def amount(self, document: DocumentView, card: Card) -> Amount | None: ...
    def flows(self, document: DocumentView) -> Mapping[str, Flow]: ...
    def sparks(self, document: DocumentView) -> Mapping[str, Sequence[Spark]]: ...
    def numbers(self, document: DocumentView) -> Mapping[str, int]: ...
    @property
    def lights(self) -> Sequence[Light]: ...


class Pill(NamedTuple):
    """A compact label; `look` is one of `owner`, `needed`, `system`, `channel`, `variant`."""

    text: str
    look: str


class CardFacts(NamedTuple):
    """All that a card's face depends on beside its size."""

    title: str
    kind: CardKind
    marks: tuple[Mark, ...]
    assumed: bool
    band: Band
    pills: tuple[Pill, ...]
    amount: str
    picture: tuple[str, int, int] | None
    emotion: int | None = None


def card_facts(document: DocumentView, card: Card, figures: Figures, texts: Texts, density: Density) -> CardFacts:
    """What the face of a placed card says in the document's words."""
    lane = document.need(Lane, card.lane)
    band = BAND_OF[lane.role]
    pills: list[Pill] = []
    amount = ""
    if density is not Density.TEXT:
        pills += _owner_pills(document, card, band, texts)
        pills += _system_pills(document, card, texts)
    if density is Density.ALL:
        pills += _channel_pills(document, card)
        pills += _time_pills(card, texts)
        if card.external_ref:
            pills.append(Pill(card.external_ref, "channel"))
        if card.emotion is not None:
            pills.append(Pill(f"{card.emotion:+d}", "channel"))
        amount = _amount(document, card, figures, texts)
    if card.variants:
        pills += _variant_pills(document, card, texts)
    picture = None if card.picture is None else _picture(document, card.picture)
    marks = tuple(mark for mark in Mark if mark in card.marks) if card.marks else ()
    assumed = is_assumed(card) and band is not Band.ANNOTATION
    emotion = card.emotion if lane.role is Role.EMOTION else None
    return CardFacts(card.title, card.kind, marks, assumed, band, tuple(pills), amount, picture, emotion)


def _picture(document: DocumentView, id: str) -> tuple[str, int, int] | None:
    """A picture and its size, where it has one."""
    picture = document.get(Picture, id)
    sized = picture is not None and picture.width > 0 and picture.height > 0
    return (picture.id, picture.width, picture.height) if picture is not None and sized else None


def _owner_pills(document: DocumentView, card: Card, band: Band, texts: Texts) -> list[Pill]:
    owner = accountable(document, card)
    if owner is not None:
        return [Pill(owner.name, "owner")]
    nobody_asked = band in (Band.CUSTOMER, Band.ANNOTATION) or not document.table(Owner)
    return [] if nobody_asked else [Pill(texts("map.owner_needed"), "needed")]


def _system_pills(document: DocumentView, card: Card, texts: Texts) -> list[Pill]:
    pills = []
    for use in document.where(CardSystem, card=card.id):
        system = document.get(System, use.system)
        if system is None:
            continue
        itself = card.kind is CardKind.SYSTEM and system.name.casefold() == card.title.casefold()
        label = _system_label(system.name, system.state, system.constraint, itself, texts)
        if label:
            pills.append(Pill(label, "system"))
    return pills


@lru_cache(maxsize=2_000)
def _system_label(name: str, state: SystemState, constraint: str, itself: bool, texts: Texts) -> str:
    """What a card says of a system it uses, or where it is `itself` that system, of its state; "": nothing."""
    if state is SystemState.LIVE:
        return "" if itself else name
    stands = texts(f"map.system_state.{state.value}")
    if not itself:
        return texts("map.system_constraint", state=name, constraint=stands)
    return texts("map.system_constraint", state=stands, constraint=constraint) if constraint else stands


def _channel_pills(document: DocumentView, card: Card) -> list[Pill]:
    uses = document.where(CardChannel, card=card.id)
    if not uses:
        return []
    channels = (document.get(Channel, use.channel) for use in uses)
    return [Pill(channel.name, "channel") for channel in channels if channel is not None]


def _variant_pills(document: DocumentView, card: Card, texts: Texts) -> list[Pill]:
    """The variants that a card is only in."""
    names = [row.title for id in card.variants if (row := document.get(Variant, id)) is not None]
    return [Pill(texts("map.only_in", names=texts("map.and").join(names)), "variant")] if names else []


def _time_pills(card: Card, texts: Texts) -> list[Pill]:
    """How long the work and the wait take, in the largest unit that gives a whole number."""
    times = (("work", card.work_minutes), ("wait", card.wait_minutes))
    return [_time_pill(what, str(minutes), texts) for what, minutes in times if minutes]


@lru_cache(maxsize=10_000)
def _time_pill(what: str, minutes: str, texts: Texts) -> Pill:
    """By the minutes as they are written: 30 and 30.0 are equal and look different."""
    return Pill(texts(f"map.{what}", time=duration(Decimal(minutes), texts)), "channel")


def duration(minutes: Decimal, texts: Texts) -> str:
    """Minutes as days, hours or minutes, whichever is whole."""
    for unit, length in (("days", 1440), ("hours", 60)):
        if minutes % length == 0:
            return texts(f"map.{unit}", n=minutes // length)
    return texts("map.minutes", n=minutes)


def _amount(document: DocumentView, card: Card, figures: Figures, texts: Texts) -> str:
    amount = figures.amount(document, card)
    if amount is None:
        return ""
    currency = document.blueprint.currency
    if amount.each:
        return texts(Message("map.amount_each", (("amount", texts.money(amount.money, currency)),)))
    return texts.whole_money(amount.money, currency)
