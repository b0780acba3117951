"""What of the map an edit touches: so that composing again costs what changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import Any

from model.change import Change, Delta
from model.document import DocumentView
from model.elements import (
    Blueprint,
    Card,
    CardChannel,
    CardSystem,
    Lane,
    Link,
    Picture,
    Stage,
    Step,
    Variant,
)
from model.record import Record
from model.registers import Channel, Consequence, Cost, FailPoint, Metric, Owner, Reading, System

_PLACE = attrgetter("lane", "step", "last_step", "order")


@dataclass(slots=True)
class Touched:
    """Cards whose face or place may differ and those whose place may; links whose route or look may; heads; all."""

    cards: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    heads: bool = False
    structure: bool = False


def touched(document: DocumentView, change: Change) -> Touched:
    """What an edit that has just been applied touches."""
    found = Touched()
    for delta in change.deltas:
        rule = _RULES.get(type(delta.row))
        if rule is not None:
            rule(document, delta, found)
    return found


def _rows(delta: Delta) -> tuple[Any, ...]:
    return tuple(row for row in (delta.before, delta.after) if row is not None)


def _card(_: DocumentView, delta: Delta, found: Touched) -> None:
    found.cards.add(delta.id)
    if delta.before is None or delta.after is None or _PLACE(delta.before) != _PLACE(delta.after):
        found.moved.add(delta.id)


def _link(_: DocumentView, delta: Delta, found: Touched) -> None:
    found.links.add(delta.id)


def _by_field(name: str) -> Callable[[DocumentView, Delta, Touched], None]:
    def rule(_: DocumentView, delta: Delta, found: Touched) -> None:
        found.cards.update(getattr(row, name) for row in _rows(delta))

    return rule


def _consequence(document: DocumentView, delta: Delta, found: Touched) -> None:
    for row in _rows(delta):
        point = document.get(FailPoint, row.fail_point)
        if point is not None:
            found.cards.add(point.card)


def _owner(document: DocumentView, delta: Delta, found: Touched) -> None:
    found.heads = True
    if delta.before is None or delta.after is None:
        found.structure = found.structure or len(document.table(Owner)) <= 1
        return
    found.cards.update(card.id for card in document.where(Card, owner=delta.id))
    for lane in document.where(Lane, owner=delta.id):
        found.cards.update(card.id for card in document.where(Card, lane=lane.id))


def _system(document: DocumentView, delta: Delta, found: Touched) -> None:
    found.cards.update(use.card for use in document.where(CardSystem, system=delta.id))


def _channel(document: DocumentView, delta: Delta, found: Touched) -> None:
    found.cards.update(use.card for use in document.where(CardChannel, channel=delta.id))


def _variant(document: DocumentView, delta: Delta, found: Touched) -> None:
    found.cards.update(card.id for card in document.where(Card, variants=delta.id))
    found.links.update(link.id for link in document.where(Link, variants=delta.id))


def _picture(document: DocumentView, delta: Delta, found: Touched) -> None:
    found.cards.update(card.id for card in document.where(Card, picture=delta.id))


def _same_but(delta: Delta, *names: str) -> bool:
    """Whether a row differs in these fields at most."""
    if delta.before is None or delta.after is None:
        return False
    taken = {name: getattr(delta.after, name) for name in names}
    return replace(delta.before, **taken) == delta.after


def _lane(document: DocumentView, delta: Delta, found: Touched) -> None:
    found.heads = True
    if _same_but(delta, "title", "notes", "extra"):
        return
    if _same_but(delta, "title", "notes", "extra", "owner"):
        found.cards.update(card.id for card in document.where(Card, lane=delta.id))
    else:
        found.structure = True


def _step(document: DocumentView, delta: Delta, found: Touched) -> None:
    found.heads = True
    quiet = ("title", "notes", "extra", "experience_owner", "operations_owner")
    if _same_but(delta, *quiet):
        return
    if _same_but(delta, *quiet, "customers_out"):
        _costed(document, found)
    else:
        found.structure = True


def _stage(_: DocumentView, delta: Delta, found: Touched) -> None:
    found.heads = True
    if delta.before is None or delta.after is None or delta.before.order != delta.after.order:
        found.structure = True


def _blueprint(document: DocumentView, delta: Delta, found: Touched) -> None:
    found.heads = True
    if not _same_but(delta, *_BLUEPRINT_HEADS, "volume"):
        found.structure = True
    elif not _same_but(delta, *_BLUEPRINT_HEADS):
        _costed(document, found)


def _costed(document: DocumentView, found: Touched) -> None:
    """Cards whose money hangs on how many customers come."""
    found.cards.update(point.card for point in document.table(FailPoint).values())


def _metric(_: DocumentView, _delta: Delta, found: Touched) -> None:
    found.heads = True


_BLUEPRINT_HEADS = tuple(
    field.name for field in fields(Blueprint) if field.name not in ("id", "language", "currency", "volume")
)
_RULES: dict[type[Record], Callable[[DocumentView, Delta, Touched], None]] = {
    Blueprint: _blueprint,
    Stage: _stage,
    Step: _step,
    Lane: _lane,
    Card: _card,
    Link: _link,
    CardSystem: _by_field("card"),
    CardChannel: _by_field("card"),
    FailPoint: _by_field("card"),
    Cost: _by_field("subject"),
    Consequence: _consequence,
    Owner: _owner,
    System: _system,
    Channel: _channel,
    Picture: _picture,
    Metric: _metric,
    Reading: _metric,
    Variant: _variant,
}
