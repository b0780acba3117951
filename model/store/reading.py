"""Reading a document file as if a stranger had sent it: nothing is believed that was not checked."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import Any

from model.collector import without_collector
from model.errors import KnownError
from model.ids import ringed
from model.kinds import Kind, kinds
from model.making_way import by_the_way, make_way
from model.messages import message
from model.named import NamedTuple
from model.record import Record
from model.store import migrations
from model.store.columns import Column, ContentHash, Fault, column_of, from_columns, is_extra, texts_in
from model.store.container import check_header, damaged, opened, seal_of, shown
from model.store.files import Files, Stamp
from model.store.protection import Key, Secret, key_for, unseal
from model.store.schema import FORMAT, META, META_COLUMNS, Table, schema, tables

# From so many rows on it is worth to ask which columns hold one value throughout.
_HEAD = 32
# So many values are fetched at a time: in a fraction of a millisecond.
_VALUES = 1_000
_COMPARABLE = frozenset((str, int, type(None)))


class Loaded(NamedTuple):
    """A document file as read. `content` is its hash, whatever its pages look like; `bytes_hash` that of its bytes.

    `extra` is what a newer minor version said of the document as a whole; it is written back as it came. `key`: what
    opened it, if it is protected; `data` is then protected too.
    """

    rows: list[Record]
    extra: str
    version: int
    written_by: str
    content: str
    bytes_hash: str
    stamp: Stamp
    data: bytes
    key: Key | None = None


class Verified(NamedTuple):
    """What `verify` found in a sound file."""

    version: int
    written_by: str
    content: str
    rows: int


def read(file: Path, files: Files, secret: Secret = None) -> Loaded:
    """The document in a file. `KnownError` with one line for whatever is wrong with it."""
    data, stamp = files.read(file)
    return load(file, data, stamp, secret=secret)


def key_of(file: Path, files: Files, passphrase: str) -> Key:
    """The key a passphrase opens a protected file with, which takes a second; `WrongPassphrase` where it does not."""
    data, _ = files.read(file)
    return key_for(file, data, passphrase)


def load(file: Path, stored_data: bytes, stamp: Stamp, *, pages: bool = False, secret: Secret = None) -> Loaded:
    """The document in the bytes of a file; `pages`: SQLite's own check of them as well."""
    data, key = unseal(file, stored_data, secret)
    version = check_header(file, data)
    with without_collector():
        with opened(file, data) as connection:
            if pages:
                check_pages(file, connection)
            written_by, extra, content = _check_hashes(file, data, connection, version)
            if version < FORMAT:
                migrations.migrate(file, connection, version)
                _check_schema(file, _objects(connection), schema())
            stored = _stored(connection)
        if version >= FORMAT:
            _check_content(file, content, extra, stored)
        rows = _records(file, stored)
    return Loaded(rows, extra, version, written_by, content, sha256(stored_data).hexdigest(), stamp, stored_data, key)


def verify(file: Path, files: Files, secret: Secret = None) -> Verified:
    """Check a file in every way there is; what it is if it is sound, else `KnownError`."""
    data, stamp = files.read(file)
    loaded = load(file, data, stamp, pages=True, secret=secret)
    return Verified(loaded.version, loaded.written_by, loaded.content, len(loaded.rows))


def check_pages(file: Path, connection: sqlite3.Connection) -> None:
    """SQLite's own check of its pages."""
    if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise damaged(file, "pages")


def content_of(extra: str, stored: Sequence[Sequence[Column]]) -> str:
    """The content hash of a file of the present format."""
    total = ContentHash()
    total.add(META, ("extra",), (column_of((extra,)),))
    for table, columns in zip(tables(), stored, strict=True):
        total.add(table.name, table.columns, columns)
    return total.hex()


def stored_content(file: Path, connection: sqlite3.Connection) -> tuple[str, str]:
    """The content hash a file of the present format says it has, and the one it has."""
    _, extra, content, _ = _meta(file, connection)
    stored = _stored(connection)
    return content, content_of(extra, stored)


def _stored(connection: sqlite3.Connection) -> list[list[Column]]:
    """The columns of all tables. Most are empty in most files, which one question tells of all."""
    asked = ", ".join(f'EXISTS (SELECT 1 FROM "{table.name}")' for table in tables())
    filled = connection.execute(f"SELECT {asked}").fetchone()
    return [
        _columns(connection, table) if rows else [column_of(())] * len(table.columns)
        for table, rows in by_the_way(zip(tables(), filled, strict=True))
    ]


def _columns(connection: sqlite3.Connection, table: Table) -> list[Column]:
    """The columns of a table. Those that hold one value throughout, as most do, are compared and not fetched."""
    head = connection.execute(f"{table.select} LIMIT {_HEAD}").fetchall()
    if len(head) < _HEAD:
        return [column_of(values) for values in (zip(*head, strict=True) if head else [()] * len(table.columns))]
    names = [f'"{name}"' for name in table.columns]
    first = head[0]
    same = _same_throughout(connection, table, first, [*zip(*head, strict=True)])
    fetched = [place for place in range(len(names)) if place not in same]
    chosen = ", ".join(names[place] for place in fetched)
    # Row by row into one list, of which each column is a part: turning the rows themselves takes twice as long.
    rows = chain.from_iterable(connection.execute(f'SELECT {chosen} FROM "{table.name}" ORDER BY "id"'))
    values: list[Any] = []
    while some := list(islice(rows, _VALUES)):
        values += some
        make_way()
    columns = {place: column_of(values[at :: len(fetched)]) for at, place in enumerate(fetched)}
    count = len(values) // len(fetched)
    for place in same:
        columns[place] = Column([first[place]] * count, frozenset((type(first[place]),)), True)
    return [columns[place] for place in range(len(names))]


