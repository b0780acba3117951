"""What text becomes: styles in, blocks of lines of glyph runs out. All measures are px."""

from __future__ import annotations

from itertools import accumulate, chain
from operator import attrgetter
from typing import Protocol

from model.named import NamedTuple


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


class Word(NamedTuple):
    """A plain word, shaped once, and the space after it; advances in px, `clusters` () when each character is a glyph.

    A width that is not a number marks a word that needs the full rules: it fits nowhere.
    """

    text: str
    width: float
    glyphs: tuple[int, ...]
    advances: tuple[float, ...]
    clusters: tuple[int, ...]
    breaks: tuple[int, ...]


class Plain(Protocol):
    """Plain text in one face and size: its words, and which of them are numbers that are put together of digits."""

    def words(self, text: str) -> tuple[Word, ...]: ...
    def counts(self, name: str) -> bool: ...


class PlainRun(NamedTuple):
    """A whole line of plain words, from its left edge; reads as a `Run`, whose glyphs are spelt out when asked for."""

    font: str
    size: float
    text: str
    width: float
    plain: Plain

    @property
    def words(self) -> tuple[Word, ...]:
        return self.plain.words(self.text)

    @property
    def glyphs(self) -> tuple[int, ...]:
        return tuple(chain.from_iterable(map(_GLYPHS, self.words)))[:-1]

    @property
    def xs(self) -> tuple[float, ...]:
        return tuple(accumulate(chain.from_iterable(map(_ADVANCES, self.words)), initial=0.0))[:-2]

    @property
    def ys(self) -> tuple[float, ...]:
        return ()

    @property
    def clusters(self) -> tuple[int, ...]:
        start = 0
        result: list[int] = []
        for word in self.words:
            result.extend(start + place for place in (word.clusters or range(len(word.text))))
            result.append(start + len(word.text))
            start += len(word.text) + 1
        return tuple(result[:-1])

    @property
    def rtl(self) -> bool:
        return False


AnyRun = Run | PlainRun


class Line(NamedTuple):
    """One line without the spaces that hang at its end; runs in visual order.

    A `passing` one is hardly shown twice: who keeps what he makes of lines need not keep that.
    """

    text: str
    width: float
    runs: tuple[AnyRun, ...]
    passing: bool = False


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


class Fit(NamedTuple):
    """How a text breaks in a width, without its glyphs: its height, and how wide its lines are.

    `ends`: after how many characters they end; () of a text that is not plain.
    """

    height: float
    widths: tuple[float, ...]
    ends: tuple[int, ...]


_GLYPHS = attrgetter("glyphs")
_ADVANCES = attrgetter("advances")
EMPTY_LINE = Line("", 0.0, ())
TOLERANCE = 1e-6
