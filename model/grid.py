"""The order of the grid, derived: stages, steps in stages, lanes in bands, and what sits in a cell."""

from __future__ import annotations

from model.document import DocumentView
from model.elements import BAND_OF, Band, Card, Lane, Role, Stage, Step

BANDS = tuple(Band)


def stages(document: DocumentView) -> tuple[Stage, ...]:
    """The stages, first to last."""
    return document.where(Stage)


def steps(document: DocumentView) -> tuple[Step, ...]:
    """The steps, first to last, stage by stage."""
    return tuple(step for stage in stages(document) for step in document.where(Step, stage=stage.id))


def band(lane: Lane) -> Band:
    """The band a lane belongs to."""
    return BAND_OF[lane.role]


def lanes(document: DocumentView) -> tuple[Lane, ...]:
    """The lanes, top to bottom: band by band, free order within; an annotation lane goes beside its actor or last.

    A storyboard goes first, as it is read before the rest.
    """
    rows = document.where(Lane)
    beside: dict[str, list[Lane]] = {}
    loose: list[Lane] = []
    for lane in rows:
        if band(lane) is Band.ANNOTATION:
            if document.get(Lane, lane.beside) is not None and lane.beside != lane.id:
                beside.setdefault(str(lane.beside), []).append(lane)
            else:
                loose.append(lane)
    ordered = [lane for lane in loose if lane.role is Role.STORYBOARD]
    for each in BANDS[:-1]:
        for lane in rows:
            if band(lane) is each:
                ordered += [lane, *beside.pop(lane.id, [])]
    ordered += [lane for rest in beside.values() for lane in rest]
    ordered += [lane for lane in loose if lane.role is not Role.STORYBOARD]
    return tuple(ordered)


def cell(document: DocumentView, lane: str | None, step: str | None) -> tuple[Card, ...]:
    """The cards of one cell in order; (None, None) is the tray."""
    return document.where(Card, lane=lane, step=step)


def tray(document: DocumentView) -> tuple[Card, ...]:
    """The cards not yet placed."""
    return cell(document, None, None)
