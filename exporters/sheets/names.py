"""References as people write them: by name where that says who is meant, else by name and id, as `Desk [owner_3]`."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from model.document import DocumentView
from model.folding import name_key
from model.kinds import Field, kind_of
from model.messages import Message, message
from model.naming import own_words
from model.record import Record

_WITH_ID = re.compile(r"(?s).*\[([A-Za-z_][A-Za-z0-9_.-]{0,63})\]\s*", re.ASCII)
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LONGEST_NAME = 120


class Unknown(ValueError):
    """A text that names nobody, or several."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


class Named(NamedTuple):
    """A record that can be named: its kind's name, its id, and what it is called."""

    kind: str
    id: str
    name: str


class Names:
    """Who is called what, by kind."""

    def __init__(self, named: Iterable[Named]) -> None:
        self._kinds: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._by_key: dict[str, dict[str, list[str]]] = {}
        for each in named:
            self._kinds[each.id] = each.kind
            self._names[each.id] = each.name
            key = name_key(each.name)
            if key:
                self._by_key.setdefault(each.kind, {}).setdefault(key, []).append(each.id)

    def __contains__(self, id: str) -> bool:
        return id in self._kinds

    def ids(self, text: str, field: Field) -> list[str]:
        """All whom a field may refer to by a name."""
        key = name_key(text)
        return [id for kind in field.refers for id in self._by_key.get(kind, {}).get(key, ())] if key else []

    def label(self, id: str, field: Field) -> str:
        """How a field refers to a record, so that `ids` or the id in it finds it again and nobody else."""
        name = self._names.get(id, "")
        plain = bool(name) and len(name) <= LONGEST_NAME and not _UNSAFE.search(name)
        if plain and not _WITH_ID.fullmatch(name) and self.ids(name, field) == [id]:
            return name
        return f"{_UNSAFE.sub(' ', name)[:LONGEST_NAME].strip()} [{id}]".strip()


class Resolver:
    """Finds who is meant: by the names of now, and by those that were exported, which an edit may have changed."""

    def __init__(self, now: Names, then: Names) -> None:
        self._now = now
        self._then = then

    def one(self, text: str, field: Field) -> str:
        """The id that a text refers to; `Unknown` where it is nobody or may be several."""
        found = _WITH_ID.fullmatch(text)
        if found and (found[1] in self._now or found[1] in self._then):
            return found[1]
        ids = self._now.ids(text, field)
        before = self._then.ids(text, field)
        if len(before) == 1 and before[0] not in ids:
            ids = [*before, *ids]
        if len(ids) == 1:
            return ids[0]
        if ids:
            raise Unknown(message("sheet.several", name=text[:80], ids=", ".join(ids[:5])))
        if text.strip() in self._now or text.strip() in self._then:
            return text.strip()
        raise Unknown(message("sheet.nobody", name=text[:80]))

    def many(self, text: str, field: Field) -> tuple[str, ...]:
        """The ids that the lines of a text refer to."""
        return tuple(self.one(line.strip(), field) for line in text.split("\n") if line.strip())


def named(document: DocumentView) -> Iterator[Named]:
    """All records of a document as they can be named."""
    return (named_row(row) for row in document.rows())


def named_row(row: Record) -> Named:
    """A record as it can be named."""
    return Named(kind_of(row).name, row.id, own_words(row).strip())


def labels(ids: Sequence[str], field: Field, names: Names) -> str:
    """How a field refers to several records: a line each."""
    return "\n".join(names.label(id, field) for id in ids)


def digest(record: Record) -> str:
    """What tells a record from one that was edited since."""
    kind = kind_of(record)
    values = [kind.plural, *(each.to_plain(getattr(record, each.name)) for each in kind.fields)]
    return hashlib.sha256(json.dumps(values, ensure_ascii=True).encode("ascii")).hexdigest()[:16]
