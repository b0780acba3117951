"""The canvas: frozen heads, zoom, selection, gestures, repaints."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from model import grid
from model.elements import Card, Lane, Link, Step
from tests.widgets.support import (
    LEFT,
    NONE,
    Small,
    cell_spot,
    click,
    drag_to,
    hover,
    mouse,
    press,
    release,
    shown,
    spot,
    spot_at,
)
from widgets.canvas.canvas import Canvas
from widgets.canvas.strips import Strip


@pytest.fixture
def canvas(qtbot: QtBot, small: Small) -> Iterator[Canvas]:
    made = Canvas(small.workspace())
    qtbot.addWidget(made)
    yield shown(made)
    made.detach()
    made.workspace.close()


def strip_press(strip: Strip, canvas: Canvas, id: str, kind: QEvent.Type, dx: float = 0.5) -> QPoint:
    box = canvas.workspace.drawing.box(id)
    assert box is not None
    area = strip.to_widget(box)
    at = QPoint(round(area.x() + min(area.width() * dx, strip.width() - 4)), round(area.center().y()))
    held = LEFT if kind is not QEvent.Type.MouseButtonRelease else NONE
    mouse(strip, kind, at, NONE if kind is QEvent.Type.MouseMove else LEFT, held)
    return at


def test_heads_stay_in_sight_while_the_body_scrolls(canvas: Canvas, small: Small) -> None:
    canvas.resize(520, 380)
    canvas.zoom_to(1.6)
    before = canvas.side.to_widget(canvas.workspace.drawing.box(small.customer))

    canvas.view.pan(QPoint(-150, -90))

    side = canvas.side.to_widget(canvas.workspace.drawing.box(small.customer))
    top = canvas.top.to_widget(canvas.workspace.drawing.box(small.first))
    body = canvas.on_widget(canvas.workspace.drawing.box(small.first))
    assert side.x() == before.x() and side.y() == pytest.approx(before.y() - 90, abs=1)
    assert top.x() + canvas.top.x() == pytest.approx(body.x(), abs=1)
    assert canvas.top.y() == canvas.title.height()


def test_selecting_a_head_moves_nothing(canvas: Canvas, small: Small) -> None:
    for id in (small.first, small.stage, small.front):
        canvas.workspace.selection.set([id])
        QApplication.processEvents()

        box = canvas.workspace.drawing.box(small.front)
        assert box is not None
        beside = canvas.side.to_widget(box).translated(QPointF(canvas.side.pos()))
        assert canvas.on_widget(box).y() == pytest.approx(beside.y(), abs=1)
        assert canvas.view.sceneRect().top() == canvas.workspace.drawing.areas.body.y


def test_a_document_that_runs_right_to_left_has_its_lanes_at_the_right(qtbot: QtBot) -> None:
    small = Small("ar")
    canvas = Canvas(small.workspace())
    qtbot.addWidget(canvas)
    shown(canvas)
    first, second = (spot(canvas, id) for id in (small.reads, small.fills))

    assert canvas.side.x() > canvas.view.x()
    assert first.x() > second.x()
    assert canvas.side.x() + canvas.side.width() == canvas.width()


def test_a_change_of_language_mirrors_the_map_and_undo_turns_it_back(canvas: Canvas, small: Small) -> None:
    small.editor.edit(small.document.blueprint.id, language="he")
    assert canvas.side.x() > canvas.view.x()

    small.editor.undo()

    assert canvas.side.x() == 0 and canvas.view.x() > 0


def test_zoom_keeps_the_point_under_the_mouse(canvas: Canvas, small: Small) -> None:
    canvas.resize(500, 420)
    at = spot(canvas, small.reads)
    place = canvas.view.mapToScene(at)
    globally = canvas.view.viewport().mapTo(canvas, at)

    canvas.zoom_to(2.0, QPointF(at))

    after = canvas.view.viewport().mapTo(canvas, canvas.view.mapFromScene(place))
    assert canvas.view.zoom == 2.0
    assert (after - globally).manhattanLength() <= 6


def test_fit_shows_the_whole_map_and_no_more(canvas: Canvas) -> None:
    canvas.zoom_to(3.0)

    canvas.zoom_to_fit()

    areas = canvas.workspace.drawing.areas
    assert canvas.view.zoom <= 1.0
    assert canvas.on_widget(areas.body).right() <= canvas.width() + 1
    assert canvas.on_widget(areas.body).bottom() <= canvas.legend.y() + 1


def test_click_selects_and_ctrl_click_adds_and_takes_away(canvas: Canvas, small: Small) -> None:
    selection = canvas.workspace.selection

    click(canvas, spot(canvas, small.reads))
    assert selection.ids == (small.reads,)
    click(canvas, spot(canvas, small.fills), modifiers=Qt.KeyboardModifier.ControlModifier)
    assert selection.ids == (small.reads, small.fills)
    click(canvas, spot(canvas, small.reads), modifiers=Qt.KeyboardModifier.ControlModifier)
    assert selection.ids == (small.fills,)
    assert len(canvas.overlays.selected.boxes) == 1


def test_click_on_an_empty_cell_puts_the_cursor_there(canvas: Canvas, small: Small) -> None:
    click(canvas, cell_spot(canvas, small.back, small.third))

    assert canvas.workspace.selection.ids == ()
    assert canvas.workspace.selection.cell == (small.back, small.third)
    assert canvas.overlays.cell.boxes == (canvas.workspace.drawing.cell_box(small.back, small.third),)


def test_a_rubber_band_selects_the_cards_it_meets(canvas: Canvas, small: Small) -> None:
    press(canvas, cell_spot(canvas, small.back, small.first) + QPoint(0, -4))
    drag_to(canvas, spot(canvas, small.explains), spot(canvas, small.fills))
    release(canvas, spot(canvas, small.fills))

    assert set(canvas.workspace.selection.ids) == {small.reads, small.fills, small.explains}
    assert canvas.overlays.band.boxes == ()


def test_dragging_a_card_moves_it_as_one_undo_step(canvas: Canvas, small: Small) -> None:
    target = cell_spot(canvas, small.back, small.third)

    press(canvas, spot(canvas, small.reads))
    drag_to(canvas, spot(canvas, small.fills), target)
    assert small.history.can_undo is None
    release(canvas, target)

    card = small.document.need(Card, small.reads)
    assert (card.lane, card.step) == (small.back, small.third)
    assert small.editor.undo() is not None
    assert small.document.need(Card, small.reads).step == small.first
    assert small.history.can_undo is None


def test_dropping_a_card_between_two_puts_it_there(canvas: Canvas, small: Small) -> None:
    last = small.editor.add_card(small.customer, small.second, "Signs")
    between = spot(canvas, last, 0.5, 0.2)

    press(canvas, spot(canvas, small.reads))
    drag_to(canvas, spot(canvas, small.fills), between)
    release(canvas, between)

    cell = grid.cell(small.document, small.customer, small.second)
    assert [card.id for card in cell] == [small.fills, small.reads, last]


def test_a_card_dropped_outside_every_cell_is_refused_with_a_reason(canvas: Canvas, small: Small) -> None:
    said: list[str] = []
    canvas.workspace.said.connect(lambda message: said.append(message.id))
    outside = spot_at(canvas, canvas.workspace.drawing.areas.body.right + 30, 300)
    before = small.document.frozen()

    press(canvas, spot(canvas, small.reads))
    drag_to(canvas, spot(canvas, small.fills), outside)
    assert canvas.reason == canvas.workspace.texts("window.said.no_cell")
    release(canvas, outside)

    assert said == ["window.said.no_cell"]
    assert canvas.reason == ""
    assert small.document == before


def test_escape_leaves_nothing_of_a_drag(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    target = cell_spot(canvas, small.back, small.third)
    before, items = small.document.frozen(), len(canvas.scene.items())

    press(canvas, spot(canvas, small.reads))
    drag_to(canvas, spot(canvas, small.fills), target)
    assert len(canvas.scene.items()) == items + 1
    qtbot.keyClick(canvas.inline, Qt.Key.Key_Escape)
    release(canvas, target)

    assert small.document == before
    assert small.history.can_undo is None
    assert len(canvas.scene.items()) == items
    assert canvas.overlays.target.boxes == () and canvas.overlays.slot.boxes == ()


def test_escape_gives_the_selection_before_a_rubber_band_back(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    click(canvas, spot(canvas, small.explains))

    press(canvas, cell_spot(canvas, small.back, small.first) + QPoint(0, -4))
    drag_to(canvas, spot(canvas, small.explains), spot(canvas, small.fills))
    assert len(canvas.workspace.selection.ids) == 3
    qtbot.keyClick(canvas.inline, Qt.Key.Key_Escape)

    assert canvas.workspace.selection.ids == (small.explains,)


def test_a_link_is_drawn_from_the_edge_of_a_card_to_another(canvas: Canvas, small: Small) -> None:
    hover(canvas, spot(canvas, small.reads))
    edge = spot(canvas, small.reads, 1.0, 0.5)

    press(canvas, edge)
    drag_to(canvas, edge + QPoint(30, 10), spot(canvas, small.explains))
    release(canvas, spot(canvas, small.explains))

    (link,) = small.document.table(Link).values()
    assert (link.source, link.target) == (small.reads, small.explains)
    assert canvas.workspace.selection.ids == (link.id,)
    assert not canvas.overlays.links.path().isEmpty()


def test_a_link_that_is_there_already_is_refused(canvas: Canvas, small: Small) -> None:
    small.editor.add_link(small.reads, small.explains)
    hover(canvas, spot(canvas, small.reads))
    edge = spot(canvas, small.reads, 1.0, 0.5)

    press(canvas, edge)
    drag_to(canvas, edge + QPoint(30, 10), spot(canvas, small.explains))
    reason = canvas.reason
    release(canvas, spot(canvas, small.explains))

    assert reason == canvas.workspace.texts("rule.linked_already")
    assert len(small.document.table(Link)) == 1


def test_dragging_a_step_head_reorders_the_steps(canvas: Canvas, small: Small) -> None:
    strip_press(canvas.top, canvas, small.first, QEvent.Type.MouseButtonPress, 0.1)
    strip_press(canvas.top, canvas, small.second, QEvent.Type.MouseMove, 0.4)
    strip_press(canvas.top, canvas, small.second, QEvent.Type.MouseMove, 0.9)
    strip_press(canvas.top, canvas, small.second, QEvent.Type.MouseButtonRelease, 0.9)

    assert [step.id for step in grid.steps(small.document)] == [small.second, small.first, small.third]


def test_a_lane_dragged_out_of_its_band_is_refused(canvas: Canvas, small: Small) -> None:
    order = [lane.id for lane in grid.lanes(small.document)]

    strip_press(canvas.side, canvas, small.back, QEvent.Type.MouseButtonPress, 0.1)
    strip_press(canvas.side, canvas, small.front, QEvent.Type.MouseMove, 0.1)
    box = canvas.workspace.drawing.box(small.customer)
    assert box is not None
    high = canvas.side.to_widget(box).topLeft().toPoint() + QPoint(20, 4)
    mouse(canvas.side, QEvent.Type.MouseMove, high, NONE, LEFT)
    reason = canvas.reason
    mouse(canvas.side, QEvent.Type.MouseButtonRelease, high, LEFT, NONE)

    assert reason == canvas.workspace.texts("rule.lane_band")
    assert [lane.id for lane in grid.lanes(small.document)] == order


def test_double_click_on_a_head_edits_it_in_place(canvas: Canvas, small: Small, qtbot: QtBot) -> None:
    strip_press(canvas.side, canvas, small.front, QEvent.Type.MouseButtonDblClick, 0.1)
    assert canvas.inline.active and canvas.inline.toPlainText() == "Desk"
    qtbot.keyClicks(canvas.inline, "Service desk")
    qtbot.keyClick(canvas.inline, Qt.Key.Key_Return)

    assert small.document.need(Lane, small.front).title == "Service desk"
    assert not canvas.inline.active


def test_middle_button_and_space_pan(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.resize(420, 360)
    canvas.zoom_to(2.0)
    start, end = QPoint(150, 90), QPoint(110, 70)
    bar = canvas.view.horizontalScrollBar()
    viewport = canvas.view.viewport()

    before = bar.value()
    mouse(viewport, QEvent.Type.MouseButtonPress, start, Qt.MouseButton.MiddleButton, Qt.MouseButton.MiddleButton)
    mouse(viewport, QEvent.Type.MouseMove, end, NONE, Qt.MouseButton.MiddleButton)
    mouse(viewport, QEvent.Type.MouseButtonRelease, end, Qt.MouseButton.MiddleButton, NONE)
    assert bar.value() == before + 40

    before = bar.value()
    qtbot.keyPress(canvas.inline, Qt.Key.Key_Space)
    press(canvas, end)
    drag_to(canvas, start)
    release(canvas, start)
    qtbot.keyRelease(canvas.inline, Qt.Key.Key_Space)
    assert bar.value() == before - 40
    assert not canvas.inline.active


def test_only_what_changed_is_painted_anew(canvas: Canvas, small: Small) -> None:
    canvas.grab()
    image = canvas.grab().toImage()

    small.editor.rename(small.explains, "Explains everything")
    QApplication.processEvents()
    after = canvas.grab().toImage()

    box = canvas.on_widget(canvas.workspace.drawing.box(small.explains)).adjusted(-4, -4, 4, 4)
    changed = {
        (x, y)
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
        if image.pixel(x, y) != after.pixel(x, y)
    }
    assert changed
    assert all(box.contains(x, y) for x, y in changed)


def test_a_new_step_shows_at_once(canvas: Canvas, small: Small) -> None:
    tiles = len(canvas.tiles)
    for number in range(12):
        small.editor.add_step(small.later, f"More {number}")
    last = list(small.document.table(Step))[-1]

    canvas.reveal_id(last)
    QApplication.processEvents()

    assert len(canvas.tiles) > tiles
    assert canvas.workspace.drawing.box(last) is not None
    assert canvas.view.sceneRect().right() == canvas.workspace.drawing.areas.body.right


def test_the_selection_is_seen(canvas: Canvas, small: Small) -> None:
    click(canvas, spot(canvas, small.reads))
    canvas.tools.hover(None)
    image = canvas.grab().toImage()
    blue = QColor(canvas.workspace.theme.colour("selection"))
    corner = canvas.on_widget(canvas.workspace.drawing.box(small.reads))

    column = [image.pixelColor(corner.center().x(), corner.top() - dy) for dy in range(2, 7)]

    assert any(abs(colour.red() - blue.red()) < 25 and abs(colour.blue() - blue.blue()) < 25 for colour in column)


def repaint(canvas: Canvas, times: int) -> None:
    viewport = canvas.view.viewport()
    for turn in range(times):
        if turn % 100 == 0:
            canvas.zoom_to(0.2 + (turn // 100 % 10) * 0.2)
        viewport.repaint()


def test_two_thousand_repaints(canvas: Canvas) -> None:
    canvas.resize(400, 300)

    repaint(canvas, 2000)

    assert canvas.view.zoom > 0
