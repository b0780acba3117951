"""Where a block lands: lanes downwards and steps onwards from a cell, and those to be made where the grid ends."""

from __future__ import annotations

from collections.abc import Sequence

from model.commands.maker import Maker
from model.commands.ordering import keys_at
from model.document import DocumentView
from model.elements import Band, Lane, Role, Step
from model.grid import band, lanes, stages, steps


def lanes_from(document: DocumentView, first: str, count: int) -> list[str]:
    """At most so many lanes from one downwards, as they are displayed."""
    order = [lane.id for lane in lanes(document)]
    place = order.index(first)
    return order[place : place + count]


def steps_from(document: DocumentView, first: str, count: int) -> list[str]:
    """At most so many steps from one on."""
    order = [step.id for step in steps(document)]
    place = order.index(first)
    return order[place : place + count]


def role_below(document: DocumentView) -> Role:
    """The role of lanes that are added at the foot: that of the last lane of an actor."""
    actors = [lane.role for lane in lanes(document) if band(lane) is not Band.ANNOTATION]
    return actors[-1] if actors else Role.CUSTOMER


def stage_at_end(document: DocumentView) -> str:
    """The stage that steps are added to at the end."""
    return stages(document)[-1].id


def add_lanes(maker: Maker, role: Role, titles: Sequence[str]) -> list[str]:
    """Add lanes of a role, last in its band; their ids."""
    if not titles:
        return []
    wanted = band(Lane("", role=role))
    siblings = [lane for lane in maker.document.where(Lane) if band(lane) is wanted]
    keys = keys_at(maker.draft, siblings, len(siblings), len(titles))
    made = [maker.new(Lane, order=key, role=role, title=title) for key, title in zip(keys, titles, strict=True)]
    return [maker.put(row).id for row in made]


def add_steps(maker: Maker, titles: Sequence[str]) -> list[str]:
    """Add steps after all others; their ids."""
    if not titles:
        return []
    stage = stage_at_end(maker.document)
    siblings = maker.document.where(Step, stage=stage)
    keys = keys_at(maker.draft, siblings, len(siblings), len(titles))
    made = [maker.new(Step, order=key, stage=stage, title=title) for key, title in zip(keys, titles, strict=True)]
    return [maker.put(row).id for row in made]
