"""Documents whose session died before they were saved: found by session, opened again with their undo, or discarded."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from app.session import Session
from model.change import Change
from model.context import Context
from model.document import Document
from model.errors import KnownError
from model.history import History
from model.messages import Message, message
from model.store import reading
from model.store.bytes import damaged
from model.store.files import Files
from model.store.journal import Rows, Unreadable, decode
from model.store.locks import Held, Lock, holder, this_process
from model.store.working import ALIVE, BASE, JOURNAL, Facts, WorkingCopy, connect, remove, sessions_folder
from model.store.writing import temporary_files


class Recoverable(NamedTuple):
    """An unsaved document of a dead session. `edited`: the instant of its last edit, ISO 8601; `edits`: how many."""

    id: str
    path: str | None
    title: str
    edited: str
    edits: int


class _Found(NamedTuple):
    """What a journal says."""

    facts: Facts
    place: int
    entries: list[str]


def recoverable(home: Path) -> tuple[Recoverable, ...]:
    """The unsaved documents of dead sessions, the newest first. What was left behind and holds nothing goes."""
    found = []
    for folder in sorted(sessions_folder(home).iterdir()):
        with suppress(Held, OSError), _taken(folder) as lock:
            journal = _journal(folder)
            if journal is None or not journal.facts.unsaved:
                _forget(folder, lock, journal)
            else:
                path, title, _, _, _, edited = journal.facts
                found.append(Recoverable(folder.name, path, title, edited, journal.place))
    return tuple(sorted(found, key=lambda entry: (entry.edited, entry.id), reverse=True))


def recover(home: Path, id: str, context: Context, *, files: Files | None = None) -> Session:
    """A dead session's document, "recovered, unsaved", with its undo and redo. `KnownError` where it cannot be read.

    The dead session's working copy goes on as the new one's: nothing is copied, so nothing can be lost on the way.
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
            raise damaged(folder / JOURNAL, "pages")
        loaded = reading.read(folder / BASE, files)
        replayed = _replay(folder, loaded, found)
    finally:
        lock.drop()
    rows, done, undone = replayed
    path = None if found.facts.path is None else Path(found.facts.path)
    document = Document(rows.values())
    session = Session(
        document, context, home, path=path, loaded=loaded, history=History(document, done, undone), files=files
    )
    entries = (*done, *reversed(undone))
    try:
        working = WorkingCopy(folder, this_process(context.actor), files, found.facts, None, entries, len(done))
    except Held as error:
        raise KnownError(message("store.live_session", id=id)) from error
    session.adopt(working, found.facts)
    return session


def discard(home: Path, id: str) -> None:
    """Forget a dead session's document for ever."""
    folder = _folder(home, id)
    try:
        with _taken(folder) as lock:
            _forget(folder, lock, _journal(folder))
    except (Held, OSError) as error:
        raise KnownError(message("store.live_session", id=id)) from error


def notice(entry: Recoverable) -> Message:
    """What a list of recoverable documents says of one."""
    return message("store.recoverable", n=entry.edits, title=entry.title, file=entry.path or "")


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
