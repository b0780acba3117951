"""From older formats to the present one, in a private copy, step by step; each step and its record are one transaction.

A step knows the schema it starts from by its fingerprint. Format 1.0 is the first, so there is no step yet. When a
kind or a field changes, the test that pins the fingerprint of the present schema asks for a step here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from model.errors import BugError
from model.store.container import damaged
from model.store.schema import FORMAT, fingerprint

if TYPE_CHECKING:
    from sqlite_utils import Database


class Step(NamedTuple):
    """One migration: the version and schema it takes, the version it makes, and what it does."""

    source: int
    schema: str
    target: int
    act: Callable[[Database], None]


STEPS: tuple[Step, ...] = ()


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
