"""The font book: the fonts that ship, system fonts as a last resort, metrics and subsets.

Metrics are in font units. A key is a face's PostScript name ("NotoSans-Regular").
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import uharfbuzz as hb

from model.errors import BugError
from model.layout.system_fonts import SystemFonts
from model.named import NamedTuple
from resources import path as resource

_CACHE_LIMIT = 200_000
_EMOJI_START = 0x1F000
_PDF_DROPS = ("GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "VORG", "gasp", "DSIG", "name", "cmap")


class FontFile(NamedTuple):
    """A face in a file: `number` counts within a collection, `name` is for people."""

    key: str
    path: Path
    number: int
    name: str
    bundled: bool


class Family(NamedTuple):
    """A bundled family; `bold` is empty when only the regular face ships."""

    regular: str
    bold: str
    scripts: str


class UsesFont(Protocol):
    """Anything drawn with a font, such as a run."""

    @property
    def font(self) -> str: ...


# In the order a character is looked up.
FAMILIES = (
    Family("NotoSans-Regular", "NotoSans-Bold", "Latin Greek Cyrillic"),
    Family("NotoSansArabic-Regular", "NotoSansArabic-Bold", "Arabic"),
    Family("NotoSansHebrew-Regular", "NotoSansHebrew-Bold", "Hebrew"),
    Family("NotoSansDevanagari-Regular", "NotoSansDevanagari-Bold", "Devanagari"),
    Family("NotoSansThai-Regular", "NotoSansThai-Bold", "Thai"),
    Family("NotoSansSymbols-Regular", "", "arrows, letters in circles"),
    Family("NotoSansSymbols2-Regular", "", "marks, boxes, dingbats"),
    Family("NotoEmoji-Regular", "", "emoji"),
    Family("DroidSansFallbackFull", "", "Han Hiragana Katakana Bopomofo"),
)
BASE = FAMILIES[0]
EMOJI = "NotoEmoji-Regular"
IDEOGRAPHS = "DroidSansFallbackFull"
PICTURES = frozenset({EMOJI, "NotoSansSymbols-Regular", "NotoSansSymbols2-Regular"})


class FontBook:
    """The faces text may be set in. Holds caches only: the same question has the same answer."""

    def __init__(self, families: Sequence[Family], folder: Path, system: SystemFonts) -> None:
        """Take the families' files from `folder`; `system` is asked only for what they lack."""
        self._families = tuple(families)
        keys = [key for family in families for key in (family.regular, family.bold) if key]
        self._files = {key: FontFile(key, folder / f"{key}.ttf", 0, key, True) for key in keys}
        self._system = system
        self._faces: dict[str, Any] = {}
        self._fonts: dict[str, Any] = {}
        self._prepared: dict[str, Any] = {}
        self._found: dict[tuple[str, bool], str | None] = {}

    @classmethod
    def bundled(cls, extra_dirs: Iterable[Path] | None = None, *, system: bool = True) -> FontBook:
        """The fonts that ship; then those in `extra_dirs` and, if `system`, in the usual font folders."""
        return cls(FAMILIES, resource("fonts"), SystemFonts(tuple(extra_dirs or ()), usual=system))

    def path(self, key: str) -> Path:
        """The file of a face; with `index` it names the face in a collection."""
        return self._file(key).path

    def index(self, key: str) -> int:
        """The number of a face in its file; 0 but for collections."""
        return self._file(key).number

    def data(self, key: str) -> bytes:
        """A whole font file of this face alone, for devices that load no collections."""
        if self._file(key).path.suffix.lower() != ".ttc":
            return self.path(key).read_bytes()
        choice = hb.SubsetInput()
        choice.keep_everything()
        return bytes(choice.subset(self.face(key)).blob.data)

    def name(self, key: str) -> str:
        """The name of a face for people."""
        return self._file(key).name

    def is_bundled(self, key: str) -> bool:
        """Whether a face ships with the program, so that every machine draws it alike."""
        return self._file(key).bundled

    def system_fonts_used(self, runs: Iterable[UsesFont]) -> tuple[str, ...]:
        """Names of the faces in `runs` that do not ship: an export with any must say so."""
        return tuple(sorted({self.name(key) for key in {run.font for run in runs} if not self.is_bundled(key)}))

    def units_per_em(self, key: str) -> int:
        """Font units an em."""
        return int(self.face(key).upem)

    def ascent(self, key: str) -> int:
        """Height above the baseline, in font units."""
        return int(self.font(key).get_font_extents("ltr").ascender)

    def descent(self, key: str) -> int:
        """Depth below the baseline, in font units; negative."""
        return int(self.font(key).get_font_extents("ltr").descender)

    def advance(self, key: str, glyph: int) -> int:
        """Width of a glyph in font units."""
        return int(self.font(key).get_glyph_h_advance(glyph))

    def covers(self, key: str, char: str) -> bool:
        """Whether a face has a glyph for a character."""
        return self.font(key).get_nominal_glyph(ord(char)) is not None

    def find(self, char: str, bold: bool) -> str | None:
        """The face for a character: the bundled ones in order, then the system's; None if there is none."""
        known = (char, bold)
        if known not in self._found:
            if len(self._found) >= _CACHE_LIMIT:
                self._found.clear()
            self._found[known] = self._search(char, bold)
        return self._found[known]

    def subset(self, key: str, glyph_ids: Collection[int]) -> bytes:
        """A small TrueType font of these glyphs under their old numbers, for PDF (Identity-H)."""
        choice = hb.SubsetInput()
        choice.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING
        choice.glyph_set.update({0, *glyph_ids})
        choice.drop_table_tag_set.update(_tag(name) for name in _PDF_DROPS)
        return self._cut(key, choice)

    def subset_text(self, key: str, chars: Iterable[str], glyph_ids: Collection[int] = ()) -> bytes:
        """A font that still sets these characters by itself: cmap, joining, kerning kept, for SVG."""
        choice = hb.SubsetInput()
        choice.flags = hb.SubsetFlags.NO_HINTING
        choice.unicode_set.update({ord(char) for char in chars})
        choice.glyph_set.update({0, *glyph_ids})
        return self._cut(key, choice)

    def face(self, key: str) -> Any:
        """The HarfBuzz face; only for shaping."""
        if key not in self._faces:
            file = self._file(key)
            self._faces[key] = hb.Face(hb.Blob.from_file_path(str(file.path)), file.number)
        return self._faces[key]

    def font(self, key: str) -> Any:
        """The HarfBuzz font at one unit a font unit; only for shaping."""
        if key not in self._fonts:
            self._fonts[key] = hb.Font(self.face(key))
        return self._fonts[key]

    def _cut(self, key: str, choice: Any) -> bytes:
        if key not in self._prepared:
            self._prepared[key] = hb.subset_preprocess(self.face(key))
        if self.face(key).has_var_data:
            choice.pin_all_axes_to_default(self.face(key))
        return bytes(choice.subset(self._prepared[key]).blob.data)

    def _file(self, key: str) -> FontFile:
        if key not in self._files:
            raise BugError(f"no font has the key {key}")
        return self._files[key]

    def _search(self, char: str, bold: bool) -> str | None:
        if ord(char) >= _EMOJI_START and EMOJI in self._files and self.covers(EMOJI, char):
            return EMOJI
        for family in self._families:
            for key in (family.bold, family.regular) if bold else (family.regular,):
                if key and self.covers(key, char):
                    return key
        found = self._system.find(char, bold)
        if found is None:
            return None
        key = found.name if found.name not in self._files or not self.is_bundled(found.name) else f"{found.name}-system"
        self._files.setdefault(key, FontFile(key, found.path, found.number, found.name, False))
        return key


def _tag(name: str) -> int:
    return int.from_bytes(name.encode("ascii"), "big")
