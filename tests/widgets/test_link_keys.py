"""Links with no mouse: picking their end, and walking them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from model.elements import Card, Link
from model.layout.drawing import Box
from tests.widgets.support import Small, shown
from widgets.acts import Acts
from widgets.canvas.canvas import Canvas
from widgets.canvas.link_keys import nearest

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def canvas(qtbot: QtBot, small: Small) -> Iterator[Canvas]:
    made = Canvas(small.workspace())
    qtbot.addWidget(made)
    yield shown(made)
    made.detach()
    made.workspace.close()


def start(canvas: Canvas, source: str) -> None:
    """What Ctrl+L does on a selected card."""
    canvas.workspace.selection.show(canvas.workspace.document, source)
    Acts(canvas, lambda *_: True, lambda _: True).link()


def links(small: Small) -> list[tuple[str, str]]:
    return [(link.source, link.target) for link in small.document.table(Link).values()]


def test_an_arrow_and_enter_link_to_the_near_card_and_the_keyboard_goes_along(
    canvas: Canvas, small: Small, qtbot: QtBot
) -> None:
    start(canvas, small.reads)

    qtbot.keyClick(canvas.inline, KEY.Key_Right)
    shown_there = canvas.overlays.target.boxes
    ghost = canvas.overlays.rope.path().isEmpty()
    qtbot.keyClick(canvas.inline, KEY.Key_Return)

    assert shown_there == (canvas.workspace.drawing.box(small.fills),)
    assert not ghost
    assert links(small) == [(small.reads, small.fills)]
    assert canvas.workspace.selection.ids == (small.fills,)
    assert canvas.overlays.target.boxes == () and canvas.overlays.rope.path().isEmpty()


def test_arrows_go_on_from_the_card_picked_and_never_to_where_the_link_starts(
    canvas: Canvas, small: Small, qtbot: QtBot
) -> None:
    start(canvas, small.reads)
    picked = []

    for key in (KEY.Key_Right, KEY.Key_Down, KEY.Key_Up, KEY.Key_Left):
        qtbot.keyClick(canvas.inline, key)
        assert canvas.tools.picking is not None
        picked.append(canvas.tools.picking.target)

    assert picked == [small.fills, small.explains, small.fills, small.fills]


def test_escape_drops_the_link_and_enter_without_an_end_goes_on_picking(
    canvas: Canvas, small: Small, qtbot: QtBot
) -> None:
    start(canvas, small.reads)
    qtbot.keyClick(canvas.inline, KEY.Key_Return)
    assert canvas.tools.picking is not None
    qtbot.keyClick(canvas.inline, KEY.Key_Right)
    qtbot.keyClick(canvas.inline, KEY.Key_Escape)

    assert canvas.tools.picking is None
    assert links(small) == []
    assert canvas.workspace.selection.ids == (small.reads,)
    assert canvas.overlays.rope.path().isEmpty()


def test_a_link_that_may_not_be_says_why_and_is_not_made(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    small.editor.add_link(small.reads, small.fills)
    start(canvas, small.reads)

    qtbot.keyClick(canvas.inline, KEY.Key_Right)
    reason = canvas.reason
    qtbot.keyClick(canvas.inline, KEY.Key_Return)

    assert reason
    assert links(small) == [(small.reads, small.fills)]
    assert canvas.tools.picking is not None


def test_typing_drops_the_link_and_is_text(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    start(canvas, small.reads)

    qtbot.keyClicks(canvas.inline, "New")

    assert canvas.tools.picking is None
    assert canvas.inline.toPlainText() == "New"


def test_control_with_arrows_follows_links_and_goes_through_the_others(
    canvas: Canvas, small: Small, qtbot: QtBot
) -> None:
    small.editor.add_link(small.reads, small.fills)
    small.editor.add_link(small.reads, small.explains)
    canvas.workspace.selection.show(small.document, small.reads)
    visited = []

    for key in (KEY.Key_Right, KEY.Key_Down, KEY.Key_Down, KEY.Key_Up, KEY.Key_Left, KEY.Key_Left):
        qtbot.keyClick(canvas.inline, key, CONTROL)
        visited.append(canvas.workspace.selection.current)

    assert visited == [small.fills, small.explains, small.fills, small.explains, small.reads, small.reads]


def test_the_way_back_leads_to_where_the_keyboard_came_from(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    small.editor.add_link(small.reads, small.fills)
    start(canvas, small.explains)
    qtbot.keyClick(canvas.inline, KEY.Key_Up)
    qtbot.keyClick(canvas.inline, KEY.Key_Return)
    assert canvas.workspace.selection.ids == (small.fills,)

    qtbot.keyClick(canvas.inline, KEY.Key_Left, CONTROL)

    assert canvas.workspace.selection.ids == (small.explains,)


def test_where_the_document_is_mirrored_links_lead_on_to_the_left(qtbot: QtBot) -> None:
    small = Small("he")
    canvas = Canvas(small.workspace())
    qtbot.addWidget(canvas)
    shown(canvas)
    small.editor.add_link(small.reads, small.fills)
    canvas.workspace.selection.show(small.document, small.reads)

    qtbot.keyClick(canvas.inline, KEY.Key_Left, CONTROL)

    assert canvas.workspace.selection.ids == (small.fills,)
    canvas.detach()
    canvas.workspace.close()


def test_a_selected_link_shows_both_its_ends(canvas: Canvas, small: Small) -> None:
    made = small.editor.add_link(small.reads, small.explains)

    canvas.workspace.selection.set((made,))
    drawing = canvas.workspace.drawing

    assert set(canvas.overlays.ends.boxes) == {drawing.box(small.reads), drawing.box(small.explains)}
    canvas.workspace.selection.clear()
    assert canvas.overlays.ends.boxes == ()


def test_the_links_of_a_card_are_selected_one_after_the_other(canvas: Canvas, small: Small) -> None:
    one = small.editor.add_link(small.reads, small.fills)
    other = small.editor.add_link(small.explains, small.reads)
    canvas.workspace.selection.show(small.document, small.reads)
    acts = Acts(canvas, lambda *_: True, lambda _: True)
    visited = []

    for _ in range(3):
        acts.select_link()
        visited.append(canvas.workspace.selection.current)

    assert visited == [one, other, small.reads]


@pytest.mark.parametrize(("across", "down", "found"), [(1, 0, "near"), (-1, 0, "left"), (0, 1, "below"), (0, -1, None)])
def test_the_nearest_lies_along_the_way(across: int, down: int, found: str | None) -> None:
    here = Box(100, 0, 50, 20)
    boxes = {
        "near": Box(200, 0, 50, 20),
        "aside": Box(180, 90, 50, 20),
        "left": Box(-300, 10, 50, 20),
        "below": Box(100, 60, 50, 20),
    }

    assert nearest(here, boxes, across, down) == found


def test_an_edit_under_way_of_a_link_drops_it(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    start(canvas, small.reads)
    qtbot.keyClick(canvas.inline, KEY.Key_Right)

    small.editor.delete([small.fills])
    qtbot.keyClick(canvas.inline, KEY.Key_Right)

    assert canvas.tools.picking is None
    assert canvas.overlays.target.boxes == () and links(small) == []


def test_a_card_in_the_tray_is_no_end(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    small.editor.move_cards([small.fills, small.explains], None, None)
    start(canvas, small.reads)

    qtbot.keyClick(canvas.inline, KEY.Key_Right)

    assert canvas.tools.picking is not None and canvas.tools.picking.target is None
    assert small.document.need(Card, small.fills).lane is None
