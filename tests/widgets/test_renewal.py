"""A dense map of which much looks different is shown as it was until all of that is made, and never half of it."""

from __future__ import annotations

from random import Random

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from model.elements import Card
from model.layout import compose
from model.layout.drawing import Box, Layer
from tests.widgets.test_tiles import a_map, acts, differs, on_screen, painted_anew
from widgets.canvas.canvas import Canvas


@pytest.fixture(autouse=True)
def dense(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any map counts as dense."""
    monkeypatch.setattr(compose, "DENSE", 0)
    monkeypatch.setattr("widgets.canvas.canvas.DENSE", 0)


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """A dense map in a window."""
    return a_map(qtbot, 1.0, 1)


def shift_rows(canvas: Canvas) -> None:
    """Put more cards into a cell in sight, so that its lane grows."""
    editor, document = canvas.workspace.editor, canvas.workspace.document
    corner, size = canvas.view.mapToScene(0, 0), canvas.view.viewport().size() / canvas.view.zoom
    seen = canvas.drawing.pieces(Box(corner.x(), corner.y(), size.width(), size.height()), (Layer.CARD,))
    here = document.need(Card, next(piece.id for piece in seen))
    for card in sorted(document.table(Card).keys() - {here.id})[:3]:
        editor.move_cards([card], here.lane, here.step)


def test_until_it_is_made_a_map_is_shown_as_it_was(canvas: Canvas, qtbot: QtBot) -> None:
    # given
    before = on_screen(canvas)
    # when rows shift
    shift_rows(canvas)
    # then nothing is painted at first, and all of it in the end
    assert canvas.renewal.busy and not canvas.updatesEnabled()
    assert canvas.screen().grabWindow(canvas.winId()).toImage().convertToFormat(before.format()) == before
    qtbot.waitUntil(lambda: not canvas.renewal.busy)
    after = on_screen(canvas)
    assert canvas.updatesEnabled() and after != before
    assert not differs(after, everything(canvas), 1.0)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_done_meanwhile_is_shown_as_well(qtbot: QtBot, seed: int) -> None:
    # given edits of every kind, some of them while the map is being made
    canvas, random = a_map(qtbot, 1.0, seed), Random(seed)
    for _, _ in zip(range(20), acts(canvas.workspace.editor, random), strict=False):
        if random.random() < 0.5:
            QApplication.processEvents()
    # when there is time
    qtbot.waitUntil(lambda: not canvas.renewal.busy)
    # then what is seen is what painting all of it paints
    assert not differs(on_screen(canvas), everything(canvas), 1.0)


def test_after_a_while_what_there_is_is_painted(canvas: Canvas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("widgets.canvas.renewal._PATIENCE", -1.0)

    shift_rows(canvas)
    while canvas.renewal.busy:
        QApplication.processEvents()

    assert canvas.updatesEnabled()
    assert not differs(on_screen(canvas), everything(canvas), 1.0)


def test_who_cannot_wait_has_it_at_once(canvas: Canvas) -> None:
    shift_rows(canvas)

    canvas.renewal.finish()

    assert not canvas.renewal.busy and canvas.updatesEnabled()


@pytest.mark.parametrize("by", [QPoint(-40, -300), QPoint(-4000, 0)])
def test_what_comes_into_sight_is_shown_once_it_is_made(canvas: Canvas, qtbot: QtBot, by: QPoint) -> None:
    # given a map of which only what is in sight was ever made
    canvas.tiles.reset(canvas.drawing)
    before = on_screen(canvas)
    # when it is scrolled
    canvas.view.pan(by)
    # then it stands still until what is to be seen is there
    assert canvas.renewal.busy and not canvas.updatesEnabled()
    assert canvas.screen().grabWindow(canvas.winId()).toImage().convertToFormat(before.format()) == before
    qtbot.waitUntil(lambda: not canvas.renewal.busy)
    after = on_screen(canvas)
    assert after != before and not differs(after, everything(canvas), 1.0)


def test_what_lies_round_what_is_seen_is_made_before_it_is_seen(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.tiles.reset(canvas.drawing)
    canvas.view.pan(QPoint(-10, 0))
    seen = canvas.view.mapToScene(canvas.view.viewport().rect()).boundingRect()
    qtbot.waitUntil(lambda: canvas.tiles.are_ready(seen.adjusted(-300, -200, 300, 200)), timeout=10_000)

    canvas.view.pan(QPoint(-250, -150))

    assert not canvas.renewal.busy


def test_a_map_out_of_sight_or_seen_from_afar_waits_for_nothing(canvas: Canvas) -> None:
    canvas.zoom_to(0.2)
    shift_rows(canvas)
    assert not canvas.renewal.busy

    canvas.zoom_to(1.0)
    canvas.renewal.finish()
    canvas.hide()
    canvas.workspace.editor.undo()
    assert not canvas.renewal.busy and canvas.updatesEnabled()


def everything(canvas: Canvas) -> QImage:
    """All of the map, painted now."""
    image = painted_anew(canvas)
    while canvas.renewal.busy:
        QApplication.processEvents()
    return image
