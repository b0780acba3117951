"""What a reader is, and the report in which every import ends: read, placed, inferred, left out, and why."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from exporters.base import Option, chosen
from model.change import Change, Delta
from model.context import Context
from model.document import DocumentView
from model.elements import Blueprint
from model.errors import KnownError
from model.kinds import kind_of, kinds
from model.messages import Message, message
from model.record import Record
from model.store.files import read_file

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a report: which element of the source, where it stands there, and why."""

    element: str
    place: str
    why: Message


@dataclass(frozen=True, slots=True)
class Report:
    """How an import went.

    `read`: what was found in the source, by its own parts; `placed`: records made, by kind (`Kind.plural`).
    `inferred`: what the source did not say and the reader took for true. `left_out`: what did not come through.
    `mapping`: of a table whose columns may hold anything, each heading and what it was taken to hold.
    """

    source: str
    reader: str
    read: Counts
    placed: Counts
    inferred: tuple[Entry, ...] = ()
    left_out: tuple[Entry, ...] = ()
    mapping: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome: the rows of a new document, or the change to the open one; and the report."""

    report: Report
    rows: tuple[Record, ...] = ()
    change: Change | None = None


# (source, context, options checked by `chosen`, the open document or None)
Read = Callable[[Path, Context, Mapping[str, str], DocumentView | None], Reading]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A table whose columns may hold anything: each heading with an example and what it may be taken to hold.

    `holds`: all that a column can hold, with words; the choice comes back as the option `columns`, a JSON object.
    `fits`: whether the table can be read once its columns hold these. `words`: where the catalogue says what a row is,
    and what is lacking where it does not fit.
    """

    columns: tuple[tuple[str, str, str], ...]
    holds: tuple[tuple[str, Message], ...]
    fits: Callable[[Sequence[str]], bool]
    words: str = "window.mapping"


class Part(NamedTuple):
    """One of several that a file holds, such as its pages: the option that says which is read, each value of it with
    its words, and the value of the one that is read where nobody says."""

    option: str
    choices: tuple[tuple[str, str], ...]
    usual: str


@dataclass(frozen=True, slots=True)
class Reader:
    """One format to read. `sniff(first bytes, file name)` says whether a file looks like its own.

    `parts`: what a file holds several of, only one of which is read. `propose`: which column of a file, read with these
    parts, holds what, for a person to correct; None where that is no question.
    """

    name: str
    suffixes: tuple[str, ...]
    title: Message
    sniff: Callable[[bytes, str], bool]
    read: Read
    options: tuple[Option, ...] = ()
    propose: Callable[[Path, Mapping[str, str]], Proposal | None] | None = None
    parts: Callable[[Path], tuple[Part, ...]] | None = None


def run(
    reader: Reader,
    source: Path,
    context: Context,
    given: Mapping[str, str] | None = None,
    into: DocumentView | None = None,
) -> Reading:
    """Read a file with options as the user gave them."""
    return reader.read(source, context, chosen(reader.name, reader.options, given or {}), into)


def file_error(source: Path, error: OSError) -> KnownError:
    """What an operating system's refusal to read means to the user."""
    known = {
        errno.ENOENT: "readers.missing",
        errno.ENOTDIR: "readers.missing",
        errno.EISDIR: "readers.folder",
        errno.ESPIPE: "readers.no_file",
        errno.EACCES: "readers.forbidden",
        errno.EPERM: "readers.forbidden",
    }
    id = known.get(error.errno or 0)
    if id is None:
        return KnownError(message("readers.io", file=str(source), reason=error.strerror or type(error).__name__))
    return KnownError(message(id, file=str(source)))


def load(source: Path, limit: int) -> bytes:
    """The bytes of a file of at most `limit`; empty, larger or unreadable ones are refused."""
    try:
        data = read_file(source, limit)
    except OSError as error:
        raise file_error(source, error) from error
    if not data:
        raise KnownError(message("readers.empty", file=str(source)))
    if len(data) > limit:
        raise KnownError(message("readers.too_large", file=str(source), limit=limit // 2**20))
    return data


def derived_id(prefix: str, *parts: str) -> str:
    """An id from source and position: the same parts, the same id."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{prefix}_{digest[:16]}"


def placed(rows: Iterable[Record]) -> Counts:
    """How many records of each kind there are, in file order."""
    count = Counter(type(row) for row in rows)
    return tuple((kind.plural, count[kind.record]) for kind in kinds() if count[kind.record])


def finish(
    reader: Reader,
    source: Path,
    read: Counts,
    rows: tuple[Record, ...],
    inferred: Iterable[Entry],
    left_out: Iterable[Entry],
    into: DocumentView | None,
) -> Reading:
    """The outcome of a reader that made `rows`; what meets records of the open document is reported too."""
    inferred, left_out = tuple(inferred), tuple(left_out)
    if into is None:
        return Reading(Report(source.name, reader.name, read, placed(rows), inferred, left_out), rows)
    change = change_into(str(source), into, rows, message("readers.change", file=source.name))
    replaced = [Entry(delta.id, "", message("readers.replaced")) for delta in change.deltas if delta.before is not None]
    own = [Entry(row.title, "", message("readers.own_blueprint")) for row in rows if isinstance(row, Blueprint)]
    made = placed(row for row in rows if not isinstance(row, Blueprint))
    report = Report(source.name, reader.name, read, made, (*inferred, *replaced), (*left_out, *own))
    return Reading(report, change=change)


def change_into(file: str, document: DocumentView, rows: Iterable[Record], label: Message) -> Change:
    """The edit that brings rows into an open document: by id, new ones added, known ones set to what was read.

    The document keeps its own blueprint; what refers to the one that was read refers to it. An id the document uses
    for another kind of record is refused.
    """
    rows = tuple(rows)
    own = document.blueprint.id
    foreign = {row.id for row in rows if isinstance(row, Blueprint)} - {own}
    deltas = []
    for read in rows:
        if isinstance(read, Blueprint):
            continue
        row = _refer(read, foreign, own) if foreign else read
        before = document.find(row.id)
        if before is not None and type(before) is not type(row):
            raise KnownError(message("readers.other_kind", file=file, id=row.id))
        if before != row:
            deltas.append(Delta(before, row))
    return Change(label, tuple(deltas))


def _refer(row: Record, foreign: set[str], own: str) -> Record:
    """A row whose references to another document's blueprint lead to our own."""
    values = {field.name: own for field in kind_of(row).references if getattr(row, field.name) in foreign}
    return dataclasses.replace(row, **values) if values else row
