"""Dragging a head: stages, steps and lanes are put in another order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QPointF

from model import grid, rules
from model.elements import Lane, Stage, Step
from model.layout.drawing import Box
from model.messages import Message, message

if TYPE_CHECKING:
    from widgets.canvas.canvas import Canvas

_WIDTH = 3.0


class Gap(NamedTuple):
    """A place between heads: `before` which one (None: last), and where that is along the axis."""

    before: str | None
    at: float
    stage: str = ""


class MoveHead:
    """A stage, step or lane under way: a line shows where it would go."""

    def __init__(self, canvas: Canvas, kind: str, id: str) -> None:
        self._canvas = canvas
        self._workspace = canvas.workspace
        self._kind = kind
        self._id = id

    def move(self, point: QPointF, cursor: QPoint) -> None:
        gap = self._gap(point)
        reason = self._reason(gap)
        body, overlays = self._workspace.drawing.areas.body, self._canvas.overlays
        if gap is None or reason is not None:
            overlays.slot.show_boxes(())
        elif self._kind == "lane":
            overlays.slot.show_boxes((Box(body.x, gap.at - _WIDTH / 2, body.width, _WIDTH),))
        else:
            overlays.slot.show_boxes((Box(gap.at - _WIDTH / 2, body.y, _WIDTH, body.height),))
        self._canvas.show_reason("" if reason is None else self._workspace.texts(reason), cursor)

    def release(self, point: QPointF) -> None:
        gap = self._gap(point)
        reason = self._reason(gap)
        if gap is None or reason is not None:
            if reason is not None:
                self._workspace.said.emit(reason)
            return
        editor, id = self._workspace.editor, self._id
        if self._kind == "lane":
            self._workspace.attempt(lambda: editor.move_lane(id, gap.before))
        elif self._kind == "stage":
            self._workspace.attempt(lambda: editor.move_stage(id, gap.before))
        else:
            self._workspace.attempt(lambda: editor.move_step(id, gap.stage, gap.before))

    def cancel(self) -> None:
        self._canvas.overlays.clear_gesture()
        self._canvas.show_reason("", QPoint())

    def _reason(self, gap: Gap | None) -> Message | None:
        document = self._workspace.document
        if self._workspace.read_only:
            return message("window.said.read_only")
        if gap is None:
            return None
        if self._kind == "lane":
            return rules.may_move_lane(document, self._id, gap.before).reason or self._leaves_band(gap)
        if self._kind == "stage":
            return rules.may_move_stage(document, self._id, gap.before).reason
        return rules.may_move_step(document, self._id, gap.stage, gap.before).reason

    def _leaves_band(self, gap: Gap) -> Message | None:
        """A lane dropped far from its band would jump back into it: say so instead."""
        document = self._workspace.map
        lanes = grid.lanes(document)
        own = grid.band(document.need(Lane, self._id))
        index = next((i for i, lane in enumerate(lanes) if lane.id == gap.before), len(lanes))
        near = lanes[max(0, index - 1) : index + 1]
        if any(grid.band(lane) is own for lane in near):
            return None
        return message("rule.lane_band")

    def _gap(self, point: QPointF) -> Gap | None:
        if self._kind == "lane":
            return self._lane_gap(point.y())
        return self._across_gap(point.x())

    def _lane_gap(self, y: float) -> Gap | None:
        drawing, document = self._workspace.drawing, self._workspace.map
        lanes = grid.lanes(document)
        own = grid.band(document.need(Lane, self._id))
        at = 0.0
        for index, lane in enumerate(lanes):
            box = drawing.box(lane.id)
            if box is None:
                return None
            at = box.bottom
            if y < box.y + box.height / 2:
                after_own = index > 0 and grid.band(lane) is not own and grid.band(lanes[index - 1]) is own
                return Gap(None if after_own else lane.id, box.y)
        return Gap(None, at)

    def _across_gap(self, x: float) -> Gap | None:
        drawing, document = self._workspace.drawing, self._workspace.map
        heads: tuple[Stage | Step, ...] = grid.stages(document) if self._kind == "stage" else grid.steps(document)
        boxes = [(head, drawing.box(head.id)) for head in heads]
        found: Gap | None = None
        for index, (head, box) in enumerate(boxes):
            if box is None:
                continue
            start, end = (box.right, box.x) if drawing.rtl else (box.x, box.right)
            middle = (start + end) / 2
            stage = head.stage if isinstance(head, Step) else ""
            earlier = x > middle if drawing.rtl else x < middle
            if earlier:
                return Gap(head.id, start, stage)
            following = heads[index + 1] if index + 1 < len(heads) else None
            if isinstance(following, Step) and following.stage != stage:
                next_box = drawing.box(following.id)
                beyond = next_box is not None and (x < next_box.right if drawing.rtl else x > next_box.x)
                if not beyond:
                    return Gap(None, end, stage)
            found = Gap(None, end, stage)
        return found
