"""A captured card: its words, and the records that were named while typing them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from model.capture.choices import Choice
from model.capture.tokens import Sign
from model.change import Change
from model.commands.add import siblings_of
from model.commands.maker import Maker
from model.commands.ordering import keys_at
from model.context import Context
from model.document import DocumentView
from model.elements import Card, CardChannel, CardKind, CardSystem, Lane, Mark, RaciEntry
from model.folding import name_key
from model.messages import Message, message
from model.record import Record
from model.registers import Channel, Cost, CostBasis, FailPoint, Owner, System
from model.rules import YES, Verdict, may_place, no
from model.tables import card_fields
from model.values import tidy

_REGISTER: dict[Sign, type[Owner] | type[System] | type[Channel]] = {
    Sign.OWNER: Owner,
    Sign.SYSTEM: System,
    Sign.CHANNEL: Channel,
}


class Spot(NamedTuple):
    """Where a new card goes: a place in a cell, None: last; no lane and no step: the tray."""

    lane: str | None
    step: str | None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What was typed and chosen. `text` no longer holds the characters of the choices."""

    text: str = ""
    choices: tuple[Choice, ...] = ()
    kind: CardKind | None = None
    marks: tuple[Mark, ...] = ()


def may_capture(document: DocumentView, where: str | Spot, taken: Taken) -> Verdict:
    """Whether what was typed may become a card at a spot, or the words of a card that exists."""
    if isinstance(where, str):
        if document.get(Card, where) is None:
            return no("gone")
    else:
        verdict = may_place(document, where.lane, where.step)
        if not verdict.ok:
            return verdict
        if not _title(taken):
            return no("no_words")
    for choice in taken.choices:
        kind = _REGISTER.get(choice.sign)
        if kind is not None and choice.id is not None and document.get(kind, choice.id) is None:
            return no("gone")
    return YES


def capture(document: DocumentView, context: Context, where: str | Spot, taken: Taken) -> tuple[Change, str]:
    """Make a card of what was typed, or let a card say it, with every record it names; the card's id too.

    The first owner named is accountable, others are responsible beside it. Where no words are left, the first choice
    gives its own; a card that exists keeps those it has where there are none at all.
    """
    maker = Maker(document, context)
    card = document.need(Card, where) if isinstance(where, str) else _new_card(maker, where, taken)
    title = _title(taken)
    fields: dict[str, Any] = {"title": title} if title and isinstance(where, str) else {}
    if taken.kind is not None:
        fields["kind"] = taken.kind
    made: dict[tuple[Sign, str], str] = {}
    named = [(choice, _record(maker, choice, made)) for choice in taken.choices]
    owners = list(dict.fromkeys(id for choice, id in named if choice.sign is Sign.OWNER))
    fields |= {"owner": owners[0]} if owners else {}
    failing = any(choice.sign is Sign.FAIL_POINT for choice in taken.choices)
    marks = (*card.marks, *taken.marks, *((Mark.FAIL_POINT,) if failing else ()))
    card = replace(card, marks=tuple(dict.fromkeys(marks)), **fields)
    maker.put(card)
    _link(maker, card, named, owners[1:])
    return maker.draft.change(_label(where, taken)), card.id


def _label(where: str | Spot, taken: Taken) -> Message:
    if not isinstance(where, str):
        return message("command.add.card")
    only_words = not taken.choices and taken.kind is None and not taken.marks
    return message("command.rename.card" if only_words else "command.edit.card")


def _title(taken: Taken) -> str:
    named = (choice.text for choice in taken.choices)
    return str(tidy(taken.text)).strip() or next(named, "")


def _new_card(maker: Maker, spot: Spot, taken: Taken) -> Card:
    lane = maker.document.get(Lane, spot.lane)
    title = _title(taken)
    fields = {"title": title} if lane is None else card_fields(lane.role, title)
    card = maker.new(Card, lane=spot.lane, step=spot.step, **fields)
    siblings = siblings_of(maker.document, card)
    place = len(siblings) if spot.place is None else max(0, min(spot.place, len(siblings)))
    (key,) = keys_at(maker.draft, siblings, place)
    return replace(card, order=key)


def _record(maker: Maker, choice: Choice, made: dict[tuple[Sign, str], str]) -> str:
    """The id of the register entry a choice names, made where there is none; empty for costs and fail points."""
    kind = _REGISTER.get(choice.sign)
    if kind is None:
        return ""
    if choice.id is not None:
        return choice.id
    key = (choice.sign, name_key(choice.text))
    if key not in made:
        rows: Iterable[Record] = maker.document.where(kind)
        same = (row.id for row in rows if name_key(str(getattr(row, "name", ""))) == key[1])
        made[key] = next(same, "") or maker.append(kind, name=choice.text).id
    return made[key]


def _link(maker: Maker, card: Card, named: Iterable[tuple[Choice, str]], helpers: Iterable[str]) -> None:
    """Link a card to what was named; what it has already is not linked twice."""
    document = maker.document
    systems = {use.system for use in document.where(CardSystem, card=card.id)}
    channels = {use.channel for use in document.where(CardChannel, card=card.id)}
    parts = {entry.owner for entry in document.where(RaciEntry, card=card.id)}
    for choice, id in named:
        if choice.sign is Sign.SYSTEM and id not in systems:
            systems.add(id)
            maker.append(CardSystem, card=card.id, system=id)
        elif choice.sign is Sign.CHANNEL and id not in channels:
            channels.add(id)
            maker.append(CardChannel, card=card.id, channel=id)
        elif choice.sign is Sign.COST:
            basis = CostBasis.PER_OCCURRENCE
            maker.append(Cost, subject=card.id, name=choice.text, amount=choice.amount, basis=basis)
        elif choice.sign is Sign.FAIL_POINT:
            maker.append(FailPoint, card=card.id, delivered=choice.text)
    for id in helpers:
        if id not in parts:
            maker.append(RaciEntry, card=card.id, owner=id)
