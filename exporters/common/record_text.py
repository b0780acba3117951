"""Records as attributes of text: what formats carry that have a place for named values beside their own things.

Keys are spelt as in JSON. What equals its default is left out; ids and choices are joined by spaces, free texts are
a JSON list; `extra` is the JSON text it is.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from exporters.common.xml_text import NOT_XML
from exporters.json_format import canonical
from model.document import DocumentView
from model.elements import Picture
from model.kinds import Field, FieldType, Kind, kind_of, kinds
from model.messages import Message, message
from model.record import Record
from model.validate import camel

_FAR_TEXT = 60


class Values(NamedTuple):
    """The fields that attributes said, the attributes that are no fields, and those whose value is none."""

    fields: dict[str, Any]
    unknown: dict[str, str]
    wrong: dict[str, str]


@cache
def _written(kind: Kind) -> tuple[tuple[Field, str], ...]:
    return tuple((field, camel(field.name)) for field in kind.fields if field.name != "id")


@cache
def _by_key(kind: Kind) -> dict[str, Field]:
    return {key: field for field, key in _written(kind)}


def attributes(row: Record, leave: Collection[str] = ()) -> dict[str, str]:
    """A record as attributes, its id apart; fields to `leave` out are said elsewhere."""
    found = {}
    for field, key in _written(kind_of(row)):
        value = getattr(row, field.name)
        if field.name in leave or _is_default(field, value):
            continue
        found[key] = _text(field, value)
    return found


def _is_default(field: Field, value: Any) -> bool:
    return bool(value == field.default) and not (field.holds is FieldType.DECIMAL and not field.optional)


def _text(field: Field, value: Any) -> str:
    if field.name == "extra":
        return _spelt(value)
    if field.holds in (FieldType.TEXTS, FieldType.CHOICES):
        if field.holds is FieldType.TEXTS and not field.refers:
            return _spelt(json.dumps(list(value), ensure_ascii=False))
        return " ".join(value)
    if field.holds is FieldType.FLAG:
        return "true" if value else "false"
    return str(field.to_plain(value))


def _spelt(text: str) -> str:
    """JSON with what XML cannot hold spelt by number."""
    return NOT_XML.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def values(kind: Kind, said: Mapping[str, str], leave: Collection[str] = ()) -> Values:
    """What attributes say of a record of a kind; a key in `leave` is not looked at."""
    found = Values({}, {}, {})
    known = _by_key(kind)
    for key, text in said.items():
        field = known.get(key)
        if key in leave:
            continue
        if field is None:
            found.unknown[key] = text
            continue
        try:
            found.fields[field.name] = _value(field, text)
        except (ValueError, RecursionError):
            found.wrong[key] = text
    return found


def _value(field: Field, text: str) -> Any:
    if field.name == "extra":
        return canonical(json.loads(text))
    if field.holds in (FieldType.TEXTS, FieldType.CHOICES):
        free = field.holds is FieldType.TEXTS and not field.refers
        return field.from_plain(json.loads(text) if free else text.split())
    if field.holds is FieldType.FLAG:
        return field.from_plain({"true": True, "false": False}[text] if text in ("true", "false") else text)
    if field.holds is FieldType.INTEGER:
        return field.from_plain(int(text) if len(text) < 20 else text)
    return field.from_plain(text)


def unsayable(document: DocumentView) -> tuple[Message, ...]:
    """Of how many records XML cannot carry a character, by the first of them."""
    names = [_name(row) for row in document.rows() if any(_lost(text) for text in _texts(row))]
    if not names:
        return ()
    return (message("diagrams.unsayable", n=len(names), first=names[0]),)


def _texts(row: Record) -> Iterable[str]:
    if isinstance(row, Picture):
        yield from (row.name, row.mime, row.alt)
        return
    for field, _ in _written(kind_of(row)):
        value = getattr(row, field.name)
        if isinstance(value, str) and field.name != "extra":
            yield value


def _lost(text: str) -> bool:
    return NOT_XML.search(text) is not None


def _name(row: Record) -> str:
    name = getattr(row, "title", "") or getattr(row, "name", "") or row.id
    return str(name)[:_FAR_TEXT]


def tags() -> dict[str, Kind]:
    """The kinds by the name of their tag."""
    return {kind.table: kind for kind in kinds()}
