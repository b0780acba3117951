"""The document file's identity, versions and tables, read off `model.kinds`: fixed texts, so that a file's schema can
be compared with them word for word.

Format 2: an SQLite file with this `application_id`; `user_version` is major * 1000 + minor. One table a kind, a row
an element, in the order of ids; the row of `meta` says who wrote the file and holds its two hashes. A newer minor
version has the same tables and columns: what it adds lies in `extra`. Another table or column is a new major version
and a migration.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from model.kinds import Field, FieldType, Kind, kinds
from model.named import NamedTuple

APPLICATION_ID = 0x5468726C
MAJOR, MINOR = 2, 0
FORMAT = MAJOR * 1000 + MINOR
WRITTEN_BY = "Throughline 0.1.0"
PAGE = 2048
META = "meta"
META_COLUMNS = ("written_by", "extra", "content", "seal")
_META_SQL = (
    'CREATE TABLE "meta" ("written_by" TEXT NOT NULL, "extra" TEXT NOT NULL, '
    '"content" TEXT NOT NULL, "seal" TEXT NOT NULL)'
)
_COLUMN_TYPE = {FieldType.INTEGER: "INTEGER", FieldType.FLAG: "INTEGER", FieldType.BLOB: "BLOB"}


class Table(NamedTuple):
    """A table of the file: its name, its columns, and how it is made, filled and read."""

    name: str
    columns: tuple[str, ...]
    create: str
    insert: str
    select: str


def format_name(version: int) -> str:
    """A format version as people say it: 1.0."""
    return f"{version // 1000}.{version % 1000}"


def _column(field: Field) -> str:
    kind = _COLUMN_TYPE.get(field.holds, "TEXT")
    rest = " NOT NULL PRIMARY KEY" if field.name == "id" else "" if field.optional else " NOT NULL"
    return f'"{field.name}" {kind}{rest}'


def _table(kind: Kind) -> Table:
    columns = tuple(field.name for field in kind.fields)
    names = ", ".join(f'"{column}"' for column in columns)
    described = ", ".join(_column(field) for field in kind.fields)
    return Table(
        kind.table,
        columns,
        f'CREATE TABLE "{kind.table}" ({described}) WITHOUT ROWID',
        f'INSERT INTO "{kind.table}" ({names}) VALUES ({", ".join("?" * len(columns))})',
        f'SELECT {names} FROM "{kind.table}" ORDER BY "id"',
    )


@cache
def tables() -> tuple[Table, ...]:
    """The tables of the kinds, in file order."""
    return tuple(_table(kind) for kind in kinds())


@cache
def statements() -> tuple[str, ...]:
    """What makes an empty file of the present format."""
    return (_META_SQL, *(table.create for table in tables()))


@cache
def schema() -> frozenset[tuple[str, str, str]]:
    """Type, name and text of every object of the present format."""
    named = [(META, _META_SQL), *((table.name, table.create) for table in tables())]
    return frozenset(("table", name, sql) for name, sql in named)


def fingerprint(objects: frozenset[tuple[str, str, str]]) -> str:
    """A short name of a schema, under which `model.store.migrations` knows the older ones."""
    return sha256("\n".join("\t".join(row) for row in sorted(objects)).encode()).hexdigest()[:16]
