"""Where every card lies, looked up once for a whole answer: its place in the grid, its band, its stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from model.document import DocumentView
from model.elements import Band, Card
from model.grid import band, lanes, stages, steps

Place = tuple[int, int, str, str]
VISIBLE = (Band.EVIDENCE, Band.CUSTOMER, Band.FRONTSTAGE)


class Places:
    """The grid of one document that does not change meanwhile. What is in the tray comes last."""

    def __init__(self, document: DocumentView) -> None:
        columns = steps(document)
        self.cards: Mapping[str, Card] = document.table(Card)
        self.stages = tuple(stage.id for stage in stages(document))
        self.steps = tuple(step.id for step in columns)
        self._columns = {step.id: number for number, step in enumerate(columns)}
        self._stages = {step.id: step.stage for step in columns}
        self._rows = {lane.id: number for number, lane in enumerate(lanes(document))}
        bands = {lane.id: None if band(lane) is Band.ANNOTATION else band(lane) for lane in lanes(document)}
        placed = (card for card in self.cards.values() if card.step)
        # By card; none of those in the tray, and None of those in an annotation lane, which stands beside the bands.
        self.bands = {card.id: bands[card.lane] for card in placed if card.lane}

    def place(self, card: Card) -> Place:
        """The key of the order in which a map is read: step, lane, place in the cell."""
        column = self._columns.get(card.step or "", len(self._columns))
        return column, self._rows.get(card.lane or "", len(self._rows)), card.order, card.id

    def band(self, card: Card) -> Band | None:
        """The band of a card; None in the tray and in an annotation lane, which stand beside the bands."""
        return self.bands.get(card.id)

    def visible(self, card: Card) -> bool:
        """Whether a card lies above the line of visibility."""
        return self.band(card) in VISIBLE

    def stage(self, card: Card) -> str | None:
        """The stage of a card's first step."""
        return self._stages.get(card.step or "")

    def covered(self, card: Card) -> tuple[str, ...]:
        """The steps a card covers, first to last."""
        first = self._columns.get(card.step or "")
        if first is None:
            return ()
        last = self._columns.get(card.last_step or "", first)
        return self.steps[first : max(first, last) + 1]

    def ordered(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Ids of cards in the order of the map."""
        return tuple(sorted(ids, key=self.ranks.__getitem__))

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """By the id of a card: how many come before it in the order of the map."""
        return {card.id: rank for rank, card in enumerate(sorted(self.cards.values(), key=self.place))}
