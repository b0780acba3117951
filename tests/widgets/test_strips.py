"""The heads in sight: painted again they are the picture they were; scrolled and edited, what painting anew paints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtWidgets import QApplication, QScrollBar
from pytestqt.qtbot import QtBot

from benchmarks import generate
from model import grid
from model.context import fixed_context
from model.editor import Editor
from model.elements import Blueprint, Card, Lane, Link, Step
from model.history import History
from model.layout.theme import load_theme
from model.texts import Texts
from tests.widgets.support import FONTS, let_go, shown
from tests.widgets.test_tiles import differs
from widgets.canvas.canvas import Canvas
from widgets.canvas.strips import Strip
from widgets.workspace import Workspace


def a_map(qtbot: QtBot, language: str = "en") -> Canvas:
    """A map at 100 %, scrolled a little, its heads painted twice."""
    context = fixed_context(date(2026, 11, 23), "Ann", 1)
    document = generate.document(40, 60, 1)
    editor = Editor(document, History(document), context)
    editor.edit(document.blueprint.id, language=language)
    canvas = Canvas(Workspace(editor, Texts("en"), load_theme(), FONTS))
    qtbot.addWidget(canvas, before_close_func=let_go)
    shown(canvas, 900, 500)
    canvas.idle.finish()
    canvas.zoom_to(1.0)
    canvas.view.pan(QPoint(-300, -60))
    twice(canvas)
    return canvas


def twice(canvas: Canvas) -> None:
    """Paint all heads again, and once more, so that they are pictures."""
    for _ in range(3):
        for strip in canvas.strips:
            strip.update()
        QApplication.processEvents()


def heads(canvas: Canvas) -> list[QImage]:
    """What the window shows of each strip, painted part by part as it was."""
    QApplication.processEvents()
    whole = canvas.screen().grabWindow(canvas.winId()).toImage().convertToFormat(QImage.Format.Format_RGB32)
    return [whole.copy(strip.geometry()) for strip in canvas.strips]


def painted_anew(qtbot: QtBot, canvas: Canvas) -> list[QImage]:
    """The same, as another canvas paints it for the first time."""
    other = Canvas(canvas.workspace)
    qtbot.addWidget(other, before_close_func=Canvas.detach)
    other.resize(canvas.size())
    other.zoom_to(canvas.view.zoom)
    for here, there in zip(bars(canvas), bars(other), strict=True):
        there.setRange(here.minimum(), here.maximum())
        there.setValue(here.value())
    other.show()
    return heads(other)


def bars(canvas: Canvas) -> tuple[QScrollBar, QScrollBar]:
    return canvas.view.horizontalScrollBar(), canvas.view.verticalScrollBar()


def differ(one: QImage, other: QImage) -> bool:
    return differs(one, other, 1.0)


def rename(canvas: Canvas, kind: type[Step | Lane | Blueprint]) -> None:
    """Call all of a kind otherwise."""
    for id in list(canvas.workspace.document.table(kind)):
        canvas.workspace.editor.rename(id, "Another name")


def rows_shift(canvas: Canvas, row: int) -> None:
    """Put cards of lanes further down into the first cell of a lane, so that it grows."""
    document = canvas.workspace.document
    lane, step = grid.lanes(document)[row].id, grid.steps(document)[0].id
    below = {lane.id for lane in grid.lanes(document)[row + 1 :]}
    further_down = [card.id for card in document.table(Card).values() if card.lane in below]
    canvas.workspace.editor.move_cards(further_down[:3], lane, step)


ACTS: dict[str, Callable[[Canvas], object]] = {
    "nothing": twice,
    "scrolled across": lambda canvas: canvas.view.pan(QPoint(-37, 0)),
    "scrolled back": lambda canvas: canvas.view.pan(QPoint(53, 0)),
    "scrolled down": lambda canvas: canvas.view.pan(QPoint(0, -21)),
    "scrolled to the end": lambda canvas: canvas.view.pan(QPoint(90_000, 90_000)),
    "scrolled both ways": lambda canvas: canvas.view.pan(QPoint(-11, 17)),
    "zoomed": lambda canvas: canvas.zoom_by(1.25),
    "step renamed": lambda canvas: rename(canvas, Step),
    "lane renamed": lambda canvas: rename(canvas, Lane),
    "title changed": lambda canvas: rename(canvas, Blueprint),
    "links gone": lambda canvas: canvas.workspace.editor.delete(list(canvas.workspace.document.table(Link))),
    "step selected": lambda canvas: canvas.workspace.selection.set(
        (next(iter(canvas.workspace.document.table(Step))),)
    ),
    "a row grown": lambda canvas: rows_shift(canvas, 1),
    "the first row grown": lambda canvas: rows_shift(canvas, 0),
    "a row shrunk again": lambda canvas: (rows_shift(canvas, 1), heads(canvas), canvas.workspace.editor.undo()),
    "another theme": lambda canvas: canvas.workspace.look(load_theme("dark"), canvas.workspace.view),
}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", ACTS)
def test_heads_show_what_painting_them_anew_shows(qtbot: QtBot, name: str, language: str) -> None:
    # given heads that are shown as pictures
    canvas = a_map(qtbot, language)
    # when something happens
    ACTS[name](canvas)
    seen = heads(canvas)
    # then they look as if nothing had been kept
    assert not any(map(differ, seen, painted_anew(qtbot, canvas)))


def test_what_happens_to_heads_is_seen(qtbot: QtBot) -> None:
    # given heads that are shown as pictures
    canvas = a_map(qtbot)
    before = heads(canvas)
    # when a step, a lane and the title are renamed
    for kind in (Step, Lane, Blueprint):
        rename(canvas, kind)
    # then none of them looks as before
    title, top, side, _ = map(differ, before, heads(canvas))
    assert title and top and side


def test_scrolling_paints_what_comes_into_sight_and_no_more(qtbot: QtBot) -> None:
    # given a cell selected in sight, where the next entry waits
    canvas = a_map(qtbot)
    lane, step = next(iter(canvas.workspace.document.table(Lane))), next(iter(canvas.workspace.document.table(Step)))
    canvas.workspace.selection.set((), (lane, step))
    cell = canvas.drawing.cell_box(lane, step)
    assert cell is not None
    canvas.reveal(cell)
    qtbot.waitUntil(lambda: canvas.on_widget(cell).contains(canvas.inline.geometry().center()))
    canvas.view.pan(QPoint(-4, 0))
    QApplication.processEvents()
    # when the map is scrolled on
    canvas.view.pan(QPoint(-8, 0))
    QApplication.processEvents()
    # then only what came into sight was painted
    assert canvas.view.exposed.boundingRect().width() <= 8
    # and once it rests, the entry waits where it belongs
    qtbot.waitUntil(lambda: canvas.on_widget(cell).contains(canvas.inline.geometry().center()))


def test_where_a_row_grows_only_heads_from_there_on_are_painted(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    painted: list[tuple[Strip, QRect]] = []
    paint = Strip.paintEvent

    def noted(strip: Strip, event: QPaintEvent) -> None:
        painted.append((strip, event.rect()))
        paint(strip, event)

    monkeypatch.setattr(Strip, "paintEvent", noted)
    canvas = a_map(qtbot)
    painted.clear()
    second = grid.lanes(canvas.workspace.document)[1]
    # when
    rows_shift(canvas, 1)
    QApplication.processEvents()
    # then
    box = canvas.drawing.box(second.id)
    assert box is not None
    assert [strip for strip, _ in painted] == [canvas.side]
    assert painted[0][1].top() >= canvas.side.to_widget(box).top() - 1 > 0
