"""Small builders for tests: a document with its editor, and a grid to put things in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from model.context import Context, fixed_context
from model.document import Document
from model.editor import Editor
from model.elements import Blueprint, Card, Role, Stage
from model.grid import steps
from model.history import History

DAY = date(2026, 11, 23)
ROLES = (Role.EVIDENCE, Role.CUSTOMER, Role.FRONTSTAGE, Role.BACKSTAGE, Role.SUPPORT)


@dataclass(frozen=True)
class Grid:
    """An editor with the ids of a small blueprint, by position."""

    editor: Editor
    stages: tuple[str, ...]
    steps: tuple[str, ...]
    lanes: tuple[str, ...]

    @property
    def document(self) -> Document:
        """The document under the editor."""
        return self.editor.document

    def card(self, lane: int = 0, step: int = 0, title: str = "Card") -> str:
        """A card in a cell, last in it."""
        return self.editor.add_card(self.lanes[lane], self.steps[step], title)

    def titles(self, lane: int = 0, step: int = 0) -> list[str]:
        """The titles in a cell, in order."""
        found = self.document.where(Card, lane=self.lanes[lane], step=self.steps[step])
        return [card.title for card in found]


def a_context(seed: int | str = 0) -> Context:
    """A context in which everything is fixed."""
    return fixed_context(DAY, "Ada", seed)


def an_editor(seed: int | str = 0, **blueprint: Any) -> Editor:
    """An editor over a blueprint with one untitled stage."""
    rows = (Blueprint("blueprint_1", "a0", **blueprint), Stage("stage_1", "a0"))
    document = Document(rows)
    return Editor(document, History(document), a_context(seed))


def a_grid(stages: Iterable[int] = (2, 2), roles: Iterable[Role] = ROLES, **blueprint: Any) -> Grid:
    """A blueprint with stages of so many steps, and lanes of these roles; nothing to undo counts."""
    editor = an_editor(**blueprint)
    first = "stage_1"
    stage_ids: list[str] = []
    step_ids: list[str] = []
    for number, count in enumerate(stages):
        stage_ids.append(first if number == 0 else editor.add_stage(f"Stage {number + 1}"))
        step_ids += [editor.add_step(stage_ids[-1], f"Step {len(step_ids) + place}") for place in range(1, count + 1)]
    lanes = tuple(editor.add_lane(role, f"Lane {role.value}") for role in roles)
    editor = Editor(editor.document, History(editor.document), editor.context)
    return Grid(editor, tuple(stage_ids), tuple(step_ids), lanes)


def covered(grid: Grid, card: str) -> list[str]:
    """The titles of the steps a card covers."""
    row = grid.document.need(Card, card)
    order = steps(grid.document)
    ids = [step.id for step in order]
    first = ids.index(row.step or "")
    last = first if row.last_step is None else ids.index(row.last_step)
    return [step.title for step in order[first : last + 1]]
