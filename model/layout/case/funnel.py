"""From map to action: how many fail points got how far, as boxes that point on."""

from __future__ import annotations

from collections.abc import Sequence

from model.layout.case.data import Stage
from model.layout.case.kit import Drawn, Kit, blend, one_piece, shape, text_piece
from model.layout.drawing import PATH, Piece
from model.layout.icons import polygon
from model.layout.text import TextStyle

_POINT, _TALL = 0.7, 2.6
_TINTS = (0.10, 0.16, 0.22, 0.28, 0.34)


def funnel(kit: Kit, stages: Sequence[Stage], width: float) -> Drawn:
    """The stages side by side, each one piece that opens its list."""
    gap = 0.5 * kit.em
    wide = (width - gap * (len(stages) - 1)) / len(stages)
    pieces = [_stage(kit, stage, place, place * (wide + gap), wide) for place, stage in enumerate(stages)]
    return Drawn(tuple(pieces), max(piece.height for piece in pieces))


def _stage(kit: Kit, stage: Stage, place: int, x: float, wide: float) -> Piece:
    tall, point = _TALL * kit.em, _POINT * kit.em
    corners = polygon(
        (0.0, 0.0), (wide - point, 0.0), (wide, tall / 2), (wide - point, tall), (0.0, tall), (point, tall / 2)
    )
    fill = blend(kit.colour("badge"), kit.colour("card"), _TINTS[min(place, len(_TINTS) - 1)])
    big = TextStyle(1.4 * kit.em, True)
    number = text_piece(kit, stage.number, x, 0.0, wide, big, kit.colour("ink"))
    number = number._replace(x=x + (wide - number.width) / 2, y=(tall - number.height) / 2)
    label = text_piece(kit, stage.words, x, tall + 0.4 * kit.em, wide, kit.small(), kit.colour("text"), lines=3)
    label = label._replace(x=x + (wide - label.width) / 2)
    height = label.y + label.height
    parts = [shape(((PATH, corners, fill, None, 0.0, ()),), x, 0.0, wide, tall), number, label]
    text = f"{kit.words(stage.words)}: {kit.words(stage.number)}"
    return one_piece(parts, stage.figure, (x, 0.0, wide, height), text)
