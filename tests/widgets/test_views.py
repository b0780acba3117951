"""Ways to look at the map: one stage, the selection, the overview, presenting."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui import Desktop
from app.window import DocumentWindow
from model.elements import Card
from model.layout.theme import load_theme
from model.layout.view import View
from tests.widgets.support import LEFT, NONE, Small, mouse
from tests.widgets.window import trigger
from widgets.canvas.canvas import Canvas
from widgets.presenter import Presenter

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
KEY = Qt.Key


def ink(canvas: Canvas, id: str) -> int:
    """The darkest pixel of an element on the screen."""
    box = canvas.workspace.drawing.box(id)
    assert box is not None
    return darkest(canvas.view.grab(canvas.view.viewportTransform().mapRect(QRectF(*box)).toRect()).toImage())


def darkest(image: QImage) -> int:
    return min(QColor(image.pixel(x, y)).lightness() for x in range(image.width()) for y in range(image.height()))


def visible(canvas: Canvas, id: str) -> bool:
    box = canvas.workspace.drawing.box(id)
    assert box is not None
    seen = canvas.view.viewportTransform().mapRect(QRectF(*box))
    return QRectF(canvas.view.viewport().rect()).adjusted(-1, -1, 1, 1).contains(seen)


def test_focusing_a_stage_shows_it_and_dims_the_others(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    canvas = window.main.canvas
    other = small.editor.add_card(small.customer, small.third, "Uses it")
    window.workspace.selection.set([small.first])

    trigger(window, "focus_stage")
    assert canvas.spotlight.stage == small.stage
    assert visible(canvas, small.reads) and visible(canvas, small.fills)
    assert ink(canvas, small.reads) < 60
    canvas.reveal_id(other)
    assert ink(canvas, other) > 150

    trigger(window, "focus_stage")
    assert canvas.spotlight.stage is None
    assert ink(canvas, other) < 60


def test_the_focus_ends_with_its_stage_and_moves_with_it(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    canvas = window.main.canvas
    window.workspace.selection.set([small.later])
    trigger(window, "focus_stage")

    small.editor.rename(small.third, "A longer title of the step")
    assert canvas.spotlight.stage == small.later
    small.editor.delete([small.later])

    assert canvas.spotlight.stage is None


def test_zooming_to_the_selection(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    canvas = window.main.canvas
    window.workspace.selection.set([small.reads])
    trigger(window, "zoom_selection")
    near = canvas.view.zoom

    assert near > 1.0 and visible(canvas, small.reads)
    window.workspace.selection.set([small.reads, small.explains])
    trigger(window, "zoom_selection")
    assert visible(canvas, small.reads) and visible(canvas, small.explains)
    window.workspace.selection.clear()
    trigger(window, "zoom_selection")

    assert canvas.view.zoom < near


def test_the_overview_shows_where_the_window_is_and_takes_it_along(desktop: Desktop) -> None:
    window = desktop.show(desktop.sample("outpatient"))
    window.main.resize(1000, 700)
    canvas, minimap = window.main.canvas, window.main.minimap
    assert not minimap.isVisible()
    trigger(window, "overview")
    QApplication.processEvents()
    canvas.zoom_to(1.0)
    assert minimap.isVisible()

    before = minimap.seen
    assert before.width() < minimap.width() / 2
    end = minimap.rect().center()
    mouse(minimap, QEvent.Type.MouseButtonPress, QPoint(20, 20), LEFT, LEFT)
    mouse(minimap, QEvent.Type.MouseMove, end, NONE, LEFT)

    assert minimap.seen.left() > before.left() + 40
    assert minimap.seen.adjusted(-2, -2, 2, 2).contains(QPointF(end))
    colours = {minimap.grab().toImage().pixel(x, 75) for x in range(10, 250)}
    assert len(colours) > 3
    trigger(window, "overview")
    assert not minimap.isVisible()


def test_the_overview_follows_an_edit(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    trigger(window, "overview")
    minimap = window.main.minimap
    before = minimap.grab().toImage()

    small.editor.add_card(small.back, small.third, "New")

    qtbot.waitUntil(lambda: minimap.grab().toImage() != before, timeout=3000)


def test_the_overview_of_many_cards_comes_tile_by_tile(
    there: tuple[DocumentWindow, Small], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, small = there
    trigger(window, "overview")
    minimap = window.main.minimap
    small.editor.add_card(small.back, small.third, "New")
    minimap.refresh()
    at_once = minimap.grab().toImage()
    monkeypatch.setattr("widgets.minimap._AT_ONCE", -1)
    small.editor.undo()
    minimap.refresh()

    # until it is there the map is shown as it was
    assert minimap.grab().toImage() == at_once
    qtbot.waitUntil(lambda: minimap.grab().toImage() != at_once, timeout=3000)
    small.editor.redo()
    minimap.refresh()
    qtbot.waitUntil(lambda: minimap.grab().toImage() == at_once, timeout=3000)


@pytest.fixture
def presenter(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> Presenter:
    window, _ = there
    made = Presenter(window.workspace, View(), None)
    made.resize(1200, 800)
    qtbot.addWidget(made)
    made.show()
    return made


def test_presenting_walks_steps_and_lanes_by_keys(
    presenter: Presenter, there: tuple[DocumentWindow, Small], qtbot: QtBot
) -> None:
    _, small = there
    shown: list[tuple[str | None, int]] = [(presenter.step, presenter.lanes)]
    for key in (KEY.Key_Space, KEY.Key_Down, KEY.Key_Right, KEY.Key_Right, KEY.Key_Up, KEY.Key_Home, KEY.Key_End):
        qtbot.keyClick(presenter, key)
        shown.append((presenter.step, presenter.lanes))

    assert shown == [
        (small.first, 1),
        (small.second, 1),
        (small.second, 2),
        (small.third, 3),
        (small.third, 3),
        (small.second, 3),
        (small.first, 3),
        (small.third, 3),
    ]


def test_a_lane_not_yet_shown_is_not_seen(presenter: Presenter) -> None:
    presenter.on()
    first = presenter.grab().toImage()
    presenter.on()
    both = presenter.grab().toImage()

    assert first.pixelColor(4, 4).name() == load_theme("projector").colour("paper")
    assert first.copy(0, 0, 1000, 200) == both.copy(0, 0, 1000, 200)
    assert darkest(first.copy(0, 420, 1000, 200)) == 255 > darkest(both.copy(0, 300, 1000, 320))


def test_f5_begins_at_the_selected_step_and_esc_ends(there: tuple[DocumentWindow, Small], qtbot: QtBot) -> None:
    window, small = there
    window.workspace.selection.set([small.explains], (small.front, small.second))

    trigger(window, "present")
    presenter = window.view.presenter
    assert presenter is not None and presenter.isFullScreen() and presenter.step == small.second
    with qtbot.waitSignal(presenter.ended) as ended:
        qtbot.keyClick(presenter, KEY.Key_Escape)

    assert ended.args == [small.second]
    assert window.workspace.theme.name == "light"
    assert small.history.can_undo is None


def test_a_document_without_steps_can_be_presented(desktop: Desktop, qtbot: QtBot) -> None:
    window = desktop.show(desktop.template("", "Bare"))
    trigger(window, "present")
    presenter = window.view.presenter
    assert presenter is not None

    for key in (KEY.Key_Space, KEY.Key_Right, KEY.Key_Up, KEY.Key_End, KEY.Key_Escape):
        qtbot.keyClick(presenter, key)

    assert not window.session.document.table(Card)
