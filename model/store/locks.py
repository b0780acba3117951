"""Who has what open. A lock is a file that its owner holds locked: the system lets go of it when the owner dies.

Inside stand owner, host and process, for whoever comes second. A lock of another host whose file system does not
share locks cannot be told from a stale one and counts as held.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path

from model.named import NamedTuple
from model.store.files import LONGEST_NAME, read_file, short

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_UNSUPPORTED = (errno.ENOTSUP, errno.ENOLCK, errno.ENOSYS, errno.EINVAL)
_LONGEST = 4096


class Owner(NamedTuple):
    """Who holds a lock."""

    owner: str
    host: str
    process: int


class Held(Exception):
    """A lock is held by another."""

    def __init__(self, owner: Owner) -> None:
        super().__init__(owner)
        self.owner = owner


def this_process(actor: str) -> Owner:
    """The owner that we are."""
    host = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return Owner(actor, host, os.getpid())


class Lock:
    """A lock that this process holds until `release`."""

    def __init__(self, path: Path, owner: Owner, *, force: bool = False) -> None:
        """Take a lock. `Held` where another has it; `force`: even if one of another host may be alive.

        `OSError` where the folder takes no file.
        """
        self.path = path
        while True:
            self._handle = os.open(path, _FLAGS, 0o644)
            try:
                self._take(owner, force)
                if self._is_at_its_path():
                    break
            except BaseException as error:
                if isinstance(error, OSError):
                    # Nobody else's: whose it is was asked first.
                    self._unlink()
                os.close(self._handle)
                raise
            os.close(self._handle)

    def _take(self, owner: Owner, force: bool) -> None:
        supported = _try_lock(self._handle)
        found = _owner_in(os.pread(self._handle, _LONGEST, 0)) if hasattr(os, "pread") else _read(self.path)
        if supported is False:
            raise Held(found or Owner("", "", 0))
        elsewhere = found is not None and found.host != owner.host
        alive = found is not None and found.host == owner.host and supported is None and _alive(found.process)
        if found is not None and not force and (elsewhere or alive):
            raise Held(found)
        os.ftruncate(self._handle, 0)
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, json.dumps(owner).encode())

    def _is_at_its_path(self) -> bool:
        """Whether the file that was locked still has its name; the last owner may just have removed it."""
        try:
            return os.path.samestat(os.fstat(self._handle), self.path.stat())
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Let go, and leave nothing behind."""
        if self._handle < 0:
            return
        if os.name == "nt":
            self.drop()
            self._unlink()
        else:
            self._unlink()
            self.drop()

    def drop(self) -> None:
        """Let go and leave the file, as a process that dies does."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _unlink(self) -> None:
        try:
            self.path.unlink(missing_ok=True)
        except OSError:
            return


def document_lock(document: Path) -> Path:
    """Where the lock of a document lies: beside it, so that everyone who can write it sees it."""
    target = Path(os.path.realpath(document))
    head, tail = ".", ".lock"
    return target.with_name(f"{head}{short(target.name, 120, LONGEST_NAME - len(head + tail))}{tail}")


def holder(path: Path, own_host: str) -> Owner | None:
    """Who holds a lock now, or None. Takes nothing."""
    try:
        handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    try:
        supported = _try_lock(handle)
    finally:
        os.close(handle)
    found = _read(path)
    if supported is False:
        return found or Owner("", "", 0)
    if found is None or (found.host == own_host and (supported or not _alive(found.process))):
        return None
    return found


def _read(path: Path) -> Owner | None:
    try:
        return _owner_in(read_file(path, _LONGEST))
    except OSError:
        return None


def _owner_in(data: bytes) -> Owner | None:
    try:
        owner, host, process = json.loads(data)
        return Owner(str(owner), str(host), int(process))
    except (ValueError, TypeError, RecursionError):
        return None


def _alive(process: int) -> bool:
    """Whether a process of this host lives, where the file system knows no locks."""
    if os.name == "nt" or process <= 0:
        return process > 0
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool | None:
        """Lock an open file, far behind its end so that it can be read: True done, False another's, None no locks."""
        os.lseek(handle, 1 << 30, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _try_lock(handle: int) -> bool | None:
        """Lock an open file: True done, False another has it, None where the file system knows no locks."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return None if error.errno in _UNSUPPORTED else False
        return True


def lock_of(path: Path, held: Lock | None, actor: str) -> tuple[Lock | None, Owner | None]:
    """The lock of a document file, `held` if it is that one, or who has it; neither where its folder takes no lock."""
    place = document_lock(path)
    if held is not None and held.path == place:
        return held, None
    try:
        return Lock(place, this_process(actor)), None
    except Held as error:
        return None, error.owner
    except OSError:
        return None, None
