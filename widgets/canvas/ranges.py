"""Selecting more than one card: from one place to another, and all that stands under a head."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from model import grid
from model.document import DocumentView
from model.elements import Card, Lane, Stage, Step
from widgets.canvas.cursor import Place
from widgets.selection import Cell, Selection, cell_of


class Range:
    """Widens a selection from where it began. It forgets where that was when something else is selected."""

    def __init__(self, shown: Callable[[], DocumentView], selection: Selection) -> None:
        """`shown`: what is on the map."""
        self._on_map = shown
        self._selection = selection
        self._anchor: Place | None = None
        self._end: Place | None = None
        self._shown: tuple[tuple[str, ...], Cell | None] = ((), None)

    @property
    def _document(self) -> DocumentView:
        return self._on_map()

    @property
    def end(self) -> Place | None:
        """Where the range goes to now: its moving end, else where the keyboard is."""
        same = self._shown == (self._selection.ids, self._selection.cell)
        if same and self._stands(self._anchor) and self._stands(self._end):
            return self._end
        current = self._selection.current
        cell = cell_of(self._document, current) or self._selection.cell
        card = current if self._document.get(Card, current) is not None else None
        self._anchor = None if cell is None else Place(*cell, card)
        self._anchor = self._end = self._anchor if self._stands(self._anchor) else None
        return self._end

    def _stands(self, place: Place | None) -> bool:
        return place is not None and place.lane in self._document and place.step in self._document

    def reach(self, end: Place) -> None:
        """Select from where the range began to a place, both included."""
        here = self.end
        if here is None or self._anchor is None:
            self._anchor = end
        self._end = end
        assert self._anchor is not None
        ids = between(self._document, self._anchor, end)
        last = [id for id in ids if id == end.card]
        self._selection.set([*(id for id in ids if id != end.card), *last], (end.lane, end.step))
        self._shown = (self._selection.ids, self._selection.cell)


def between(document: DocumentView, one: Place, other: Place) -> list[str]:
    """The cards of the block of cells that two places span; of one cell, the cards from the one to the other."""
    if (one.lane, one.step) == (other.lane, other.step):
        cards = [card.id for card in grid.cell(document, one.lane, one.step)]
        if one.card in cards and other.card in cards:
            first, last = sorted((cards.index(one.card), cards.index(other.card)))
            return cards[first : last + 1]
        return cards
    lanes = _part([lane.id for lane in grid.lanes(document)], one.lane, other.lane)
    steps = _part([step.id for step in grid.steps(document)], one.step, other.step)
    return [card.id for lane in lanes for step in steps for card in grid.cell(document, lane, step)]


def under(document: DocumentView, heads: Iterable[str]) -> list[str]:
    """The cards in some lanes, steps and stages, in reading order; empty where anything else is among them."""
    lanes: set[str] = set()
    steps: set[str] = set()
    for id in heads:
        row = document.find(id)
        if isinstance(row, Lane):
            lanes.add(id)
        elif isinstance(row, Step):
            steps.add(id)
        elif isinstance(row, Stage):
            steps.update(step.id for step in document.where(Step, stage=id))
        else:
            return []
    return [
        card.id
        for lane in grid.lanes(document)
        for step in grid.steps(document)
        if lane.id in lanes or step.id in steps
        for card in grid.cell(document, lane.id, step.id)
    ]


def _part(order: list[str], one: str, other: str) -> list[str]:
    first, last = sorted((order.index(one), order.index(other)))
    return order[first : last + 1]