def _same_throughout(
    connection: sqlite3.Connection, table: Table, first: Sequence[Any], head: Sequence[Sequence[Any]]
) -> list[int]:
    """The places of the columns that hold the first row's value in all rows; `head`: the beginning of each.

    A row that differs somewhere tells which of them do not, until there is none.
    """
    same = [place for place, values in enumerate(head) if _is_uniform(values)]
    while same:
        names = [f'"{table.columns[place]}"' for place in same]
        differs = " OR ".join(f"{name} IS NOT ?" for name in names)
        asked = f'SELECT {", ".join(names)} FROM "{table.name}" WHERE {differs} LIMIT 1'
        found = connection.execute(asked, [first[place] for place in same]).fetchone()
        if found is None:
            return same
        left = [place for place, value in zip(same, found, strict=True) if value == first[place]]
        same = left if len(left) < len(same) else []
    return same


def _is_uniform(values: Sequence[Any]) -> bool:
    column = column_of(values)
    return column.uniform and column.types <= _COMPARABLE


def _objects(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    return connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()


def _check_schema(file: Path, found: list[tuple[Any, ...]], known: frozenset[tuple[str, str, str]]) -> None:
    """Only the exact known objects, each once."""
    for kind, name, sql in found:
        if (kind, name, sql) not in known:
            raise KnownError(message("store.schema", file=str(file), thing=shown(f"{kind} {name}")))
    if len(found) != len(known):
        raise damaged(file, "schema")


def _meta(file: Path, connection: sqlite3.Connection) -> tuple[str, str, str, str]:
    rows = connection.execute(f"SELECT {', '.join(META_COLUMNS)} FROM {META} LIMIT 2").fetchall()
    if len(rows) != 1 or not all(type(value) is str for value in rows[0]) or not is_extra(rows[0][1]):
        raise damaged(file, "meta")
    written_by, extra, content, seal = rows[0]
    return written_by, extra, content, seal


def _check_hashes(file: Path, data: bytes, connection: sqlite3.Connection, version: int) -> tuple[str, str, str]:
    """Who wrote the file, its extra and its content hash, after its schema and its seal have been found right."""
    known = schema() if version >= FORMAT else migrations.known_schema(file, version, _objects(connection))
    _check_schema(file, _objects(connection), known)
    written_by, extra, content, seal = _meta(file, connection)
    if seal_of(data, content, seal.encode("utf-8")) != seal:
        raise damaged(file, "hash")
    return written_by, extra, content


def _check_content(file: Path, content: str, extra: str, stored: list[list[Column]]) -> None:
    if content_of(extra, stored) != content:
        raise damaged(file, "hash")


def _records(file: Path, stored: list[list[Column]]) -> list[Record]:
    """All records, every value and reference checked."""
    found: list[list[Record]] = []
    for kind, columns in zip(kinds(), stored, strict=True):
        try:
            found.append(from_columns(kind, columns))
        except Fault as error:
            raise _bad_row(file, kind, columns, error) from error
    _check_ids(file, stored)
    _check_references(file, stored)
    if len(found[0]) != 1:
        raise KnownError(message("store.blueprints", file=str(file), n=len(found[0])))
    return list(chain.from_iterable(found))


def _bad_row(file: Path, kind: Kind, columns: Sequence[Column], error: Fault) -> KnownError:
    fault = message("store.fault." + error.fault, field=error.field)
    row = shown(str(columns[0].values[error.row]))
    return KnownError(message("store.row", file=str(file), table=kind.table, row=row, fault=fault))


def _check_ids(file: Path, stored: list[list[Column]]) -> None:
    """No id twice, in whatever tables."""
    ids = [columns[0].values for columns in stored]
    if len(set(chain.from_iterable(ids))) == sum(map(len, ids)):
        return
    seen: set[str] = set()
    for kind, columns in zip(kinds(), stored, strict=True):
        for row, id in enumerate(columns[0].values):
            if id in seen:
                raise _bad_row(file, kind, columns, Fault(row, "id", "twice"))
            seen.add(id)


def _check_references(file: Path, stored: list[list[Column]]) -> None:
    """Every reference leads to a record of a kind it may lead to."""
    ids = {kind.name: set(columns[0].values) for kind, columns in zip(kinds(), stored, strict=True)}
    ids["*"] = set().union(*ids.values())
    for kind, columns in zip(kinds(), stored, strict=True):
        for field, column in zip(kind.fields, columns, strict=True):
            if not field.refers or column.types <= {type(None)}:
                continue
            targets = [ids[name] for name in field.refers if name in ids]
            may = targets[0] if len(targets) == 1 else set().union(*targets)
            named = set(column.values) - {None}
            if field.many:
                named = {text for text in named if not may.issuperset(texts_in(text))}
            else:
                named -= may
            if named:
                row = min(column.values.index(value) for value in named)
                raise _bad_row(file, kind, columns, Fault(row, field.name, "reference"))
    _check_rings(file, stored)


def _check_rings(file: Path, stored: list[list[Column]]) -> None:
    """What may belong to any record, such as a translation, does not belong to itself."""
    about_any = [
        (kind, columns, place)
        for kind, columns in zip(kinds(), stored, strict=True)
        for place, field in enumerate(kind.fields)
        if field.owned and "*" in field.refers
    ]
    pairs = (zip(columns[0].values, columns[place].values, strict=True) for _, columns, place in about_any)
    wrong = set(ringed(dict(chain.from_iterable(pairs))))
    for kind, columns, place in about_any if wrong else ():
        for row, id in enumerate(columns[0].values):
            if id in wrong:
                raise _bad_row(file, kind, columns, Fault(row, kind.fields[place].name, "ring"))
