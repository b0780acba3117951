"""What text becomes: styles in, blocks of lines of glyph runs out. All measures are px."""

from __future__ import annotations

from typing import NamedTuple


class TextStyle(NamedTuple):
    """`size` in px; `line_height` as a factor of it."""

    size: float
    bold: bool = False
    line_height: float = 1.3


class Run(NamedTuple):
    """Glyphs of one face, left to right.

    `xs` are origins from the line's left edge; `ys` are upward offsets, () when all are zero;
    `text` is the logical source, which `clusters` index, one for each glyph.
    """

    font: str
    size: float
    glyphs: tuple[int, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    text: str
    clusters: tuple[int, ...]
    rtl: bool
    width: float


class Line(NamedTuple):
    """One line without the spaces that hang at its end; runs in visual order."""

    text: str
    width: float
    runs: tuple[Run, ...]


class Block(NamedTuple):
    """Wrapped text, at least one line.

    The baseline of line i is `ascent + i * line_height` below the top. `rtl`: lines start at the right.
    `missing`: characters no font has, shown as "?", sorted.
    """

    lines: tuple[Line, ...]
    width: float
    height: float
    line_height: float
    ascent: float
    rtl: bool
    missing: tuple[str, ...]


class Extent(NamedTuple):
    """How much room a block takes, without its glyphs."""

    width: float
    height: float
    lines: int


EMPTY_LINE = Line("", 0.0, ())
TOLERANCE = 1e-6
