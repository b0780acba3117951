"""What is on the agenda of a meeting of the routine, filled from the blueprint as it stands (R34, R47)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from model.analysis import knowledge, metrics
from model.analysis.action import Outcome, acid_test
from model.analysis.checks.registry import CHECKS
from model.analysis.checks.runner import run
from model.analysis.gaps import open_questions
from model.analysis.metrics import Standing
from model.analysis.names import name_of
from model.analysis.places import Places
from model.analysis.reviews import after
from model.analysis.routine import Meeting, open_actions, undecided
from model.document import DocumentView
from model.elements import Cadence
from model.grounding import is_assumed
from model.messages import Message, Value, message
from model.registers import Metric

_STALE = tuple(check for check in CHECKS if check.id == "evidence.stale_card")
# What a quarterly validation goes through, whatever the blueprint holds.
CHECKLIST = ("walk", "grounding", "metrics", "owners", "questions", "decide", "record")


class Section(NamedTuple):
    """One point of an agenda with what stands under it."""

    head: Message
    lines: tuple[Message, ...]


class _Asked(NamedTuple):
    document: DocumentView
    today: date
    until: date
    places: Places

    def name(self, id: str | None) -> Value:
        """What a record is called."""
        return name_of(self.document, id) or message("calendar.untitled")


def agenda(document: DocumentView, meeting: Meeting, today: date, cadence: Cadence) -> tuple[Section, ...]:
    """The points of a meeting that takes place once a cadence; those with nothing under them are left out."""
    asked = _Asked(document, today, after(today, cadence), Places(document))
    found: list[Section] = []
    if meeting is Meeting.QUARTERLY:
        steps = tuple(message(f"calendar.checklist.{name}") for name in CHECKLIST)
        found.append(Section(message("calendar.checklist.head"), steps))
    for name, lines in _POINTS.items():
        if meeting is Meeting.WEEKLY and name not in _WEEKLY:
            continue
        said = tuple(lines(asked))
        if said:
            found.append(Section(message(f"calendar.agenda.{name}", n=len(said)), said))
    return tuple(found)


def _breaches(asked: _Asked) -> Iterator[Message]:
    """Metrics out of tolerance by their latest reading."""
    for metric in asked.document.where(Metric):
        latest, standing, _ = metrics.status(asked.document, metric, asked.today)
        if standing is Standing.OUT and latest is not None and latest.taken is not None and metric.target is not None:
            value, target = _measured(metric, latest.value), _measured(metric, metric.target)
            yield message("calendar.breach", name=asked.name(metric.id), value=value, day=latest.taken, target=target)


def _measured(metric: Metric, value: Value) -> Message:
    return (
        message("calendar.value", value=value, unit=metric.unit)
        if metric.unit
        else message("calendar.plain", value=value)
    )


def _unread(asked: _Asked) -> Iterator[Message]:
    """Metrics without a reading, or with none within the review cadence."""
    for metric in asked.document.where(Metric):
        latest, standing, _ = metrics.status(asked.document, metric, asked.today)
        if standing is Standing.UNREAD:
            yield message("calendar.unread", name=asked.name(metric.id))
        elif standing is Standing.STALE and latest is not None and latest.taken is not None:
            yield message("calendar.read_last", name=asked.name(metric.id), day=latest.taken)


def _questions(asked: _Asked) -> Iterator[Message]:
    """Open questions, those of the customer first within a stage."""
    for stage, customer, team in open_questions(asked.document, asked.places):
        for who, ids in (("customer", customer), ("team", team)):
            for id in ids:
                yield message(f"calendar.question_{who}", name=asked.name(id), where=_stage(asked, stage))


def _stage(asked: _Asked, stage: str | None) -> Value:
    """A stage by its title, or by its number where it has none; None is the tray."""
    if stage is None:
        return message("calendar.tray")
    return name_of(asked.document, stage) or message("calendar.stage", n=asked.places.stages.index(stage) + 1)


def _decisions(asked: _Asked) -> Iterator[Message]:
    """Decisions that should have been made, or must be before the next meeting."""
    due = [(row.needed_by, row) for row in undecided(asked.document) if row.needed_by is not None]
    for day, row in sorted(due, key=lambda each: each[0]):
        if day <= asked.until:
            late = "late" if day < asked.today else "due"
            forum = asked.name(row.forum) if row.forum else message("calendar.no_forum")
            yield message(f"calendar.decision_{late}", name=asked.name(row.id), day=day, forum=forum)


def _actions(asked: _Asked) -> Iterator[Message]:
    """Actions of workshops that should have been done, or must be before the next meeting."""
    due = [(row.due, row) for row in open_actions(asked.document) if row.due is not None]
    for day, row in sorted(due, key=lambda each: each[0]):
        if day <= asked.until:
            late = "late" if day < asked.today else "due"
            owner = asked.name(row.owner) if row.owner else message("calendar.nobody")
            yield message(f"calendar.action_{late}", name=asked.name(row.id), day=day, owner=owner)


def stale_cards(document: DocumentView, today: date) -> tuple[str, ...]:
    """The cards of which nothing is known within the review cadence, but for findings that were dismissed."""
    report = run(document, today, checks=_STALE)
    return tuple(finding.subjects[0] for finding in report.findings) if report is not None else ()


def _stale(asked: _Asked) -> Iterator[Message]:
    """Cards of which nothing is known within the review cadence."""
    for id in stale_cards(asked.document, asked.today):
        card = asked.places.cards[id]
        yield message("calendar.stale", name=asked.name(card.id), where=_stage(asked, asked.places.stage(card)))


def _unmeasured(asked: _Asked) -> Iterator[Message]:
    """Improvements that are live and show no result."""
    for proof in acid_test(asked.document):
        if proof.outcome is Outcome.UNMEASURED:
            yield message("calendar.unmeasured", name=asked.name(proof.improvement))


def _assumed(asked: _Asked) -> Iterator[Message]:
    """How much of the map is assumed, and which cards."""
    share = knowledge.assumed(asked.document)
    if share.part:
        yield message("calendar.assumed", n=share.part, of=share.whole)
        cards = (card.id for card in knowledge.counted(asked.document) if is_assumed(card))
        for id in asked.places.ordered(cards):
            yield message("calendar.plain", value=asked.name(id))


_POINTS: dict[str, Callable[[_Asked], Iterator[Message]]] = {
    "breaches": _breaches,
    "decisions": _decisions,
    "actions": _actions,
    "questions": _questions,
    "stale": _stale,
    "unread": _unread,
    "unmeasured": _unmeasured,
    "assumed": _assumed,
}
_WEEKLY = frozenset({"breaches", "decisions", "actions", "questions", "stale"})
