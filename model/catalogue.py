"""Reads the catalogues of words: TOML, nearly all of it a short text a line, which need not wait for a full parser.

A catalogue is a folder of files, merged; nested tables become dotted ids. An entry is a pattern with `{name}` places,
or a table of plural forms. A file is read for its heads, and parsed only when a word below one of them is wanted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Entry = str | Mapping[str, str]

# A comment or nothing; the head of a table; a text without escapes.
_LINE = re.compile(r'\s*(?:#.*|\[([\w.-]+)\]\s*|([\w-]+)\s*=\s*"([^"\\]*)"\s*)?')
# Plural forms on one line.
_FORM = r'[\w-]+\s*=\s*"[^"\\]*"'
_FORMS = re.compile(rf"\s*([\w-]+)\s*=\s*{{\s*({_FORM}(?:\s*,\s*{_FORM})*)\s*}}\s*")
_EACH = re.compile(r'([\w-]+)\s*=\s*"([^"\\]*)"')
_PLAIN_NAME = re.compile(r"\s*[\w-]+\s*=")
_LONG = re.compile("\"\"\"|'''")
# The first two parts of a table's name; a name of the root. What is taken for one and is none costs a parse too many.
_HEAD = re.compile(r"\n\s*\[+([\w-]+(?:\.[\w-]+)?)")
_NAME = re.compile(r"^\s*([\w-]+)", re.MULTILINE)
_PLURAL_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})


class Catalogue(Mapping[str, Entry]):
    """The entries of one folder by dotted id."""

    def __init__(self, folder: Path) -> None:
        self._entries: dict[str, Entry] = {}
        self._waiting: dict[str, list[Path]] = {}
        self._texts: dict[Path, str] = {}
        for file in sorted(folder.glob("*.toml")):
            text = self._texts[file] = "\n" + file.read_text(encoding="utf-8")
            first = _HEAD.search(text)
            names = _NAME.findall(text, 0, first.start() if first else len(text))
            for head in {*names, *_HEAD.findall(text)}:
                self._waiting.setdefault(head, []).append(file)

    def __getitem__(self, id: str) -> Entry:
        entry = self._entries.get(id)
        if entry is not None:
            return entry
        head, _, rest = id.partition(".")
        self._parse(head)
        self._parse(f"{head}.{rest.partition('.')[0]}")
        return self._entries[id]

    def __iter__(self) -> Iterator[str]:
        self._parse_all()
        return iter(self._entries)

    def __len__(self) -> int:
        self._parse_all()
        return len(self._entries)

    def _parse(self, head: str) -> None:
        """Take in every file that speaks below a head. Two threads may do so at once: they find the same."""
        for file in self._waiting.get(head, ()):
            text = self._texts.get(file)
            if text is not None:
                _flatten("", parsed(text), self._entries)
                self._texts.pop(file, None)
        self._waiting.pop(head, None)

    def _parse_all(self) -> None:
        for head in list(self._waiting):
            self._parse(head)


def _flatten(prefix: str, table: Mapping[str, Any], into: dict[str, Entry]) -> None:
    for name, value in table.items():
        if isinstance(value, str) or ("other" in value and value.keys() <= _PLURAL_FORMS):
            into[prefix + name] = value
        else:
            _flatten(f"{prefix}{name}.", value, into)


def parsed(text: str) -> dict[str, Any]:
    """What `tomllib.loads` gives, many times sooner for a catalogue; what is not so plain a line it parses itself."""
    if _LONG.search(text):
        return tomllib.loads(text)
    root: dict[str, Any] = {}
    table = root
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            forms = _FORMS.fullmatch(line)
            if forms is not None:
                table[forms[1]] = dict(_EACH.findall(forms[2]))
                continue
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
