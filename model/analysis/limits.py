"""What the money may be spent on: limits of budget lines by fiscal year, and what each improvement takes of them.

A fiscal year is the calendar year of a month; without a case date, years of twelve months from month 0, counted from 0.
One-off and running money count alike, as paid out; nothing is carried over. Only what lies within the horizon counts.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from model.analysis.reviews import months_after
from model.analysis.timeline import MONTHS, Timeline
from model.document import DocumentView
from model.improvements import Budget, Improvement

ZERO = Decimal(0)


class Limit(NamedTuple):
    """The most that may be spent on a line in a year; a line or year of None is all of them."""

    line: str | None
    year: int | None
    most: Decimal


def limits(document: DocumentView, overall: Decimal | None = None) -> tuple[Limit, ...]:
    """The limits of a document's budgets, or one for all that is spent. Those of one line and year add up."""
    if overall is not None:
        return (Limit(None, None, overall),)
    found: dict[tuple[str, int], Decimal] = {}
    for row in document.where(Budget):
        if row.limit is not None:
            found[row.line, row.year] = found.get((row.line, row.year), ZERO) + row.limit
    return tuple(Limit(line, year, most) for (line, year), most in sorted(found.items()))


def year_of(document: DocumentView) -> Callable[[int], int]:
    """The fiscal year of a month."""
    begin = document.blueprint.case_date
    return lambda month: month // MONTHS if begin is None else months_after(begin, month).year


def taken(document: DocumentView, timeline: Timeline, id: str, limit: Limit) -> Decimal:
    """What an improvement takes of a limit."""
    if limit.line is not None and document.need(Improvement, id).budget_line != limit.line:
        return ZERO
    year = year_of(document)
    once = [amount for month, amount in timeline.spent(id) if limit.year in (None, year(month))]
    live = [month for month in timeline.months[timeline.plan.go_live[id] :] if limit.year in (None, year(month))]
    found: Decimal = sum(once, ZERO) + timeline.running(id) * len(live) / MONTHS
    return found
