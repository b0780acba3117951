"""A document with some of its steps."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from model import grid
from model.analysis.views import Part, whole_of
from model.document import DocumentView
from model.elements import Card, Stage, Step
from model.record import Record


def only_steps(document: DocumentView, steps: Collection[str]) -> DocumentView:
    """A document with some of its steps and the cards that cover them; figures stay those of the whole."""
    columns = [row.id for row in grid.steps(document)]
    order = {step: place for place, step in enumerate(columns)}
    stages = {document.need(Step, step).stage for step in steps}
    rows: list[Record] = []
    for row in document.rows():
        if isinstance(row, Card) and row.step is not None:
            left = [step for step in covered(row, order, columns) if step in steps]
            if left:
                rows.append(replace(row, step=left[0], last_step=left[-1] if len(left) > 1 else None))
        elif not isinstance(row, (Stage, Step)) or row.id in steps or row.id in stages:
            rows.append(row)
    return Part(whole_of(document), rows)


def covered(card: Card, order: Mapping[str, int], columns: Sequence[str]) -> Sequence[str]:
    """The steps a card covers, of `columns`; `order`: their places."""
    first = order.get(card.step or "")
    return () if first is None else columns[first : order.get(card.last_step or "", first) + 1]
