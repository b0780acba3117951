"""The short cut: Latin, Greek and Cyrillic text, each distinct word shaped once at a size."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable
from itertools import accumulate, chain
from math import nan

from model.layout.breaks import plain_breaks
from model.layout.fonts import BASE
from model.layout.runs import EMPTY_LINE, TOLERANCE, Line, PlainRun, Word
from model.layout.shaping import Setter

# A space that no line ends at, and what follows it.
_TIED = " %"
_LIMIT = 200_000
# Where Latin, Greek and Cyrillic begin.
_SCRIPT_STARTS = ("", "\u0370", "\u0400")
_PLAIN = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u024f\u0386\u0388-\u03ff\u0400-\u0482\u048a-\u052f\u2010-\u2022\u2026\u20ac]*"
)


# The parts of a wrapped paragraph, the number of parts up to each line's end, the lines' widths.
_Fit = tuple[list[str], list[int], list[float]]
# Makes named tuples sooner than their own names do.
_NEW = tuple.__new__
_HARD = Word("", nan, (), (), (), ())


class _Words(dict[str, Word]):
    """Words in one weight and size, shaped when first asked for; numbers are made anew, as few come again."""

    def __init__(self, setter: Setter, size: float, font: str) -> None:
        super().__init__()
        self._setter = setter
        self._size = size
        self._font = font
        space = setter.shape(" ", font, "Latn", False)
        self._blank = space.glyphs[:1]
        self.space = space.width * size
        self._gap = (self.space,)
        digits = setter.digits(font)
        self._digits = {sign: glyph for sign, (glyph, _) in digits.items()}
        self._ems = {sign: advance for sign, (_, advance) in digits.items()}
        self._pens = {sign: advance * size for sign, advance in self._ems.items()}

    def __missing__(self, name: str) -> Word:
        if self.counts(name):
            return self._number(name)
        if len(self) >= _LIMIT:
            self.clear()
        word = self[name] = self._shape(name)
        return word

    def counts(self, name: str) -> bool:
        """Whether a word is a number that is put together of its digits."""
        return name.isdigit() and name.isascii() and bool(self._digits)

    def reach(self, number: str) -> float:
        """How wide a number is, unshaped."""
        return sum(map(self._ems.__getitem__, number)) * self._size

    def _number(self, name: str) -> Word:
        glyphs = tuple(map(self._digits.__getitem__, name)) + self._blank
        pens = tuple(map(self._pens.__getitem__, name)) + self._gap
        return _NEW(Word, (name, self.reach(name), glyphs, pens, (), ()))

    def _shape(self, name: str) -> Word:
        breaks = None if _PLAIN.fullmatch(name) is None or _mixes_scripts(name) else plain_breaks(name)
        shaped = None if breaks is None else self._setter.shape_plain(name, self._font)
        if breaks is None or shaped is None:
            return _HARD
        size, (glyphs, advances, clusters) = self._size, shaped
        pens = tuple([advance * size for advance in advances])
        return Word(name, sum(advances) * size, (*glyphs, *self._blank), pens + self._gap, clusters, breaks)


class _Widths(dict[str, float]):
    """Widths of words; no number where a word needs the full rules. A number's is that of its digits, unshaped."""

    def __init__(self, words: _Words) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, name: str) -> float:
        words = self._words
        if words.counts(name):
            return words.reach(name)
        if len(self) >= _LIMIT:
            self.clear()
        wide = self[name] = words[name].width
        return wide


