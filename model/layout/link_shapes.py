"""Links as primitives: lines with round corners, arrowheads that tell the kinds apart without colour."""

from __future__ import annotations

from collections.abc import Sequence

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
    """A point on a leg at a distance from its end; the end itself where the leg is shorter."""
    (x, y), (x0, y0) = point, other
    length = abs(x0 - x) + abs(y0 - y)
    if length <= distance:
        return point
    return (x + (x0 - x) / length * distance, y + (y0 - y) / length * distance)


def _head(before: Point, tip: Point) -> tuple[Segment, ...]:
    (x0, y0), (x, y) = before, tip
    half = HEAD_WIDTH / 2
    if y0 == y:
        back = x - HEAD_LENGTH if x > x0 else x + HEAD_LENGTH
        side = half if x > x0 else -half
        return (("M", x, y), ("L", back, y + side), ("L", back, y - side), ("Z",))
    back = y - HEAD_LENGTH if y > y0 else y + HEAD_LENGTH
    side = half if y > y0 else -half
    return (("M", x, y), ("L", x - side, back), ("L", x + side, back), ("Z",))


def rounded(points: Sequence[Point]) -> tuple[Segment, ...]:
    """A polyline of level and upright legs with round corners, smaller where a leg is short."""
    made: list[Segment] = [("M", *points[0])]
    for (x0, y0), (x, y), (x1, y1) in zip(points, points[1:], points[2:], strict=False):
        level = y0 == y
        # From the corner along the level leg and along the upright one.
        across, down = (x0 - x, y1 - y) if level else (x1 - x, y0 - y)
        radius = min(CORNER, abs(across) / 2, abs(down) / 2)
        if radius <= 0.0:
            continue
        pull = radius * (1 - _ROUND)
        x2, x3 = (x + radius, x + pull) if across > 0.0 else (x - radius, x - pull)
        y2, y3 = (y + radius, y + pull) if down > 0.0 else (y - radius, y - pull)
        if level:
            made += (("L", x2, y), ("C", x3, y, x, y3, x, y2))
        else:
            made += (("L", x, y2), ("C", x, y3, x3, y, x2, y))
    made.append(("L", *points[-1]))
    return tuple(made)


PAD = 7.0


def link_box(xs: Sequence[float], ys: Sequence[float]) -> Box:
    """The box round a route with its heads, by where its corners lie; empty where there is no route."""
    if not xs or not ys:
        return Box(0.0, 0.0, 0.0, 0.0)
    left, top = min(xs) - PAD, min(ys) - PAD
    return Box(left, top, max(xs) + PAD - left, max(ys) + PAD - top)


def link_piece(link: str, points: Sequence[Point], box: Box, kind: LinkKind, theme: Theme) -> Piece:
    """A link as a piece: its line and its heads; `box` is that round its corners."""
    left, top = box.x, box.y
    moved = [(x - left, y - top) for x, y in points]
    return Piece(Layer.LINK, "link", link, *box, link_primitives(moved, kind, theme))
