"""Lines of glyph runs as text operators: glyph ids as they are, positions by TJ, text by ToUnicode or ActualText."""

from __future__ import annotations

from typing import NamedTuple

from model.layout.fonts import FontBook
from model.layout.text import Line, Run

_SPECIAL = {ord("("): "\\(", ord(")"): "\\)", ord("\\"): "\\\\", ord("\r"): "\\r", ord("\n"): "\\n"}


class TextOperators(NamedTuple):
    """A line as operators to stand after a text matrix: the font it starts and ends with, and the rest."""

    first: str
    body: str
    last: str


class _Glyphs(dict[int, tuple[str, int]]):
    """By glyph id: its two bytes in a literal string and its width in thousandths; filled when asked."""

    def __init__(self, fonts: FontBook, key: str) -> None:
        super().__init__()
        self._fonts = fonts
        self._key = key
        self._em = fonts.units_per_em(key)

    def __missing__(self, glyph: int) -> tuple[str, int]:
        code = "".join(_SPECIAL.get(byte, chr(byte)) for byte in (glyph >> 8, glyph & 255))
        found = self[glyph] = (code, round(self._fonts.advance(self._key, glyph) * 1000 / self._em))
        return found


class FontUse:
    """What a document uses of one font: its glyphs, and the text each glyph stands for."""

    def __init__(self, fonts: FontBook, key: str, name: str) -> None:
        """`name` is that of the font among the page's resources."""
        self.key = key
        self.name = name
        self.glyphs = _Glyphs(fonts, key)
        self._font = fonts.font(key)
        self.texts: dict[int, str] = {}

    def claims(self, glyph: int, text: str) -> bool:
        """Let a glyph stand for a text; False when it stands for another already."""
        return self.texts.setdefault(glyph, text) == text

    def claims_nominal(self, glyph: int, text: str) -> str:
        """Let a glyph of a cluster stand for the one of its characters that it draws; empty if it draws none."""
        char = next((char for char in text if self._font.get_nominal_glyph(ord(char)) == glyph), "")
        return char if char and self.claims(glyph, char) else ""


class _Word(NamedTuple):
    glyphs: tuple[int, ...]
    last: float
    body: str
    pen: int
    plain: bool


class TextEncoder:
    """Makes text operators; each distinct line and each distinct plain word is encoded once."""

    def __init__(self, fonts: FontBook) -> None:
        self._fonts = fonts
        self.uses: dict[str, FontUse] = {}
        self.smallest = float("inf")
        self._words: dict[tuple[str, str], _Word] = {}
        self._lines: dict[int, tuple[Line, TextOperators]] = {}
        self._counting = tuple(range(1024))

    def line(self, line: Line) -> TextOperators:
        """The operators of a line."""
        found = self._lines.get(id(line))
        if found is None:
            # The line is kept, so that no other can get its id.
            found = self._lines[id(line)] = (line, self._encode(line))
        return found[1]

    def _encode(self, line: Line) -> TextOperators:
        parts: list[str] = []
        first = last = ""
        pen = 0.0
        for run in line.runs:
            if not run.glyphs:
                continue
            use = self.uses.get(run.font)
            if use is None:
                use = self.uses[run.font] = FontUse(self._fonts, run.font, f"F{len(self.uses)}")
            font = f"/{use.name} {run.size:.6g} Tf\n"
            self.smallest = min(self.smallest, run.size)
            if not first:
                first = font
            elif font != last:
                parts.append(font)
            last = font
            pen = self._run(use, run, pen, parts)
        return TextOperators(first, "".join(parts), last)

    def _run(self, use: FontUse, run: Run, pen: float, parts: list[str]) -> float:
        """Append one run, from a pen position in px from the line's left; the pen after it."""
        count = len(run.glyphs)
        if not run.rtl and not run.ys and count == len(run.text) <= 1024 and run.clusters == self._counting[:count]:
            body, reached, plain = self._words_of(use, run, pen)
        else:
            body, reached = _show(use, run, pen)
            plain = _claim(use, run)
        if not plain:
            body = f"/Span<</ActualText{text_string(run.text)}>>BDC\n{body}EMC\n"
        parts.append(body)
        return reached

    def _words_of(self, use: FontUse, run: Run, pen: float) -> tuple[str, float, bool]:
        """A run of one glyph a character, by cached words."""
        scale = 1000 / run.size
        glyphs, xs, known, key = run.glyphs, run.xs, self._words, use.key
        place = reached = 0
        parts = ["[("]
        plain = True
        for name in run.text.split(" "):
            if place:
                code, width = use.glyphs[glyphs[place - 1]]
                parts.append(code)
                reached += width
                plain = use.claims(glyphs[place - 1], " ") and plain
            end = place + len(name)
            if name:
                start = (xs[place] - pen) * scale
                span = (xs[end - 1] - xs[place]) * scale
                word = known.get((key, name))
                if word is None or word[0] != glyphs[place:end] or abs(word[1] - span) > 0.1:
                    offsets = [(x - xs[place]) * scale for x in xs[place:end]]
                    word = known[key, name] = _word(use, name, glyphs[place:end], offsets)
                gap = round(start - reached)
                if gap:
                    parts.append(f"){-gap}(")
                    reached += gap
                parts.append(word[2])
                reached += word[3]
                plain = plain and word[4]
            place = end + 1
        parts.append(")]TJ\n")
        return "".join(parts), pen + reached / scale, plain


