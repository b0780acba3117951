"""What is selected in a window: elements, and the cell the keyboard is in. Shared by canvas, outline and inspector."""

from __future__ import annotations

from collections.abc import Iterable

from model.document import DocumentView
from model.elements import Card, Lane, Step
from model.signal import Signal

Cell = tuple[str, str]


class Selection:
    """Ids in the order they were selected, the last being the current one. Ids that went are dropped by `prune`."""

    def __init__(self) -> None:
        self.ids: tuple[str, ...] = ()
        self.cell: Cell | None = None
        self.changed: Signal[Selection] = Signal()

    @property
    def current(self) -> str | None:
        """The element selected last."""
        return self.ids[-1] if self.ids else None

    def set(self, ids: Iterable[str], cell: Cell | None = None) -> None:
        """Select these and nothing else."""
        wanted = tuple(dict.fromkeys(ids))
        if (wanted, cell) != (self.ids, self.cell):
            self.ids, self.cell = wanted, cell
            self.changed.emit(self)

    def toggle(self, id: str, cell: Cell | None = None) -> None:
        """Add an element, or take it out."""
        rest = tuple(other for other in self.ids if other != id)
        self.set(rest if id in self.ids else (*rest, id), cell or self.cell)

    def clear(self) -> None:
        """Select nothing."""
        self.set(())

    def show(self, document: DocumentView, id: str) -> None:
        """Select one element; a placed card brings its cell along."""
        self.set((id,), cell_of(document, id))

    def prune(self, document: DocumentView) -> None:
        """Drop what is no longer in the document; a card that moved takes the cell with it."""
        ids = tuple(id for id in self.ids if id in document)
        cell = self.cell
        if cell is not None and (document.get(Lane, cell[0]) is None or document.get(Step, cell[1]) is None):
            cell = None
        if ids and (moved := cell_of(document, ids[-1])) is not None:
            cell = moved
        self.set(ids, cell)


def cell_of(document: DocumentView, id: str | None) -> Cell | None:
    """The cell of a placed card."""
    card = document.get(Card, id)
    if card is None or card.lane is None or card.step is None:
        return None
    return (card.lane, card.step)
