"""Move cards, steps, stages and lanes; span cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from model.change import Change
from model.commands.draft import Draft
from model.commands.ordering import keys_at, position_before
from model.commands.spans import resettle
from model.document import DocumentView
from model.elements import Card, Lane, Stage, Step
from model.grid import band, cell, stages, steps
from model.messages import message


def move_cards(
    document: DocumentView, ids: Sequence[str], lane: str | None, step: str | None, place: int | None
) -> Change:
    """Move cards into a cell, in the order given, before the card at `place` among those that stay there.

    A span keeps its length as far as there are steps; in the tray a card has none.
    """
    moving = list(dict.fromkeys(ids))
    draft = Draft(document)
    staying = [card for card in cell(document, lane, step) if card.id not in moving]
    position = len(staying) if place is None else max(0, min(place, len(staying)))
    for id, key in zip(moving, keys_at(draft, staying, position, len(moving)), strict=True):
        card = document.need(Card, id)
        last = _shifted(document, card, step)
        draft.put(replace(card, lane=lane, step=step, last_step=last, order=key))
    return draft.change(message("command.move.card", n=len(moving)))


def _shifted(document: DocumentView, card: Card, step: str | None) -> str | None:
    """The last step of a card that comes to begin at another step."""
    if card.last_step is None or step is None or step == card.step:
        return None if step is None else card.last_step
    order = [row.id for row in steps(document)]
    length = order.index(card.last_step) - order.index(card.step or "")
    first = order.index(step)
    last = min(first + length, len(order) - 1)
    return order[last] if last > first else None


def span_card(document: DocumentView, id: str, last_step: str | None) -> Change:
    """Let a card run to a step; None, or its own step: one step."""
    card = document.need(Card, id)
    draft = Draft(document)
    draft.put(replace(card, last_step=None if last_step == card.step else last_step))
    return draft.change(message("command.span"))


def move_step(document: DocumentView, id: str, stage: str, before: str | None) -> Change:
    """Move a step into a stage, before one of its steps or last."""
    draft = Draft(document)
    step = document.need(Step, id)
    siblings = [row for row in document.where(Step, stage=stage) if row.id != id]
    position = position_before(siblings, before)
    (key,) = keys_at(draft, siblings, position)
    draft.put(replace(step, stage=stage, order=key))
    old = [row.id for row in steps(document)]
    new: list[str] = []
    for each in stages(document):
        if each.id == stage:
            new += [*(row.id for row in siblings[:position]), id, *(row.id for row in siblings[position:])]
        else:
            new += [row.id for row in document.where(Step, stage=each.id) if row.id != id]
    resettle(draft, old, new, {id})
    return draft.change(message("command.move.step"))


def move_stage(document: DocumentView, id: str, before: str | None) -> Change:
    """Move a stage with its steps before another, or last."""
    draft = Draft(document)
    siblings = [row for row in stages(document) if row.id != id]
    position = position_before(siblings, before)
    (key,) = keys_at(draft, siblings, position)
    moved = document.need(Stage, id)
    draft.put(replace(moved, order=key))
    order = [*siblings[:position], moved, *siblings[position:]]
    old = [row.id for row in steps(document)]
    new = [row.id for stage in order for row in document.where(Step, stage=stage.id)]
    resettle(draft, old, new, {row.id for row in document.where(Step, stage=id)})
    return draft.change(message("command.move.stage"))


def move_lane(document: DocumentView, id: str, before: str | None) -> Change:
    """Move a lane before another of its band, or last in it."""
    draft = Draft(document)
    lane = document.need(Lane, id)
    siblings = [row for row in document.where(Lane) if band(row) is band(lane) and row.id != id]
    (key,) = keys_at(draft, siblings, position_before(siblings, before))
    draft.put(replace(lane, order=key))
    return draft.change(message("command.move.lane"))
