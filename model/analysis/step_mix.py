"""The channel mix and the timing of one step, to be read before and after in a scenario (R62).

Occurrences of the cards that begin in the step, told apart by channel as cost to serve is: by the shares of a card,
what they leave to none; equally where it gives none. Work and elapsed time are those of the step's cards alone.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from model.analysis.economy import Economy
from model.analysis.evaluation import Evaluation
from model.analysis.partitions import Bill, By, Item, cost_to_serve, parts
from model.analysis.timing import paths_of_steps
from model.analysis.workload import workload
from model.document import DocumentView
from model.elements import Card
from model.grid import steps


class Mix(NamedTuple):
    """One step: occurrences and cost to serve a year by channel (`""`: none), hours of work a year, elapsed minutes."""

    step: str
    occurrences: dict[str, Decimal]
    cost: dict[str, Decimal]
    hours: Decimal | None
    elapsed: Decimal | None


def mixes(document: DocumentView) -> dict[str, Mix]:
    """The mix of each step; occurrences to a hundredth, costs to the cent."""
    figures = Evaluation(Economy(document))
    bill, paths = cost_to_serve(document, figures), paths_of_steps(document)
    found = {}
    for step in steps(document):
        cards = document.where(Card, step=step.id)
        ids = frozenset(card.id for card in cards)
        counts = ((card.id, figures.occurrences(card.id)) for card in cards)
        happening = Bill(tuple(Item(Decimal(count), id, "", id) for id, count in counts if count), ())
        serving = Bill(tuple(item for item in bill.items if item.card in ids), ())
        path = paths[step.id]
        found[step.id] = Mix(
            step.id,
            parts(document, happening, By.CHANNEL),
            parts(document, serving, By.CHANNEL),
            workload(figures, cards),
            None if path is None else path.span.total,
        )
    return found


def changed(document: DocumentView, after: DocumentView) -> tuple[tuple[Mix, Mix], ...]:
    """The steps that both have and whose mix or timing differs: before and after."""
    before, now = mixes(document), mixes(after)
    return tuple((mix, now[step]) for step, mix in before.items() if step in now and now[step] != mix)
