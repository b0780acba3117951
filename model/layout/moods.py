"""The emotion curve: below the cards of an emotion lane, from +2 at its top to -2 at its foot, a sign at each point.

Between two points it runs level out of the one and level into the other, so it never leaves the range of the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from model.elements import Band, Lane, Role
from model.layout.axes import Column, Row
from model.layout.drawing import ICON, PATH, TEXT, Box, Layer, Piece, Point, Primitive, Segment
from model.layout.face import in_the_middle
from model.layout.text import Shaper
from model.layout.theme import Theme
from model.layout.view import View

HEIGHT = 104.0
HIGHEST = 2
_EDGE = 16.0
_SIGN = 18.0
_NOUGHT_DASH = (2.0, 4.0)
_COLOURS = {-1: "alert", 0: "muted", 1: "good"}


def curve_height(lane: Lane, view: View) -> float:
    """The room a lane needs for its curve; none where it has none or is folded."""
    return HEIGHT if lane.role is Role.EMOTION and lane.id not in view.folded else 0.0


def points_of(emotions: Iterable[tuple[int, int, int]], columns: Sequence[Column]) -> tuple[tuple[float, float], ...]:
    """(x, emotion) from the start on, of (first column, last column, emotion): the mean of those in one place."""
    found: dict[float, list[int]] = {}
    for first, last, emotion in emotions:
        x = (columns[first].x + columns[last].x + columns[last].width) / 2
        found.setdefault(x, []).append(emotion)
    return tuple((x, sum(held) / len(held)) for x, held in sorted(found.items()))


def curve_piece(
    points: Sequence[tuple[float, float]], row: Row, name: str, body: Box, theme: Theme, shaper: Shaper
) -> Piece:
    """The curve of a lane across the body: a dotted line at 0, the curve, and at each point its sign and number."""
    places = [(x - body.x, _level(_shown(emotion))) for x, emotion in points]
    nought = (("M", 0.0, _level(0.0)), ("L", body.width, _level(0.0)))
    made: list[Primitive] = [(PATH, nought, None, theme.colour("grid"), 1.0, _NOUGHT_DASH)]
    if len(places) > 1:
        made.append((PATH, _path(places), None, theme.bands[Band.ANNOTATION].head, 2.4, ()))
    said = []
    for (x, y), (_, emotion) in zip(places, points, strict=True):
        colour, left, top = theme.colour(_COLOURS[_sign_of(emotion)]), x - _SIGN / 2, y - _SIGN / 2
        made.append((ICON, f"emotion_{round(_shown(emotion))}", left, top, _SIGN, colour, theme.colour("card")))
        line = shaper.line(f"{emotion:+.3g}".replace("-", "−") if emotion else "0", theme.style("amount"))
        height = theme.style("amount").size + 4.0
        above = top - height if emotion < 0 else top + _SIGN
        made.append((TEXT, x - line.width / 2, in_the_middle(above, height, "amount", theme), line, colour))
        said.append(line.text)
    top = row.bottom - row.curve
    return Piece(
        Layer.GRID, "curve", row.lane, body.x, top, body.width, row.curve, tuple(made), f"{name}: {', '.join(said)}"
    )


def _shown(emotion: float) -> float:
    """An emotion as far as the curve goes: what a file says beyond that is drawn at its rim, with its own number."""
    return max(-HIGHEST, min(HIGHEST, emotion))


def _level(emotion: float) -> float:
    """How far below the top of the curve's room an emotion lies."""
    return _EDGE + (HIGHEST - emotion) / (2 * HIGHEST) * (HEIGHT - 2 * _EDGE)


def _path(places: Sequence[Point]) -> tuple[Segment, ...]:
    segments: list[Segment] = [("M", *places[0])]
    for (x, y), (x1, y1) in pairwise(places):
        middle = (x + x1) / 2
        segments.append(("C", middle, y, middle, y1, x1, y1))
    return tuple(segments)


def _sign_of(emotion: float) -> int:
    return (emotion > 0) - (emotion < 0)
