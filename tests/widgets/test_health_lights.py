"""The lights come by themselves, off the window's thread, and disturb nothing that is under way."""

from __future__ import annotations

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


def test_lights_do_not_end_a_link_that_is_being_drawn(desktop: Desktop, qtbot: QtBot) -> None:
    window, small = opened(desktop)
    small.editor.edit(small.document.blueprint.id, owner=small.editor.add(Owner, name="Head"))
    window.main.canvas.selection.show(small.document, next(iter(small.document.table(Card))))
    window.main.acts.link()
    assert "nobody for the whole" in title(window.workspace)

    qtbot.waitUntil(lambda: "nobody for the whole" not in title(window.workspace))

    assert window.main.canvas.tools.picking is not None
