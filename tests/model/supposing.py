"""What tests of scenarios share: a service with money and time, and edits of a scenario."""

from __future__ import annotations

from decimal import Decimal

from model.improvements import (
    Effect,
    EffectKind,
    Improvement,
    Scenario,
    Spend,
)
from model.registers import Consequence, FailPoint, Owner, System
from tests.model.builders import Grid, a_grid

CUSTOMER, FRONT, BACK = 1, 2, 3


def a_service() -> tuple[Grid, dict[str, str]]:
    """Two cards of two units: a call of 12 minutes that fails once in ten times, and checking papers."""
    grid = a_grid((2,), volume=1000, currency="EUR", rate=Decimal("0.1"), horizon=12)
    editor = grid.editor
    ids = {
        "desk": editor.add(Owner, name="Desk", unit="Service", hourly_cost=Decimal(40)),
        "office": editor.add(Owner, name="Office", unit="Permits", hourly_cost=Decimal(60)),
        "registry": editor.add(System, name="Registry"),
    }
    ids["call"] = editor.add_card(
        grid.lanes[FRONT], grid.steps[0], "Call", owner=ids["desk"], work_minutes=Decimal(12), wait_minutes=Decimal(5)
    )
    ids["papers"] = editor.add_card(
        grid.lanes[BACK], grid.steps[1], "Papers", owner=ids["office"], work_minutes=Decimal(10)
    )
    ids["link"] = editor.add_link(ids["call"], ids["papers"], wait_minutes=Decimal(30))
    ids["use"] = editor.use_system(ids["papers"], ids["registry"])
    ids["fail"] = editor.add(FailPoint, card=ids["papers"], rate=Decimal("0.1"))
    ids["rework"] = editor.add(Consequence, fail_point=ids["fail"], number=Decimal(1), unit_cost=Decimal(20))
    ids["fix"] = editor.add(Improvement, name="Ask the registry", running_cost=Decimal(120))
    ids["spend"] = editor.add(Spend, improvement=ids["fix"], month=0, amount=Decimal(300))
    ids["cut"] = editor.add(
        Effect, improvement=ids["fix"], target=ids["fail"], kind=EffectKind.FAILURE_RATE, amount=Decimal("0.5")
    )
    ids["scenario"] = editor.add(Scenario, name="What if")
    return grid, ids
