"""`throughline check`: what the checks find in a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from app.commands.call import Call
from model.analysis.checks.base import Check, Finding, Severity
from model.analysis.checks.naming import called
from model.analysis.checks.registry import CHECKS
from model.analysis.checks.runner import Dismissed, Report, at_least, check_named
from model.analysis.checks.runner import run as run_checks
from model.document import DocumentView
from model.errors import BugError, KnownError
from model.kinds import kind_of
from model.messages import message

FOUND, CLEAN = 1, 0


def run(call: Call) -> int:
    """Print the findings; the exit code is 1 where one weighs as much as asked, or more."""
    level, checks = _level(call), _checks(call)
    document = call.open(call.file)
    report = run_checks(document, call.context.today(), checks=checks)
    if report is None:
        raise BugError("the checks were stopped")
    failing = at_least(report.findings, level)
    if call.has("json"):
        call.say_json(_plain(call, document, report, level, bool(failing)))
    else:
        _print(call, document, report)
    return FOUND if failing else CLEAN


def _level(call: Call) -> Severity:
    text = call.value("fail-on") or Severity.ERROR.value
    if text not in set(Severity):
        known = ", ".join(severity.value for severity in Severity)
        raise KnownError(message("cli.error.choice", option="--fail-on", value=text, known=known))
    return Severity(text)


def _checks(call: Call) -> tuple[Check, ...]:
    wanted = call.values.get("rule")
    if wanted is None:
        return CHECKS
    for id in wanted:
        if not any(check.id == id for check in CHECKS):
            raise KnownError(message("cli.error.rule", value=id))
    return tuple(check for check in CHECKS if check.id in wanted)


def _print(call: Call, document: DocumentView, report: Report) -> None:
    for finding in report.findings:
        check = check_named(finding.check)
        severity = message(f"checks.one.{check.severity.value}")
        names = ", ".join(call.texts(called(document, id)) for id in finding.subjects)
        call.say(message("cli.check.finding", severity=severity, id=check.id, words=finding.words, names=names))
    for each in report.cannot:
        call.say(message("cli.check.cannot", id=each.check, why=each.why))
    counts = _counts(report)
    call.say(message("cli.check.counts", **counts))


def _counts(report: Report) -> dict[str, int]:
    found = Counter(check_named(finding.check).severity for finding in report.findings)
    counts = {severity.value: found[severity] for severity in Severity}
    return {**counts, "dismissed": len(report.dismissed), "cannot": len(report.cannot)}


def _plain(call: Call, document: DocumentView, report: Report, level: Severity, failed: bool) -> dict[str, Any]:
    """What `check --json` prints, in its order."""
    return {
        "title": document.blueprint.title,
        "asOf": report.today.isoformat(),
        "failOn": level.value,
        "failed": failed,
        "counts": _counts(report),
        "findings": _findings(call, document, report.findings),
        "dismissed": [_dismissed(call, document, each) for each in report.dismissed],
        "cannot": [{"check": each.check, "message": call.texts(each.why)} for each in report.cannot],
    }


def _findings(call: Call, document: DocumentView, findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [_finding(call, document, finding) for finding in findings]


def _finding(call: Call, document: DocumentView, finding: Finding) -> dict[str, Any]:
    check = check_named(finding.check)
    return {
        "check": check.id,
        "severity": check.severity.value,
        "message": call.texts(finding.words),
        "why": call.texts(check.why),
        "subjects": [_subject(call, document, id) for id in finding.subjects],
        "fix": None if finding.fix is None else call.texts(finding.fix.label),
    }


def _subject(call: Call, document: DocumentView, id: str) -> dict[str, Any]:
    row = document.find(id)
    kind = "" if row is None else kind_of(row).name
    return {"id": id, "kind": kind, "name": call.texts(called(document, id))}


def _dismissed(call: Call, document: DocumentView, each: Dismissed) -> dict[str, Any]:
    row = each.dismissal
    dated = None if row.dated is None else row.dated.isoformat()
    return {**_finding(call, document, each.finding), "actor": row.actor, "dated": dated, "because": row.why}