class PlainText:
    """Wraps plain text in one weight and size; words are cached up to a bound. Equal ones set everything alike."""

    def __init__(self, setter: Setter, size: float, bold: bool) -> None:
        """`size` is in px."""
        self._size = size
        self._font = BASE.bold if bold else BASE.regular
        self._words = _Words(setter, size, self._font)
        self._widths = _Widths(self._words)
        self._space = self._words.space
        self._means = (*setter.means(self._font), size)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PlainText) and self._means == other._means

    def __hash__(self) -> int:
        return hash(self._means)

    def words(self, text: str) -> tuple[Word, ...]:
        """The words of a line."""
        return tuple(map(self._words.__getitem__, text.split(" ")))

    def counts(self, name: str) -> bool:
        """Whether a word is a number whose digits stand side by side as each stands alone."""
        return self._words.counts(name)

    def breaks(self, text: str, width: float) -> tuple[list[int], list[float]] | None:
        """After how many characters each line of a paragraph ends, and how wide it is; None as for `wrap`."""
        fit = self._fit(text, width)
        if fit is None:
            return None
        parts, ends, widths = fit
        at = start = 0
        places: list[int] = []
        for end in ends:
            at += len(" ".join(parts[start:end]))
            places.append(at)
            at += text[at : at + 1] == " "
            start = end
        return places, widths

    def broken(self, text: str, ends: Iterable[int], widths: Iterable[float]) -> list[Line]:
        """The lines of a paragraph by its `breaks`, which hardly come again.

        They are as wide as their words, those of `wrap` as their glyphs one after another: that differs by less than
        anybody sees.
        """
        font, size, start = self._font, self._size, 0
        lines: list[Line] = []
        for end, reach in zip(ends, widths, strict=True):
            said = text[start:end]
            lines.append(_NEW(Line, (said, reach, (_NEW(PlainRun, (font, size, said, reach, self)),), True)))
            start = end + (text[end : end + 1] == " ")
        return lines

    def wrap(self, text: str, width: float) -> list[Line] | None:
        """Lines of one paragraph; None when a word needs the full rules or is too wide for a line."""
        if not text:
            return [EMPTY_LINE]
        fit = self._fit(text, width)
        if fit is None:
            return None
        parts, ends, _ = fit
        font, size, start = self._font, self._size, 0
        lines: list[Line] = []
        for end in ends:
            said = " ".join(parts[start:end])
            reach = _reach(self.words(said))
            lines.append(Line(said, reach, (PlainRun(font, size, said, reach, self),)))
            start = end
        return lines

    def pieces(self, text: str) -> list[float] | None:
        """Widths of the unbreakable pieces of a text; None when it needs the full rules."""
        if _TIED in text or _PLAIN.fullmatch(text) is None:
            return None
        widths, known = [], self._words
        for name in text.split(" "):
            word = known[name]
            ends = (*word.breaks, len(name))
            pieces = [known[name[start:end]] for start, end in zip((0, *ends), ends, strict=False)]
            if word is _HARD or _HARD in pieces:
                return None
            widths += [piece.width for piece in pieces]
        return widths

    def _fit(self, text: str, width: float) -> _Fit | None:
        names = text.split(" ")
        if "" in names:
            return None
        ends: list[int] = []
        widths: list[float] = []
        limit, space = width + TOLERANCE, self._space
        reach = -space
        for place, own in enumerate(map(self._widths.__getitem__, names)):
            end = reach + space + own
            if end <= limit:
                reach = end
                continue
            if not own <= limit or self._breaks(names[place]):
                return None if _TIED in text else self._fit_parts(names, limit)
            ends.append(place)
            widths.append(reach)
            reach = own
        ends.append(len(names))
        widths.append(reach)
        return None if len(ends) > 1 and _TIED in text else (names, ends, widths)

    def _fit_parts(self, names: list[str], limit: float) -> _Fit | None:
        """As `_fit`, also breaking inside words; None when a word needs the full rules."""
        parts: list[str] = []
        ends: list[int] = []
        widths: list[float] = []
        known, space = self._widths, self._space
        reach = -space
        for whole in names:
            name = whole
            while not reach + space + known[name] <= limit:
                cut = self._cut(name, limit - reach - space)
                if cut:
                    parts.append(name[:cut])
                    reach += space + known[name[:cut]]
                    name = name[cut:]
                elif reach < 0.0:
                    return None
                ends.append(len(parts))
                widths.append(reach)
                reach = -space
            parts.append(name)
            reach += space + known[name]
        ends.append(len(parts))
        widths.append(reach)
        return parts, ends, widths

    def _cut(self, name: str, room: float) -> int:
        """The last break inside a word that leaves its first part within `room`; 0 if there is none."""
        return next((place for place in reversed(self._breaks(name)) if self._widths[name[:place]] <= room), 0)

    def _breaks(self, name: str) -> tuple[int, ...]:
        """The places inside a word where a line may end: none in what needs the full rules."""
        return () if name.isdigit() or self._widths[name] != self._widths[name] else self._words[name].breaks


def _reach(words: tuple[Word, ...]) -> float:
    """The width of words with the spaces between them, glyph after glyph."""
    *_, reach, _ = accumulate(chain.from_iterable([word.advances for word in words]))
    return reach


def _mixes_scripts(name: str) -> bool:
    """Whether a word has letters of more than one script: each is then shaped on its own, without kerning between."""
    if name.isascii():
        return False
    found = {_SCRIPT_STARTS[bisect(_SCRIPT_STARTS, letter) - 1] for letter in name if letter.isalpha()}
    return len(found) > 1
