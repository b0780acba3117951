"""Stages, steps and lanes kept as modules, and a stage swapped for another version of it (R51).

A module is a fragment (`model.clipboard`) with a name. What stands outside a swapped stage keeps its ids; what led into
the old stage leads to the same thing in the new one, where there is one: its step of the same title or place, its card
of the same lane and title, its fail point of the same words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from model.change import Change, then
from model.clipboard.fragment import fragment, parsed
from model.clipboard.pasting import paste_fragment
from model.commands.delete import goes_with, take_out
from model.commands.draft import Draft
from model.commands.fields import set_fields
from model.commands.move import move_stage
from model.context import Context
from model.document import Document, DocumentView
from model.elements import Card, Lane, Link, Stage, Step
from model.folding import name_key
from model.messages import message
from model.naming import own_words
from model.record import Record
from model.registers import FailPoint
from model.rules import YES, Verdict, no


class _Loose(NamedTuple):
    """A field of a row outside that refers to what goes."""

    row: Record
    field: str
    old: str


def may_keep(document: DocumentView, ids: Iterable[str]) -> Verdict:
    """Whether rows can be kept as a module: whole stages, steps and lanes."""
    rows = [document.find(id) for id in ids]
    if any(row is None for row in rows):
        return no("gone")
    return YES if rows and all(isinstance(row, Stage | Step | Lane) for row in rows) else no("module_of_what")


def module_of(document: DocumentView, ids: Iterable[str]) -> str:
    """What is kept of a document as a module."""
    return fragment(document, ids)


def may_swap(document: DocumentView, stage: str, text: str) -> Verdict:
    """Whether a module may take the place of a stage: it holds one stage."""
    if document.get(Stage, stage) is None:
        return no("gone")
    return YES if len(parsed(text).of(Stage)) == 1 else no("module_one_stage")


def swap(
    document: DocumentView, context: Context, stage: str, text: str, name: str = "", matching: bool = True
) -> tuple[Change, str]:
    """Let a module that holds one stage take the place of a stage; the id of the new one. `matching`: as in pasting."""
    world = Document(document.rows())
    inside = world.where(Step, stage=stage)
    pasted = paste_fragment(world, context, text, None, inside[-1].id if inside else None, None, matching)
    world.alter(pasted)
    (new,) = (delta.id for delta in pasted.deltas if delta.before is None and isinstance(delta.row, Stage))
    moved = move_stage(world, new, stage)
    world.alter(moved)
    named = set_fields(world, (new,), {"module": name})
    world.alter(named)
    made = then(then(then(pasted, moved), named), _take_over(world, stage, new))
    return replace(made, label=message("command.swap_stage"), merge_key=""), new


def _take_over(world: Document, old: str, new: str) -> Change:
    """The old stage goes, and what led into it leads into the new one."""
    gone = {old, *(row.id for row in goes_with(world, (old,)))}
    heirs = _heirs(world, old, new)
    draft = Draft(world)
    loose = list(_loose(world, gone, heirs))
    kept = {each.row.id for each in loose if each.row.id in gone}
    take_out(draft, gone - kept)
    for each in loose:
        now: Any = draft.get(type(each.row), each.row.id)
        value, heir = getattr(each.row, each.field), heirs[each.old]
        if isinstance(value, tuple):
            there = getattr(now, each.field)
            draft.put(replace(now, **{each.field: (*there, *(() if heir in there else (heir,)))}))
        else:
            draft.put(replace(now, **{each.field: heir}))
    return draft.change(message("command.swap_stage"))


def _loose(world: Document, gone: set[str], heirs: dict[str, str]) -> Iterable[_Loose]:
    """What outside refers to something that goes and has an heir; links from outside into it among that."""
    ours = set(heirs.values())
    for id in heirs:
        for row, field in world.referrers(id):
            outside = row.id not in gone and row.id not in ours
            if outside or (isinstance(row, Link) and _crosses(row, gone)):
                yield _Loose(row, field, id)


def _crosses(link: Link, gone: set[str]) -> bool:
    """Whether one end of a link stays."""
    return (link.source in gone) != (link.target in gone)


def _heirs(world: Document, old: str, new: str) -> dict[str, str]:
    """By the id of what goes, what of the new stage stands for it."""
    heirs = {old: new}
    before, after = world.where(Step, stage=old), world.where(Step, stage=new)
    named = {name_key(step.title): step for step in reversed(after) if step.title.strip()}
    for place, step in enumerate(before):
        heir = named.get(name_key(step.title)) or (after[place] if place < len(after) else None)
        if heir is not None:
            heirs[step.id] = heir.id
    cards = _cards(world, after)
    for key, card in _cards(world, before).items():
        if key in cards:
            heirs[card.id] = cards[key].id
            heirs.update(_fail_points(world, card.id, cards[key].id))
    return heirs


def _cards(world: Document, steps: Iterable[Step]) -> dict[tuple[str | None, str], Card]:
    """Cards by lane and title, those left out of which there are several."""
    found: dict[tuple[str | None, str], list[Card]] = {}
    for step in steps:
        for card in world.where(Card, step=step.id):
            found.setdefault((card.lane, name_key(card.title)), []).append(card)
    return {key: cards[0] for key, cards in found.items() if len(cards) == 1}


def _fail_points(world: Document, old: str, new: str) -> dict[str, str]:
    there = {name_key(own_words(row)): row.id for row in world.where(FailPoint, card=new)}
    pairs = ((row.id, there.get(name_key(own_words(row)))) for row in world.where(FailPoint, card=old))
    return {id: heir for id, heir in pairs if heir is not None}
