"""Texts as people look for them: case and accents folded away, with a way back to the places in the text."""

from __future__ import annotations

import unicodedata
from functools import cache

from model.named import NamedTuple

# Letters that Unicode does not take apart, though a keyboard without them writes the other.
_SPELT = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i"}
)


class Folded(NamedTuple):
    """A folded text; `places[i]` is where in the original the character comes from that gave its i-th one."""

    text: str
    places: tuple[int, ...] | range


def fold(text: str, *, case: bool = False, accents: bool = False) -> str:
    """A text for comparing: without case unless `case` matters, without accents unless `accents` do."""
    if text.isascii():
        return text if case else text.lower()
    return "".join(_folded(character, case, accents) for character in text)


def folded(text: str, *, case: bool = False, accents: bool = False) -> Folded:
    """A text folded like `fold`, with where each character comes from."""
    if text.isascii():
        return Folded(text if case else text.lower(), range(len(text)))
    parts: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        part = _folded(character, case, accents)
        parts.append(part)
        places += [place] * len(part)
    return Folded("".join(parts), tuple(places))


def same_name(one: str, other: str) -> bool:
    """Whether two names are one but for case and the space around them; accents tell names apart."""
    return name_key(one) == name_key(other)


def name_key(name: str) -> str:
    """What names have in common that are the same."""
    plain = " ".join(name.split())
    return plain.lower() if plain.isascii() else unicodedata.normalize("NFC", plain).casefold()


@cache
def _folded(character: str, case: bool, accents: bool) -> str:
    if not accents:
        taken = unicodedata.normalize("NFKD", character)
        character = "".join(part for part in taken if not unicodedata.combining(part)).translate(_SPELT)
    return character if case else character.casefold()
