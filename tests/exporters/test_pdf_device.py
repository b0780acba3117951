"""What a device writes sooner than by the rule is what the rule gives."""

from __future__ import annotations

import pytest

from exporters.pdf_device import Device, Numbers, path_operators
from model.layout import icons
from model.layout.drawing import RECT, Layer, Piece
from tests.exporters.hand_drawing import fonts

LINED = ("#ff0000", "#0000ff", 1.5, ())


def operators(*boxes: tuple[float, ...]) -> str:
    """The operators of a piece with such boxes."""
    made = tuple((RECT, *box, *LINED) for box in boxes)
    piece = Piece(Layer.CARD, "card", "a", 0.0, 0.0, 100.0, 100.0, made)
    return "".join(Device(fonts(), lambda _id: True).play([piece], lambda _piece: ""))


@pytest.mark.parametrize(
    "box", [(0.0, 0.0, 176.86, 64.25, 6.0), (12.5, 40.1, 33.333, 18.0, 9.0), (3.0, 4.0, 8.0, 5.0, 7.0)]
)
def test_round_corners_are_those_of_the_screen(box: tuple[float, ...]) -> None:
    x, y, width, height, radius = box
    path = icons.box(x, y, width, height, min(radius, width / 2, height / 2))
    assert path_operators(path, Numbers(2)) in operators(box)


def test_boxes_that_share_an_edge_keep_their_own_shape() -> None:
    # Given boxes alike across or down, in turn.
    boxes = [(0.0, 0.0, 50.0, 20.0, 6.0), (0.0, 0.0, 50.0, 30.0, 6.0), (0.0, 0.0, 40.0, 20.0, 6.0)]
    # When they are played together, twice.
    played = operators(*boxes, *boxes)
    # Then each stands there as it would alone.
    paths = [path_operators(icons.box(*box), Numbers(2)) for box in boxes]
    assert [played.count(path) for path in paths] == [2, 2, 2]


def test_a_box_without_round_corners_is_a_rectangle() -> None:
    assert "1 2 30 40 re\n" in operators((1.0, 2.0, 30.0, 40.0, 0.0))
