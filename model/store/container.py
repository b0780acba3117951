"""A document file as bytes: opened in memory for a stranger, sealed for ourselves.

Working on a copy in memory means that SQLite never sees the file's folder: no side file, no journal of a stranger's,
no writing, and nobody can change the file between two looks at it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from model.errors import BugError, KnownError
from model.messages import Message, message
from model.store.schema import APPLICATION_ID, FORMAT, MAJOR, format_name

_MAGIC = b"SQLite format 3\0"
_SEAL = 64
_STEPS = 100_000
_LIMITS = (
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
    (sqlite3.SQLITE_LIMIT_COLUMN, 200),
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 100),
    (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 2),
    (sqlite3.SQLITE_LIMIT_FUNCTION_ARG, 8),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100),
    (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
    (sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0),
)


def damaged(file: Path, place: Message | str) -> KnownError:
    """The error for a file that is not as it was written. A place that is text names an entry `store.place.*`."""
    if isinstance(place, str):
        place = message("store.place." + place)
    return KnownError(message("store.damaged", file=str(file), place=place))


def shown(text: str) -> str:
    """What a stranger's file calls something, fit for one line: at most 80 signs, none that steers or breaks it."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text[:80])


def is_plain_document(head: bytes) -> bool:
    """Whether these are the first hundred bytes of a document that is not protected."""
    return head.startswith(_MAGIC) and _number(head, 68) == APPLICATION_ID


def check_header(file: Path, data: bytes) -> int:
    """The format version in the header, or `KnownError`: nothing of the file has been given to SQLite yet."""
    if not data:
        raise damaged(file, "empty")
    if not data.strip(b"\0"):
        raise damaged(file, "zeros")
    if not data.startswith(_MAGIC[: len(data)]):
        raise KnownError(message("store.foreign", file=str(file)))
    if len(data) < 512:
        raise damaged(file, "length")
    if _number(data, 68) != APPLICATION_ID:
        raise KnownError(message("store.foreign", file=str(file)))
    version = _number(data, 60)
    if version // 1000 > MAJOR:
        theirs, ours = format_name(version), format_name(FORMAT)
        raise KnownError(message("store.newer", file=str(file), format=theirs, ours=ours))
    page = int.from_bytes(data[16:18], "big")
    if version < 1000 or data[18:20] != b"\1\1" or page < 512 or page & (page - 1) or data[20] != 0:
        raise damaged(file, "header")
    if len(data) != page * _number(data, 28):
        raise damaged(file, "length")
    return version


def _number(data: bytes, place: int) -> int:
    return int.from_bytes(data[place : place + 4], "big")


@contextmanager
def opened(file: Path, data: bytes) -> Iterator[sqlite3.Connection]:
    """A private copy of a file's bytes as a database, bounded in what it may do and for how long.

    Damaged pages can put bytes that are no text into SQLite's own error messages, hence `UnicodeDecodeError`.
    """
    left = [1000 + len(data) * 20 // _STEPS]

    def count_down() -> int:
        left[0] -= 1
        return left[0] < 0

    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for limit, value in _LIMITS:
            connection.setlimit(limit, value)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, len(data) + 1)
        for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0"):
            connection.execute(f"PRAGMA {pragma}")
        connection.deserialize(data)
        connection.set_progress_handler(count_down, _STEPS)
        yield connection
    except (sqlite3.Error, sqlite3.Warning, UnicodeDecodeError, MemoryError) as error:
        raise damaged(file, "pages") from error
    finally:
        connection.close()


def placeholder(content: str) -> bytes:
    """What stands for the seal while it is computed; nobody can write it into a text, since it rests on all texts."""
    return sha256(b"seal of " + content.encode("utf-8")).hexdigest().encode()


def seal_of(data: bytes, content: str, seal: bytes) -> str | None:
    """The SHA-256 of a file with its seal blanked out; None where the seal does not stand in it exactly once."""
    place = data.find(seal)
    if place < 0 or len(seal) != _SEAL or data.find(seal, place + 1) >= 0:
        return None
    view = memoryview(data)
    total = sha256(view[:place])
    total.update(placeholder(content))
    total.update(view[place + _SEAL :])
    return total.hexdigest()


def sealed(data: bytes, content: str) -> bytes:
    """A file written with the placeholder, with its seal put in: from then on any bit that flips is seen."""
    blank = placeholder(content)
    seal = seal_of(data, content, blank)
    if seal is None:
        raise BugError("the place of the seal is not clear")
    return data.replace(blank, seal.encode(), 1)
