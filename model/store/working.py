"""The private working copy of one session: the document as it was opened, and a journal of what was done to it since.

A folder of its own holds `base.throughline`, `journal.sqlite` and the lock by which others see that its owner lives.
An edit writes its own few rows, however large the document: it counts as kept when `record` returns. The journal is
the list of edits done and undone, with a place in it: undo and redo only move the place. Of a protected document base
and edits are protected with its key, and the title is not kept.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from model.change import Change
from model.errors import KnownError
from model.history import Act, Commit
from model.messages import message
from model.named import NamedTuple
from model.store.files import Files, reason
from model.store.journal import encode
from model.store.locks import Lock, Owner
from model.store.protection import Key, unseal

BASE, JOURNAL, ALIVE = "base.throughline", "journal.sqlite", "owner.lock"
# So long (s) the disk waits until what was opened is shown, unless an edit comes sooner or something would be lost.
_PAUSE = 0.25
# SQLite takes paths of 504 bytes there, a session's folder and its journal included.
_LONGEST_FOLDER = 504 - len(f"/session-xxxxxxxx/{JOURNAL}")
_TABLES = (
    "CREATE TABLE IF NOT EXISTS entry (place INTEGER PRIMARY KEY, change TEXT NOT NULL)",
    (
        "CREATE TABLE IF NOT EXISTS session (one INTEGER PRIMARY KEY CHECK (one = 1), place INTEGER NOT NULL, "
        "unsaved INTEGER NOT NULL, path TEXT, title TEXT NOT NULL, bytes_hash TEXT NOT NULL, attempted TEXT NOT NULL, "
        "edited TEXT NOT NULL)"
    ),
)


class Facts(NamedTuple):
    """What a session says of itself, for whoever recovers it.

    `bytes_hash`: of the file as last read or written; `attempted`: of what a Save was about to write; `edited`: the
    instant of the last edit, ISO 8601.
    """

    path: str | None
    title: str
    bytes_hash: str
    attempted: str
    unsaved: bool
    edited: str


@contextmanager
def atomic(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is written within, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def connect(folder: Path) -> sqlite3.Connection:
    """The journal in a folder, every commit on the disk when it returns."""
    connection = sqlite3.connect(folder / JOURNAL, isolation_level=None, check_same_thread=False)
    try:
        for pragma in (
            "locking_mode=EXCLUSIVE",
            "journal_mode=WAL",
            "synchronous=FULL",
            "fullfsync=ON",
            "trusted_schema=OFF",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        for statement in _TABLES:
            connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection


def stored_path(path: str | None) -> str | bytes | None:
    """A path as the journal holds it: a name that is no text, which some systems allow, as its bytes."""
    try:
        (path or "").encode()
    except UnicodeEncodeError:
        return os.fsencode(path or "")
    return path


def sessions_folder(home: Path) -> Path:
    """Where the working copies lie; made if it is not there."""
    folder = home / "sessions"
    if os.name != "nt" and len(os.fsencode(folder)) > _LONGEST_FOLDER:
        raise KnownError(message("store.home", folder=str(home), reason=message("store.reason.long_name")))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise KnownError(message("store.home", folder=str(home), reason=reason(error))) from error
    return folder


def new_session(home: Path, owner: Owner) -> Lock:
    """The lock in a folder of its own for a new session; the folder's name is the session's id."""
    try:
        return Lock(Path(tempfile.mkdtemp(prefix="session-", dir=sessions_folder(home))) / ALIVE, owner)
    except OSError as error:
        raise KnownError(message("store.home", folder=str(home), reason=reason(error))) from error


class WorkingCopy:
    """The working copy of a session, from its opening to its end."""

    def __init__(
        self,
        lock: Lock,
        files: Files,
        facts: Facts,
        base: Callable[[], bytes] | None,
        entries: Iterable[Change] = (),
        place: int = 0,
        *,
        whole: bool = False,
        key: Key | None = None,
    ) -> None:
        """Begin one in the folder of a lock just taken, or go on with that of a dead session (`base` None).

        `whole`: the journal there already holds these entries. The base is written in a thread a moment later, so
        that opening does not wait for the disk; the first edit does, and where something is unsaved already it is
        written at once.
        """
        self.folder = lock.path.parent
        self._paths = [self.folder / name for name in (ALIVE, BASE, JOURNAL)]
        self.facts = facts
        self._key = key
        self._lock = lock
        self._files = files
        self._base = base
        self._entries = list(entries)
        self._place = place
        self._whole = whole
        self._connection: sqlite3.Connection | None = None
        self._wanted = threading.Event()
        if facts.unsaved:
            self._wanted.set()
        self._thread: threading.Thread | None = threading.Thread(target=self._prepare, daemon=True)
        self._thread.start()

    @property
    def id(self) -> str:
        """The id of the session."""
        return self.folder.name

    @property
    def gone(self) -> bool:
        """Whether somebody removed it from the disk, or a part of it: what is written then is lost."""
        try:
            for path in self._paths[:1] if self._connection is None else self._paths:
                path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return True
        except OSError:
            # Whoever may not look may still write to what is open.
            return False
        return False

    @property
    def entries(self) -> tuple[Change, ...]:
        """The edits done and undone."""
        return tuple(self._entries)

    @property
    def done(self) -> tuple[Change, ...]:
        """The edits done."""
        return tuple(self._entries[: self._place])

    def _prepare(self) -> None:
        self._wanted.wait(_PAUSE)
        with suppress(OSError, sqlite3.Error, KnownError):
            self._open()

    def _open(self) -> sqlite3.Connection:
        """The journal, with the base beside it; what failed before is tried again."""
        if self._base is not None:
            self._write_base(self._base())
            self._base = None
        if self._connection is None:
            self._connection = connect(self.folder)
        if not self._whole:
            self._write_all(self._connection)
            self._files.sync_folder(self.folder)
        return self._connection

    def _join(self) -> None:
        if self._thread is not None:
            self._wanted.set()
            self._thread.join()
            self._thread = None

    def _write_base(self, data: bytes) -> None:
        path = self.folder / BASE
        self._files.remove(path)
        handle = self._files.create(path, 0o600)
        try:
            self._files.write(handle, path, data)
            self._files.sync(handle, path)
        finally:
            self._files.close(handle, path)
        self._files.sync_folder(self.folder)

    def _write_all(self, connection: sqlite3.Connection) -> None:
        """The whole journal anew: at the beginning, and after a write that failed."""
        with atomic(connection):
            connection.execute("DELETE FROM entry")
            rows = ((place, self._encode(change, place)) for place, change in enumerate(self._entries, 1))
            connection.executemany("INSERT INTO entry VALUES (?, ?)", rows)
            self._write_facts(connection)
        self._whole = True

    def _write_facts(self, connection: sqlite3.Connection) -> None:
        path, title, bytes_hash, attempted, unsaved, edited = self.facts
        title = title.encode("utf-8", "replace").decode() if self._key is None else ""
        row = (1, self._place, int(unsaved), stored_path(path), title, bytes_hash, attempted, edited)
        connection.execute("INSERT OR REPLACE INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def record(self, commit: Commit, facts: Facts) -> None:
        """Keep one act of the history. `KnownError` where the disk refuses; the next act then brings all of it."""
        self._join()
        self.facts = facts
        place = self._place + (1 if commit.act in (Act.PUSH, Act.REDO) else 0)
        if commit.act in (Act.PUSH, Act.MERGE):
            self._entries[place - 1 :] = [commit.entry]
        self._place = place - 1 if commit.act is Act.UNDO else place
        self._keep(lambda connection: self._write_act(connection, commit, place))

    def _write_act(self, connection: sqlite3.Connection, commit: Commit, place: int) -> None:
        if commit.act in (Act.PUSH, Act.MERGE):
            connection.execute("DELETE FROM entry WHERE place >= ?", (place,))
            connection.execute("INSERT INTO entry VALUES (?, ?)", (place, self._encode(commit.entry, place)))
        self._write_facts(connection)

    def _encode(self, change: Change, place: int) -> str | bytes:
        text = encode(change)
        return text if self._key is None else self._key.seal_text(text, place)

    def state(self, facts: Facts) -> None:
        """Keep what the session says of itself: after a Save, or when a document becomes unsaved without an edit."""
        self._join()
        self.facts = facts
        self._keep(self._write_facts)

    def _keep(self, write: Callable[[sqlite3.Connection], None]) -> None:
        try:
            if self._connection is None or not self._whole:
                self._open()
                return
            self._whole = False
            with atomic(self._connection):
                write(self._connection)
            self._whole = True
        except OSError as error:
            raise KnownError(message("store.not_kept", reason=reason(error))) from error
        except sqlite3.Error as error:
            full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
            why = message("store.reason.full" if full else "store.reason.device")
            raise KnownError(message("store.not_kept", reason=why)) from error

    def rekeyed(self, lock: Lock, key: Key | None) -> WorkingCopy:
        """The same working copy in another folder and under another key, whole on the disk; this one then may go.

        `KnownError` where the disk refuses: then this one is what it was, and the other is gone.
        """
        self._join()
        try:
            self._open()
            data, _ = self._files.read(self.folder / BASE)
            plain, _ = unseal(self.folder / BASE, data, self._key)
        except (OSError, sqlite3.Error, KnownError) as error:
            remove(lock.path.parent, lock)
            raise KnownError(message("store.not_kept", reason=message("store.reason.device"))) from error
        base = plain if key is None else key.seal(plain)
        other = WorkingCopy(lock, self._files, self.facts, lambda: base, self._entries, self._place, key=key)
        try:
            other.state(self.facts)
        except KnownError:
            other.close()
            raise
        return other

    def close(self, *, keep: bool = False) -> None:
        """End the working copy; `keep`: leave it to be recovered."""
        self._join()
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if keep:
            self._lock.drop()
        else:
            remove(self.folder, self._lock)


def remove(folder: Path, lock: Lock) -> None:
    """Remove a session's folder; the journal goes first, so that half a removal is nothing to recover."""
    for name in (JOURNAL, JOURNAL + "-wal", BASE):
        with suppress(OSError):
            (folder / name).unlink(missing_ok=True)
    lock.release()
    shutil.rmtree(folder, ignore_errors=True)
