"""Links as primitives: lines with round corners, arrowheads that tell the kinds apart without colour."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from model.elements import LinkKind
from model.layout.drawing import PATH, Box, Layer, Piece, Point, Primitive, Segment
from model.layout.theme import Theme

WIDTH = 1.4
HEAD_LENGTH = 10.0
HEAD_WIDTH = 9.0
CORNER = 6.0
# How far the control points of a quarter of a circle lie towards its corner.
_ROUND = 0.5523
_EXCHANGE, _ESCALATION = LinkKind.EXCHANGE, LinkKind.ESCALATION
_DASHES: dict[LinkKind, tuple[float, ...]] = {
    LinkKind.FLOW: (),
    LinkKind.EXCHANGE: (),
    LinkKind.NEEDS: (1.6, 3.6),
    LinkKind.ESCALATION: (7.0, 4.0),
}


def link_primitives(points: Sequence[Point], kind: LinkKind, theme: Theme) -> tuple[Primitive, ...]:
    """A link along its corners: its line and its heads (both ends for an exchange)."""
    colour = theme.colour("link")
    heads = [_head(points[-2], points[-1])]
    inner = list(points)
    inner[-1] = _towards(points[-1], points[-2], HEAD_LENGTH - 1.0)
    if kind is _EXCHANGE:
        heads.append(_head(points[1], points[0]))
        inner[0] = _towards(points[0], points[1], HEAD_LENGTH - 1.0)
    drawn: list[Primitive] = [(PATH, rounded(inner), None, colour, WIDTH, _DASHES[kind])]
    if kind is _ESCALATION:
        drawn += [(PATH, head, theme.colour("card"), colour, 1.2, ()) for head in heads]
    else:
        drawn += [(PATH, head, colour, None, 0.0, ()) for head in heads]
    return tuple(drawn)


def _towards(point: Point, other: Point, distance: float) -> Point:
    dx, dy = other[0] - point[0], other[1] - point[1]
    length = hypot(dx, dy)
    if length <= distance:
        return point
    return (point[0] + dx / length * distance, point[1] + dy / length * distance)


def _head(before: Point, tip: Point) -> tuple[Segment, ...]:
    dx, dy = tip[0] - before[0], tip[1] - before[1]
    length = hypot(dx, dy) or 1.0
    dx, dy = dx / length, dy / length
    x, y = tip[0] - dx * HEAD_LENGTH, tip[1] - dy * HEAD_LENGTH
    half = HEAD_WIDTH / 2
    return (
        ("M", tip[0], tip[1]),
        ("L", x - dy * half, y + dx * half),
        ("L", x + dy * half, y - dx * half),
        ("Z",),
    )


def rounded(points: Sequence[Point]) -> tuple[Segment, ...]:
    """A polyline with round corners, smaller where a leg is short."""
    made: list[Segment] = [("M", *points[0])]
    for (x, y), (corner_x, corner_y), (next_x, next_y) in zip(points, points[1:], points[2:], strict=False):
        back_x, back_y, on_x, on_y = x - corner_x, y - corner_y, next_x - corner_x, next_y - corner_y
        back, on = hypot(back_x, back_y), hypot(on_x, on_y)
        radius = min(CORNER, back / 2, on / 2)
        if radius <= 0.0:
            continue
        x0, y0 = corner_x + back_x / back * radius, corner_y + back_y / back * radius
        x3, y3 = corner_x + on_x / on * radius, corner_y + on_y / on * radius
        x1, y1 = x0 + (corner_x - x0) * _ROUND, y0 + (corner_y - y0) * _ROUND
        x2, y2 = x3 + (corner_x - x3) * _ROUND, y3 + (corner_y - y3) * _ROUND
        made.append(("L", x0, y0))
        made.append(("C", x1, y1, x2, y2, x3, y3))
    made.append(("L", *points[-1]))
    return tuple(made)


PAD = 7.0


def link_box(points: Sequence[Point]) -> Box:
    """The box round a route with its heads; empty where there is no route."""
    if not points:
        return Box(0.0, 0.0, 0.0, 0.0)
    xs, ys = zip(*points, strict=True)
    left, top = min(xs) - PAD, min(ys) - PAD
    return Box(left, top, max(xs) + PAD - left, max(ys) + PAD - top)


def link_piece(link: str, points: Sequence[Point], box: Box, kind: LinkKind, theme: Theme) -> Piece:
    """A link as a piece: its line and its heads; `box` is that round its corners."""
    left, top = box.x, box.y
    moved = [(x - left, y - top) for x, y in points]
    return Piece(Layer.LINK, "link", link, *box, link_primitives(moved, kind, theme))
