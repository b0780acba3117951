"""Text of an SVG: real characters at the places of their runs, in fonts that travel with the file."""

from __future__ import annotations

import re
from base64 import b64encode
from itertools import accumulate

from model.errors import KnownError
from model.layout.fonts import FontBook
from model.layout.runs import AnyRun, Line
from model.messages import message

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_WORDS = re.compile("(?<=[a-z])(?=[A-Z0-9])")
_ODD = re.compile("[^A-Za-z0-9-]")
_WEIGHTS = {"": 400, "Regular": 400, "Bold": 700}
# A run and the place of its left edge.
_Placed = tuple[float, AnyRun]
# What is used of a font: the class of its texts, characters, glyphs.
_Use = tuple[str, set[str], set[int]]
# Up to here, Latin, Greek and Cyrillic, any font of a system goes.
_EVERYWHERE = "\u052f"


def escaped(text: str) -> str:
    """A text for an element or an attribute; characters that XML forbids are dropped."""
    return _NOT_XML.sub("", text).translate(_ESCAPES)


def number(value: float) -> str:
    """A length to a hundredth, without idle zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class TextWriter:
    """Writes lines as `<text>` and keeps what they use of each font."""

    def __init__(self, fonts: FontBook) -> None:
        self._fonts = fonts
        self._used: dict[str, _Use] = {}

    @property
    def used(self) -> tuple[str, ...]:
        """The keys of the fonts used, in the order of their first use."""
        return tuple(self._used)

    def line(self, x: float, baseline: float, line: Line, colour: str) -> str:
        """A line whose left is at x. Runs stand in reading order, each at its own place."""
        lefts = accumulate((run.width for run in line.runs), initial=x)
        placed = [(left, run) for left, run in zip(lefts, line.runs, strict=False) if run.glyphs]
        if not placed:
            return ""
        if any(run.rtl for _, run in placed):
            ordered = _in_reading_order(line, placed)
            return "".join([self._text(baseline, [each], colour) for each in ordered])
        return self._text(baseline, placed, colour)

    def _text(self, baseline: float, placed: list[_Placed], colour: str) -> str:
        spans = "".join([self._span(left, run) for left, run in placed])
        side = ' direction="rtl" unicode-bidi="embed"' if placed[0][1].rtl else ""
        return f'<text y="{number(baseline)}" fill="{colour}"{side}>{spans}</text>'

    def _span(self, left: float, run: AnyRun) -> str:
        name, chars, glyphs = self._use(run.font)
        chars.update(run.text)
        glyphs.update(run.glyphs)
        # Text that runs from the right starts at its right end.
        start = left + run.width if run.rtl else left
        length = "" if run.rtl else f' textLength="{number(run.width)}"'
        size = number(run.size)
        return f'<tspan class="{name}" font-size="{size}" x="{number(start)}"{length}>{escaped(run.text)}</tspan>'

    def _use(self, key: str) -> _Use:
        used = self._used.get(key)
        if used is None:
            used = self._used[key] = (f"f{len(self._used)}", set(), set())
        return used

    def lend(self, text: str) -> tuple[str, ...]:
        """The families of our fonts that set what not every reader's own fonts can; they then travel along for it."""
        families: dict[str, None] = {}
        for char in sorted(set(text)):
            key = self._fonts.find(char, bold=False) if char > _EVERYWHERE else None
            if key is not None:
                self._use(key)[1].add(char)
                families[_family(key)[0]] = None
        return tuple(families)

    def styles(self) -> str:
        """The style sheet: the fonts used, cut to what is used of them."""
        rules = []
        for key, (name, chars, glyphs) in self._used.items():
            family, weight = _family(key)
            data = b64encode(self._subset(key, chars, glyphs)).decode("ascii")
            rules.append(
                f"@font-face{{font-family:'{family}';font-weight:{weight};"
                f"src:url(data:font/ttf;base64,{data}) format('truetype')}}\n"
                f".{name}{{font-family:'{family}',sans-serif;font-weight:{weight}}}\n"
            )
        return "".join(rules)

    def _subset(self, key: str, chars: set[str], glyphs: set[int]) -> bytes:
        try:
            return self._fonts.subset_text(key, sorted(chars), sorted(glyphs))
        except RuntimeError as error:
            raise KnownError(message("paper.font", font=self._fonts.name(key))) from error


def _family(key: str) -> tuple[str, int]:
    """The family and weight of a face, so that viewers that load no fonts find an installed one."""
    family, _, style = _ODD.sub("", key).partition("-")
    if style in _WEIGHTS:
        return _WORDS.sub(" ", family), _WEIGHTS[style]
    return f"{family}-{style}", 400


def _in_reading_order(line: Line, placed: list[_Placed]) -> list[_Placed]:
    """Runs by where their text stands in the line's; the runs make up the line."""
    rest = line.text
    places: list[tuple[int, int]] = []
    for index, (_, run) in enumerate(placed):
        start = rest.rfind(run.text) if run.rtl else rest.find(run.text)
        places.append((start, index))
        if start >= 0:
            rest = rest[:start] + "\0" * len(run.text) + rest[start + len(run.text) :]
    return [placed[index] for _, index in sorted(places)]
