"""One open document: its file, its history, its working copy and its lock. No Qt; every window has its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from app import backups
from app.replacing import replace_all
from app.saving import SaveJob
from model.change import Change, taken_back
from model.collector import without_collector
from model.context import Context
from model.document import Document
from model.errors import KnownError
from model.history import Commit, History
from model.messages import message
from model.record import Record
from model.store import reading, writing
from model.store.files import Files, Stamp
from model.store.locks import Held, Lock, Owner, document_lock, holder, lock_of, this_process
from model.store.protection import Key, Secret
from model.store.working import Facts, WorkingCopy, new_session

if TYPE_CHECKING:
    from model.editor import Editor


class ChangedOnDisk(KnownError):
    """Somebody else wrote the file since it was opened: save a copy, overwrite theirs with a backup, or cancel."""


class _Seen(NamedTuple):
    """The file as this session last read or wrote it."""

    stamp: Stamp | None
    bytes_hash: str


class Session:
    """A document being worked on. Made by `new`, `open` or `app.recovery.recover`.

    An edit counts as kept when the history's listeners have heard of it: the first of them is the working copy.
    """

    def __init__(
        self,
        document: Document,
        context: Context,
        home: Path,
        *,
        path: Path | None = None,
        loaded: reading.Loaded | None = None,
        history: History | None = None,
        files: Files | None = None,
    ) -> None:
        self.document = document
        self.context = context
        self.home = home
        self.path = path
        self.files = files or Files()
        self.history = history or History(document)
        self.read_only = False
        self.recovered = False
        self.locked_by: Owner | None = None
        self.content = "" if loaded is None else loaded.content
        self.key = None if loaded is None else loaded.key
        self.version = 0 if loaded is None else loaded.version
        self._extra = "" if loaded is None else loaded.extra
        self._seen = _Seen(None, "") if loaded is None else _Seen(loaded.stamp, loaded.bytes_hash)
        self._attempted = ""
        # What this session last read from its file or wrote to it: what it and who writes there now had in common.
        self.ancestor: tuple[Record, ...] | None = None if loaded is None else tuple(loaded.rows)
        self._backed_up = False
        self._lock: Lock | None = None
        self._working: WorkingCopy | None = None
        self.history.committed.connect(self._record)

    @classmethod
    def new(
        cls, context: Context, home: Path, rows: Iterable[Record], *, unsaved: bool = False, files: Files | None = None
    ) -> Session:
        """A document without a file; `unsaved`: one that would be missed (an import)."""
        records = tuple(rows)
        session = cls(Document(records), context, home, files=files)
        if unsaved:
            session.history.mark_unsaved()
        session._begin(lambda: writing.serialise(records).data)
        return session

    @classmethod
    def open(
        cls,
        path: Path,
        context: Context,
        home: Path,
        *,
        read_only: bool = False,
        secret: Secret = None,
        files: Files | None = None,
    ) -> Session:
        """The document in a file, or `KnownError`; a protected one by its `secret`.

        `read_only`: to look only, no lock and no working copy.

        Where another has it open it is read-only, and `locked_by` says who; so it is where it is marked read-only.
        """
        files = files or Files()
        path = path.absolute()
        loaded = reading.read(path, files, secret)
        with without_collector():
            document = Document(loaded.rows)
        session = cls(document, context, home, path=path, loaded=loaded, files=files)
        session.read_only = read_only
        if not read_only:
            if files.may_write(path):
                session._take_lock()
            else:
                session.read_only = True
            try:
                session._begin(lambda: loaded.data)
            except BaseException:
                session.close(discard=True)
                raise
        return session

    @cached_property
    def editor(self) -> Editor:
        """Every act a user can do."""
        from model.editor import Editor

        return Editor(self.document, self.history, self.context)

    @property
    def unsaved(self) -> bool:
        """Whether closing would lose something."""
        return not self.history.clean

    @property
    def title(self) -> str:
        """The blueprint's title, else the file's name, else nothing."""
        return self.document.blueprint.title or ("" if self.path is None else self.path.stem)

    @property
    def changed_on_disk(self) -> bool:
        """Whether somebody else wrote the file since; quick unless its stamp differs. No where nobody can tell."""
        try:
            if self.path is None or self.files.stamp(self.path) in (None, self._seen.stamp):
                return False
            return self._written_by_another(self.path)
        except KnownError:
            return False

    def save(self, *, overwrite: bool = False) -> Path | None:
        """Save under the same name. `ChangedOnDisk` where another wrote the file.

        `overwrite`: even so, after a copy of theirs has been put in the app-data folder; its path is the answer.
        """
        job = self.begin_save()
        written, backup = self.prepare(job, overwrite=overwrite)
        self.attempt(written)
        self.finish_save(job, written, self.put(job, written))
        return backup

    def prepare(self, job: SaveJob, *, overwrite: bool = False) -> tuple[writing.Written, Path | None]:
        """What is to be written, and where a copy of what another wrote is, as for `save`; in any thread."""
        backup = None
        self._back_up_former()
        if self._written_by_another(job.path):
            if not overwrite:
                raise ChangedOnDisk(message("store.changed_on_disk", file=str(job.path)))
            theirs, _ = self.files.read(job.path)
            backup = self._keep_backup(theirs)
        return job.serialise(), backup

    def put(self, job: SaveJob, written: writing.Written) -> Stamp | None:
        """Write it, and keep it as a backup; in any thread."""
        stamp = job.write(written)
        self._back_up(lambda: written.data)
        return stamp

    def begin_save(self) -> SaveJob:
        """What a Save needs, taken now: then `prepare`, `attempt`, `put`, `finish_save`; see `save`."""
        if self.path is None:
            raise KnownError(message("store.no_path"))
        if self.locked_by is not None:
            owner, host, _ = self.locked_by
            raise KnownError(message("store.read_only_by", file=str(self.path), owner=owner, host=host))
        if self.read_only:
            raise KnownError(message("store.read_only", file=str(self.path)))
        return self._job(self.path)

    def attempt(self, written: writing.Written) -> None:
        """Remember what is about to be written: after a crash it is known as ours.

        What an earlier Save wrote without coming to its end is seen first, as only one attempt is remembered.
        """
        if self._attempted and self.path is not None:
            with suppress(KnownError):
                self._written_by_another(self.path)
        self._attempted = written.bytes_hash
        self._state()

    def finish_save(self, job: SaveJob, written: writing.Written, stamp: Stamp | None) -> None:
        """The file now holds what the job took."""
        self._seen, self._attempted = _Seen(stamp, written.bytes_hash), ""
        self.content, self.ancestor = written.content, job.records
        if job.revision == self.document.revision and job.key is self.key:
            self.history.mark_clean()
            self.recovered = False
        else:
            self.history.mark_unsaved()
        self._state()

    def save_as(self, path: Path) -> None:
        """Save under another name and go on with that file; the former one stays as it is."""
        path = path.absolute()
        lock, locked_by = lock_of(path, self._lock, self.context.actor)
        if locked_by is not None:
            raise KnownError(message("store.locked", file=str(path), owner=locked_by.owner, host=locked_by.host))
        try:
            job = self._job(path)
            written = job.serialise()
            self.attempt(written)
            stamp = self.put(job, written)
        except BaseException:
            if lock is not None and lock is not self._lock:
                lock.release()
            raise
        if self._lock is not None and self._lock is not lock:
            self._lock.release()
        self._lock, self.locked_by, self.read_only = lock, None, False
        self.path = path
        self.finish_save(job, written, stamp)

    def save_copy(self, path: Path) -> None:
        """Write the document to another file and go on with this one."""
        path = path.absolute()
        if self.path is not None and document_lock(path) == document_lock(self.path):
            self.save()
            return
        owner = holder(document_lock(path), this_process("").host)
        if owner is not None:
            raise KnownError(message("store.locked", file=str(path), owner=owner.owner, host=owner.host))
        job = self._job(path)
        job.write(job.serialise())

    def revert(self) -> None:
        """Back to the file as it is on the disk now, as one edit that undo takes back.

        Two edits where a stranger's file gave an id of ours to another kind of record.
        """
        if self.path is None:
            raise KnownError(message("store.no_path"))
        loaded = reading.read(self.path, self.files, self.key)
        replace_all(self.history, self.document, loaded.rows, message("store.act.revert"))
        self._attempted = ""
        self._seen = _Seen(loaded.stamp, loaded.bytes_hash)
        self.content, self._extra, self.ancestor = loaded.content, loaded.extra, tuple(loaded.rows)
        if loaded.key == self.key:
            self.history.mark_clean()
        self.recovered = False
        self._state()

    def restore(self, path: Path, secret: Secret = None) -> None:
        """Take over what a backup holds, as one edit that undo takes back; before that the present state is backed up.

        The file is what it was until the next Save. `secret`: where the backup is not under the document's own key.
        """
        loaded = reading.read(path, self.files, secret or self.key)
        data = writing.serialise(self.document.rows(), self._extra, self.key).data
        self._keep_backup(data)
        replace_all(self.history, self.document, loaded.rows, message("store.act.restore"))

    def protect(self, key: Key | None) -> int:
        """Use a key from now on, or none: working copy and backups now, the file by Save; how many backups refused."""
        self._back_up_former()
        if self._working is not None:
            lock = new_session(self.home, this_process(self.context.actor))
            former, self._working = self._working, self._working.rekeyed(lock, key)
            former.close()
        former_key, self.key = self.key, key
        self.history.mark_unsaved()
        self._state()
        return backups.rekey(self.home, self.document.blueprint.id, former_key, key, self.files)

    def saw(self, loaded: reading.Loaded) -> None:
        """What another wrote to the file has been taken in: the next Save may replace it."""
        self._seen, self._attempted = _Seen(loaded.stamp, loaded.bytes_hash), ""
        self.content, self.ancestor = loaded.content, tuple(loaded.rows)
        self._state()

    def close(self, *, discard: bool = False) -> None:
        """End the session. Unsaved edits stay to be recovered unless they are discarded."""
        if self._working is not None:
            self._working.close(keep=self.unsaved and not discard)
            self._working = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _begin(self, base: Callable[[], bytes], entries: Iterable[Change] = (), place: int = 0) -> None:
        lock = new_session(self.home, this_process(self.context.actor))
        self._working = WorkingCopy(lock, self.files, self._facts(), base, entries, place, key=self.key)

    def adopt(self, working: WorkingCopy, facts: Facts) -> None:
        """Go on with the working copy of a session that died."""
        self._working = working
        self._seen = _Seen(None, facts.bytes_hash)
        self._attempted = facts.attempted
        self.recovered = True
        self.history.mark_unsaved()
        if self.path is not None:
            self._take_lock()
        self._state()

    def _facts(self) -> Facts:
        path = None if self.path is None else str(self.path)
        edited = self.context.now().isoformat()
        return Facts(path, self.title, self._seen.bytes_hash, self._attempted, self.unsaved, edited)

    def _record(self, commit: Commit) -> None:
        if self._working is not None and self._working.gone:
            self._begin_again(self._working, commit)
            return
        if self._working is None:
            self._begin(self._bytes_before([commit.applied]))
        assert self._working is not None
        self._working.record(commit, self._facts())

    def _begin_again(self, former: WorkingCopy, commit: Commit) -> None:
        """A working copy with all that one holds which somebody removed, and this act."""
        with suppress(KnownError):
            former.record(commit, self._facts())
        self._begin(self._bytes_before(former.done), former.entries, len(former.done))
        former.close()
        if self._working is not None:
            self._working.state(self._facts())

    def _bytes_before(self, done: Sequence[Change]) -> Callable[[], bytes]:
        rows = taken_back(self.document.rows(), done)
        return lambda: writing.serialise(rows, self._extra, self.key).data

    def _state(self) -> None:
        """Tell the working copy. Where it cannot keep that, recovery offers more than was needed, and no less."""
        if self._working is not None:
            with suppress(KnownError):
                self._working.state(self._facts())

    def _job(self, path: Path) -> SaveJob:
        token = f"{this_process('').process}" if self._working is None else self._working.id
        rows = tuple(self.document.unsorted())
        return SaveJob(path, rows, self._extra, self.document.revision, self.files, token, self.key)

    def _written_by_another(self, path: Path) -> bool:
        """Whether the file holds what we have neither read nor written; what is ours counts as seen from now on."""
        if self.files.stamp(path) is None:
            return False
        data, stamp = self.files.read(path)
        found = sha256(data).hexdigest()
        if found not in (self._seen.bytes_hash, self._attempted):
            return True
        self._seen = _Seen(stamp, found)
        return False

    def _back_up(self, data: Callable[[], bytes]) -> None:
        """Keep a file's bytes if backups are wanted. Saving never fails for a backup: what cannot be kept is not."""
        if backups.wanted(self.home):
            with suppress(KnownError):
                self._keep_backup(data())

    def _back_up_former(self) -> None:
        """Before the first Save: the file as it was opened, which may come from elsewhere."""
        path = self.path
        if path is not None and not self._backed_up:
            self._back_up(lambda: self.files.read(path)[0])
            self._backed_up = True

    def _keep_backup(self, data: bytes) -> Path:
        return backups.keep(self.home, self.document.blueprint.id, data, self.context.now(), self.files, self.key)

    def take_over(self) -> bool:
        """Take the lock that a session on another computer left, and write from now on; whether it was to be had."""
        self.locked_by, self.read_only = None, self.path is None or not self.files.may_write(self.path)
        self._take_lock(force=True)
        return self.locked_by is None

    def _take_lock(self, *, force: bool = False) -> None:
        assert self.path is not None
        try:
            self._lock = Lock(document_lock(self.path), this_process(self.context.actor), force=force)
        except Held as error:
            self.locked_by = error.owner
            self.read_only = True
        except OSError:
            return
