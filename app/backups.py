"""Backups of a document by its id, in the app-data folder: the ten newest, and the last one of each day.

Each is a whole document file, as it was saved or is about to be replaced; that of a protected document is protected.
A file copied by hand keeps its document's id, so the backups of both stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from app import settings
from model.errors import KnownError
from model.messages import message
from model.named import NamedTuple
from model.store.files import Files, reason
from model.store.protection import Key, is_protected, unseal

NEWEST = 10
SUFFIX = ".throughline"
_MOMENT = "%Y-%m-%d-%H%M%S.%f"
_DAY, _MARK = 10, 8


class Backup(NamedTuple):
    """One backup. `taken` is in UTC; `size` in bytes."""

    path: Path
    taken: datetime
    size: int


def wanted(home: Path) -> bool:
    """Whether the person wants backups."""
    return settings.load(home).backups != "off"


def keep(home: Path, id: str, data: bytes, now: datetime, files: Files, key: Key | None = None) -> Path:
    """Keep the bytes of a document file, unless the newest backup is the same; where it lies. Older ones make room.

    `key`: what is not protected is kept under it. `KnownError` where it could not be kept.
    """
    if key is not None and not is_protected(data):
        data = key.seal(data)
    folder, mark = _folder(home, id), sha256(data).hexdigest()[:_MARK]
    there = kept(home, id)
    if there and there[0].path.stem.endswith(mark):
        return there[0].path
    # One moment each, or a clock that stands still would not tell which of them is newer.
    of_this_moment = [backup.taken for backup in there if now <= backup.taken < now + timedelta(seconds=1)]
    now = max(of_this_moment) + timedelta(microseconds=1) if of_this_moment else now
    path = folder / f"{now.astimezone(UTC).strftime(_MOMENT)}-{mark}{SUFFIX}"
    try:
        files.make_folder(folder)
        files.put(path, data)
    except OSError as error:
        raise KnownError(message("store.home", folder=str(folder), reason=reason(error))) from error
    for old in _outlived(kept(home, id), now):
        with suppress(OSError):
            files.remove(old.path)
    return path


def kept(home: Path, id: str) -> tuple[Backup, ...]:
    """The backups of a document, the newest first."""
    found = []
    with suppress(OSError):
        for path in _folder(home, id).glob(f"[0-9]*{SUFFIX}"):
            with suppress(OSError, ValueError):
                taken = datetime.strptime(path.stem[: path.stem.rindex("-")], _MOMENT).replace(tzinfo=UTC)
                found.append(Backup(path, taken, path.stat().st_size))
    return tuple(sorted(found, key=lambda each: (each.taken, each.path.name), reverse=True))


def named(home: Path, id: str, hashes: Iterable[str]) -> list[Path]:
    """The backups whose name says that their bytes may have one of these hashes, the newest first."""
    marks = tuple(found[:_MARK] for found in hashes)
    return [backup.path for backup in kept(home, id) if backup.path.stem.endswith(marks)]


def rekey(home: Path, id: str, old: Key | None, new: Key | None, files: Files) -> int:
    """Put the backups of a document under another key, or under none; how many could not be.

    Those protected with a passphrase before `old` stay as they are and do not count: they are no more readable.
    """
    failed = 0
    for backup in kept(home, id):
        try:
            data, _ = files.read(backup.path)
            plain, key = unseal(backup.path, data, old)
            if key != new:
                files.put(backup.path, plain if new is None else new.seal(plain))
        except (KnownError, OSError):
            failed += not _is_sealed(backup.path)
    return failed


def forget(home: Path, id: str, files: Files) -> None:
    """Remove all backups of a document. `KnownError` where one could not be."""
    folder = _folder(home, id)
    try:
        for path in list(folder.iterdir()) if folder.is_dir() else ():
            files.remove(path)
        if folder.is_dir():
            files.run("remove folder", folder, folder.rmdir)
    except OSError as error:
        raise KnownError(message("store.home", folder=str(folder), reason=reason(error))) from error


def _folder(home: Path, id: str) -> Path:
    return home / "backups" / id


def _outlived(backups: Sequence[Backup], now: datetime) -> list[Backup]:
    """Those that are neither among the newest nor the last of their day.

    After a clock that went wrong has been set right, what it dated later than now is none of the newest.
    """
    backups = sorted(backups, key=lambda each: each.taken > now)
    days = [backup.path.name[:_DAY] for backup in backups]
    return [each for n, each in enumerate(backups) if n >= NEWEST and days[n] == days[n - 1]]


def _is_sealed(path: Path) -> bool:
    try:
        return is_protected(path.read_bytes())
    except OSError:
        return False
