"""The n-th operation on a file fails, for every n, in every way: the file is the old or the new one; a retry works.

Saving under the same name is in `test_session.py`, the writing of a document file in `tests/model/store`.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from app import backups
from app.recovery import recover, recoverable
from app.session import Session
from exporters.writing import write_file
from model.errors import KnownError
from model.store.files import Files
from model.texts import Texts
from tests.model.store.builders import FAULTS, FailingFiles, context, die, digest, exactly, rows_in, saved, small

T = TypeVar("T")
NOON, HOUR = datetime(2026, 3, 14, 12, tzinfo=UTC), timedelta(hours=1)
ACTS: dict[str, Callable[[Session, Path], object]] = {
    "save as": Session.save_as,
    "save a copy": Session.save_copy,
}
MOST = 60
REASONS = {
    "short write": "full",
    "no space": "full",
    "i/o error": "device",
    "permission": "denied",
    "read-only": "read_only",
}
EXPORT_SAYS = {
    "short write": "writing.full",
    "no space": "writing.full",
    "i/o error": "writing.io",
    "permission": "writing.forbidden",
    "read-only": "writing.forbidden",
}
# One way in the quick suite, all in the full one.
WAYS = [name if name == "short write" else pytest.param(name, marks=pytest.mark.full) for name in FAULTS]


class FailingUnder(FailingFiles):
    """A disk on which the n-th operation below one folder goes wrong."""

    def __init__(self, folder: Path, fault: str) -> None:
        super().__init__(0, fault)
        self.folder = folder

    def run(self, operation: str, path: Path, act: Callable[[], T]) -> T:
        return super().run(operation, path, act) if path.is_relative_to(self.folder) else act()


def each_operation(
    folder: Path, fault: str, failed: set[str] | None = None, *, below: str = "."
) -> Iterator[tuple[Path, FailingFiles, int]]:
    """A folder, a disk on which nothing goes wrong yet, and with which operation it shall: until nothing does.

    `failed` hears which operations did. `below`: only those below this folder in it count.
    """
    for number in range(1, MOST):
        place = folder / str(number)
        place.mkdir()
        files = FailingUnder(place / below, fault)
        yield place, files, number
        if files.failed is None:
            return
        if failed is not None:
            failed.add(files.failed)
    pytest.fail("it has fewer operations than that")


def reason_of(fault: str) -> str:
    """What a person is told of a fault."""
    return Texts("en")(f"store.reason.{REASONS[fault]}")


def told(error: KnownError, path: Path, fault: str) -> None:
    """One line that names the file and says why."""
    line = Texts("en")(error.message)
    assert path.name in line and "\n" not in line
    assert reason_of(fault) in line


@pytest.mark.parametrize("existing", [True, False], ids=["over a file", "a new file"])
@pytest.mark.parametrize("fault", WAYS)
@pytest.mark.parametrize("act", ACTS)
def test_under_another_name(tmp_path: Path, act: str, fault: str, existing: bool) -> None:
    failed: set[str] = set()
    for folder, files, number in each_operation(tmp_path, fault, failed):
        path, other = saved(folder / "a.throughline"), folder / "b.throughline"
        if existing:
            saved(other, small(3))
        original, before = digest(path), rows_in(other) if existing else None
        session = Session.open(path, context(), folder / "home", files=files)
        session.editor.rename("card1", "Changed")
        files.left = number

        try:
            ACTS[act](session, other)
        except KnownError as error:
            told(error, other, fault)
        files.left = 0

        assert digest(path) == original
        assert (rows_in(other) if other.exists() else None) in (before, exactly(session.document.rows()))
        ACTS[act](session, other)
        assert rows_in(other) == exactly(session.document.rows())
        session.close(discard=True)
    assert {"create", "write", "read", "fsync", "replace", "fsync folder"} <= failed


@pytest.mark.parametrize("fault", WAYS)
def test_overwriting_what_another_wrote_keeps_theirs_somewhere(tmp_path: Path, fault: str) -> None:
    for folder, files, number in each_operation(tmp_path, fault):
        path = saved(folder / "a.throughline")
        session = Session.open(path, context(), folder / "home", files=files)
        session.editor.rename("card1", "Mine")
        theirs = digest(saved(path, small(5)))
        files.left = number

        try:
            session.save(overwrite=True)
        except KnownError as error:
            told(error, path, fault)
        files.left = 0
        session.save(overwrite=True)

        assert rows_in(path) == exactly(session.document.rows())
        assert theirs in {digest(backup) for backup in (folder / "home" / "backups").rglob("*.throughline")}
        session.close()


@pytest.mark.parametrize("fault", WAYS)
def test_recovering_loses_nothing(tmp_path: Path, fault: str) -> None:
    for folder, files, number in each_operation(tmp_path, fault):
        home = folder / "home"
        session = Session.open(saved(folder / "a.throughline"), context(), home)
        session.editor.rename("card1", "Changed")
        wanted, id = exactly(session.document.rows()), die(session)
        files.left = number

        try:
            first = recover(home, id, context(), files=files)
        except KnownError as error:
            assert reason_of(fault) in Texts("en")(error.message)
        else:
            assert exactly(first.document.rows()) == wanted
            die(first)
        assert [entry.id for entry in recoverable(home)] == [id]
        again = recover(home, id, context())

        assert exactly(again.document.rows()) == wanted
        again.save()
        assert rows_in(folder / "a.throughline") == wanted
        again.close()


@pytest.mark.parametrize("existing", [True, False], ids=["over a file", "a new file"])
@pytest.mark.parametrize("fault", WAYS)
def test_an_export_is_whole_or_not_there(tmp_path: Path, fault: str, existing: bool) -> None:
    failed: set[str] = set()
    for folder, files, number in each_operation(tmp_path, fault, failed):
        path = folder / "map.svg"
        if existing:
            path.write_bytes(b"old")
        files.left = number

        try:
            write_file(path, b"new" * 1000, files=files)
        except KnownError as error:
            assert error.message.id == EXPORT_SAYS[fault]
            assert path.name in Texts("en")(error.message)

        assert (path.read_bytes() if path.exists() else None) in (b"old" if existing else None, b"new" * 1000)
        # What could not be removed, the next try removes.
        assert files.failed == "remove" or [entry.name for entry in folder.iterdir()] in ([], ["map.svg"])
        write_file(path, b"new" * 1000)
        assert path.read_bytes() == b"new" * 1000
        assert [entry.name for entry in folder.iterdir()] == ["map.svg"]
    assert {"create", "write", "fsync", "close", "replace"} | ({"chmod"} if existing else set()) <= failed


@pytest.mark.parametrize("fault", FAULTS)
def test_a_backup_is_whole_or_not_there_and_the_others_stay(tmp_path: Path, fault: str) -> None:
    failed: set[str] = set()
    for home, files, number in each_operation(tmp_path, fault, failed):
        backups.keep(home, "bp", b"old", NOON, Files())
        files.left = number

        try:
            backups.keep(home, "bp", b"new", NOON + HOUR, files)
        except KnownError as error:
            assert error.message.id == "store.home" and reason_of(fault) in Texts("en")(error.message)

        assert {backup.path.read_bytes() for backup in backups.kept(home, "bp")} <= {b"old", b"new"}
        backups.keep(home, "bp", b"new", NOON + HOUR, Files())
        assert [backup.path.read_bytes() for backup in backups.kept(home, "bp")] == [b"new", b"old"]
    assert {"make folder", "create", "write", "fsync", "close", "replace"} <= failed


@pytest.mark.parametrize("fault", WAYS)
def test_restoring_a_backup_is_done_or_not_and_loses_nothing(tmp_path: Path, fault: str) -> None:
    for folder, files, number in each_operation(tmp_path, fault):
        session = Session.open(saved(folder / "a.throughline"), context(), folder / "home", files=files)
        session.save()
        old = exactly(session.document.rows())
        session.editor.rename("card1", "Changed")
        (backup, *_) = backups.kept(folder / "home", "bp")
        new, on_disk = exactly(session.document.rows()), digest(folder / "a.throughline")
        files.left = number

        try:
            session.restore(backup.path)
        except KnownError as error:
            assert reason_of(fault) in Texts("en")(error.message)
            assert exactly(session.document.rows()) == new
        files.left = 0
        session.restore(backup.path)

        assert exactly(session.document.rows()) == old
        assert digest(folder / "a.throughline") == on_disk
        held = [rows_in(each.path) for each in backups.kept(folder / "home", "bp")]
        assert new in held and old in held
        session.close(discard=True)


@pytest.mark.parametrize("fault", WAYS)
def test_a_save_goes_through_whatever_becomes_of_its_backups(tmp_path: Path, fault: str) -> None:
    failed: set[str] = set()
    for folder, files, number in each_operation(tmp_path, fault, failed, below="home/backups"):
        path = saved(folder / "a.throughline")
        files.left = number
        session = Session.open(path, context(), folder / "home", files=files)
        session.editor.rename("card1", "Changed")

        session.save()

        assert rows_in(path) == exactly(session.document.rows())
        assert not session.unsaved
        session.close()
    assert {"make folder", "create", "write", "fsync", "close", "replace"} <= failed


@pytest.fixture(autouse=True)
def nothing_left_open() -> Iterator[None]:
    """No file handle leaks on any of the ways out."""
    folder = Path("/proc/self/fd")
    gc.collect()
    before = len(list(folder.iterdir())) if folder.exists() else 0
    yield
    gc.collect()
    assert not folder.exists() or len(list(folder.iterdir())) <= before
