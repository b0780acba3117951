"""Every file operation of the store, through one small object: a test replaces it and fails the n-th."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from io import BufferedReader, FileIO
from pathlib import Path
from typing import TypeVar

from model.errors import KnownError
from model.messages import Message, message
from model.named import NamedTuple

T = TypeVar("T")
CHUNK = 1 << 20
LARGEST = 1 << 30
# How many bytes the name of a file has at most.
LONGEST_NAME = 255
SHARING_VIOLATIONS = (5, 32)
PAUSES = (0.01, 0.025, 0.05, 0.1)
_BINARY = getattr(os, "O_BINARY", 0)
# A pipe that nobody writes to is not waited for.
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
_REASONS = {
    errno.ENOENT: "missing",
    errno.ENOTDIR: "no_folder",
    errno.ELOOP: "circle",
    errno.ESPIPE: "no_file",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EROFS: "read_only",
    errno.ENOSPC: "full",
    getattr(errno, "EDQUOT", errno.ENOSPC): "full",
    errno.EFBIG: "too_big",
    errno.ENAMETOOLONG: "long_name",
    errno.EIO: "device",
    errno.EISDIR: "folder",
    errno.ETIMEDOUT: "away",
    errno.ENODEV: "away",
    errno.ENXIO: "away",
    getattr(errno, "ESTALE", errno.ENODEV): "away",
    getattr(errno, "EHOSTDOWN", errno.ENODEV): "away",
    getattr(errno, "ENOTCONN", errno.ENODEV): "away",
}


class Stamp(NamedTuple):
    """What the file system says of a file: enough to see that somebody may have written it."""

    size: int
    modified: int
    node: int


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp in a stat result."""
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ino)


def short(name: str, most: int, room: int) -> str:
    """The beginning of a file's name: so many signs at most, in so many bytes as the system keeps it."""
    name = name[:most]
    while len(os.fsencode(name)) > room:
        name = name[:-1]
    return name


def reason(error: OSError) -> Message:
    """Why the system refused, in the user's words; a number where we have none."""
    known = _REASONS.get(error.errno or 0)
    return message("store.reason." + known) if known else message("store.reason.other", number=error.errno or 0)


def read_file(path: Path, most: int) -> bytes:
    """The bytes of a file, one more than `most` of them at the most; `OSError` also where it is a pipe or a device."""
    with BufferedReader(FileIO(path, opener=_open_file)) as stream:
        return stream.read(most + 1)


def _open_file(path: str, flags: int) -> int:
    handle = os.open(path, flags | _AT_ONCE)
    try:
        no_file(os.fstat(handle), path)
    except OSError:
        os.close(handle)
        raise
    return handle


def no_file(status: os.stat_result, path: str) -> None:
    """`OSError` where something is a folder, a pipe, a device: nothing to read a document from, or to put one in."""
    if not stat.S_ISREG(status.st_mode):
        number = errno.EISDIR if stat.S_ISDIR(status.st_mode) else errno.ESPIPE
        raise OSError(number, os.strerror(number), path)


