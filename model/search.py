"""Find words in cards and registers, and say where they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from model.commands.bulk import Span
from model.document import DocumentView
from model.elements import Card
from model.folding import Folded, fold, folded
from model.grid import lanes, steps
from model.kinds import FieldType, Kind, kinds
from model.record import Record
from model.rules import Verdict, may_edit, no

AROUND = 30
_MACHINE = frozenset({"id", "order", "extra", "mime", "currency", "language", "field", "check", "state"})


class Found(NamedTuple):
    """Some characters of a field of a record: `text` is what they were, `snippet` the words around them on one line.

    `at` is where in the snippet they begin.
    """

    id: str
    field: str
    start: int
    end: int
    text: str
    snippet: str
    at: int


class _Query(NamedTuple):
    wanted: str
    case: bool
    accents: bool
    words: bool


def find(
    document: DocumentView, query: str, *, case: bool = False, words: bool = False, accents: bool = False
) -> tuple[Found, ...]:
    """Every place of a text: kind by kind as in the file, cards step by step from the top, the tray last.

    `case`, `accents`: capitals, accents matter. `words`: whole words only.
    """
    rows = finding(document, query, case=case, words=words, accents=accents)
    return tuple(found for places in rows for found in places)


def finding(
    document: DocumentView, query: str, *, case: bool = False, words: bool = False, accents: bool = False
) -> Iterator[Sequence[Found]]:
    """The same row by row, for who cannot wait; the document may not change meanwhile."""
    asked = _Query(fold(query, case=case, accents=accents), case, accents, words)
    for kind in kinds() if asked.wanted else ():
        fields = _fields(kind)
        for row in _rows(document, kind) if fields else ():
            texts = ((name, getattr(row, name)) for name in fields)
            yield [found for name, text in texts if text for found in _in_text(row.id, name, text, asked)]


def may_replace(document: DocumentView, found: Collection[Found], text: str) -> Verdict:
    """Whether places found may be written over: they still hold what was found, and the fields can hold the text."""
    for each in found:
        row = document.find(each.id)
        if row is None or getattr(row, each.field)[each.start : each.end] != each.text:
            return no("found_gone")
        verdict = may_edit(document, (each.id,), {each.field: text})
        if not verdict.ok:
            return verdict
    return Verdict(True, None)


def spans(found: Collection[Found]) -> tuple[Span, ...]:
    """The places found, each once."""
    return tuple(dict.fromkeys(Span(each.id, each.field, each.start, each.end) for each in found))


@cache
def _fields(kind: Kind) -> tuple[str, ...]:
    """The fields of a kind that hold words of a person."""
    return tuple(
        field.name
        for field in kind.fields
        if field.holds is FieldType.TEXT and not field.refers and field.name not in _MACHINE
    )


def _rows(document: DocumentView, kind: Kind) -> Iterator[Record]:
    if kind.record is not Card:
        yield from document.where(kind.record)
        return
    lines = {lane.id: place for place, lane in enumerate(lanes(document))}
    for step in (*(step.id for step in steps(document)), None):
        yield from sorted(document.where(Card, step=step), key=lambda card: lines.get(card.lane or "", len(lines)))


def _in_text(id: str, field: str, text: str, query: _Query) -> Iterator[Found]:
    if query.wanted not in fold(text, case=query.case, accents=query.accents):
        return
    seen = folded(text, case=query.case, accents=query.accents)
    at = seen.text.find(query.wanted)
    while at >= 0:
        after = at + len(query.wanted)
        start, end = seen.places[at], _end(text, seen, after)
        whole = _starts_a_character(seen, at) and _starts_a_character(seen, after)
        if whole and (not query.words or _is_word(text, start, end)):
            yield _found(id, field, text, start, end)
            at = seen.text.find(query.wanted, after)
        else:
            at = seen.text.find(query.wanted, at + 1)


def _starts_a_character(seen: Folded, at: int) -> bool:
    """Whether a place in folded text is not amid what one character became (`ss` of `ß`)."""
    return at in (0, len(seen.text)) or seen.places[at] != seen.places[at - 1]


def _end(text: str, seen: Folded, after: int) -> int:
    """Where a match ends in the text: with the marks that stand on its last letter."""
    end = seen.places[after - 1] + 1
    following = seen.places[after] if after < len(seen.text) else len(text)
    return following if all(not fold(mark) for mark in text[end:following]) else end


def _is_word(text: str, start: int, end: int) -> bool:
    return not (start > 0 and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())


def _found(id: str, field: str, text: str, start: int, end: int) -> Found:
    left, right = max(0, start - AROUND), min(len(text), end + AROUND)
    snippet = "".join(" " if character.isspace() else character for character in text[left:right])
    before = "…" if left else ""
    return Found(
        id,
        field,
        start,
        end,
        text[start:end],
        before + snippet + ("…" if right < len(text) else ""),
        start - left + len(before),
    )
