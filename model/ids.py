"""Stable ids, and fractional order keys that let an element move between two others without renumbering any."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping

from model.errors import BugError

ID_PATTERN = r"^[A-Za-z_][\w.-]{0,63}$"
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}", re.ASCII)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 12


def is_id(text: str) -> bool:
    """Whether a text may be an id (also legal as an XML id)."""
    return _ID.fullmatch(text) is not None


class IdSource:
    """Makes new ids: the same seed gives the same ids; no seed, ids nobody else makes."""

    def __init__(self, seed: int | str | None = None) -> None:
        self._random = random.SystemRandom() if seed is None else random.Random(seed)

    def new(self, prefix: str) -> str:
        """A new id such as `card_k3v9...`; 12 letters of 31 make a clash as good as impossible."""
        return f"{prefix}_{''.join(self._random.choices(_LETTERS, k=_LENGTH))}"


# Order keys. A key is a whole part and a fraction, in digits whose order is that of their characters. The first
# character of the whole part tells its length (`a` one digit, `b` two, ...; `Z` one digit below zero, `Y` two), so
# that adding at either end grows a key by the logarithm of the count, and strings compare as the numbers do.
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_VALUE = {digit: value for value, digit in enumerate(_DIGITS)}
_BASE = len(_DIGITS)
_ORDER = re.compile(r"[A-Za-z][0-9A-Za-z]*", re.ASCII)
FIRST = "a0"


def _whole_length(head: str) -> int:
    return ord(head) - ord("a") + 2 if head >= "a" else ord("Z") - ord(head) + 2


def is_order(key: str) -> bool:
    """Whether a text is an order key: whole part complete, fraction without a trailing zero."""
    if not _ORDER.fullmatch(key):
        return False
    length = _whole_length(key[0])
    return len(key) >= length and not key[length:].endswith("0")


# What may belong to any record, such as a translation, belongs to one that may belong to another: never so far.
_FARTHEST = 8


def ringed(belongs: Mapping[str, str]) -> Iterator[str]:
    """Of records that each belong to another: those that belong to themselves in the end, or to a long row of these."""
    for id in belongs:
        above: str | None = id
        for _ in range(_FARTHEST):
            above = belongs.get(above or "")
        if above is not None:
            yield id


def _step(whole: str, up: bool) -> str:
    """The next whole part above or below."""
    head, digits = whole[0], [_VALUE[digit] for digit in whole[1:]]
    place = len(digits) - 1
    while place >= 0:
        digits[place] += 1 if up else -1
        if 0 <= digits[place] < _BASE:
            return head + "".join(_DIGITS[value] for value in digits)
        digits[place] = 0 if up else _BASE - 1
        place -= 1
    heads = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    position = heads.index(head) + (1 if up else -1)
    if not 0 <= position < len(heads):
        raise BugError("order keys are used up")
    head = heads[position]
    return head + (_DIGITS[0] if up else _DIGITS[-1]) * (_whole_length(head) - 1)


def _middle(low: str, high: str | None) -> str:
    """A fraction between two fractions; `high` None is one. Neither ends in a zero."""
    head: list[str] = []
    while True:
        shared = 0
        if high is not None:
            while shared < len(high) and (low[shared] if shared < len(low) else "0") == high[shared]:
                shared += 1
            head.append(high[:shared])
            low, high = low[shared:], high[shared:]
        first = _VALUE[low[0]] if low else 0
        last = _VALUE[high[0]] if high else _BASE
        if last - first > 1:
            return "".join((*head, _DIGITS[(first + last) // 2]))
        if high is not None and len(high) > 1:
            return "".join((*head, high[0]))
        head.append(_DIGITS[first])
        low, high = low[1:], None


def between(low: str | None, high: str | None) -> str:
    """An order key after `low` and before `high`; None is the open end."""
    if low is not None and high is not None and low >= high:
        raise BugError(f"no order key between {low} and {high}")
    if low is None and high is None:
        return FIRST
    if low is None:
        assert high is not None
        whole = high[: _whole_length(high[0])]
        return whole if whole < high else _step(whole, up=False)
    length = _whole_length(low[0])
    whole, fraction = low[:length], low[length:]
    if high is None:
        return _step(whole, up=True)
    above = high[: _whole_length(high[0])]
    if whole == above:
        return whole + _middle(fraction, high[len(above) :])
    following = _step(whole, up=True)
    return following if following < high else whole + _middle(fraction, None)


def spread(count: int, low: str | None = None, high: str | None = None) -> list[str]:
    """`count` order keys in rising order between two others."""
    if high is None:
        keys = []
        for _ in range(count):
            low = between(low, None)
            keys.append(low)
        return keys
    if count == 0:
        return []
    half = count // 2
    key = between(low, high)
    return [*spread(half, low, key), key, *spread(count - half - 1, key, high)]


def last_order(keys: Iterable[str]) -> str | None:
    """The highest of some order keys, or None where there are none."""
    return max(keys, default=None)
