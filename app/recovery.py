"""Documents whose session died before they were saved: found by session, opened again with their undo, or discarded."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app import backups
from app.session import Session
from model.change import Change
from model.context import Context
from model.document import Document
from model.elements import Blueprint
from model.errors import KnownError
from model.history import History
from model.messages import message
from model.named import NamedTuple
from model.record import Record
from model.store import reading
from model.store.container import damaged
from model.store.files import Files
from model.store.journal import Unreadable, decode
from model.store.locks import Held, Lock, this_process
from model.store.protection import HEADER, Key, Secret, is_protected
from model.store.working import ALIVE, BASE, JOURNAL, Facts, WorkingCopy, connect, remove, sessions_folder
from model.store.writing import temporary_files


class Recoverable(NamedTuple):
    """An unsaved document of a dead session. `edited`: the instant of its last edit, ISO 8601; `edits`: how many.

    Of a protected one the title is not known before it is opened.
    """

    id: str
    path: str | None
    title: str
    edited: str
    edits: int
    protected: bool


class _Found(NamedTuple):
    """What a journal says."""

    facts: Facts
    place: int
    entries: list[str | bytes]


def recoverable(home: Path) -> tuple[Recoverable, ...]:
    """The unsaved documents of dead sessions, the newest first. What was left behind and holds nothing goes."""
    found = []
    for folder in sorted(sessions_folder(home).iterdir()):
        if not (folder / BASE).exists() and not (folder / JOURNAL).exists():
            continue
        with suppress(Held, OSError, sqlite3.Error), _taken(folder) as lock:
            journal = _journal(folder)
            if journal is None or not journal.facts.unsaved:
                _forget(folder, lock, journal)
            else:
                facts = journal.facts
                found.append(
                    Recoverable(
                        folder.name, facts.path, facts.title, facts.edited, journal.place, _is_protected(folder)
                    )
                )
    return tuple(sorted(found, key=lambda entry: (entry.edited, entry.id), reverse=True))


def recover(
    home: Path,
    id: str,
    context: Context,
    *,
    secret: Secret = None,
    partial: bool = False,
    files: Files | None = None,
) -> Session:
    """A dead session's document, "recovered, unsaved", with its undo and redo. `KnownError` where it cannot be read.

    `secret` opens a protected one. `partial`: as many edits as can be read. The dead session's working copy goes on
    as the new one's: nothing is copied, so nothing can be lost on the way.
    """
    files = files or Files()
    folder = _folder(home, id)
    try:
        lock = Lock(folder / ALIVE, this_process(context.actor))
    except (Held, OSError) as error:
        raise KnownError(message("store.live_session", id=id)) from error
    try:
        found = _journal(folder)
        if found is None:
            raise KnownError(message("store.lost_session", id=id))
        loaded = reading.read(folder / BASE, files, secret)
        rows, done, undone = _replay(folder, loaded, found, partial)
        document = Document(rows.values())
        entries = (*done, *reversed(undone))
        working = WorkingCopy(lock, files, found.facts, None, entries, len(done), whole=not partial, key=loaded.key)
    except sqlite3.Error as error:
        lock.drop()
        raise damaged(folder / JOURNAL, "pages") from error
    except BaseException:
        lock.drop()
        raise
    path = None if found.facts.path is None else Path(found.facts.path)
    history = History(document, done, undone)
    session = Session(document, context, home, path=path, loaded=loaded, history=history, files=files)
    session.ancestor = _last_saved(session, found.facts) or session.ancestor
    session.adopt(working, found.facts)
    return session


def _last_saved(session: Session, facts: Facts) -> tuple[Record, ...] | None:
    """What a dead session last read from its file or wrote to it, from the file itself or else from a backup."""
    ours = {facts.bytes_hash, facts.attempted} - {""}
    file = [] if session.path is None else [session.path]
    for path in (*file, *backups.named(session.home, session.document.blueprint.id, ours)):
        with suppress(KnownError):
            loaded = reading.read(path, session.files, session.key)
            if loaded.bytes_hash in ours:
                return tuple(loaded.rows)
    return None


def base_of(home: Path, id: str) -> Path:
    """Where the document of a session lies, as it was when it was opened."""
    return _folder(home, id) / BASE


def discard(home: Path, id: str) -> None:
    """Forget a dead session's document for ever."""
    folder = _folder(home, id)
    try:
        with _taken(folder) as lock:
            _forget(folder, lock, _journal(folder))
    except (Held, OSError) as error:
        raise KnownError(message("store.live_session", id=id)) from error
    except sqlite3.Error:
        shutil.rmtree(folder, ignore_errors=True)


