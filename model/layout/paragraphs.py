"""One paragraph under the full rules: direction, faces, line breaks, glyph runs in visual order."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from model.layout import bidi
from model.layout.breaks import cluster_breaks, line_breaks
from model.layout.runs import EMPTY_LINE, TOLERANCE, Line, Run
from model.layout.shaping import Item, Setter
from model.named import NamedTuple

SPACES = " \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000"
_SOFT_HYPHEN = "\u00ad"


class Paragraph(NamedTuple):
    """A paragraph ready to wrap: `reach[i]` is the advance of its first i characters, in ems."""

    text: str
    shown: str
    items: tuple[Item, ...]
    missing: tuple[str, ...]
    reach: tuple[float, ...]


def prepare(setter: Setter, text: str, bold: bool, rtl: bool) -> Paragraph:
    """Find levels, faces and advances of a paragraph without line ends."""
    base = int(rtl)
    levels = bidi.levels(text, base) if rtl or bidi.needs_bidi(text) else [0] * len(text)
    items, shown, missing = setter.itemise(text, levels, bold)
    advances = [0.0] * len(text)
    for item in items:
        shaped = setter.shape(shown[item.start : item.end], item.font, item.script, item.level % 2 == 1)
        for cluster, advance in zip(shaped.clusters, shaped.advances, strict=True):
            advances[item.start + cluster] += advance
    return Paragraph(text, shown, items, missing, tuple(accumulate(advances, initial=0.0)))


def wrap(setter: Setter, paragraph: Paragraph, width: float, size: float) -> list[Line]:
    """Lines no wider than `width` px, a single cluster excepted; nothing but spaces is left out."""
    text = paragraph.text
    ends = line_breaks(text)
    inked = [len(text[:end].rstrip(SPACES)) for end in ends]
    clusters = cluster_breaks(text)
    lines: list[Line] = []
    start = 0
    while start < len(text):
        limit = paragraph.reach[start] + (width + TOLERANCE) / size
        fitting = bisect_right(paragraph.reach, limit) - 1
        first = bisect_right(ends, start)
        last = bisect_right(inked, fitting)
        end, line = _widest(setter, paragraph, start, ends[first:last], width, size)
        if line is None:
            inner = clusters[bisect_right(clusters, start) : bisect_right(clusters, min(fitting, ends[first]))]
            end, line = _widest(setter, paragraph, start, inner, width, size)
        if line is None:
            end = clusters[bisect_right(clusters, start)]
            line = set_line(setter, paragraph, start, end, size)
        lines.append(line)
        start = end
        while start < len(text) and text[start] in SPACES:
            start += 1
    return lines or [EMPTY_LINE]


def piece_widths(setter: Setter, paragraph: Paragraph, size: float) -> list[float]:
    """Widths of the pieces no rule allows to break."""
    ends = line_breaks(paragraph.text)
    starts = (0, *ends)
    return [set_line(setter, paragraph, a, b, size).width for a, b in zip(starts, ends, strict=False)]


def set_line(setter: Setter, paragraph: Paragraph, start: int, end: int, size: float) -> Line:
    """The line of a stretch of the paragraph, shaped on its own; spaces at its end are left out."""
    text = paragraph.text[start:end].rstrip(SPACES)
    if not text:
        return EMPTY_LINE
    shown = paragraph.shown[start : start + len(text)]
    hyphen = text.endswith(_SOFT_HYPHEN) and end < len(paragraph.text)
    items = _within(paragraph.items, start, start + len(text))
    runs: list[Run] = []
    x = 0.0
    for place in bidi.visual_order([item.level for item in items]):
        item = items[place]
        a, b = item.start - start, item.end - start
        piece = shown[a:b]
        if hyphen and b == len(text) and setter.covers(item.font, "-"):
            piece = piece[:-1] + "-"
        run = _run(setter, item, text[a:b], piece, x, size)
        runs.append(run)
        x += run.width
    return Line(text, x, tuple(runs))


def _run(setter: Setter, item: Item, text: str, shown: str, x: float, size: float) -> Run:
    rtl = item.level % 2 == 1
    shaped = setter.shape(shown, item.font, item.script, rtl)
    pens = list(accumulate((advance * size for advance in shaped.advances), initial=x))[:-1]
    xs = tuple(pen + shift * size for pen, shift in zip(pens, shaped.shifts, strict=True)) if shaped.shifts else pens
    ys = tuple(up * size for up in shaped.ups)
    width = shaped.width * size
    return Run(item.font, size, shaped.glyphs, tuple(xs), ys, text, shaped.clusters, rtl, width)


def _widest(
    setter: Setter, paragraph: Paragraph, start: int, ends: tuple[int, ...], width: float, size: float
) -> tuple[int, Line | None]:
    """The longest line that fits when shaped on its own; its ends were chosen by summed advances."""
    for end in reversed(ends):
        line = set_line(setter, paragraph, start, end, size)
        if line.width <= width + TOLERANCE:
            return end, line
    return start, None


def _within(items: tuple[Item, ...], start: int, end: int) -> list[Item]:
    return [
        item._replace(start=max(item.start, start), end=min(item.end, end))
        for item in items
        if item.start < end and item.end > start
    ]
