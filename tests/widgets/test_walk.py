"""Walking through: one step a screen, and what was seen there is kept from the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.gui import Desktop
from model.grid import lanes, steps
from model.keeping import Observation
from tests.widgets.window import opened, trigger
from widgets.living.walk import WalkThrough

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|grabbing the keyboard")
KEY = Qt.Key


def test_what_is_typed_is_seen_at_the_step_on_the_screen(desktop: Desktop, qtbot: QtBot) -> None:
    # given the walk over the small document
    window, small = opened(desktop)
    order = [step.id for step in steps(small.document)]
    trigger(window, "walk")
    walk = window.view.presenter
    assert isinstance(walk, WalkThrough)
    assert (walk.step, walk.said.text()) == (order[0], "Never observed")
    assert walk.focusWidget() is not walk.line
    # when two things are seen at the second step
    first = walk.lanes
    qtbot.keyClick(walk, KEY.Key_Right)
    assert 0 < walk.lanes < len(lanes(small.document)) and first > 0
    for seen in ("Looks round", "Asks the guard"):
        qtbot.keyClick(walk, KEY.Key_O)
        qtbot.keyClicks(walk.line, seen)
        qtbot.keyClick(walk.line, KEY.Key_Return)
    # then both are kept with the day and who, and the walk is where it was
    rows = small.document.where(Observation)
    assert [(row.step, row.seen, row.actor) for row in rows] == [
        (order[1], "Looks round", "Ann"),
        (order[1], "Asks the guard", "Ann"),
    ]
    assert {row.dated for row in rows} == {small.editor.context.today()}
    assert walk.step == order[1]
    assert walk.said.text() == "2 observations of this step, the last on 23 Nov 2026"
    # and an empty line keeps nothing, Esc goes back to walking, and then ends it
    qtbot.keyClick(walk.line, KEY.Key_Return)
    qtbot.keyClick(walk.line, KEY.Key_Escape)
    assert walk.isVisible() and len(small.document.where(Observation)) == 2
    qtbot.keyClick(walk, KEY.Key_Escape)
    assert not walk.isVisible()
    trigger(window, "undo")
    assert len(small.document.where(Observation)) == 1