class Files:
    """The operations on files. `run` is the one place all of them go through."""

    def run(self, operation: str, path: Path, act: Callable[[], T]) -> T:
        """Do one operation. `operation` and `path` are for whoever overrides this."""
        del operation, path
        return act()

    def pause(self, seconds: float) -> None:
        """Wait before another try."""
        time.sleep(seconds)

    def stamp(self, path: Path) -> Stamp | None:
        """The stamp of a file, None where there is none. `KnownError` where the system does not tell."""
        try:
            return stamp_of(self.run("stat", path, path.stat))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise KnownError(message("store.unreadable", file=str(path), reason=reason(error))) from error

    def read(self, path: Path) -> tuple[bytes, Stamp]:
        """The bytes of a regular file and its stamp. `KnownError` where it cannot be read or is over `LARGEST`."""
        try:
            status = self.run("stat", path, path.stat)
            if stat.S_ISDIR(status.st_mode) or not stat.S_ISREG(status.st_mode):
                raise KnownError(message("store.not_a_file", file=str(path)))
            if status.st_size > LARGEST:
                raise KnownError(message("store.too_big", file=str(path), megabytes=LARGEST >> 20))
            data = self.run("read", path, lambda: read_file(path, LARGEST))
        except FileNotFoundError as error:
            raise KnownError(message("store.missing", file=str(path))) from error
        except OSError as error:
            raise KnownError(message("store.unreadable", file=str(path), reason=reason(error))) from error
        return data, stamp_of(status)

    def may_write(self, path: Path) -> bool:
        """Whether a file is not marked as one to read only."""
        return self.run("access", path, lambda: os.access(path, os.W_OK))

    def create(self, path: Path, mode: int) -> int:
        """Create a file that is not there yet and open it for writing."""
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | _BINARY
        return self.run("create", path, lambda: os.open(path, flags, mode))

    def open_to_write(self, path: Path) -> int:
        """Open a file that is there, as it is."""
        return self.run("open", path, lambda: os.open(path, os.O_RDWR | _BINARY))

    def write(self, handle: int, path: Path, data: bytes) -> None:
        """Write all of some bytes."""
        view = memoryview(data)
        while view:
            piece = view[:CHUNK]
            view = view[self.run("write", path, partial(self.write_some, handle, piece)) :]

    def write_some(self, handle: int, piece: memoryview) -> int:
        """Write some bytes; how many were written."""
        return os.write(handle, piece)

    def cut(self, handle: int, path: Path, size: int) -> None:
        """Make an open file this long."""
        self.run("truncate", path, lambda: os.ftruncate(handle, size))

    def sync(self, handle: int, path: Path) -> None:
        """Have what was written on the disk when this returns."""
        self.run("fsync", path, lambda: _full_sync(handle))

    def close(self, handle: int, path: Path) -> None:
        """Close an open file."""
        self.run("close", path, lambda: os.close(handle))

    def keep_mode(self, path: Path, like: os.stat_result) -> None:
        """Give a file the permissions of another, and its group and owner where we may."""
        self.run("chmod", path, lambda: path.chmod(stat.S_IMODE(like.st_mode)))
        if sys.platform != "win32" and (os.geteuid(), os.getegid()) != (like.st_uid, like.st_gid):
            try:
                self.run("chown", path, lambda: os.chown(path, like.st_uid, like.st_gid))
            except PermissionError:
                return
            self.run("chmod", path, lambda: path.chmod(stat.S_IMODE(like.st_mode)))

    def keep_attributes(self, path: Path, like: Path) -> None:
        """Give a file the access list and the tags of another, as far as its disk takes them."""
        if sys.platform == "linux":
            with suppress(OSError):
                for name in os.listxattr(like):
                    with suppress(OSError):
                        os.setxattr(path, name, os.getxattr(like, name))

    def replace(self, source: Path, target: Path) -> None:
        """Put one file in the place of another, at once; patient with Windows, where a reader may hold it."""
        for pause in (*PAUSES, None):
            try:
                self.run("replace", target, lambda: source.replace(target))
                return
            except OSError as error:
                if pause is None or getattr(error, "winerror", None) not in SHARING_VIOLATIONS:
                    raise
                self.pause(pause)

    def sync_folder(self, folder: Path) -> None:
        """Have the names in a folder on the disk, where the system can do that."""
        if os.name == "nt":
            return
        try:
            self.run("fsync folder", folder, lambda: _sync_folder(folder))
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EACCES):
                raise

    def make(self, path: Path, data: bytes, mode: int) -> None:
        """Make a new file of bytes, all of them on the disk; what a failure leaves of it is for who calls to remove."""
        handle = self.create(path, mode)
        try:
            self.write(handle, path, data)
            self.sync(handle, path)
        finally:
            self.close(handle, path)

    def put(self, path: Path, data: bytes) -> None:
        """Put bytes in a place whole or not at all, for the person's eyes only; what was there stays till then."""
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        self.remove(temporary)
        try:
            self.make(temporary, data, 0o600)
            self.replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                self.remove(temporary)
            raise

    def make_folder(self, path: Path) -> None:
        """Make a private folder of the app-data folder, and those above it, if it is not there."""
        self.run("make folder", path, lambda: path.mkdir(mode=0o700, parents=True, exist_ok=True))

    def remove(self, path: Path) -> None:
        """Remove a file if it is there."""
        self.run("remove", path, lambda: path.unlink(missing_ok=True))


if sys.platform == "darwin":
    import fcntl

    def _full_sync(handle: int) -> None:
        """There `fsync` leaves the bytes in the drive's own memory."""
        try:
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        except OSError:
            os.fsync(handle)

else:
    _full_sync = os.fsync


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
