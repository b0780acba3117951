"""The signs of the map, as paths in a unit square (y down): kinds, marks and arrow parts.

Each sign is a tuple of parts (segments, paint): paint is `fill` or `second` (filled with the first or second colour),
`line` or `second_line` (stroked, `LINE` of the sign's size wide).
"""

from __future__ import annotations

from math import cos, pi, sin

from model.layout.drawing import Segment

Part = tuple[tuple[Segment, ...], str]
LINE = 0.09
# How far from a quarter's ends its control points lie, in radii.
ROUND = 0.5522847498


def circle(x: float, y: float, radius: float) -> tuple[Segment, ...]:
    """A circle of four Bezier arcs (error under 0.03 %)."""
    k = radius * ROUND
    return (
        ("M", x + radius, y),
        ("C", x + radius, y + k, x + k, y + radius, x, y + radius),
        ("C", x - k, y + radius, x - radius, y + k, x - radius, y),
        ("C", x - radius, y - k, x - k, y - radius, x, y - radius),
        ("C", x + k, y - radius, x + radius, y - k, x + radius, y),
        ("Z",),
    )


def polygon(*points: tuple[float, float]) -> tuple[Segment, ...]:
    """A closed polygon."""
    first, *rest = points
    return (("M", *first), *(("L", *point) for point in rest), ("Z",))


def line(*points: tuple[float, float]) -> tuple[Segment, ...]:
    """An open polyline."""
    first, *rest = points
    return (("M", *first), *(("L", *point) for point in rest))


def box(x: float, y: float, width: float, height: float, radius: float = 0.0) -> tuple[Segment, ...]:
    """A rectangle, its corners rounded."""
    right, bottom, r = x + width, y + height, radius
    if r == 0:
        return polygon((x, y), (right, y), (right, bottom), (x, bottom))
    k = r * (1 - ROUND)
    return (
        ("M", x + r, y),
        ("L", right - r, y),
        ("C", right - k, y, right, y + k, right, y + r),
        ("L", right, bottom - r),
        ("C", right, bottom - k, right - k, bottom, right - r, bottom),
        ("L", x + r, bottom),
        ("C", x + k, bottom, x, bottom - k, x, bottom - r),
        ("L", x, y + r),
        ("C", x, y + k, x + k, y, x + r, y),
        ("Z",),
    )


def _star(points: int, outer: float, inner: float) -> tuple[Segment, ...]:
    corners = []
    for i in range(points * 2):
        radius = outer if i % 2 == 0 else inner
        angle = -pi / 2 + i * pi / points
        corners.append((0.5 + radius * cos(angle), 0.54 + radius * sin(angle)))
    return polygon(*corners)


def _mouth(ends: float, middle: float) -> tuple[Segment, ...]:
    """A mouth whose middle hangs below its ends, or stands above them."""
    return (("M", 0.28, ends), ("C", 0.40, middle, 0.60, middle, 0.72, ends))


_FACE: tuple[Part, ...] = (
    (circle(0.5, 0.5, 0.5), "fill"),
    (circle(0.34, 0.38, 0.07), "second"),
    (circle(0.66, 0.38, 0.07), "second"),
)
ICONS: dict[str, tuple[Part, ...]] = {
    "action": ((circle(0.5, 0.5, 0.5), "fill"),),
    "evidence": ((box(0.14, 0.02, 0.72, 0.96, 0.06), "line"),),
    "system": ((box(0.02, 0.02, 0.96, 0.96, 0.16), "fill"),),
    "decision": ((polygon((0.5, -0.06), (1.06, 0.5), (0.5, 1.06), (-0.06, 0.5)), "fill"),),
    "approval": (
        (circle(0.5, 0.5, 0.5), "fill"),
        (line((0.26, 0.52), (0.44, 0.70), (0.76, 0.33)), "second_line"),
    ),
    "idea": (
        (circle(0.5, 0.38, 0.34), "line"),
        (line((0.34, 0.82), (0.66, 0.82)), "line"),
        (line((0.40, 0.97), (0.60, 0.97)), "line"),
    ),
    "question": (
        (circle(0.5, 0.5, 0.46), "line"),
        (
            (
                ("M", 0.36, 0.40),
                ("C", 0.36, 0.20, 0.66, 0.20, 0.66, 0.40),
                ("C", 0.66, 0.50, 0.50, 0.50, 0.50, 0.62),
            ),
            "line",
        ),
        (circle(0.5, 0.77, 0.055), "fill"),
    ),
    "quote": (
        (box(0.02, 0.10, 0.96, 0.62, 0.14), "line"),
        (polygon((0.22, 0.70), (0.46, 0.70), (0.22, 0.96)), "fill"),
    ),
    "policy": (
        (polygon((0.5, 0.0), (0.94, 0.16), (0.90, 0.62), (0.5, 1.0), (0.10, 0.62), (0.06, 0.16)), "line"),
        (line((0.32, 0.46), (0.46, 0.62), (0.70, 0.34)), "line"),
    ),
    "note": (
        (polygon((0.06, 0.06), (0.94, 0.06), (0.94, 0.64), (0.64, 0.94), (0.06, 0.94)), "line"),
        (line((0.64, 0.94), (0.64, 0.64), (0.94, 0.64)), "line"),
    ),
    "fail_point": (
        (polygon((0.5, 0.06), (0.98, 0.92), (0.02, 0.92)), "fill"),
        (box(0.455, 0.36, 0.09, 0.30, 0.04), "second"),
        (circle(0.5, 0.78, 0.055), "second"),
    ),
    "wait_point": (
        (circle(0.5, 0.5, 0.44), "line"),
        (line((0.5, 0.24), (0.5, 0.5), (0.72, 0.5)), "line"),
    ),
    "moment_of_truth": ((_star(5, 0.52, 0.21), "fill"),),
    "pain_point": (
        (polygon((0.58, 0.0), (0.16, 0.56), (0.46, 0.56), (0.38, 1.0), (0.84, 0.40), (0.52, 0.40)), "fill"),
    ),
    "regulated": (
        (line((0.5, 0.04), (0.5, 0.94)), "line"),
        (line((0.10, 0.18), (0.90, 0.18)), "line"),
        (line((0.10, 0.18), (-0.02, 0.56), (0.24, 0.56), (0.10, 0.18)), "line"),
        (line((0.90, 0.18), (0.76, 0.56), (1.02, 0.56), (0.90, 0.18)), "line"),
        (line((0.28, 0.94), (0.72, 0.94)), "line"),
    ),
    "emotion_-2": (*_FACE, (_mouth(0.74, 0.46), "second_line")),
    "emotion_-1": (*_FACE, (_mouth(0.70, 0.58), "second_line")),
    "emotion_0": (*_FACE, (line((0.30, 0.66), (0.70, 0.66)), "second_line")),
    "emotion_1": (*_FACE, (_mouth(0.62, 0.74), "second_line")),
    "emotion_2": (*_FACE, (_mouth(0.58, 0.88), "second_line")),
    "plus": ((line((0.5, 0.1), (0.5, 0.9)), "line"), (line((0.1, 0.5), (0.9, 0.5)), "line")),
    "loop": (
        (
            (
                ("M", 0.80, 0.20),
                ("C", 0.40, -0.10, 0.00, 0.20, 0.10, 0.60),
                ("C", 0.20, 0.96, 0.70, 1.00, 0.88, 0.66),
            ),
            "line",
        ),
        (polygon((0.62, 0.30), (0.96, 0.34), (0.88, 0.00)), "fill"),
    ),
}
