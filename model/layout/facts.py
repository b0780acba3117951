"""What a card's face says, gathered from the document: the key by which faces are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

from model.document import DocumentView
from model.elements import BAND_OF, Band, Card, CardChannel, CardKind, CardSystem, Lane, Mark, Picture, Role, Variant
from model.grounding import is_assumed
from model.layout.curves import Spark
from model.layout.view import Density
from model.messages import Message
from model.named import NamedTuple
from model.registers import Channel, Owner, System, SystemState
from model.texts import Texts

# Makes named tuples sooner than their own names do.
_NEW = tuple.__new__
_TEXT, _ALL, _ANNOTATION = Density.TEXT, Density.ALL, Band.ANNOTATION


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

    def amounts(self, document: DocumentView) -> Callable[[Card], Amount | None]: ...
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


class _Ground(NamedTuple):
    """What the cards of a lane have in common; `pills` is the owner of those without one of their own."""

    band: Band
    moods: bool
    pills: tuple[Pill, ...]


class CardWords:
    """What the faces of placed cards say in the document's words.

    For a document as it stands: what many cards have in common is looked up and worded once.
    """

    def __init__(self, document: DocumentView, figures: Figures, texts: Texts, density: Density) -> None:
        self._document = document
        self._amount = figures.amounts(document)
        self._texts = texts
        self._density = density
        self._uses = document.by(CardSystem, "card")
        self._channels = document.by(CardChannel, "card")
        self._grounds: dict[str | None, _Ground] = {}
        self._owners: dict[str, tuple[Pill, ...]] = {}
        self._systems: dict[tuple[str, bool], tuple[Pill, ...]] = {}

    def facts(self, card: Card) -> CardFacts:
        """All that a card's face depends on beside its size."""
        lane, density = card.lane, self._density
        band, moods, lane_pills = self._grounds.get(lane) or self._ground(lane)
        pills: tuple[Pill, ...] = ()
        amount = ""
        if density is not _TEXT:
            pills = self._owner_pills(card.owner) or lane_pills
            uses = self._uses(card.id)
            if uses:
                pills += self._system_pills(card, uses)
        if density is _ALL:
            channels = self._channels(card.id)
            if channels:
                pills += _channel_pills(self._document, channels)
            pills += self._detail_pills(card)
            money = self._amount(card)
            if money is not None:
                amount = _amount(self._document, money, self._texts)
        if card.variants:
            pills += _variant_pills(self._document, card, self._texts)
        picture = None if card.picture is None else _picture(self._document, card.picture)
        marks = tuple([mark for mark in Mark if mark in card.marks]) if card.marks else ()
        assumed = band is not _ANNOTATION and is_assumed(card)
        emotion = card.emotion if moods else None
        return _NEW(CardFacts, (card.title, card.kind, marks, assumed, band, pills, amount, picture, emotion))

    def _ground(self, id: str | None) -> _Ground:
        lane = self._document.need(Lane, id)
        band = BAND_OF[lane.role]
        pills = self._owner_pills(lane.owner)
        if not pills and band not in (Band.CUSTOMER, _ANNOTATION) and self._document.table(Owner):
            pills = (Pill(self._texts("map.owner_needed"), "needed"),)
        found = self._grounds[id] = _Ground(band, lane.role is Role.EMOTION, pills)
        return found

    def _owner_pills(self, id: str | None) -> tuple[Pill, ...]:
        """An owner, where there is such a one."""
        if id is None:
            return ()
        found = self._owners.get(id)
        if found is None:
            owner = self._document.get(Owner, id)
            found = self._owners[id] = () if owner is None else (Pill(owner.name, "owner"),)
        return found

    def _system_pills(self, card: Card, uses: Iterable[CardSystem]) -> tuple[Pill, ...]:
        pills: tuple[Pill, ...] = ()
        for use in uses:
            system = self._document.get(System, use.system)
            if system is not None:
                itself = card.kind is CardKind.SYSTEM and system.name.casefold() == card.title.casefold()
                found = self._systems.get((system.id, itself))
                if found is None:
                    label = _system_label(system.name, system.state, system.constraint, itself, self._texts)
                    found = self._systems[system.id, itself] = (Pill(label, "system"),) if label else ()
                pills += found
        return pills

    def _detail_pills(self, card: Card) -> tuple[Pill, ...]:
        """How long work and wait take, in the largest unit that gives a whole number; its name elsewhere; its mood."""
        pills: tuple[Pill, ...] = ()
        if card.work_minutes:
            pills = _time_pill("work", str(card.work_minutes), self._texts)
        if card.wait_minutes:
            pills += _time_pill("wait", str(card.wait_minutes), self._texts)
        if card.external_ref:
            pills += (Pill(card.external_ref, "channel"),)
        if card.emotion is not None:
            pills += (Pill(f"{card.emotion:+d}", "channel"),)
        return pills


def _picture(document: DocumentView, id: str) -> tuple[str, int, int] | None:
    """A picture and its size, where it has one."""
    picture = document.get(Picture, id)
    sized = picture is not None and picture.width > 0 and picture.height > 0
    return (picture.id, picture.width, picture.height) if picture is not None and sized else None


@lru_cache(maxsize=2_000)
def _system_label(name: str, state: SystemState, constraint: str, itself: bool, texts: Texts) -> str:
    """What a card says of a system it uses, or where it is `itself` that system, of its state; "": nothing."""
    if state is SystemState.LIVE:
        return "" if itself else name
    stands = texts(f"map.system_state.{state.value}")
    if not itself:
        return texts("map.system_constraint", state=name, constraint=stands)
    return texts("map.system_constraint", state=stands, constraint=constraint) if constraint else stands


def _channel_pills(document: DocumentView, uses: Iterable[CardChannel]) -> tuple[Pill, ...]:
    channels = (document.get(Channel, use.channel) for use in uses)
    return tuple([Pill(channel.name, "channel") for channel in channels if channel is not None])


def _variant_pills(document: DocumentView, card: Card, texts: Texts) -> tuple[Pill, ...]:
    """The variants that a card is only in."""
    names = [row.title for id in card.variants if (row := document.get(Variant, id)) is not None]
    return (Pill(texts("map.only_in", names=texts("map.and").join(names)), "variant"),) if names else ()


@lru_cache(maxsize=10_000)
def _time_pill(what: str, minutes: str, texts: Texts) -> tuple[Pill]:
    """By the minutes as they are written: 30 and 30.0 are equal and look different."""
    return (Pill(texts(f"map.{what}", time=duration(Decimal(minutes), texts)), "channel"),)


def duration(minutes: Decimal, texts: Texts) -> str:
    """Minutes as days, hours or minutes, whichever is whole."""
    for unit, length in (("days", 1440), ("hours", 60)):
        if minutes % length == 0:
            return texts(f"map.{unit}", n=minutes // length)
    return texts("map.minutes", n=minutes)


def _amount(document: DocumentView, amount: Amount, texts: Texts) -> str:
    currency = document.blueprint.currency
    if amount.each:
        return texts(Message("map.amount_each", (("amount", texts.money(amount.money, currency)),)))
    return texts.whole_money(amount.money, currency)
