"""A report in a person's words, line by line, ready to be shown and searched. Made beside the window, without Qt."""

from __future__ import annotations

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
    """What one line says; `why` in full, `plain` to search in. Without a finding: a check that cannot run."""

    words: str
    where: str
    rule: str
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
    """A report and, where somebody looks at it, its lines."""

    report: Report
    groups: tuple[Group, ...]


def listing(
    document: DocumentView, report: Report, texts: Texts, detailed: bool, pause: Callable[[], None] = lambda: None
) -> Listing:
    """The lines of a report, those that were dismissed last; none unless `detailed`. Calls `pause` line by line."""
    if not detailed:
        return Listing(report, ())
    words = _Words(document, texts, pause)
    groups = [
        Group(severity.value, tuple(words.lines(each for each in report.findings if words.weighs(each) is severity)))
        for severity in Severity
    ]
    groups.append(Group("cannot", tuple(words.line(each.check, each.why) for each in report.cannot)))
    groups.append(Group("dismissed", tuple(words.aside(each) for each in report.dismissed)))
    return Listing(report, tuple(group for group in groups if group.lines))


class _Words:
    """Puts findings into words; a row that is named again is not looked up again."""

    def __init__(self, document: DocumentView, texts: Texts, pause: Callable[[], None]) -> None:
        self._document = document
        self._pause = pause
        self._texts = texts
        self._names: dict[str, str] = {}
        self._whys: dict[str, str] = {}

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
        why = self._whys.get(check)
        if why is None:
            why = self._whys[check] = self._texts(check_named(check).why)
        full = f"{why}\n\n{more}" if more else why
        return Line(said, where, check, full, fold(f"{said}\n{where}\n{check}\n{more}"), finding, dismissed)

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
