"""Fonts of the machine, looked through only for a character that no bundled font has."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from model.named import NamedTuple

_FILES = 4_000
_DEPTH = 6
_FACES = 32
_SUFFIXES = (".ttf", ".otf", ".ttc")
_LAST = ("italic", "oblique", "lastresort", "adobeblank", "unifont")
_SECOND = ("serif", "mono", "condensed", "light", "thin", "black", "math", "display")
_UNIX = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts")
_RESTRICTED = 0x0002


class SystemFace(NamedTuple):
    """A face found on this machine."""

    name: str
    path: Path
    number: int


class SystemFonts:
    """A lazy, bounded look through font folders; each file is read once at most."""

    def __init__(self, extra: tuple[Path, ...] = (), *, usual: bool = True) -> None:
        """Look in `extra`, then, if `usual`, in the standard folders of this system."""
        self._folders = (*extra, *(usual_folders() if usual else ()))
        self._files: list[Path] | None = None
        self._faces: dict[Path, tuple[tuple[SystemFace, Any], ...]] = {}

    def find(self, char: str, bold: bool) -> SystemFace | None:
        """The best face with a glyph for a character: plain sans first, in order of file names."""
        if self._files is None:
            self._files = sorted(_font_files(self._folders), key=_plainness)
        code = ord(char)
        for path in sorted(self._files, key=lambda path: _weight(path, bold)):
            for face, characters in self._read(path):
                if code in characters:
                    return face
        return None

    def _read(self, path: Path) -> tuple[tuple[SystemFace, Any], ...]:
        if path not in self._faces:
            self._faces[path] = tuple(_faces(path))
        return self._faces[path]


def usual_folders() -> tuple[Path, ...]:
    """Where Linux, macOS and Windows keep fonts; folders that are absent are simply empty."""
    places = [Path(place) for place in _UNIX]
    for variable, rest in (("WINDIR", "Fonts"), ("LOCALAPPDATA", "Microsoft/Windows/Fonts")):
        if os.environ.get(variable):
            places.append(Path(os.environ[variable], rest))
    home = Path("~").expanduser()
    return (*places, *(home / rest for rest in (".fonts", ".local/share/fonts", "Library/Fonts")))


def _font_files(folders: tuple[Path, ...]) -> Iterator[Path]:
    count = 0
    for folder in folders:
        for place, names, files in os.walk(folder):
            names.sort()
            if len(Path(place).relative_to(folder).parts) >= _DEPTH:
                names.clear()
            for name in sorted(files):
                if name.lower().endswith(_SUFFIXES):
                    count += 1
                    if count > _FILES:
                        return
                    yield Path(place, name)


def _plainness(path: Path) -> tuple[int, str, str]:
    name = path.stem.lower()
    rank = 2 if any(word in name for word in _LAST) else 1 if any(word in name for word in _SECOND) else 0
    return (rank, name, str(path))


def _weight(path: Path, bold: bool) -> tuple[int, bool]:
    return (_plainness(path)[0], ("bold" in path.stem.lower()) != bold)


def _faces(path: Path) -> Iterator[tuple[SystemFace, Any]]:
    """The usable faces of a file: outlines a PDF can hold, and a licence that allows embedding."""
    try:
        blob = hb.Blob.from_file_path(str(path))
        count = min(hb.Face(blob).count, _FACES)
    except (OSError, hb.HarfBuzzError):
        return
    for index in range(count):
        face = hb.Face(blob, index)
        if "glyf" not in face.table_tags or _restricted(face):
            continue
        name = face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or path.stem
        yield SystemFace(str(name), path, index), face.unicodes


def _restricted(face: Any) -> bool:
    table = face.reference_table("OS/2").data
    return len(table) >= 10 and int.from_bytes(table[8:10], "big") & 0x000F == _RESTRICTED
