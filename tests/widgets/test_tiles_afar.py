"""Tiles of a large map seen from afar: one after another, an edit at once, and in the end the same picture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from benchmarks import generate
from model.context import fixed_context
from model.editor import Editor
from model.elements import Card, CardKind
from model.history import History
from model.layout.theme import load_theme
from model.texts import Texts
from tests.widgets.support import FONTS, shown
from widgets.canvas import tiles
from widgets.canvas.canvas import Canvas
from widgets.workspace import Workspace

FAR, MIDDLE = 0.12, 0.45


@pytest.fixture
def canvas(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Canvas]:
    """A map of a thousand cards near, with time for many tiles in a turn of the event loop."""
    monkeypatch.setattr(tiles, "_AT_ONCE", 1000.0)
    document, context = generate.size("M"), fixed_context(date(2026, 11, 23))
    made = Canvas(Workspace(Editor(document, History(document), context), Texts(), load_theme(), FONTS))
    qtbot.addWidget(made)
    shown(made, 900, 600)
    made.idle.finish()
    yield made
    made.detach()
    made.workspace.close()


@contextmanager
def no_time(canvas: Canvas) -> Iterator[None]:
    """No new tile is begun, and none is made later."""
    grid = canvas.tiles
    with pytest.MonkeyPatch.context() as hurried:
        hurried.setattr(tiles, "_AT_ONCE", -1.0)
        grid._rested()
        yield
        grid._idle.stop()
    grid._rested()


def picture(canvas: Canvas) -> QImage:
    return canvas.view.grab().toImage()


def painted_twice(canvas: Canvas) -> QImage:
    """From the second time on a tile is a picture, whose edges are cut at whole px."""
    picture(canvas)
    return picture(canvas)


def in_a_hurry(canvas: Canvas, zoom: float) -> tuple[QImage, QImage]:
    """Zoomed out without time for any tile, and a moment later."""
    with no_time(canvas):
        canvas.zoom_to(zoom)
        hurried = picture(canvas)
    canvas.tiles._idle.finish()
    return hurried, picture(canvas)


def test_what_there_is_no_time_for_comes_a_moment_later(canvas: Canvas) -> None:
    assert len(canvas.tiles) > 4
    nothing, later = in_a_hurry(canvas, FAR)
    canvas.tiles.reset(canvas.drawing)
    for tile in canvas.tiles:
        tile.from_afar()

    assert later == painted_twice(canvas) != nothing


def test_in_a_dense_map_so_does_what_is_zoomed_out_to_where_text_is_seen(
    canvas: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("widgets.canvas.canvas.DENSE", 0)
    for tile in canvas.tiles:
        tile.forget()
        tile._emptied = False
    nothing, later = in_a_hurry(canvas, MIDDLE)
    canvas.tiles.reset(canvas.drawing)

    assert later == painted_twice(canvas) != nothing


def test_what_an_edit_has_emptied_is_seen_at_once(canvas: Canvas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("widgets.canvas.canvas.DENSE", 0)
    canvas.zoom_to(MIDDLE)
    before = picture(canvas)
    with no_time(canvas):
        canvas.tiles.reset(canvas.drawing)

        assert picture(canvas) == before


def test_until_then_it_is_seen_as_it_was(canvas: Canvas) -> None:
    canvas.zoom_to(FAR)
    canvas.tiles.reset(canvas.drawing)
    before = picture(canvas)

    canvas.tiles.reset(canvas.drawing)
    with no_time(canvas):
        assert picture(canvas) == before


def test_an_edit_is_seen_at_once(canvas: Canvas) -> None:
    editor, document = canvas.workspace.editor, canvas.workspace.document
    card = next(card for card in document.table(Card).values() if card.lane is not None)
    canvas.zoom_to(FAR)
    before = picture(canvas)

    with no_time(canvas):
        editor.edit(card.id, kind=CardKind.IDEA)
        hurried = picture(canvas)

    assert hurried == picture(canvas) != before
