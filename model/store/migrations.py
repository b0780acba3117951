"""From older formats to the present one, in a private copy, step by step; each step and its record are one transaction.

A step knows the schema it starts from by its fingerprint. When a kind or a field changes, the test that pins the
fingerprint of the present schema asks for a step here. Where fields and kinds only came, `grow` is all it does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from model.errors import BugError
from model.kinds import Kind, kinds
from model.named import NamedTuple
from model.store.columns import to_columns
from model.store.container import damaged
from model.store.schema import FORMAT, Table, fingerprint, tables

if TYPE_CHECKING:
    from sqlite_utils import Database


class Step(NamedTuple):
    """One migration: the version and schema it takes, the version it makes, and what it does."""

    source: int
    schema: str
    target: int
    act: Callable[[Database], None]


def grow(database: Database) -> None:
    """Bring every table to the columns of the present format: what is new takes its default."""
    there = set(database.table_names())
    for kind, table in zip(kinds(), tables(), strict=True):
        if table.name in there:
            _remake(database, kind, table)
        else:
            database.execute(table.create)


def _remake(database: Database, kind: Kind, table: Table) -> None:
    """A table made anew, word for word as the present format has it, with the rows of the old one."""
    old = f"old {table.name}"
    kept = {column.name for column in database[table.name].columns}
    defaults = dict(zip(table.columns, to_columns(kind, [kind.record("")]), strict=True))
    database.execute(f'ALTER TABLE "{table.name}" RENAME TO "{old}"')
    database.execute(table.create)
    taken = ", ".join(f'"{name}"' if name in kept else "?" for name in table.columns)
    database.execute(
        f'INSERT INTO "{table.name}" SELECT {taken} FROM "{old}"',
        [defaults[name].values[0] for name in table.columns if name not in kept],
    )
    database.execute(f'DROP TABLE "{old}"')


STEPS: tuple[Step, ...] = (Step(1000, "a1d003ebaf1e4451", FORMAT, grow),)


def known_schema(
    file: Path, version: int, objects: Sequence[tuple[str, str, str]], steps: Sequence[Step] = STEPS
) -> frozenset[tuple[str, str, str]]:
    """The schema an older version has, if this is it; else the file is damaged."""
    found = frozenset(objects)
    if not any(step.source == version and step.schema == fingerprint(found) for step in steps):
        raise damaged(file, "schema")
    return found


def migrate(
    file: Path, connection: sqlite3.Connection, version: int, steps: Sequence[Step] = STEPS, target: int = FORMAT
) -> None:
    """Bring a private copy up to the present format. The record of a step is `user_version`, in its transaction."""
    from sqlite_utils import Database

    database = Database(connection)
    while version < target:
        step = next((step for step in steps if step.source == version), None)
        if step is None:
            raise damaged(file, "header")
        if step.target <= version:
            raise BugError(f"a migration from {version} to {step.target}")
        with database.atomic():
            step.act(database)
            database.execute(f"PRAGMA user_version = {step.target:d}")
        version = step.target
