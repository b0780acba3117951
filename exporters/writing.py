"""Writing an exported file whole or not at all: a temporary file in the same folder, then `os.replace`."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from model.errors import KnownError
from model.messages import message
from model.store.container import is_plain_document
from model.store.files import LONGEST_NAME, Files, no_file, read_file, reason, short
from model.store.protection import is_protected

_HEAD = 100
_KNOWN = {
    errno.ENOENT: "writing.missing",
    errno.ENOTDIR: "writing.missing",
    errno.EISDIR: "writing.folder",
    errno.ESPIPE: "writing.no_file",
    errno.EACCES: "writing.forbidden",
    errno.EPERM: "writing.forbidden",
    errno.EROFS: "writing.forbidden",
    errno.ENOSPC: "writing.full",
    errno.EDQUOT: "writing.full",
}


def write_file(target: Path, data: bytes, go_on: Callable[[], bool] = lambda: True, files: Files | None = None) -> bool:
    """Replace a file by new content. After an error the old file is as it was and nothing else is left.

    A document is never replaced: it is not to be had again from what was exported.
    A symbolic link stays one and its target is replaced; an existing file keeps its permissions. `go_on` is asked just
    before the file is replaced; where it says no, False is returned and all is as after an error.
    """
    try:
        return _replace(Path(os.path.realpath(target)), data, go_on, files or Files())
    except OSError as error:
        raise write_error(target, error) from error


def write_error(target: Path, error: OSError) -> KnownError:
    """What an operating system's refusal to write means to the user."""
    id = _KNOWN.get(error.errno or 0)
    if id is None:
        return KnownError(message("writing.io", file=str(target), reason=reason(error)))
    return KnownError(message(id, file=str(target)))


def _is_document(target: Path) -> bool:
    try:
        head = read_file(target, _HEAD)
    except OSError:
        return False
    return is_plain_document(head) or is_protected(head)


def _replace(target: Path, data: bytes, go_on: Callable[[], bool], files: Files) -> bool:
    try:
        like = files.run("stat", target, target.stat)
        no_file(like, str(target))
    except FileNotFoundError:
        like = None
    if like is not None and _is_document(target):
        raise KnownError(message("writing.document", file=str(target)))
    tail = f".{os.getpid()}.part"
    part = target.with_name(f".{short(target.name, 40, LONGEST_NAME - len(tail) - 1)}{tail}")
    files.remove(part)
    try:
        files.make(part, data, 0o666)
        if like is not None:
            with suppress(OSError):
                files.keep_mode(part, like)
            files.keep_attributes(part, target)
        wanted = go_on()
        if wanted:
            files.replace(part, target)
        else:
            files.remove(part)
    except BaseException:
        with suppress(OSError):
            files.remove(part)
        raise
    return wanted
