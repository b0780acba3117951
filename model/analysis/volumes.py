"""Customers step by step (domain section 3, "Occurrences"): in, out, and the share that leaves.

in(first step) = the blueprint's volume; out(n) = in(n) less its drop-off; in(n+1) = out(n). Links and loops add nobody.
A figure is None where what it rests on has not been said.
"""

from __future__ import annotations

from decimal import Decimal

from model.document import DocumentView
from model.elements import Step
from model.grid import steps

Flow = tuple[int | None, int | None]


def volumes(document: DocumentView) -> dict[str, Flow]:
    """Customers a year into and out of each step, by the step's id."""
    found: dict[str, Flow] = {}
    arriving = document.blueprint.volume
    for step in steps(document):
        leaving = arriving if step.customers_out is None else step.customers_out
        found[step.id] = (arriving, leaving)
        arriving = leaving
    return found


def customers_in(document: DocumentView, step: str) -> int | None:
    """Customers a year who come to a step."""
    return volumes(document).get(step, (None, None))[0]


def customers_out(document: DocumentView, step: str) -> int | None:
    """Customers a year who go on from a step."""
    return volumes(document).get(step, (None, None))[1]


def drop_off(document: DocumentView, step: str) -> Decimal | None:
    """The share of a step's customers that it loses, unrounded; None where nobody has counted."""
    return share_lost(document.need(Step, step), customers_in(document, step))


def share_lost(step: Step, arriving: int | None) -> Decimal | None:
    """The share of those who arrive that a step loses."""
    if step.customers_out is None or not arriving:
        return None
    return 1 - Decimal(step.customers_out) / arriving