def forget_document(home: Path, document: str, path: Path | None, secret: Secret) -> int:
    """Forget for ever what dead sessions left of a document, told by its id or by its file; how many there were.

    Of one under a passphrase that `secret` is not, only the file tells.
    """
    forgotten = 0
    for folder in sorted(sessions_folder(home).iterdir()):
        with suppress(Held, OSError, sqlite3.Error), _taken(folder) as lock:
            journal = _journal(folder)
            at_path = journal is not None and path is not None and journal.facts.path == str(path)
            if at_path or _document_in(folder, secret) == document:
                _forget(folder, lock, journal)
                forgotten += 1
    return forgotten


def _document_in(folder: Path, secret: Secret) -> str | None:
    try:
        rows = reading.read(folder / BASE, Files(), secret).rows
    except KnownError:
        return None
    return next((row.id for row in rows if isinstance(row, Blueprint)), None)


def _folder(home: Path, id: str) -> Path:
    folder = sessions_folder(home) / id
    if folder.name != id or not folder.is_dir():
        raise KnownError(message("store.lost_session", id=id))
    return folder


@contextmanager
def _taken(folder: Path) -> Iterator[Lock]:
    """The lock of a session that nobody holds; it is left behind as it was found."""
    lock = Lock(folder / ALIVE, this_process(""))
    try:
        yield lock
    finally:
        lock.drop()


def _journal(folder: Path) -> _Found | None:
    """What the journal in a folder says; None where nothing was ever kept in it."""
    if not (folder / JOURNAL).exists():
        return None
    connection = connect(folder)
    try:
        row = connection.execute(
            "SELECT place, path, title, bytes_hash, attempted, unsaved, edited FROM session"
        ).fetchone()
        if row is None:
            return None
        place, path, title, bytes_hash, attempted, unsaved, edited = row
        entries = [text for (text,) in connection.execute("SELECT change FROM entry ORDER BY place")]
    finally:
        connection.close()
    path = None if path is None else os.fsdecode(path)
    return _Found(Facts(path, title, bytes_hash, attempted, bool(unsaved), edited), place, entries)


def _replay(
    folder: Path, loaded: reading.Loaded, found: _Found, partial: bool
) -> tuple[dict[str, Record], tuple[Change, ...], tuple[Change, ...]]:
    """The rows at the journal's place, the edits that led there, and the undone ones, the next to redo last."""
    rows = {row.id: row for row in loaded.rows}
    if len(found.entries) < found.place and not partial:
        raise KnownError(message("store.bad_journal", file=str(folder / JOURNAL), n=len(found.entries)))
    changes: list[Change] = []
    here = dict(rows)
    for number, text in enumerate(found.entries, 1):
        try:
            changes.append(decode(_readable(text, number, loaded.key), rows))
        except Unreadable as error:
            if partial:
                break
            raise KnownError(message("store.bad_journal", file=str(folder / JOURNAL), n=number - 1)) from error
        if number <= found.place:
            here = rows if number < found.place else dict(rows)
    return here, tuple(changes[: found.place]), tuple(reversed(changes[found.place :]))


def _readable(entry: str | bytes, number: int, key: Key | None) -> str:
    """The text of an entry of the journal; of a protected one only what its key sealed counts."""
    if key is None and isinstance(entry, str):
        return entry
    if key is None or not isinstance(entry, bytes):
        raise Unreadable(str(number))
    try:
        return key.open_text(entry, number)
    except ValueError as error:
        raise Unreadable(str(number)) from error


def _is_protected(folder: Path) -> bool:
    try:
        with (folder / BASE).open("rb") as stream:
            return is_protected(stream.read(HEADER))
    except OSError:
        return False


def _forget(folder: Path, lock: Lock, journal: _Found | None) -> None:
    """Remove a session and what a Save of it may have left beside its file."""
    if journal is not None and journal.facts.path is not None:
        for temporary in temporary_files(Path(journal.facts.path), folder.name):
            temporary.unlink(missing_ok=True)
    remove(folder, lock)
