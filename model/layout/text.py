"""Text to finished lines: wrapped and shaped once here, so that no device measures or wraps.

Plain Latin, Greek and Cyrillic take a short cut by words; all else takes the full rules.
"""

from __future__ import annotations

import re
from math import inf
from operator import itemgetter

from model.layout import bidi, paragraphs
from model.layout.breaks import cluster_breaks
from model.layout.fonts import BASE, FontBook
from model.layout.plain import PlainText
from model.layout.runs import EMPTY_LINE, TOLERANCE, Block, Fit, Line, Run, TextStyle
from model.layout.shaping import Setter

__all__ = ["Block", "Fit", "Line", "Run", "Shaper", "TextStyle"]

_BLOCKS = 40_000
_PARAGRAPHS = 10_000
_ELLIPSIS = "…"
_ENDS = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
_BROKEN = re.compile("[\ud800-\udfff]")
# Makes named tuples sooner than their own names do.
_NEW = tuple.__new__
_WIDTH = itemgetter(1)


class Shaper:
    """Wraps and shapes text in one language. Holds bounded caches only: same text, same lines."""

    def __init__(self, fonts: FontBook, language: str = "en", words: Shaper | None = None) -> None:
        """`language` is the document's, as a BCP 47 tag. `words`: another of the same fonts and language, whose
        words need not be shaped again."""
        self.fonts = fonts
        self._setter: Setter = Setter(fonts, language) if words is None else words._setter
        self._rise = tuple(_rise(fonts, key) for key in (BASE.regular, BASE.bold))
        self._plain: dict[TextStyle, PlainText] = {} if words is None else words._plain
        self._prepared: dict[tuple[str, bool, bool], paragraphs.Paragraph] = {}
        self._blocks: dict[tuple[str, float, TextStyle, int], Block] = {}

    def block(self, text: str, width: float, style: TextStyle, *, max_lines: int = 0) -> Block:
        """Wrap to `width` px; with `max_lines` the rest is cut by an ellipsis (0: no limit)."""
        key = (text, width, style, max_lines)
        found = self._blocks.get(key)
        if found is None:
            if len(self._blocks) >= _BLOCKS:
                self._blocks.clear()
            lines = self._plain_text(style).wrap(text.strip(paragraphs.SPACES), width) if text.isprintable() else None
            if lines is None or 0 < max_lines < len(lines):
                found = self._wrap(text, width, style, max_lines)
            else:
                found = self._finished(lines, style, False, ())
            self._blocks[key] = found
        return found

    def fit(self, text: str, width: float, style: TextStyle) -> Fit:
        """How `block(text, width, style)` breaks; of plain text without making its runs."""
        found = self._plain_text(style).breaks(text, width) if text.isprintable() else None
        if found is None:
            block = self.block(text, width, style)
            return Fit(block.height, tuple([line.width for line in block.lines]), ())
        ends, widths = found
        return _NEW(Fit, (style.size * style.line_height * len(ends), tuple(widths), tuple(ends)))

    def fitted(self, text: str, fit: Fit, width: float, style: TextStyle) -> Block:
        """As `block`, of a text that is known to fit so and hardly comes again: where it is plain, it is not kept."""
        _, widths, ends = fit
        if not ends:
            return self.block(text, width, style)
        return self._finished(self._plain_text(style).broken(text, ends, widths), style, False, ())

    def line(self, text: str, style: TextStyle) -> Line:
        """The whole text on one line; line ends count as spaces."""
        return self.block(text if text.isprintable() else _ENDS.sub(" ", text), inf, style).lines[0]

    def longest_word(self, text: str, style: TextStyle) -> float:
        """Width of the widest piece that no rule allows to break."""
        widest = 0.0
        for part in _paragraphs(text):
            widths = self._plain_text(style).pieces(part)
            if widths is None:
                paragraph = self._prepare(part, style.bold, rtl=False)
                widths = paragraphs.piece_widths(self._setter, paragraph, style.size)
            widest = max(widest, *widths, 0.0)
        return widest

    def _wrap(self, text: str, width: float, style: TextStyle, max_lines: int) -> Block:
        lines: list[Line] = []
        missing: set[str] = set()
        rtl = bidi.needs_bidi(text) and bidi.base_level(text) == 1
        plain = self._plain_text(style)
        for part in _paragraphs(text):
            found = None if rtl else plain.wrap(part, width)
            if found is None:
                paragraph = self._prepare(part, style.bold, rtl)
                missing.update(paragraph.missing)
                found = paragraphs.wrap(self._setter, paragraph, width, style.size)
            lines += found
        if 0 < max_lines < len(lines):
            lines[max_lines - 1 :] = [self._shortened(lines[max_lines - 1], width, style)]
        return self._finished(lines, style, rtl, tuple(sorted(missing)))

    def _finished(self, lines: list[Line], style: TextStyle, rtl: bool, missing: tuple[str, ...]) -> Block:
        size, bold, line_height = style
        height = size * line_height
        ascent = height / 2 + size * self._rise[bold]
        return _NEW(Block, (tuple(lines), max(map(_WIDTH, lines)), height * len(lines), height, ascent, rtl, missing))

    def _prepare(self, text: str, bold: bool, rtl: bool) -> paragraphs.Paragraph:
        """A paragraph ready to wrap; `rtl` is its direction when its own characters do not tell."""
        key = (text, bold, rtl)
        found = self._prepared.get(key)
        if found is None:
            if len(self._prepared) >= _PARAGRAPHS:
                self._prepared.clear()
            level = bidi.base_level(text)
            mirrored = rtl if level is None else level == 1
            found = self._prepared[key] = paragraphs.prepare(self._setter, text, bold, mirrored)
        return found

    def _shortened(self, line: Line, width: float, style: TextStyle) -> Line:
        for end in (*reversed(cluster_breaks(line.text)), 0):
            shorter = self.line(line.text[:end].rstrip(paragraphs.SPACES) + _ELLIPSIS, style)
            if shorter.width <= width + TOLERANCE:
                return shorter
        return EMPTY_LINE

    def _plain_text(self, style: TextStyle) -> PlainText:
        found = self._plain.get(style)
        if found is None:
            alike = (plain for known, plain in self._plain.items() if known[:2] == style[:2])
            found = self._plain[style] = next(alike, None) or PlainText(self._setter, style.size, style.bold)
        return found


def _rise(fonts: FontBook, key: str) -> float:
    """From the middle of a line to its baseline, in ems; by the base face, so that all scripts share one."""
    return (fonts.ascent(key) + fonts.descent(key)) / (2 * fonts.units_per_em(key))


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, without control characters and outer spaces."""
    if text.isprintable():
        return [text.strip(paragraphs.SPACES)]
    text = _BROKEN.sub("\ufffd", _DROPPED.sub("", text.replace("\t", " ")))
    return [part.strip(paragraphs.SPACES) for part in _ENDS.split(text)]
