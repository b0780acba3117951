"""The rows of the disk: an edit made durable, Save, and reading."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.session import Session
from benchmarks import generate
from benchmarks.stage import Stage
from benchmarks.table import Row
from benchmarks.timing import Paired, again, paired
from model.document import Document
from model.elements import Card
from model.store import reading
from model.store.files import Files
from model.store.schema import Table, tables

_BLOCK = b"x" * 4096
Stored = list[tuple[Table, list[tuple[Any, ...]]]]


class BareWrites:
    """Writes and syncs 4 KiB at the end of a file, again and again."""

    def __init__(self, file: Path) -> None:
        self._handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self) -> None:
        """One block, on the disk."""
        os.write(self._handle, _BLOCK)
        os.fsync(self._handle)

    def close(self) -> None:
        """Close the file."""
        os.close(self._handle)


def durable(stage: Stage) -> Iterator[Row]:
    """An edit through the editor, kept when it returns; the same for S beside L, in turn."""
    pair = _durable(stage, stage.document)
    against = "4 KiB written and synced at the end of a file in the same folder"
    what = "one edit kept in the working copy, on the disk"
    note = f"slowest of {stage.often(100)}: {pair.worst:.1f} ms"
    yield Row("durable", stage.size, pair.ours, pair.floor, what, against, note=note)
    if stage.size == "L":
        small = _durable(stage, generate.size("S"))
        yield Row("durable L/S", "L", pair.ours, small.ours, "the same", "the same edit in S")


def _durable(stage: Stage, document: Document) -> Paired:
    session = Session.new(stage.context, stage.home, document.rows())
    bare = BareWrites(stage.home / "bare")
    card = next(iter(document.table(Card)))
    titles = (f"Title {number}" for number in range(10_000_000))
    try:
        return paired(lambda: session.editor.edit(card, title=next(titles)), bare.write, stage.often(100), again)
    finally:
        bare.close()
        session.close(discard=True)


def save(stage: Stage) -> Iterator[Row]:
    """The whole file: serialised, written beside, read back and verified, synced, put in place."""
    session = Session.open(stage.file, stage.context, stage.home)
    stored = stored_rows(stage.file)
    raw = stage.folder / "raw.sqlite"
    try:
        pair = paired(session.save, lambda: write_raw(raw, stored), stage.times)
    finally:
        session.close(discard=True)
    what = "Save of the whole file, verified and synced"
    yield Row("save", stage.size, pair.ours, pair.floor, what, "the same rows by a raw executemany")


def read(stage: Stage) -> Iterator[Row]:
    """A file to checked records."""
    file, files = stage.file, Files()
    pair = paired(lambda: reading.read(file, files), lambda: stored_rows(file), stage.times)
    yield Row("read", stage.size, pair.ours, pair.floor, "file read, verified, made records", "raw tuples of its rows")


def stored_rows(file: Path) -> Stored:
    """All rows of a document file as SQLite has them, by table, but for the tables without any."""
    connection = sqlite3.connect(file)
    try:
        found = [(table, connection.execute(table.select).fetchall()) for table in tables()]
        return [(table, rows) for table, rows in found if rows]
    finally:
        connection.close()


def write_raw(file: Path, stored: Stored) -> None:
    """A new file of these rows, committed."""
    file.unlink(missing_ok=True)
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        connection.execute("BEGIN")
        for table, rows in stored:
            connection.execute(table.create)
            connection.executemany(table.insert, rows)
        connection.execute("COMMIT")
    finally:
        connection.close()
