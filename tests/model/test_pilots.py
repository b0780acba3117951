"""Pilots: money by their scope, and what they showed in place of the likely value (R66)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from exporters.json_format import write
from model.analysis.appraisal import Terms, appraise
from model.analysis.case import case
from model.analysis.pilots import Pilot, piloted
from model.document import Document
from model.elements import Role
from model.improvements import Effect, EffectKind, Improvement, Spend, Uncertainty
from model.registers import Consequence, FailPoint
from tests.model.builders import a_grid


def a_piloted_improvement(**pilot: Decimal) -> tuple[Document, str]:
    """Half of 100 failures at 20.00 a year, for 300 at once and 120 a year."""
    grid = a_grid((1,), (Role.FRONTSTAGE,), volume=1000, rate=Decimal("0.1"), horizon=12)
    editor = grid.editor
    fail = editor.add(FailPoint, card=grid.card(), rate=Decimal("0.1"))
    editor.add(Consequence, fail_point=fail, number=Decimal(1), unit_cost=Decimal(20))
    fix = editor.add(Improvement, name="Fix", running_cost=Decimal(120), **pilot)
    editor.add(Spend, improvement=fix, month=0, amount=Decimal(300))
    cut = editor.add(Effect, improvement=fix, target=fail, kind=EffectKind.FAILURE_RATE, amount=Decimal("0.5"))
    editor.add(Uncertainty, element=cut, field="amount", low=Decimal("0.2"), high=Decimal("0.8"))
    return grid.document, fix


def test_money_is_scaled_by_the_scope_of_the_pilot() -> None:
    document, fix = a_piloted_improvement(pilot_scope=Decimal("0.2"))
    whole = case(document, (fix,))

    pilot = case(piloted(document, Pilot.SCOPE), (fix,))

    assert whole is not None and pilot is not None
    for name in ("npv", "benefits", "costs", "peak"):
        assert round(getattr(pilot, name), 12) == round(getattr(whole, name) / 5, 12)
    assert pilot.payback == whole.payback


def test_what_the_pilot_showed_replaces_the_likely_value_with_its_bounds() -> None:
    document, fix = a_piloted_improvement(pilot_result=Decimal("0.6"))
    before = write(document)

    found = piloted(document, Pilot.RESULT)

    (cut,) = found.where(Effect)
    (bounds,) = found.where(Uncertainty)
    assert (cut.amount, bounds.low, bounds.high) == (Decimal("0.30"), Decimal("0.12"), Decimal("0.48"))
    whole, shown = case(document, (fix,)), case(found, (fix,))
    assert whole is not None and shown is not None
    assert round(shown.benefits, 12) == round(whole.benefits * 6 / 10, 12) and shown.costs == whole.costs
    assert write(document) == before


def test_a_pilot_that_made_it_worse_keeps_its_bounds_in_order() -> None:
    document, _ = a_piloted_improvement(pilot_result=Decimal("-0.5"))

    (bounds,) = piloted(document, Pilot.RESULT).where(Uncertainty)

    assert bounds.low is not None and bounds.high is not None and bounds.low < bounds.high


@pytest.mark.parametrize("pilot", Pilot)
def test_improvements_without_a_pilot_stay_as_they_are(pilot: Pilot) -> None:
    document, _ = a_piloted_improvement()

    assert piloted(document, pilot) == document


def test_the_appraisal_takes_the_pilot_on_request() -> None:
    document, fix = a_piloted_improvement(pilot_result=Decimal("0.6"))
    shown = case(piloted(document, Pilot.RESULT), (fix,))

    usual = appraise(document, lambda: 0.0, Terms(draws=100))
    found = appraise(document, lambda: 0.0, Terms(draws=100, pilot=Pilot.RESULT))

    assert found.whole is not None and usual.whole is not None and shown is not None
    assert found.whole.case.npv == shown.npv < usual.whole.case.npv
