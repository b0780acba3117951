"""The service of docs/worked-example.md as a document."""

from __future__ import annotations

from decimal import Decimal

from model.document import Document
from model.elements import Role
from model.improvements import Cause, Effect, EffectKind, Improvement, Spend
from model.registers import Consequence, ConsequenceKind, FailPoint, Owner
from tests.model.builders import a_grid

# 1 % a month, twelve times over: the yearly rate.
RATE = Decimal("1.01") ** 12 - 1


def the_worked_example() -> tuple[Document, dict[str, str]]:
    """The document, and the ids of what the example names."""
    grid = a_grid((2,), (Role.CUSTOMER, Role.FRONTSTAGE), volume=6000, currency="EUR", rate=RATE, horizon=8)
    editor, ids = grid.editor, {}
    editor.edit(grid.steps[0], title="Asks for a new card", customers_out=5400)
    editor.rename(grid.steps[1], "Proves the address")
    desk = editor.add(Owner, name="Desk", hourly_cost=Decimal(36))
    ids["card"] = editor.add_card(
        grid.lanes[1],
        grid.steps[1],
        "Looks at the papers",
        owner=desk,
        share=Decimal("0.25"),
        times=Decimal("1.2"),
        work_minutes=Decimal(9),
    )
    fail = ids["fail"] = editor.add(FailPoint, card=ids["card"], rate=Decimal("0.15"))
    ids["visit"] = editor.add(
        Consequence, fail_point=fail, name="Second visit", number=Decimal("0.8"), unit_cost=Decimal("6.50")
    )
    ids["complaint"] = editor.add(
        Consequence,
        fail_point=fail,
        name="Complaint",
        parent=ids["visit"],
        number=Decimal("0.25"),
        unit_cost=Decimal(22),
    )
    ids["leaver"] = editor.add(
        Consequence,
        fail_point=fail,
        name="Member leaves",
        kind=ConsequenceKind.CHURN,
        number=Decimal("0.1"),
        unit_cost=Decimal(30),
    )
    for name, cause, cut, month, amount, running, live, ramp in (
        ("list", "Nobody says which papers count", "0.4", 0, 300, 60, 1, 2),
        ("register", "Papers are old", "0.5", 2, 400, 120, 3, 0),
    ):
        ids[name] = editor.add(Improvement, name=name, running_cost=Decimal(running), go_live=live, ramp=ramp)
        editor.add(Spend, improvement=ids[name], month=month, amount=Decimal(amount))
        target = editor.add(Cause, fail_point=fail, name=cause)
        editor.add(Effect, improvement=ids[name], target=target, kind=EffectKind.FAILURE_RATE, amount=Decimal(cut))
    return grid.document, ids
