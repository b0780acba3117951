"""Running the checks: all of them, or after an edit only those that read what it touched."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from model.analysis.checks.base import Check, Finding, Severity
from model.analysis.checks.facts import Facts
from model.analysis.checks.pace import Overtaken, Pace
from model.analysis.checks.registry import CHECKS
from model.analysis.checks.state import state_of
from model.document import DocumentView
from model.elements import Blueprint, Lane, Link, Stage, Step
from model.errors import BugError
from model.keeping import Dismissal
from model.messages import Message


class Outcome(NamedTuple):
    """What one check said: what it found, and why it could not judge all, or None."""

    findings: tuple[Finding, ...]
    cannot: Message | None


class Dismissed(NamedTuple):
    """A finding that was set aside, and by which dismissal."""

    finding: Finding
    dismissal: Dismissal


class Cannot(NamedTuple):
    """A check that could not judge all it should, and why."""

    check: str
    why: Message


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of a document on a day, worst first; `outcomes` by check is where the next run takes up."""

    findings: tuple[Finding, ...]
    dismissed: tuple[Dismissed, ...]
    cannot: tuple[Cannot, ...]
    outcomes: Mapping[str, Outcome]
    today: date


def run(
    document: DocumentView,
    today: date,
    before: Report | None = None,
    touched: Collection[str] = (),
    go_on: Callable[[], bool] | None = None,
    checks: Sequence[Check] = CHECKS,
) -> Report | None:
    """Run the checks on a document that does not change meanwhile.

    With the report of an earlier state and all that edits have `touched` since, only what these can change runs.
    `go_on` is asked every few milliseconds; None where it has said no.
    """
    wanted = [check for check in checks if before is None or before.today != today or is_touched(check, touched)]
    kept = {} if before is None else {check.id: before.outcomes[check.id] for check in checks if check not in wanted}
    if go_on is None:
        return _run(Facts(document, today), wanted, kept)
    pace = Pace(go_on)
    with suppress(Overtaken):
        return _run(Facts(document.paced(pace), today), wanted, kept, pace)
    return None


def _run(
    facts: Facts, checks: Iterable[Check], kept: Mapping[str, Outcome], pause: Callable[[], None] = lambda: None
) -> Report:
    outcomes = dict(kept)
    for check in checks:
        pause()
        outcomes[check.id] = _outcome(check, facts)
    return _report(facts, outcomes, pause)


def _outcome(check: Check, facts: Facts) -> Outcome:
    if not check.is_due(facts):
        return Outcome((), None)
    return Outcome(check.findings(facts), None if check.cannot is None else check.cannot(facts))


def is_touched(check: Check, touched: Collection[str]) -> bool:
    """Whether a check reads any of what edits have touched."""
    return any(each in check.reads or each in check.kinds for each in touched)


def check_named(id: str) -> Check:
    """The check with an id; its absence is a bug."""
    if id not in _BY_ID:
        raise BugError(f"no check {id}")
    return _BY_ID[id]


def at_least(findings: Iterable[Finding], level: Severity) -> tuple[Finding, ...]:
    """Those findings that weigh as much as a level, or more."""
    return tuple(each for each in findings if _WEIGHTS[_BY_ID[each.check].severity] <= _WEIGHTS[level])


_BY_ID = {check.id: check for check in CHECKS}
_WEIGHTS = {severity: weight for weight, severity in enumerate(Severity)}
_RANKS = {check.id: rank for rank, check in enumerate(sorted(CHECKS, key=lambda check: _WEIGHTS[check.severity]))}


def _report(facts: Facts, outcomes: Mapping[str, Outcome], pause: Callable[[], None]) -> Report:
    aside: dict[tuple[str, tuple[str, ...]], list[Dismissal]] = {}
    for row in facts.document.where(Dismissal):
        aside.setdefault((row.check, row.subjects), []).append(row)
    findings: list[Finding] = []
    dismissed: list[Dismissed] = []
    for id in sorted(outcomes, key=_RANKS.__getitem__):
        pause()
        for finding in _in_reading_order(facts, outcomes[id].findings):
            rows = aside.get((finding.check, finding.subjects), ())
            counting = _counting(facts.document, finding, rows)
            if counting is None:
                findings.append(finding)
            else:
                dismissed.append(Dismissed(finding, counting))
    cannot = tuple(
        Cannot(id, why) for id in sorted(outcomes, key=_RANKS.__getitem__) if (why := outcomes[id].cannot) is not None
    )
    return Report(tuple(findings), tuple(dismissed), cannot, outcomes, facts.today)


def _counting(document: DocumentView, finding: Finding, rows: Collection[Dismissal]) -> Dismissal | None:
    state = state_of(document, finding) if rows else ""
    return next((row for row in rows if row.state == state), None)


_Key = tuple[int, int, int, str, str]


def _in_reading_order(facts: Facts, findings: tuple[Finding, ...]) -> Iterable[Finding]:
    if len(findings) < 2:
        return findings
    return sorted(findings, key=lambda finding: _place(facts, finding.subjects[0]))


def _place(facts: Facts, id: str) -> _Key:
    """Where a row comes in a list: the whole, lanes, then the map step by step, then the registers."""
    card = facts.places.cards.get(id)
    if card is not None:
        column, lane, order, _ = facts.places.place(card)
        return 2, column, lane, order, id
    row = facts.document.find(id)
    match row:
        case Link():
            return _place(facts, row.source)
        case Step():
            return 2, facts.columns[id], -1, "", id
        case Stage():
            first = next(iter(facts.document.where(Step, stage=id)), None)
            return 2, len(facts.columns) if first is None else facts.columns[first.id], -2, "", id
        case Lane():
            return 1, facts.rows[id], 0, "", id
        case Blueprint() | None:
            return 0, 0, 0, "", id
        case _:
            return 3, 0, 0, row.order, id
