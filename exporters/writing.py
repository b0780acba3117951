"""Writing an exported file whole or not at all: a temporary file in the same folder, then `os.replace`."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from model.errors import KnownError
from model.messages import message

_KNOWN = {
    errno.ENOENT: "writing.missing",
    errno.ENOTDIR: "writing.missing",
    errno.EISDIR: "writing.folder",
    errno.EACCES: "writing.forbidden",
    errno.EPERM: "writing.forbidden",
    errno.EROFS: "writing.forbidden",
    errno.ENOSPC: "writing.full",
    errno.EDQUOT: "writing.full",
}


def write_file(target: Path, data: bytes, go_on: Callable[[], bool] = lambda: True) -> bool:
    """Replace a file by new content. After an error the old file is as it was and nothing else is left.

    A symbolic link stays one and its target is replaced; an existing file keeps its permissions. `go_on` is asked just
    before the file is replaced; where it says no, False is returned and all is as after an error.
    """
    try:
        return _replace(Path(os.path.realpath(target)), data, go_on)
    except OSError as error:
        raise write_error(target, error) from error


def write_error(target: Path, error: OSError) -> KnownError:
    """What an operating system's refusal to write means to the user."""
    id = _KNOWN.get(error.errno or 0)
    if id is None:
        return KnownError(message("writing.io", file=str(target), reason=error.strerror or type(error).__name__))
    return KnownError(message(id, file=str(target)))


def _replace(target: Path, data: bytes, go_on: Callable[[], bool]) -> bool:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    part = target.with_name(f".{target.name[:40]}.{os.getpid()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(OSError):
            part.chmod(target.stat().st_mode & 0o777)
        wanted = go_on()
        if wanted:
            part.replace(target)
        else:
            part.unlink()
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    return wanted
