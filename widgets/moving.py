"""Moving what is selected by one place with the keyboard: cards, lanes, steps and stages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from model import grid
from model.elements import Card, Lane, Stage, Step
from model.messages import Message, message
from widgets.canvas import cursor
from widgets.canvas.canvas import Canvas

_WAYS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


class Moving:
    """The acts of one canvas. Ways are those of the screen; where there is no way on, it is said."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._workspace = canvas.workspace
        self._document = canvas.workspace.document
        self._selection = canvas.workspace.selection

    def move(self, way: str) -> None:
        """Move the selected cards, or the selected lane, step or stage, by one place."""
        across, down = _WAYS[way]
        if self._canvas.mirrored:
            across = -across
        act = self._act(across, down)
        if isinstance(act, Message):
            self._workspace.said.emit(act)
            return
        current = self._selection.current
        self._workspace.attempt(act)
        if current is not None:
            self._canvas.reveal_id(current)

    def _act(self, across: int, down: int) -> Callable[[], None] | Message:
        ids, row = self._selection.ids, self._document.find(self._selection.current or "")
        cards = [card for id in ids if (card := self._document.get(Card, id)) is not None and card.lane is not None]
        if cards:
            return self._move_card(cards[0], down) if down and len(cards) == 1 else self._shift(cards, across, down)
        if isinstance(row, Lane) and down:
            band = [lane.id for lane in grid.lanes(self._document) if grid.band(lane) is grid.band(row)]
            return self._beside(band, row.id, down, lambda before: self._workspace.editor.move_lane(row.id, before))
        if isinstance(row, Stage) and across:
            order = [stage.id for stage in grid.stages(self._document)]
            return self._beside(order, row.id, across, lambda before: self._workspace.editor.move_stage(row.id, before))
        if isinstance(row, Step) and across:
            return self._move_step(row, across)
        return message("window.said.move_what")

    def _beside(
        self, order: Sequence[str], id: str, by: int, act: Callable[[str | None], None]
    ) -> Callable[[], None] | Message:
        """Put one of some siblings on the other side of the next."""
        place = order.index(id) + by
        if not 0 <= place < len(order):
            return message("window.said.no_way")
        before = order[place] if by < 0 else (order[place + 1] if place + 1 < len(order) else None)
        return lambda: act(before)

    def _move_step(self, step: Step, by: int) -> Callable[[], None] | Message:
        """Within its stage, and from its end into the next stage."""
        inside = [row.id for row in self._document.where(Step, stage=step.stage)]
        if 0 <= inside.index(step.id) + by < len(inside):
            return self._beside(
                inside, step.id, by, lambda before: self._workspace.editor.move_step(step.id, step.stage, before)
            )
        stages = [stage.id for stage in grid.stages(self._document)]
        place = stages.index(step.stage) + by
        if not 0 <= place < len(stages):
            return message("window.said.no_way")
        there = self._document.where(Step, stage=stages[place])
        before = there[0].id if by > 0 and there else None
        return lambda: self._workspace.editor.move_step(step.id, stages[place], before)

    def _move_card(self, card: Card, by: int) -> Callable[[], None] | Message:
        """Within its cell, and from its end into the next lane."""
        seen = self._workspace.map
        there = [row.id for row in grid.cell(seen, card.lane, card.step)]
        inside = [row.id for row in grid.cell(self._document, card.lane, card.step)]
        if card.id not in there:
            return message("window.said.no_way")
        if 0 <= there.index(card.id) + by < len(there):
            place = inside.index(there[there.index(card.id) + by])
            return lambda: self._workspace.editor.move_cards([card.id], card.lane, card.step, place)
        lane = cursor.next_lane(seen, card.lane or "", by)
        if lane is None:
            return message("window.said.no_way")
        return lambda: self._workspace.editor.move_cards([card.id], lane, card.step, 0 if by > 0 else None)

    def _shift(self, cards: Sequence[Card], across: int, down: int) -> Callable[[], None] | Message:
        """Move cards side by side, each to the cell beside its own."""
        lanes = [lane.id for lane in grid.lanes(self._workspace.map)]
        steps = [step.id for step in grid.steps(self._workspace.map)]
        if not all(card.lane in lanes and card.step in steps for card in cards):
            return message("window.said.no_way")
        groups: dict[tuple[str, str], list[str]] = {}
        for card in cards:
            row, column = lanes.index(card.lane or "") + down, steps.index(card.step or "") + across
            if not (0 <= row < len(lanes) and 0 <= column < len(steps)):
                return message("window.said.no_way")
            groups.setdefault((lanes[row], steps[column]), []).append(card.id)

        def act() -> None:
            with self._workspace.group(message("command.move.card", n=len(cards))):
                for (lane, step), ids in groups.items():
                    self._workspace.editor.move_cards(ids, lane, step)

        return act
