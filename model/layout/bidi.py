"""Reading direction (UAX #9): base direction, embedding levels, visual order.

Python-bidi does the rules W, N and I; this module adds what it leaves out: isolates (taken as
embeddings) and bracket pairs (N0), and it keeps the index of each character.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from unicodedata import bidirectional, category

_RIGHT = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ISOLATES = {"\u2066": "\u202a", "\u2067": "\u202b", "\u2068": "\u202a", "\u2069": "\u202c"}
_DEPTH = 63


def needs_bidi(text: str) -> bool:
    """Whether any character can make the visual order differ from the logical one."""
    return not text.isascii() and _RIGHT.search(text) is not None


def base_level(text: str, start: int = 0, *, isolate: bool = False) -> int | None:
    """0 or 1 by the first strong character outside isolates (P2, P3); None when there is none.

    From `start` on; with `isolate` only as far as the end of the isolate that starts there.
    """
    depth = 0
    for index in range(start, len(text)):
        kind = bidirectional(text[index])
        if kind in ("LRI", "RLI", "FSI"):
            depth += 1
        elif kind == "PDI":
            if isolate and depth == 0:
                return None
            depth = max(0, depth - 1)
        elif depth == 0 and kind in ("L", "R", "AL"):
            return 0 if kind == "L" else 1
    return None


def levels(text: str, base: int) -> list[int]:
    """Embedding level of each character of one paragraph, before the rule for line ends (L1)."""
    from bidi import algorithm

    chars: list[dict[str, Any]] = []
    for index, char in enumerate(_embeddings(text)):
        kind = bidirectional(char) or "L"
        chars.append({"ch": char, "level": base, "type": kind, "orig": kind, "index": index})
    storage = algorithm.get_empty_storage()
    storage.update(base_level=base, base_dir="LR"[base], chars=chars)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    for run in storage["runs"]:
        _resolve_brackets(storage["chars"][run["start"] : run["start"] + run["length"]], run["sor"])
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    found: dict[int, int] = {char["index"]: char["level"] for char in storage["chars"]}
    result: list[int] = []
    for index in range(len(text)):
        result.append(found.get(index, result[-1] if result else base))
    return result


def visual_order(found: Sequence[int]) -> list[int]:
    """Indices left to right of pieces with these levels (L2)."""
    order = list(range(len(found)))
    odd = [level for level in found if level % 2]
    if not odd:
        return order
    for level in range(max(found), min(odd) - 1, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and found[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end + 1
    return order


def _embeddings(text: str) -> str:
    """The text with isolates as embeddings of the same length; a first-strong isolate is decided here."""
    if not any(mark in text for mark in _ISOLATES):
        return text
    result = []
    for index, char in enumerate(text):
        if char == "\u2068" and base_level(text, index + 1, isolate=True) == 1:
            result.append("\u202b")
        else:
            result.append(_ISOLATES.get(char, char))
    return "".join(result)


def _resolve_brackets(chars: list[dict[str, Any]], before: str) -> None:
    """Give the brackets of each pair one direction (N0); changes the types in place."""
    for start, end in _pairs(chars):
        inner = "LR"[chars[start]["level"] % 2]
        strong = {_strong(char["type"]) for char in chars[start + 1 : end]} - {""}
        if not strong:
            continue
        if inner in strong:
            kind = inner
        else:
            earlier = (_strong(char["type"]) for char in reversed(chars[:start]))
            kind = next((found for found in earlier if found), before)
        for place in (start, end):
            chars[place]["type"] = kind
            for following in chars[place + 1 :]:
                if following["orig"] != "NSM":
                    break
                following["type"] = kind


def _pairs(chars: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Bracket pairs of one level run as (opening, closing), by the opening one (BD16)."""
    from bidi.mirror import MIRRORED

    stack: list[tuple[str, int]] = []
    pairs = []
    for index, char in enumerate(chars):
        if char["type"] != "ON" or char["ch"] not in MIRRORED:
            continue
        kind = category(char["ch"])
        if kind == "Ps":
            if len(stack) == _DEPTH:
                break
            stack.append((MIRRORED[char["ch"]], index))
        elif kind == "Pe":
            for place in range(len(stack) - 1, -1, -1):
                if stack[place][0] == char["ch"]:
                    pairs.append((stack[place][1], index))
                    del stack[place:]
                    break
    return sorted(pairs)


def _strong(kind: str) -> str:
    return "R" if kind in ("R", "EN", "AN") else "L" if kind == "L" else ""
