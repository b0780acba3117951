"""Every figure opens into what made it: the parts of each step make its amount, down to what was entered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from model import samples
from model.analysis import derivation
from model.analysis.case import case, chosen_by_default
from model.analysis.costs import evaluation
from model.context import fixed_context
from model.document import Document
from model.elements import Card
from model.improvements import Improvement, Spend
from model.registers import Cost, CostBasis, FailPoint
from model.texts import Texts
from tests.model.builders import a_grid
from tests.model.derived import adds_up, steps


def sample(name: str) -> Document:
    """A sample."""
    return samples.build(name, fixed_context(date(2026, 11, 26)))


@pytest.mark.parametrize("name", ["permit", "outpatient"])
def test_every_step_is_made_of_its_parts(name: str) -> None:
    document = sample(name)
    figures = evaluation(document)
    found = [derivation.failure_cost(figures, row.id) for row in document.where(FailPoint)]
    found += [derivation.cost_to_serve(figures, card.id) for card in document.where(Card)]
    chosen = chosen_by_default(document)
    whole = case(document, chosen)
    assert whole is not None
    found.append(derivation.net_present_value(document, whole, chosen))

    every = [step for root in found for step in steps(root)]

    assert len(every) > 100
    assert [Texts()(step.words) for step in every if not adds_up(step)] == []


def test_a_figure_opens_down_to_what_was_entered() -> None:
    # The permit's largest: 9,670 x 0.2 = 1,934 failures; a second check at 32, 0.6 calls at 18, of these 0.15 at 80.
    document = sample("permit")
    card = next(card for card in document.where(Card) if card.title == "Checks each document by hand")
    (fail_point,) = document.where(FailPoint, card=card.id)

    root = derivation.failure_cost(evaluation(document), fail_point.id)

    assert root.amount == Decimal("96700")
    assert [part.amount for part in root.parts] == [Decimal(61888), Decimal("20887.2"), Decimal("13924.8")]
    count, each = root.parts[2].parts
    assert [step.amount for step in count.parts] == [Decimal(1934), Decimal("0.15"), Decimal("0.6")]
    assert each.amount == Decimal(80)
    occurrences, rate = count.parts[0].parts
    assert (occurrences.element, occurrences.amount) == (card.id, Decimal(9670))
    assert (rate.element, rate.amount) == (fail_point.id, Decimal("0.2"))
    assert occurrences.sources == card.sources != ()


def test_costs_entered_on_an_improvement_are_opened_with_the_rest() -> None:
    # Nothing is discounted: 1,200 one-off in month 0 and 500 in month 3, then 120 + 240 a year over 12 of 13 months.
    grid = a_grid(rate=Decimal(0), horizon=12)
    better = grid.editor.add(Improvement, name="Better", go_live=1, running_cost=Decimal(120))
    grid.editor.add(Spend, improvement=better, month=3, amount=Decimal(500))
    for name, basis, amount in (("Licence", CostBasis.ONE_OFF, 1200), ("Hosting", CostBasis.PER_YEAR, 240)):
        grid.editor.add(Cost, name=name, subject=better, basis=basis, amount=Decimal(amount))
    whole = case(grid.document, (better,))
    assert whole is not None

    root = derivation.net_present_value(grid.document, whole, (better,))

    (costs,) = root.parts
    assert root.amount == costs.amount == Decimal(-1200 - 500 - 360)
    assert [part.amount for part in costs.parts] == [500, 1200, 120, 240]
    assert [Texts()(part.words) for part in costs.parts][1::2] == ["Licence: one-off, in month 0", "Hosting: a year"]


def test_what_is_missing_is_said_where_it_is_missing() -> None:
    document = sample("outpatient")
    figures = evaluation(document)
    blank = [derivation.cost_to_serve(figures, card.id) for card in document.where(Card) if card.work_minutes is None]

    missing = [step for root in blank if root.amount is None for step in steps(root) if step.amount is None]

    assert missing
    assert all(Texts()(step.words) for step in missing)
