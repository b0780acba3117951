"""From characters to glyphs: which face sets which characters, and HarfBuzz behind a cache."""

from __future__ import annotations

from collections.abc import Mapping
from string import digits

import uharfbuzz as hb

from model.late import Late
from model.layout.breaks import cluster_breaks
from model.layout.fonts import BASE, EMOJI, IDEOGRAPHS, PICTURES, FontBook
from model.named import NamedTuple

_CACHE_LIMIT = 100_000
_IGNORABLE = Late(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\U000e0000-\U000e0fff]"
)
_EMOJI_MARK = Late("[\ufe0f\u20e3]")
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


class _Choice(NamedTuple):
    """How one cluster is set; `script` is "" for what belongs to none."""

    font: str
    script: str
    shown: str
    missing: tuple[str, ...]


class Setter:
    """Chooses faces and shapes pieces of text in one language."""

    def __init__(self, fonts: FontBook, language: str) -> None:
        """`language` is a BCP 47 tag: some letters differ by it."""
        self._fonts = fonts
        self._language = language
        self._choices: dict[tuple[str, str, bool], _Choice] = {}
        self._shaped: dict[tuple[str, str, str, bool], Glyphs] = {}
        self._digits: dict[str, dict[str, tuple[int, float]]] = {}

    def means(self, font: str) -> tuple[object, ...]:
        """What words in a face hang on: two with the same set them alike."""
        return self._fonts.path(font), self._language

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

    def digits(self, font: str) -> Mapping[str, tuple[int, float]]:
        """Glyph and advance in ems of each ASCII digit; none where a face sets a pair of them otherwise than alone."""
        found = self._digits.get(font)
        if found is None:
            pairs = "".join([first + second for first in digits for second in digits])
            shaped = self.shape_plain(pairs, font)
            signs = [] if shaped is None or shaped[2] else list(zip(pairs, zip(*shaped[:2], strict=True), strict=True))
            known = dict(signs)
            found = self._digits[font] = known if all(known[sign] == glyph for sign, glyph in signs) else {}
        return found

    def itemise(self, text: str, levels: list[int], bold: bool) -> Itemised:
        """Split a paragraph by face, script and level; a grapheme cluster is never split."""
        items: list[Item] = []
        shown: list[str] = []
        missing: set[str] = set()
        recent: dict[int, str] = {}
        first, start, face, script, depth = 0, 0, "", "", -1
        for end in cluster_breaks(text):
            level = levels[start]
            choice = self._choice(text[start:end], recent.get(level, face), bold)
            shown.append(choice.shown)
            missing.update(choice.missing)
            if choice.font != face or level != depth or (choice.script and script not in ("", choice.script)):
                if start:
                    items.append(Item(first, start, face, script, depth))
                first, face, script, depth = start, choice.font, choice.script, level
            script = script or choice.script
            recent[level] = face
            start = end
        if text:
            items.append(Item(first, start, face, script, depth))
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

    def _choice(self, cluster: str, current: str, bold: bool) -> _Choice:
        """How a cluster is set after text in the face `current` ("" at a start)."""
        key = (cluster, current, bold)
        found = self._choices.get(key)
        if found is None:
            if len(self._choices) >= _CACHE_LIMIT:
                self._choices.clear()
            script = self._script(cluster)
            font = self._face(cluster, script, current, bold)
            shown, missing = self._shown(cluster, font)
            found = self._choices[key] = _Choice(font or self._base(bold), script, shown, missing)
        return found

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

    def _shown(self, cluster: str, font: str) -> tuple[str, tuple[str, ...]]:
        """What is set for a cluster, of the same length, and the characters that the face lacks."""
        if not font:
            lost = tuple(char for char in cluster if not _IGNORABLE.match(char))
            return _STAND_IN + _FILLER * (len(cluster) - 1), lost
        lost = tuple(char for char in cluster if not self.covers(font, char))
        return "".join(_FILLER if char in lost else char for char in cluster), lost

    def covers(self, font: str, cluster: str) -> bool:
        """Whether a face has all of a cluster that shows."""
        return all(self._fonts.covers(font, char) or _IGNORABLE.match(char) for char in cluster)

    def _script(self, cluster: str) -> str:
        """The ISO 15924 tag of a cluster; "" for what belongs to none, such as spaces and digits."""
        buffer = hb.Buffer()
        buffer.add_str(cluster[0])
        buffer.guess_segment_properties()
        tag = str(buffer.script or "")
        return _IDEOGRAPHIC.get(tag, tag)

    def _base(self, bold: bool) -> str:
        return BASE.bold if bold else BASE.regular
