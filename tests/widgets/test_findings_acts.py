"""What is done about findings, by keys and clicks: fixed, dismissed one by one or by rule, and brought back."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from app.gui import Desktop
from app.window import DocumentWindow
from model.elements import Step
from model.keeping import Dismissal
from tests.model.builders import DAY
from tests.widgets.finding import KEY, below, check_soon, current, go_to, on_every_fault, rules, settle, shown
from tests.widgets.window import trigger


@pytest.fixture(autouse=True)
def checked_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    check_soon(monkeypatch)


@pytest.fixture
def window(desktop: Desktop) -> DocumentWindow:
    return on_every_fault(desktop)


def test_a_finding_is_fixed_and_the_fix_undone(window: DocumentWindow) -> None:
    panel, document = window.main.findings, window.session.document
    line = go_to(panel, "structure.empty_step")
    assert line.finding is not None
    assert panel.buttons["fix"].text() == "Delete the step"

    QTest.keyClick(panel.buttons["fix"], KEY.Key_Space)
    settle(window)

    assert document.get(Step, line.finding.subjects[0]) is None
    assert shown(panel) == {}
    undo = window.session.history.can_undo
    assert undo is not None
    assert window.texts(undo.label) == "Delete the step"

    trigger(window, "undo")
    settle(window)
    assert shown(panel) == {"Hints (1)": 1}


def test_findings_of_one_rule_stand_under_what_it_looks_for_and_are_dismissed_there(window: DocumentWindow) -> None:
    # All sixteen steps of the sample lack an owner.
    panel, said = window.main.findings, "16 × A step lacks its owner of the experience or its owner of the operations."
    assert rules(panel)[said] == 16
    (heading,) = (each for top in below(panel) for each in below(panel, top) if each.data() == said)
    assert panel.tree.isExpanded(heading.parent()) and not panel.tree.isExpanded(heading)

    panel.tree.setCurrentIndex(heading)
    assert panel.why.text().startswith("One looks after how it feels")
    assert panel.buttons["dismiss_rule"].isEnabled() and not panel.buttons["dismiss"].isEnabled()
    trigger(window, "finding.dismiss_rule")
    QTest.keyClick(panel.reason, KEY.Key_Return)
    settle(window)

    assert len(window.session.document.table(Dismissal)) == 16
    assert panel.said.text() == "4 to mend, 43 to look at, 69 hints, 16 dismissed"
    assert said not in rules(panel)


def test_the_heading_that_was_chosen_stays_so_when_the_checks_have_run_again(window: DocumentWindow) -> None:
    panel, said = window.main.findings, "16 × A step lacks its owner of the experience or its owner of the operations."
    (heading,) = (each for top in below(panel) for each in below(panel, top) if each.data() == said)
    panel.tree.setCurrentIndex(heading)
    panel.tree.expand(heading)

    window.session.editor.edit(window.session.document.blueprint.id, notes="Newer")
    settle(window)

    assert panel.tree.currentIndex().data() == said
    assert panel.tree.isExpanded(panel.tree.currentIndex())


def test_a_finding_without_a_mechanical_fix_offers_none(window: DocumentWindow) -> None:
    panel = window.main.findings
    go_to(panel, "ownership.card")
    revision = window.session.document.revision

    trigger(window, "finding.fix")

    assert not panel.buttons["fix"].isEnabled()
    assert window.session.document.revision == revision


def test_a_finding_is_dismissed_with_a_reason_and_brought_back(window: DocumentWindow) -> None:
    panel, document = window.main.findings, window.session.document
    line = go_to(panel, "structure.tray")

    trigger(window, "finding.dismiss")
    assert panel.reason.hasFocus()
    QTest.keyClicks(panel.reason, "For the next workshop")
    QTest.keyClick(panel.reason, KEY.Key_Return)
    settle(window)

    (row,) = document.table(Dismissal).values()
    assert (row.check, row.why, row.actor, row.dated) == ("structure.tray", "For the next workshop", "Ann", DAY)
    assert shown(panel) == {}

    QTest.keyClick(panel.dismissed, KEY.Key_Space)
    assert shown(panel) == {"Dismissed (1)": 1}
    panel.begin()
    assert "Dismissed by Ann on 23 Nov 2026: For the next workshop" in panel.why.text()
    assert not panel.buttons["fix"].isEnabled()

    QTest.keyClick(panel.buttons["bring_back"], KEY.Key_Space)
    settle(window)

    assert not document.table(Dismissal)
    assert shown(panel) == {"Hints (1)": 1}
    assert line.finding is not None


def test_escape_leaves_a_finding_as_it_is(window: DocumentWindow) -> None:
    panel = window.main.findings
    go_to(panel, "structure.tray")

    trigger(window, "finding.dismiss")
    QTest.keyClicks(panel.reason, "No")
    QTest.keyClick(panel.reason, KEY.Key_Escape)
    settle(window)

    assert not window.session.document.table(Dismissal)
    assert not panel.reason.isVisible()
    assert panel.tree.hasFocus()


def test_all_findings_of_a_rule_are_dismissed_in_one_undo_step(window: DocumentWindow) -> None:
    # All sixteen steps of the sample lack an owner.
    panel, document = window.main.findings, window.session.document
    go_to(panel, "ownership.step")

    trigger(window, "finding.dismiss_rule")
    QTest.keyClick(panel.reason, KEY.Key_Return)
    settle(window)

    assert len(document.table(Dismissal)) == 16
    assert shown(panel) == {}
    trigger(window, "undo")
    settle(window)
    assert not document.table(Dismissal)
    assert shown(panel) == {"To look at (16)": 16}


def test_after_a_dismissal_the_next_finding_is_chosen_and_shown(window: DocumentWindow) -> None:
    panel = window.main.findings
    first = go_to(panel, "operation.unreachable")

    trigger(window, "finding.dismiss")
    QTest.keyClick(panel.reason, KEY.Key_Return)
    settle(window)

    line = current(panel)
    assert line.rule == "operation.unreachable"
    assert line.key != first.key
    assert line.finding is not None
    assert window.workspace.selection.ids == line.finding.subjects


def test_a_document_to_look_at_only_keeps_its_findings(desktop: Desktop, window: DocumentWindow) -> None:
    panel = window.main.findings
    go_to(panel, "structure.empty_step")
    window.session.read_only = True
    revision = window.session.document.revision

    panel.fix()
    panel.dismiss()

    assert window.session.document.revision == revision
    assert not panel.reason.isVisible()
    window.session.read_only = False
    assert desktop.windows
