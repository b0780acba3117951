"""One writer at a time; a lock whose owner is dead is no lock."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from model.store import locks
from model.store.locks import Held, Lock, Owner, document_lock, holder, this_process

ANN = Owner("Ann", "here", os.getpid())
BOB = Owner("Bob", "here", os.getpid())
DEAD = 2**22 + 12345


def test_the_second_one_hears_who_was_first(tmp_path: Path) -> None:
    first = Lock(tmp_path / "lock", ANN)

    with pytest.raises(Held) as caught:
        Lock(tmp_path / "lock", BOB)

    assert caught.value.owner == ANN
    assert holder(tmp_path / "lock", "here") == ANN
    first.release()
    assert not (tmp_path / "lock").exists()


def test_a_released_lock_is_free(tmp_path: Path) -> None:
    Lock(tmp_path / "lock", ANN).release()

    second = Lock(tmp_path / "lock", BOB)

    assert holder(tmp_path / "lock", "here") == BOB
    second.release()
    second.release()
    assert holder(tmp_path / "lock", "here") is None


def test_the_lock_of_a_dead_process_is_stale(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from model.store.locks import *\n"
        "lock = Lock(Path(sys.argv[1]), this_process('Ann')); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "lock")], check=False)
    assert (tmp_path / "lock").exists()

    assert holder(tmp_path / "lock", this_process("").host) is None
    Lock(tmp_path / "lock", this_process("Bob")).release()


def test_the_lock_of_another_host_counts_as_held_unless_forced(tmp_path: Path) -> None:
    Lock(tmp_path / "lock", Owner("Ann", "elsewhere", 7)).drop()

    with pytest.raises(Held) as caught:
        Lock(tmp_path / "lock", BOB)

    assert caught.value.owner == Owner("Ann", "elsewhere", 7)
    assert holder(tmp_path / "lock", "here") == Owner("Ann", "elsewhere", 7)
    Lock(tmp_path / "lock", BOB, force=True).release()


@pytest.mark.parametrize("rubbish", [b"", b"{}", b"[1,2]", b"\xff\xfe", b"[" * 3000])
def test_a_lock_with_rubbish_in_it_is_free(tmp_path: Path, rubbish: bytes) -> None:
    (tmp_path / "lock").write_bytes(rubbish)

    Lock(tmp_path / "lock", BOB).release()


@pytest.mark.skipif(os.name == "nt", reason="no such file systems there")
def test_without_locks_of_the_file_system_the_process_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "_try_lock", lambda _: None)
    Lock(tmp_path / "lock", ANN).drop()

    with pytest.raises(Held):
        Lock(tmp_path / "lock", BOB)
    assert holder(tmp_path / "lock", "here") == ANN

    Lock(tmp_path / "other", Owner("Ann", "here", DEAD)).drop()
    assert holder(tmp_path / "other", "here") is None
    Lock(tmp_path / "other", BOB).release()


@pytest.mark.skipif(os.name == "nt", reason="no such file systems there")
def test_a_lock_left_by_a_process_whose_number_another_has_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = Owner("Ann", "here", os.getppid())
    # Where the file system knows locks, they tell; where it does not, the number counts, until somebody takes over.
    Lock(tmp_path / "lock", left).drop()
    assert holder(tmp_path / "lock", "here") is None
    Lock(tmp_path / "lock", BOB).release()
    monkeypatch.setattr(locks, "_try_lock", lambda _: None)
    Lock(tmp_path / "lock", left).drop()
    with pytest.raises(Held):
        Lock(tmp_path / "lock", BOB)
    Lock(tmp_path / "lock", BOB, force=True).release()
    assert holder(tmp_path / "lock", "here") is None


@pytest.mark.skipif(os.name == "nt", reason="no pipes there")
def test_a_pipe_in_the_place_of_a_lock_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lock")

    assert holder(tmp_path / "lock", "here") is None


def test_the_lock_lies_beside_the_file_itself(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link.throughline").symlink_to(tmp_path / "real" / "a.throughline")

    assert document_lock(tmp_path / "link.throughline") == tmp_path.resolve() / "real" / ".a.throughline.lock"


def test_a_lock_is_not_taken_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("precious")
    (tmp_path / "lock").symlink_to(tmp_path / "victim")

    with pytest.raises(OSError):
        Lock(tmp_path / "lock", ANN)

    assert (tmp_path / "victim").read_text() == "precious"


def test_a_lock_that_a_full_disk_does_not_take_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(OSError):
            Lock(tmp_path / "lock", ANN)

    assert list(tmp_path.iterdir()) == []
    Lock(tmp_path / "lock", BOB).release()
