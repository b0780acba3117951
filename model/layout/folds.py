"""What of the grid a map shows: all of it, or one stage; folded stages and steps as one narrow column each."""

from __future__ import annotations

from model import grid
from model.document import DocumentView
from model.elements import Card, Step
from model.layout.view import View
from model.named import NamedTuple


class Across(NamedTuple):
    """The steps that have a column, the column of each step on the map, and the steps whose cards are hidden."""

    steps: tuple[Step, ...]
    column_of: dict[str, int]
    hidden: frozenset[str]

    def has_column(self, step: str) -> bool:
        """Whether a step has a column of its own."""
        column = self.column_of.get(step)
        return column is not None and self.steps[column].id == step


def across(document: DocumentView, view: View) -> Across:
    """The steps from first to last, as a view shows them."""
    shown: list[Step] = []
    column_of: dict[str, int] = {}
    hidden: set[str] = set()
    for step in grid.steps(document):
        if view.stage is not None and step.stage != view.stage:
            continue
        together = step.stage in view.folded and bool(shown) and shown[-1].stage == step.stage
        if not together:
            shown.append(step)
        column_of[step.id] = len(shown) - 1
        if view.folded and not view.folded.isdisjoint((step.id, step.stage)):
            hidden.add(step.id)
    return Across(tuple(shown), column_of, frozenset(hidden))


def hidden_steps(document: DocumentView, step: Step, view: View) -> tuple[Step, ...]:
    """The steps that a folded column stands for; empty where the step's column is not folded."""
    if step.stage in view.folded:
        return document.where(Step, stage=step.stage)
    return (step,) if step.id in view.folded else ()


def hides(document: DocumentView, id: str, view: View) -> frozenset[str]:
    """What must be unfolded for an element to be seen."""
    row = document.find(id)
    if isinstance(row, Card):
        return frozenset() if row.lane is None or row.step is None else cell_hides(document, row.lane, row.step, view)
    return view.folded & {row.stage} if isinstance(row, Step) else frozenset()


def cell_hides(document: DocumentView, lane: str, step: str, view: View) -> frozenset[str]:
    """What must be unfolded for the cards of a cell to be seen."""
    return view.folded & {lane, step, document.need(Step, step).stage} if view.folded else frozenset()
