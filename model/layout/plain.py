"""The short cut: Latin, Greek and Cyrillic text, each distinct word shaped once at a size."""

from __future__ import annotations

import re
from bisect import bisect
from itertools import accumulate, chain
from operator import itemgetter

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


# The words of a wrapped paragraph, the number of words up to each line's end, the lines' widths.
_Fit = tuple[list[Word], list[int], list[float]]
# Makes named tuples sooner than their own names do.
_NEW = tuple.__new__
_HARD = Word("", float("nan"), (), (), (), ())
_TEXT = itemgetter(0)


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
        self._words: dict[str, Word] = {}

    def measure(self, text: str, width: float) -> tuple[int, float] | None:
        """The number of lines of a paragraph and the widest; None as for `wrap`."""
        if not text:
            return 1, 0.0
        fit = self._fit(text, width)
        return None if fit is None else (len(fit[1]), max(fit[2]))

    def wrap(self, text: str, width: float, passing: bool = False) -> list[Line] | None:
        """Lines of one paragraph; None when a word needs the full rules or is too wide for a line.

        Lines are as wide as their glyphs one after another, `passing` ones as their words: that differs by less than
        anybody sees, and takes half as long.
        """
        if not text:
            return [EMPTY_LINE]
        fit = self._fit(text, width)
        if fit is None:
            return None
        words, font, size = tuple(fit[0]), self._font, self._size
        lines, start = [], 0
        for end, wide in zip(fit[1], fit[2], strict=True):
            own = words[start:end]
            said = " ".join(map(_TEXT, own))
            reach = wide if passing else _reach(own)
            run = _NEW(PlainRun, (font, size, own, said, reach))
            lines.append(_NEW(Line, (said, reach, (run,))))
            start = end
        return lines

    def pieces(self, text: str) -> list[float] | None:
        """Widths of the unbreakable pieces of a text; None when it needs the full rules."""
        if _TIED in text or _PLAIN.fullmatch(text) is None:
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
        if "  " in text:
            return None
        names = text.split(" ")
        # What is kept is plain; so only a text with a word that is not is looked at letter by letter.
        words = [word for word in map(self._words.get, names) if word is not None]
        if len(words) < len(names):
            if _PLAIN.fullmatch(text) is None:
                return None
            words = [self._word(name) for name in names]
        ends: list[int] = []
        widths: list[float] = []
        limit, space = width + TOLERANCE, self._space
        reach = -space
        for place, word in enumerate(words):
            own = word[1]
            end = reach + space + own
            if end <= limit:
                reach = end
                continue
            if word[5] or not own <= limit:
                return None if _TIED in text else self._fit_parts(names, limit)
            ends.append(place)
            widths.append(reach)
            reach = own
        ends.append(len(words))
        widths.append(reach)
        return None if len(ends) > 1 and _TIED in text else (words, ends, widths)

    def _fit_parts(self, names: list[str], limit: float) -> _Fit | None:
        """As `_fit`, also breaking inside words; None when a word needs the full rules."""
        words: list[Word] = []
        ends: list[int] = []
        widths: list[float] = []
        space = self._space
        reach = -space
        for whole in names:
            name, word = whole, self._word(whole)
            while not reach + space + word.width <= limit:
                cut = self._cut(name, word, limit - reach - space)
                if cut:
                    words.append(self._word(name[:cut]))
                    reach += space + words[-1].width
                    name = name[cut:]
                    word = self._word(name)
                elif reach < 0.0:
                    return None
                ends.append(len(words))
                widths.append(reach)
                reach = -space
            words.append(word)
            reach += space + word.width
        ends.append(len(words))
        widths.append(reach)
        return words, ends, widths

    def _cut(self, name: str, word: Word, room: float) -> int:
        """The last break inside a word that leaves its first part within `room`; 0 if there is none."""
        return next((place for place in reversed(word.breaks) if self._word(name[:place]).width <= room), 0)

    def _word(self, name: str) -> Word:
        word = self._words.get(name)
        if word is None:
            if len(self._words) >= _LIMIT:
                self._words.clear()
            word = self._words[name] = self._shape(name)
        return word

    def _shape(self, name: str) -> Word:
        digits = self._setter.digits(self._font) if name.isdigit() and name.isascii() else None
        if digits:
            return self._finished(name, [digits[sign][0] for sign in name], [digits[sign][1] for sign in name], (), ())
        breaks = None if _mixes_scripts(name) else plain_breaks(name)
        shaped = None if breaks is None else self._setter.shape_plain(name, self._font)
        return _HARD if breaks is None or shaped is None else self._finished(name, *shaped, breaks)

    def _finished(
        self, name: str, glyphs: list[int], advances: list[float], clusters: tuple[int, ...], breaks: tuple[int, ...]
    ) -> Word:
        size = self._size
        pens = [advance * size for advance in advances]
        pens.append(self._space)
        return Word(name, sum(advances) * size, (*glyphs, self._space_glyph), tuple(pens), clusters, breaks)


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
