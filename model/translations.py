"""Texts in other languages: which there are, which are missing, and the document in one of them (R73)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from model.analysis.views import Part
from model.document import Document, DocumentView
from model.elements import Translation
from model.errors import KnownError
from model.kinds import kinds
from model.messages import message
from model.record import Record

# By kind, the fields that hold words which a map, a pack or a register shows.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "Blueprint": ("title", "service", "segment", "scenario", "start_trigger", "end_trigger", "goal"),
    "Stage": ("title",),
    "Step": ("title",),
    "Lane": ("title",),
    "Variant": ("title",),
    "Card": ("title", "promise", "delivered"),
    "Link": ("label", "agreed"),
    "System": ("name", "constraint"),
    "Channel": ("name",),
    "Metric": ("name",),
    "FailPoint": ("expected", "delivered"),
    "Cause": ("name",),
    "Improvement": ("name", "change", "expected"),
}


class Said(NamedTuple):
    """One text of an element, and what it is in a language; empty: nobody has said."""

    element: str
    field: str
    text: str
    translation: str


def languages(document: DocumentView) -> tuple[str, ...]:
    """The languages that some text is translated into, beside the document's own."""
    found = {row.language for row in document.table(Translation).values() if row.language and row.text.strip()}
    return tuple(sorted(found - {document.blueprint.language}))


def texts_in(document: DocumentView, language: str) -> tuple[Said, ...]:
    """Every text that can be translated, kind by kind, with its translation into a language."""
    known = _known(document, language)
    return tuple(
        Said(row.id, field, text, known.get((row.id, field), ""))
        for row, field in _fields(document)
        if (text := str(getattr(row, field))).strip()
    )


def missing(document: DocumentView, language: str) -> tuple[Said, ...]:
    """The texts that nobody has translated into a language."""
    return tuple(each for each in texts_in(document, language) if not each.translation)


def known_language(document: DocumentView, name: str) -> str:
    """A language of the document by its code, whatever its case; `KnownError` naming those there are."""
    known = (document.blueprint.language, *languages(document))
    for each in known:
        if each.casefold() == name.casefold():
            return each
    raise KnownError(message("translations.unknown", name=name, known=", ".join(known)))


def translated(document: DocumentView, language: str) -> DocumentView:
    """The document in a language; what nobody has translated stays as it is. Of a part also its whole."""
    whole = document.whole if isinstance(document, Part) else document
    if language == whole.blueprint.language:
        return document
    known = _known(whole, language)
    rows = list(_translated(document, language, known))
    if not isinstance(document, Part):
        return Document(rows, document.revision)
    return Part(Document(_translated(whole, language, known), whole.revision), rows)


def _translated(document: DocumentView, language: str, known: Mapping[tuple[str, str], str]) -> Iterator[Record]:
    said: dict[str, dict[str, Any]] = {document.blueprint.id: {"language": language}}
    for (id, field), text in known.items():
        said.setdefault(id, {})[field] = text
    for row in document.rows():
        yield replace(row, **said[row.id]) if row.id in said else row


def _known(document: DocumentView, language: str) -> dict[tuple[str, str], str]:
    """What has been translated into a language, by element and field."""
    fields = {(row.id, field) for row, field in _fields(document)}
    rows = (row for row in document.where(Translation) if row.language == language and row.text.strip())
    return {(row.element, row.field): row.text for row in rows if (row.element, row.field) in fields}


def _fields(document: DocumentView) -> Iterator[tuple[Record, str]]:
    for kind in kinds():
        for row in document.where(kind.record) if kind.name in FIELDS else ():
            yield from ((row, field) for field in FIELDS[kind.name])
