"""Blocks to strips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from model.layout.case.data import Panel
from model.layout.case.sheet import rows_of, side_by_side
from model.layout.drawing import IMAGE, Layer, Piece
from model.layout.facts import Light
from model.layout.leaves import Tag
from model.layout.lights import light_row
from model.layout.pack.data import (
    Beside,
    Block,
    Charts,
    Grid,
    Heading,
    Image,
    Lights,
    Pairs,
    Space,
    Text,
    Trend,
)
from model.layout.pack.grids import TIGHT, USUAL, grid, pairs
from model.layout.pack.strips import Bit, Pen, Strip, drawn_strip, rule, said_strips, shifted
from model.layout.pack.trends import trend

# The width of headings beside their blocks, and the air between.
LABELS, BETWEEN = 122.0, 16.0
_BAR = 72.0
_BEFORE = {0: 0.0, 1: 0.0, 2: 22.0, 3: 14.0}


class Setter:
    """Sets blocks; gives every block that is tagged a name of its own."""

    def __init__(self, pen: Pen) -> None:
        self.pen = pen
        self._count = 0
        self._air = USUAL
        self._makers: dict[type, Callable[[Any, float], list[Strip]]] = {
            Heading: self._heading,
            Text: self._text,
            Pairs: self._pairs,
            Grid: self._grid,
            Charts: self._charts,
            Trend: self._trend,
            Beside: self._beside,
            Lights: self._lights,
            Image: self._image,
            Space: self._space,
        }

    def strips(self, blocks: Sequence[Block], width: float) -> list[Strip]:
        """The strips of some blocks, one after another."""
        return [strip for block in blocks for strip in self._makers[type(block)](block, width)]

    def name(self) -> str:
        """A name that no tag has had."""
        self._count += 1
        return str(self._count)

    def _heading(self, found: Heading, width: float) -> list[Strip]:
        level = max(found.level, 1)
        style = self.pen.heading(found.level)
        piece = self.pen.words(found.words, 0.0, 0.0, width, style, self.pen.kit.colour("ink"))
        marks = ((found.target, 0.0),) if found.target else ()
        tags = (Tag(f"H{level}", self.name()),)
        after = {0: 8.0, 1: 10.0}.get(found.level, 3.0)
        bits = (Bit((piece,), tags),)
        return [Strip(piece.height + after, bits, _BEFORE[found.level], keep=True, marks=marks)]

    def _text(self, found: Text, width: float) -> list[Strip]:
        style = self.pen.table() if found.small else self.pen.style()
        strips = said_strips(self.pen, found.said, width, style, self.name(), self._air.before)
        return [*strips[:-1], strips[-1]._replace(keep=found.keep)]

    def _pairs(self, found: Pairs, width: float) -> list[Strip]:
        return pairs(self.pen, found, width, self.name(), self._air)

    def _grid(self, found: Grid, width: float) -> list[Strip]:
        return grid(self.pen, found, width, self.name(), self._air)

    def _charts(self, found: Charts, width: float) -> list[Strip]:
        return [self._row_of(row, width) for row in rows_of(self.pen.kit, found.panels, width)]

    def _row_of(self, row: Sequence[Panel], width: float) -> Strip:
        drawn = side_by_side(self.pen.kit, row, width)
        strip = drawn_strip(drawn, (), 12.0)
        starts = [place for place, piece in enumerate(drawn.pieces) if piece.kind == "panel"]
        ends = [*starts[1:], len(drawn.pieces)]
        bits: list[Bit] = []
        for panel, start, end in zip(row, starts, ends, strict=True):
            bits += self._panel(panel, drawn.pieces[start:end])
        return strip._replace(bits=tuple(bits))

    def _panel(self, panel: Panel, pieces: Sequence[Piece]) -> list[Bit]:
        """The box and title of a panel, then its chart as a figure, or its sayings as paragraphs."""
        box, title, *rest = pieces
        bits = [Bit((box,)), Bit((title,), (Tag("H3", self.name()),))]
        if panel.bars or panel.curve or panel.swings or panel.spread or panel.funnel:
            alt = "; ".join(piece.text for piece in rest if piece.text)
            return [*bits, Bit(tuple(rest), (Tag("Figure", self.name(), alt),))]
        return [*bits, *(Bit((piece,), (Tag("P", self.name()),)) for piece in rest)]

    def _trend(self, found: Trend, width: float) -> list[Strip]:
        return [trend(self.pen, found, width, self.name(), 16.0)]

    def _beside(self, found: Beside, width: float) -> list[Strip]:
        """The label stands beside the first strip; a rule above it; all of it on one page as far as it fits."""
        x = LABELS + BETWEEN
        self._air = TIGHT
        inner = [shifted(strip, x) for strip in self.strips(found.blocks, width - x)]
        self._air = USUAL
        label = self.pen.words(found.label, 0.0, 6.0, LABELS, self.pen.heading(3), self.pen.kit.colour("badge"))
        first = inner[0]
        named = Bit((label,), (Tag("H2", self.name()),))
        lowered = shifted(first, 0.0, 5.0)
        height = max(first.height + 5.0, label.y + label.height if len(inner) == 1 else 0.0)
        bits = (Bit((rule(self.pen, 0.0, 0.0, width, "card_line"),)), named, *lowered.bits)
        inner[0] = lowered._replace(bits=bits, height=height, before=6.0)
        return [*(strip._replace(keep=True) for strip in inner[:-1]), inner[-1]]

    def _lights(self, found: Lights, width: float) -> list[Strip]:
        """As many lights in a row as there is room for."""
        kit, rows = self.pen.kit, list[list[Light]]()
        for light in found.lights:
            row = light_row([*rows[-1], light] if rows else [light], kit.texts, kit.shaper, kit.theme)
            if not rows or row is None or row.width > width:
                rows.append([])
            rows[-1].append(light)
        return [self._row_of_lights(row, number) for number, row in enumerate(rows)]

    def _row_of_lights(self, lights: Sequence[Light], number: int) -> Strip:
        kit = self.pen.kit
        row = light_row(lights, kit.texts, kit.shaper, kit.theme)
        assert row is not None
        made = tuple(row.draw(0.0, 0.0, kit.theme))
        piece = Piece(Layer.CARD, "lights", "", 0.0, 0.0, row.width, row.height, made, row.text)
        return Strip(row.height, (Bit((piece,), (Tag("P", self.name()),)),), 6.0 if number else 10.0)

    def _image(self, found: Image, _: float) -> list[Strip]:
        picture = found.picture
        scale = min(found.width / max(picture.width, 1), found.height / max(picture.height, 1))
        width, height = picture.width * scale, picture.height * scale
        made = ((IMAGE, 0.0, 0.0, width, height, picture.id),)
        piece = Piece(Layer.CARD, "picture", "", 0.0, 0.0, width, height, made)
        tags = (Tag("Figure", self.name(), self.pen.kit.words(found.alt)),)
        return [Strip(height, (Bit((piece,), tags),))]

    def _space(self, found: Space, _: float) -> list[Strip]:
        height = found.ems * self.pen.em
        bits = (Bit((rule(self.pen, 0.0, height - 18.0, _BAR, "badge", 6.0),)),) if found.bar else ()
        return [Strip(height, bits)]
