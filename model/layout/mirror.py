"""Mirroring: drawings are laid out from the start side; where they run right to left each piece is turned over.

Text and signs keep their own direction: only their places move.
"""

from __future__ import annotations

from model.layout.drawing import ICON, IMAGE, PATH, RECT, TEXT, Primitive, Segment


def mirror(primitives: tuple[Primitive, ...], width: float) -> tuple[Primitive, ...]:
    """The primitives of a piece of a width, turned over."""
    return tuple(_turn(primitive, width) for primitive in primitives)


def _turn(primitive: Primitive, width: float) -> Primitive:
    kind = primitive[0]
    if kind in (RECT, IMAGE):
        return (kind, width - primitive[1] - primitive[3], *primitive[2:])
    if kind == TEXT:
        return (kind, width - primitive[1] - primitive[3].width, *primitive[2:])
    if kind == ICON:
        return (kind, primitive[1], width - primitive[2] - primitive[4], *primitive[3:])
    assert kind == PATH
    return (kind, tuple(_turn_segment(segment, width) for segment in primitive[1]), *primitive[2:])


def _turn_segment(segment: Segment, width: float) -> Segment:
    turned = [width - value if index % 2 == 0 else value for index, value in enumerate(segment[1:])]
    return (segment[0], *turned)
