"""The inspector on improvements: what they change, cost and prove, set through keys and clicks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from model import samples
from model.context import fixed_context
from model.document import Document
from model.editor import Editor
from model.history import History
from model.improvements import (
    Cause,
    Effect,
    EffectKind,
    Improvement,
    ImprovementStatus,
    Spend,
    StatusChange,
    Uncertainty,
)
from model.layout.theme import load_theme
from model.registers import FailPoint
from model.texts import Texts
from tests.widgets.inspecting import field, typed
from tests.widgets.support import FONTS
from widgets.inspector import Inspector
from widgets.reference_fields import RowsField
from widgets.workspace import Workspace

DAY = date(2026, 11, 26)


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    document: Document = samples.build("permit", fixed_context(DAY))
    editor = Editor(document, History(document), fixed_context(DAY, "Ann", seed=7))
    made = Workspace(editor, Texts(), load_theme(), FONTS, read_only=lambda: False)
    yield made
    made.close()


@pytest.fixture
def inspector(inspector: Inspector, workspace: Workspace) -> Inspector:
    """Open at the first improvement."""
    inspector.resize(300, 1200)
    inspector.open(registry(workspace).id)
    return inspector


def registry(workspace: Workspace) -> Improvement:
    """The improvement that asks the registry instead of for papers."""
    return workspace.document.where(Improvement)[0]


def lines(rows: RowsField) -> list[str]:
    """What the lines of some rows say."""
    QApplication.processEvents()
    return [line.text() for line in rows.findChildren(QLineEdit) if line.isVisibleTo(rows)]


def line_of(rows: RowsField, text: str) -> QLineEdit:
    """The line of some rows that says a text."""
    return next(line for line in rows.findChildren(QLineEdit) if line.text() == text)


def test_an_improvement_shows_what_it_says_and_offers_the_rest(inspector: Inspector) -> None:
    shown = tuple(inspector.editors)

    assert shown[:4] == ("name", "change", "condition", "effects")
    assert {"spends", "running_cost", "go_live", "owner", "status", "expected", "metric", "story"} <= set(shown)
    assert {"requires", "excludes", "pilot_scope", "measured", "mandatory", "result_note"}.isdisjoint(shown)
    heads = [box.head.text() for box in inspector.page.boxes.values() if box.isVisible()]
    assert heads[:4] == ["What", "What it changes", "Money", "When"]


def test_an_effect_is_set_in_its_row_with_its_range(inspector: Inspector, workspace: Workspace) -> None:
    effects = field(inspector, "effects")
    assert {"60..80..90 %", "30..50..65 %"} <= set(lines(effects))

    typed(line_of(effects, "60..80..90 %"), "50..70..90 %")

    effect = workspace.document.where(Effect, improvement=registry(workspace).id)[0]
    assert effect.amount == Decimal("0.7")
    assert workspace.document.where(Uncertainty, element=effect.id)[0].low == Decimal("0.5")
    workspace.editor.undo()
    assert "60..80..90 %" in lines(field(inspector, "effects"))


def test_an_effect_has_a_page_that_says_what_its_amount_is(inspector: Inspector, workspace: Workspace) -> None:
    effect = workspace.document.where(Effect, improvement=registry(workspace).id)[0]
    inspector.open(effect.id)
    assert field(inspector, "amount").line.text() == "60..80..90 %"
    assert "moves_to" not in inspector.editors

    workspace.editor.edit(effect.id, kind=EffectKind.WORK_TIME)
    assert field(inspector, "amount").line.text() == "0.6..0.8..0.9"
    typed(field(inspector, "amount").line, "3")

    assert workspace.document.need(Effect, effect.id).amount == 3
    assert workspace.document.where(Uncertainty, element=effect.id) == ()


def test_what_an_effect_moves_to_is_offered_where_it_moves_something(
    inspector: Inspector, workspace: Workspace
) -> None:
    effect = workspace.document.where(Effect, improvement=registry(workspace).id)[0]
    fields = inspector.page.fields

    assert not fields.relevant("moves_to", effect)
    workspace.editor.edit(effect.id, kind=EffectKind.SHARE)
    assert fields.relevant("moves_to", workspace.document.need(Effect, effect.id))


def test_one_off_money_is_added_month_by_month(inspector: Inspector, workspace: Workspace) -> None:
    spends = field(inspector, "spends")
    (add,) = spends.findChildren(QPushButton, "add")

    add.click()
    typed(line_of(spends, ""), "5,000")

    rows = workspace.document.where(Spend, improvement=registry(workspace).id)
    assert [row.amount for row in rows] == [Decimal(60000), Decimal(5000)]


def test_a_status_is_kept_with_its_day_and_who_decided(inspector: Inspector, workspace: Workspace) -> None:
    status, id = field(inspector, "status"), registry(workspace).id

    status.combo.activated.emit(status.values.index(ImprovementStatus.APPROVED))

    assert registry(workspace).status is ImprovementStatus.APPROVED
    (told,) = workspace.document.where(StatusChange, improvement=id)
    assert (told.status, told.dated, told.actor) == (ImprovementStatus.APPROVED, DAY, "Ann")
    assert {"2026-11-26", "Ann"} <= set(lines(field(inspector, "statuses")))
    workspace.editor.undo()
    assert registry(workspace).status is ImprovementStatus.PROPOSED
    assert workspace.document.where(StatusChange) == ()


def test_what_it_needs_and_rules_out_are_chosen_by_name(inspector: Inspector, workspace: Workspace) -> None:
    _, progress = workspace.document.where(Improvement)
    requires = field(inspector, "requires")

    typed(requires.findChildren(QLineEdit)[0], "Show progress in the portal")

    assert registry(workspace).requires == (progress.id,)
    assert registry(workspace).excludes == ()


def test_a_fail_point_lists_its_causes(inspector: Inspector, workspace: Workspace) -> None:
    fail_point = workspace.document.where(FailPoint)[0]
    inspector.open(fail_point.id)
    causes = field(inspector, "causes")

    (add,) = causes.findChildren(QPushButton, "add")
    add.click()
    typed(line_of(causes, ""), "Papers are out of date")

    (cause,) = workspace.document.where(Cause, fail_point=fail_point.id)
    assert cause.name == "Papers are out of date"


def test_no_word_of_the_page_is_cut_at_a_usual_width(inspector: Inspector) -> None:
    labels = [label for label in inspector.page.findChildren(QLabel, "caption") if label.isVisible()]

    assert len(labels) > 15
    assert all(label.wordWrap() or label.width() >= label.sizeHint().width() for label in labels)
