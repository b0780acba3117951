"""Text for formats that are lines of text themselves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_UNSAFE = re.compile("[^A-Za-z0-9_]")
# Characters that are no text, and those that would turn the direction of what follows them in the file.
_NO_TEXT = frozenset({"Cc", "Cs", "Co", "Cn"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff\u2028\u2029")


def one_line(text: str) -> str:
    """A text on one line, without control characters and marks that turn its direction."""
    kept = (character for character in " ".join(text.split()) if character not in _TURNING)
    return "".join(c for c in kept if unicodedata.category(c) not in _NO_TEXT).strip()


def names(prefix: str, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each id with a name of letters, digits and `_` that no other has, whatever its case."""
    taken: set[str] = set()
    for id in ids:
        name = f"{prefix}_{_UNSAFE.sub('_', id)}"
        while name.casefold() in taken:
            name += "_"
        taken.add(name.casefold())
        yield id, name
