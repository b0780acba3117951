"""Writing a document file: serialised in memory, written beside the old one, read back, and put in its place whole."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from collections.abc import Iterable
from hashlib import sha256
from itertools import islice
from pathlib import Path

from model.collector import without_collector
from model.errors import KnownError
from model.kinds import kinds
from model.making_way import by_the_way, make_way
from model.messages import message
from model.named import NamedTuple
from model.record import Record
from model.store.columns import Column, column_of, to_columns
from model.store.container import check_header, damaged, opened, placeholder, sealed
from model.store.files import LONGEST_NAME, Files, Stamp, reason, short
from model.store.protection import Key, unseal
from model.store.reading import check_pages, content_of, stored_content
from model.store.schema import APPLICATION_ID, FORMAT, META, PAGE, WRITTEN_BY, statements, tables

_CANNOT_CREATE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG)
_TRIES = 100
# So many rows are written at a time: in a fraction of a millisecond.
_ROWS = 100


class Written(NamedTuple):
    """A document as the bytes of a file, with the hashes `Loaded` has; `key`: what protects it."""

    data: bytes
    content: str
    bytes_hash: str
    key: Key | None = None


def serialise(records: Iterable[Record], extra: str = "", key: Key | None = None) -> Written:
    """The file of some records. The same records give the same bytes, in whatever order they come.

    Not so with a key: what is protected differs each time.
    """
    with without_collector():
        groups: dict[type[Record], list[Record]] = {kind.record: [] for kind in kinds()}
        for record in by_the_way(records):
            groups[type(record)].append(record)
        stored = [to_columns(kind, sorted(groups[kind.record], key=lambda row: row.id)) for kind in kinds()]
        try:
            content = content_of(extra, stored)
        except UnicodeEncodeError:
            stored = [[_writable(column) for column in columns] for columns in stored]
            content = content_of(extra, stored)
        data = sealed(_database(stored, extra, content), content)
        if key is not None:
            data = key.seal(data)
    return Written(data, content, sha256(data).hexdigest(), key)


def _writable(column: Column) -> Column:
    """Half characters that no file can hold become the replacement character: better than not to save."""
    if str not in column.types:
        return column
    return column_of(
        [
            value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else value
            for value in column.values
        ]
    )


def _database(stored: list[list[Column]], extra: str, content: str) -> bytes:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for pragma in (f"page_size={PAGE}", f"application_id={APPLICATION_ID}", f"user_version={FORMAT}"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        for statement in statements():
            connection.execute(statement)
        blank = placeholder(content).decode()
        connection.execute(f"INSERT INTO {META} VALUES (?, ?, ?, ?)", (WRITTEN_BY, extra, content, blank))
        for table, columns in zip(tables(), stored, strict=True):
            rows = zip(*(column.values for column in columns), strict=True)
            while some := list(islice(rows, _ROWS)):
                connection.executemany(table.insert, some)
                make_way()
        connection.execute("COMMIT")
        return connection.serialize()
    finally:
        connection.close()


def write(file: Path, written: Written, files: Files, token: str) -> Stamp | None:
    """Put a document in the place of a file, whole or not at all; its stamp, where the system tells it.

    Links are followed, permissions kept. `token` tells our temporary files from another's. `KnownError` where it
    could not be done: then the file is what it was (unless only the last sync of its folder failed).
    """
    target = Path(os.path.realpath(file))
    try:
        if not target.parent.is_dir():
            raise KnownError(message("store.no_folder", file=str(file)))
        _write(file, target, written, files, token)
    except OSError as error:
        raise KnownError(message("store.not_saved", file=str(file), reason=reason(error))) from error
    try:
        return files.stamp(target)
    except KnownError:
        return None


def _write(file: Path, target: Path, written: Written, files: Files, token: str) -> None:
    try:
        like = files.run("stat", target, target.stat)
    except FileNotFoundError:
        like = None
    if like is not None and not stat.S_ISREG(like.st_mode):
        raise KnownError(message("store.not_a_file", file=str(file)))
    try:
        temporary, handle = _create(target, files, token, 0o666 if like is None else 0o600)
    except OSError as error:
        if like is None or error.errno not in _CANNOT_CREATE:
            raise
        _write_in_place(file, target, written, files)
        return
    try:
        try:
            files.write(handle, temporary, written.data)
            check_written(file, temporary, written, files)
            if like is not None:
                files.keep_mode(temporary, like)
                files.keep_attributes(temporary, target)
            files.sync(handle, temporary)
        finally:
            files.close(handle, temporary)
        files.replace(temporary, target)
    except BaseException:
        _remove(temporary, files)
        raise
    files.sync_folder(target.parent)


def temporary_files(target: Path, token: str) -> Iterable[Path]:
    """The temporary files that a token may have left beside a file."""
    target = Path(os.path.realpath(target))
    head = _head(target, token)
    try:
        return [entry for entry in target.parent.iterdir() if entry.name.startswith(head)]
    except OSError:
        return []


def _head(target: Path, token: str) -> str:
    """What the names of the temporary files for a file begin with."""
    room = LONGEST_NAME - len(f"..{token}-{_TRIES}.saving")
    return f".{short(target.name, 80, room)}.{token}-"


def _create(target: Path, files: Files, token: str, mode: int) -> tuple[Path, int]:
    for number in range(_TRIES):
        temporary = target.parent / f"{_head(target, token)}{number}.saving"
        try:
            return temporary, files.create(temporary, mode)
        except FileExistsError:
            continue
    raise FileExistsError(errno.EEXIST, "temporary files", str(target))


def _remove(temporary: Path, files: Files) -> None:
    try:
        files.remove(temporary)
    except OSError:
        return


def _write_in_place(file: Path, target: Path, written: Written, files: Files) -> None:
    """Only where the folder takes no new file: the document is safe in the working copy meanwhile."""
    handle = files.open_to_write(target)
    try:
        files.write(handle, target, written.data)
        files.cut(handle, target, len(written.data))
        files.sync(handle, target)
    finally:
        files.close(handle, target)
    check_written(file, target, written, files)


def check_written(file: Path, path: Path, written: Written, files: Files) -> None:
    """Read back what was written: the same bytes, sound pages, the content that was meant."""
    data, _ = files.read(path)
    if data != written.data:
        raise damaged(file, "written")
    data, _ = unseal(file, data, written.key)
    check_header(file, data)
    with without_collector(), opened(file, data) as connection:
        check_pages(file, connection)
        if stored_content(file, connection) != (written.content, written.content):
            raise damaged(file, "written")
