"""Reads the catalogues of words: TOML, nearly all of it a short text a line, which need not wait for a full parser."""

from __future__ import annotations

import re
import tomllib
from typing import Any

# A comment or nothing; the head of a table; a text without escapes.
_LINE = re.compile(r'\s*(?:#.*|\[([\w.-]+)\]\s*|([\w-]+)\s*=\s*"([^"\\]*)"\s*)?')
_PLAIN_NAME = re.compile(r"\s*[\w-]+\s*=")
_LONG = re.compile("\"\"\"|'''")


def parsed(text: str) -> dict[str, Any]:
    """What `tomllib.loads` gives, many times sooner for a catalogue; what is not so plain a line it parses itself."""
    if _LONG.search(text):
        return tomllib.loads(text)
    root: dict[str, Any] = {}
    table = root
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            if not _PLAIN_NAME.match(line):
                return tomllib.loads(text)
            table.update(tomllib.loads(line))
            continue
        head, name, value = match.groups()
        if name is not None:
            table[name] = value
        elif head is not None:
            table = root
            for part in head.split("."):
                table = table.setdefault(part, {})
    return root
