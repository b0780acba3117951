"""Where every card lies, looked up once for a whole answer: its place in the grid, its band, its stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from model.document import DocumentView
from model.elements import Band, Card
from model.grid import band, lanes, stages, steps

Cell = tuple[int, int]
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
        self._lane_bands = lane_bands = {
            lane.id: None if band(lane) is Band.ANNOTATION else band(lane) for lane in lanes(document)
        }
        # By card; none of those in the tray, and None of those in an annotation lane, which stands beside the bands.
        self.bands: dict[str, Band | None] = {}
        # The cards of each step and lane, and where those end that cover several steps.
        self._cells: dict[tuple[str | None, str | None], list[tuple[str, str]]] = {}
        self._last: dict[str, str] = {}
        # Once through all cards: at 40,000 that takes longer than what is done with them.
        for id, card in self.cards.items():
            lane, step = card.lane, card.step
            self._cells.setdefault((step, lane), []).append((card.order, id))
            if lane and step:
                self.bands[id] = lane_bands[lane]
                if card.last_step is not None:
                    self._last[id] = card.last_step

    def place(self, card: Card) -> Place:
        """The key of the order in which a map is read: step, lane, place in the cell."""
        return *self._cell(card.step, card.lane), card.order, card.id

    def _cell(self, step: str | None, lane: str | None) -> Cell:
        """A step and a lane, counted; the tray comes last."""
        return self._columns.get(step or "", len(self._columns)), self._rows.get(lane or "", len(self._rows))

    def band(self, card: Card) -> Band | None:
        """The band of a card; None in the tray and in an annotation lane, which stand beside the bands."""
        return self.bands.get(card.id)

    def within(self, band: Band) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The cards of a band, each with the steps it covers."""
        lanes = {id for id, found in self._lane_bands.items() if found is band}
        for (step, lane), cards in self._cells.items():
            if lane in lanes and step:
                one = (step,)
                for _, id in cards:
                    yield id, self._covered(step, self._last[id]) if id in self._last else one

    def visible(self, card: Card) -> bool:
        """Whether a card lies above the line of visibility."""
        return self.band(card) in VISIBLE

    def stage(self, card: Card) -> str | None:
        """The stage of a card's first step."""
        return self._stages.get(card.step or "")

    def covered(self, card: Card) -> tuple[str, ...]:
        """The steps a card covers, first to last."""
        return self._covered(card.step, card.last_step)

    def _covered(self, begin: str | None, end: str | None) -> tuple[str, ...]:
        first = self._columns.get(begin or "")
        if first is None:
            return ()
        last = self._columns.get(end or "", first)
        return self.steps[first : max(first, last) + 1]

    def ordered(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Ids of cards in the order of the map."""
        return tuple(sorted(ids, key=self.ranks.__getitem__))

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """By the id of a card: how many come before it in the order of the map."""
        cells: dict[Cell, list[tuple[str, str]]] = {}
        for (step, lane), cards in self._cells.items():
            cells.setdefault(self._cell(step, lane), []).extend(cards)
        ordered = [id for cell in sorted(cells) for _, id in sorted(cells[cell])]
        return dict(zip(ordered, range(len(ordered)), strict=True))
