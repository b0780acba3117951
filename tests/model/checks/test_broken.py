"""The broken sample: every rule finds something in it, can be set aside, comes back, and is fixed where it can be."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import ModuleType
from typing import Any

import pytest

from model import samples
from model.analysis.checks.base import Check, Finding
from model.analysis.checks.registry import CHECKS
from model.analysis.checks.runner import Report, run
from model.document import Document
from model.editor import Editor
from model.elements import Link
from model.findings import bring_back, dismiss, mend
from model.history import History
from model.keeping import Dismissal
from model.record import Record
from model.texts import Texts
from tests.model.builders import DAY, a_context
from tests.model.checks import (
    test_evidence,
    test_experience,
    test_metrics,
    test_money,
    test_operation,
    test_ownership,
    test_structure,
)

FAMILIES: dict[str, ModuleType] = {
    "ownership": test_ownership,
    "operation": test_operation,
    "money": test_money,
    "evidence": test_evidence,
    "metrics": test_metrics,
    "structure": test_structure,
    "experience": test_experience,
}
IDS = [check.id for check in CHECKS]
FIXED = {
    *("ownership.raci", "money.cost_basis", "evidence.content_owner", "evidence.unchecked", "metrics.orphan"),
    *("structure.empty_stage", "structure.empty_step", "structure.empty_lane", "structure.double"),
    "experience.jargon",
}


@cache
def rows() -> tuple[Record, ...]:
    return tuple(samples.build("broken", a_context()).rows())


@pytest.fixture
def editor() -> Editor:
    document = Document(rows())
    return Editor(document, History(document), a_context(9))


def report(document: Document) -> Report:
    found = run(document.frozen(), DAY)
    assert found is not None
    return found


def of(check: str, found: Report) -> list[Finding]:
    return [finding for finding in found.findings if finding.check == check]


@pytest.mark.parametrize("check", CHECKS, ids=IDS)
def test_every_rule_finds_something(check: Check, editor: Editor) -> None:
    texts = Texts()

    found = of(check.id, report(editor.document))

    assert found
    for finding in found:
        assert all(id in editor.document for id in finding.subjects)
        assert texts(finding.words)
        assert finding.fix is None or texts(finding.fix.label)
    assert texts(check.what).endswith(".")
    assert texts(check.why).endswith(".")


@pytest.mark.parametrize("check", IDS)
def test_a_finding_of_every_rule_can_be_dismissed_comes_back_by_an_edit_and_by_hand(check: str, editor: Editor) -> None:
    before = report(editor.document)
    finding = of(check, before)[0]

    dismiss(editor, before, [finding], "It is known.")

    after = report(editor.document)
    assert finding not in after.findings
    assert len(after.findings) == len(before.findings) - 1
    ((kept, row),) = after.dismissed
    assert kept == finding
    assert (row.actor, row.dated, row.why) == ("Ada", DAY, "It is known.")

    changed_subject(editor, finding)
    assert (check, finding.subjects) in {(each.check, each.subjects) for each in report(editor.document).findings}
    editor.undo()
    assert report(editor.document).findings == after.findings

    bring_back(editor, after.dismissed)
    assert report(editor.document).findings == before.findings
    editor.undo()
    editor.undo()
    assert not editor.document.table(Dismissal)


def changed_subject(editor: Editor, finding: Finding) -> None:
    """Edit what a finding names so that it stays a finding."""
    row: Any = editor.document.find(finding.subjects[0])
    if isinstance(row, Link):
        editor.edit(row.id, alternatives="one")
    else:
        editor.edit(row.id, notes=row.notes + " Seen.")


@pytest.mark.parametrize("check", IDS)
def test_a_fix_takes_the_finding_away_in_one_undo_step(check: str, editor: Editor) -> None:
    before = report(editor.document)
    fixable = [finding for finding in of(check, before) if finding.fix is not None]
    assert bool(fixable) is (check in FIXED)
    for finding in fixable:
        assert finding.fix is not None
        mend(editor, finding.fix)
        assert (check, finding.subjects) not in {
            (each.check, each.subjects) for each in report(editor.document).findings
        }
        undone = editor.undo()
        assert undone is not None
        assert undone.label == finding.fix.label
        assert report(editor.document).findings == before.findings


@pytest.mark.parametrize("check", IDS)
def test_every_rule_has_a_test_of_its_own_with_what_it_is_silent_on(check: str) -> None:
    family, _, rule = check.partition(".")
    names = [name for name in dir(FAMILIES[family]) if name.startswith("test_")]

    joined = {"metrics_out": "metrics_out_and_guardrail", "metrics_guardrail": "metrics_out_and_guardrail"}
    joined |= {f"structure_{who}_question": "structure_customer_and_team_questions" for who in ("customer", "team")}
    wanted = f"{family}_{rule}"

    assert any(name.startswith(f"test_{joined.get(wanted, wanted)}") for name in names)


def test_nobody_for_the_whole_comes_first_whatever_else_there_is(editor: Editor) -> None:
    assert report(editor.document).findings[0].check == "ownership.end_to_end"


def test_dismissals_of_two_findings_of_one_card_stand_side_by_side(editor: Editor) -> None:
    # Two sentences of one rule about one card: an abbreviation, and a word of the list.
    document = editor.document
    (card,) = {finding.subjects[0] for finding in of("experience.jargon", report(document)) if is_jargon(finding)}
    editor.rename(card, "Catalogue entry with accession number and ISBN")
    found = [finding for finding in of("experience.jargon", report(document)) if finding.subjects == (card,)]
    assert len(found) == 2

    for finding in found:
        dismiss(editor, report(document), [finding], "")

    assert len(document.table(Dismissal)) == 2
    assert {each.finding for each in report(document).dismissed} == {replace(finding) for finding in found}


def is_jargon(finding: Finding) -> bool:
    return finding.words.id.endswith(".jargon")


def test_a_new_dismissal_takes_the_place_of_one_that_no_longer_counts(editor: Editor) -> None:
    first = report(editor.document)
    finding = of("ownership.end_to_end", first)[0]
    dismiss(editor, first, [finding], "Not yet.")
    editor.edit(editor.document.blueprint.id, notes="Something else")

    dismiss(editor, report(editor.document), [finding], "Still not.")

    (row,) = editor.document.table(Dismissal).values()
    assert row.why == "Still not."
    assert finding not in report(editor.document).findings
