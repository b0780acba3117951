"""A document's case made ready for many answers at once, in floats: draws, swings of one input, sets of improvements.

Where a number is an array, so is the NPV: one entry for each draw. Exact figures are those of `model.analysis.case`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from model.analysis.arithmetic import Number
from model.analysis.case import discounts
from model.analysis.cuts import Node
from model.analysis.economy import Economy, Key
from model.analysis.timeline import Timeline, plan
from model.document import DocumentView
from model.errors import BugError


class Study:
    """The document must not change meanwhile. `factors`: what money of each month is worth in month 0."""

    def __init__(self, document: DocumentView) -> None:
        """The document has a discount rate."""
        rate = document.blueprint.rate
        if rate is None:
            raise BugError("a case without a discount rate")
        self.document = document
        self.plan = plan(document)
        self.economy = Economy(document, float, np.minimum)
        self.factors = tuple(float(factor) for factor in discounts(rate, self.plan.horizon + 1))

    def timeline(self, values: Mapping[Key, Number] | None = None) -> Timeline:
        """What sets bring and cost, with some numbers in place of the likely ones."""
        return Timeline(self.economy, self.plan, values)

    def npv(self, chosen: Collection[str], values: Mapping[Key, Number] | None = None) -> Number:
        """The net present value of a set."""
        timeline = self.timeline(values)
        costs = (timeline.cost(id, self.factors) for id in sorted(chosen))
        return timeline.present(chosen, self.factors) - sum(costs, 0.0)

    def terms(self, improvements: Collection[str]) -> dict[Node, frozenset[str]]:
        """The summands of the outlay that some improvements reach, and which of these reach each."""
        works, touches = self.plan.book.works, self.plan.tracks.touches
        found = {
            term: frozenset(works[place].improvement for place in touches[term]) & frozenset(improvements)
            for term in self.plan.tracks.terms
        }
        return {term: reached for term, reached in found.items() if reached}
