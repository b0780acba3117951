"""Let everything that refers to one row refer to another, and what that says twice say it once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from model.commands.draft import Draft
from model.elements import CardChannel, CardSystem, Link, LinkKind, RaciEntry, Translation
from model.folding import name_key
from model.kinds import kind_of
from model.record import Record
from model.registers import DecisionRight, Reading, SystemExchange
from model.usage import part_field


def hand_over(draft: Draft, old: str, new: str, *, parts: bool) -> tuple[str, ...]:
    """Let what refers to one row refer to another; the ids of what did. Translations stay where they are.

    `parts`: what belongs to the one belongs to the other from now on. Nothing comes to refer to itself.
    """
    moved = []
    for row, field in draft.document.referrers(old):
        if draft.gone(row.id) or isinstance(row, Translation):
            continue
        if not parts and field == part_field(type(row)):
            continue
        now = draft.get(type(row), row.id)
        value = getattr(now, field)
        if isinstance(value, tuple):
            others = dict.fromkeys(new if id == old else id for id in value)
            pointed: Any = tuple(id for id in others if id != row.id)
        elif value == old:
            pointed = None if new == row.id else new
        else:
            continue
        draft.put(replace(now, **{field: pointed}))
        moved.append(row.id)
    return tuple(moved)


def _system(row: Any) -> Hashable:
    return row.card, row.system


def _channel(row: Any) -> Hashable:
    return row.card, row.channel


def _part(row: Any) -> Hashable:
    return row.card, row.owner, row.role


def _exchange(row: Any) -> Hashable:
    return None if row.system == row.other else (frozenset((row.system, row.other)), name_key(row.what))


def _link(row: Any) -> Hashable:
    if row.source == row.target:
        return None
    ends: Hashable = (row.source, row.target)
    if row.kind is LinkKind.EXCHANGE:
        ends = frozenset((row.source, row.target))
    return row.kind, ends


def _reading(row: Any) -> Hashable:
    return row.metric, row.taken, row.value, row.sample_size, row.source


def _right(row: Any) -> Hashable:
    return row.forum, name_key(row.what), row.limit


# What a row says; two that say the same are one, and one that says nothing (None) is none.
_SAYS: dict[type[Record], Callable[[Any], Hashable]] = {
    CardSystem: _system,
    CardChannel: _channel,
    RaciEntry: _part,
    SystemExchange: _exchange,
    Link: _link,
    Reading: _reading,
    DecisionRight: _right,
}


def twice(draft: Draft, id: str, moved: Iterable[str]) -> tuple[str, ...]:
    """The rows of a draft that say of a row what another says already; what they say beyond goes to that other."""
    document = draft.document
    gone = []
    moving = tuple(moved)
    for kind, says in _SAYS.items():
        there = (row.id for field in kind_of(kind).references for row in document.where(kind, **{field.name: id}))
        came = (each for each in moving if isinstance(document.find(each), kind))
        first: dict[Hashable, str] = {}
        for each in dict.fromkeys((*there, *came)):
            if draft.gone(each):
                continue
            now = draft.get(kind, each)
            said = says(now)
            if said is None:
                gone.append(each)
            elif said in first:
                gone.append(each)
                draft.put(_both(draft.get(kind, first[said]), now))
            else:
                first[said] = each
    return tuple(gone)


def _both(kept: Record, other: Record) -> Record:
    """A use with what a second one adds: it stops the card if either does, and the shares of both are its own."""
    if isinstance(kept, CardSystem) and isinstance(other, CardSystem):
        return replace(kept, essential=kept.essential or other.essential)
    if isinstance(kept, CardChannel) and isinstance(other, CardChannel):
        given = [row.share for row in (kept, other) if row.share is not None]
        return replace(kept, share=min(Decimal(1), sum(given, Decimal(0))) if given else None)
    return kept
