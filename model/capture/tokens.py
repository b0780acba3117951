"""Signs in typed text that name a record: `@` owner, `#` system, `~` channel, `$` cost, `!` fail point."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

LONGEST = 200
MOST_WORDS = 5


class Sign(StrEnum):
    """What names a record."""

    OWNER = "@"
    SYSTEM = "#"
    CHANNEL = "~"
    COST = "$"
    FAIL_POINT = "!"


class Token(NamedTuple):
    """A sign with what was typed after it: the characters from `start` (the sign) to `end` (the caret)."""

    sign: Sign
    start: int
    end: int
    typed: str


# Full-width signs are what an input method for Japanese or Chinese writes.
_SIGNS = {sign.value: sign for sign in Sign} | dict(zip("＠＃～＄！", Sign, strict=True))
_OPENING = "([{“‘„«\"'¿¡「『（"
_BREAKS = (", ", "; ", ". ", "، ", "؛ ", "、", "。")


def tokens(text: str, caret: int) -> Token | None:
    """The sign being typed at the caret, or None where the text is only text.

    A sign counts at the start of a word with a letter after it, a digit after `$`. What follows may be several
    words on one line; a name ends at a comma, a full stop or a semicolon, and is at most five words.
    """
    line = text.rfind("\n", 0, caret) + 1
    for start in range(caret - 2, max(line, caret - LONGEST) - 1, -1):
        sign = _sign_at(text, start)
        if sign is not None:
            typed = text[start + 1 : caret]
            return Token(sign, start, caret, typed) if _is_name(sign, typed) else None
    return None


def without(text: str, token: Token, used: int = 0) -> tuple[str, int]:
    """A text without a token that became a record, and where its place is then; no double space is left behind.

    `used`: only so many of the typed characters go with the sign (`Choice.used`); 0: all.
    """
    end = token.start + 1 + used if used else token.end
    before, after = text[: token.start], text[end:]
    if after[:1].isspace() or not after:
        before = before.rstrip(" ")
    if not before or before.endswith("\n"):
        after = after.lstrip(" ")
    return before + after, len(before)


def _sign_at(text: str, place: int) -> Sign | None:
    sign = _SIGNS.get(text[place])
    if sign is None or not (place == 0 or text[place - 1].isspace() or text[place - 1] in _OPENING):
        return None
    following = text[place + 1]
    fits = following.isdecimal() if sign is Sign.COST else following.isalpha()
    return sign if fits else None


def _is_name(sign: Sign, typed: str) -> bool:
    if typed.endswith("  "):
        return False
    if sign is Sign.FAIL_POINT:
        return True
    return len(typed.split()) <= MOST_WORDS and not any(mark in typed for mark in _BREAKS)
