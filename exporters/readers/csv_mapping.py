"""Which column of a table with one card a row holds what: by what it is called, by a mapping given, or by one kept."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from exporters.readers.base import load
from exporters.readers.limits import MB
from model.errors import KnownError
from model.messages import Message, message
from resources import path

# What a column may hold; `skip` leaves it out.
TARGETS = (
    *("stage", "step", "lane", "title", "owner", "work_minutes", "wait_minutes", "grounding", "evidence_note"),
    *("system", "channel", "kind", "external_ref", "notes"),
)
SKIP = "skip"
KEEP = "keep"


def plain(text: str) -> str:
    """A heading without case, accents, punctuation and doubled spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.sub(r"[^\w\s]|_", " ", "".join(c for c in letters if not unicodedata.combining(c))).split())


@cache
def words(table: str) -> Mapping[str, str]:
    """The words of one table of `card_columns.toml`, each with what it stands for."""
    with path("readers", "card_columns.toml").open("rb") as stream:
        found: dict[str, list[str]] = tomllib.load(stream)[table]
    return {plain(word): name for name, each in found.items() for word in each}


def guessed(heads: Sequence[str]) -> dict[int, str]:
    """What each column holds by its heading; the first of two with the same meaning."""
    found: dict[int, str] = {}
    for column, head in enumerate(heads):
        target = words("columns").get(plain(head))
        if target is not None and target not in found.values():
            found[column] = target
    return found


def is_card_table(heads: Sequence[str]) -> bool:
    """Whether headings are those of a table with one card a row: two of them say as much, whatever the rest is."""
    targets = set(guessed(heads).values())
    return {"lane", "step"} <= targets or ("title" in targets and bool(targets & {"lane", "step"}))


def mapped(heads: Sequence[str], said: Mapping[str, str], file: str) -> dict[int, str]:
    """What each column holds by a mapping from headings, and by its heading where that says nothing."""
    wanted = {plain(head): target for head, target in said.items()}
    for target in wanted.values():
        if target not in (*TARGETS, SKIP, KEEP):
            known = ", ".join((*TARGETS, SKIP, KEEP))
            raise KnownError(message("readers.map.target", file=file, name=target[:80], known=known))
    found: dict[int, str] = {}
    for column, head in enumerate(heads):
        target = wanted.get(plain(head), KEEP)
        if target in found.values() and target != SKIP:
            raise KnownError(message("readers.map.twice", file=file, name=target, head=head[:80]))
        if target != KEEP:
            found[column] = target
    for column, target in guessed(heads).items():
        if plain(heads[column]) not in wanted and target not in found.values():
            found[column] = target
    return found


def holds() -> tuple[tuple[str, Message], ...]:
    """All that a column can hold, with words."""
    return tuple((target, message(f"readers.map.holds.{target}")) for target in (*TARGETS, KEEP, SKIP))


def fits(targets: Sequence[str]) -> bool:
    """Whether columns that hold these say what happens, and no two hold the same."""
    said = [each for each in targets if each not in (KEEP, SKIP)]
    return "title" in said and len(said) == len(set(said))


def said_in(text: str) -> dict[str, str]:
    """A mapping written as `What happens=title;Who=owner`, or as a JSON object."""
    if text.startswith("{"):
        return _mapping(text, text[:80])
    found = {}
    for pair in text.split(";"):
        if not pair.strip():
            continue
        head, equals, target = pair.rpartition("=")
        if not equals or not head.strip():
            raise KnownError(message("readers.map.pair", pair=pair.strip()[:80]))
        found[head.strip()] = target.strip()
    return found


def kept_in(name: str) -> dict[str, str]:
    """The mapping in a file: an object of headings, or the report of an import, which holds the mapping it used."""
    try:
        return _mapping(load(Path(name), MB).decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        raise KnownError(message("readers.map.unread", file=name)) from error


def _mapping(text: str, name: str) -> dict[str, str]:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise KnownError(message("readers.map.unread", file=name)) from error
    found = held.get("mapping", held) if isinstance(held, dict) else None
    if not isinstance(found, dict) or not all(isinstance(target, str) for target in found.values()):
        raise KnownError(message("readers.map.unread", file=name))
    return found
