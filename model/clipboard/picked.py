"""What a selection means when it is copied: whole stages, steps and lanes, and cards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from model.document import DocumentView
from model.elements import Card
from model.grid import lanes, stages, steps


class Picked(NamedTuple):
    """Ids in the order of the grid. Steps are also those of the stages, cards also those in steps and lanes."""

    stages: tuple[str, ...]
    steps: tuple[str, ...]
    lanes: tuple[str, ...]
    cards: tuple[str, ...]

    @property
    def only_cards(self) -> bool:
        """Whether no stage, step or lane is copied as a whole."""
        return not (self.stages or self.steps or self.lanes)


def picked(document: DocumentView, ids: Iterable[str]) -> Picked:
    """What some selected ids mean; ids of other kinds mean nothing here."""
    wanted = set(ids)
    whole_stages = tuple(row.id for row in stages(document) if row.id in wanted)
    columns = tuple(row.id for row in steps(document) if row.id in wanted or row.stage in whole_stages)
    whole_lanes = tuple(row.id for row in lanes(document) if row.id in wanted)
    cards = {id for id in wanted if document.get(Card, id) is not None}
    cards.update(card.id for step in columns for card in document.where(Card, step=step))
    cards.update(card.id for lane in whole_lanes for card in document.where(Card, lane=lane))
    return Picked(whole_stages, columns, whole_lanes, in_reading_order(document, cards))


def in_reading_order(document: DocumentView, cards: Iterable[str]) -> tuple[str, ...]:
    """Cards lane by lane, step by step, top to bottom; the tray last."""
    rows = {lane.id: place for place, lane in enumerate(lanes(document))}
    columns = {step.id: place for place, step in enumerate(steps(document))}

    def place(card: Card) -> tuple[int, int, str, str]:
        return rows.get(card.lane or "", len(rows)), columns.get(card.step or "", len(columns)), card.order, card.id

    return tuple(card.id for card in sorted((document.need(Card, id) for id in cards), key=place))
