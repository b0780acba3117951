"""Collapsing lanes, steps and stages in the window: by key, for keyboard and mouse alike, and never in the way."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.window import DocumentWindow
from tests.widgets.support import Small
from tests.widgets.window import trigger

pytestmark = pytest.mark.usefixtures("qapp")
_PAUSE = 400
There = tuple[DocumentWindow, Small]


def drawn(window: DocumentWindow, id: str) -> bool:
    return window.workspace.drawing.box(id) is not None


def test_a_lane_is_folded_and_unfolded_by_the_same_key(there: There) -> None:
    window, small = there
    window.workspace.selection.set((small.customer,))
    trigger(window, "fold")
    assert not drawn(window, small.reads) and drawn(window, small.explains)
    assert not window.session.history.can_undo
    trigger(window, "fold")
    assert drawn(window, small.reads)


def test_several_heads_fold_together_and_expand_all_at_once(there: There) -> None:
    window, small = there
    window.workspace.selection.set((small.stage, small.front))
    trigger(window, "fold")
    assert not any(drawn(window, id) for id in (small.reads, small.fills, small.explains, small.second))
    trigger(window, "unfold")
    assert all(drawn(window, id) for id in (small.reads, small.fills, small.explains, small.second))


def test_without_a_head_it_says_what_to_select(there: There) -> None:
    window, small = there
    window.workspace.selection.set((small.reads,))
    trigger(window, "fold")
    assert window.main.statusBar().currentMessage() == window.texts("window.said.fold_what")


def test_arrows_step_over_what_is_folded(there: There) -> None:
    window, small = there
    canvas = window.main.canvas
    window.workspace.selection.set((small.second,))
    trigger(window, "fold")
    canvas.setFocus()
    window.workspace.selection.show(small.document, small.reads)
    QTest.keyClick(canvas.inline, Qt.Key.Key_Right)
    assert window.workspace.selection.cell == (small.customer, small.third)
    QTest.keyClick(canvas.inline, Qt.Key.Key_Left)
    assert window.workspace.selection.current == small.reads


def test_what_is_shown_or_written_to_is_unfolded(there: There) -> None:
    # given a folded stage
    window, small = there
    window.workspace.selection.set((small.stage, small.front))
    trigger(window, "fold")
    # when a card in it is asked for, what hides it unfolds and no more
    window.main.canvas.reveal_id(small.fills)
    assert drawn(window, small.fills) and not drawn(window, small.explains)
    # and when a card is begun in the folded lane, it unfolds, too
    window.workspace.selection.set((), (small.front, small.first))
    trigger(window, "add_card")
    assert drawn(window, small.explains) and window.main.canvas.inline.active


def test_folds_outlive_another_theme_and_edits(there: There) -> None:
    window, small = there
    window.workspace.selection.set((small.customer,))
    trigger(window, "fold")
    trigger(window, "theme.dark")
    small.editor.rename(small.explains, "Explains the form")
    assert not drawn(window, small.reads)
    small.editor.delete([small.customer])
    small.editor.undo()
    assert not drawn(window, small.reads)
    trigger(window, "theme.system")


def test_the_export_of_a_focused_stage_proposes_that_stage(there: There, monkeypatch: pytest.MonkeyPatch) -> None:
    window, small = there
    seen: list[Any] = []
    monkeypatch.setattr(window.ask, "export", lambda offer, *_: seen.extend(offer.formats))
    window.workspace.selection.set((small.later,))
    trigger(window, "focus_stage")
    trigger(window, "export")
    proposed = {each.name: {option.name: option.default for option in each.options} for each in seen}
    assert proposed["pdf"]["stage"] == proposed["svg"]["stage"] == "After"


def test_the_sixteenth_step_is_one_too_many_and_says_so(there: There) -> None:
    window, small = there
    label = window.main.status.size
    for _ in range(12):
        small.editor.add_step(small.stage)
    QTest.qWait(_PAUSE)
    assert label.isHidden()
    small.editor.add_step(small.stage)
    QTest.qWait(_PAUSE)
    assert not label.isHidden() and label.text().startswith("16 steps")
