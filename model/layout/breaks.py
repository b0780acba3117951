"""Where text may break: lines by UAX #14 (Thai by a word model), clusters by UAX #29.

Plain words of Latin, Greek and Cyrillic are decided here; everything else asks uniseg and
budoux, which are imported when first needed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_CORE = r"[^\W_]+(?:['’.,:_&@][^\W_]+)*"
_PLAIN = re.compile(rf"[\"“‘(\[]{{0,2}}[€$£#@+~]?{_CORE}(?:[-–/]{_CORE})*%?[.,;:!?)\]\"”’]{{0,4}}|[-–—&+=•]")
_JOINT = re.compile(r"(?:-(?=[^\W\d_])|–|/(?=[^\W\d_])|(?<=[^\W\d_])/)(?=.)")
# Characters whose line breaks depend on their neighbour alone, spaces aside.
_IDEOGRAPHIC = re.compile(
    "[A-Za-z0-9 .,!?()\u3001\u3002\u3005\u3008-\u3011\u3014-\u301b\u3041-\u3096\u309d\u309e\u30a1-\u30fe"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01\uff08\uff09\uff0c\uff0e\uff10-\uff1b\uff1f\uff21-\uff3a\uff41-\uff5a]+"
)
# Characters that are each a cluster of their own whatever follows in this set.
_SINGLE = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0590\u05be\u05d0-\u05ea\u060c\u0620-\u064a\u0660-\u066f"
    "\u2010-\u2027\u2030-\u205f\u20a0-\u20c0\u2190-\u23ff\u3001-\u3029\u3030-\u3098\u309b-\u318f\u3400-\u9fff"
    "\uac00-\ud7a3\uff01-\uff9d]*"
)
_THAI = re.compile("[\u0e01-\u0e4e]{2,}")
_THAI_BEFORE = frozenset("เแโใไ")
_THAI_AFTER = frozenset("ะาำๅๆฯ")


def plain_breaks(word: str) -> tuple[int, ...] | None:
    """Break places inside a word without spaces; None when only the full rules can tell."""
    if word.isalnum():
        return ()
    if _PLAIN.fullmatch(word) is None:
        return None
    return tuple(found.end() for found in _JOINT.finditer(word))


@lru_cache(maxsize=20_000)
def line_breaks(text: str) -> tuple[int, ...]:
    """Places a line of one paragraph may end at, ascending, the end of the text included."""
    if not text:
        return ()
    if _IDEOGRAPHIC.fullmatch(text):
        return _ideographic_breaks(text)
    from uniseg.linebreak import line_break_boundaries

    places = {int(place) for place in line_break_boundaries(text)} - {0}
    for found in _THAI.finditer(text):
        places.update(found.start() + place for place in _thai_breaks(found.group()))
    if _THAI.search(text):
        places &= set(cluster_breaks(text))
    return (*sorted(places - {len(text)}), len(text))


@lru_cache(maxsize=20_000)
def cluster_breaks(text: str) -> tuple[int, ...]:
    """Ends of the grapheme clusters of a text, ascending."""
    if _SINGLE.fullmatch(text):
        return tuple(range(1, len(text) + 1))
    from uniseg.graphemecluster import grapheme_cluster_boundaries

    return tuple(int(place) for place in grapheme_cluster_boundaries(text))[1:]


def _ideographic_breaks(text: str) -> tuple[int, ...]:
    from uniseg.linebreak import line_break

    places, previous, spaced = [], "", False
    for index, char in enumerate(text):
        if char == " ":
            spaced = True
            continue
        current = _stand_in(char, line_break)
        if previous and _parts(previous, spaced, current):
            places.append(index)
        previous, spaced = current, False
    return (*places, len(text))


@lru_cache(maxsize=40_000)
def _stand_in(char: str, line_break: Any) -> str:
    """One character for all that break alike, so that few pairs are ever asked."""
    return {"ID": "東", "CJ": "ょ", "H2": "가", "H3": "각"}.get(str(line_break(char).name), char)


@lru_cache(maxsize=40_000)
def _parts(previous: str, spaced: bool, current: str) -> bool:
    from uniseg.linebreak import line_break_boundaries

    text = f"{previous}{' ' * spaced}{current}"
    return len(text) - 1 in [int(place) for place in line_break_boundaries(text)]


@lru_cache(maxsize=1)
def _thai_words() -> Any:
    import budoux

    return budoux.load_default_thai_parser()


def _thai_breaks(text: str) -> list[int]:
    places, end = [], 0
    for word in _thai_words().parse(text)[:-1]:
        end += len(word)
        if text[end - 1] not in _THAI_BEFORE and text[end] not in _THAI_AFTER:
            places.append(end)
    return places
