"""A report in a person's words, line by line, ready to be shown and searched. Made beside the window, without Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from model.analysis.checks.base import Finding, Severity
from model.analysis.checks.naming import called
from model.analysis.checks.runner import Dismissed, Report, check_named
from model.document import DocumentView
from model.folding import fold
from model.messages import Message, message
from model.texts import Texts

# As many of the rows that a finding names are named in its line.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says, what its rule looks for and why that `matters`; `why`: that and who dismissed it, in full.

    `plain` is to search in. Without a finding: a check that cannot run.
    """

    words: str
    where: str
    rule: str
    what: str
    matters: str
    why: str
    plain: str
    finding: Finding | None = None
    dismissed: Dismissed | None = None

    @property
    def key(self) -> tuple[str, tuple[str, ...], str]:
        """By which a line is known again after another run."""
        return self.rule, () if self.finding is None else self.finding.subjects, self.words


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under a heading: `error`, `warning`, `note`, `cannot` or `dismissed`."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A report, how much of each weight it has in one line, and, where somebody looks at it, its lines."""

    report: Report
    said: str
    groups: tuple[Group, ...]


def listing(
    document: DocumentView, report: Report, texts: Texts, detailed: bool, pause: Callable[[], None] = lambda: None
) -> Listing:
    """The lines of a report, those that were dismissed last; none unless `detailed`. Calls `pause` line by line."""
    said = summary(report, texts)
    if not detailed:
        return Listing(report, said, ())
    words = _Words(document, texts, pause)
    groups = [
        Group(severity.value, tuple(words.lines(each for each in report.findings if words.weighs(each) is severity)))
        for severity in Severity
    ]
    groups.append(Group("cannot", tuple(words.line(each.check, each.why) for each in report.cannot)))
    groups.append(Group("dismissed", tuple(words.aside(each) for each in report.dismissed)))
    return Listing(report, said, tuple(group for group in groups if group.lines))


def summary(report: Report, texts: Texts) -> str:
    """How many findings there are of each weight, the worst first."""
    found = Counter(check_named(each.check).severity for each in report.findings)
    said = [texts(f"window.findings.weight.{each.value}", n=found[each]) for each in Severity if found[each]]
    return texts("window.findings.and").join(said) or texts("window.findings.status_none")


class _Words:
    """Puts findings into words; a row that is named again is not looked up again."""

    def __init__(self, document: DocumentView, texts: Texts, pause: Callable[[], None]) -> None:
        self._document = document
        self._pause = pause
        self._texts = texts
        self._names: dict[str, str] = {}
        self._rules: dict[str, tuple[str, str]] = {}

    def weighs(self, finding: Finding) -> Severity:
        return check_named(finding.check).severity

    def lines(self, findings: Iterable[Finding]) -> Iterator[Line]:
        for finding in findings:
            yield self.line(finding.check, finding.words, finding)

    def aside(self, each: Dismissed) -> Line:
        row = each.dismissal
        by = {"actor": row.actor or message("checks.somebody"), "why": row.why or message("checks.no_reason")}
        said = message("window.findings.dismissed_undated", **by)
        if row.dated is not None:
            said = message("window.findings.dismissed_by", day=row.dated, **by)
        return self.line(each.finding.check, each.finding.words, each.finding, each, self._texts(said))

    def line(
        self,
        check: str,
        words: Message,
        finding: Finding | None = None,
        dismissed: Dismissed | None = None,
        more: str = "",
    ) -> Line:
        self._pause()
        said, where = self._texts(words), "" if finding is None else self._where(finding.subjects)
        what, why = self._rule(check)
        full = f"{why}\n\n{more}" if more else why
        plain = fold(f"{said}\n{where}\n{check}\n{what}\n{more}")
        return Line(said, where, check, what, why, full, plain, finding, dismissed)

    def _rule(self, check: str) -> tuple[str, str]:
        """What a rule looks for, and why that matters."""
        said = self._rules.get(check)
        if said is None:
            rule = check_named(check)
            said = self._rules[check] = self._texts(rule.what), self._texts(rule.why)
        return said

    def _where(self, subjects: tuple[str, ...]) -> str:
        names = [self._name(id) for id in subjects[:_NAMED]]
        if len(subjects) > _NAMED:
            names.append(self._texts("window.findings.more", n=len(subjects) - _NAMED))
        return self._texts("window.findings.separator").join(names)

    def _name(self, id: str) -> str:
        name = self._names.get(id)
        if name is None:
            name = self._names[id] = self._texts(called(self._document, id))
        return name
