"""Add a row at its place among its siblings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from model.change import Change
from model.commands.draft import Draft
from model.commands.ordering import keys_at, position_before
from model.document import DocumentView
from model.elements import Card, Lane, Stage, Step
from model.grid import band, cell, stages
from model.kinds import kind_of
from model.messages import message
from model.record import Record


def add(document: DocumentView, row: Record, before: str | None = None) -> Change:
    """Add a row before one of its siblings, or last."""
    siblings = siblings_of(document, row)
    return _add_at(document, row, siblings, position_before(siblings, before))


def add_card(document: DocumentView, card: Card, place: int | None) -> Change:
    """Add a card at a place in its cell, or last."""
    siblings = siblings_of(document, card)
    return _add_at(document, card, siblings, len(siblings) if place is None else max(0, min(place, len(siblings))))


def siblings_of(document: DocumentView, row: Record) -> Sequence[Record]:
    """The rows among which a row has its order: of a cell, a stage, a band, of what owns it, or all of its kind."""
    if isinstance(row, Card):
        return cell(document, row.lane, row.step)
    if isinstance(row, Step):
        return document.where(Step, stage=row.stage)
    if isinstance(row, Stage):
        return stages(document)
    if isinstance(row, Lane):
        return [lane for lane in document.where(Lane) if band(lane) is band(row)]
    owner = next((field.name for field in kind_of(row).references if field.owned), None)
    if owner is None:
        return document.where(type(row))
    return document.where(type(row), **{owner: getattr(row, owner)})


def _add_at(document: DocumentView, row: Record, siblings: Sequence[Record], position: int) -> Change:
    draft = Draft(document)
    (key,) = keys_at(draft, siblings, position)
    draft.put(replace(row, order=key))
    return draft.change(message(f"command.add.{kind_of(row).table}"))
