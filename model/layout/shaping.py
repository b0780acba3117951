"""From characters to glyphs: which face sets which characters, and HarfBuzz behind a cache."""

from __future__ import annotations

import re
from typing import NamedTuple

import uharfbuzz as hb

from model.layout.breaks import cluster_breaks
from model.layout.fonts import BASE, EMOJI, IDEOGRAPHS, PICTURES, FontBook

_CACHE_LIMIT = 100_000
_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\U000e0000-\U000e0fff]"
)
_EMOJI_MARK = re.compile("[\ufe0f\u20e3]")
# Scripts that are written together in one face.
_IDEOGRAPHIC = {"Hira": "Hani", "Kana": "Hani", "Bopo": "Hani"}
_FILLER = "\u200d"
_STAND_IN = "?"


class Glyphs(NamedTuple):
    """A shaped piece, left to right, in ems; `clusters` index its text, `ups` is () when all are zero."""

    glyphs: tuple[int, ...]
    advances: tuple[float, ...]
    shifts: tuple[float, ...]
    ups: tuple[float, ...]
    clusters: tuple[int, ...]
    width: float


class Item(NamedTuple):
    """A stretch of a paragraph in one face, script and direction."""

    start: int
    end: int
    font: str
    script: str
    level: int


class Itemised(NamedTuple):
    """`shown` is the paragraph as set, of the same length; `missing` are the characters it stands in for."""

    items: tuple[Item, ...]
    shown: str
    missing: tuple[str, ...]


class Setter:
    """Chooses faces and shapes pieces of text in one language."""

    def __init__(self, fonts: FontBook, language: str) -> None:
        """`language` is a BCP 47 tag: some letters differ by it."""
        self._fonts = fonts
        self._language = language
        self._scripts: dict[str, str] = {}
        self._shaped: dict[tuple[str, str, str, bool], Glyphs] = {}

    def shape(self, text: str, font: str, script: str, rtl: bool) -> Glyphs:
        """The glyphs of one piece in ems of its face, kerning and ligatures on."""
        key = (text, font, script, rtl)
        found = self._shaped.get(key)
        if found is None:
            if len(self._shaped) >= _CACHE_LIMIT:
                self._shaped.clear()
            found = self._shaped[key] = self._shape(text, font, script, rtl)
        return found

    def shape_plain(self, text: str, font: str) -> tuple[list[int], list[float], tuple[int, ...]] | None:
        """Glyphs, advances in ems and clusters, () if one to one, of a word not cached here; None if the face
        lacks a glyph or moves one."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction, buffer.script, buffer.language = "ltr", "Latn", self._language
        hb.shape(self._fonts.font(font), buffer)
        em = self._fonts.units_per_em(font)
        infos, places = buffer.glyph_infos, buffer.glyph_positions
        glyphs = [info.codepoint for info in infos]
        if 0 in glyphs or [True for place in places if place.x_offset or place.y_offset]:
            return None
        clusters = () if len(glyphs) == len(text) else tuple(info.cluster for info in infos)
        return glyphs, [place.x_advance / em for place in places], clusters

    def itemise(self, text: str, levels: list[int], bold: bool) -> Itemised:
        """Split a paragraph by face, script and level; a grapheme cluster is never split."""
        items: list[Item] = []
        shown: list[str] = []
        missing: set[str] = set()
        recent: dict[int, str] = {}
        start, font = 0, ""
        for end in cluster_breaks(text):
            cluster, level = text[start:end], levels[start]
            own = self._script(cluster)
            found = self._face(cluster, own, recent.get(level, font), bold)
            shown.append(self._shown(cluster, found, missing))
            font = recent[level] = found or self._base(bold)
            last = items[-1] if items else None
            if last and last.font == font and last.level == level and own in ("", last.script or own):
                items[-1] = last._replace(end=end, script=last.script or own)
            else:
                items.append(Item(start, end, font, own, level))
            start = end
        return Itemised(tuple(items), "".join(shown), tuple(sorted(missing)))

    def _shape(self, text: str, font: str, script: str, rtl: bool) -> Glyphs:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.script = script or "Zyyy"
        buffer.language = self._language
        hb.shape(self._fonts.font(font), buffer)
        em = self._fonts.units_per_em(font)
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        advances = tuple(place.x_advance / em for place in positions)
        shifts = tuple(place.x_offset / em for place in positions)
        ups = tuple(place.y_offset / em for place in positions)
        return Glyphs(
            tuple(info.codepoint for info in infos),
            advances,
            shifts if any(shifts) else (),
            ups if any(ups) else (),
            tuple(info.cluster for info in infos),
            sum(place.x_advance for place in positions) / em,
        )

    def _face(self, cluster: str, script: str, current: str, bold: bool) -> str:
        """The face of a cluster; "" if there is none. What belongs to no script stays in the current face."""
        if _EMOJI_MARK.search(cluster) and self.covers(EMOJI, cluster):
            return EMOJI
        stays = cluster == " " or current != IDEOGRAPHS
        if not script and current and stays and current not in PICTURES and self.covers(current, cluster):
            return current
        first = next((char for char in cluster if not _IGNORABLE.match(char)), "")
        if not first:
            return current or self._base(bold)
        found = self._fonts.find(first, bold)
        if found and len(cluster) > 1 and not self.covers(found, cluster):
            others = (self._fonts.find(char, bold) for char in cluster[1:])
            found = next((other for other in others if other and self.covers(other, cluster)), found)
        return found or ""

    def _shown(self, cluster: str, font: str, missing: set[str]) -> str:
        if not font:
            missing.update(char for char in cluster if not _IGNORABLE.match(char))
            return _STAND_IN + _FILLER * (len(cluster) - 1)
        if self.covers(font, cluster):
            return cluster
        lost = {char for char in cluster if not _IGNORABLE.match(char) and not self._fonts.covers(font, char)}
        missing.update(lost)
        return "".join(_FILLER if char in lost else char for char in cluster)

    def covers(self, font: str, cluster: str) -> bool:
        """Whether a face has all of a cluster that shows."""
        return all(self._fonts.covers(font, char) or _IGNORABLE.match(char) for char in cluster)

    def _script(self, cluster: str) -> str:
        """The ISO 15924 tag of a cluster; "" for what belongs to none, such as spaces and digits."""
        char = cluster[0]
        found = self._scripts.get(char)
        if found is None:
            buffer = hb.Buffer()
            buffer.add_str(char)
            buffer.guess_segment_properties()
            if len(self._scripts) >= _CACHE_LIMIT:
                self._scripts.clear()
            tag = str(buffer.script or "")
            found = self._scripts[char] = _IDEOGRAPHIC.get(tag, tag)
        return found

    def _base(self, bold: bool) -> str:
        return BASE.bold if bold else BASE.regular
