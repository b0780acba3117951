"""Showing only what an answer lights up: at one press, until the answer ends or another question is asked."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.gui import Desktop
from model.elements import Card, Lane, Step
from model.messages import Message
from model.texts import Texts
from tests.widgets.test_asking import Asked
from tests.widgets.window import trigger

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def there(desktop: Desktop, qtbot: QtBot) -> Asked:
    return Asked(desktop, qtbot)


def test_only_what_an_answer_lights_up_is_shown_at_one_press(there: Asked) -> None:
    small, workspace, panel = there.small, there.window.workspace, there.window.main.answers
    workspace.selection.set([small.reads])
    there.ask("impact")

    panel.only_button.click()

    assert set(workspace.map.table(Card)) == {small.reads, small.fills}
    assert set(workspace.map.table(Step)) == {small.first, small.second}
    assert set(workspace.map.table(Lane)) == {small.customer}
    assert not there.canvas.spotlight.lit
    assert there.window.main.viewing.bar.said.text() == panel.head.text()
    assert not there.window.main.viewing.bar.save.isEnabled()

    panel.end_button.click()
    assert workspace.map is small.document and not there.window.main.viewing.bar.isVisible()


def test_another_question_is_asked_of_the_whole_map(there: Asked) -> None:
    there.window.workspace.selection.set([there.small.reads])
    there.ask("impact")
    trigger(there.window, "ask.only")
    assert there.small.explains not in there.window.workspace.map

    there.ask("handoffs")

    assert there.window.workspace.map is there.small.document
    assert there.canvas.spotlight.lit == {there.needs, there.small.explains, there.files}


def test_where_nothing_is_lit_there_is_nothing_to_show_alone(there: Asked) -> None:
    said: list[Message] = []
    there.window.workspace.said.connect(said.append)

    trigger(there.window, "ask.only")

    assert there.window.workspace.seen is None
    assert [Texts()(each) for each in said] == ["No answer lights anything up: ask something first."]
