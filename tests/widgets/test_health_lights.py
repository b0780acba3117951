"""The lights come by themselves, off the window's thread, and disturb nothing that is under way."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from app.gui import Desktop
from model.elements import Card
from model.layout.drawing import Layer
from model.registers import Owner
from tests.widgets.window import opened
from widgets.workspace import Workspace


def title(workspace: Workspace) -> str:
    """What the title says."""
    (piece,) = workspace.drawing.pieces(None, (Layer.TITLE,))
    return piece.text


def test_lights_come_and_follow_the_document(desktop: Desktop, qtbot: QtBot) -> None:
    window, small = opened(desktop)
    workspace = window.workspace
    qtbot.waitUntil(lambda: "Owner · nobody for the whole" in title(workspace))

    owner = small.editor.add(Owner, name="Head")
    small.editor.edit(small.document.blueprint.id, owner=owner)

    qtbot.waitUntil(lambda: "nobody for the whole" not in title(workspace))
    assert "Updates · never reviewed" in title(workspace)


def test_the_mouse_is_told_which_metrics_the_light_counts(desktop: Desktop, qtbot: QtBot) -> None:
    # Of the three metrics out of tolerance the one that lags is not counted, as the map and its words say.
    window = desktop.show(desktop.sample("outpatient"))
    canvas = window.main.canvas
    assert "Metrics · 2 out of tolerance" in title(window.workspace)

    at = QPoint(20, 20)
    QApplication.sendEvent(canvas.title, QHelpEvent(QEvent.Type.ToolTip, at, canvas.title.mapToGlobal(at)))

    said = QToolTip.text().splitlines()
    assert [line.strip() for line in said if line.endswith("out of tolerance")] == [
        "“Minutes from door to call” is out of tolerance",
        "“Calls about results” is out of tolerance",
    ]
    assert any(line.startswith("Metrics: whether each stage has a leading one") for line in said)
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible(), timeout=3000)


def test_lights_do_not_end_a_link_that_is_being_drawn(desktop: Desktop, qtbot: QtBot) -> None:
    window, small = opened(desktop)
    small.editor.edit(small.document.blueprint.id, owner=small.editor.add(Owner, name="Head"))
    window.main.canvas.selection.show(small.document, next(iter(small.document.table(Card))))
    window.main.acts.link()
    assert "nobody for the whole" in title(window.workspace)

    qtbot.waitUntil(lambda: "nobody for the whole" not in title(window.workspace))

    assert window.main.canvas.tools.picking is not None
