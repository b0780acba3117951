"""What tests of derivations share: a step with all below it, and whether its parts make its amount."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import prod

from model.analysis.derivation import LESS, OVER, PLUS, Step

SLACK = Decimal("0.000001")


def steps(step: Step) -> Iterator[Step]:
    """A step and all below it."""
    yield step
    for part in (*step.parts, *step.given):
        yield from steps(part)


def adds_up(step: Step) -> bool:
    """Whether the parts of a step make its amount, as it says."""
    amounts = [part.amount for part in step.parts]
    known = [amount for amount in amounts if amount is not None]
    if not step.how or step.amount is None or len(known) < len(amounts):
        return True
    if step.how in (OVER, LESS):
        one, other = known
        made = one / other if step.how == OVER else one - other
    else:
        made = sum(known, Decimal(0)) if step.how == PLUS else Decimal(prod(known))
    return abs(made / (60 if step.how == "x / 60" else 1) - step.amount) < SLACK
