"""From a card to another blueprint: a way from the folder of its file to that of the other. No Qt."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

from model.errors import KnownError
from model.messages import message

SUFFIX = ".throughline"


def way_to(other: Path, here: Path) -> str:
    """The way to a file from the folder of another, the same on every system; where there is none, all of it."""
    try:
        found = Path(os.path.relpath(other.absolute(), here.absolute().parent))
    except ValueError:
        found = other.absolute()
    return found.as_posix()


def linked(way: str, here: Path | None) -> Path:
    """The file that a way leads to; `KnownError` where it is no blueprint, or there is none.

    Only our own files, which nothing in can run, are opened from a card.
    """
    if PurePosixPath(way).suffix.casefold() != SUFFIX:
        raise KnownError(message("library.no_blueprint", file=way))
    if here is None and not Path(way).is_absolute():
        raise KnownError(message("library.save_first"))
    path = Path(os.path.normpath(Path(way) if here is None else here.absolute().parent / way))
    try:
        there = path.is_file()
    except OSError:
        there = False
    if not there:
        raise KnownError(message("library.gone", file=str(path)))
    return path
