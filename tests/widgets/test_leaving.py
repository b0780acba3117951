"""What is needed no more leaves bit by bit, when there is time."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from itertools import chain

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from model.layout.drawing import RECT, Layer, Piece
from model.making_way import dissolving
from tests.widgets.support import FONTS
from tests.widgets.test_tiles import a_map, differs, on_screen, painted_anew
from widgets.canvas.painter import QtDevice
from widgets.leaving import Leaving


class Held:
    """Something that can be seen to go."""


def test_what_leaves_is_there_until_there_is_time_and_then_gone(qtbot: QtBot) -> None:
    parent = QObject()
    leaving = Leaving(parent)
    things = [Held() for _ in range(3)]
    seen = [weakref.ref(thing) for thing in things]

    leaving.take(dissolving(things))
    leaving.take(dissolving({"more": things[0]}))
    assert leaving.busy and all(ref() is not None for ref in seen)

    qtbot.waitUntil(lambda: not leaving.busy)
    assert all(ref() is None for ref in seen)


def test_more_may_leave_after_the_first_has_gone(qtbot: QtBot) -> None:
    parent = QObject()
    leaving = Leaving(parent)
    for _ in range(2):
        things = [Held()]
        seen = weakref.ref(things[0])
        leaving.take(dissolving(things))
        qtbot.waitUntil(lambda: not leaving.busy)
        assert seen() is None


def test_what_tiles_were_made_of_leaves_later(qtbot: QtBot) -> None:
    canvas = a_map(qtbot, 1.0, 3)
    before, leaving = painted_anew(canvas), canvas.tiles.leaving
    qtbot.waitUntil(lambda: not leaving.busy)

    canvas.tiles.reset(canvas.drawing)
    assert leaving.busy

    qtbot.waitUntil(lambda: not leaving.busy)
    assert not differs(on_screen(canvas), before, 1.0)


def test_a_painter_s_full_table_leaves_later() -> None:
    gone: list[Iterator[None]] = []
    device = QtDevice(FONTS, count=lambda: 0, leave=gone.append)
    picture = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    for number in range(500):
        rect = (RECT, 0.0, 0.0, 5.0 + number, 5.0, 0.0, "#ffffff", None, 0.0, ())
        device.play(painter, [Piece(Layer.CARD, "card", "a", 0.0, 0.0, 9.0, 9.0, (rect,))])
    painter.end()

    assert gone
    assert sum(1 for _ in chain.from_iterable(gone)) > 200
