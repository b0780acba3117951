"""Delimited text as rows of cells, and lines of text as cards: what files and the clipboard have in common."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import Any

from model.elements import Card, CardKind, Role

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
BULLET = re.compile(r"(?:[-*\u2022\u2023\u25e6\u00b7\u2013\u2014\u25aa\u25cf]|[0-9]{1,3}[.)])\s+(?=\S)")
LINES = re.compile(r"\r\n|\r|\n")
# What spreadsheets compute, guarded any number of times already.
_COMPUTED = re.compile(r"'*[=+\-@\t\r]")
_EMOTIONS = {str(value): value for value in range(-2, 3)} | {"+1": 1, "+2": 2}
_KINDS = {
    Role.EVIDENCE: CardKind.EVIDENCE,
    Role.FRONTSTAGE_TECH: CardKind.SYSTEM,
    Role.BACKSTAGE_TECH: CardKind.SYSTEM,
    Role.NOTES: CardKind.NOTE,
}


class Malformed(ValueError):
    """Quotes that do not close; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def split(text: str, delimiter: str, most: int) -> list[list[str]]:
    """The rows of a text, at most one more than `most`; `Malformed` where its quotes are."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        for row in lines:
            rows.append(row)
            if len(rows) > most:
                break
    except csv.Error as error:
        raise Malformed(lines.line_num) from error
    return rows


def sniffed(text: str, most: int) -> list[list[str]]:
    """The rows by the delimiter that gives most rows the same number of cells; by the comma where none gives two."""
    best: tuple[tuple[int, int], list[list[str]]] | None = None
    refusal: Malformed | None = None
    for delimiter in DELIMITERS.values():
        try:
            rows = split(text, delimiter, most)
        except Malformed as error:
            refusal = refusal or error
            continue
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, agreeing = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        if best is None or (agreeing, width) > best[0]:
            best = ((agreeing, width), rows)
    if best is None:
        assert refusal is not None
        raise refusal
    if refusal is not None and best[0] == (0, 0):
        raise refusal
    return best[1]


def unguarded(text: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from computing it, which is taken off exactly once."""
    return text[1:] if text.startswith("'") and _COMPUTED.match(text) else text


def guarded(text: str) -> str:
    """A cell that no spreadsheet computes; `unguarded` gives the text again, whatever it is."""
    return f"'{text}" if _COMPUTED.match(text) else text


def unbulleted(line: str) -> str:
    """A line without the space around it and the bullet or number before it."""
    text = line.strip()
    bullet = BULLET.match(text)
    return text if bullet is None else text[bullet.end() :]


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something, without bullets."""
    return [line for line in map(unbulleted, LINES.split(text)) if line]


def usual_kind(role: Role) -> CardKind:
    """What a card in a lane is until somebody says otherwise."""
    return _KINDS.get(role, CardKind.ACTION)


def words_of(card: Card) -> str:
    """What stands for a card in a cell, of which `card_fields` makes it again: its title, or its mood."""
    if card.emotion is not None and not card.title:
        return f"{card.emotion:+d}" if card.emotion else "0"
    return card.title


def card_fields(role: Role, line: str) -> dict[str, Any]:
    """What a line in a lane makes of a card: its title and kind; a number from -2 to +2 on an emotion lane, a mood."""
    if role is Role.EMOTION and line in _EMOTIONS:
        return {"kind": usual_kind(role), "emotion": _EMOTIONS[line]}
    return {"kind": usual_kind(role), "title": line}
