"""Links as primitives: lines with round corners, arrowheads that tell the kinds apart without colour."""

from __future__ import annotations

from collections.abc import Sequence

from model.elements import LinkKind
from model.layout.drawing import PATH, Box, Layer, Piece, Point, Primitive, Segment
from model.layout.theme import Theme

WIDTH = 1.4
HEAD_LENGTH = 10.0
HEAD_WIDTH = 9.0
LINE_END = HEAD_LENGTH - 1.0
CORNER = 6.0
# How far the control points of a quarter of a circle lie towards its corner.
_ROUND = 0.5523
# Of a corner that is not smaller: its control points, and the leg it needs.
_PULL, _ROOM = CORNER * (1 - _ROUND), 2 * CORNER
_LINK = Layer.LINK
_EXCHANGE, _ESCALATION = LinkKind.EXCHANGE, LinkKind.ESCALATION
_DASHES: dict[LinkKind, tuple[float, ...]] = {
    LinkKind.FLOW: (),
    LinkKind.EXCHANGE: (),
    LinkKind.NEEDS: (1.6, 3.6),
    LinkKind.ESCALATION: (7.0, 4.0),
}


def link_primitives(points: Sequence[Point], kind: LinkKind, theme: Theme) -> tuple[Primitive, ...]:
    """A link along its corners: its line and its heads (both ends for an exchange)."""
    colour = theme.colours["link"]
    inner = list(points)
    inner[-1], head = _end(points[-2], points[-1])
    look = (theme.colours["card"], colour, 1.2, ()) if kind is _ESCALATION else (colour, None, 0.0, ())
    heads: tuple[Primitive, ...] = ((PATH, head, *look),)
    if kind is _EXCHANGE:
        inner[0], head = _end(points[1], points[0])
        heads = *heads, (PATH, head, *look)
    return (PATH, rounded(inner), None, colour, WIDTH, _DASHES[kind]), *heads


def _end(before: Point, tip: Point) -> tuple[Point, tuple[Segment, ...]]:
    """Where the line of a leg ends, within its head, and the head; a leg shorter than that ends at its tip."""
    (x0, y0), (x, y) = before, tip
    if y0 == y:
        ahead = 1.0 if x > x0 else -1.0
        end = (x - ahead * LINE_END, y) if abs(x - x0) > LINE_END else tip
        back, half = x - ahead * HEAD_LENGTH, ahead * HEAD_WIDTH / 2
        return end, (("M", x, y), ("L", back, y + half), ("L", back, y - half), ("Z",))
    ahead = 1.0 if y > y0 else -1.0
    end = (x, y - ahead * LINE_END) if abs(y - y0) > LINE_END else tip
    back, half = y - ahead * HEAD_LENGTH, ahead * HEAD_WIDTH / 2
    return end, (("M", x, y), ("L", x - half, back), ("L", x + half, back), ("Z",))


def rounded(points: Sequence[Point]) -> tuple[Segment, ...]:
    """A polyline of level and upright legs with round corners, smaller where a leg is short."""
    (x0, y0), (x, y), *rest = points
    made: list[Segment] = [("M", x0, y0)]
    for x1, y1 in rest:
        level = y0 == y
        # From the corner along the level leg and along the upright one.
        across, down = (x0 - x, y1 - y) if level else (x1 - x, y0 - y)
        wide, tall = abs(across), abs(down)
        radius, pull = CORNER, _PULL
        if wide < _ROOM or tall < _ROOM:
            radius = (wide if wide < tall else tall) / 2
            pull = radius * (1 - _ROUND)
        if radius > 0.0:
            x2, x3 = (x + radius, x + pull) if across > 0.0 else (x - radius, x - pull)
            y2, y3 = (y + radius, y + pull) if down > 0.0 else (y - radius, y - pull)
            if level:
                made += (("L", x2, y), ("C", x3, y, x, y3, x, y2))
            else:
                made += (("L", x, y2), ("C", x, y3, x3, y, x2, y))
        x0, y0, x, y = x, y, x1, y1
    made.append(("L", x, y))
    return tuple(made)


PAD = 7.0


def link_box(xs: Sequence[float], ys: Sequence[float]) -> Box:
    """The box round a route with its heads, by where its corners lie; empty where there is no route."""
    if not xs or not ys:
        return Box(0.0, 0.0, 0.0, 0.0)
    left, top = min(xs) - PAD, min(ys) - PAD
    return tuple.__new__(Box, (left, top, max(xs) + PAD - left, max(ys) + PAD - top))


def runs_through(points: Sequence[Point], box: Box) -> bool:
    """Whether a leg of a route, with what of heads and corners is there, meets a box."""
    left, top, width, height = box
    right, bottom = left + width + PAD, top + height + PAD
    left, top = left - PAD, top - PAD
    x0, y0 = points[0]
    for x1, y1 in points[1:]:
        across = (x0 < right or x1 < right) and (x0 > left or x1 > left)
        if across and (y0 < bottom or y1 < bottom) and (y0 > top or y1 > top):
            return True
        x0, y0 = x1, y1
    return False


def link_piece(link: str, points: Sequence[Point], box: Box, kind: LinkKind, theme: Theme) -> Piece:
    """A link as a piece: its line and its heads; `box` is that round its corners."""
    left, top, width, height = box
    primitives = link_primitives([(x - left, y - top) for x, y in points], kind, theme)
    return tuple.__new__(Piece, (_LINK, "link", link, left, top, width, height, primitives, ""))
