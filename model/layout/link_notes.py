"""What stands on a link: its label, where a leg has free room for it, and how many links a full track holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from model.layout.drawing import RECT, TEXT, Box, Layer, Piece, Point, Primitive
from model.layout.text import Line
from model.layout.theme import Theme

HEIGHT = 14.0
PAD = 3.0
STEP = 14.0
KEEP_OFF = 13.0
Leg = tuple[Point, Point]


def label_piece(
    link: str, points: Sequence[Point], label: Line, free: Callable[[Box], bool], theme: Theme
) -> Piece | None:
    """A link's label on the first free place along its legs; None where every place would cover a card."""
    for box in _places(points, label.width + 2 * PAD):
        if free(box):
            return _plate(link, "label", box, label, theme)
    return None


def _places(points: Sequence[Point], width: float) -> Iterator[Box]:
    """Places for a label of a width, best first: level legs before upright ones, long before short, middles first."""
    legs = list(zip(points, points[1:], strict=False))
    legs.sort(key=lambda leg: (leg[0][1] != leg[1][1], -_length(leg)))
    for leg in legs:
        (x0, y0), (x1, y1) = leg
        level = y0 == y1
        room = _length(leg) - (width if level else HEIGHT) - 2 * KEEP_OFF
        if room < 0:
            continue
        for away in _outwards(room / 2):
            x = (x0 + x1) / 2 + (away if level else 0.0)
            y = (y0 + y1) / 2 + (0.0 if level else away)
            yield Box(x - width / 2, y - HEIGHT / 2, width, HEIGHT)


def _outwards(reach: float) -> Iterator[float]:
    yield 0.0
    for step in range(1, int(reach // STEP) + 1):
        yield step * STEP
        yield -step * STEP


def _length(leg: Leg) -> float:
    return abs(leg[1][0] - leg[0][0]) + abs(leg[1][1] - leg[0][1])


def bundle_piece(link: str, leg: Leg, count: Line, theme: Theme) -> Piece:
    """How many links share a full track, in the middle of a leg."""
    width = count.width + 2 * PAD
    x, y = (leg[0][0] + leg[1][0]) / 2, (leg[0][1] + leg[1][1]) / 2
    return _plate(link, "bundle", Box(x - width / 2, y - HEIGHT / 2, width, HEIGHT), count, theme)


def _plate(link: str, kind: str, box: Box, line: Line, theme: Theme) -> Piece:
    made: tuple[Primitive, ...] = (
        (RECT, 0.0, 0.0, box.width, box.height, PAD, theme.colour("link_label"), None, 0.0, ()),
        (TEXT, PAD, 10.6, line, theme.colour("muted")),
    )
    return Piece(Layer.LINK, kind, link, *box, made, line.text)
