"""What a cell may refer to or say: for the list while typing, and to find by name what was typed or pasted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from model.capture.choices import rank
from model.entries.columns import Column
from model.entries.filling import New
from model.entries.reading import Unread, read_choice, read_line, read_number
from model.entries.words import BETWEEN, Words, choice_words
from model.folding import fold, name_key
from model.improvements import Improvement
from model.kinds import Field, FieldType, kinds
from model.messages import message
from model.naming import called
from model.ranges import may_vary
from model.record import Record
from model.registers import Channel, Consequence, DecisionOption, Forum, Metric, Objective, Owner, Source, System
from model.values import is_share

MOST = 60
# What a name alone is enough for.
_MADE_BY_NAME: tuple[type[Record], ...] = (Owner, System, Channel, Metric, Objective, Source, Forum, Improvement)


class Offer(NamedTuple):
    """One choice: its words and its value. A value that is a `New` makes a record."""

    text: str
    value: Any


def made_by_name(field: Field) -> type[Record] | None:
    """The kind of record that a new name typed into a field makes."""
    kinds_named = [kind.record for kind in kinds() if kind.name in field.refers]
    return kinds_named[0] if len(kinds_named) == 1 and kinds_named[0] in _MADE_BY_NAME else None


def picked_from_list(column: Column) -> bool:
    """Whether a cell is set by choosing: a reference, a choice, yes or no."""
    field = column.field
    return field is not None and (bool(field.refers) or field.holds in (FieldType.CHOICE, FieldType.FLAG))


def values_of(field: Field) -> tuple[StrEnum | bool | None, ...]:
    """The values of a choice, or yes and no."""
    if field.holds is FieldType.FLAG:
        return (True, False)
    assert field.choices is not None
    return (*((None,) if field.optional else ()), *field.choices)


class Cells:
    """Reads what is typed into cells of a register. What it has looked up it keeps, so make one for each act."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._found: dict[tuple[str, str | None], list[Offer]] = {}
        self._known: dict[tuple[str, str | None], Mapping[str, str]] = {}

    def candidates(self, field: Field, row: str | None) -> list[Offer]:
        """The records a field of a row may refer to, by name; none refers to itself."""
        return [offer for offer in self._all(field, row) if offer.value != row]

    def _all(self, field: Field, row: str | None) -> list[Offer]:
        key = _key(field, row)
        if key not in self._found:
            texts, document = self._words.texts, self._words.document
            found = _referable(field, row, self._words)
            named = [Offer(texts.value(called(document, record)), record.id) for record in found]
            self._found[key] = sorted(named, key=lambda offer: (fold(offer.text), offer.value))
        return self._found[key]

    def offers(self, column: Column, row: str | None, typed: str) -> list[Offer]:
        """What may be meant by what is typed so far, the likeliest first; nothing typed: all there is."""
        field = column.field
        assert field is not None
        texts = self._words.texts
        if field.refers:
            known = self.candidates(field, row)
        else:
            known = [Offer(choice_words(texts, value), value) for value in values_of(field) if value is not None]
        wanted = fold(" ".join(typed.split()))
        if not wanted:
            return known[:MOST]
        ranked = [(place, offer) for offer in known if (place := rank(fold(offer.text), wanted)) is not None]
        found = [offer for _, offer in sorted(ranked, key=lambda each: each[0])][:MOST]
        made = made_by_name(field)
        if made is not None and name_key(typed) not in {name_key(offer.text) for offer in known}:
            name = " ".join(typed.split())
            found.append(Offer(texts(f"register.create.{made.__name__}", name=name), New(made, name)))
        return found

    def read(self, column: Column, row: str | None, text: str, about: Record | None = None) -> Any:
        """The value of a cell's text. `Unread` says why it has none. `about`: the row as it will be."""
        field = column.field
        assert field is not None
        if field.refers:
            return self._references(field, row, text)
        if field.holds in (FieldType.CHOICE, FieldType.FLAG):
            return read_choice(text, values_of(field), self._words.texts)
        if field.holds is FieldType.TEXTS:
            return tuple(part.strip() for part in text.split(BETWEEN.strip()) if part.strip())
        record = self._words.register.record
        about = about or self._words.document.find(row) or record("")
        read = read_number if may_vary(record, field.name) else read_line
        share = is_share(about, field.name)
        return read(text, field.holds, self._words.texts, optional=field.optional, share=share)

    def _references(self, field: Field, row: str | None, text: str) -> Any:
        if not field.many:
            return self._reference(field, row, text) if text.strip() else None
        names = [name for name in text.split(BETWEEN.strip()) if name.strip()]
        return tuple(dict.fromkeys(self._reference(field, row, name) for name in names))

    def _reference(self, field: Field, row: str | None, name: str) -> str | New:
        known = self._names(field, row).get(name_key(name))
        if known is not None and known != row:
            return known
        made = made_by_name(field)
        if made is None:
            raise Unread(message("register.unread.name", text=" ".join(name.split())))
        return New(made, " ".join(name.split()))

    def _names(self, field: Field, row: str | None) -> Mapping[str, str]:
        key = _key(field, row)
        if key not in self._known:
            self._known[key] = {name_key(offer.text): offer.value for offer in reversed(self._all(field, row))}
        return self._known[key]


def _key(field: Field, row: str | None) -> tuple[str, str | None]:
    """What the choices of a field depend on: the row only where it chooses among its own parts."""
    return field.name, row if "DecisionOption" in field.refers else None


def _referable(field: Field, row: str | None, words: Words) -> Iterable[Record]:
    """The records a field may refer to; parts only those of the same entry, and no entry to itself."""
    document, master = words.document, words.master
    for name in field.refers:
        if name == "DecisionOption":
            found: tuple[Record, ...] = document.where(DecisionOption, decision=row)
        elif name == "Consequence" and words.register.record is Consequence:
            found = document.where(Consequence, fail_point=master)
        else:
            found = tuple(each for kind in kinds() if kind.name == name for each in document.where(kind.record))
        yield from (each for each in found if field.name not in words.register.by or each.id != master)
