"""What stands where a file should be, or goes while it is needed: pipes, folders, links in a circle, clocks."""

from __future__ import annotations

import errno
import os
import shutil
import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from app import backups, crashes
from app.recovery import recover, recoverable
from app.session import Session
from exporters import registry
from exporters.readers.base import run
from exporters.writing import write_file
from model.errors import KnownError
from model.printing import logo
from model.store import reading
from model.store.files import Files
from model.store.working import BASE, JOURNAL
from model.texts import Texts
from tests.model.store.builders import a_key, context, die, digest, exactly, rows_in, saved, small

NOON, MINUTE, HOURS = datetime(2026, 3, 14, 12, tzinfo=UTC), timedelta(minutes=1), timedelta(hours=5)
T = TypeVar("T")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="no such places there")


def in_memory(session: Session) -> list[str]:
    return exactly(session.document.rows())


def line(act: Callable[[], object]) -> str:
    """The one line that refuses an act."""
    with pytest.raises(KnownError) as caught:
        act()
    found = Texts("en")(caught.value.message)
    assert found and "\n" not in found
    return found


def a_folder(place: Path) -> None:
    place.mkdir()


def a_circle(place: Path) -> None:
    place.symlink_to(place)


THINGS: dict[str, Callable[[Path], None]] = {"a pipe": os.mkfifo, "a folder": a_folder, "links": a_circle}


@pytest.mark.parametrize("thing", THINGS)
def test_nothing_is_saved_or_exported_over_what_is_no_file(session: Session, tmp_path: Path, thing: str) -> None:
    place = tmp_path / "there.throughline"
    THINGS[thing](place)
    before = place.lstat()
    session.editor.rename("card1", "Kept")

    for act in (session.save_as, session.save_copy, lambda path: write_file(path, b"<svg/>")):
        assert place.name in line(lambda act=act: act(place))

    assert (place.lstat().st_mode, place.lstat().st_ino) == (before.st_mode, before.st_ino)
    assert session.unsaved and session.path != place
    assert not [entry for entry in tmp_path.iterdir() if entry.suffix in (".part", ".saving")]
    session.save()


@pytest.mark.parametrize("protected", [False, True], ids=["plain", "protected"])
def test_no_export_is_written_over_a_document(tmp_path: Path, protected: bool) -> None:
    path = saved(tmp_path / "map.throughline", key=a_key() if protected else None)
    (tmp_path / "link.svg").symlink_to(path)
    before = digest(path)

    for name in ("map.throughline", "link.svg"):
        assert "map.throughline" in line(lambda name=name: write_file(tmp_path / name, b"<svg/>"))

    assert digest(path) == before
    (tmp_path / "other.db").write_bytes(b"SQLite format 3\0" + bytes(500))
    assert write_file(tmp_path / "other.db", b"<svg/>")


@pytest.mark.parametrize("number", [errno.ESTALE, errno.ETIMEDOUT, errno.ENODEV, errno.ENOTCONN])
def test_a_drive_that_does_not_answer_is_said_and_a_retry_works(session: Session, path: Path, number: int) -> None:
    class Away(Files):
        """A drive that does not answer."""

        def run(self, operation: str, path: Path, act: Callable[[], T]) -> T:
            del operation, act
            raise OSError(number, os.strerror(number), str(path))

    session.editor.rename("card1", "Kept")
    there, session.files = session.files, Away()

    assert Texts()("store.reason.away") in line(session.save)

    session.files = there
    session.save()
    assert rows_in(path) == in_memory(session)


@pytest.mark.parametrize("thing", THINGS)
def test_what_takes_the_place_of_an_open_document_is_said_and_nothing_is_lost(
    session: Session, path: Path, tmp_path: Path, thing: str
) -> None:
    session.editor.rename("card1", "Kept")
    path.unlink()
    THINGS[thing](path)

    for act in (session.save, lambda: session.save(overwrite=True), session.revert):
        assert path.name in line(act)

    assert session.unsaved and not session.changed_on_disk
    session.save_as(tmp_path / "elsewhere.throughline")
    assert rows_in(tmp_path / "elsewhere.throughline") == in_memory(session)


@pytest.mark.parametrize("reader", registry.READERS)
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(reader: str, tmp_path: Path) -> None:
    pipe = tmp_path / f"pipe{registry.reader(reader).suffixes[0]}"
    os.mkfifo(pipe)

    for act in (
        lambda: run(registry.reader(reader), pipe, context()),
        lambda: registry.reader_for(pipe),
        lambda: reading.read(pipe, Files()),
        lambda: logo(str(pipe)),
    ):
        assert pipe.name in line(act)


