"""Tiles: what an edit paints of the map is what painting all of it anew paints, near and far."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from random import Random

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from benchmarks import generate
from model.context import fixed_context
from model.editor import Editor
from model.elements import Card, Lane, Link, LinkKind, Step
from model.history import History
from model.layout.drawing import Box, Layer
from model.layout.theme import load_theme
from model.rules import Refused
from model.texts import Texts
from tests.widgets.support import FONTS, let_go, shown
from widgets.canvas.canvas import Canvas
from widgets.workspace import Workspace

# A pixel whose colour differs by no more than this (of 255) looks the same, and the mean of a square of pixels; and one
# of the pale dots between columns, where these are thinner than a pixel.
SAME, SAME_MEAN, SAME_DOT = 8, 12, 40
SQUARE = 8
NEAR = 0.9


def a_map(qtbot: QtBot, zoom: float, seed: int, links: int = 60, language: str = "en") -> Canvas:
    """A map with labels on some links, laid out and painted."""
    context = fixed_context(date(2026, 11, 23), "Ann", seed)
    document = generate.document(40, links, seed)
    editor = Editor(document, History(document), context)
    editor.edit(document.blueprint.id, language=language)
    for link in list(document.table(Link))[::4]:
        editor.edit(link, label="because of it")
    canvas = Canvas(Workspace(editor, Texts("en"), load_theme(), FONTS))
    qtbot.addWidget(canvas, before_close_func=let_go)
    shown(canvas, 900, 700)
    canvas.idle.finish()
    canvas.zoom_to(zoom)
    canvas.view.pan(QPoint(-300, -200))
    QApplication.processEvents()
    while canvas.renewal.busy:
        QApplication.processEvents()
    return canvas


def on_screen(canvas: Canvas) -> QImage:
    """What the window shows, painted part by part as it was; scroll bars come a turn later than what needs them."""
    QApplication.processEvents()
    QApplication.processEvents()
    whole = canvas.screen().grabWindow(canvas.winId()).toImage()
    return whole.convertToFormat(QImage.Format.Format_RGB32)


def painted_anew(canvas: Canvas) -> QImage:
    """The same, all of it painted now."""
    canvas.tiles.reset(canvas.drawing)
    for strip in canvas.strips:
        strip.update()
    return on_screen(canvas)


def dotted(canvas: Canvas, zoom: float) -> frozenset[int]:
    """Where across (px) the dots between columns lie that are thinner than a pixel."""
    if zoom >= 1.0:
        return frozenset()
    pieces = canvas.drawing.pieces(None, (Layer.GRID,))
    rects = [canvas.on_widget(Box(*piece[3:7])) for piece in pieces if piece.kind == "boundary"]
    return frozenset(x for rect in rects for x in range(rect.left() - 1, rect.right() + 2))


def differs(one: QImage, other: QImage, zoom: float, dots: frozenset[int] = frozenset()) -> bool:
    """Whether two pictures look different; dashes thinner than a pixel Qt begins anew where the window cuts them, so
    that far away it is the mean of small squares that counts, and nearer only at `dots` may a pale one lie elsewhere.
    """
    same = SAME
    if zoom < NEAR:
        size, same = one.size() / SQUARE, SAME_MEAN
        one, other = (picture.scaled(size, mode=Qt.TransformationMode.SmoothTransformation) for picture in (one, other))
        dots = frozenset()
    if one == other:
        return False
    line, pairs = one.bytesPerLine(), zip(bytes(one.constBits()), bytes(other.constBits()), strict=True)
    found = [(place % line // 4, abs(a - b)) for place, (a, b) in enumerate(pairs) if abs(a - b) > same]
    return any(x not in dots or by > SAME_DOT for x, by in found)


def acts(editor: Editor, random: Random) -> Iterator[None]:
    """Edits of every kind that a map shows, one at a time."""
    document = editor.document
    while True:
        cards, links = sorted(document.table(Card)), sorted(document.table(Link))
        lanes, steps = sorted(document.table(Lane)), sorted(document.table(Step))
        kind = random.randrange(7)
        with suppress(Refused):
            if kind == 0:
                editor.move_cards([random.choice(cards)], random.choice(lanes), random.choice(steps))
            elif kind == 1:
                editor.edit(random.choice(cards), title=random.choice(["Short", "As long as it was before, or longer"]))
            elif kind == 2:
                editor.add_link(
                    *random.sample(cards, 2), random.choice(list(LinkKind)), label=random.choice(["", "why"])
                )
            elif kind == 3:
                editor.delete([random.choice(links)])
            elif kind == 4:
                editor.edit(random.choice(links), kind=random.choice(list(LinkKind)))
            elif kind == 5:
                editor.add_card(random.choice(lanes), random.choice(steps), "New")
            else:
                editor.undo()
        yield


@pytest.mark.parametrize(
    ("zoom", "seed", "language"),
    [(1.0, 1, "en"), (1.0, 4, "en"), (1.0, 5, "he"), (1.5, 6, "en"), (0.9, 2, "en"), (0.5, 3, "en"), (0.25, 4, "en")],
)
def test_what_an_edit_paints_is_what_painting_anew_paints(qtbot: QtBot, zoom: float, seed: int, language: str) -> None:
    canvas = a_map(qtbot, zoom, seed, language=language)
    for _, _ in zip(range(20), acts(canvas.workspace.editor, Random(seed)), strict=False):
        after = on_screen(canvas)
        assert not differs(after, painted_anew(canvas), zoom, dotted(canvas, zoom))


def test_a_map_painted_again_is_shown_as_the_picture_it_was(qtbot: QtBot) -> None:
    # given a map seen whole
    canvas = a_map(qtbot, 0.5, 5)
    first = painted_anew(canvas)
    # when it is painted again, and once more
    for _ in range(2):
        canvas.view.viewport().update()
        again = on_screen(canvas)
        # then it looks the same
        assert not differs(first, again, 0.5)
    # and is a picture, until a card changes
    tiles = [tile for tile in canvas.tiles if tile.picture.pixmap is not None]
    assert tiles
    for card in canvas.workspace.document.table(Card):
        canvas.workspace.editor.edit(card, title="Other words")
    QApplication.processEvents()
    assert not any(tile.picture.pixmap is not None for tile in canvas.tiles)
