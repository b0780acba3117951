"""What a person does about findings: take the fix, set them aside, bring them back; each one undo step."""

from __future__ import annotations

from collections.abc import Iterable

from model.analysis.checks.base import Act, Finding, Fix
from model.analysis.checks.runner import Dismissed, Report
from model.analysis.checks.state import state_of
from model.editor import Editor
from model.keeping import Dismissal
from model.messages import message


def mend(editor: Editor, fix: Fix) -> None:
    """Do what takes a finding away."""
    with editor.group(fix.label):
        match fix.act:
            case Act.EDIT:
                editor.edit(fix.ids, **dict(fix.fields))
            case Act.DELETE:
                editor.delete(fix.ids)
            case Act.MERGE_CARDS:
                editor.merge_cards(fix.ids)


def dismiss(editor: Editor, report: Report, findings: Iterable[Finding], why: str) -> tuple[str, ...]:
    """Set findings of a report aside until what they name changes; the ids of the dismissals.

    Dismissals of the same that no longer count make room for the new ones.
    """
    document, context = editor.document, editor.context
    wanted = tuple(dict.fromkeys(findings))
    keys = {(finding.check, finding.subjects) for finding in wanted}
    counting = {each.dismissal.id for each in report.dismissed}
    rows = document.where(Dismissal)
    old = [row.id for row in rows if row.id not in counting and (row.check, row.subjects) in keys]
    made = []
    with editor.group(message("command.dismiss", n=len(wanted))):
        if old:
            editor.delete(old)
        for finding in wanted:
            said = {"check": finding.check, "subjects": finding.subjects, "state": state_of(document, finding)}
            by = {"actor": context.actor, "dated": context.today(), "why": why}
            made.append(editor.add(Dismissal, **said, **by))
    return tuple(made)


def bring_back(editor: Editor, dismissed: Iterable[Dismissed]) -> None:
    """Show findings again that were set aside."""
    ids = tuple(dict.fromkeys(each.dismissal.id for each in dismissed))
    with editor.group(message("command.bring_back", n=len(ids))):
        editor.delete(ids)
