"""Which sheets and columns a document has as tables, what they are called, and who is meant by a heading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from model.document import DocumentView
from model.elements import Blueprint
from model.folding import name_key
from model.kinds import Field, FieldType, Kind, kinds
from model.reading_order import ordered
from model.record import Record
from model.texts import Texts

# What stands first, and is there even where it is empty, so that a person can fill it.
FIRST = (
    *("blueprints", "cards", "links", "stages", "steps", "lanes", "owners", "systems", "channels", "metrics"),
    *("sources", "costs", "forums", "decisions", "objectives", "failPoints", "improvements"),
)
# What only programs need: the columns are there and hidden.
TECHNICAL = frozenset({"order", "extra", "data", "mime", "content"})
_LONG = frozenset({"title", "notes", "story", "acceptance", "text", "change", "expected", "delivered", "conditions"})
_WIDTHS = {FieldType.FLAG: 10, FieldType.INTEGER: 12, FieldType.DECIMAL: 12, FieldType.DAY: 12, FieldType.CHOICE: 16}
_WIDE, _USUAL, _ID = 36, 22, 18


class Column(NamedTuple):
    """One column: the field, its heading, whether people need to see it, and its width in letters."""

    field: Field
    heading: str
    technical: bool
    width: int


class Sheet(NamedTuple):
    """The records of one kind as a table."""

    kind: Kind
    title: str
    columns: tuple[Column, ...]


def sheet(kind: Kind, texts: Texts) -> Sheet:
    """The sheet of a kind, its words in one locale: the id first, what only programs need last."""
    columns = sorted((_column(field, texts) for field in kind.fields), key=lambda column: column.technical)
    return Sheet(kind, texts(f"sheet.name.{kind.plural}"), tuple(columns))


def _column(field: Field, texts: Texts) -> Column:
    width = _ID if field.name == "id" else _WIDE if field.name in _LONG else _WIDTHS.get(field.holds, _USUAL)
    return Column(field, texts(f"sheet.column.{field.name}"), field.name in TECHNICAL, width)


def in_order() -> tuple[Kind, ...]:
    """The kinds in the order of their sheets."""
    return tuple(sorted(kinds(), key=lambda kind: FIRST.index(kind.plural) if kind.plural in FIRST else len(FIRST)))


def tables(document: DocumentView) -> Iterator[tuple[Kind, Sequence[Record]]]:
    """The records of every kind that gets a sheet, in the order of the sheets."""
    positions: dict[str, int] = {}
    found = {kind: ordered(document, kind, positions) for kind in kinds()}
    for kind in in_order():
        if found[kind] or kind.plural in FIRST:
            yield kind, found[kind]


@cache
def kinds_by_title(locale: str) -> Mapping[str, Kind]:
    """The kinds by what a sheet of theirs may be called: in the locale, in English, or by their name in JSON."""
    found: dict[str, Kind] = {}
    for texts in (Texts(locale), Texts()):
        for kind in kinds():
            for title in (texts(f"sheet.name.{kind.plural}"), kind.plural):
                found.setdefault(name_key(title), kind)
    return found


@cache
def fields_by_heading(kind: Kind, locale: str) -> Mapping[str, Field]:
    """The fields of a kind by what their columns may be called: in the locale, in English, or by name."""
    found: dict[str, Field] = {}
    for texts in (Texts(locale), Texts()):
        for field in kind.fields:
            found.setdefault(name_key(texts(f"sheet.column.{field.name}")), field)
    for field in kind.fields:
        found.setdefault(name_key(field.name.replace("_", " ")), field)
        found.setdefault(name_key(field.name), field)
    return found


def only_one(kind: Kind) -> bool:
    """Whether a document has exactly one record of a kind."""
    return kind.record is Blueprint
