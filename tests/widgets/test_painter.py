"""The painter plays every primitive, sharp at any scale, without measuring anything."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from model.layout.drawing import ICON, IMAGE, PATH, RECT, TEXT, Box, Layer, Piece, Primitive
from model.layout.icons import ICONS, circle
from model.layout.text import Shaper, TextStyle
from tests.widgets.support import FONTS
from widgets.canvas.far import FarTape
from widgets.canvas.painter import QtDevice

pytestmark = pytest.mark.usefixtures("qapp")
PAPER = "#ffffff"
LINE = Shaper(FONTS).line("Prüfung ΑΒΓ", TextStyle(16))
PICTURE = QImage(4, 4, QImage.Format.Format_RGB32)
PICTURE.fill(QColor("#0000ff"))


def piece(*primitives: Primitive, layer: Layer = Layer.CARD, x: float = 10.0, y: float = 10.0) -> Piece:
    return Piece(layer, "card", "c", x, y, 100, 60, primitives)


def painted(*pieces: Piece, scale: float = 1.0, ratio: float = 1.0, device: QtDevice | None = None) -> QImage:
    """An image of 140 x 80 px of the drawing."""
    image = QImage(round(140 * scale * ratio), round(80 * scale * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(PAPER))
    painter = QPainter(image)
    painter.scale(scale, scale)
    (device or QtDevice(FONTS, lambda id: PICTURE if id == "p" else None)).play(painter, pieces)
    painter.end()
    return image


def ink(image: QImage) -> set[tuple[int, int]]:
    """The pixels that are not paper."""
    white = QColor(PAPER).rgb()
    width, height = image.width(), image.height()
    return {(x, y) for x in range(width) for y in range(height) if image.pixel(x, y) != white}


@pytest.mark.parametrize(
    ("primitive", "inside", "outside"),
    [
        ((RECT, 5.0, 5.0, 40.0, 20.0, 0.0, "#ff0000", None, 0.0, ()), (30, 25), (70, 25)),
        ((RECT, 5.0, 5.0, 40.0, 20.0, 9.0, "#ff0000", None, 0.0, ()), (30, 25), (15, 15)),
        ((RECT, 5.0, 5.0, 40.0, 20.0, 0.0, None, "#ff0000", 2.0, (4.0, 3.0)), (15, 20), (30, 25)),
        ((PATH, circle(30, 30, 10), "#ff0000", None, 0.0, ()), (40, 40), (55, 55)),
        ((PATH, (("M", 0, 0), ("L", 60, 0)), None, "#ff0000", 3.0, ()), (30, 10), (30, 20)),
        ((ICON, "action", 5.0, 5.0, 20.0, "#ff0000", "#ffffff"), (25, 25), (15, 15)),
        ((IMAGE, 5.0, 5.0, 20.0, 20.0, "p"), (25, 25), (45, 25)),
    ],
)
def test_a_primitive_paints_where_it_says(
    primitive: Primitive, inside: tuple[int, int], outside: tuple[int, int]
) -> None:
    found = ink(painted(piece(primitive)))

    assert inside in found
    assert outside not in found


def test_every_sign_paints_in_its_box() -> None:
    for name in ICONS:
        found = ink(painted(piece((ICON, name, 10.0, 10.0, 24.0, "#112233", "#ffffff"))))

        assert len(found) > 20, name
        assert all(16 <= x <= 48 and 16 <= y <= 48 for x, y in found), name


def test_text_stands_on_its_baseline_and_is_as_wide_as_its_line() -> None:
    found = ink(painted(piece((TEXT, 4.0, 30.0, LINE, "#000000"))))
    xs, ys = [x for x, _ in found], [y for _, y in found]

    assert abs((max(xs) - min(xs)) - LINE.width) < 3
    assert min(xs) >= 13
    assert 40 <= max(ys) <= 45 and min(ys) >= 24


def test_a_high_density_screen_gets_finer_pixels_not_larger_ones() -> None:
    text = piece((TEXT, 4.0, 30.0, LINE, "#000000"))

    once, twice = ink(painted(text)), ink(painted(text, ratio=2.0))

    assert {(x // 2, y // 2) for x, y in twice} <= {
        (x + i, y + j) for x, y in once for i in (-1, 0, 1) for j in (-1, 0, 1)
    }
    assert len(twice) < 4 * len(once)


@pytest.mark.parametrize(("size", "scale", "ratio"), [(24, 4.0, 1.0), (24, 2.6, 1.0), (12, 4.0, 2.0), (31, 2.0, 2.0)])
def test_large_text_is_there_and_as_it_is_when_small(size: int, scale: float, ratio: float) -> None:
    line = Shaper(FONTS).line("Prüf", TextStyle(size))
    text = piece((TEXT, 4.0, 30.0, line, "#000000"))

    small, large = ink(painted(text)), ink(painted(text, scale=scale, ratio=ratio))

    grown = scale * ratio
    covered = {(int(x / grown), int(y / grown)) for x, y in large}
    assert len(large) > 0.4 * grown * grown * len(small)
    assert covered <= {(x + i, y + j) for x, y in small for i in (-1, 0, 1) for j in (-1, 0, 1)}


def test_a_picture_that_is_not_there_paints_nothing() -> None:
    assert not ink(painted(piece((IMAGE, 0.0, 0.0, 20.0, 20.0, "gone"))))


def test_the_same_pieces_give_the_same_pixels_and_are_compiled_once() -> None:
    device = QtDevice(FONTS)
    card = piece((RECT, 0.0, 0.0, 50.0, 30.0, 8.0, "#eeeeee", "#333333", 1.0, ()), (TEXT, 4.0, 20.0, LINE, "#000000"))

    first = painted(card, device=device)

    assert device.steps(card) is device.steps(card._replace(x=50.0))
    assert painted(card, device=device) == first


def test_far_out_text_is_bars_and_cards_are_blocks() -> None:
    card = piece(
        (RECT, 0.0, 0.0, 90.0, 40.0, 8.0, "#ddeeff", None, 0.0, ()),
        (TEXT, 4.0, 24.0, LINE, "#000000"),
        (ICON, "fail_point", 70.0, 4.0, 14.0, "#c03d0c", "#ffffff"),
    )
    link = piece((PATH, (("M", 0, 50), ("L", 90, 50)), None, "#444444", 1.5, ()), layer=Layer.LINK)
    image = QImage(140, 80, QImage.Format.Format_RGB32)
    image.fill(QColor(PAPER))
    painter = QPainter(image)

    FarTape(QtDevice(FONTS), [link, card], Box(0, 0, 140, 80)).play(painter)
    painter.end()

    assert image.pixelColor(15, 45) == QColor("#ddeeff")
    assert image.pixelColor(30, 30) not in (QColor("#ddeeff"), QColor("#000000"), QColor(PAPER))
    assert image.pixelColor(86, 20) == QColor("#c03d0c")
    assert image.pixelColor(50, 60) != QColor(PAPER)
