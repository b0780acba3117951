"""Where text may break: lines by UAX #14 (Thai by a word model), clusters by UAX #29.

Plain words of Latin, Greek and Cyrillic are decided here; everything else asks uniseg and
budoux, which are imported when first needed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from model.late import Late

_CORE = r"[^\W_]+(?:['’.,:_&@][^\W_]+)*"
_PLAIN = re.compile(rf"[\"“‘(\[]{{0,2}}[€$£#@+~×]?{_CORE}(?:[-–/]{_CORE})*%?[.,;:!?)\]\"”’]{{0,4}}|[-–—&+=•·×]")
# A number with a sign before or after it, or that sign.
_SIGNED = re.compile(r"-\d[\d.,]*%?|%")
_WORD = Late("[^ ]+")
_JOINT = re.compile(r"(?:-(?=[^\W\d_])|–|/(?=[^\W\d_])|(?<=[^\W\d_])/)(?=.)")
# Letters, with their marks, that never break among themselves, and the marks of a sentence's end.
_LETTERS = Late(
    "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u034e\u0370-\u0373\u0376\u0377\u0386-\u03ff\u0400-\u052f"
    "\u05d0-\u05ea\u0591-\u05bd\u0620-\u065f\u0671-\u06d3\u0904-\u0963]+[.,:;!?\u060c\u061b\u061f]*"
)
_THAI_ONLY = Late("[\u0e01-\u0e3a\u0e40-\u0e4e]+")
# Between two of these a line may always end, whatever stands around them.
_FREE = "[\u3400-\u4dbf\u4e00-\u9fffあいうえおか-ぢつ-もやゆよ-ろわ-ゔアイウエオカ-ヂツ-モヤユヨ-ロワ-ヴ]"
_BETWEEN = Late(f"(?<={_FREE})(?={_FREE})")
_EDGES = Late(f"^{_FREE}|{_FREE}$")
# Characters that are one cluster each, with the marks that join any of them.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903"
    "\u093a-\u093c\u093e-\u094c\u0951-\u0957\u0962\u0963\u0e31\u0e33-\u0e3a\u0e47-\u0e4e\ufe0e\ufe0f"
    "\U0001f3fb-\U0001f3ff"
)
_SINGLES = (
    " -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0590\u05be\u05d0-\u05ea\u060c\u0620-\u064a\u0660-\u066f"
    "\u0904-\u0939\u0958-\u0961\u0964-\u096f\u0e01-\u0e30\u0e32\u0e40-\u0e46\u0e4f-\u0e5b\u2010-\u2027"
    "\u2030-\u205f\u20a0-\u20c0\u2190-\u2bff\u3001-\u3029\u3030-\u3098\u309b-\u318f\u3400-\u9fff\uac00-\ud7a3"
    "\uff01-\uff9d\U0001f300-\U0001f3fa\U0001f400-\U0001faff"
)
_SINGLE = Late(f"[{_SINGLES}]*")
_MARKED = Late(f"[{_SINGLES}{_MARKS}]*")
_CLUSTER = Late(f".[{_MARKS}]*")
_THAI = Late("[\u0e01-\u0e4e]{2,}")
_THAI_BEFORE = frozenset("เแโใไ")
_THAI_AFTER = frozenset("ะาำๅๆฯัิีึืฺุู็่้๊๋์ํ๎")


def plain_breaks(word: str) -> tuple[int, ...] | None:
    """Break places inside a word without spaces; None when only the full rules can tell."""
    if word.isalnum() or _SIGNED.fullmatch(word) is not None:
        return ()
    if _PLAIN.fullmatch(word) is None:
        return None
    return tuple(found.end() for found in _JOINT.finditer(word))


@lru_cache(maxsize=20_000)
def line_breaks(text: str) -> tuple[int, ...]:
    """Places a line of one paragraph may end at, ascending, the end of the text included.

    A per cent sign stays with what stands before it.
    """
    places: list[int] = []
    previous, start = "", 0
    for found in _WORD.finditer(text):
        word, start = found.group(), found.start()
        if start and word[0] != "%" and _parts(previous[-2:], word[:2]):
            places.append(start)
        places += [start + place for place in _word_breaks(word)]
        previous = word
    return (*places, len(text)) if text else ()


@lru_cache(maxsize=20_000)
def cluster_breaks(text: str) -> tuple[int, ...]:
    """Ends of the grapheme clusters of a text, ascending."""
    if _SINGLE.fullmatch(text):
        return tuple(range(1, len(text) + 1))
    if _MARKED.fullmatch(text):
        return tuple(found.end() for found in _CLUSTER.finditer(text))
    from uniseg.graphemecluster import grapheme_cluster_boundaries

    return tuple(int(place) for place in grapheme_cluster_boundaries(text))[1:]


@lru_cache(maxsize=50_000)
def _word_breaks(word: str) -> tuple[int, ...]:
    """Break places inside a stretch without spaces, found piece by piece and kept by piece."""
    if _LETTERS.fullmatch(word):
        return ()
    if _THAI_ONLY.fullmatch(word):
        return _thai_breaks(word)
    places: list[int] = []
    start = 0
    for end in (*(found.start() for found in _BETWEEN.finditer(word)), len(word)):
        places += [start + place for place in _piece_breaks(_EDGES.sub("東", word[start:end]))]
        places.append(end)
        start = end
    if not _THAI.search(word):
        return tuple(places[:-1])
    thai = {found.start() + place for found in _THAI.finditer(word) for place in _thai_breaks(found.group())}
    return tuple(sorted({*places[:-1], *thai} & set(cluster_breaks(word))))


@lru_cache(maxsize=50_000)
def _piece_breaks(piece: str) -> tuple[int, ...]:
    if len(piece) == 1 or _SIGNED.fullmatch(piece):
        return ()
    plain = plain_breaks(piece) if piece.isascii() else None
    return _standard(piece)[:-1] if plain is None else plain


@lru_cache(maxsize=50_000)
def _parts(before: str, after: str) -> bool:
    """Whether a line may end at the spaces between words that end and begin so."""
    if before and (before[-1].isalnum() or before[-1] in ".,;:!?") and (after[0].isalnum() or _SIGNED.match(after)):
        return True
    return len(before) + 1 in _standard(f"{before} {after}")


def _standard(text: str) -> tuple[int, ...]:
    from uniseg.linebreak import line_break_boundaries

    return tuple(int(place) for place in line_break_boundaries(text) if place)


@lru_cache(maxsize=1)
def _thai_words() -> Any:
    import budoux

    return budoux.load_default_thai_parser()


def _thai_breaks(text: str) -> tuple[int, ...]:
    places: list[int] = []
    end = 0
    for word in _thai_words().parse(text)[:-1]:
        end += len(word)
        if text[end - 1] not in _THAI_BEFORE and text[end] not in _THAI_AFTER:
            places.append(end)
    return tuple(places)
