"""Lines of glyph runs as text operators: glyph ids as they are, positions by TJ, text by ToUnicode or ActualText."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan
from typing import NamedTuple

from model.layout.fonts import FontBook
from model.layout.runs import AnyRun, Line, Plain, PlainRun, Word

# Characters without ink or width, the first choice first; some faces draw one of them, for who edits text.
_UNSEEN = (0x200D, 0x200B)
_TOLERANCE = 0.01
# Makes named tuples sooner than their own names do.
_NEW = tuple.__new__
_SPECIAL = {ord("("): "\\(", ord(")"): "\\)", ord("\\"): "\\\\", ord("\r"): "\\r", ord("\n"): "\\n"}


class TextOperators(NamedTuple):
    """A line as operators to stand after a text matrix: the font it starts and ends with, and the rest."""

    line: Line
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

    def ems(self, glyph: int) -> float:
        """What a glyph advances, in ems."""
        return self._fonts.advance(self._key, glyph) / self._em


class _Exact(dict[int, float]):
    """By glyph id: its advance (px) in one size, by its width alone; not a number where that is rounded."""

    def __init__(self, glyphs: _Glyphs, size: float) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._size = size

    def __missing__(self, glyph: int) -> float:
        advance = self._glyphs.ems(glyph) * self._size
        off = advance * 1000 / self._size - self._glyphs[glyph][1]
        found = self[glyph] = advance if -_TOLERANCE < off < _TOLERANCE else nan
        return found


class FontUse:
    """What a document uses of one font: its glyphs, and the text each glyph stands for."""

    def __init__(self, fonts: FontBook, key: str, name: str) -> None:
        """`name` is that of the font among the page's resources."""
        self.key = key
        self.name = name
        self.glyphs = _Glyphs(fonts, key)
        self._font = fonts.font(key)
        blank = self._font.get_nominal_glyph(ord(" ")) or 0
        self.unseen: int = next(filter(None, map(self._inkless, _UNSEEN)), blank)
        self.blank, self.blank_width = self.glyphs[blank]
        self.texts: dict[int, str] = {blank: " "} if blank else {}
        self._exact: dict[float, _Exact] = {}

    def _inkless(self, character: int) -> int:
        """The glyph of a character that shows nothing; 0 where the face has none, or draws it."""
        glyph = self._font.get_nominal_glyph(character) or 0
        extents = self._font.get_glyph_extents(glyph)
        return 0 if extents is None or extents.height else int(glyph)

    def exact(self, size: float) -> _Exact:
        """What glyphs advance in a size."""
        found = self._exact.get(size)
        if found is None:
            found = self._exact[size] = _Exact(self.glyphs, size)
        return found

    def claims(self, glyph: int, text: str) -> bool:
        """Let a glyph stand for a text; False when it stands for another already."""
        return self.texts.setdefault(glyph, text) == text

    def claims_nominal(self, glyph: int, text: str) -> str:
        """Let a glyph of a cluster stand for the one of its characters that it draws; empty if it draws none."""
        char = next((char for char in text if self._font.get_nominal_glyph(ord(char)) == glyph), "")
        return char if char and self.claims(glyph, char) else ""


class _Words(dict[str, str]):
    """Plain words in one face and size as the inside of a TJ array's string; "" of one that must go by its glyphs.

    Few numbers come again: they are put together of their digits.
    """

    def __init__(self, use: FontUse, plain: Plain, size: float) -> None:
        super().__init__()
        self._use = use
        self._plain = plain
        self._size = size

    def __missing__(self, name: str) -> str:
        if len(name) > 1 and self._plain.counts(name):
            digits = [*map(self.__getitem__, name)]
            return "" if "" in digits else "".join(digits)
        (word,) = self._plain.words(name)
        found = self[name] = _word(self._use, word, self._size)
        return found


