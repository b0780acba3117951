"""What stands in a light, seen from afar: kept between paintings, in step with edits, the same as near."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from model.elements import LinkKind
from tests.widgets.support import Small, shown
from widgets.canvas import afar
from widgets.canvas.canvas import Canvas

WHITE, VEIL = QColor("white"), QColor(200, 30, 30, 205)
FAR = 0.2


def dimmed(boxes: list[QRectF], ratio: int, scale: float = 1.0) -> QImage:
    """A sheet of white with a colour over it but for some boxes."""
    picture = QImage(400 * ratio, 300 * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(WHITE)
    painter = QPainter(picture)
    painter.translate(-7, -5)
    painter.scale(scale, scale)
    afar.dim(painter, QRectF(20, 10, 360, 270), boxes, VEIL)
    painter.end()
    return picture


@pytest.mark.parametrize("ratio", [1, 2])
def test_many_holes_are_cut_as_few_are(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, ratio: int) -> None:
    assert qapp is not None
    boxes = [QRectF(22 + 20 * column, 12 + 12 * row, 14, 8) for column in range(20) for row in range(25)]
    by_picture = dimmed(boxes, ratio)

    monkeypatch.setattr(afar, "_HOLES", 10_000)

    assert by_picture == dimmed(boxes, ratio)
    assert by_picture.pixelColor(0, 0) == WHITE
    assert by_picture.pixelColor(33 * ratio, 10 * ratio) not in (WHITE, VEIL)


class Far:
    """The small document seen from afar, and what of it is in the light."""

    def __init__(self, qtbot: QtBot) -> None:
        self.small = Small()
        self.flow = self.small.editor.add_link(self.small.reads, self.small.fills, LinkKind.FLOW)
        self.canvas = Canvas(self.small.workspace())
        qtbot.addWidget(self.canvas)
        shown(self.canvas)
        self.canvas.zoom_to(FAR)

    def spared(self) -> list[tuple[float, float, float, float]]:
        everywhere = QRectF(*self.canvas.drawing.areas.body)
        return sorted((box.x(), box.y(), box.width(), box.height()) for box in self.trail.boxes(everywhere))

    def lying(self, *ids: str) -> list[tuple[float, float, float, float]]:
        boxes = [self.canvas.drawing.box(id) for id in ids]
        return sorted((box.x, box.y, box.width, box.height) for box in boxes if box is not None)

    @property
    def trail(self) -> afar.Afar:
        return self.canvas.spotlight._trail.afar

    def picture(self) -> QImage:
        return self.canvas.view.grab().toImage()


@pytest.fixture
def far(qtbot: QtBot) -> Iterator[Far]:
    made = Far(qtbot)
    yield made
    made.canvas.detach()
    made.canvas.workspace.close()


def test_the_light_follows_cards_that_move_grow_and_go(far: Far) -> None:
    small = far.small
    far.canvas.spotlight.light([small.reads, small.fills, far.flow], gliding=False)
    assert far.spared() == far.lying(small.reads, small.fills)

    small.editor.move_cards([small.reads], small.back, small.third)
    assert far.spared() == far.lying(small.reads, small.fills)

    small.editor.edit(small.fills, title="Fills in a form that has grown to be very long indeed over the years")
    assert far.spared() == far.lying(small.reads, small.fills)

    small.editor.delete([small.fills])
    assert far.spared() == far.lying(small.reads)


def test_lines_of_many_links_come_a_moment_later_and_are_the_same(far: Far, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [far.small.reads, far.small.fills, far.flow]
    far.canvas.spotlight.light(ids, gliding=False)
    at_once = far.picture()
    far.canvas.spotlight.end()
    monkeypatch.setattr(afar, "FEW", -1)

    far.canvas.spotlight.light(ids, gliding=False)
    assert far.picture() != at_once
    far.trail._idle.finish()

    assert far.picture() == at_once
    # and after an edit they are where the links are
    far.small.editor.move_cards([far.small.fills], far.small.back, far.small.third)
    far.picture()
    far.trail._idle.finish()
    moved = far.picture()
    monkeypatch.undo()
    far.canvas.spotlight.end()
    far.canvas.spotlight.light(ids, gliding=False)
    assert moved == far.picture() != at_once