def text_string(text: str) -> str:
    """A text as a hexadecimal string of UTF-16."""
    return "<FEFF" + text.encode("utf-16-be", "replace").hex().upper() + ">"


def _word(use: FontUse, name: str, glyphs: tuple[int, ...], offsets: list[float]) -> _Word:
    body, pen = _string(use, glyphs, offsets)
    claims = [use.claims(glyph, char) for glyph, char in zip(glyphs, name, strict=True)]
    return _Word(glyphs, offsets[-1], body, pen, all(claims))


def _string(use: FontUse, glyphs: tuple[int, ...], offsets: list[float]) -> tuple[str, int]:
    """The inside of a TJ array's string with glyphs at offsets (thousandths of the size); the pen after it."""
    parts: list[str] = []
    pen = 0
    for glyph, offset in zip(glyphs, offsets, strict=True):
        gap = round(offset - pen)
        if gap:
            parts.append(f"){-gap}(")
            pen += gap
        code, width = use.glyphs[glyph]
        parts.append(code)
        pen += width
    return "".join(parts), pen


def _show(use: FontUse, run: Run, pen: float) -> tuple[str, float]:
    """Any run, glyph by glyph; glyphs off the baseline by text rise."""
    scale = 1000 / run.size
    offsets = [(x - pen) * scale for x in run.xs]
    if not run.ys:
        body, reached = _string(use, run.glyphs, offsets)
        return f"[({body})]TJ\n", pen + reached / scale
    parts: list[str] = []
    reached, start = 0, 0
    while start < len(run.glyphs):
        end = start + 1
        while end < len(run.glyphs) and run.ys[end] == run.ys[start]:
            end += 1
        body, moved = _string(use, run.glyphs[start:end], [offset - reached for offset in offsets[start:end]])
        parts.append(f"{run.ys[start]:.2f} Ts\n[({body})]TJ\n")
        reached += moved
        start = end
    parts.append("0 Ts\n")
    return "".join(parts), pen + reached / scale


def _claim(use: FontUse, run: Run) -> bool:
    """Give each glyph of a run its text; False when the run reads right only by ActualText.

    Glyphs of a run from right to left stand in visual order, and readers turn them round by themselves.
    """
    plain = True
    starts = sorted(set(run.clusters))
    ends = dict(zip(starts, (*starts[1:], len(run.text)), strict=True))
    clusters: dict[int, list[int]] = {}
    for glyph, start in zip(run.glyphs, run.clusters, strict=True):
        clusters.setdefault(start, []).append(glyph)
    for start, glyphs in clusters.items():
        text = run.text[start : ends[start]]
        if len(glyphs) == 1:
            plain = use.claims(glyphs[0], text) and plain
        else:
            read = [use.claims_nominal(glyph, text) for glyph in glyphs]
            plain = "".join(read) == text and plain
    return plain or run.rtl