class TextEncoder:
    """Makes text operators; each distinct line and each word of plain lines is encoded once."""

    def __init__(self, fonts: FontBook) -> None:
        self._fonts = fonts
        self.uses: dict[str, FontUse] = {}
        self.smallest = float("inf")
        self._faces: dict[tuple[str, float], tuple[FontUse, str]] = {}
        # By the ids of what gives the words, which these keep, so that no other can get them.
        self._words: dict[int, tuple[_Words, str, str]] = {}
        # By the ids of lines, which are kept, so that no others can get them.
        self.lines: dict[int, TextOperators] = {}

    def line(self, line: Line) -> TextOperators:
        """The operators of a line."""
        return self.lines.get(id(line)) or self.new_line(line)

    def new_line(self, line: Line) -> TextOperators:
        """The operators of a line that is none of `lines` yet, and is from then on if it comes again."""
        _, _, runs, passing = line
        found = None
        if len(runs) == 1 and isinstance(runs[0], PlainRun):
            _, _, said, _, plain = runs[0]
            words, blank, font = self._words.get(id(plain)) or self._known(runs[0])
            bodies = [*map(words.__getitem__, said.split(" "))]
            if "" not in bodies:
                # It ends in a blank, so that its last word is not read together with the next line's first.
                found = _NEW(TextOperators, (line, font, f"[({blank.join(bodies)}{blank})]TJ\n", font))
        if found is None:
            found = self._by_glyphs(line)
        if not passing:
            self.lines[id(line)] = found
        return found

    def _by_glyphs(self, line: Line) -> TextOperators:
        """Any line, run by run."""
        parts: list[str] = []
        first = last = ""
        pen = 0.0
        for run in line.runs:
            if not run.glyphs:
                continue
            use, font = self._faces.get((run.font, run.size)) or self._face(run.font, run.size)
            if not first:
                first = font
            elif font != last:
                parts.append(font)
            last = font
            pen = _any_run(use, run, pen, parts)
        return TextOperators(line, first, "".join(parts), last)

    def _known(self, run: PlainRun) -> tuple[_Words, str, str]:
        """The words of a face in a size, the blank between them, and the operator that sets it."""
        use, font = self._face(run.font, run.size)
        found = self._words[id(run.plain)] = (_Words(use, run.plain, run.size), use.blank, font)
        return found

    def _face(self, key: str, size: float) -> tuple[FontUse, str]:
        """A font and the operator that sets it in a size."""
        use = self.uses.get(key)
        if use is None:
            use = self.uses[key] = FontUse(self._fonts, key, f"F{len(self.uses)}")
        self.smallest = min(self.smallest, size)
        found = self._faces[key, size] = (use, f"/{use.name} {size:.6g} Tf\n")
        return found


def _any_run(use: FontUse, run: AnyRun, pen: float, parts: list[str]) -> float:
    """Append one run by its glyphs, from a pen position in px from the line's left; the pen after it."""
    plain = _claim(use, run.glyphs, run.clusters, run.text) or run.rtl
    body, reached = _show(use, run, pen)
    if not plain:
        body = f"/Span<</ActualText{text_string(run.text)}>>BDC\n{body}EMC\n"
    parts.append(body)
    return reached


def _word(use: FontUse, word: Word, size: float) -> str:
    """The inside of a TJ array's string that shows a word; "" where that gives another width or reading."""
    text, _, glyphs, advances, clusters, _ = word
    codes, own = use.glyphs, glyphs[:-1]
    if tuple(map(use.exact(size).__getitem__, glyphs)) == advances:
        body = "".join([codes[glyph][0] for glyph in own])
    else:
        body = _kerned(use, word, 1000 / size)
    return body if body and _claim(use, own, clusters, text) else ""


def _kerned(use: FontUse, word: Word, scale: float) -> str:
    """A word that has gaps; `scale` from px to thousandths. "" where they do not give its width."""
    parts: list[str] = []
    exact = abs(word.advances[-1] * scale - use.blank_width) < _TOLERANCE
    for glyph, advance in zip(word.glyphs[:-1], word.advances, strict=False):
        code, width = use.glyphs[glyph]
        parts.append(code)
        off = advance * scale - width
        if not -_TOLERANCE < off < _TOLERANCE:
            gap = round(off)
            parts.append(f"){-gap}(")
            exact = exact and abs(off - gap) < _TOLERANCE
    return "".join(parts) if exact else ""


def text_string(text: str) -> str:
    """A text as a hexadecimal string of UTF-16."""
    return "<FEFF" + text.encode("utf-16-be", "replace").hex().upper() + ">"


def _string(use: FontUse, glyphs: Sequence[int], offsets: Sequence[float]) -> tuple[str, int]:
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


