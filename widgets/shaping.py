"""Acts that change the shape of the map: splitting and merging cards, and inserting beside the cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from model.document import DocumentView
from model.elements import Card, Lane, Stage, Step
from model.messages import message
from widgets.canvas.canvas import Canvas

AFTER = "after"


class Shaping:
    """The acts of one canvas; each tells why where it may not be done."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._workspace = canvas.workspace
        self._document: DocumentView = canvas.workspace.document
        self._selection = canvas.workspace.selection

    def split_card(self) -> None:
        """Make a card of each line of the selected card."""
        card = self._document.get(Card, self._selection.current)
        if card is None:
            self._workspace.said.emit(message("window.said.select_card"))
            return
        self._show(self._workspace.attempt(lambda: self._workspace.editor.split_card(card.id)))

    def merge_cards(self) -> None:
        """Make one card of those selected."""
        cards = [id for id in self._selection.ids if self._document.get(Card, id) is not None]
        made = self._workspace.attempt(lambda: self._workspace.editor.merge_cards(cards))
        self._show(None if made is None else (made,))

    def insert_lane(self, side: str = AFTER) -> None:
        """Insert a lane of the same role above or below the one the cursor is in, and ask for its title."""
        lane = self._near(0, Lane)
        self._insert(lane, lambda beside: self._workspace.editor.insert_lane(beside, side == AFTER))

    def insert_stage(self, side: str = AFTER) -> None:
        """Insert a stage with a first step before or after the one the cursor is in, and ask for its title."""
        self._insert(self._stage(), lambda beside: self._workspace.editor.insert_stage(beside, side == AFTER))

    def split_stage(self) -> None:
        """Let a new stage begin at the step the cursor is in, and ask for its title."""
        self._insert(self._near(1, Step), self._workspace.editor.split_stage)

    def join_stage(self) -> None:
        """Let the stage the cursor is in go on in the one before it."""
        stage = self._stage()
        if stage is None:
            self._workspace.said.emit(message("window.said.no_place"))
        else:
            self._workspace.attempt(lambda: self._workspace.editor.join_stage(stage))

    def _insert(self, beside: str | None, act: Callable[[str], str]) -> None:
        if beside is None:
            self._workspace.said.emit(message("window.said.no_place"))
            return
        made = self._workspace.attempt(lambda: act(beside))
        if made is not None:
            self._selection.set((made,), self._selection.cell)
            self._canvas.reveal_id(made)
            self._canvas.capture.edit(made)

    def _near(self, part: int, kind: type[Lane] | type[Step]) -> str | None:
        """The selected lane or step, or that of the selected cell (`part` 0: its lane, 1: its step)."""
        row = self._document.get(kind, self._selection.current)
        if row is not None:
            return row.id
        if kind is Step and (stage := self._document.get(Stage, self._selection.current)) is not None:
            return next((step.id for step in self._document.where(Step, stage=stage.id)), None)
        return None if self._selection.cell is None else self._selection.cell[part]

    def _stage(self) -> str | None:
        stage = self._document.get(Stage, self._selection.current)
        step = self._document.get(Step, self._near(1, Step))
        if stage is not None:
            return stage.id
        return None if step is None else step.stage

    def _show(self, ids: Iterable[str] | None) -> None:
        made = tuple(ids or ())
        if made:
            self._selection.show(self._document, made[-1])
            self._selection.set(made, self._selection.cell)
            self._canvas.reveal_id(made[-1])