@pytest.mark.parametrize("protected", [False, True], ids=["plain", "protected"])
@pytest.mark.parametrize("gone", ["all of it", BASE, JOURNAL])
def test_a_working_copy_that_somebody_removes_is_made_anew_with_the_next_edit(
    path: Path, home: Path, gone: str, protected: bool
) -> None:
    # given edits, one of them undone, and a working copy that is removed, as by a program that tidies up
    key = a_key() if protected else None
    session = Session.open(saved(path, key=key), context(), home, secret=key)
    before = in_memory(session)
    for number in range(3):
        session.editor.rename("card1", f"Title {number}")
    session.editor.undo()
    remove_working_copy(home, gone)
    # when it is edited on, then all of that is kept, and undo leads back to the beginning
    session.editor.undo()
    session.editor.add_card("lane0", "step0", "New")
    wanted = in_memory(session)
    id = die(session)
    assert [entry.id for entry in recoverable(home)] == [id]
    again = recover(home, id, context(seed=2), secret=key)
    assert in_memory(again) == wanted
    while again.editor.undo():
        pass
    assert in_memory(again) == before
    again.close(discard=True)


def remove_working_copy(home: Path, part: str) -> None:
    (folder,) = (home / "sessions").iterdir()
    if part == "all of it":
        shutil.rmtree(home)
    else:
        (folder / part).unlink()


def test_a_working_copy_that_may_not_be_looked_at_is_written_to_all_the_same(
    session: Session, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.editor.rename("card1", "Kept")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "stat", forbidden)
        session.editor.rename("card1", "Kept too")
    wanted = in_memory(session)

    again = recover(home, die(session), context(seed=2))

    assert in_memory(again) == wanted
    again.close(discard=True)


def forbidden(*_: object, **__: object) -> None:
    raise PermissionError(errno.EACCES, "forbidden")


def test_an_edit_is_said_not_to_be_kept_where_no_working_copy_can_be_made_anew(session: Session, home: Path) -> None:
    session.editor.rename("card1", "Kept")
    shutil.rmtree(home)
    home.write_text("in the way")

    assert Texts()("store.reason.no_folder") in line(lambda: session.editor.rename("card1", "Not kept"))

    home.unlink()
    session.editor.rename("card2", "Kept again")
    wanted = in_memory(session)
    again = recover(home, die(session), context(seed=2))
    assert in_memory(again) == wanted
    again.close(discard=True)


def test_a_backup_stays_though_the_clock_was_set_back(home: Path) -> None:
    for number in range(2 * backups.NEWEST):
        backups.keep(home, "bp", b"%d" % number, NOON + number * MINUTE, Files())

    kept = [
        backups.keep(home, "bp", b"set back %d" % number, NOON - HOURS + number * MINUTE, Files()) for number in (0, 1)
    ]

    assert all(path.exists() for path in kept)
    assert len(backups.kept(home, "bp")) == backups.NEWEST
    # And once there are as many as are kept, what the clock dated wrongly goes, but for the last of its day.
    for number in range(2 * backups.NEWEST):
        backups.keep(home, "bp", b"later %d" % number, NOON - HOURS + (2 + number) * MINUTE, Files())
    held = [backup.path.read_bytes() for backup in backups.kept(home, "bp")]
    assert [data for data in held if not data.startswith(b"later")] == []
    assert len(held) == backups.NEWEST


@pytest.mark.parametrize("protected", [False, True], ids=["plain", "protected"])
def test_what_is_overwritten_stays_though_the_clock_was_set_back(path: Path, home: Path, protected: bool) -> None:
    key = a_key() if protected else None
    for number in range(2 * backups.NEWEST):
        backups.keep(home, "bp", b"%d" % number, NOON + timedelta(hours=1) + number * MINUTE, Files())
    session = Session.open(path, context(), home)
    session.key = key
    session.editor.rename("card1", "Mine")
    theirs = rows_in(saved(path, small(5)))

    backup = session.save(overwrite=True)

    assert backup is not None and rows_in(backup) == theirs
    session.close()


def test_an_error_report_stays_though_the_clock_was_set_back(home: Path) -> None:
    for number in range(2 * crashes.NEWEST):
        crashes.keep(home, f"report {number}", NOON + number * MINUTE, Files())

    path = crashes.keep(home, "set back", NOON - HOURS, Files())

    assert path is not None and path.exists()
    assert len(crashes.kept(home)) == crashes.NEWEST


def access_list(user: int) -> bytes:
    """An access list of Linux: the owner reads and writes, a person of this number reads, nobody else does."""
    nobody = 0xFFFFFFFF
    entries = ((1, 6, nobody), (2, 4, user), (4, 0, nobody), (16, 4, nobody), (32, 0, nobody))
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


KEPT = {"user.tag": b"red", "system.posix_acl_access": access_list(1234)}


@pytest.mark.parametrize("name", KEPT)
def test_tags_and_access_lists_stay_with_a_file(session: Session, path: Path, tmp_path: Path, name: str) -> None:
    if not hasattr(os, "setxattr"):
        pytest.skip("Python knows none there")
    exported = tmp_path / "map.svg"
    exported.write_bytes(b"old")
    try:
        for file in (path, exported):
            os.setxattr(file, name, KEPT[name])
    except OSError:
        pytest.skip("this disk takes none")
    mode = path.stat().st_mode

    session.editor.rename("card1", "Saved")
    session.save()
    write_file(exported, b"new")

    assert os.getxattr(path, name) == os.getxattr(exported, name) == KEPT[name]
    assert path.stat().st_mode == mode
    assert exported.read_bytes() == b"new"
