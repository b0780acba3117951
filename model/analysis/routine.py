"""The routine that keeps a blueprint true: what recurs on which days, and which days come once (R25, R34, R47).

Days are calendar days. A series counts from a day that is kept: the last day of a month goes to the last day of each
following month, and the 31st is not lost in February.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from model.analysis.action import live_since
from model.analysis.reviews import after, cadence_of, last_review, months_after
from model.document import DocumentView
from model.elements import Cadence
from model.improvements import Improvement, ImprovementStatus
from model.keeping import ItemKind, WorkshopItem
from model.registers import Decision, Objective

WEEK = 7


class Meeting(StrEnum):
    """What recurs: the review at the blueprint's own cadence, the weekly look, the quarterly validation."""

    REVIEW = "review"
    WEEKLY = "weekly"
    QUARTERLY = "quarterly"


class Occasion(StrEnum):
    """What a day that comes once is for."""

    DECISION = "decision"
    ACTION = "action"
    GO_LIVE = "go_live"
    VERIFY = "verify"
    OBJECTIVE = "objective"
    GOAL = "goal"


class Series(NamedTuple):
    """Something that recurs for ever: `number` cadences after `anchor`, then every cadence."""

    anchor: date
    cadence: Cadence
    number: int

    def day(self, index: int = 0) -> date:
        """The day of an occurrence, the first being 0."""
        return after(self.anchor, self.cadence, self.number + index)


class Milestone(NamedTuple):
    """A day that comes once, and the record it is about."""

    occasion: Occasion
    day: date
    id: str


def series(document: DocumentView, meeting: Meeting, today: date, weekday: int = 0) -> Series:
    """When a meeting takes place from today on; `weekday` of the weekly one counts from Monday, 0.

    The review and the quarterly validation count from the last review, and begin today where there was none.
    """
    if meeting is Meeting.WEEKLY:
        return Series(today + timedelta(days=(weekday - today.weekday()) % WEEK), Cadence.WEEKLY, 0)
    cadence = Cadence.QUARTERLY if meeting is Meeting.QUARTERLY else cadence_of(document)
    held = last_review(document)
    if held is None:
        return Series(today, cadence, 0)
    number = max(1, (today - held).days // WEEK) if cadence is Cadence.WEEKLY else 1
    while after(held, cadence, number) < today:
        number += 1
    return Series(held, cadence, number)


def overdue(document: DocumentView, today: date) -> date | None:
    """The day a review should have been held since the last one, or None."""
    held = last_review(document)
    due = None if held is None else after(held, cadence_of(document))
    return due if due is not None and due < today else None


def milestones(document: DocumentView, today: date) -> tuple[Milestone, ...]:
    """The days from today on: decisions asked for, actions, improvements that go live or are to be verified, goals."""
    found = [Milestone(Occasion.DECISION, row.needed_by, row.id) for row in undecided(document) if row.needed_by]
    found += [Milestone(Occasion.ACTION, row.due, row.id) for row in open_actions(document) if row.due]
    found += [each for row in document.where(Improvement) for each in _of_improvement(document, row)]
    found += [Milestone(Occasion.OBJECTIVE, row.due, row.id) for row in document.where(Objective) if row.due]
    blueprint = document.blueprint
    if blueprint.goal_date is not None:
        found.append(Milestone(Occasion.GOAL, blueprint.goal_date, blueprint.id))
    return tuple(sorted((each for each in found if each.day >= today), key=lambda each: each.day))


def undecided(document: DocumentView) -> tuple[Decision, ...]:
    """The decisions that were asked for and not made."""
    return tuple(row for row in document.where(Decision) if row.decided_on is None)


def open_actions(document: DocumentView) -> tuple[WorkshopItem, ...]:
    """The actions of workshops that are not done."""
    return tuple(row for row in document.where(WorkshopItem) if row.kind is ItemKind.ACTION and not row.done)


def undated(document: DocumentView) -> tuple[Improvement, ...]:
    """The improvements on their way whose month has no date, as there is no case date."""
    if document.blueprint.case_date is not None:
        return ()
    return tuple(row for row in document.where(Improvement) if row.status in _COMING and row.go_live is not None)


_COMING = frozenset({ImprovementStatus.APPROVED, ImprovementStatus.IN_DELIVERY})


def _of_improvement(document: DocumentView, row: Improvement) -> list[Milestone]:
    """When a decided improvement goes live, and when all of its benefit should be there and can be verified."""
    if row.status not in _COMING and row.status is not ImprovementStatus.LIVE:
        return []
    live = live_since(document, row)
    if live is None:
        return []
    whole = Milestone(Occasion.VERIFY, months_after(live, max(row.ramp or 0, 0)), row.id)
    return [Milestone(Occasion.GO_LIVE, live, row.id), whole] if row.status in _COMING else [whole]
