"""When a blueprint was last reviewed, when it is due, and how late that is (domain sections 1, 5 and 6)."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date, timedelta

from model.document import DocumentView
from model.elements import Cadence, Review

# Where no cadence is said, a blueprint goes stale after six months.
DEFAULT_CADENCE = Cadence.HALF_YEARLY
_MONTHS = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.HALF_YEARLY: 6}


def cadence_of(document: DocumentView) -> Cadence:
    """How often the blueprint is to be reviewed."""
    return document.blueprint.cadence or DEFAULT_CADENCE


def last_review(document: DocumentView) -> date | None:
    """The day of the latest review in the log, or None."""
    return max((row.held for row in document.where(Review) if row.held is not None), default=None)


def next_review(document: DocumentView) -> date | None:
    """The day the next review is due: one cadence after the last; None where there was none."""
    held = last_review(document)
    return None if held is None else after(held, cadence_of(document))


def after(day: date, cadence: Cadence, times: int = 1) -> date:
    """A day some cadences later; where its month is shorter, the last day of that month."""
    if cadence is Cadence.WEEKLY:
        return day + min(timedelta(weeks=times), date.max - day)
    return months_after(day, _MONTHS[cadence] * times)


def months_after(day: date, months: int) -> date:
    """A day some months later; where that month is shorter, its last day. Nothing lies beyond the calendar's ends."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return date.max if months > 0 else date.min
    last = 31 if month == 11 else (date(year, month + 2, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def is_within(day: date | None, today: date, cadence: Cadence, times: int = 1) -> bool:
    """Whether a day is no longer ago than some cadences; None never is."""
    return day is not None and today <= after(day, cadence, times)
