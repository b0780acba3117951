"""Documents, damaged files and failing disks for the tests of the store."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from model.context import Context, fixed_context
from model.elements import Blueprint, Card, Lane, Link, Picture, Role, Stage, Step
from model.ids import spread
from model.kinds import Field, FieldType, Kind, kinds
from model.record import Record
from model.store import reading, schema, writing
from model.store.columns import column_of
from model.store.container import placeholder, sealed
from model.store.files import Files
from model.store.protection import Cost, Key, new_key
from model.store.reading import content_of

T = TypeVar("T")
DAY = date(2026, 3, 14)
PASSPHRASE = "open sesame"
INSTANT = datetime(2026, 3, 14, 15, 9, 26, tzinfo=UTC)


def context(seed: int = 1, actor: str = "Ann") -> Context:
    """A context in which nothing varies."""
    return fixed_context(DAY, actor, seed)


def small(cards: int = 12) -> list[Record]:
    """A small document: one stage, three steps, two lanes, a picture, cards and links."""
    rows: list[Record] = [Blueprint("bp", "a0", title="Parking permit", volume=1000), Stage("stage", "a0", title="All")]
    rows += [Step(f"step{i}", key, stage="stage", title=f"Step {i}") for i, key in enumerate(spread(3))]
    rows += [Lane(f"lane{i}", key, role=Role.CUSTOMER, title=f"Lane {i}") for i, key in enumerate(spread(2))]
    rows.append(Picture("pic", "a0", mime="image/png", width=1, height=1, data=bytes(range(256)) * 8))
    for i, key in enumerate(spread(cards)):
        rows.append(
            Card(
                f"card{i}",
                key,
                lane=f"lane{i % 2}",
                step=f"step{i % 3}",
                title=f"Card {i}",
                work_minutes=Decimal("1.50") if i % 2 else None,
                picture="pic" if i == 0 else None,
            )
        )
    rows += [Link(f"link{i}", source=f"card{i}", target=f"card{i + 1}") for i in range(cards - 1)]
    return rows


def every_kind() -> list[Record]:
    """One record of every kind with every field filled: what the fixtures of each format hold."""
    return [kind.record(*[_filled(kind, field) for field in kind.fields]) for kind in kinds()]


def _filled(kind: Kind, field: Field) -> Any:
    if field.name == "id":
        return f"the_{kind.table}"
    if field.name == "order":
        return "a5"
    if field.name == "extra":
        return '{"x-note":"ünïcode"}'
    if field.refers:
        target = next(other for other in kinds() if field.refers[0] in (other.name, "*"))
        return (f"the_{target.table}",) if field.many else f"the_{target.table}"
    filled: dict[FieldType, Any] = {
        FieldType.TEXT: f"{field.name} بالعربية 日本 😀\x00\n",
        FieldType.INTEGER: 2**53 - 1,
        FieldType.FLAG: True,
        FieldType.DECIMAL: Decimal("-12345678901234567890.0100"),
        FieldType.DAY: DAY,
        FieldType.INSTANT: INSTANT,
        FieldType.TEXTS: ("one", 'two "quoted"'),
        FieldType.BLOB: bytes(range(256)),
    }
    if field.choices is not None:
        last = list(field.choices)[-1]
        return (last,) if field.many else last
    return filled[field.holds]


def same(found: Iterable[Record], wanted: Iterable[Record]) -> bool:
    """Whether two documents hold the same rows, in whatever order."""
    return sorted(found, key=lambda row: row.id) == sorted(wanted, key=lambda row: row.id)


def exactly(rows: Iterable[Record]) -> list[str]:
    """Rows as texts that tell 1.0 from 1.00 and an enum from its text."""
    return sorted(map(repr, rows))


def a_key() -> Key:
    """A key of `PASSPHRASE` that takes no second to derive, each time another."""
    return new_key(PASSPHRASE, Cost(log=10))


def saved(path: Path, rows: Iterable[Record] | None = None, files: Files | None = None, key: Key | None = None) -> Path:
    """A document saved to a path."""
    writing.write(path, writing.serialise(small() if rows is None else rows, key=key), files or Files(), "test")
    return path


def rows_in(path: Path) -> list[str]:
    """What a file holds, protected with `PASSPHRASE` or not; it is sound."""
    data, stamp = Files().read(path)
    return exactly(reading.load(path, data, stamp, pages=True, secret=PASSPHRASE).rows)


def forged(path: Path, *statements: str, rows: Iterable[Record] | None = None) -> Path:
    """A document that a clever stranger changed by SQL, schema included, and whose hashes he set right again."""
    path.write_bytes(writing.serialise(small() if rows is None else rows).data)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute("PRAGMA trusted_schema=OFF")
    for statement in statements:
        connection.execute(statement)
    reseal(connection)
    connection.close()
    path.write_bytes(_sealed_again(path.read_bytes()))
    return path


def reseal(connection: sqlite3.Connection) -> None:
    """Set the content hash right, and put the seal's placeholder in."""
    stored = []
    for table in schema.tables():
        rows = connection.execute(table.select).fetchall()
        stored.append(
            [column_of(values) for values in (zip(*rows, strict=True) if rows else [()] * len(table.columns))]
        )
    ((extra,),) = connection.execute("SELECT extra FROM meta").fetchall()
    content = content_of(extra, stored)
    connection.execute("UPDATE meta SET content = ?, seal = ?", (content, placeholder(content).decode()))


def _sealed_again(data: bytes) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    ((content,),) = connection.execute("SELECT content FROM meta").fetchall()
    connection.close()
    return sealed(data, content)


class FailingFiles(Files):
    """A disk on which the n-th operation goes wrong, once: in one of the ways of `FAULTS`."""

    def __init__(self, number: int, fault: str) -> None:
        self.left = number
        self.fault = fault
        self.failed: str | None = None
        self.paused: list[float] = []

    def pause(self, seconds: float) -> None:
        self.paused.append(seconds)

    def run(self, operation: str, path: Path, act: Callable[[], T]) -> T:
        self.left -= 1
        if self.left != 0:
            return act()
        self.failed = operation
        # A handle is gone even where closing it is refused (close(2) of Linux).
        if operation == "close" or (self.fault == "short write" and operation == "write"):
            act()
        raise OSError(FAULTS[self.fault], self.fault, str(path))


FAULTS = {
    "short write": errno.ENOSPC,
    "no space": errno.ENOSPC,
    "i/o error": errno.EIO,
    "permission": errno.EACCES,
    "read-only": errno.EROFS,
}


class LyingFiles(Files):
    """A disk that says it wrote what it did not."""

    def write_some(self, handle: int, piece: memoryview) -> int:
        return super().write_some(handle, memoryview(bytes(len(piece))))


class FullDisk(Files):
    """A disk with so many bytes left."""

    def __init__(self, room: int) -> None:
        self.room = room

    def write_some(self, handle: int, piece: memoryview) -> int:
        if self.room <= 0:
            raise OSError(errno.ENOSPC, "no space")
        written = super().write_some(handle, piece[: self.room])
        self.room -= written
        return written


def digest(path: Path) -> str:
    """The hash of a file's bytes."""
    return sha256(path.read_bytes()).hexdigest()


def die(session: Any) -> str:
    """End a session as a power cut does: its locks go, its files stay. The session's id."""
    session._working.close(keep=True)
    if session._lock is not None:
        session._lock.drop()
    return str(session._working.id)