def _show(use: FontUse, run: AnyRun, pen: float) -> tuple[str, float]:
    """Any run, in stretches of glyphs at one height; those off the baseline by text rise."""
    scale = 1000 / run.size
    offsets = [(x - pen) * scale for x in run.xs]
    if not run.rtl and not run.ys:
        body, moved = _string(use, run.glyphs, offsets)
        return f"[({body})]TJ\n", pen + moved / scale
    told = _told(use, run) if run.rtl else {}
    parts: list[str] = []
    reached, start, count, rise = 0, 0, len(run.glyphs), 0.0
    while start < count:
        end = start + 1
        height = run.ys[start] if run.ys else 0.0
        while end < count and start not in told and end not in told and (not run.ys or run.ys[end] == height):
            end += 1
        body, moved = _string(use, run.glyphs[start:end], [offset - reached for offset in offsets[start:end]])
        reached += moved
        if height != rise:
            parts.append(f"{height:.2f} Ts\n")
            rise = height
        shown = f"[({body})]TJ\n"
        if start in told:
            shown = _spelt(use, shown, use.glyphs[run.glyphs[start]][1], run.size, told[start])
        parts.append(shown)
        start = end
    if rise:
        parts.append("0 Ts\n")
    return "".join(parts), pen + reached / scale


def _told(use: FontUse, run: AnyRun) -> dict[int, str]:
    """Glyphs (by place) of a run from right to left whose text must be told, for what they stand for does not do.

    Ligatures, and glyphs claimed otherwise; a letter with marks tells all of them, the marks nothing.
    """
    ends = _ends(run.clusters, len(run.text))
    together: dict[int, list[int]] = {}
    for place, start in enumerate(run.clusters):
        together.setdefault(start, []).append(place)
    told: dict[int, str] = {}
    for start, places in together.items():
        text = run.text[start : ends[start]]
        letter = max(places, key=lambda place: use.glyphs[run.glyphs[place]][1])
        if len(places) > 1:
            told.update(dict.fromkeys(places, ""))
        if len(places) > 1 or len(text) > 1 or use.texts[run.glyphs[letter]] != text:
            told[letter] = text
    return told


def _spelt(use: FontUse, shown: str, width: int, size: float, text: str) -> str:
    """A glyph of a run from right to left: readers turn glyphs round, not the characters of one.

    So a ligature stands for its last character only, and unseen glyphs at its right for those before. Spacing (Tc)
    gives each an equal part of `width` (thousandths of the size): readers take letters in one place for a shadow.
    """
    if not text:
        return f"/Span<</ActualText{text_string(text)}>>BDC\n{shown}EMC\n"
    unit = size / 1000
    share = width / len(text)
    code, own = use.glyphs[use.unseen]
    spans = [(text[-1], shown, (share - width) * unit)]
    spans += [(char, f"({code})Tj\n", (share - own) * unit) for char in reversed(text[:-1])]
    return "".join(
        f"/Span<</ActualText{text_string(char)}>>BDC\n{spacing:.3f} Tc\n{operator}0 Tc\nEMC\n"
        for char, operator, spacing in spans
    )


def _ends(clusters: Sequence[int], length: int) -> dict[int, int]:
    """Where the cluster that starts at a place of the text ends."""
    starts = sorted(set(clusters))
    return dict(zip(starts, (*starts[1:], length), strict=True))


def _claim(use: FontUse, glyphs: Sequence[int], clusters: Sequence[int], text: str) -> bool:
    """Give each glyph the text it stands for (no clusters: its character); False if only ActualText reads right.

    Glyphs of a run from right to left stand in visual order, and readers turn them round by themselves.
    """
    if len(glyphs) == len(text) and (not clusters or len(set(clusters)) == len(text)):
        if not clusters and tuple(map(use.texts.get, glyphs)) == tuple(text):
            return True
        chars = [text[place] for place in clusters] if clusters else text
        stands_for = use.texts.setdefault
        return False not in [stands_for(glyph, char) == char for glyph, char in zip(glyphs, chars, strict=True)]
    plain = True
    ends = _ends(clusters, len(text))
    together: dict[int, list[int]] = {}
    for glyph, start in zip(glyphs, clusters, strict=True):
        together.setdefault(start, []).append(glyph)
    for start, cluster in together.items():
        meant = text[start : ends[start]]
        if len(cluster) == 1:
            plain = use.claims(cluster[0], meant) and plain
        else:
            read = [use.claims_nominal(glyph, meant) for glyph in cluster]
            plain = "".join(read) == meant and plain
    return plain
