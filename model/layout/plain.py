"""The short cut: Latin, Greek and Cyrillic text, each distinct word shaped once at a size."""

from __future__ import annotations

import re
from bisect import bisect
from functools import lru_cache
from itertools import accumulate, chain
from operator import itemgetter
from typing import NamedTuple

from model.layout.breaks import plain_breaks
from model.layout.fonts import BASE
from model.layout.runs import EMPTY_LINE, TOLERANCE, Line, Run
from model.layout.shaping import Setter

_LIMIT = 200_000
# Where Latin, Greek and Cyrillic begin.
_SCRIPT_STARTS = ("", "\u0370", "\u0400")
_PLAIN = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u024f\u0386\u0388-\u03ff\u0400-\u0482\u048a-\u052f\u2010-\u2022\u2026\u20ac]*"
)


class _Word(NamedTuple):
    """A word and the space after it; `clusters` is () when each character is one glyph.

    A width that is not a number marks a word that needs the full rules: it fits nowhere.
    """

    width: float
    glyphs: tuple[int, ...]
    advances: tuple[float, ...]
    clusters: tuple[int, ...]
    breaks: tuple[int, ...]


# The names and words of a wrapped paragraph, the number of words up to each line's end, the widest line.
_Fit = tuple[list[str], list[_Word], list[int], float]
_HARD = _Word(float("nan"), (), (), (), ())
_new = tuple.__new__
_GLYPHS = itemgetter(1)
_ADVANCES = itemgetter(2)


class PlainText:
    """Wraps plain text in one weight and size; words are cached up to a bound."""

    def __init__(self, setter: Setter, size: float, bold: bool) -> None:
        """`size` is in px."""
        self._setter = setter
        self._size = size
        self._font = BASE.bold if bold else BASE.regular
        space = setter.shape(" ", self._font, "Latn", False)
        self._space_glyph = space.glyphs[0]
        self._space = space.width * size
        self._words: dict[str, _Word] = {}

    def measure(self, text: str, width: float) -> tuple[int, float] | None:
        """The number of lines of a paragraph and the widest; None as for `wrap`."""
        if not text:
            return 1, 0.0
        fit = self._fit(text, width)
        return None if fit is None else (len(fit[2]), fit[3])

    def wrap(self, text: str, width: float) -> list[Line] | None:
        """Lines of one paragraph; None when a word needs the full rules or is too wide for a line."""
        if not text:
            return [EMPTY_LINE]
        fit = self._fit(text, width)
        if fit is None:
            return None
        names, words, ends, _ = fit
        lines, start = [], 0
        for end in ends:
            lines.append(self._line(names[start:end], words[start:end]))
            start = end
        return lines

    def pieces(self, text: str) -> list[float] | None:
        """Widths of the unbreakable pieces of a text; None when it needs the full rules."""
        if _PLAIN.fullmatch(text) is None:
            return None
        widths = []
        for name in text.split(" "):
            word = self._word(name)
            ends = (*word.breaks, len(name))
            pieces = [self._word(name[start:end]) for start, end in zip((0, *ends), ends, strict=False)]
            if word is _HARD or _HARD in pieces:
                return None
            widths += [piece.width for piece in pieces]
        return widths

    def _fit(self, text: str, width: float) -> _Fit | None:
        if "  " in text or _PLAIN.fullmatch(text) is None:
            return None
        names = text.split(" ")
        found = self._words
        try:
            words = [found[name] for name in names]
        except KeyError:
            words = [self._word(name) for name in names]
        ends: list[int] = []
        limit, space, widest = width + TOLERANCE, self._space, 0.0
        reach = -space
        for place, word in enumerate(words):
            end = reach + space + word[0]
            if end <= limit:
                reach = end
                continue
            if word[4] or not word[0] <= limit:
                return self._fit_parts(names, limit)
            ends.append(place)
            widest = max(widest, reach)
            reach = word[0]
        ends.append(len(words))
        return names, words, ends, max(widest, reach)

    def _fit_parts(self, names: list[str], limit: float) -> _Fit | None:
        """As `_fit`, also breaking inside words; None when a word needs the full rules."""
        done: list[str] = []
        words: list[_Word] = []
        ends: list[int] = []
        space, widest = self._space, 0.0
        reach = -space
        for whole in names:
            name, word = whole, self._word(whole)
            while not reach + space + word.width <= limit:
                cut = self._cut(name, word, limit - reach - space)
                if cut:
                    done.append(name[:cut])
                    words.append(self._word(name[:cut]))
                    reach += space + words[-1].width
                    name = name[cut:]
                    word = self._word(name)
                elif reach < 0.0:
                    return None
                ends.append(len(done))
                widest = max(widest, reach)
                reach = -space
            done.append(name)
            words.append(word)
            reach += space + word.width
        ends.append(len(done))
        return done, words, ends, max(widest, reach)

    def _cut(self, name: str, word: _Word, room: float) -> int:
        """The last break inside a word that leaves its first part within `room`; 0 if there is none."""
        return next((place for place in reversed(word.breaks) if self._word(name[:place]).width <= room), 0)

    def _word(self, name: str) -> _Word:
        word = self._words.get(name)
        if word is None:
            if len(self._words) >= _LIMIT:
                self._words.clear()
            word = self._words[name] = self._shape(name)
        return word

    def _shape(self, name: str) -> _Word:
        breaks = None if _mixes_scripts(name) else plain_breaks(name)
        shaped = None if breaks is None else self._setter.shape_plain(name, self._font)
        if breaks is None or shaped is None:
            return _HARD
        glyphs, advances, clusters = shaped
        size = self._size
        pens = [advance * size for advance in advances]
        pens.append(self._space)
        return _Word(sum(advances) * size, (*glyphs, self._space_glyph), tuple(pens), clusters, breaks)

    def _line(self, names: list[str], words: list[_Word]) -> Line:
        text = " ".join(names)
        glyphs = tuple(chain.from_iterable(map(_GLYPHS, words)))[:-1]
        xs = tuple(accumulate(chain.from_iterable(map(_ADVANCES, words)), initial=0.0))
        width = xs[-2]
        clusters = _counting(len(glyphs)) if len(glyphs) == len(text) else _clusters(names, words)
        return Line(text, width, (Run(self._font, self._size, glyphs, xs[:-2], (), text, clusters, False, width),))


def _mixes_scripts(name: str) -> bool:
    """Whether a word has letters of more than one script: each is then shaped on its own, without kerning between."""
    if name.isascii():
        return False
    found = {_SCRIPT_STARTS[bisect(_SCRIPT_STARTS, letter) - 1] for letter in name if letter.isalpha()}
    return len(found) > 1


def _clusters(names: list[str], words: list[_Word]) -> tuple[int, ...]:
    start = 0
    result: list[int] = []
    for name, word in zip(names, words, strict=True):
        result.extend(start + place for place in (word.clusters or range(len(name))))
        result.append(start + len(name))
        start += len(name) + 1
    return tuple(result[:-1])


@lru_cache(maxsize=4_000)
def _counting(count: int) -> tuple[int, ...]:
    return tuple(range(count))
