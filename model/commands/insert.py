"""Insert steps, lanes and stages beside others, and move where stages begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from model.change import Change
from model.commands.draft import Draft
from model.commands.maker import Maker
from model.commands.ordering import keys_at
from model.context import Context
from model.document import DocumentView
from model.elements import Lane, Stage, Step
from model.grid import band, stages
from model.kinds import kind_of
from model.messages import message
from model.record import Record


def insert_step(document: DocumentView, context: Context, beside: str, after: bool, title: str) -> tuple[Change, str]:
    """Insert a step beside another, in its stage. Cards that run over the place run over the new step too."""
    maker = Maker(document, context)
    neighbour = document.need(Step, beside)
    siblings = document.where(Step, stage=neighbour.stage)
    (key,) = keys_at(maker.draft, siblings, _place(siblings, beside, after))
    made = maker.put(maker.new(Step, order=key, stage=neighbour.stage, title=title))
    return maker.draft.change(message("command.add.step")), made.id


def insert_lane(document: DocumentView, context: Context, beside: str, after: bool, title: str) -> tuple[Change, str]:
    """Insert a lane of the same role beside another."""
    maker = Maker(document, context)
    neighbour = document.need(Lane, beside)
    siblings = [lane for lane in document.where(Lane) if band(lane) is band(neighbour)]
    (key,) = keys_at(maker.draft, siblings, _place(siblings, beside, after))
    made = maker.put(maker.new(Lane, order=key, role=neighbour.role, beside=neighbour.beside, title=title))
    return maker.draft.change(message("command.add.lane")), made.id


def insert_stage(document: DocumentView, context: Context, beside: str, after: bool, title: str) -> tuple[Change, str]:
    """Insert a stage beside another, with a first step, for a stage without steps has no place on the map."""
    maker = Maker(document, context)
    siblings = stages(document)
    (key,) = keys_at(maker.draft, siblings, _place(siblings, beside, after))
    made = maker.put(maker.new(Stage, order=key, title=title))
    maker.append(Step, stage=made.id)
    return maker.draft.change(message("command.add.stage")), made.id


def split_stage(document: DocumentView, context: Context, step: str, title: str) -> tuple[Change, str]:
    """Let a new stage begin at a step, with the same owner; no step moves."""
    maker = Maker(document, context)
    first = document.need(Step, step)
    whole = document.need(Stage, first.stage)
    siblings = stages(document)
    (key,) = keys_at(maker.draft, siblings, _place(siblings, whole.id, after=True))
    made = maker.put(maker.new(Stage, order=key, title=title, owner=whole.owner))
    row = document.where(Step, stage=whole.id)
    for each in row[_place(row, step, after=False) :]:
        maker.put(replace(each, stage=made.id))
    return maker.draft.change(message("command.split_stage")), made.id


def join_stage(document: DocumentView, context: Context, id: str) -> Change:
    """Let a stage go on in the one before it, which keeps its title and owner where it has them; no step moves."""
    maker = Maker(document, context)
    draft = maker.draft
    order = stages(document)
    gone = document.need(Stage, id)
    before = order[_place(order, id, after=False) - 1]
    draft.put(replace(before, title=before.title or gone.title, owner=before.owner or gone.owner))
    siblings = document.where(Step, stage=before.id)
    moved = document.where(Step, stage=id)
    for step, key in zip(moved, keys_at(draft, siblings, len(siblings), len(moved)), strict=True):
        draft.put(replace(step, stage=before.id, order=key))
    draft.drop(id)
    for row, field in document.referrers(id):
        if not isinstance(row, Step):
            _let_go(draft, row, field, before.id)
    return draft.change(message("command.join_stage"))


def _let_go(draft: Draft, row: Record, field: str, stage: str) -> None:
    """Drop what belonged to a stage that goes; let what only spoke of it speak of another."""
    if any(each.owned for each in kind_of(row).fields if each.name == field):
        draft.drop(row.id)
    else:
        now: Any = draft.get(type(row), row.id)
        draft.put(replace(now, **{field: stage}))


def _place(siblings: Sequence[Record], beside: str, after: bool) -> int:
    return [row.id for row in siblings].index(beside) + (1 if after else 0)
