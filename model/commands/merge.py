"""Merge cards into one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from model.change import Change
from model.commands.draft import Draft
from model.commands.handing import hand_over
from model.commands.maker import Maker
from model.context import Context
from model.document import DocumentView
from model.elements import Card, CardChannel, CardSystem, Grounding, Link, LinkKind, Mark, RaciEntry, Translation
from model.grid import steps
from model.messages import message
from model.record import Record

_TEXTS = ("promise", "delivered", "notes")
_FIRST_SAID = (
    *("perceived_owner", "content_owner", "last_checked", "work_minutes", "wait_minutes", "share", "times"),
    *("occurrences", "picture", "emotion", "asked_by", "owner", "external_ref", "external_url", "other_blueprint"),
)
_UNITED = ("sources", "value_for")


def merge_cards(document: DocumentView, context: Context, ids: Iterable[str]) -> tuple[Change, str]:
    """Let the first card, in reading order, take in the others; its id too.

    Texts are joined by new lines; marks, sources and what belongs to the cards are united; of single values the first
    that says something holds, of groundings the weakest. Owners of the others stay as responsible. Links are put on
    the one card, none to itself and none twice.
    """
    order = {step.id: place for place, step in enumerate(steps(document))}
    cards = sorted(
        (document.need(Card, id) for id in dict.fromkeys(ids)),
        key=lambda card: (order.get(card.step or "", 0), card.order, card.id),
    )
    maker = Maker(document, context)
    kept, others = cards[0], cards[1:]
    maker.put(_united(cards))
    for card in others:
        maker.draft.drop(card.id)
        hand_over(maker.draft, card.id, kept.id, parts=True)
    _translations(maker.draft, kept.id, [card.id for card in others])
    for kind, key in _ONCE:
        _only_once(maker.draft, kind, key, cards)
    _links(maker.draft, cards)
    _helpers(maker, kept.id, cards)
    return maker.draft.change(message("command.merge_cards", n=len(cards))), kept.id


def _united(cards: Sequence[Card]) -> Card:
    kept = cards[0]
    fields: dict[str, Any] = {"title": "\n".join(card.title for card in cards if card.title)}
    for name in _TEXTS:
        fields[name] = "\n".join(dict.fromkeys(text for card in cards if (text := getattr(card, name))))
    for name in _FIRST_SAID:
        said = (value for card in cards if (value := getattr(card, name)) not in (None, ""))
        fields[name] = next(said, getattr(kept, name))
    for name in _UNITED:
        fields[name] = tuple(dict.fromkeys(value for card in cards for value in getattr(card, name)))
    everywhere = any(not card.variants for card in cards)
    found = {mark for card in cards for mark in card.marks}
    return replace(
        kept,
        **fields,
        marks=tuple(mark for mark in Mark if mark in found),
        grounding=min((card.grounding for card in cards), key=list(Grounding).index),
        variants=() if everywhere else tuple(dict.fromkeys(id for card in cards for id in card.variants)),
        answered=all(card.answered for card in cards),
    )


def _translations(draft: Draft, kept: str, others: Iterable[str]) -> None:
    """Join the texts of the same field and language; a translation of only some of the words would be none."""
    own = {(row.field, row.language): row for row in draft.document.where(Translation, element=kept)}
    texts = {key: [row.text] for key, row in own.items()}
    for id in others:
        found = draft.document.where(Translation, element=id)
        for row in found:
            draft.drop(row.id)
            if (row.field, row.language) in texts:
                texts[row.field, row.language].append(row.text)
    for key, row in own.items():
        draft.put(replace(row, text="\n".join(texts[key])))


def _use(row: Record) -> Hashable:
    assert isinstance(row, CardSystem)
    return row.system


def _channel(row: Record) -> Hashable:
    assert isinstance(row, CardChannel)
    return row.channel


def _part(row: Record) -> Hashable:
    assert isinstance(row, RaciEntry)
    return row.owner, row.role


_ONCE: tuple[tuple[type[Record], Callable[[Record], Hashable]], ...] = (
    (CardSystem, _use),
    (CardChannel, _channel),
    (RaciEntry, _part),
)


def _only_once(draft: Draft, kind: type[Record], key: Callable[[Record], Hashable], cards: Sequence[Card]) -> None:
    """Of what the cards said twice, keep the first; what stops one of them without a system stops the whole."""
    seen: dict[Hashable, Record] = {}
    for card in cards:
        for row in draft.document.where(kind, card=card.id):
            first = seen.setdefault(key(row), row)
            if first is row:
                continue
            draft.drop(row.id)
            if isinstance(row, CardSystem) and isinstance(first, CardSystem):
                now = draft.get(CardSystem, first.id)
                draft.put(replace(now, essential=now.essential or row.essential))


def _links(draft: Draft, cards: Sequence[Card]) -> None:
    """Drop links that now run from the card to itself, and second ones of a kind between the same two."""
    document, seen = draft.document, set()
    touched = [
        *(link for card in cards for link in document.where(Link, source=card.id)),
        *(link for card in cards for link in document.where(Link, target=card.id)),
    ]
    for id in dict.fromkeys(link.id for link in touched):
        link = draft.get(Link, id)
        ends: Hashable = (link.source, link.target)
        if link.kind is LinkKind.EXCHANGE:
            ends = frozenset((link.source, link.target))
        if link.source == link.target or (ends, link.kind) in seen:
            draft.drop(id)
        seen.add((ends, link.kind))


def _helpers(maker: Maker, kept: str, cards: Sequence[Card]) -> None:
    """The owners that are not accountable any more stay as responsible."""
    draft = maker.draft
    accountable = draft.get(Card, kept).owner
    known = {row.owner for card in cards for row in maker.document.where(RaciEntry, card=card.id)}
    for owner in dict.fromkeys(card.owner for card in cards):
        if owner is not None and owner != accountable and owner not in known:
            maker.append(RaciEntry, card=kept, owner=owner)
