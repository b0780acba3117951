"""Whatever goes wrong while saving, the file is the old one or the new one, and the next try works."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest

from model.errors import KnownError
from model.store import reading, writing
from model.store.files import PAUSES, Files
from tests.model.store.builders import FAULTS, FailingFiles, FullDisk, LyingFiles, digest, same, saved, small

T = TypeVar("T")
OLD, NEW = small(3), small(40)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


@pytest.mark.parametrize("existing", [True, False], ids=["over a file", "a new file"])
@pytest.mark.parametrize("fault", FAULTS)
def test_any_operation_fails(tmp_path: Path, fault: str, existing: bool) -> None:
    failed = set()
    for number in count(1):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / "a.throughline"
        if existing:
            saved(path, OLD)
        files = FailingFiles(number, fault)

        try:
            writing.write(path, writing.serialise(NEW), files, "test")
        except KnownError as error:
            assert error.message.id in {"store.not_saved", "store.unreadable"}

        if path.exists():
            assert same(reading.read(path, Files()).rows, OLD if files.failed and _is(path, OLD) else NEW)
        else:
            assert not existing
        writing.write(path, writing.serialise(NEW), Files(), "test")
        assert _is(path, NEW)
        if files.failed is None:
            break
        failed.add(files.failed)
    wanted = {"create", "write", "read", "fsync", "close", "replace", "fsync folder"}
    assert wanted | ({"chmod"} if existing else set()) <= failed


def _is(path: Path, rows: list) -> bool:
    return digest(path) == writing.serialise(rows).bytes_hash


@pytest.mark.parametrize("room", [0, 1, 5000, 60_000])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path, room: int) -> None:
    path = saved(tmp_path / "a.throughline", OLD)

    with pytest.raises(KnownError) as caught:
        writing.write(path, writing.serialise(NEW), FullDisk(room), "test")

    assert "store.reason.full" in str(caught.value)
    assert _is(path, OLD)
    assert names(tmp_path) == ["a.throughline"]


def test_a_disk_that_lies_is_found_out_before_the_old_file_goes(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.throughline", OLD)

    with pytest.raises(KnownError) as caught:
        writing.write(path, writing.serialise(NEW), LyingFiles(), "test")

    assert caught.value.message.id == "store.damaged"
    assert _is(path, OLD)
    assert names(tmp_path) == ["a.throughline"]


class NoNewFiles(Files):
    """A folder that takes no new file."""

    def __init__(self, error: int) -> None:
        self.error = error
        self.opened = 0

    def create(self, path: Path, mode: int) -> int:
        del path, mode
        raise OSError(self.error, "no new files")

    def open_to_write(self, path: Path) -> int:
        self.opened += 1
        return super().open_to_write(path)


@pytest.mark.parametrize("rows", [NEW, OLD], ids=["longer", "shorter"])
def test_a_folder_that_takes_no_new_file_gets_a_direct_write(tmp_path: Path, rows: list) -> None:
    path = saved(tmp_path / "a.throughline", OLD if rows is NEW else NEW)

    writing.write(path, writing.serialise(rows), NoNewFiles(errno.EACCES), "test")

    assert _is(path, rows)


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
def test_a_full_or_failing_disk_never_gets_a_direct_write(tmp_path: Path, error: int) -> None:
    path = saved(tmp_path / "a.throughline", OLD)
    files = NoNewFiles(error)

    with pytest.raises(KnownError):
        writing.write(path, writing.serialise(NEW), files, "test")

    assert files.opened == 0
    assert _is(path, OLD)


def test_a_folder_that_takes_no_new_file_has_no_place_for_a_new_document(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        writing.write(tmp_path / "a.throughline", writing.serialise(NEW), NoNewFiles(errno.EACCES), "test")

    assert "store.reason.denied" in str(caught.value)


class Held(Files):
    """Windows, where a reader holds the file for the first tries."""

    def __init__(self, tries: int, code: int) -> None:
        self.tries = tries
        self.code = code
        self.paused: list[float] = []

    def pause(self, seconds: float) -> None:
        self.paused.append(seconds)

    def run(self, operation: str, path: Path, act: Callable[[], T]) -> T:
        if operation == "replace" and self.tries > 0:
            self.tries -= 1
            error = PermissionError(errno.EACCES, "held", str(path))
            error.winerror = self.code
            raise error
        return act()


@pytest.mark.parametrize("code", [5, 32])
def test_a_held_file_is_tried_again(tmp_path: Path, code: int) -> None:
    path = saved(tmp_path / "a.throughline", OLD)
    files = Held(4, code)

    writing.write(path, writing.serialise(NEW), files, "test")

    assert files.paused == list(PAUSES) == [0.01, 0.025, 0.05, 0.1]
    assert _is(path, NEW)


@pytest.mark.parametrize(("tries", "code"), [(5, 32), (1, 33)])
def test_a_file_held_too_long_or_for_another_reason_is_said(tmp_path: Path, tries: int, code: int) -> None:
    path = saved(tmp_path / "a.throughline", OLD)

    with pytest.raises(KnownError):
        writing.write(path, writing.serialise(NEW), Held(tries, code), "test")

    assert _is(path, OLD)
    assert names(tmp_path) == ["a.throughline"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "links").mkdir()
    real = saved(tmp_path / "real" / "a.throughline", OLD)
    link = tmp_path / "links" / "b.throughline"
    link.symlink_to(real)

    saved(link, NEW)

    assert link.is_symlink()
    assert _is(real, NEW)
    assert names(tmp_path / "links") == ["b.throughline"]


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_permissions_are_kept(tmp_path: Path, mode: int) -> None:
    path = saved(tmp_path / "a.throughline", OLD)
    path.chmod(mode)

    saved(path, NEW)

    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_new_file_is_made_as_the_user_makes_files(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        path = saved(tmp_path / "a.throughline", NEW)
    finally:
        os.umask(mask)

    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        saved(tmp_path / "gone" / "a.throughline")

    assert caught.value.message.id == "store.no_folder"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        saved(tmp_path)

    assert caught.value.message.id == "store.not_a_file"


def test_what_a_killed_save_left_is_found_by_its_token(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.throughline", OLD)
    left = tmp_path / ".a.throughline.mine-0.saving"
    left.write_bytes(b"half")
    (tmp_path / ".a.throughline.theirs-0.saving").write_bytes(b"half")

    writing.write(path, writing.serialise(NEW), Files(), "mine")

    assert list(writing.temporary_files(path, "mine")) == [left]
    assert _is(path, NEW)
